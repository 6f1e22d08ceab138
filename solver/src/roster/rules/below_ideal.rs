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
