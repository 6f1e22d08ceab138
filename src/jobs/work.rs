//! The list of jobs: which kind is done by which part. And how a job tells of itself while it runs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use thiserror::Error;

use super::{
    deliver_mail, find_replacement, generate, match_waiting_list, morning_round, publish_roster,
    read_calendars, remind_question,
};
use crate::domain::job::JobKind;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Why an attempt did not end well.
#[derive(Debug, Error)]
pub enum WorkError {
    /// Another attempt may go better.
    #[error("{0}")]
    Again(String),
    /// No attempt will go better.
    #[error("{0}")]
    ForGood(String),
    /// The attempt no longer holds the job, or the service stops.
    #[error("stopped")]
    Stopped,
}

/// Where a job tells of its progress and hears that it must stop.
#[derive(Debug, Default)]
pub struct Report {
    progress: Mutex<String>,
    stop: AtomicBool,
    lost: AtomicBool,
}

impl Report {
    /// Tells of the progress; the worker's next look writes it.
    pub fn tell(&self, progress: String) {
        if let Ok(mut told) = self.progress.lock() {
            *told = progress;
        }
    }

    /// Whether the job must stop at once.
    #[must_use]
    pub fn must_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.is_lost()
    }

    /// Whether the attempt no longer holds the job.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    pub(super) fn told(&self) -> String {
        self.progress
            .lock()
            .map(|told| told.clone())
            .unwrap_or_default()
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(super) fn lose(&self) {
        self.lost.store(true, Ordering::Relaxed);
    }
}

/// Does a job. Gives its result, or none where the work has ended the job itself, in the transaction of its effect.
pub(super) fn work(
    service: &Service,
    job: &JobRow,
    report: &Report,
) -> Result<Option<Value>, WorkError> {
    match JobKind::parse(&job.kind) {
        Some(JobKind::GenerateRoster) => generate::work(service, job, report).map(|()| None),
        Some(JobKind::PublishRoster) => publish_roster::work(service, job).map(|()| None),
        Some(JobKind::FindReplacement) => {
            find_replacement::work(service, job, report).map(|()| None)
        }
        Some(JobKind::DeliverMail) => deliver_mail::work(service, job, report).map(|()| None),
        Some(JobKind::MatchWaitingList) => {
            match_waiting_list::work(service, job, report).map(|()| None)
        }
        Some(JobKind::RemindQuestion) => remind_question::work(service, job).map(|()| None),
        Some(JobKind::MorningRound) => morning_round::work(service, job).map(|()| None),
        Some(JobKind::ReadCalendars) => read_calendars::work(service, job, report).map(|()| None),
        None => Err(WorkError::ForGood(format!(
            "{:?} is no kind of job",
            job.kind
        ))),
    }
}
