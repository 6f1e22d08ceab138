//! The queue: leases with an attempt's number, so that what a lost worker still writes is refused.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::schema::jobs;
use super::{Connection, StoreError, dialect};
use crate::domain::job::{Attempt, JobKind, JobState};

/// A job.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = jobs, treat_none_as_default_value = false)]
pub struct JobRow {
    pub id: String,
    pub kind: String,
    pub payload: String,
    pub state: String,
    pub attempt: i32,
    pub max_attempts: i32,
    pub run_after: NaiveDateTime,
    pub lease_until: Option<NaiveDateTime>,
    pub worker: String,
    pub progress: String,
    pub result: String,
    pub error: String,
    pub unique_key: Option<String>,
    pub created_at: NaiveDateTime,
    pub finished_at: Option<NaiveDateTime>,
}

impl JobRow {
    /// The state as the domain's word.
    #[must_use]
    pub fn state(&self) -> JobState {
        JobState::parse(&self.state).expect("a CHECK of the table lets no other word in")
    }

    /// The attempt this row was leased for.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        Attempt {
            job_id: self.id.clone(),
            number: self.attempt,
        }
    }
}

/// How often a job is put into the queue when others with its key come and begin at the same moment.
const TRIES: u32 = 5;

/// Puts a job into the queue. Where one with the same key waits, that one's id is given and nothing is added. One that runs may have
/// read already what this one was asked for, so that this one waits for its end and runs then.
pub fn enqueue(c: &mut Connection, row: &JobRow) -> Result<String, StoreError> {
    if let Some(key) = &row.unique_key {
        for _ in 0..TRIES {
            if let Some(id) = join(c, key)? {
                return Ok(id);
            }
            // Another transaction may have added one since we looked. To run into its key would take the caller's work back.
            if dialect::insert_unless_there!(c, jobs::table, row) == 1 {
                return Ok(row.id.clone());
            }
        }
    }
    diesel::insert_into(jobs::table).values(row).execute(c)?;
    Ok(row.id.clone())
}

/// Puts a job into the queue that is to be done once: where one with the same key waits or runs, that one's id is given.
pub fn enqueue_once(c: &mut Connection, row: &JobRow) -> Result<String, StoreError> {
    let open: Option<String> = jobs::table
        .filter(jobs::unique_key.eq(row.unique_key.as_deref()))
        .filter(jobs::state.eq_any(["queued", "running"]))
        .select(jobs::id)
        .first(c)
        .optional()?;
    match open {
        Some(id) => Ok(id),
        None => enqueue(c, row),
    }
}

/// The job with this key that waits. It is held until the caller's transaction ends: on PostgreSQL it could begin before, and would
/// not see what it was asked for.
fn join(c: &mut Connection, key: &str) -> Result<Option<String>, StoreError> {
    let waits = jobs::table
        .filter(jobs::unique_key.eq(key))
        .filter(jobs::state.eq("queued"));
    let held = diesel::update(waits)
        .set(jobs::unique_key.eq(key))
        .execute(c)?;
    if held == 0 {
        return Ok(None);
    }
    Ok(waits.select(jobs::id).order(jobs::id).first(c).optional()?)
}

/// Lets a job that waits begin at an instant, where it would begin later.
pub fn bring_forward(c: &mut Connection, id: &str, at: NaiveDateTime) -> Result<(), StoreError> {
    diesel::update(
        jobs::table
            .filter(jobs::id.eq(id))
            .filter(jobs::state.eq("queued"))
            .filter(jobs::run_after.gt(at)),
    )
    .set(jobs::run_after.eq(at))
    .execute(c)?;
    Ok(())
}

/// Lets a job that waits begin at an instant, whether that is sooner or later than before.
pub fn set_start(c: &mut Connection, id: &str, at: NaiveDateTime) -> Result<(), StoreError> {
    let waits = jobs::table
        .filter(jobs::id.eq(id))
        .filter(jobs::state.eq("queued"));
    diesel::update(waits)
        .set(jobs::run_after.eq(at))
        .execute(c)?;
    Ok(())
}

/// The job with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<JobRow>, StoreError> {
    Ok(jobs::table
        .find(id)
        .select(JobRow::as_select())
        .first(c)
        .optional()?)
}

/// The job with this key that was asked for last, whatever its state.
pub fn latest_with_key(c: &mut Connection, key: &str) -> Result<Option<JobRow>, StoreError> {
    Ok(jobs::table
        .filter(jobs::unique_key.eq(key))
        .order(jobs::id.desc())
        .select(JobRow::as_select())
        .first(c)
        .optional()?)
}

/// The next job of these kinds that is due, or whose lease has run out and that has attempts left. Not one whose key another has
/// that runs.
pub fn next(
    c: &mut Connection,
    kinds: &[JobKind],
    now: NaiveDateTime,
) -> Result<Option<JobRow>, StoreError> {
    let words: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
    let others = diesel::alias!(jobs as others);
    let running = others
        .filter(others.field(jobs::state).eq("running"))
        .filter(others.field(jobs::unique_key).eq(jobs::unique_key));
    let due = jobs::state
        .eq("queued")
        .and(jobs::run_after.le(now))
        .and(not(exists(running)));
    let lost = jobs::state
        .eq("running")
        .and(jobs::lease_until.lt(now).assume_not_null());
    Ok(jobs::table
        .filter(jobs::kind.eq_any(words))
        .filter(jobs::attempt.lt(jobs::max_attempts))
        .filter(due.or(lost))
        .order((jobs::run_after, jobs::id))
        .select(JobRow::as_select())
        .first(c)
        .optional()?)
}

/// Takes the next job. None where there is none, or another worker was quicker; the error of a taken key where another was that took
/// a job with the same key.
pub fn lease(
    c: &mut Connection,
    kinds: &[JobKind],
    worker: &str,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<Option<JobRow>, StoreError> {
    let next = next(c, kinds, now)?;
    let Some(mut job) = next else { return Ok(None) };
    let taken = diesel::update(
        jobs::table
            .filter(jobs::id.eq(&job.id))
            .filter(jobs::attempt.eq(job.attempt))
            .filter(jobs::state.eq(&job.state)),
    )
    .set((
        jobs::state.eq("running"),
        jobs::attempt.eq(job.attempt + 1),
        jobs::lease_until.eq(until),
        jobs::worker.eq(worker),
    ))
    .execute(c)?;
    job.attempt += 1;
    "running".clone_into(&mut job.state);
    Ok((taken == 1).then_some(job))
}

/// A job of these kinds whose worker died in its last attempt.
pub fn find_lost(
    c: &mut Connection,
    kinds: &[JobKind],
    now: NaiveDateTime,
) -> Result<Option<JobRow>, StoreError> {
    let words: Vec<&str> = kinds.iter().map(|k| k.as_str()).collect();
    Ok(jobs::table
        .filter(jobs::kind.eq_any(words))
        .filter(jobs::state.eq("running"))
        .filter(jobs::attempt.ge(jobs::max_attempts))
        .filter(jobs::lease_until.lt(now))
        .order((jobs::run_after, jobs::id))
        .select(JobRow::as_select())
        .first(c)
        .optional()?)
}

/// Renews a lease and writes the progress. False where the attempt no longer holds the job: it was cancelled, or taken over.
pub fn beat(
    c: &mut Connection,
    attempt: &Attempt,
    until: NaiveDateTime,
    progress: &str,
) -> Result<bool, StoreError> {
    let rows = diesel::update(held(attempt))
        .set((jobs::lease_until.eq(until), jobs::progress.eq(progress)))
        .execute(c)?;
    Ok(rows == 1)
}

/// Whether the attempt still holds the job.
pub fn is_held(c: &mut Connection, attempt: &Attempt) -> Result<bool, StoreError> {
    let rows: i64 = held(attempt).count().get_result(c)?;
    Ok(rows == 1)
}

/// Ends a job well. False where the attempt no longer holds it: then nothing of it may stay, and the caller's transaction fails.
pub fn finish(
    c: &mut Connection,
    attempt: &Attempt,
    result: &str,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let rows = diesel::update(held(attempt))
        .set((
            jobs::state.eq("done"),
            jobs::result.eq(result),
            jobs::finished_at.eq(now),
        ))
        .execute(c)?;
    Ok(rows == 1)
}

/// Ends an attempt badly: the job waits for another one until `again`, or has failed for good. False where it was held no more.
pub fn fail(
    c: &mut Connection,
    attempt: &Attempt,
    error: &str,
    again: Option<NaiveDateTime>,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let rows = match again {
        Some(at) => diesel::update(held(attempt))
            .set((
                jobs::state.eq("queued"),
                jobs::run_after.eq(at),
                jobs::error.eq(error),
            ))
            .execute(c)?,
        None => diesel::update(held(attempt))
            .set((
                jobs::state.eq("failed"),
                jobs::error.eq(error),
                jobs::finished_at.eq(now),
            ))
            .execute(c)?,
    };
    Ok(rows == 1)
}

/// Ends a job for good since what it was asked cannot be done; the result says why, for programs. False where it was held no more.
pub fn refuse(
    c: &mut Connection,
    attempt: &Attempt,
    error: &str,
    result: &str,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let rows = diesel::update(held(attempt))
        .set((
            jobs::state.eq("failed"),
            jobs::error.eq(error),
            jobs::result.eq(result),
            jobs::finished_at.eq(now),
        ))
        .execute(c)?;
    Ok(rows == 1)
}

/// Gives a job back: its worker is told to stop, which is none of the attempts it may have. An attempt's number is not given again.
pub fn release(
    c: &mut Connection,
    attempt: &Attempt,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let rows = diesel::update(held(attempt))
        .set((
            jobs::state.eq("queued"),
            jobs::max_attempts.eq(jobs::max_attempts + 1),
            jobs::run_after.eq(now),
        ))
        .execute(c)?;
    Ok(rows == 1)
}

/// Cancels a job that waits or runs. False where it had ended. A running worker learns of it within a second.
pub fn cancel(c: &mut Connection, id: &str, now: NaiveDateTime) -> Result<bool, StoreError> {
    let rows = diesel::update(
        jobs::table
            .filter(jobs::id.eq(id))
            .filter(jobs::state.eq_any(["queued", "running"])),
    )
    .set((jobs::state.eq("cancelled"), jobs::finished_at.eq(now)))
    .execute(c)?;
    Ok(rows == 1)
}

/// The row while the attempt holds it.
#[diesel::dsl::auto_type]
fn held<'a>(attempt: &'a Attempt) -> _ {
    let id: &'a str = attempt.job_id.as_str();
    let number: i32 = attempt.number;
    jobs::table
        .filter(jobs::id.eq(id))
        .filter(jobs::attempt.eq(number))
        .filter(jobs::state.eq("running"))
}
