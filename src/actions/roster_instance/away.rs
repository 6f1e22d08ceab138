//! When people of a pool are away by the calendar of the district they are at home in, as the solver sees it.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::calendar::Month;
use crate::store::{Connection, StoreError, district_calendars};

/// First and last days by district and code of the pool.
#[derive(Default)]
pub(super) struct Away(HashMap<(String, String), Vec<(NaiveDate, NaiveDate)>>);

impl Away {
    /// What the calendars of a city's districts say of a month.
    pub(super) fn load(
        c: &mut Connection,
        city_id: &str,
        month: Month,
    ) -> Result<Self, StoreError> {
        let mut away = Self::default();
        let within = (month.first(), month.last());
        for row in district_calendars::away_in_city(c, city_id, within)? {
            for pool in row.pools.split_whitespace() {
                let key = (row.district_id.clone(), pool.to_owned());
                let days = away.0.entry(key).or_default();
                days.push((row.first_date, row.last_date));
            }
        }
        Ok(away)
    }

    /// The days on which people of a pool are away who are at home in a district.
    pub(super) fn of(&self, district_id: &str, pool: &str) -> &[(NaiveDate, NaiveDate)] {
        if self.0.is_empty() {
            return &[];
        }
        let key = (district_id.to_owned(), pool.to_owned());
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}
