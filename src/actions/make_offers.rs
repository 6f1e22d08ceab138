//! Offers to a resident who asks now: the best few that are still free, held for some minutes for the one who sees them. The solver
//! ranks what a market has by the batch's own rules and prices; here it is looked up what of it is open, and held by the tables' keys.

mod free;
pub(super) mod why;
mod wider;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use thiserror::Error;
use zhiban_solver::matching::document::Request;
use zhiban_solver::matching::explain::Reason;
use zhiban_solver::matching::offers::{Offer, Offers, choose};

use super::Context;
use super::appointment_words::{AppointmentWords, Shown};
use super::market::{Market, MarketError, Markets};
use super::matching_instance::{self, Prices};

use super::{as_json, booking};
use crate::domain::appointment::RequestState;
use crate::domain::offer::{Why, Wider};
use crate::store::claims::{self, Claimant, Wish, claims_of};
use crate::store::offers::OfferRow;
use crate::store::requests::{RequestParts, RequestRow};
use crate::store::slots::SlotRow;
use crate::store::{Connection, Store, StoreError, appointments, offers, places, requests, slots};

use free::Free;

/// How many are offered.
pub const MOST: usize = 5;

/// How long after its hold an offer may still be taken, if it is free.
pub const LATEST: TimeDelta = TimeDelta::minutes(30);

/// How often it is looked again where somebody took one of them at the same moment.
const TRIES: u32 = 5;

/// By what offers are made.
#[derive(Debug, Clone, Copy)]
pub struct OfferTerms {
    /// As in the batch.
    pub prices: Prices,
    /// How long an offer holds.
    pub hold: TimeDelta,
}

/// What comes of asked.
#[derive(Debug)]
pub enum Offered {
    /// These, the best first.
    These(Vec<ShownOffer>),
    /// Nothing: the resident is on the waiting list.
    Waiting {
        /// The first reason.
        reason: Reason,
        /// Whether that is of one adviser only, whom the resident wants again.
        of_one: bool,
        /// What would give an offer at once.
        wider: Vec<Wider>,
        /// By when they have word, and where that is local; none where they have an appointment.
        word_by: Option<(NaiveDateTime, Tz)>,
    },
}

/// An offer as it is shown.
#[derive(Debug, Clone)]
pub struct ShownOffer {
    /// Its id.
    pub id: String,
    /// Until when it holds what it shows.
    pub holds_until: NaiveDateTime,
    /// When, where, with whom; as the appointment that it would be.
    pub appointment: Shown,
    /// Why this one.
    pub why: Why,
}

/// Why nothing was looked for.
#[derive(Debug, Error)]
pub enum OfferError {
    /// There is no such request.
    #[error("there is no such request")]
    Gone,
    /// It is closed.
    #[error("the request is closed")]
    Closed,
    /// It has an appointment or an offer, which would have to be cancelled.
    #[error("the request is not on the waiting list")]
    NotWaiting,
    /// Its appointment has begun.
    #[error("the appointment has begun")]
    Begun,
    /// The market cannot be made.
    #[error(transparent)]
    Market(#[from] MarketError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A request as it asks for offers.
struct Asked {
    row: RequestRow,
    parts: RequestParts,
    city_id: String,
}

impl Asked {
    /// The request as a market's solver knows it; none where it leaves no time.
    fn to(&self, market: &Market) -> Option<Request> {
        let advisers = &market.instance.document.advisers;
        matching_instance::request(market.zone, advisers, &self.row, &self.parts)
    }

    /// The same with whomever, where the resident wants one adviser.
    fn to_anybody(&self, market: &Market) -> Option<Request> {
        self.parts.with_adviser_id.as_ref()?;
        let parts = RequestParts {
            with_adviser_id: None,
            ..self.parts.clone()
        };
        let advisers = &market.instance.document.advisers;
        matching_instance::request(market.zone, advisers, &self.row, &parts)
    }

    fn word_by(&self, zone: Tz) -> Option<(NaiveDateTime, Tz)> {
        let waits = self.row.state() == RequestState::Waiting;
        waits.then_some((self.row.word_by, zone))
    }
}

/// The offers that hold for a request, as they are shown.
pub fn held_offers(
    store: &Store,
    context: &Context,
    request_id: &str,
) -> Result<Vec<ShownOffer>, StoreError> {
    store.read(|c| {
        let held = offers::held_for(c, request_id, context.instant())?;
        shown(c, context, held)
    })
}

/// The offers that hold for a request already, or else new ones. To a resident who has an appointment, they are what it could be moved to.
pub fn make_offers(
    store: &Store,
    context: &Context,
    markets: &Markets,
    terms: &OfferTerms,
    request_id: &str,
) -> Result<Offered, OfferError> {
    let now = context.instant();
    let (asked, held) = store.read(|c| {
        let asked = read(c, now, request_id)?;
        let held = offers::held_for(c, request_id, now)?;
        Ok::<_, OfferError>((asked, shown(c, context, held)?))
    })?;
    if !held.is_empty() {
        return Ok(Offered::These(held));
    }
    let market = markets.of(store, now, &asked.city_id, terms.prices)?;
    let Some(request) = asked.to(&market) else {
        return Ok(Offered::Waiting {
            reason: Reason::NoTime,
            of_one: false,
            wider: vec![Wider::AnotherTime],
            word_by: asked.word_by(market.zone),
        });
    };
    let found = Found::new(&market, &request);
    let mut tries = 1;
    let rows = loop {
        match store.write(|c| hold(c, context, &found, &asked.row, terms.hold)) {
            Err(OfferError::Store(error)) if error.is_taken() && tries < TRIES => tries += 1,
            other => break other?,
        }
    };
    if rows.is_empty() {
        let reason = wider::reason(&market.instance, &found);
        let anybody = asked.to_anybody(&market);
        let wider = store.read(|c| wider::wider(c, now, &market, &request, anybody.as_ref()))?;
        return Ok(Offered::Waiting {
            reason,
            of_one: anybody.is_some(),
            wider,
            word_by: asked.word_by(market.zone),
        });
    }
    Ok(Offered::These(store.read(|c| shown(c, context, rows))?))
}

/// The message of `offers.ftl` that says why a resident is offered nothing; `of_one` where they want one adviser only.
#[must_use]
pub fn none_text(reason: Reason, of_one: bool) -> &'static str {
    match reason {
        _ if of_one => "offer-none-wanted",
        Reason::NoAdviser => "offer-none-adviser",
        Reason::NoPlace => "offer-none-place",
        Reason::NoTime => "offer-none-time",
        Reason::NoLanguage => "offer-none-language",
        Reason::AllTaken | Reason::CostsMore => "offer-none-free",
    }
}

fn read(c: &mut Connection, now: NaiveDateTime, request_id: &str) -> Result<Asked, OfferError> {
    let row = requests::find(c, request_id)?.ok_or(OfferError::Gone)?;
    match row.state() {
        RequestState::Closed => return Err(OfferError::Closed),
        RequestState::Waiting | RequestState::Offered => {}
        RequestState::Booked => {
            let booked = appointments::booked_of(c, std::slice::from_ref(&row.id))?;
            let ids: Vec<String> = booked.into_iter().map(|one| one.slot_id).collect();
            if slots::find_slots(c, &ids)?
                .iter()
                .any(|slot| slot.starts_at <= now)
            {
                return Err(OfferError::Begun);
            }
        }
    }
    let parts = requests::parts_of(c, std::slice::from_ref(&row.id))?;
    let parts = parts.into_values().next().unwrap_or_default();
    let district = places::find_district(c, &row.district_id)?.ok_or(OfferError::Gone)?;
    Ok(Asked {
        city_id: district.city_id,
        parts,
        row,
    })
}

/// Everything in a market that a request could be offered.
struct Found<'a> {
    market: &'a Arc<Market>,
    request: &'a Request,
    offers: Offers,
}

impl<'a> Found<'a> {
    fn new(market: &'a Arc<Market>, request: &'a Request) -> Self {
        Self {
            offers: Offers::new(&market.instance, request, &market.wanted),
            market,
            request,
        }
    }
}

/// Holds the best few that are free. Empty where none is. The request's row is held first, so that one who asks twice at once is
/// shown the same.
fn hold(
    c: &mut Connection,
    context: &Context,
    found: &Found<'_>,
    row: &RequestRow,
    how_long: TimeDelta,
) -> Result<Vec<OfferRow>, OfferError> {
    let now = context.instant();
    match requests::hold(c, &row.id)?.ok_or(OfferError::Gone)? {
        RequestState::Closed => return Err(OfferError::Closed),
        RequestState::Waiting | RequestState::Offered | RequestState::Booked => {}
    }
    let held = offers::held_for(c, &row.id, now)?;
    if !held.is_empty() {
        return Ok(held);
    }
    claims::take_out_expired(c, now)?;
    offers::take_out_expired(c, now - LATEST)?;
    let chosen = choose_free(c, now, found)?;
    let whys = why::each(found, chosen.iter().map(|one| &one.offer));
    let (mut rows, mut minutes) = (Vec::new(), Vec::new());
    let document = &found.market.instance.document;
    for ((place, one), why) in (0..).zip(&chosen).zip(whys) {
        let shift = one.offer.shift.map(|shift| &document.shifts[shift]);
        let offer = OfferRow {
            id: context.new_id(),
            request_id: row.id.clone(),
            slot_id: document.slots[one.offer.slot].id.clone(),
            shift_id: shift.map(|shift| shift.id.clone()),
            reason: as_json(&why),
            state: "open".to_owned(),
            expires_at: now + how_long,
            place,
            asked_at: None,
        };
        let claimant = Claimant::Offer(&offer.id, offer.expires_at);
        let wishes = one.wishes.iter();
        minutes.extend(wishes.flat_map(|wish| claims_of(wish, claimant)));
        rows.push(offer);
    }
    offers::insert(c, &rows)?;
    if how_long > TimeDelta::zero() {
        claims::insert(c, minutes)?;
    }
    Ok(rows)
}

/// An offer that is to be held, and what it holds: the adviser's time, the interpreter's, a room.
struct Chosen {
    offer: Offer,
    wishes: Vec<Wish>,
}

/// The best few that are free, and can be held beside each other: two of them may want the same interpreter, or a station's last room.
fn choose_free(
    c: &mut Connection,
    now: NaiveDateTime,
    found: &Found<'_>,
) -> Result<Vec<Chosen>, StoreError> {
    let instance = &found.market.instance;
    let Free { offers, mut rooms } = free::best(c, now, found, 3 * MOST)?;
    let mut held: HashMap<usize, Vec<Wish>> = HashMap::new();
    let by_number: HashMap<usize, &SlotRow> =
        offers.iter().map(|(o, slot)| (o.slot, slot)).collect();
    let chosen = choose(
        instance,
        offers.iter().map(|(offer, _)| *offer).collect(),
        MOST,
        |offer| {
            let slot = by_number[&offer.slot];
            let mut wishes: Vec<Wish> = free::wishes(instance, offer, slot).collect();
            let meets = |wish: &Wish| held.values().flatten().any(|other| other.meets(wish));
            if wishes.iter().any(meets) {
                return false;
            }
            let Ok(room) = rooms.take_for(slot) else {
                return false;
            };
            let (from, to) = (slot.starts_at, slot.ends_at);
            wishes.extend(room.map(|resource| Wish { resource, from, to }));
            held.insert(offer.slot, wishes);
            true
        },
    );
    let with_wishes = |offer: Offer| {
        Some(Chosen {
            wishes: held.remove(&offer.slot)?,
            offer,
        })
    };
    Ok(chosen.into_iter().filter_map(with_wishes).collect())
}

/// Offers as they are shown.
fn shown(
    c: &mut Connection,
    context: &Context,
    rows: Vec<OfferRow>,
) -> Result<Vec<ShownOffer>, StoreError> {
    let as_booked =
        |o: &OfferRow| booking::row(context, &o.request_id, &o.slot_id, o.shift_id.as_deref());
    let appointments: Vec<_> = rows.iter().map(as_booked).collect();
    let words = AppointmentWords::load(c, &appointments)?;
    Ok(rows
        .into_iter()
        .zip(appointments)
        .map(|(row, appointment)| ShownOffer {
            appointment: words.shown(appointment),
            // What cannot be read says nothing.
            why: serde_json::from_str(&row.reason).unwrap_or_default(),
            holds_until: row.expires_at,
            id: row.id,
        })
        .collect())
}
