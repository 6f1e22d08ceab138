//! Appointments as they are written, whoever made the match: the batch or a resident who took an offer. Letters are rendered outside of
//! any transaction; in it, what an appointment rests on is held first, and the keys of the tables decide where two want the same.

use std::collections::BTreeSet;

use super::appointment_words::AppointmentWords;
use super::asking::{Asking, NewLink};
use super::{Context, match_waiting_list, queue_letters};
use crate::domain::appointment::{AppointmentState, RequestState};
use crate::mail::LetterError;
use crate::mail::letters::WhyCancelled;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::claims::{self, ClaimRow, Claimant, Wish, claims_of};
use crate::store::links::{self, LinkRow};
use crate::store::messages::MessageRow;
use crate::store::offers::OfferRow;
use crate::store::{Connection, StoreError, offers, rematches, requests, slots};

/// One appointment as it would be written.
pub(super) struct Draft {
    pub(super) row: AppointmentRow,
    pub(super) letter: MessageRow,
    /// The people whose time it takes.
    pub(super) people: Vec<Wish>,
    link: LinkRow,
}

/// A row of an appointment that is to be booked.
pub(super) fn row(
    context: &Context,
    request_id: &str,
    slot_id: &str,
    shift_id: Option<&str>,
) -> AppointmentRow {
    AppointmentRow {
        id: context.new_id(),
        request_id: request_id.to_owned(),
        slot_id: slot_id.to_owned(),
        shift_id: shift_id.map(str::to_owned),
        state: AppointmentState::Booked.as_str().to_owned(),
        booked_at: context.instant(),
        revision: 1,
        mediator_slot_id: None,
        second_mediator_slot_id: None,
    }
}

/// The appointment that an offer would be.
pub(super) fn row_of(context: &Context, offer: &OfferRow) -> AppointmentRow {
    let shift_id = offer.shift_id.as_deref();
    AppointmentRow {
        mediator_slot_id: offer.mediator_slot_id.clone(),
        second_mediator_slot_id: offer.second_mediator_slot_id.clone(),
        ..row(context, &offer.request_id, &offer.slot_id, shift_id)
    }
}

impl Draft {
    /// An appointment with its letter and its link.
    pub(super) fn new(
        words: &AppointmentWords,
        context: &Context,
        asking: &Asking<'_>,
        row: AppointmentRow,
        instead_of: Option<&AppointmentRow>,
    ) -> Result<Self, LetterError> {
        let written = words.confirmed(context, asking, &row, instead_of)?;
        Ok(Self::with_letter(words, row, written))
    }

    /// The same with whatever letter it has.
    pub(super) fn with_letter(
        words: &AppointmentWords,
        row: AppointmentRow,
        (letter, link): (MessageRow, NewLink),
    ) -> Self {
        let (slot, shift) = words.times(&row);
        let people = std::iter::once(&slot.adviser_id).chain(shift.map(|s| &s.interpreter_id));
        let people = people.chain(words.mediators(&row).map(|s| &s.adviser_id));
        Self {
            people: people.map(|id| Wish::of_person(id, slot)).collect(),
            link: link.row,
            letter,
            row,
        }
    }

    /// The minutes that are claimed for it; of a room, where it is at a station.
    pub(super) fn claims(&self, claimant: Claimant<'_>, room: Option<String>) -> Vec<ClaimRow> {
        let room = room.map(|resource| Wish {
            resource,
            ..self.people[0].clone()
        });
        let all = self.people.iter().chain(&room);
        all.flat_map(|wish| claims_of(wish, claimant)).collect()
    }
}

/// Books for requests that are in the state `before`. False where something that these appointments rest on was changed since they were
/// looked at: nothing of this transaction holds then.
pub(super) fn write(
    c: &mut Connection,
    context: &Context,
    drafts: &[&Draft],
    before: RequestState,
    claims: Vec<ClaimRow>,
) -> Result<bool, StoreError> {
    if !take(c, drafts, "booked", (before, RequestState::Booked))? {
        return Ok(false);
    }
    let rows: Vec<AppointmentRow> = drafts.iter().map(|d| d.row.clone()).collect();
    appointments::insert(c, &rows)?;
    claim_and_tell(c, context, drafts, claims)?;
    Ok(true)
}

/// Takes what appointments rest on, or would: their slots, which are open and in the state `slots` then; their shifts; their requests,
/// from one state to another. What their residents were shown besides is free for others. False where something of it was changed.
pub(super) fn take(
    c: &mut Connection,
    drafts: &[&Draft],
    slots: &str,
    (before, after): (RequestState, RequestState),
) -> Result<bool, StoreError> {
    let rows = drafts.iter().map(|draft| &draft.row);
    let request_ids: Vec<String> = rows.clone().map(|row| row.request_id.clone()).collect();
    let slot_ids: Vec<String> = rows.flat_map(AppointmentRow::slot_ids).cloned().collect();
    let shift_ids = drafts.iter().filter_map(|draft| draft.row.shift_id.clone());
    let shift_ids = Vec::from_iter(shift_ids.collect::<BTreeSet<String>>());
    let all_there = slots::change_slots(c, &slot_ids, "open", slots)? == slot_ids.len()
        && slots::hold_shifts(c, &shift_ids)? == shift_ids.len()
        && requests::change_state(c, &request_ids, before, after)? == drafts.len();
    if all_there {
        offers::take_out_open(c, &request_ids)?;
        rematches::forget(c, &request_ids)?;
    }
    Ok(all_there)
}

/// Claims the minutes of what was taken and written, and tells the residents.
pub(super) fn claim_and_tell(
    c: &mut Connection,
    context: &Context,
    drafts: &[&Draft],
    claims: Vec<ClaimRow>,
) -> Result<(), StoreError> {
    claims::insert(c, claims)?;
    let new_links: Vec<LinkRow> = drafts.iter().map(|d| d.link.clone()).collect();
    links::insert(c, &new_links)?;
    let letters: Vec<MessageRow> = drafts.iter().map(|d| d.letter.clone()).collect();
    queue_letters::queue(c, context, &letters)
}

/// Cancels booked appointments: what they claimed is free again and matched to who waits, and their residents are told. They wait for
/// another time, unless it is no longer needed. Gives how many: one that somebody closed at the same moment is over.
pub(super) fn cancel<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    booked: Vec<AppointmentRow>,
    why: WhyCancelled,
) -> Result<usize, E> {
    let words = AppointmentWords::load(c, &booked)?;
    let cancelled = give_up(c, context, booked)?;
    let letters = cancelled.iter();
    let letters = letters.map(|row| words.cancelled(context, asking, row, why));
    let letters = letters.collect::<Result<Vec<_>, _>>()?;
    let request_ids: Vec<String> = cancelled.iter().map(|row| row.request_id.clone()).collect();
    let booked = RequestState::Booked;
    match why {
        WhyCancelled::NobodyComes | WhyCancelled::WantsAnother => {
            let word_by = asking.promise.word_by(context.instant());
            requests::wait_again(c, &request_ids, booked, word_by)?;
        }
        WhyCancelled::NoLongerNeeded => {
            requests::change_state(c, &request_ids, booked, RequestState::Closed)?;
        }
    }
    queue_letters::queue(c, context, &letters)?;
    for city_id in words.cities() {
        match_waiting_list::enqueue(c, context, &city_id)?;
    }
    Ok(cancelled.len())
}

/// Cancels booked appointments and frees what they claimed; what becomes of their residents is the caller's matter. Gives those that were
/// cancelled: one that somebody closed at the same moment is over.
pub(super) fn give_up(
    c: &mut Connection,
    context: &Context,
    booked: Vec<AppointmentRow>,
) -> Result<Vec<AppointmentRow>, StoreError> {
    let mut cancelled = Vec::new();
    for row in booked {
        if appointments::change(c, &row, AppointmentState::Cancelled, true)? {
            context.note(c, "cancel_appointment", &row.id, "booked", "cancelled")?;
            cancelled.push(row);
        }
    }
    // A slot that was taken back stays so.
    let freed = cancelled.iter().flat_map(AppointmentRow::slot_ids);
    let freed: Vec<String> = freed.cloned().collect();
    slots::change_slots(c, &freed, "booked", "open")?;
    Ok(cancelled)
}
