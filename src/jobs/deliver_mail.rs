//! The job that empties the outbox: every letter at least once, under one Message-ID, whatever becomes of the server.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;

use super::work::{Report, WorkError};
use crate::actions::look_after_outbox::look_in;
use crate::mail::SendError;
use crate::service::Service;
use crate::store::jobs::{self, JobRow};
use crate::store::messages::{self, MessageRow, Sent};
use crate::store::{Connection, StoreError};

/// The first pause of a letter that was not taken; it doubles up to the longest.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);

/// Attempts at a letter before it is parked: two days.
const MOST_ATTEMPTS: i32 = 16;

/// The pause after which a server that did not answer is tried again.
const SERVER_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// Sends what is due, and leaves a job for what has to wait.
pub(super) fn work(service: &Service, job: &JobRow, report: &Report) -> Result<(), WorkError> {
    let mut sent = 0;
    let mut earliest = None;
    let mut is_way_open = false;
    loop {
        if report.must_stop() {
            return Err(WorkError::Stopped);
        }
        if !is_way_open && let Err(error) = service.post.try_way() {
            tracing::warn!(%error, "no letter can be sent now");
            earliest = Some(now(service) + SERVER_PAUSE);
            break;
        }
        // One at a time: of several, the last would be sent when their lease had run out, and by another worker too.
        let Some(row) = lease(service)? else { break };
        is_way_open = send(service, &row)?;
        sent += u32::from(is_way_open);
    }
    let context = service.context("job");
    let done = |c: &mut Connection| {
        let result = json!({ "sent": sent }).to_string();
        if jobs::finish(c, &job.attempt(), &result, context.instant())? {
            look_in(c, &context, earliest)?;
        }
        Ok(())
    };
    service.store.write(done).map_err(again)
}

fn lease(service: &Service) -> Result<Option<MessageRow>, WorkError> {
    let now = now(service);
    let until = now + TimeDelta::seconds(i64::from(service.config.jobs.lease_seconds));
    let take = |c: &mut Connection| messages::lease(c, now, until);
    service.store.write(take).map_err(again)
}

/// Sends one letter and notes how that ended. Gives whether it went out.
fn send(service: &Service, row: &MessageRow) -> Result<bool, WorkError> {
    let ended = match service
        .post
        .send(&row.message_id, &row.recipient, &row.rendered)
    {
        Ok(()) => Sent::Taken,
        Err(SendError::NotNow(why)) if row.attempts < MOST_ATTEMPTS => {
            Sent::Later(now(service) + pause(row.attempts), why)
        }
        Err(SendError::NotNow(why) | SendError::Never(why)) => Sent::Parked(why),
    };
    if ended != Sent::Taken {
        // Why stands in its row: the server's words may repeat the address.
        let parked = matches!(ended, Sent::Parked(_));
        tracing::warn!(
            message = row.id,
            attempt = row.attempts,
            parked,
            "a letter was not taken"
        );
    }
    let note = |c: &mut Connection| messages::end(c, row, &ended, now(service));
    service.store.write(note).map_err(again)?;
    Ok(ended == Sent::Taken)
}

fn pause(attempts: i32) -> TimeDelta {
    let doubled = u32::try_from(attempts - 1).unwrap_or(0).min(12);
    (FIRST_PAUSE * 2_i32.pow(doubled)).min(LONGEST_PAUSE)
}

fn now(service: &Service) -> NaiveDateTime {
    service.context("job").instant()
}

fn again(error: StoreError) -> WorkError {
    WorkError::Again(error.to_string())
}
