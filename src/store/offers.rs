//! Offers to residents: what one who asks now may take. What they hold stands in `claims`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::dsl::min;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamp};

use super::dialect::{CHUNK, insert_all};
use super::schema::{appointments, districts, offers, requests, slots};
use super::{Connection, StoreError};
use crate::domain::appointment::{AppointmentState, RequestState};
use crate::domain::sealing::Reach;

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
    pub asked_at: Option<NaiveDateTime>,
    pub mediator_slot_id: Option<String>,
    pub second_mediator_slot_id: Option<String>,
}

impl OfferRow {
    /// The slots that it takes, the adviser's first.
    pub fn slot_ids(&self) -> impl Iterator<Item = &String> {
        let beside = [&self.mediator_slot_id, &self.second_mediator_slot_id];
        std::iter::once(&self.slot_id).chain(beside.into_iter().flatten())
    }
}

/// A request with the slots that an offer to it takes, the adviser's first.
type Held = (String, String, Option<String>, Option<String>);

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

/// What is held by offers: request and slot, one of each slot.
pub fn held(c: &mut Connection, now: NaiveDateTime) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<Held> = offers::table
        .filter(offers::state.eq("open"))
        .filter(offers::expires_at.gt(now))
        .select((
            offers::request_id,
            offers::slot_id,
            offers::mediator_slot_id,
            offers::second_mediator_slot_id,
        ))
        .load(c)?;
    let each = rows.into_iter().flat_map(|(request, slot, first, second)| {
        let slots = [Some(slot), first, second].into_iter().flatten();
        slots.map(move |slot| (request.clone(), slot))
    });
    Ok(each.collect())
}

/// Ends open offers: they are `taken`, `refused` or `expired` now, and hold nothing. Gives how many were open.
pub fn end(c: &mut Connection, ids: &[String], state: &str) -> Result<usize, StoreError> {
    let mut ended = 0;
    for chunk in ids.chunks(CHUNK) {
        let open = offers::table
            .filter(offers::id.eq_any(chunk))
            .filter(offers::state.eq("open"));
        ended += diesel::update(open)
            .set(offers::state.eq(state))
            .execute(c)?;
    }
    Ok(ended)
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

/// Takes out offers that were only shown and whose time was over at an instant.
pub fn take_out_expired(c: &mut Connection, at: NaiveDateTime) -> Result<usize, StoreError> {
    let shown = offers::table
        .filter(offers::expires_at.le(at))
        .filter(offers::asked_at.is_null());
    Ok(diesel::delete(shown).execute(c)?)
}

/// The offers that residents of a city were asked about and have not answered by an instant until which they could.
pub fn due(
    c: &mut Connection,
    city_id: &str,
    now: NaiveDateTime,
) -> Result<Vec<OfferRow>, StoreError> {
    Ok(offers::table
        .inner_join(requests::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(offers::state.eq("open"))
        .filter(offers::asked_at.is_not_null())
        .filter(offers::expires_at.le(now))
        .order((offers::expires_at, offers::id))
        .select(OfferRow::as_select())
        .load(c)?)
}

/// When the first answer of a city's residents is due.
pub fn next_due(c: &mut Connection, city_id: &str) -> Result<Option<NaiveDateTime>, StoreError> {
    Ok(offers::table
        .inner_join(requests::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(offers::state.eq("open"))
        .filter(offers::asked_at.is_not_null())
        .select(min(offers::expires_at))
        .first(c)?)
}

/// A time that is held for a resident whom nobody may write to or telephone.
#[derive(Debug, Clone, Queryable)]
pub struct HeldRow {
    pub code: String,
    pub district_id: String,
    pub starts_at: NaiveDateTime,
    pub station_id: Option<String>,
    /// None of one that was taken from them.
    pub expires_at: Option<NaiveDateTime>,
}

/// What a matching holds for such residents of districts: the first that ends, first.
pub fn held_untold(
    c: &mut Connection,
    district_ids: &[String],
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<HeldRow>, StoreError> {
    Ok(offers::table
        .inner_join(requests::table)
        .inner_join(slots::table)
        .filter(requests::reach.eq(Reach::Nobody.as_str()))
        .filter(requests::district_id.eq_any(district_ids))
        .filter(offers::state.eq("open"))
        .filter(offers::asked_at.is_not_null())
        .filter(offers::expires_at.gt(now))
        .order((offers::expires_at, offers::id))
        .limit(most)
        .select((
            requests::code,
            requests::district_id,
            slots::starts_at,
            slots::station_id,
            offers::expires_at.nullable(),
        ))
        .load(c)?)
}

/// The times to come that were taken from such residents, who wait for another or were offered one: whoever comes for the first must be told.
/// The first, first.
pub fn fallen_untold(
    c: &mut Connection,
    district_ids: &[String],
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<HeldRow>, StoreError> {
    let (waiting, offered) = (RequestState::Waiting, RequestState::Offered);
    Ok(appointments::table
        .inner_join(requests::table)
        .inner_join(slots::table)
        .filter(appointments::state.eq(AppointmentState::Cancelled.as_str()))
        .filter(slots::starts_at.gt(now))
        .filter(requests::reach.eq(Reach::Nobody.as_str()))
        .filter(requests::district_id.eq_any(district_ids))
        .filter(requests::state.eq_any([waiting.as_str(), offered.as_str()]))
        .order((slots::starts_at, appointments::id))
        .limit(most)
        .select((
            requests::code,
            requests::district_id,
            slots::starts_at,
            slots::station_id,
            None::<NaiveDateTime>.into_sql::<Nullable<Timestamp>>(),
        ))
        .load(c)?)
}

/// Those of such offers that take these slots or shifts.
pub fn asked_at(
    c: &mut Connection,
    slot_ids: &[String],
    shift_ids: &[String],
) -> Result<Vec<OfferRow>, StoreError> {
    Ok(offers::table
        .filter(offers::state.eq("open"))
        .filter(offers::asked_at.is_not_null())
        .filter(
            offers::slot_id
                .eq_any(slot_ids)
                .or(offers::shift_id.eq_any(shift_ids).assume_not_null())
                .or(offers::mediator_slot_id.eq_any(slot_ids).assume_not_null())
                .or(offers::second_mediator_slot_id
                    .eq_any(slot_ids)
                    .assume_not_null()),
        )
        .order(offers::id)
        .select(OfferRow::as_select())
        .load(c)?)
}

/// The times that waiting residents were offered and did not want: request, from when, until when.
pub fn refused(
    c: &mut Connection,
    city_id: &str,
) -> Result<Vec<(String, NaiveDateTime, NaiveDateTime)>, StoreError> {
    Ok(offers::table
        .inner_join(requests::table.inner_join(districts::table))
        .inner_join(slots::table)
        .filter(districts::city_id.eq(city_id))
        .filter(requests::state.eq("waiting"))
        .filter(offers::state.eq("refused"))
        .select((offers::request_id, slots::starts_at, slots::ends_at))
        .load(c)?)
}
