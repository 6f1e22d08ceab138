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
