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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::document::Person;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    #[test]
    fn the_nearer_goes_and_kilometres_are_rounded_half_up() {
        let at = |id: &str, lat: f64| Person { lat, ..adviser(id) };
        // 0.1 degrees are 11.12 km, 0.0225 are 2.502 km.
        let people = vec![at("far", 30.1), at("near", 30.0225)];
        let mut document = problem(people, vec![duty("d", "A", 7, "09:00-12:00")]);
        document.weights.shortfall = 1000;
        document.weights.travel_km = 2;
        let best = best(&document);
        assert_eq!(held(&best), [("d", "near")]);
        assert_eq!(best.objective, 2 * 3);
        let given = |who| judged(audit, &document, &answer(&[("d", who)], &[]));
        assert_eq!((given("far"), given("near")), (2 * 11, 2 * 3));
    }
}
