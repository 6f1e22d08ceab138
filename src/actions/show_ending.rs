//! Licences and approvals that end soon and must be held to serve: for whoever plans these districts.

use chrono::{DateTime, NaiveDate, Utc};

use super::matching_instance::zone;
use super::tell_expiries::{furthest, together};
use crate::domain::calendar::local;
use crate::mail::letters::EndingTogether;
use crate::store::places::{CityRow, DistrictRow};
use crate::store::qualifications::{self, Ending};
use crate::store::{Store, StoreError};

/// What ends in these districts within the time in which their coordinators are told, the first first.
pub fn show_ending(
    store: &Store,
    now: DateTime<Utc>,
    districts: &[(CityRow, DistrictRow)],
) -> Result<Vec<EndingTogether>, StoreError> {
    let mut all = Vec::new();
    for own in districts.chunk_by(|(a, _), (b, _)| a.id == b.id) {
        let today: NaiveDate = local(zone(&own[0].0), now.naive_utc()).0;
        let ids: Vec<String> = own
            .iter()
            .map(|(_, district)| district.id.clone())
            .collect();
        let found = store.read(|c| qualifications::ending(c, &ids, (today, furthest(today))))?;
        let each: Vec<&Ending> = found.iter().collect();
        all.extend(together(&each, today));
    }
    all.sort_by_key(|one| one.until);
    Ok(all)
}
