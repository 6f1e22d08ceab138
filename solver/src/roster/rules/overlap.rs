//! Rule 5: two duties of one person on one date do not overlap, and between stations there is time for the way:
//! `15 + ceil(2 km)` minutes.
//!
//! Nobody is in two places. Example: stations 10 km apart need 35 minutes; 12:00 to 12:30 is too short.

use crate::place::{Point, way_minutes};
use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::document::Duty;
use crate::roster::instance::Index;
use crate::roster::model::Model;

/// At most one of each set of duties that clash pairwise. Where one a day is allowed anyway, `most_turns` says more.
pub fn post(model: &mut Model<'_>) {
    for &p in &model.part.people {
        if model.instance.people[p].caps.day <= 1 {
            continue;
        }
        for turns in model.days(p).into_values() {
            for clique in cliques(model, &turns) {
                model.program.at_most(&clique, 1);
            }
        }
    }
}

/// Sets of pairwise clashing turns that cover every clash, each as large as a sweep makes it.
fn cliques(model: &Model<'_>, turns: &[(Index, Var)]) -> Vec<Vec<Var>> {
    let clash = |a: usize, b: usize| model.instance.clash(turns[a].0, turns[b].0);
    let mut covered = std::collections::HashSet::new();
    let mut out = Vec::new();
    for a in 0..turns.len() {
        for b in a + 1..turns.len() {
            if covered.contains(&(a, b)) || !clash(a, b) {
                continue;
            }
            let mut clique = vec![a, b];
            for c in 0..turns.len() {
                if c != a && c != b && clique.iter().all(|&k| clash(k.min(c), k.max(c))) {
                    clique.push(c);
                }
            }
            for &i in &clique {
                for &j in &clique {
                    covered.insert((i, j));
                }
            }
            out.push(clique.into_iter().map(|i| turns[i].1).collect());
        }
    }
    out
}

/// Neighbouring duties of a day that clash.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (p, turns) in &facts.by_person {
        for (i, a) in turns.iter().enumerate() {
            for b in turns[i + 1..].iter().take_while(|b| b.date == a.date) {
                let between = b.start.get() - a.end.get();
                if between < way(facts, a, b) {
                    wrong.push(format!(
                        "rule 5: {p} has {between} minutes between {} and {}, which needs {}",
                        a.id,
                        b.id,
                        way(facts, a, b)
                    ));
                }
            }
        }
    }
    wrong
}

fn way(facts: &Facts<'_>, a: &Duty, b: &Duty) -> i32 {
    if a.station == b.station {
        return 0;
    }
    let at = |d: &Duty| {
        let s = facts.stations[d.station.as_str()];
        Point {
            lat: s.lat,
            lon: s.lon,
        }
    };
    way_minutes(at(a), at(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    fn one_adviser(duties: Vec<Duty>) -> crate::roster::Document {
        let mut document = problem(vec![adviser("li")], duties);
        document.weights.shortfall = 1;
        document
    }

    #[test]
    fn there_is_time_for_the_way_and_nobody_is_in_two_places() {
        let first = ("A", "09:00-12:00");
        let cases = [
            (("A", "12:00-13:00"), true),
            (("A", "11:59-13:00"), false),
            (("A", "10:00-11:00"), false),
            // 11.12 km: 15 + 23 minutes.
            (("B", "12:38-13:00"), true),
            (("B", "12:37-13:00"), false),
            (("B", "08:00-08:22"), true),
            (("B", "08:00-08:23"), false),
        ];
        for ((station, hours), both) in cases {
            let document = one_adviser(vec![
                duty("d1", first.0, 7, first.1),
                duty("d2", station, 7, hours),
            ]);
            assert_eq!(held(&best(&document)).len() == 2, both, "{station} {hours}");
            let given = answer(&[("d1", "li"), ("d2", "li")], &[]);
            let wrong = judged(audit, &document, &given);
            assert_eq!(wrong.is_empty(), both, "{station} {hours}");
            assert!(wrong.iter().all(|w| w.starts_with("rule 5:")), "{wrong:?}");
        }
    }

    #[test]
    fn the_way_counts_from_a_long_duty_past_a_short_one_inside_it() {
        let document = one_adviser(vec![
            duty("long", "A", 7, "09:00-15:00"),
            duty("short", "A", 7, "10:00-11:00"),
            duty("late", "B", 7, "15:10-16:00"),
        ]);
        let given = answer(&[("long", "li"), ("short", "li"), ("late", "li")], &[]);
        assert_eq!(judged(audit, &document, &given).len(), 2);
        // Short and late are two turns; long clashes with both.
        assert_eq!(held(&best(&document)), [("short", "li"), ("late", "li")]);
    }

    #[test]
    fn every_clash_lies_in_a_clique_and_every_clique_clashes() {
        let hours = [
            "08:00-10:00",
            "09:00-11:00",
            "10:00-12:00",
            "11:30-13:00",
            "12:30-14:00",
        ];
        let duties = hours.iter().enumerate();
        let document = one_adviser(
            duties
                .map(|(i, hours)| duty(&i.to_string(), ["A", "B"][i % 2], 7, hours))
                .collect(),
        );
        let instance = crate::roster::Instance::new(document).expect("a problem that is right");
        let part = crate::roster::decompose::Part::whole(&instance);
        let model = Model::new(&instance, &part, None);
        let turns = model.turns(0).to_vec();
        let found = cliques(&model, &turns);
        let together = |a: Var, b: Var| found.iter().any(|c| c.contains(&a) && c.contains(&b));
        for &(a, x) in &turns {
            for &(b, y) in turns.iter().filter(|&&(b, _)| b != a) {
                assert_eq!(together(x, y), instance.clash(a, b), "{a} {b}");
            }
        }
    }
}
