//! Claimed minutes of advisers, interpreters and rooms: by an appointment, or by an offer that holds them for a while. A minute that is
//! claimed twice is refused by the table's key, whoever looked first.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{CHUNK, insert_all};
use super::schema::claims;
use super::slots::SlotRow;
use super::{Connection, StoreError};

/// Wishes of one query, which says each of them: so many as both databases plan quickly.
const WISHES: usize = 100;

/// A claimed minute, counted from 1970-01-01T00:00Z.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = claims, treat_none_as_default_value = false)]
pub struct ClaimRow {
    pub resource: String,
    pub minute: i64,
    pub appointment_id: Option<String>,
    pub offer_id: Option<String>,
    pub expires_at: Option<NaiveDateTime>,
}

/// Who claims.
#[derive(Debug, Clone, Copy)]
pub enum Claimant<'a> {
    /// An appointment, until it is given up.
    Appointment(&'a str),
    /// An offer, until an instant.
    Offer(&'a str, NaiveDateTime),
}

/// A person as what is claimed.
#[must_use]
pub fn person(id: &str) -> String {
    format!("person:{id}")
}

/// A station's room as what is claimed; rooms are counted from 1.
#[must_use]
pub fn room(station_id: &str, number: u32) -> String {
    format!("room:{station_id}:{number}")
}

/// An instant as the minute that is claimed.
#[must_use]
pub fn minute(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp().div_euclid(60)
}

/// The claims of the minutes of a wish.
pub fn claims_of(wish: &Wish, claimant: Claimant<'_>) -> impl Iterator<Item = ClaimRow> {
    let (appointment, offer, expires_at) = match claimant {
        Claimant::Appointment(id) => (Some(id.to_owned()), None, None),
        Claimant::Offer(id, until) => (None, Some(id.to_owned()), Some(until)),
    };
    wish.minutes().map(move |minute| ClaimRow {
        resource: wish.resource.clone(),
        minute,
        appointment_id: appointment.clone(),
        offer_id: offer.clone(),
        expires_at,
    })
}

/// Inserts claims, in the order of their keys, so that two who want the same do not wait for each other.
pub fn insert(c: &mut Connection, mut rows: Vec<ClaimRow>) -> Result<(), StoreError> {
    rows.sort_by(|a, b| (&a.resource, a.minute).cmp(&(&b.resource, b.minute)));
    insert_all!(c, claims::table, rows);
    Ok(())
}

/// The minutes from an instant on at which any of these is claimed and not merely held by an offer whose time is over, by resource.
pub fn taken_from(
    c: &mut Connection,
    resources: &[String],
    from: NaiveDateTime,
) -> Result<Vec<(String, i64)>, StoreError> {
    let mut found = Vec::new();
    for chunk in resources.chunks(CHUNK) {
        let rows = claims::table
            .filter(claims::resource.eq_any(chunk))
            .filter(claims::minute.ge(minute(from)))
            .filter(
                claims::expires_at
                    .is_null()
                    .or(claims::expires_at.gt(from).assume_not_null()),
            )
            .order((claims::resource, claims::minute))
            .select((claims::resource, claims::minute));
        found.extend(rows.load::<(String, i64)>(c)?);
    }
    Ok(found)
}

/// Something and the time for which somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wish {
    /// What: a person or a room.
    pub resource: String,
    /// From when.
    pub from: NaiveDateTime,
    /// Until when.
    pub to: NaiveDateTime,
}

impl Wish {
    /// A person for the time of a slot, whosever it is.
    #[must_use]
    pub fn of_person(person_id: &str, slot: &SlotRow) -> Self {
        Self {
            resource: person(person_id),
            from: slot.starts_at,
            to: slot.ends_at,
        }
    }

    /// Its minutes.
    pub fn minutes(&self) -> Range<i64> {
        minute(self.from)..minute(self.to)
    }

    /// Whether both cannot be had.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.resource == other.resource && self.from < other.to && other.from < self.to
    }
}

/// Those of some wishes that meet a claim: a minute of them is claimed and not merely held by an offer whose time is over.
pub fn refused(
    c: &mut Connection,
    wishes: &[Wish],
    now: NaiveDateTime,
) -> Result<HashSet<Wish>, StoreError> {
    let mut minutes: HashMap<String, BTreeSet<i64>> = HashMap::new();
    for some in wishes.chunks(WISHES) {
        let mut meeting = claims::table
            .filter(claims::resource.eq(""))
            .select((claims::resource, claims::minute, claims::expires_at))
            .into_boxed();
        for wish in some {
            let own = claims::resource.eq(&wish.resource);
            let within = claims::minute
                .ge(minute(wish.from))
                .and(claims::minute.lt(minute(wish.to)));
            meeting = meeting.or_filter(own.and(within));
        }
        for (resource, minute, expires_at) in
            meeting.load::<(String, i64, Option<NaiveDateTime>)>(c)?
        {
            if expires_at.is_none_or(|until| until > now) {
                minutes.entry(resource).or_default().insert(minute);
            }
        }
    }
    let meets = |wish: &&Wish| {
        let claimed = minutes.get(&wish.resource);
        claimed.is_some_and(|all| all.range(wish.minutes()).next().is_some())
    };
    Ok(wishes.iter().filter(meets).cloned().collect())
}

/// Takes out what offers held until this instant or before.
pub fn take_out_expired(c: &mut Connection, now: NaiveDateTime) -> Result<usize, StoreError> {
    Ok(diesel::delete(claims::table.filter(claims::expires_at.le(now))).execute(c)?)
}

/// What an offer holds becomes an appointment's. Gives how many minutes.
pub fn confirm(
    c: &mut Connection,
    offer_id: &str,
    appointment_id: &str,
) -> Result<usize, StoreError> {
    let held = claims::table.filter(claims::offer_id.eq(offer_id));
    Ok(diesel::update(held)
        .set((
            claims::appointment_id.eq(appointment_id),
            claims::offer_id.eq(None::<String>),
            claims::expires_at.eq(None::<NaiveDateTime>),
        ))
        .execute(c)?)
}

/// What offers hold is free again.
pub fn let_go(c: &mut Connection, offer_ids: &[String]) -> Result<(), StoreError> {
    for chunk in offer_ids.chunks(CHUNK) {
        let held = claims::table.filter(claims::offer_id.eq_any(chunk).assume_not_null());
        diesel::delete(held).execute(c)?;
    }
    Ok(())
}

/// What an appointment claims of people is free again; its room stays.
pub fn release_people(c: &mut Connection, appointment_id: &str) -> Result<(), StoreError> {
    let own = claims::table
        .filter(claims::appointment_id.eq(appointment_id))
        .filter(claims::resource.like(person("%")));
    diesel::delete(own).execute(c)?;
    Ok(())
}

/// What an appointment claims is free again.
pub fn release(c: &mut Connection, appointment_id: &str) -> Result<(), StoreError> {
    let own = claims::table.filter(claims::appointment_id.eq(appointment_id));
    diesel::delete(own).execute(c)?;
    Ok(())
}
