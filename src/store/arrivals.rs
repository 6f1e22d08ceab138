//! Residents' requests by when they came: what forecasts are made of.

use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::requests::RequestRow;
use super::schema::{districts, requests};
use super::{Connection, StoreError};

/// A city's requests that came from an instant on and before another, whatever became of them.
pub fn came(
    c: &mut Connection,
    city_id: &str,
    from: NaiveDateTime,
    before: NaiveDateTime,
) -> Result<Vec<RequestRow>, StoreError> {
    Ok(requests::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .filter(requests::created_at.ge(from))
        .filter(requests::created_at.lt(before))
        .order((requests::created_at, requests::id))
        .select(RequestRow::as_select())
        .load(c)?)
}

/// Whether any came.
pub fn has_come(
    c: &mut Connection,
    city_id: &str,
    from: NaiveDateTime,
    before: NaiveDateTime,
) -> Result<bool, StoreError> {
    let one = requests::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .filter(requests::created_at.ge(from))
        .filter(requests::created_at.lt(before));
    Ok(diesel::select(exists(one)).get_result(c)?)
}
