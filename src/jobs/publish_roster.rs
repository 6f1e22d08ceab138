//! The job that publishes a month. Letters leave by a job of their own.

use super::work::WorkError;
use crate::actions::publish_roster::{PublishError, publish};
use crate::domain::job::PublishRoster;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Publishes the roster and ends the job in the transaction that does it.
pub(super) fn work(service: &Service, job: &JobRow) -> Result<(), WorkError> {
    let payload: PublishRoster = serde_json::from_str(&job.payload)
        .map_err(|e| WorkError::ForGood(format!("its payload: {e}")))?;
    let context = service.context(format!("job:{}", job.id));
    let attempt = job.attempt();
    match publish(
        &service.store,
        &context,
        &service.asking(),
        &payload.roster,
        &attempt,
    ) {
        Ok(_) => Ok(()),
        Err(PublishError::Superseded) => Err(WorkError::Stopped),
        Err(error @ (PublishError::Store(_) | PublishError::Changed(_))) => {
            Err(WorkError::Again(error.to_string()))
        }
        Err(error) => Err(WorkError::ForGood(error.to_string())),
    }
}
