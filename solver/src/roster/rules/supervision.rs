//! Rule 7: whoever holds a duty with `supervised_by` = q has somebody of pool q beside them: at the same station and date,
//! on an active duty that starts no later and ends no earlier.
//!
//! Students advise under a lawyer. Example: students 09:00–12:00 need an adviser 09:00–12:00 or longer; if nobody holds the
//! adviser's duty, the students stay at home.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::document::Duty;
use crate::roster::instance::{Index, Span};
use crate::roster::model::Model;

/// One variable a session says that somebody supervises it; each supervised seat needs it. Somebody who stays supervises it for
/// good, and somebody supervised who stays needs it to be supervised.
pub fn post(model: &mut Model<'_>) {
    let mut sessions: BTreeMap<(Index, i32, &str, Span), Vec<Index>> = BTreeMap::new();
    let staying: BTreeSet<Index> = model.stays().map(|(d, _)| d).collect();
    for &d in model.part.duties.iter().chain(&staying) {
        let duty = &model.instance.duties[d];
        if let Some(q) = &duty.supervised_by {
            sessions
                .entry((duty.station, duty.day, q, duty.span))
                .or_default()
                .push(d);
        }
    }
    let mut there: BTreeMap<(Index, i32), Vec<Index>> = BTreeMap::new();
    for &d in model.part.duties.iter().chain(&staying) {
        let duty = &model.instance.duties[d];
        there.entry((duty.station, duty.day)).or_default().push(d);
    }
    for ((station, day, q, span), supervised) in sessions {
        let beside: Vec<Index> = there[&(station, day)]
            .iter()
            .copied()
            .filter(|&d| {
                model.instance.duties[d].pool == q && model.instance.duties[d].span.contains(span)
            })
            .collect();
        if beside.iter().any(|d| staying.contains(d)) {
            continue;
        }
        let supervisors: Vec<Var> = beside.iter().flat_map(|&d| model.people(d)).collect();
        let held = supervisors.iter().any(|&x| model.program.is_set(x));
        let watched = model.program.binary(held);
        let mut row: Vec<(f64, Var)> = supervisors.iter().map(|&x| (1.0, x)).collect();
        row.push((-1.0, watched));
        model.program.least(&row, 0.0);
        if supervised.iter().any(|d| staying.contains(d)) {
            model.program.fix(watched, 1);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::document::Person;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem, series};

    /// Students 09:00–12:00 at A on the 7th, an adviser there at the hours given, and one person for each.
    fn session(station: &str, day: u32, hours: &str) -> crate::roster::Document {
        let mut students = duty("students", "A", 7, "09:00-12:00");
        students.pool = "student".into();
        students.supervised_by = Some("adviser".into());
        let mut lawyer = duty("lawyer", station, day, hours);
        lawyer.min = 0;
        let ming = Person {
            pool: "student".into(),
            ..adviser("ming")
        };
        let mut document = problem(vec![adviser("li"), ming], vec![students, lawyer]);
        document.weights.shortfall = 10;
        document.weights.travel_km = 1;
        document.weights.fairness = 1;
        document
    }

    #[test]
    fn students_come_only_where_an_adviser_is_beside_them() {
        let cases = [
            (("A", 7, "09:00-12:00"), true),
            (("A", 7, "08:00-13:00"), true),
            (("A", 7, "09:01-12:00"), false),
            (("A", 7, "09:00-11:59"), false),
            (("A", 8, "09:00-12:00"), false),
            (("B", 7, "09:00-12:00"), false),
        ];
        for ((station, day, hours), beside) in cases {
            let document = session(station, day, hours);
            // The adviser's turn costs fairness and is taken for the students' sake alone.
            let turns = if beside { 2 } else { 0 };
            assert_eq!(
                held(&best(&document)).len(),
                turns,
                "{station} {day} {hours}"
            );
            let both = answer(&[("students", "ming"), ("lawyer", "li")], &[]);
            let wrong = judged(audit, &document, &both);
            assert_eq!(wrong.is_empty(), beside, "{station} {day} {hours}");
        }
    }

    #[test]
    fn an_empty_chair_supervises_nobody() {
        let mut document = session("A", 7, "09:00-12:00");
        let alone = answer(&[("students", "ming")], &[]);
        let wrong = judged(audit, &document, &alone);
        assert_eq!(wrong, ["rule 7: students is held without a adviser"]);
        document.people.remove(0);
        assert!(held(&best(&document)).is_empty());
    }

    #[test]
    fn a_duty_of_an_option_that_is_not_chosen_supervises_nobody() {
        let mut document = session("A", 7, "09:00-12:00");
        document.series = vec![series("s", &[&["lawyer"], &[]])];
        assert_eq!(best(&document).options["s"], "0");
        let both = [("students", "ming"), ("lawyer", "li")];
        let wrong = judged(audit, &document, &answer(&both, &[("s", "1", None)]));
        assert_eq!(wrong.len(), 1);
    }
}
