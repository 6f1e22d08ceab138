//! The job that tells coordinators what ends.

use super::work::WorkError;
use crate::actions::tell_expiries::{TellError, tell_expiries};
use crate::domain::job::TellExpiries;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Tells, and ends the job in the transaction that does it.
pub(super) fn work(service: &Service, job: &JobRow) -> Result<(), WorkError> {
    let payload: TellExpiries = serde_json::from_str(&job.payload)
        .map_err(|e| WorkError::ForGood(format!("its payload: {e}")))?;
    let context = service.context(format!("job:{}", job.id));
    let (store, asking, attempt) = (&service.store, service.asking(), job.attempt());
    match tell_expiries(store, &context, &asking, &payload.city, &attempt) {
        Ok(_) => Ok(()),
        Err(TellError::Superseded) => Err(WorkError::Stopped),
        Err(error @ TellError::Store(_)) => Err(WorkError::Again(error.to_string())),
        Err(error) => Err(WorkError::ForGood(error.to_string())),
    }
}
