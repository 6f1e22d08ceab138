//! Term `language`: for each row of language cover, its weight times the turns missing to `min` that speakers hold in that
//! district and week.
//!
//! Somebody who speaks it is there every week. Example: two turns in Tibetan wished for, one held by a speaker at B2: 1 missing.

use std::collections::BTreeMap;

use crate::calendar::Week;
use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::instance::Index;
use crate::roster::model::Model;
use crate::roster::plan::{cover_rows, rows_served};

/// Prices the turns missing in each row.
pub fn post(model: &mut Model<'_>) {
    let instance = model.instance;
    let rows = cover_rows(instance);
    let mut speakers: BTreeMap<Index, Vec<Var>> =
        model.part.cover.iter().map(|&r| (r, Vec::new())).collect();
    for &d in &model.part.duties {
        for &(p, seat) in model.seats(d) {
            for r in rows_served(instance, &rows, d, p) {
                speakers.entry(r).or_default().push(seat);
            }
        }
    }
    for (r, seats) in speakers {
        let row = &instance.cover[r];
        let there: f64 = seats.iter().map(|&x| model.program.start(x)).sum();
        let missing = (f64::from(row.min) - there).max(0.0);
        let missing = model.program.number(0, row.min, missing);
        let price = i64::from(instance.weights.language) * i64::from(row.weight);
        model.program.price(missing, price);
        let mut sum: Vec<(f64, Var)> = seats.iter().map(|&x| (1.0, x)).collect();
        sum.push((1.0, missing));
        model.program.least(&sum, f64::from(row.min));
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let missing: i64 = facts
        .document
        .language_cover
        .iter()
        .map(|row| {
            let spoken = facts.held.iter().filter(|(d, p)| {
                facts.stations[d.station.as_str()].district == row.district
                    && Week::of(d.date) == row.week
                    && p.languages
                        .get(&row.language)
                        .is_some_and(|own| *own >= row.level)
            });
            i64::from(row.weight) * (i64::from(row.min) - spoken.count() as i64).max(0)
        })
        .sum();
    missing * i64::from(facts.document.weights.language)
}
