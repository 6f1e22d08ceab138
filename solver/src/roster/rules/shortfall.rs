//! Term `shortfall`: for each active duty, its weight times the people missing to `min`.
//!
//! A closed door is the worst. Example: a duty of weight 10 that needs one person and has none costs 10 times the price.

use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// Prices the places missing to the least number.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.shortfall);
    for &d in &model.part.duties {
        let weight = i64::from(model.instance.duties[d].weight);
        let empty = model.empty(d);
        model.program.price(empty.short, price * weight);
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
        .map(|d| i64::from(d.weight) * i64::from(d.min.saturating_sub(facts.count(d))))
        .sum();
    missing * i64::from(facts.document.weights.shortfall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, judged, problem, series};

    #[test]
    fn each_person_missing_to_the_least_number_costs_the_duty_s_weight() {
        let mut asks = duty("d", "A", 7, "09:00-12:00");
        (asks.min, asks.ideal, asks.weight) = (3, 4, 5);
        let mut document = problem(vec![adviser("li")], vec![asks]);
        document.weights.shortfall = 7;
        assert_eq!(best(&document).terms.shortfall, 2 * 5 * 7);
        assert_eq!(judged(audit, &document, &answer(&[], &[])), 3 * 5 * 7);
    }

    #[test]
    fn a_duty_that_does_not_take_place_lacks_nobody() {
        let duties = vec![
            duty("d", "A", 7, "09:00-12:00"),
            duty("e", "A", 8, "09:00-12:00"),
        ];
        let mut document = problem(Vec::new(), duties);
        document.series = vec![series("s", &[&["d", "e"], &[]])];
        document.weights.shortfall = 1;
        assert_eq!(best(&document).objective, 0);
        let chosen = |o: &str| judged(audit, &document, &answer(&[], &[("s", o, None)]));
        assert_eq!((chosen("0"), chosen("1")), (2, 0));
    }
}
