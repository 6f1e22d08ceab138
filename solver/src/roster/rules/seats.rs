//! Rule 2: a person is assigned to a duty at most once, and at most `ideal` people hold it.
//!
//! A second chair is only there where it was asked for. Example: with `min` 2 and `ideal` 3, a fourth student is sent away.

use std::collections::HashSet;

use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// People and empty places fill the duty exactly where it is active, and there are none of either where it is not.
pub fn post(model: &mut Model<'_>) {
    for &d in &model.part.duties {
        let ideal = f64::from(model.instance.duties[d].ideal);
        let people = model.people(d);
        let empty = model.empty(d);
        let mut places: Vec<_> = people.iter().map(|&x| (1.0, x)).collect();
        places.extend([(1.0, empty.short), (1.0, empty.below)]);
        match model.active(d) {
            None => model.program.equal(&places, ideal),
            Some(active) => {
                places.push((-ideal, active));
                model.program.equal(&places, 0.0);
                // Where one place would be enough to say it, the row above does.
                if ideal > 1.0 {
                    for x in people {
                        model.program.implies(x, active);
                    }
                }
            }
        }
    }
}

/// Double assignments and people beyond the ideal.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen = HashSet::new();
    for (d, p) in &facts.held {
        if !seen.insert((&d.id, &p.id)) {
            wrong.push(format!("rule 2: {} holds {} twice", p.id, d.id));
        }
    }
    for d in &facts.document.duties {
        if facts.count(d) > d.ideal {
            wrong.push(format!(
                "rule 2: {} hold {}, which wants {}",
                facts.count(d),
                d.id,
                d.ideal
            ));
        }
    }
    wrong
}
