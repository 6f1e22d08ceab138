//! Matches a city's waiting list: `enqueue` puts the job into the queue, `lapse` ends what was offered before and not answered,
//! `problem` makes the solver's document, `offer` writes its answer: offers, the minutes they hold, letters; and word to whom there is
//! nothing for. Before them `rematch` sees to those whose appointment fell through. `forecast` is the problem whose prices instant offers go by. Between them the solver runs, outside any transaction. Each
//! matching leaves a job for the next: at night, or when the first answer is due.

mod forecast;
mod offer;
mod panels;
mod rematch;
mod tell_waiting;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use thiserror::Error;
use zhiban_solver::matching::document::{Adviser, Document, Request};

use super::Context;
use super::asking::{Asking, Promise};
pub use super::matching_instance::Prices;
use super::matching_instance::{self, Time, distinct, pieces, request, without_times, zone};
use super::offering;
use super::rooms::Rooms;
use crate::domain::appointment::RequestState;
use crate::domain::job::{JobKind, MatchWaitingList};
use crate::mail::LetterError;
use crate::mail::letters::WhyEnded;
use crate::store::claims::person;
use crate::store::jobs::JobRow;
use crate::store::offers::OfferRow;
use crate::store::requests::{RequestParts, RequestRow};
use crate::store::{
    Connection, Store, StoreError, claims, conflicts, jobs, offers, places, requests,
    slots as times,
};

pub use forecast::{forecast, keep as keep_forecast};
pub use offer::{Matched, Offered, Written, offer};
pub use panels::{Panels, offer_panels};
pub(super) use rematch::tell_fallen;
pub use rematch::{Rematching, rematch, rematching};

/// Why a waiting list was not matched.
#[derive(Debug, Error)]
pub enum MatchError {
    /// There is no such city.
    #[error("there is no city {0}")]
    NoCity(String),
    /// The answer does not hold.
    #[error("the answer did not pass the audit: {0}")]
    Wrong(String),
    /// A time or a request was changed while it was being booked.
    #[error("a time or a request was changed while it was being booked")]
    Changed,
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts the matching of a city's waiting list into the queue. Gives the job's id; asked twice before it begins, it is one job. Asked
/// while one runs, it is another that runs after it: the first has read the list already.
pub fn start(store: &Store, context: &Context, city_id: &str) -> Result<String, MatchError> {
    store.write(|c| {
        if places::find_city(c, city_id)?.is_none() {
            return Err(MatchError::NoCity(city_id.to_owned()));
        }
        context.note(c, "start_matching", city_id, "", "")?;
        Ok(enqueue(c, context, city_id)?)
    })
}

/// The same in a transaction of the caller's.
pub(super) fn enqueue(
    c: &mut Connection,
    context: &Context,
    city_id: &str,
) -> Result<String, StoreError> {
    enqueue_at(c, context, city_id, context.instant())
}

/// The same, to begin at an instant. One that would begin later is brought forward.
fn enqueue_at(
    c: &mut Connection,
    context: &Context,
    city_id: &str,
    at: NaiveDateTime,
) -> Result<String, StoreError> {
    let id = jobs::enqueue(c, &job(context, city_id, at))?;
    jobs::bring_forward(c, &id, at)?;
    Ok(id)
}

fn job(context: &Context, city_id: &str, at: NaiveDateTime) -> JobRow {
    let payload = MatchWaitingList {
        city: city_id.to_owned(),
    };
    let key = Some(format!("match:{city_id}"));
    JobRow {
        run_after: at,
        ..context.job(JobKind::MatchWaitingList, &payload, key)
    }
}

/// Sees to it that a city's waiting list is matched at night at the latest, where no matching waits or runs.
pub(super) fn plan_night(
    c: &mut Connection,
    context: &Context,
    promise: &Promise,
    city_id: &str,
) -> Result<(), StoreError> {
    if let Some(city) = places::find_city(c, city_id)? {
        let night = promise.next_night(zone(&city), context.instant());
        jobs::enqueue_once(c, &job(context, city_id, night))?;
    }
    Ok(())
}

/// Leaves a job for the next matching: at night, or when the first answer to an offer is due.
fn plan(
    c: &mut Connection,
    context: &Context,
    promise: &Promise,
    city_id: &str,
) -> Result<(), StoreError> {
    let Some(city) = places::find_city(c, city_id)? else {
        return Ok(());
    };
    let night = promise.next_night(zone(&city), context.instant());
    let due = offers::next_due(c, city_id)?;
    let at = due.map_or(night, |due| due.min(night));
    enqueue_at(c, context, city_id, at.max(context.instant()))?;
    Ok(())
}

/// Ends the offers whose residents have not answered in time: they go to the next, in the matching that follows. So do those with somebody
/// whose client the resident is against, as it has turned out since.
pub fn lapse(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
) -> Result<(), MatchError> {
    let now = context.instant();
    // Most often there is none: a look does not lock the database.
    let (due, against) = store.read(|c| {
        let due = offers::next_due(c, city_id)?;
        Ok::<_, StoreError>((due, in_conflict(c, city_id)?))
    })?;
    if due.is_none_or(|due| due > now) && against.is_empty() {
        return Ok(());
    }
    store.write(|c| {
        let over = offers::due(c, city_id, now)?;
        offering::end::<MatchError>(c, context, asking, &over, WhyEnded::Unanswered)?;
        let against = in_conflict(c, city_id)?;
        offering::end(c, context, asking, &against, WhyEnded::NobodyComes).map(|_| ())
    })
}

/// The offers to residents of a city who are against a client of whom they would meet.
fn in_conflict(c: &mut Connection, city_id: &str) -> Result<Vec<OfferRow>, StoreError> {
    let mut open = conflicts::asked(c, city_id)?;
    let request_ids: Vec<String> = open.iter().map(|o| o.request_id.clone()).collect();
    let against = conflicts::of_requests(c, &request_ids)?;
    let slot_ids: Vec<String> = open.iter().flat_map(OfferRow::slot_ids).cloned().collect();
    let with: HashMap<String, String> = times::find_slots(c, &slot_ids)?
        .into_iter()
        .map(|slot| (slot.id, slot.adviser_id))
        .collect();
    open.retain(|offer| {
        let people = against.get(&offer.request_id);
        let mut with = offer.slot_ids().filter_map(|id| with.get(id));
        people.is_some_and(|people| with.any(|id| people.contains(id)))
    });
    Ok(open)
}

/// The problem of a city's waiting list as it is now.
pub fn problem(
    store: &Store,
    context: &Context,
    city_id: &str,
    prices: Prices,
) -> Result<Document, MatchError> {
    store.read(|c| document(c, context.instant(), city_id, prices))
}

fn document(
    c: &mut Connection,
    now: NaiveDateTime,
    city_id: &str,
    prices: Prices,
) -> Result<Document, MatchError> {
    // Who is looking at offers right now is left to choose among them.
    let (asking, shown): (HashSet<String>, HashSet<String>) =
        offers::held(c, now)?.into_iter().unzip();
    let (mut document, zone) = open_times(c, now, city_id, prices, &shown)?;
    let mut waiting = requests::in_state(c, city_id, RequestState::Waiting)?;
    // Panels are offered by themselves.
    waiting.retain(|row| row.mediators == 0 && !asking.contains(&row.id));
    document.requests = asked(c, (now, zone), city_id, &document.advisers, &waiting)?;
    Ok(document)
}

/// Requests as the solver knows them, without the times that their residents were offered and did not want; without those for whom no
/// time is left then.
fn asked(
    c: &mut Connection,
    (now, zone): (NaiveDateTime, Tz),
    city_id: &str,
    advisers: &[Adviser],
    rows: &[RequestRow],
) -> Result<Vec<Request>, StoreError> {
    let parts = times_left(c, now, city_id, rows)?;
    let asked = rows.iter().filter_map(|row| {
        let parts = parts.get(&row.id)?;
        request(zone, advisers, row, parts)
    });
    Ok(asked.collect())
}

/// What belongs to requests, without the times that their residents were offered and did not want; without those for whom no time is
/// left then.
fn times_left(
    c: &mut Connection,
    now: NaiveDateTime,
    city_id: &str,
    rows: &[RequestRow],
) -> Result<HashMap<String, RequestParts>, StoreError> {
    let ids: Vec<String> = rows.iter().map(|r| r.id.clone()).collect();
    let mut parts = requests::parts_of(c, &ids)?;
    let mut refused: HashMap<String, Vec<Time>> = HashMap::new();
    for (id, from, to) in offers::refused(c, city_id)? {
        refused.entry(id).or_default().push((from, to));
    }
    let left = rows.iter().filter_map(|row| {
        let parts = parts.remove(&row.id).unwrap_or_default();
        let parts = match refused.get(&row.id) {
            None => parts,
            Some(times) => without_times(now, row, &parts, times)?,
        };
        Some((row.id.clone(), parts))
    });
    Ok(left.collect())
}

/// What of a city can be booked now: open times that nobody is shown and that have a room, and interpreters' free time. And the city's
/// zone.
fn open_times(
    c: &mut Connection,
    now: NaiveDateTime,
    city_id: &str,
    prices: Prices,
    shown: &HashSet<String>,
) -> Result<(Document, Tz), MatchError> {
    let city =
        places::find_city(c, city_id)?.ok_or_else(|| MatchError::NoCity(city_id.to_owned()))?;
    let zone = zone(&city);
    let mut slots = times::slots_of(c, city_id, &["open"], now)?;
    slots.retain(|row| !shown.contains(&row.id));
    let mut rooms = Rooms::load(
        c,
        distinct(slots.iter().filter_map(|s| s.station_id.as_ref())),
        now,
    )?;
    // What has no room left would be offered in vain each night.
    slots.retain(|row| rooms.take_for(row).is_ok());
    let shifts = times::open_shifts(c, city_id, now)?;
    let interpreters = distinct(shifts.iter().map(|s| &s.interpreter_id));
    let resources: Vec<String> = interpreters.iter().map(|id| person(id)).collect();
    let claimed = claims::taken_from(c, &resources, now)?;
    let shifts = pieces(zone, &shifts, &claimed);
    let document = matching_instance::document(c, now, city, prices, &slots, shifts)?;
    Ok((document, zone))
}
