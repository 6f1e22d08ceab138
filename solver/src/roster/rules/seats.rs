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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{
        adviser, answer, best, duty, held, judged, posted, problem, series,
    };

    /// Three people who all want a turn, and two chairs.
    fn two_chairs() -> crate::roster::Document {
        let mut asks = duty("d", "A", 7, "09:00-12:00");
        (asks.min, asks.ideal) = (0, 2);
        let people = ["li", "wang", "zhao"].map(|id| crate::roster::document::Person {
            target: 1,
            ..adviser(id)
        });
        let mut document = problem(people.into(), vec![asks]);
        document.weights.fairness = 1;
        document
    }

    #[test]
    fn nobody_is_sent_beyond_the_ideal() {
        let mut document = two_chairs();
        assert_eq!(held(&best(&document)).len(), 2);
        document.series = vec![series("s", &[&["d"]])];
        assert_eq!(held(&best(&document)).len(), 2);
    }

    #[test]
    fn a_duty_has_one_row_and_each_seat_another_only_where_several_may_be_held() {
        let mut document = two_chairs();
        assert_eq!(posted(post, &document), (0, 1));
        document.series = vec![series("s", &[&["d"]])];
        assert_eq!(posted(post, &document), (0, 1 + 3));
        document.duties[0].ideal = 1;
        assert_eq!(posted(post, &document), (0, 1));
    }

    #[test]
    fn people_beyond_the_ideal_are_found() {
        let three = answer(&[("d", "li"), ("d", "wang"), ("d", "zhao")], &[]);
        let wrong = judged(audit, &two_chairs(), &three);
        assert_eq!(wrong, ["rule 2: 3 hold d, which wants 2"]);
    }

    #[test]
    fn a_person_who_sits_on_two_chairs_is_found() {
        let twice = answer(&[("d", "li"), ("d", "li")], &[]);
        assert_eq!(
            judged(audit, &two_chairs(), &twice),
            ["rule 2: li holds d twice"]
        );
    }
}
