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
