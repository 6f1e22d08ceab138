//! Offers that a matching makes: written to the resident, and held until they answer or the time for that is over. Whoever takes one
//! books it as every other offer (`book_appointment`).

use std::collections::BTreeSet;

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::{Context, as_json, booking, match_waiting_list, queue_letters};
use crate::domain::appointment::RequestState;
use crate::domain::offer::Why;
use crate::mail::LetterError;
use crate::mail::letters::WhyEnded;
use crate::store::appointments::AppointmentRow;
use crate::store::claims::{self, ClaimRow, Claimant};
use crate::store::links::{self, LinkRow};
use crate::store::messages::MessageRow;
use crate::store::offers::{self, OfferRow};
use crate::store::{Connection, StoreError, requests, slots};

/// An offer as it would be written.
pub(super) struct Draft {
    pub(super) row: OfferRow,
    /// The appointment that it would be, with the letter that offers it.
    pub(super) appointment: booking::Draft,
}

impl Draft {
    /// An offer with its letter and its link.
    pub(super) fn new(
        words: &AppointmentWords,
        context: &Context,
        asking: &Asking<'_>,
        row: AppointmentRow,
        why: &Why,
    ) -> Result<Self, LetterError> {
        let now = context.instant();
        let answer_by = asking.offer_answer_by(now, words.times(&row).0.starts_at);
        let offer = OfferRow {
            id: context.new_id(),
            request_id: row.request_id.clone(),
            slot_id: row.slot_id.clone(),
            shift_id: row.shift_id.clone(),
            reason: as_json(why),
            state: "open".to_owned(),
            expires_at: answer_by,
            place: 0,
            asked_at: Some(now),
        };
        let written = words.offered(context, asking, &row, answer_by)?;
        Ok(Self {
            row: offer,
            appointment: booking::Draft::with_letter(words, row, written),
        })
    }

    /// The minutes that it holds; of a room, where it is at a station.
    pub(super) fn claims(&self, room: Option<String>) -> Vec<ClaimRow> {
        let claimant = Claimant::Offer(&self.row.id, self.row.expires_at);
        self.appointment.claims(claimant, room)
    }
}

/// Offers to residents who wait. False where something that these offers rest on was changed since they were looked at: nothing of this
/// transaction holds then. What their residents were shown besides is free for others.
pub(super) fn write(
    c: &mut Connection,
    context: &Context,
    drafts: &[&Draft],
    claims: Vec<ClaimRow>,
) -> Result<bool, StoreError> {
    let rows: Vec<OfferRow> = drafts.iter().map(|d| d.row.clone()).collect();
    let slot_ids: Vec<String> = rows.iter().map(|row| row.slot_id.clone()).collect();
    let shift_ids: BTreeSet<String> = rows.iter().filter_map(|row| row.shift_id.clone()).collect();
    let shift_ids = Vec::from_iter(shift_ids);
    let request_ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    let (waiting, offered) = (RequestState::Waiting, RequestState::Offered);
    // The slots stay open: they are held against whoever withdraws them meanwhile.
    if slots::change_slots(c, &slot_ids, "open", "open")? != rows.len()
        || slots::hold_shifts(c, &shift_ids)? != shift_ids.len()
        || requests::change_state(c, &request_ids, waiting, offered)? != rows.len()
    {
        return Ok(false);
    }
    offers::take_out_open(c, &request_ids)?;
    offers::insert(c, &rows)?;
    claims::insert(c, claims)?;
    let new_links: Vec<LinkRow> = drafts.iter().map(|d| d.appointment.link.clone()).collect();
    links::insert(c, &new_links)?;
    let letters: Vec<MessageRow> = drafts
        .iter()
        .map(|d| d.appointment.letter.clone())
        .collect();
    queue_letters::queue(c, context, &letters)?;
    Ok(true)
}

/// Ends offers that residents were written to about: what they hold is free again, and their residents wait again and are told so. Gives
/// how many: one that somebody answered at the same moment is over.
pub(super) fn end<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    open: Vec<OfferRow>,
    why: WhyEnded,
) -> Result<usize, E> {
    if open.is_empty() {
        return Ok(0);
    }
    let as_booked =
        |o: &OfferRow| booking::row(context, &o.request_id, &o.slot_id, o.shift_id.as_deref());
    let rows: Vec<AppointmentRow> = open.iter().map(as_booked).collect();
    let words = AppointmentWords::load(c, &rows)?;
    let (mut letters, mut new_links, mut ended) = (Vec::new(), Vec::new(), Vec::new());
    for (offer, row) in open.into_iter().zip(rows) {
        if offers::end(c, std::slice::from_ref(&offer.id), "expired")? == 1 {
            let (letter, link) = words.offer_ended(context, asking, &row, why)?;
            letters.push(letter);
            new_links.push(link.row);
            context.note(c, "end_offer", &offer.id, "open", "expired")?;
            ended.push(offer);
        }
    }
    let ids: Vec<String> = ended.iter().map(|offer| offer.id.clone()).collect();
    claims::let_go(c, &ids)?;
    let request_ids: Vec<String> = ended.iter().map(|offer| offer.request_id.clone()).collect();
    let (offered, waiting) = (RequestState::Offered, RequestState::Waiting);
    requests::change_state(c, &request_ids, offered, waiting)?;
    requests::promise(c, &request_ids, asking.promise.word_by(context.instant()))?;
    links::insert(c, &new_links)?;
    queue_letters::queue(c, context, &letters)?;
    for city_id in words.cities() {
        match_waiting_list::enqueue(c, context, &city_id)?;
    }
    Ok(ended.len())
}
