//! Times that are held for residents whom nobody may write to or telephone, and those that were taken from them: for whoever tells them when
//! they come.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use crate::store::offers::{self, HeldRow};
use crate::store::places::{CityRow, DistrictRow};
use crate::store::{Store, StoreError, places};

/// A time that is held for such a resident.
#[derive(Debug, Clone)]
pub struct HeldTime {
    /// What the resident names.
    pub code: String,
    /// When it begins.
    pub starts_at: NaiveDateTime,
    /// Until when it is held; none where it was theirs and does not take place.
    pub held_until: Option<NaiveDateTime>,
    /// The station's name; none by video.
    pub station: Option<String>,
    /// The zone of the station; by video, of the city.
    pub zone: Tz,
}

/// What was taken from them in these districts, and after it what is held: the first that begins or ends, first; at most so many of each.
pub fn held_times(
    store: &Store,
    now: NaiveDateTime,
    districts: &[(CityRow, DistrictRow)],
    most: i64,
) -> Result<Vec<HeldTime>, StoreError> {
    let ids: Vec<String> = districts.iter().map(|(_, d)| d.id.clone()).collect();
    store.read(|c| {
        let mut rows = offers::fallen_untold(c, &ids, now, most)?;
        rows.extend(offers::held_untold(c, &ids, now, most)?);
        let at = rows.iter().filter_map(|row| row.station_id.clone());
        let stations = places::find_stations(c, &Vec::from_iter(at))?;
        let time = |row: HeldRow| {
            let station = stations
                .iter()
                .find(|s| Some(&s.id) == row.station_id.as_ref());
            let city = districts.iter().find(|(_, d)| d.id == row.district_id);
            let own = station.map(|station| &station.time_zone);
            let zone = own.or(city.map(|(city, _)| &city.time_zone));
            HeldTime {
                // A zone was checked when it was kept; a damaged one shows UTC rather than nothing.
                zone: zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC),
                station: station.map(|station| station.name.clone()),
                code: row.code,
                starts_at: row.starts_at,
                held_until: row.expires_at,
            }
        };
        Ok(rows.into_iter().map(time).collect())
    })
}
