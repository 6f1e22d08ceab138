//! Books an offer that a resident takes. As long as the offer holds, what it holds becomes the appointment's; after that it is booked if
//! it is still free. The tables' keys decide where two want the same.

use chrono::{NaiveDateTime, TimeDelta};
use thiserror::Error;

use super::Context;
use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::booking::{self, Draft};
use super::make_offers::LATEST;
use super::rooms::Rooms;
use crate::mail::LetterError;
use crate::store::claims::{self, ClaimRow};
use crate::store::idempotency::{self, KeyRow};
use crate::store::offers::{self, OfferRow};
use crate::store::slots::SlotRow;
use crate::store::{Connection, Store, StoreError, requests, slots};

/// How long a key is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(1);

/// Why an offer was not booked.
#[derive(Debug, Error)]
pub enum BookError {
    /// There is no such offer, or its time is long over.
    #[error("there is no such offer any more")]
    Gone,
    /// Somebody else has its time, or it was withdrawn.
    #[error("somebody else has taken it, or it was withdrawn")]
    Taken {
        /// The request, which goes on waiting.
        request_id: String,
    },
    /// The request has an appointment already, or is closed.
    #[error("the request is not on the waiting list")]
    NotWaiting,
    /// The caller named the same key for another offer before.
    #[error("the key was used for another offer")]
    KeyReused,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The request that an offer was made for, for whoever asks whether the caller may book it.
pub fn request_of(store: &Store, offer_id: &str) -> Result<Option<String>, StoreError> {
    store.read(|c| Ok(offers::find(c, offer_id)?.map(|offer| offer.request_id)))
}

/// Books an offer and gives the appointment's id; for a key that the caller named before, that of the appointment it was booked as.
pub fn book_appointment(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    offer_id: &str,
    key: &str,
) -> Result<String, BookError> {
    if let Some(before) = store.read(|c| booked_before(c, context, offer_id, key))? {
        return Ok(before);
    }
    let (offer, words, row) = store.read(|c| {
        let offer = offers::find(c, offer_id)?.ok_or(BookError::Gone)?;
        let shift = offer.shift_id.as_deref();
        let row = booking::row(context, &offer.request_id, &offer.slot_id, shift);
        let words = AppointmentWords::load(c, std::slice::from_ref(&row))?;
        Ok::<_, BookError>((offer, words, row))
    })?;
    let draft = Draft::new(&words, context, asking, row)?;
    let written = store.write(|c| write(c, context, &offer, &draft, key));
    match written {
        Err(BookError::Store(error)) if error.is_taken() => Err(taken(&offer)),
        other => other,
    }
}

/// The appointment that was booked for a key before.
fn booked_before(
    c: &mut Connection,
    context: &Context,
    offer_id: &str,
    key: &str,
) -> Result<Option<String>, BookError> {
    let before = idempotency::find(c, &context.actor, key)?;
    match before {
        Some(before) if before.fingerprint != offer_id => Err(BookError::KeyReused),
        before => Ok(before.map(|row| row.appointment_id)),
    }
}

fn taken(offer: &OfferRow) -> BookError {
    BookError::Taken {
        request_id: offer.request_id.clone(),
    }
}

fn write(
    c: &mut Connection,
    context: &Context,
    offer: &OfferRow,
    draft: &Draft,
    key: &str,
) -> Result<String, BookError> {
    let now = context.instant();
    // Who books for the same request at the same moment is waited for here; then their key is seen.
    let waits = requests::hold_waiting(c, &offer.request_id)?;
    if let Some(before) = booked_before(c, context, &offer.id, key)? {
        return Ok(before);
    }
    if !waits {
        return Err(BookError::NotWaiting);
    }
    let open = offers::find(c, &offer.id)?.filter(|o| o.state == "open");
    let offer = open
        .filter(|o| o.expires_at + LATEST > now)
        .ok_or(BookError::Gone)?;
    let slot = slots::find_slots(c, std::slice::from_ref(&offer.slot_id))?.pop();
    let slot = slot.filter(|slot| slot.starts_at > now);
    let slot = slot.ok_or_else(|| taken(&offer))?;
    claims::take_out_expired(c, now)?;
    let is_held = offer.expires_at > now;
    let minutes = if is_held {
        Vec::new()
    } else {
        free_minutes(c, now, slot, draft)?.ok_or_else(|| taken(&offer))?
    };
    offers::mark_taken(c, &offer.id)?;
    if !booking::write(c, context, &[draft], minutes)? {
        return Err(taken(&offer));
    }
    if is_held && claims::confirm(c, &offer.id, &draft.row.id)? == 0 {
        return Err(taken(&offer));
    }
    let row = KeyRow {
        actor: context.actor.clone(),
        idempotency_key: key.to_owned(),
        fingerprint: offer.id.clone(),
        appointment_id: draft.row.id.clone(),
        created_at: now,
    };
    idempotency::take_out_old(c, now - REMEMBERED)?;
    if !idempotency::insert(c, &row)? {
        return Err(BookError::KeyReused);
    }
    context.note(c, "book_appointment", &draft.row.id, "", "booked")?;
    Ok(draft.row.id.clone())
}

/// What an appointment in a slot would claim; none where it is not free, as far as one can see.
fn free_minutes(
    c: &mut Connection,
    now: NaiveDateTime,
    slot: SlotRow,
    draft: &Draft,
) -> Result<Option<Vec<ClaimRow>>, StoreError> {
    if !claims::refused(c, &draft.people, now)?.is_empty() {
        return Ok(None);
    }
    let mut rooms = Rooms::default();
    rooms.look_up(c, std::slice::from_ref(&slot), now)?;
    let room = rooms.take_for(&slot);
    Ok(room.ok().map(|room| draft.claims(room)))
}
