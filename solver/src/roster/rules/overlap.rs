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
