//! The job that reminds whoever can answer a resident's question when the answer is due.

use super::work::WorkError;
use crate::actions::remind_question::{RemindError, remind_question};
use crate::domain::job::RemindQuestion;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Reminds, and ends the job in the transaction that does it.
pub(super) fn work(service: &Service, job: &JobRow) -> Result<(), WorkError> {
    let payload: RemindQuestion = serde_json::from_str(&job.payload)
        .map_err(|e| WorkError::ForGood(format!("its payload: {e}")))?;
    let context = service.context(format!("job:{}", job.id));
    let (store, asking, attempt) = (&service.store, service.asking(), job.attempt());
    match remind_question(store, &context, &asking, &payload.question, &attempt) {
        Ok(_) => Ok(()),
        Err(RemindError::Superseded) => Err(WorkError::Stopped),
        Err(error @ RemindError::Store(_)) => Err(WorkError::Again(error.to_string())),
        Err(error) => Err(WorkError::ForGood(error.to_string())),
    }
}
