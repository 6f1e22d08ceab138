//! Rule 7: whoever holds a duty with `supervised_by` = q has somebody of pool q beside them: at the same station and date,
//! on an active duty that starts no later and ends no earlier.
//!
//! Students advise under a lawyer. Example: students 09:00–12:00 need an adviser 09:00–12:00 or longer; if nobody holds the
//! adviser's duty, the students stay at home.

use std::collections::BTreeMap;

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::document::Duty;
use crate::roster::instance::{Index, Span};
use crate::roster::model::Model;

/// One variable a session says that somebody supervises it; each supervised seat needs it.
pub fn post(model: &mut Model<'_>) {
    let mut sessions: BTreeMap<(Index, i32, &str, Span), Vec<Index>> = BTreeMap::new();
    for &d in &model.part.duties {
        let duty = &model.instance.duties[d];
        if let Some(q) = &duty.supervised_by {
            sessions
                .entry((duty.station, duty.day, q, duty.span))
                .or_default()
                .push(d);
        }
    }
    let mut there: BTreeMap<(Index, i32), Vec<Index>> = BTreeMap::new();
    for &d in &model.part.duties {
        let duty = &model.instance.duties[d];
        there.entry((duty.station, duty.day)).or_default().push(d);
    }
    for ((station, day, q, span), supervised) in sessions {
        let supervisors: Vec<Var> = there[&(station, day)]
            .iter()
            .filter(|&&d| {
                model.instance.duties[d].pool == q && model.instance.duties[d].span.contains(span)
            })
            .flat_map(|&d| model.people(d))
            .collect();
        let held = supervisors.iter().any(|&x| model.program.start(x) > 0.5);
        let watched = model.program.binary(held);
        let mut row: Vec<(f64, Var)> = supervisors.iter().map(|&x| (1.0, x)).collect();
        row.push((-1.0, watched));
        model.program.least(&row, 0.0);
        for d in supervised {
            for x in model.people(d) {
                model.program.implies(x, watched);
            }
        }
    }
}

/// Supervised duties that somebody holds alone.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let held: Vec<&Duty> = facts
        .document
        .duties
        .iter()
        .filter(|d| facts.count(d) > 0)
        .collect();
    let mut there: BTreeMap<(&str, chrono::NaiveDate), Vec<&Duty>> = BTreeMap::new();
    for d in &held {
        there.entry((&d.station, d.date)).or_default().push(d);
    }
    held.iter()
        .filter_map(|d| {
            let q = d.supervised_by.as_ref()?;
            let supervised = there[&(d.station.as_str(), d.date)].iter().any(|s| {
                s.pool == *q && s.start <= d.start && d.end <= s.end && facts.is_active(&s.id)
            });
            (!supervised).then(|| format!("rule 7: {} is held without a {q}", d.id))
        })
        .collect()
}
