//! Searches once more for somebody for a seat that is free: a search may have ended with nobody, and more people be free since.

use thiserror::Error;

use super::Context;
use crate::domain::assignment::AssignmentEvent;
use crate::domain::job::{FindReplacement, JobKind};
use crate::store::{Store, StoreError, duties, jobs};

/// Why nobody is searched for.
#[derive(Debug, Error)]
pub enum SearchError {
    /// There is no such seat.
    #[error("there is no such assignment")]
    Gone,
    /// The seat is not free: it is held, or somebody else holds it by now.
    #[error("the seat is not free")]
    NotFree,
    /// The duty has begun.
    #[error("the duty has begun")]
    TooLate,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a search into the queue. Gives the job's id; that of the search which waits or runs already, where there is one.
pub fn search_again(
    store: &Store,
    context: &Context,
    assignment_id: &str,
) -> Result<String, SearchError> {
    store.write(|c| {
        let found = duties::find_assignment(c, assignment_id)?;
        let (seat, duty) = found.ok_or(SearchError::Gone)?;
        if seat.state().after(AssignmentEvent::Replace).is_err() {
            return Err(SearchError::NotFree);
        }
        if duty.starts_at <= context.instant() {
            return Err(SearchError::TooLate);
        }
        let payload = FindReplacement {
            assignment: seat.id.clone(),
        };
        let job = context.job(JobKind::FindReplacement, &payload, Some(payload.key()));
        context.note(c, "search_again", &seat.id, &seat.state, &seat.state)?;
        Ok(jobs::enqueue_once(c, &job)?)
    })
}
