//! Rule 4: a slot at a station needs mode `in_person` and at most `max_km` from the resident; a slot without one needs `video`.
//!
//! Nobody is sent further than they can go. Example: `max_km` 5 and a station 5.2 km away: not this one.

use crate::matching::audit::Facts;
use crate::matching::document::{Mode, Request, Station};
use crate::place::{Point, km};

/// Matches by a mode that was not asked for, or too far away.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for m in &facts.matches {
        let needed = if m.slot.station.is_some() {
            Mode::InPerson
        } else {
            Mode::Video
        };
        if !m.request.modes.contains(&needed) {
            wrong.push(format!(
                "rule 4: request {} cannot be met {needed:?}",
                m.request.id
            ));
        }
        if let (Some(station), Some(most)) = (&m.slot.station, m.request.max_km)
            && distance(m.request, facts.stations[station.as_str()]) > most + 1e-9
        {
            wrong.push(format!(
                "rule 4: station {station} is more than {most} km from request {}",
                m.request.id
            ));
        }
    }
    wrong
}

/// Unrounded kilometres from a resident to a station.
#[must_use]
pub fn distance(request: &Request, station: &Station) -> f64 {
    let resident = Point {
        lat: request.lat,
        lon: request.lon,
    };
    km(
        resident,
        Point {
            lat: station.lat,
            lon: station.lon,
        },
    )
}
