//! A person answers what a resident asked: it stands on the resident's page and goes to them by letter.

use thiserror::Error;

use super::appointment_words::write_to;
use super::asking::Asking;
use super::{Context, queue_letters};
use crate::domain::capability::Purpose;
use crate::mail::LetterError;
use crate::mail::letters::QuestionAnswered;
use crate::store::kept::Kept;
use crate::store::questions::QuestionRow;
use crate::store::{Store, StoreError, links, requests};

/// Why an answer was not taken.
#[derive(Debug, Error)]
pub enum QuestionError {
    /// There is no such question.
    #[error("there is no such question")]
    Gone,
    /// It is not what the caller has seen: more was asked since.
    #[error("the question was changed meanwhile")]
    Changed,
    /// It has an answer.
    #[error("the question has an answer")]
    Answered,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Answers a question that still has the revision `seen`, in the name of a user. Without an address that can be written to, the letter is
/// parked for a telephone call, as others are.
pub fn answer_question(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
    seen: i32,
    answer: &str,
) -> Result<(), QuestionError> {
    let now = context.instant();
    store.write(|c| {
        let before = QuestionRow::find(c, id)?.ok_or(QuestionError::Gone)?;
        if !before.is_open() {
            return Err(QuestionError::Answered);
        }
        // Who adds to the question at the same moment is waited for here, and seen by the revision.
        requests::hold(c, &before.request_id)?;
        let request = requests::find(c, &before.request_id)?.ok_or(QuestionError::Gone)?;
        let seal = before.answer_seal();
        let row = QuestionRow {
            state: "answered".to_owned(),
            sealed_answer: asking.sealer.seal_words(answer, &seal, context.new_nonce()),
            answered_at: Some(now),
            answered_by: context.actor.strip_prefix("user:").map(str::to_owned),
            revision: seen + 1,
            ..before
        };
        if !row.replace(c, seen)? {
            return Err(QuestionError::Changed);
        }
        context.note(c, "answer_question", id, "open", "answered")?;
        let link = asking.link(context, Purpose::Appointment, &request.id, None, now);
        let letter = QuestionAnswered {
            code: request.code.clone(),
            answer: answer.to_owned(),
            link: link.url,
        };
        let letter = write_to(context, asking, &request, "question_answered", &letter)?;
        links::insert(c, &[link.row])?;
        Ok(queue_letters::queue(c, context, &[letter])?)
    })
}
