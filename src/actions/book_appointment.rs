//! Books an offer that a resident takes, or moves their appointment to it. As long as the offer holds, what it holds becomes the appointment's; after that it is booked if
//! it is still free. The tables' keys decide where two want the same.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use thiserror::Error;

use super::Context;
use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::booking::{self, Draft};
use super::make_offers::LATEST;
use super::match_waiting_list;
use super::once::{self, Named, OnceKey};
use super::refuse_offer::{RefuseError, refuse_offer};
use super::rooms::Rooms;
use crate::domain::appointment::{AppointmentEvent, RequestState};
use crate::mail::LetterError;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::claims::{self, ClaimRow, Claimant};
use crate::store::offers::{self, OfferRow};
use crate::store::slots::SlotRow;
use crate::store::{Connection, Store, StoreError, conflicts, requests, slots};

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
    /// The resident is against a client of whom they would meet; the offer is over.
    #[error("the resident is against a client of whom they would meet")]
    InConflict,
    /// The request is closed.
    #[error("the request is closed")]
    Closed,
    /// The request has an appointment, and nothing was said of moving it.
    #[error("the request has an appointment already")]
    Booked,
    /// The appointment that was to be moved is not that of the request, or not any more.
    #[error("the appointment to be moved is over")]
    Over,
    /// The appointment that was to be moved has begun.
    #[error("the appointment to be moved has begun")]
    Begun,
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

/// What a caller asks for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The offer to book.
    pub offer_id: &'a str,
    /// The appointment that it takes the place of.
    pub instead_of: Option<&'a str>,
    /// What the caller calls it by: asked for twice, it is done once.
    pub key: &'a str,
}

impl Wanted<'_> {
    fn once(&self) -> OnceKey {
        OnceKey {
            key: self.key.to_owned(),
            fingerprint: match self.instead_of {
                None => self.offer_id.to_owned(),
                Some(before) => format!("{} instead of {before}", self.offer_id),
            },
        }
    }
}

/// The appointment that was booked for the caller's key before; none where the key is fresh.
pub fn booked_for_key(
    store: &Store,
    context: &Context,
    wanted: Wanted<'_>,
) -> Result<Option<String>, BookError> {
    store.read(|c| booked_before(c, context, wanted))
}

/// Books an offer and gives the appointment's id; for a key that the caller named before, that of the appointment it was booked as.
pub fn book_appointment(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    wanted: Wanted<'_>,
) -> Result<String, BookError> {
    if let Some(before) = booked_for_key(store, context, wanted)? {
        return Ok(before);
    }
    let (offer, words, row, before) = store.read(|c| {
        let offer = offers::find(c, wanted.offer_id)?.ok_or(BookError::Gone)?;
        let before = wanted.instead_of.map(|id| to_be_moved(c, &offer, id));
        let before = before.transpose()?;
        let row = booking::row_of(context, &offer);
        let rows: Vec<AppointmentRow> = before.iter().chain([&row]).cloned().collect();
        let words = AppointmentWords::load(c, &rows)?;
        Ok::<_, BookError>((offer, words, row, before))
    })?;
    let booking = Booking {
        draft: Draft::new(&words, context, asking, row, before.as_ref())?,
        offer,
        before: before.map(|row| (words.times(&row).0.starts_at, row)),
        cities: words.cities(),
    };
    let written = store.write(|c| write(c, context, &booking, wanted));
    match written {
        Err(BookError::Store(error)) if error.is_taken() => Err(booking.taken()),
        Err(BookError::InConflict) => {
            end_offer(store, context, asking, &booking.offer)?;
            Err(BookError::InConflict)
        }
        other => other,
    }
}

/// Ends an offer that cannot be booked any more, so that nobody tries again. Whom a letter offered it waits for another.
fn end_offer(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    offer: &OfferRow,
) -> Result<(), BookError> {
    if offer.asked_at.is_some() {
        return match refuse_offer(store, context, asking, &offer.id, true) {
            // Somebody else has ended it.
            Ok(()) | Err(RefuseError::Gone) => Ok(()),
            Err(RefuseError::Store(error)) => Err(error.into()),
        };
    }
    // What was shown with it was chosen before the conflict was known, too.
    Ok(
        store.write(|c| match requests::hold(c, &offer.request_id)? {
            Some(RequestState::Waiting) => {
                offers::take_out_open(c, std::slice::from_ref(&offer.request_id))
            }
            _ => Ok(()),
        })?,
    )
}

/// An offer as it is to be booked.
struct Booking {
    offer: OfferRow,
    draft: Draft,
    /// The appointment that it takes the place of, and when that begins.
    before: Option<(NaiveDateTime, AppointmentRow)>,
    /// Whose waiting lists are matched when a time comes free.
    cities: BTreeSet<String>,
}

impl Booking {
    fn taken(&self) -> BookError {
        BookError::Taken {
            request_id: self.offer.request_id.clone(),
        }
    }
}

/// The appointment that an offer may take the place of: of the same request.
fn to_be_moved(
    c: &mut Connection,
    offer: &OfferRow,
    id: &str,
) -> Result<AppointmentRow, BookError> {
    let row = appointments::find(c, id)?.filter(|row| row.request_id == offer.request_id);
    row.ok_or(BookError::Over)
}

/// The appointment that was booked for a key before.
fn booked_before(
    c: &mut Connection,
    context: &Context,
    wanted: Wanted<'_>,
) -> Result<Option<String>, BookError> {
    match once::look(c, context, &wanted.once())? {
        Named::Fresh => Ok(None),
        Named::Made(id) => Ok(Some(id)),
        Named::Reused => Err(BookError::KeyReused),
    }
}

fn write(
    c: &mut Connection,
    context: &Context,
    booking: &Booking,
    wanted: Wanted<'_>,
) -> Result<String, BookError> {
    let now = context.instant();
    conflicts::hold(c)?;
    // Who books for the same request at the same moment is waited for here; then their key is seen.
    let state = requests::hold(c, &booking.offer.request_id)?;
    if let Some(before) = booked_before(c, context, wanted)? {
        return Ok(before);
    }
    let state = state.ok_or(BookError::Gone)?;
    match (state, &booking.before) {
        (RequestState::Closed, _) => return Err(BookError::Closed),
        (RequestState::Booked, None) => return Err(BookError::Booked),
        (RequestState::Booked, Some((begins, before))) => {
            if *begins <= now {
                return Err(BookError::Begun);
            }
            give_up(c, context, before)?;
        }
        (RequestState::Waiting | RequestState::Offered, None) => {}
        (RequestState::Waiting | RequestState::Offered, Some(_)) => return Err(BookError::Over),
    }
    take(c, context, booking, state)?;
    // Last, since whoever else frees a time waits for that row.
    if booking.before.is_some() {
        for city_id in &booking.cities {
            match_waiting_list::enqueue(c, context, city_id)?;
        }
    }
    let id = booking.draft.row.id.clone();
    if !once::keep(c, context, &wanted.once(), id)? {
        return Err(BookError::KeyReused);
    }
    context.note(c, "book_appointment", &booking.draft.row.id, "", "booked")?;
    Ok(booking.draft.row.id.clone())
}

/// The appointment moves: what it claimed is free again.
fn give_up(
    c: &mut Connection,
    context: &Context,
    before: &AppointmentRow,
) -> Result<(), BookError> {
    let from = before.state();
    let to = from.after(AppointmentEvent::Move);
    let to = to.map_err(|_| BookError::Over)?;
    if !appointments::change(c, before, to, true)? {
        return Err(BookError::Over);
    }
    let freed: Vec<String> = before.slot_ids().cloned().collect();
    slots::change_slots(c, &freed, "booked", "open")?;
    context.note(
        c,
        "move_appointment",
        &before.id,
        from.as_str(),
        to.as_str(),
    )?;
    Ok(())
}

/// What the offer holds becomes the appointment's; if it holds nothing any more, what is free.
fn take(
    c: &mut Connection,
    context: &Context,
    booking: &Booking,
    state: RequestState,
) -> Result<(), BookError> {
    let now = context.instant();
    let open = offers::find(c, &booking.offer.id)?.filter(|o| o.state == "open");
    let offer = open
        .filter(|o| o.expires_at + LATEST > now)
        .ok_or(BookError::Gone)?;
    let slot_ids: Vec<String> = booking.draft.row.slot_ids().cloned().collect();
    let all_slots = slots::find_slots(c, &slot_ids)?;
    let slot = all_slots.iter().find(|slot| slot.id == offer.slot_id);
    let slot = slot.filter(|slot| slot.starts_at > now).cloned();
    let slot = slot.ok_or_else(|| booking.taken())?;
    // Declared since it was offered.
    let against = conflicts::of_requests(c, std::slice::from_ref(&offer.request_id))?;
    let mut against = against.values().flatten();
    if against.any(|id| all_slots.iter().any(|slot| slot.adviser_id == *id)) {
        return Err(BookError::InConflict);
    }
    claims::take_out_expired(c, now)?;
    let is_held = offer.expires_at > now;
    let minutes = if is_held {
        Vec::new()
    } else {
        free_minutes(c, now, slot, &booking.draft)?.ok_or_else(|| booking.taken())?
    };
    offers::end(c, std::slice::from_ref(&offer.id), "taken")?;
    if !booking::write(c, context, &[&booking.draft], state, minutes)? {
        return Err(booking.taken());
    }
    if is_held && claims::confirm(c, &offer.id, &booking.draft.row.id)? == 0 {
        return Err(booking.taken());
    }
    Ok(())
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
    let claimant = Claimant::Appointment(&draft.row.id);
    Ok(room.ok().map(|room| draft.claims(claimant, room)))
}
