//! Keeps what was read of people's own calendars, and plans when they are read next. The reading itself is the job's: no transaction is open
//! while others' servers are waited for.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use serde_json::json;
use thiserror::Error;

use super::Context;
use super::give_calendar::sealed_for;
use crate::domain::busy_time::{BusyTime, Unread};
use crate::domain::calendar::local;
use crate::domain::calendar_address::{CalendarAddress, InnerHosts};
use crate::domain::job::{Attempt, JobKind};
use crate::domain::sealing::Sealer;
use crate::store::own_calendars::{self, BusyRow, OwnCalendarRow};
use crate::store::{Connection, Store, StoreError, jobs, people};

/// What keeps two jobs that read calendars apart.
const KEY: &str = "read_calendars";

/// How many days ahead a calendar is looked at, from today.
const AHEAD: TimeDelta = TimeDelta::days(365);

/// How long a calendar counts as the one that was read whole, where its server says that nothing has changed: what repeats for ever has
/// new days at the end.
const WHOLE: TimeDelta = TimeDelta::days(7);

/// When another job looks, should this one be lost.
const LOST: TimeDelta = TimeDelta::minutes(10);

/// How long until a calendar that failed is tried again; and once it has failed for some days.
const SOON: TimeDelta = TimeDelta::hours(1);
const LATER: TimeDelta = TimeDelta::hours(24);
const SOME_DAYS: TimeDelta = TimeDelta::days(3);

/// Why nothing was kept.
#[derive(Debug, Error)]
pub enum ReadError {
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A calendar that is to be read.
#[derive(Debug)]
pub struct Due {
    row: OwnCalendarRow,
    /// Where it is, or why that is not known.
    pub address: Result<CalendarAddress, Unread>,
    /// What its server said of its last answer: `ETag` and `Last-Modified`. Empty where it is to be read whole.
    pub known: (String, String),
    /// The zone of the person's city.
    pub zone: Tz,
    /// The days that are looked at.
    pub days: (NaiveDate, NaiveDate),
}

/// What a reading gave.
#[derive(Debug)]
pub enum Read {
    /// The server says that nothing has changed.
    Same,
    /// The calendar, with what its server says of it.
    Whole {
        /// When its owner is busy.
        busy: Vec<BusyTime>,
        /// `ETag`; empty where there is none.
        etag: String,
        /// `Last-Modified`; empty where there is none.
        last_modified: String,
    },
}

/// Leaves a job where somebody has a calendar, for whenever the first is due.
pub fn look_after_calendars(store: &Store, context: &Context) -> Result<(), StoreError> {
    store.write(|c| plan(c, context, context.instant()))
}

/// Leaves a job for when the next calendar is due, but not before an instant. The job is held first: whoever gives a calendar at this moment
/// has done so before the look at what is due, or brings the job forward after this.
pub(super) fn plan(
    c: &mut Connection,
    context: &Context,
    not_before: NaiveDateTime,
) -> Result<(), StoreError> {
    if own_calendars::next_due(c)?.is_none() {
        return Ok(());
    }
    let mut job = context.job(JobKind::ReadCalendars, &json!({}), Some(KEY.to_owned()));
    job.run_after = not_before;
    let id = jobs::enqueue(c, &job)?;
    let due = own_calendars::next_due(c)?.unwrap_or(not_before);
    jobs::set_start(c, &id, due.max(not_before))
}

/// Begins a job: another is left in case this one is lost.
pub fn begin(store: &Store, context: &Context) -> Result<(), StoreError> {
    store.write(|c| plan(c, context, context.instant() + LOST))
}

/// Calendars that are due, at most so many.
pub fn due(
    store: &Store,
    context: &Context,
    sealer: &Sealer,
    inner: &InnerHosts,
    most: i64,
) -> Result<Vec<Due>, StoreError> {
    let now = context.instant();
    let rows = store.read(|c| own_calendars::due(c, now, most))?;
    let due = |(row, zone): (OwnCalendarRow, String)| {
        let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
        let today = local(zone, now).0;
        let opened = sealer.open_words(&row.sealed, &sealed_for(&row.person_id));
        let address = opened.map_err(|_| Unread::AddressLost);
        let parse = |text: String| CalendarAddress::parse(&text, inner).map_err(|_| Unread::Inner);
        let is_fresh = row.whole_at.is_some_and(|at| now - at < WHOLE);
        let known = if is_fresh {
            (row.etag.clone(), row.last_modified.clone())
        } else {
            Default::default()
        };
        Due {
            address: address.and_then(parse),
            known,
            zone,
            days: (today, today + AHEAD),
            row,
        }
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Keeps what a reading gave. Where it failed, what was read last stays. A calendar that was taken back or changed meanwhile is left alone.
pub fn keep(
    store: &Store,
    context: &Context,
    attempt: &Attempt,
    every: TimeDelta,
    due: Due,
    read: Result<Read, Unread>,
) -> Result<(), ReadError> {
    let now = context.instant();
    let mut row = due.row;
    row.tried_at = Some(now);
    let busy = match read {
        Err(why) => {
            let since = *row.failing_since.get_or_insert(now);
            why.as_str().clone_into(&mut row.failure);
            let pause = if now - since < SOME_DAYS { SOON } else { LATER };
            row.next_read_at = now + pause.min(every);
            None
        }
        Ok(read) => {
            row.read_at = Some(now);
            row.failure.clear();
            row.failing_since = None;
            row.next_read_at = now + every;
            match read {
                Read::Same => None,
                Read::Whole {
                    busy,
                    etag,
                    last_modified,
                } => {
                    row.whole_at = Some(now);
                    (row.etag, row.last_modified) = (etag, last_modified);
                    Some(busy)
                }
            }
        }
    };
    store.write(|c| {
        if !jobs::is_held(c, attempt)? {
            return Err(ReadError::Superseded);
        }
        // Whoever gives them a duty at this moment holds them first, or waits until this is kept.
        people::hold(c, std::slice::from_ref(&row.person_id))?;
        if !own_calendars::update(c, &row)? {
            return Ok(());
        }
        match &busy {
            Some(busy) => Ok(replace(c, context, &row.person_id, busy)?),
            None => Ok(()),
        }
    })
}

fn replace(
    c: &mut Connection,
    context: &Context,
    person_id: &str,
    busy: &[BusyTime],
) -> Result<(), StoreError> {
    let row = |time: &BusyTime| BusyRow {
        person_id: person_id.to_owned(),
        date: time.date,
        start_minute: i32::from(time.span.start),
        end_minute: i32::from(time.span.end),
    };
    let then: Vec<BusyRow> = busy.iter().map(row).collect();
    let before = own_calendars::busy(c, person_id)?;
    if before == then {
        return Ok(());
    }
    own_calendars::replace_busy(c, person_id, &then)?;
    // How many only: when somebody is busy is theirs.
    let (before, after) = (before.len().to_string(), then.len().to_string());
    context.note(c, "read_calendar", person_id, &before, &after)
}

/// Ends a job, and leaves the next for when it is due.
pub fn end(
    store: &Store,
    context: &Context,
    attempt: &Attempt,
    read: usize,
) -> Result<(), ReadError> {
    let result = json!({ "calendars": read }).to_string();
    let ended = store.write(|c| {
        plan(c, context, context.instant())?;
        jobs::finish(c, attempt, &result, context.instant())
    })?;
    if ended {
        Ok(())
    } else {
        Err(ReadError::Superseded)
    }
}
