//! Term `below_ideal`: for each active duty, its weight times the people missing between `min` and `ideal`.
//!
//! Two are better than one where two were wished for. Example: `min` 1, `ideal` 2, one person there: one is missing to the
//! ideal. With nobody there, one is missing to the least number and one to the ideal.

use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// Prices the places missing to the ideal. Where such a place is dearer than one missing to the least number, the cheap
/// ones would be left empty first, against the sense of the term: then a binary says which comes first.
pub fn post(model: &mut Model<'_>) {
    let weights = model.instance.weights;
    for &d in &model.part.duties {
        let duty = &model.instance.duties[d];
        let empty = model.empty(d);
        let price = i64::from(weights.below_ideal) * i64::from(duty.weight);
        model.program.price(empty.below, price);
        let extra = duty.ideal - duty.min;
        if weights.below_ideal > weights.shortfall && duty.min > 0 && extra > 0 {
            let short = model.program.start(empty.short) > 0.0;
            let first = model.program.binary(short);
            model
                .program
                .most(&[(1.0, empty.short), (-f64::from(duty.min), first)], 0.0);
            model
                .program
                .least(&[(1.0, empty.below), (-f64::from(extra), first)], 0.0);
        }
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let missing: i64 = facts
        .document
        .duties
        .iter()
        .filter(|d| facts.is_active(&d.id))
        .map(|d| i64::from(d.weight) * i64::from(d.ideal - facts.count(d).max(d.min).min(d.ideal)))
        .sum();
    missing * i64::from(facts.document.weights.below_ideal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, judged, posted, problem};

    fn two_to_four(people: &[&str], shortfall: u32, below_ideal: u32) -> crate::roster::Document {
        let mut asks = duty("d", "A", 7, "09:00-12:00");
        (asks.min, asks.ideal, asks.weight) = (2, 4, 3);
        let people = people.iter().map(|id| adviser(id)).collect();
        let mut document = problem(people, vec![asks]);
        document.weights.shortfall = shortfall;
        document.weights.below_ideal = below_ideal;
        document
    }

    #[test]
    fn places_between_the_least_number_and_the_ideal_are_priced() {
        let everybody = ["li", "wang", "zhao"];
        for (n, below) in [(0, 2), (1, 2), (2, 2), (3, 1)] {
            let document = two_to_four(&everybody[..n], 10, 1);
            assert_eq!(best(&document).terms.below_ideal, below * 3, "{n}");
            let held: Vec<_> = everybody[..n].iter().map(|&p| ("d", p)).collect();
            assert_eq!(
                judged(audit, &document, &answer(&held, &[])),
                below * 3,
                "{n}"
            );
        }
    }

    #[test]
    fn places_to_the_least_number_are_filled_first_even_where_the_others_are_dearer() {
        // One person: 1 missing to the least number, 2 to the ideal. Filling the dear places first would come to 2 × 1 + 1 × 10.
        let best = best(&two_to_four(&["li"], 1, 10));
        assert_eq!(
            (best.terms.shortfall, best.terms.below_ideal),
            (3, 2 * 3 * 10)
        );
    }

    #[test]
    fn what_comes_first_is_said_only_where_the_prices_do_not_say_it() {
        let with = |min, ideal, shortfall, below_ideal| {
            let mut document = two_to_four(&[], shortfall, below_ideal);
            (document.duties[0].min, document.duties[0].ideal) = (min, ideal);
            posted(post, &document)
        };
        assert_eq!(with(2, 4, 1, 10), (1, 2));
        assert_eq!(with(2, 4, 10, 10), (0, 0));
        assert_eq!(with(0, 4, 1, 10), (0, 0));
        assert_eq!(with(4, 4, 1, 10), (0, 0));
        let full = best(&two_to_four(&["li", "wang", "zhao"], 1, 10));
        assert_eq!((full.terms.shortfall, full.terms.below_ideal), (0, 30));
    }
}
