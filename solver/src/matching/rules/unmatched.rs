//! Term `unmatched`: urgency² for each request without a match.
//!
//! The urgent first, and much so. Example: leaving one request of urgency 3 costs as much as nine of urgency 1.

use std::collections::HashSet;

use crate::matching::audit::Facts;
use crate::matching::model::Model;

/// Prices each request that is left.
pub fn post(model: &mut Model<'_>) {
    for (r, &left) in model.unmatched.iter().enumerate() {
        model.program.price(left, model.instance.unmatched_price(r));
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let served: HashSet<&str> = facts
        .matches
        .iter()
        .map(|m| m.request.id.as_str())
        .collect();
    let left: i64 = facts
        .document
        .requests
        .iter()
        .filter(|r| !served.contains(r.id.as_str()))
        .map(|r| i64::from(r.urgency).pow(2))
        .sum();
    left * i64::from(facts.document.weights.unmatched)
}
