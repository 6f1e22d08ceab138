//! Offers to residents: what one who asks now may take. What they hold stands in `claims`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{CHUNK, insert_all};
use super::schema::offers;
use super::{Connection, StoreError};

/// An offer.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = offers, treat_none_as_default_value = false)]
pub struct OfferRow {
    pub id: String,
    pub request_id: String,
    pub slot_id: String,
    pub shift_id: Option<String>,
    pub reason: String,
    pub state: String,
    pub expires_at: NaiveDateTime,
    pub place: i32,
}

/// Inserts offers.
pub fn insert(c: &mut Connection, rows: &[OfferRow]) -> Result<(), StoreError> {
    insert_all!(c, offers::table, rows);
    Ok(())
}

/// The offer with this id, whether it still holds anything or not.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<OfferRow>, StoreError> {
    Ok(offers::table
        .find(id)
        .select(OfferRow::as_select())
        .first(c)
        .optional()?)
}

/// The offers that hold something for a request, the best first.
pub fn held_for(
    c: &mut Connection,
    request_id: &str,
    now: NaiveDateTime,
) -> Result<Vec<OfferRow>, StoreError> {
    Ok(offers::table
        .filter(offers::request_id.eq(request_id))
        .filter(offers::state.eq("open"))
        .filter(offers::expires_at.gt(now))
        .order(offers::place)
        .select(OfferRow::as_select())
        .load(c)?)
}

/// What is held by offers: request and slot.
pub fn held(c: &mut Connection, now: NaiveDateTime) -> Result<Vec<(String, String)>, StoreError> {
    Ok(offers::table
        .filter(offers::state.eq("open"))
        .filter(offers::expires_at.gt(now))
        .select((offers::request_id, offers::slot_id))
        .load(c)?)
}

/// Notes that an offer was taken.
pub fn mark_taken(c: &mut Connection, id: &str) -> Result<(), StoreError> {
    diesel::update(offers::table.find(id))
        .set(offers::state.eq("taken"))
        .execute(c)?;
    Ok(())
}

/// Takes out the open offers of requests with what they hold.
pub fn take_out_open(c: &mut Connection, request_ids: &[String]) -> Result<(), StoreError> {
    for chunk in request_ids.chunks(CHUNK) {
        let open = offers::table
            .filter(offers::request_id.eq_any(chunk))
            .filter(offers::state.eq("open"));
        diesel::delete(open).execute(c)?;
    }
    Ok(())
}

/// Takes out offers whose time was over at an instant.
pub fn take_out_expired(c: &mut Connection, at: NaiveDateTime) -> Result<usize, StoreError> {
    Ok(diesel::delete(offers::table.filter(offers::expires_at.le(at))).execute(c)?)
}
