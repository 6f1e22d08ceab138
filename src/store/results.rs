//! A resident's request with its appointment, as its page shows it. Booking and matching have queries of their own.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::{
    appointments, districts, people, request_languages, requests, shifts, skills, slots,
};
use super::{Connection, StoreError};

/// A request without what identifies the resident.
#[derive(Debug, Clone, Queryable)]
pub struct RequestView {
    pub id: String,
    pub city_id: String,
    pub code: String,
    pub locale: String,
    pub state: String,
    pub word_by: NaiveDateTime,
    pub reach: String,
    pub topic: String,
    pub topic_en: String,
}

/// An appointment with who and where.
#[derive(Debug, Clone, Queryable)]
pub struct AppointmentView {
    pub id: String,
    pub revision: i32,
    pub state: String,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub station_id: Option<String>,
    pub adviser: String,
    pub slot_state: String,
    pub shift_id: Option<String>,
    pub mediator_slot_id: Option<String>,
    pub second_mediator_slot_id: Option<String>,
}

/// The request of an appointment's id or of its own.
pub fn request(c: &mut Connection, subject_id: &str) -> Result<Option<RequestView>, StoreError> {
    let of_appointment: Option<String> = appointments::table
        .find(subject_id)
        .select(appointments::request_id)
        .first(c)
        .optional()?;
    let id = of_appointment.unwrap_or_else(|| subject_id.to_owned());
    Ok(requests::table
        .inner_join(skills::table)
        .inner_join(districts::table)
        .filter(requests::id.eq(id))
        .select((
            requests::id,
            districts::city_id,
            requests::code,
            requests::locale,
            requests::state,
            requests::word_by,
            requests::reach,
            skills::name,
            skills::name_en,
        ))
        .first(c)
        .optional()?)
}

/// The latest appointment of a request.
pub fn appointment(
    c: &mut Connection,
    request_id: &str,
) -> Result<Option<AppointmentView>, StoreError> {
    Ok(appointments::table
        .inner_join(slots::table.inner_join(people::table))
        .filter(appointments::request_id.eq(request_id))
        .order(appointments::id.desc())
        .select((
            appointments::id,
            appointments::revision,
            appointments::state,
            slots::starts_at,
            slots::ends_at,
            slots::station_id,
            people::name,
            slots::state,
            appointments::shift_id,
            appointments::mediator_slot_id,
            appointments::second_mediator_slot_id,
        ))
        .first(c)
        .optional()?)
}

/// The name of a shift's interpreter, and the shift's state.
pub fn interpreter(
    c: &mut Connection,
    shift_id: &str,
) -> Result<Option<(String, String)>, StoreError> {
    Ok(shifts::table
        .inner_join(people::table)
        .filter(shifts::id.eq(shift_id))
        .select((people::name, shifts::state))
        .first(c)
        .optional()?)
}

/// The names of the people of some slots, and the slots' states.
pub fn mediators(
    c: &mut Connection,
    slot_ids: &[&String],
) -> Result<Vec<(String, String)>, StoreError> {
    Ok(slots::table
        .inner_join(people::table)
        .filter(slots::id.eq_any(slot_ids))
        .order(people::name)
        .select((people::name, slots::state))
        .load(c)?)
}

/// The languages that a request may be spoken in, by tag.
pub fn languages(c: &mut Connection, request_id: &str) -> Result<Vec<String>, StoreError> {
    Ok(request_languages::table
        .filter(request_languages::request_id.eq(request_id))
        .order(request_languages::tag)
        .select(request_languages::tag)
        .load(c)?)
}
