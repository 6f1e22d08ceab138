//! Cancels a job that waits or runs, and lets go what it held, in one transaction. A running worker hears of it within a
//! second, and what it still writes is refused.

use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::fail_job::let_go_in;
use super::generate_roster::GenerateError;
use crate::store::{Store, StoreError, jobs};

/// Why a job was not cancelled.
#[derive(Debug, Error)]
pub enum CancelError {
    /// There is no such job.
    #[error("there is no such job")]
    Gone,
    /// It had ended before.
    #[error("the job has ended")]
    Ended,
    /// Its rosters could not be let go.
    #[error(transparent)]
    Rosters(#[from] GenerateError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Cancels a job.
pub fn cancel_job(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
) -> Result<(), CancelError> {
    store.write(|c| {
        let job = jobs::find(c, id)?.ok_or(CancelError::Gone)?;
        if !jobs::cancel(c, id, context.instant())? {
            return Err(CancelError::Ended);
        }
        let_go_in(c, context, asking, &job, "cancelled")?;
        context.note(c, "cancel_job", id, &job.state, "cancelled")?;
        Ok(())
    })
}
