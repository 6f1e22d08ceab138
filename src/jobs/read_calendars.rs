//! The job that reads people's own calendars which are due: some at the same time, since most of it is waiting for others' servers.

mod fetch;

use std::time::{Duration, Instant};

use chrono::TimeDelta;

use self::fetch::{Fetched, fetch};
use super::work::{Report, WorkError};
use crate::actions::read_calendars::{Due, Read, ReadError, begin, due, end, keep};
use crate::domain::busy_time::Unread;
use crate::domain::calendar_address::InnerHosts;
use crate::files::busy_times::{Looking, busy_times};
use crate::service::Service;
use crate::store::jobs::JobRow;

/// How many are read at the same time.
const TOGETHER: i64 = 8;

/// How many times that in one job; the next one goes on.
const ROUNDS: usize = 5;

/// How long one calendar may be thought about, beside being waited for.
const THINKING: Duration = Duration::from_secs(5);

impl From<ReadError> for WorkError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Superseded => Self::Stopped,
            ReadError::Store(error) => Self::Again(error.to_string()),
        }
    }
}

/// Reads what is due, and ends the job.
pub(super) fn work(service: &Service, job: &JobRow, report: &Report) -> Result<(), WorkError> {
    let store = &service.store;
    let context = || service.context(format!("job:{}", job.id));
    let again = |error: crate::store::StoreError| WorkError::Again(error.to_string());
    let settings = &service.config.calendars;
    let inner = InnerHosts::new(&settings.inner_hosts);
    let every = TimeDelta::hours(i64::from(settings.read_hours));
    begin(store, &context()).map_err(again)?;
    let mut count = 0;
    for _ in 0..ROUNDS {
        let calendars = due(store, &context(), &service.sealer, &inner, TOGETHER);
        let calendars = calendars.map_err(again)?;
        if calendars.is_empty() {
            break;
        }
        count += calendars.len();
        for (calendar, read) in read_together(service, calendars, &inner) {
            keep(store, &context(), &job.attempt(), every, calendar, read)?;
        }
        if report.must_stop() {
            return Err(WorkError::Stopped);
        }
    }
    Ok(end(store, &context(), &job.attempt(), count)?)
}

fn read_together(
    service: &Service,
    calendars: Vec<Due>,
    inner: &InnerHosts,
) -> Vec<(Due, Result<Read, Unread>)> {
    let ours = service.post.letterhead().domain();
    let reads: Vec<_> = std::thread::scope(|scope| {
        let reads: Vec<_> = calendars
            .iter()
            .map(|calendar| scope.spawn(|| read(calendar, inner, ours)))
            .collect();
        // A calendar over which we fall is one that cannot be read.
        let reads = reads.into_iter();
        reads
            .map(|read| read.join().unwrap_or(Err(Unread::NotACalendar)))
            .collect()
    });
    calendars.into_iter().zip(reads).collect()
}

fn read(calendar: &Due, inner: &InnerHosts, ours: &str) -> Result<Read, Unread> {
    let address = calendar.address.as_ref().map_err(|why| *why)?;
    let (text, etag, last_modified) = match fetch(address, &calendar.known, inner)? {
        Fetched::Same => return Ok(Read::Same),
        Fetched::Whole {
            text,
            etag,
            last_modified,
        } => (text, etag, last_modified),
    };
    let begun = Instant::now();
    let looking = Looking {
        zone: calendar.zone,
        first: calendar.days.0,
        last: calendar.days.1,
        ours,
        may_go_on: &|| begun.elapsed() < THINKING,
    };
    Ok(Read::Whole {
        busy: busy_times(&text, &looking)?,
        etag,
        last_modified,
    })
}
