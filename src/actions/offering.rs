//! Offers that a matching makes: written to the resident, and held until they answer or the time for that is over. Whoever takes one
//! books it as every other offer (`book_appointment`).

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::{Context, as_json, booking, match_waiting_list, queue_letters};
use crate::domain::appointment::RequestState;
use crate::domain::offer::Why;
use crate::domain::sealing::Reach;
use crate::mail::LetterError;
use crate::mail::letters::WhyEnded;
use crate::store::appointments::AppointmentRow;
use crate::store::claims::{self, ClaimRow, Claimant};
use crate::store::offers::{self, OfferRow};
use crate::store::{Connection, StoreError, links, requests};

/// An offer as it would be written.
pub(super) struct Draft {
    pub(super) row: OfferRow,
    /// Who is written to about it.
    pub(super) reach: Reach,
    /// The appointment that it would be, with the letter that offers it.
    pub(super) appointment: booking::Draft,
}

impl Draft {
    /// An offer with its letter and its link; in the place of an appointment that falls through, if there is one.
    pub(super) fn new(
        words: &AppointmentWords,
        context: &Context,
        asking: &Asking<'_>,
        (row, instead_of): (AppointmentRow, Option<&AppointmentRow>),
        why: &Why,
    ) -> Result<Self, LetterError> {
        let now = context.instant();
        let reach = words.reach(&row);
        let answer_by = asking.offer_answer_by(now, words.times(&row).0.starts_at, reach);
        let offer = OfferRow {
            asked_at: Some(now),
            ..shown(context, &row, why, answer_by)
        };
        let written = words.offered(context, asking, &row, instead_of, answer_by)?;
        Ok(Self {
            row: offer,
            reach,
            appointment: booking::Draft::with_letter(words, row, written),
        })
    }

    /// The minutes that it holds; of a room, where it is at a station.
    pub(super) fn claims(&self, room: Option<String>) -> Vec<ClaimRow> {
        let claimant = Claimant::Offer(&self.row.id, self.row.expires_at);
        self.appointment.claims(claimant, room)
    }
}

/// An offer of an appointment as it is shown until an instant, the first of those shown.
pub(super) fn shown(
    context: &Context,
    row: &AppointmentRow,
    why: &Why,
    expires_at: NaiveDateTime,
) -> OfferRow {
    OfferRow {
        id: context.new_id(),
        request_id: row.request_id.clone(),
        slot_id: row.slot_id.clone(),
        shift_id: row.shift_id.clone(),
        reason: as_json(why),
        state: "open".to_owned(),
        expires_at,
        place: 0,
        asked_at: None,
        mediator_slot_id: row.mediator_slot_id.clone(),
        second_mediator_slot_id: row.second_mediator_slot_id.clone(),
    }
}

/// Offers to residents whose requests are in the state `before`. False where something that these offers rest on was changed since they were looked at: nothing of this
/// transaction holds then.
pub(super) fn write(
    c: &mut Connection,
    context: &Context,
    drafts: &[&Draft],
    before: RequestState,
    claims: Vec<ClaimRow>,
) -> Result<bool, StoreError> {
    let appointments: Vec<&booking::Draft> = drafts.iter().map(|d| &d.appointment).collect();
    let states = (before, RequestState::Offered);
    // The slots stay open: they are held against whoever withdraws them meanwhile.
    if !booking::take(c, &appointments, "open", states)? {
        return Ok(false);
    }
    let rows: Vec<OfferRow> = drafts.iter().map(|d| d.row.clone()).collect();
    offers::insert(c, &rows)?;
    booking::claim_and_tell(c, context, &appointments, claims)?;
    Ok(true)
}

/// Ends such offers since whoever they are with does not come after all, and has the waiting lists matched anew.
pub(super) fn withdraw<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    open: &[OfferRow],
) -> Result<(), E> {
    for city_id in end::<E>(c, context, asking, open, WhyEnded::NobodyComes)? {
        match_waiting_list::enqueue(c, context, &city_id)?;
    }
    Ok(())
}

/// Ends offers that residents were written to about: what they hold is free again, and their residents wait again and are told so. One that
/// somebody answered at the same moment is over. Gives the cities whose waiting lists have more to be matched with then.
pub(super) fn end<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    open: &[OfferRow],
    why: WhyEnded,
) -> Result<BTreeSet<String>, E> {
    if open.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = open.iter().map(|offer| booking::row_of(context, offer));
    let rows: Vec<AppointmentRow> = rows.collect();
    let words = AppointmentWords::load(c, &rows)?;
    let (mut letters, mut new_links) = (Vec::new(), Vec::new());
    let (mut ids, mut request_ids) = (Vec::new(), Vec::new());
    for (offer, row) in open.iter().zip(rows) {
        if offers::end(c, std::slice::from_ref(&offer.id), "expired")? == 1 {
            let (letter, link) = words.offer_ended(context, asking, &row, why)?;
            letters.push(letter);
            new_links.push(link.row);
            context.note(c, "end_offer", &offer.id, "open", "expired")?;
            ids.push(offer.id.clone());
            request_ids.push(offer.request_id.clone());
        }
    }
    claims::let_go(c, &ids)?;
    let word_by = asking.promise.word_by(context.instant());
    requests::wait_again(c, &request_ids, RequestState::Offered, word_by)?;
    links::insert(c, &new_links)?;
    queue_letters::queue(c, context, &letters)?;
    Ok(words.cities())
}
