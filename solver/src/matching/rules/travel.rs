//! Term `travel_km`: for each match at a station, the kilometres from resident to station, rounded half up.
//!
//! Near is kinder. Example: 2.5 km count as 3; by video nothing.

use super::way::distance;
use crate::matching::audit::Facts;

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let km: i64 = facts
        .matches
        .iter()
        .filter_map(|m| Some((m, m.slot.station.as_deref()?)))
        .map(|(m, station)| (distance(m.request, facts.stations[station]) + 0.5).floor() as i64)
        .sum();
    km * i64::from(facts.document.weights.travel_km)
}
