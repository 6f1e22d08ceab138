//! Reminds those who can answer a resident's question that was promised an answer by now and has none: once.

use serde_json::json;
use thiserror::Error;

use super::Context;
use super::ask_person::{self, AskError, Occasion};
use super::asking::Asking;
use crate::domain::job::{Attempt, JobKind, RemindQuestion};
use crate::store::kept::Kept;
use crate::store::questions::QuestionRow;
use crate::store::{Connection, Store, StoreError, jobs, requests};

/// Why nobody was reminded.
#[derive(Debug, Error)]
pub enum RemindError {
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// A letter cannot be written.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Leaves a job for when the answer to a question is due.
pub(super) fn plan(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    question: &QuestionRow,
) -> Result<(), StoreError> {
    let payload = RemindQuestion {
        question: question.id.clone(),
    };
    let mut job = context.job(JobKind::RemindQuestion, &payload, Some(payload.key()));
    job.run_after = asking.promise.word_by(question.asked_at);
    jobs::enqueue_once(c, &job).map(|_| ())
}

/// Writes to those who can answer a question that is still open, and ends the job in the same transaction. Gives how many.
pub fn remind_question(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
    attempt: &Attempt,
) -> Result<usize, RemindError> {
    store.write(|c| {
        let question = QuestionRow::find(c, id)?.filter(QuestionRow::is_open);
        let reminded = match question {
            Some(question) => {
                let request = requests::find(c, &question.request_id)?.ok_or(AskError::Gone)?;
                context.note(c, "remind_question", id, "open", "open")?;
                ask_person::tell(c, context, asking, &request, &question, Occasion::Overdue)?
            }
            None => 0,
        };
        let result = json!({ "reminded": reminded }).to_string();
        match jobs::finish(c, attempt, &result, context.instant())? {
            true => Ok(reminded),
            false => Err(RemindError::Superseded),
        }
    })
}
