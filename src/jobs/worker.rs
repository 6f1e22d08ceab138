//! Threads that take jobs, do them, and show that they live. Long jobs and short ones have threads of their own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, TimeDelta};

use super::work::{Report, WorkError, work};
use crate::actions::fail_job::{fail_job, fail_lost_job, let_go};
use crate::actions::generate_roster::GenerateError;
use crate::actions::look_after_outbox::look_after_outbox;
use crate::actions::morning_round::look_after_mornings;
use crate::actions::read_calendars::look_after_calendars;
use crate::domain::job::JobKind;
use crate::service::Service;
use crate::store::jobs::{self, JobRow};
use crate::store::{Connection, Store, StoreError};

/// How often a running job is looked after, so that progress is fresh and a cancellation is heard within a second. Its heart beats
/// where there is progress to write, and as often as the settings say where there is none.
const LOOK: Duration = Duration::from_millis(500);

/// The first pause before another attempt; it doubles with each.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);

/// The running threads.
#[derive(Debug)]
pub struct Worker {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Starts one thread for long jobs and `jobs.workers` for short ones; none at all where that is 0.
    pub fn start(service: &Service) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        let short = service.config.jobs.workers;
        if short > 0 {
            let context = service.context("job");
            if let Err(error) = look_after_outbox(&service.store, &context) {
                tracing::warn!(%error, "the outbox cannot be looked at");
            }
            if let Err(error) = look_after_mornings(&service.store, &context) {
                tracing::warn!(%error, "no city will be looked at in the morning");
            }
            if let Err(error) = look_after_calendars(&service.store, &context) {
                tracing::warn!(%error, "nobody's calendar will be read");
            }
        }
        for n in 0..if short == 0 { 0 } else { short + 1 } {
            let (service, stop) = (service.clone(), Arc::clone(&stop));
            let is_long = n == 0;
            let name = format!("{}-{n}", if is_long { "solver" } else { "jobs" });
            let thread = std::thread::Builder::new().name(name);
            threads.push(thread.spawn(move || take_jobs(&service, is_long, &stop))?);
        }
        Ok(Self { stop, threads })
    }

    /// Stops: running jobs are given back to the queue.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a worker's thread panicked");
            }
        }
    }
}

fn take_jobs(service: &Service, is_long: bool, stop: &AtomicBool) {
    let kinds: Vec<JobKind> = JobKind::ALL
        .into_iter()
        .filter(|k| k.is_long() == is_long)
        .collect();
    let name = format!(
        "{}-{}",
        std::process::id(),
        std::thread::current().name().unwrap_or("worker")
    );
    let pause = Duration::from_millis(service.config.jobs.poll_milliseconds.max(10));
    while !stop.load(Ordering::Relaxed) {
        let now = service.clock.now().naive_utc();
        match take(&service.store, &kinds, &name, (now, now + lease(service))) {
            Ok(Some(job)) => do_job(service, &job, stop),
            Ok(None) => {
                fail_lost(service, &kinds);
                std::thread::sleep(pause);
            }
            Err(error) => {
                tracing::warn!(%error, "the queue cannot be read");
                std::thread::sleep(pause * 4);
            }
        }
    }
}

/// Takes a job for the time of a lease. Most often there is none: a look does not lock the database.
fn take(
    store: &Store,
    kinds: &[JobKind],
    name: &str,
    (now, until): (NaiveDateTime, NaiveDateTime),
) -> Result<Option<JobRow>, StoreError> {
    if store.read(|c| jobs::next(c, kinds, now))?.is_none() {
        return Ok(None);
    }
    match store.write(|c| jobs::lease(c, kinds, name, now, until)) {
        // Another worker was quicker, with another job of the same key.
        Err(error) if error.is_taken() => Ok(None),
        taken => taken,
    }
}

/// Fails what no worker will try again, since its last one died over it.
fn fail_lost(service: &Service, kinds: &[JobKind]) {
    let context = service.context("job");
    match fail_lost_job(&service.store, &context, &service.asking(), kinds) {
        Ok(None) => {}
        Ok(Some(job)) => tracing::warn!(
            job = job.id,
            kind = job.kind,
            "a job's workers died over it"
        ),
        Err(error) => {
            tracing::error!(%error, "a job that its workers died over could not be failed")
        }
    }
}

fn lease(service: &Service) -> TimeDelta {
    TimeDelta::seconds(i64::from(service.config.jobs.lease_seconds))
}

/// Does a job beside a beating heart, and writes how it ended.
fn do_job(service: &Service, job: &JobRow, stop: &AtomicBool) {
    let report = Report::default();
    let (working, done) = mpsc::channel();
    let outcome = std::thread::scope(|scope| {
        scope.spawn(|| beat(service, job, &report, stop, done));
        let work = || work(service, job, &report);
        // A job that panics is a failed attempt, not the end of its worker.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err(WorkError::Again("it panicked".into())));
        // The heart hears of it at once.
        drop(working);
        outcome
    });
    if let Err(error) = end(service, job, &report, outcome) {
        // The lease will run out, and another attempt be made.
        tracing::error!(job = job.id, %error, "how a job ended could not be written");
    }
}

/// Beats until nobody works any more.
fn beat(
    service: &Service,
    job: &JobRow,
    report: &Report,
    stop: &AtomicBool,
    done: mpsc::Receiver<()>,
) {
    let heartbeat = Duration::from_secs(u64::from(service.config.jobs.heartbeat_seconds));
    let (mut beaten, mut told) = (Instant::now(), String::new());
    while done.recv_timeout(LOOK) == Err(mpsc::RecvTimeoutError::Timeout) {
        if stop.load(Ordering::Relaxed) {
            report.stop();
        }
        let progress = report.told();
        // Not once too late: the next look may come when it is.
        let is_due = progress != told || beaten.elapsed() + LOOK > heartbeat;
        let until = service.clock.now().naive_utc() + lease(service);
        let attempt = job.attempt();
        let held = if is_due {
            let write = |c: &mut Connection| jobs::beat(c, &attempt, until, &progress);
            service.store.write(write)
        } else {
            service.store.read(|c| jobs::is_held(c, &attempt))
        };
        match held {
            Ok(true) if is_due => (beaten, told) = (Instant::now(), progress),
            Ok(true) => {}
            Ok(false) => report.lose(),
            // One beat may be missed; the lease is much longer.
            Err(error) => tracing::warn!(job = job.id, %error, "a heartbeat was missed"),
        }
    }
}

fn end(
    service: &Service,
    job: &JobRow,
    report: &Report,
    outcome: Result<Option<serde_json::Value>, WorkError>,
) -> Result<(), GenerateError> {
    let context = service.context(format!("job:{}", job.id));
    let (now, attempt) = (context.instant(), job.attempt());
    let store = &service.store;
    match outcome {
        Ok(None) => {}
        Ok(Some(result)) => {
            let result = result.to_string();
            store.write(|c| jobs::finish(c, &attempt, &result, now))?;
        }
        Err(WorkError::Stopped) if report.is_lost() => {
            let found = store.read(|c| jobs::find(c, &job.id))?;
            if found.is_some_and(|j| j.state == "cancelled") {
                let_go(store, &context, &service.asking(), job, "cancelled")?;
            }
        }
        Err(WorkError::Stopped) => {
            store.write(|c| jobs::release(c, &attempt, now))?;
        }
        Err(WorkError::Again(why)) if job.attempt < job.max_attempts => {
            let doubled = u32::try_from(job.attempt - 1).unwrap_or(0).min(10);
            let again = now + FIRST_PAUSE * 2_i32.pow(doubled);
            tracing::warn!(
                job = job.id,
                kind = job.kind,
                attempt = job.attempt,
                why,
                "a job is tried again"
            );
            store.write(|c| jobs::fail(c, &attempt, &why, Some(again), now))?;
        }
        Err(WorkError::Again(why) | WorkError::ForGood(why)) => {
            tracing::warn!(job = job.id, kind = job.kind, why, "a job failed");
            fail_job(store, &context, &service.asking(), job, &why)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreOptions;

    #[test]
    fn a_look_at_an_empty_queue_does_not_wait_for_who_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = StoreOptions {
            patience: Duration::from_millis(100),
            ..StoreOptions::default()
        };
        let url = format!("sqlite://{}/zhiban.db", folder.path().display());
        let store = Store::open(&url, &options).expect("a new database");
        store.migrate().expect("the tables");
        let now = NaiveDateTime::default();
        let look = || take(&store, &JobKind::ALL, "test", (now, now));
        let taken = store.write(|_| Ok::<_, StoreError>(look()));
        let taken = taken.expect("nothing was written");
        assert!(matches!(taken, Ok(None)), "{taken:?}");
    }
}
