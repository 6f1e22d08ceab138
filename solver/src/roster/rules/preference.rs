//! Term `preference`: 1 for each assignment of a person with a non-empty `prefers` at a station that is not in it.
//!
//! Who goes where they like to goes again. Example: prefers station A; a turn at B costs 1, at A nothing.

use crate::roster::audit::Facts;
use crate::roster::model::Model;
use crate::roster::plan::dislikes;

/// Prices each seat at a station that is not liked best.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.preference);
    for &d in &model.part.duties {
        for (p, seat) in model.seats(d).to_vec() {
            if dislikes(model.instance, d, p) {
                model.program.price(seat, price);
            }
        }
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let elsewhere = facts
        .held
        .iter()
        .filter(|(d, p)| !p.prefers.is_empty() && !p.prefers.contains(&d.station));
    elsewhere.count() as i64 * i64::from(facts.document.weights.preference)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    #[test]
    fn a_turn_elsewhere_costs_only_those_who_like_some_station_best() {
        let mut people = vec![adviser("li"), adviser("wang")];
        people[0].prefers = vec!["B".into()];
        let mut document = problem(people, vec![duty("d", "A", 7, "09:00-12:00")]);
        document.weights.shortfall = 1000;
        document.weights.preference = 6;
        let first = best(&document);
        assert_eq!((held(&first), first.objective), (vec![("d", "wang")], 0));
        let given = |who| judged(audit, &document, &answer(&[("d", who)], &[]));
        assert_eq!((given("li"), given("wang")), (6, 0));
        document.people[0].prefers = vec!["B".into(), "A".into()];
        let li = answer(&[("d", "li")], &[]);
        assert_eq!(judged(audit, &document, &li), 0);
        document.people.remove(1);
        document.people[0].prefers = vec!["B".into()];
        assert_eq!(best(&document).objective, 6);
    }
}
