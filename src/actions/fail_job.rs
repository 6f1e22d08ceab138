//! Ends a job that no attempt will help any more, and lets go what it held, in one transaction: whenever the service dies, no month
//! stays "being solved" by nobody, and no letter waits for a job that is not there.

use super::Context;
use super::asking::Asking;
use super::find_replacement::let_fall;
use super::generate_roster::{GenerateError, give_up_in};
use super::look_after_outbox::look_in;
use super::match_waiting_list::{plan_night, tell_fallen};
use crate::domain::job::{FindReplacement, GenerateRoster, JobKind, MatchWaitingList};
use crate::store::jobs::{self, JobRow};
use crate::store::{Connection, Store, StoreError, rosters};

/// Fails a job for good. False where the attempt no longer held it: then nothing is let go.
pub fn fail_job(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    job: &JobRow,
    why: &str,
) -> Result<bool, GenerateError> {
    store.write(|c| fail(c, context, asking, job, why))
}

/// Fails a job of these kinds whose worker died in its last attempt. Gives which.
pub fn fail_lost_job(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    kinds: &[JobKind],
) -> Result<Option<JobRow>, GenerateError> {
    let now = context.instant();
    // Most often there is none: a look does not lock the database.
    if store.read(|c| jobs::find_lost(c, kinds, now))?.is_none() {
        return Ok(None);
    }
    store.write(|c| {
        let Some(job) = jobs::find_lost(c, kinds, now)? else {
            return Ok(None);
        };
        let why = format!("its worker died in attempt {}", job.attempt);
        fail(c, context, asking, &job, &why)?;
        Ok(Some(job))
    })
}

/// Lets go what a job held that was cancelled.
pub fn let_go(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    job: &JobRow,
    why: &str,
) -> Result<(), GenerateError> {
    store.write(|c| let_go_in(c, context, asking, job, why))
}

/// The same in a transaction of the caller's.
pub(super) fn let_go_in(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    job: &JobRow,
    why: &str,
) -> Result<(), GenerateError> {
    match JobKind::parse(&job.kind) {
        Some(JobKind::GenerateRoster) => {
            if let Ok(payload) = serde_json::from_str::<GenerateRoster>(&job.payload) {
                let held = held(c, job, &payload.rosters)?;
                give_up_in(c, context, &held, why)?;
            }
            Ok(())
        }
        Some(JobKind::DeliverMail) => Ok(look_in(c, context, None)?),
        Some(JobKind::MatchWaitingList) => {
            if let Ok(payload) = serde_json::from_str::<MatchWaitingList>(&job.payload) {
                // Nobody waits for the next night to hear that their appointment fell through.
                tell_fallen::<GenerateError>(c, context, asking, &payload.city)?;
                plan_night(c, context, &asking.promise, &payload.city)?;
            }
            Ok(())
        }
        Some(JobKind::FindReplacement) => {
            if let Ok(payload) = serde_json::from_str::<FindReplacement>(&job.payload) {
                let_fall::<GenerateError>(c, context, asking, &payload.assignment)?;
            }
            Ok(())
        }
        Some(
            JobKind::PublishRoster
            | JobKind::RemindQuestion
            | JobKind::MorningRound
            | JobKind::ReadCalendars,
        )
        | None => Ok(()),
    }
}

fn fail(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    job: &JobRow,
    why: &str,
) -> Result<bool, GenerateError> {
    let failed = jobs::fail(c, &job.attempt(), why, None, context.instant())?;
    if failed {
        let_go_in(c, context, asking, job, why)?;
    }
    Ok(failed)
}

/// Those of a generation's rosters that another one was not started for since: a cancelled one is heard of late.
fn held(
    c: &mut Connection,
    job: &JobRow,
    roster_ids: &[String],
) -> Result<Vec<String>, StoreError> {
    let rosters = rosters::find_all(c, roster_ids)?.into_iter();
    let held = rosters.filter(|roster| roster.job_id.as_ref() == Some(&job.id));
    Ok(held.map(|roster| roster.id).collect())
}
