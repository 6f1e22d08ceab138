//! What residents said after their visits, by quarter, station and language. Never what one of them said: see
//! docs/decisions/0011-ratings.md.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use crate::domain::calendar::instant;
use crate::domain::rating::Quarter;
use crate::store::kept::Cut;
use crate::store::places::{CityRow, DistrictRow};
use crate::store::ratings::{RatingSum, sums};
use crate::store::{Store, StoreError};

/// Quarters that are shown where nobody says from when: a year.
const QUARTERS: u32 = 4;

/// A row of the results.
#[derive(Debug, Clone)]
pub struct RatingGroup {
    /// The quarter of the visits.
    pub quarter: Quarter,
    /// The district of the station; by video, of the request.
    pub district_id: String,
    /// Where; none by video.
    pub station_id: Option<String>,
    /// BCP 47 tag of the language the resident speaks.
    pub language: String,
    /// Residents who answered.
    pub count: i64,
    /// Residents whose answers are told: whole groups.
    pub told: i64,
    /// How many of those gave each answer, from 1 to 5, to the question whether it helped.
    pub helped: [i64; 5],
    /// The same, whether they were understood and understood.
    pub understood: [i64; 5],
}

impl RatingGroup {
    /// Where it stands in the list: by quarter, district, station and language.
    #[must_use]
    pub fn list_key(&self) -> String {
        let station = self.station_id.as_deref().unwrap_or_default();
        format!(
            "{}:{}:{station}:{}",
            self.quarter, self.district_id, self.language
        )
    }
}

/// Sums up what was said of visits in every quarter with a day between two dates on the clock of each city. Without an end it is today,
/// without a beginning three quarters before. `seen` are the districts and their cities; keys are those of [`RatingGroup::list_key`].
pub fn show_ratings(
    store: &Store,
    now: DateTime<Utc>,
    seen: &[(CityRow, DistrictRow)],
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    cut: &Cut,
) -> Result<Vec<RatingGroup>, StoreError> {
    let mut cities: Vec<&CityRow> = seen.iter().map(|(city, _)| city).collect();
    cities.dedup_by(|a, b| a.id == b.id);
    let mut found = Vec::new();
    store.read(|c| {
        for city in cities {
            // The API lets nobody write an unreadable zone.
            let zone: Tz = city.time_zone.parse().unwrap_or(Tz::UTC);
            let last = Quarter::of(to.unwrap_or_else(|| now.with_timezone(&zone).date_naive()));
            let first = from.map_or_else(|| last.before(QUARTERS - 1), Quarter::of);
            let quarters: Vec<Quarter> = std::iter::successors(Some(first), |q| Some(q.next()))
                .take_while(|q| *q <= last)
                .collect();
            let ends = quarters.last().map(|q| q.next());
            let bounds: Vec<NaiveDateTime> = quarters
                .iter()
                .copied()
                .chain(ends)
                .map(|q| begins(zone, q))
                .collect();
            let ids: Vec<String> = seen
                .iter()
                .filter(|(own, _)| own.id == city.id)
                .map(|(_, district)| district.id.clone())
                .collect();
            let rows = sums(c, &ids, &bounds)?;
            found.extend(rows.into_iter().filter_map(|row| group(&quarters, row)));
        }
        Ok::<_, StoreError>(())
    })?;
    // What quarters are, each city's clock says: they are put together here, not by the database.
    found.sort_by_cached_key(RatingGroup::list_key);
    found.retain(|group| group.list_key() > cut.after);
    found.truncate(usize::try_from(cut.most).unwrap_or(usize::MAX));
    Ok(found)
}

/// Midnight of its first date; where the clocks jump over that, midnight of UTC is near enough.
fn begins(zone: Tz, quarter: Quarter) -> NaiveDateTime {
    let first = quarter.first();
    instant(zone, first, 0).map_or_else(
        |_| first.and_time(chrono::NaiveTime::MIN),
        |at| at.naive_utc(),
    )
}

fn group(quarters: &[Quarter], row: RatingSum) -> Option<RatingGroup> {
    Some(RatingGroup {
        quarter: *quarters.get(usize::try_from(row.quarter).ok()?)?,
        helped: [
            row.helped_1,
            row.helped_2,
            row.helped_3,
            row.helped_4,
            row.helped_5,
        ],
        understood: [
            row.understood_1,
            row.understood_2,
            row.understood_3,
            row.understood_4,
            row.understood_5,
        ],
        district_id: row.district_id,
        station_id: row.station_id,
        language: row.language,
        count: row.count,
        told: row.told,
    })
}
