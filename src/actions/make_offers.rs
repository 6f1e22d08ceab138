//! Offers to a resident who asks now: the best few that are still free, held for some minutes for the one who sees them. The solver
//! ranks what a market has by the batch's own rules and prices; here it is looked up what of it is open, and held by the tables' keys.

mod free;
mod sought;
pub(super) mod why;
mod wider;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use thiserror::Error;
use zhiban_solver::matching::explain::Reason;
use zhiban_solver::matching::offers::choose;

use super::Context;
use super::appointment_words::{AppointmentWords, Shown};
use super::market::{Market, MarketError, Markets};
use super::matching_instance::Prices;
use super::{booking, offering};
use crate::domain::appointment::RequestState;
use crate::domain::offer::{Why, Wider};
use crate::store::appointments::AppointmentRow;
use crate::store::claims::{self, Claimant, Wish, claims_of};
use crate::store::offers::OfferRow;
use crate::store::requests::{RequestParts, RequestRow};
use crate::store::{Connection, Store, StoreError, appointments, offers, places, requests, slots};

use free::{Free, Meeting};
use sought::{Found, Sought};

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
    /// What it asks of a market; none where it leaves no time.
    fn of(&self, market: &Market) -> Option<Sought> {
        Sought::new(market, &self.row, &self.parts)
    }

    /// The same with whomever, where the resident wants one adviser.
    fn of_anybody(&self, market: &Market) -> Option<Sought> {
        self.parts.with_adviser_id.as_ref()?;
        let parts = RequestParts {
            with_adviser_id: None,
            ..self.parts.clone()
        };
        Sought::new(market, &self.row, &parts)
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
    let Some(sought) = asked.of(&market) else {
        return Ok(Offered::Waiting {
            reason: Reason::NoTime,
            of_one: false,
            wider: vec![Wider::AnotherTime],
            word_by: asked.word_by(market.zone),
        });
    };
    let found = Found::new(&market, &sought);
    let mut tries = 1;
    let rows = loop {
        match store.write(|c| hold(c, context, &found, &asked.row, terms.hold)) {
            Err(OfferError::Store(error)) if error.is_taken() && tries < TRIES => tries += 1,
            other => break other?,
        }
    };
    if rows.is_empty() {
        let reason = wider::reason(&found);
        let anybody = asked.of_anybody(&market);
        let wider = store.read(|c| wider::wider(c, now, &market, &sought, anybody.as_ref()))?;
        return Ok(Offered::Waiting {
            reason,
            of_one: anybody.is_some(),
            wider,
            word_by: asked.word_by(market.zone),
        });
    }
    Ok(Offered::These(store.read(|c| shown(c, context, rows))?))
}

/// The best that a market has for a request that waits: the appointment that it would be, and why this one; or why there is none.
pub(super) fn best(
    c: &mut Connection,
    context: &Context,
    market: &Arc<Market>,
    row: &RequestRow,
    parts: &RequestParts,
) -> Result<std::result::Result<(AppointmentRow, Why), Reason>, StoreError> {
    let Some(sought) = Sought::new(market, row, parts) else {
        return Ok(Err(Reason::NoTime));
    };
    let found = Found::new(market, &sought);
    let chosen = choose_free(c, context.instant(), &found, 1)?.pop();
    let Some(Chosen { meeting, .. }) = chosen else {
        return Ok(Err(wider::reason(&found)));
    };
    let why = why::each(&found, std::iter::once(&meeting.offer)).pop();
    let row = meeting.row(context, found.instance(), &row.id);
    Ok(Ok((row, why.unwrap_or_default())))
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
        Reason::NoMediator => "offer-none-mediator",
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
    let chosen = choose_free(c, now, found, MOST)?;
    let whys = why::each(found, chosen.iter().map(|one| &one.meeting.offer));
    let (mut rows, mut minutes) = (Vec::new(), Vec::new());
    for ((place, one), why) in (0..).zip(&chosen).zip(whys) {
        let meeting = one.meeting.row(context, found.instance(), &row.id);
        let offer = OfferRow {
            place,
            ..offering::shown(context, &meeting, &why, now + how_long)
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

/// A meeting that is to be held, and what it holds: the adviser's time, the interpreter's, the mediators', a room.
struct Chosen {
    meeting: Meeting,
    wishes: Vec<Wish>,
}

/// The best few that are free, and can be held beside each other: two of them may want the same interpreter or mediator, or a station's
/// last room.
fn choose_free(
    c: &mut Connection,
    now: NaiveDateTime,
    found: &Found<'_>,
    most: usize,
) -> Result<Vec<Chosen>, StoreError> {
    let instance = found.instance();
    let Free {
        meetings,
        mut rooms,
    } = free::best(c, now, found, 3 * most)?;
    let mut held: HashMap<usize, Vec<Wish>> = HashMap::new();
    let offers = meetings.iter().map(|meeting| meeting.offer).collect();
    let mut by_slot: HashMap<usize, Meeting> = HashMap::new();
    by_slot.extend(meetings.into_iter().map(|m| (m.offer.slot, m)));
    let chosen = choose(instance, offers, most, |offer| {
        let meeting = &by_slot[&offer.slot];
        let mut wishes: Vec<Wish> = meeting.wishes(instance).collect();
        let meets = |wish: &Wish| held.values().flatten().any(|other| other.meets(wish));
        if wishes.iter().any(meets) {
            return false;
        }
        let slot = &meeting.slot;
        let Ok(room) = rooms.take_for(slot) else {
            return false;
        };
        let (from, to) = (slot.starts_at, slot.ends_at);
        wishes.extend(room.map(|resource| Wish { resource, from, to }));
        held.insert(offer.slot, wishes);
        true
    });
    let with_wishes = |slot: usize| {
        Some(Chosen {
            wishes: held.remove(&slot)?,
            meeting: by_slot.remove(&slot)?,
        })
    };
    let slots = chosen.into_iter().map(|offer| offer.slot);
    Ok(slots.filter_map(with_wishes).collect())
}

/// Offers as they are shown.
fn shown(
    c: &mut Connection,
    context: &Context,
    rows: Vec<OfferRow>,
) -> Result<Vec<ShownOffer>, StoreError> {
    let appointments = rows.iter().map(|offer| booking::row_of(context, offer));
    let appointments: Vec<_> = appointments.collect();
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
