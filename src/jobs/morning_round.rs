//! The job that goes round a city in the morning: what ends, and who has not said when they can serve.

use super::work::WorkError;
use crate::actions::morning_round::{RoundError, morning_round};
use crate::domain::job::MorningRound;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Goes round, and ends the job.
pub(super) fn work(service: &Service, job: &JobRow) -> Result<(), WorkError> {
    let payload: MorningRound = serde_json::from_str(&job.payload)
        .map_err(|e| WorkError::ForGood(format!("its payload: {e}")))?;
    let context = service.context(format!("job:{}", job.id));
    let (store, asking, attempt) = (&service.store, service.asking(), job.attempt());
    match morning_round(store, &context, &asking, &payload.city, &attempt) {
        Ok(_) => Ok(()),
        Err(RoundError::Superseded) => Err(WorkError::Stopped),
        Err(error @ RoundError::Store(_)) => Err(WorkError::Again(error.to_string())),
        Err(error) => Err(WorkError::ForGood(error.to_string())),
    }
}
