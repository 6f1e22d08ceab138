//! Term `travel_km`: for each assignment, the kilometres between person and station, rounded half up.
//!
//! Near is kinder and more certain. Example: 2.5 km count as 3.

use crate::roster::audit::Facts;
use crate::roster::model::Model;
use crate::roster::plan::km;

/// Prices each seat by its distance.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.travel_km);
    if price == 0 {
        return;
    }
    for &d in &model.part.duties {
        for (p, seat) in model.seats(d).to_vec() {
            model.program.price(seat, price * km(model.instance, d, p));
        }
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let km: i64 = facts
        .held
        .iter()
        .map(|(d, p)| (facts.km(d, p) + 0.5).floor() as i64)
        .sum();
    km * i64::from(facts.document.weights.travel_km)
}
