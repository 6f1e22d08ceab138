//! A person's answer to the duties of a link: confirm all, confirm one, decline one. The same answer twice is the same as once.
//! A decline takes back what residents could book there and puts the search for a replacement into the queue, in the same
//! transaction.

mod thanks;

use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::open_link::{LinkError, assignments, valid};
use super::release_times::release;
use crate::domain::assignment::{AssignmentEvent, AssignmentState};
use crate::domain::capability::Token;
use crate::domain::job::{FindReplacement, JobKind};
use crate::mail::LetterError;
use crate::store::duties::{AssignmentChange, AssignmentRow, DutyRow, change_assignment};
use crate::store::{Connection, Store, StoreError, jobs, links};

/// Most characters of a reason that are kept.
const REASON_LENGTH: usize = 200;

/// What a person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Will come to every duty that waits for an answer.
    ConfirmAll,
    /// Will come to this one.
    Confirm {
        /// The assignment.
        assignment: String,
    },
    /// Will not come to this one.
    Decline {
        /// The assignment.
        assignment: String,
        /// The person's words; may be empty.
        reason: String,
    },
}

/// Why an answer is not taken.
#[derive(Debug, Error)]
pub enum AnswerError {
    /// The link opens nothing.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The duty is none of the link's.
    #[error("this duty is none of the link's")]
    NotYours,
    /// Somebody else has the duty, or it is over.
    #[error("the duty is {state} and no longer waits for this answer", state = .0.as_str())]
    Closed(AssignmentState),
    /// The duty has begun.
    #[error("the duty has begun")]
    TooLate,
    /// The letter of thanks cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes an answer. Gives the assignments that it changed: none where everything was answered so before.
pub fn answer_duties(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    token: &Token,
    answer: &Answer,
) -> Result<Vec<String>, AnswerError> {
    let now = context.instant();
    store.write(|c| {
        let link = valid(c, token, now)?;
        let context = Context {
            actor: format!("person:{}", link.person_id.as_deref().unwrap_or_default()),
            ..context.clone()
        };
        let mine = assignments(c, &link)?;
        let changed = match answer {
            Answer::ConfirmAll => confirm_all(c, &context, &mine)?,
            Answer::Confirm { assignment } => change_one(
                c,
                &context,
                &mine,
                assignment,
                AssignmentEvent::Confirm,
                None,
            )?,
            Answer::Decline { assignment, reason } => {
                let reason = reason.trim().chars().take(REASON_LENGTH).collect();
                let event = AssignmentEvent::Decline;
                change_one(c, &context, &mine, assignment, event, Some(reason))?
            }
        };
        if matches!(answer, Answer::Decline { .. }) {
            for (row, duty) in mine.iter().filter(|(row, _)| changed.contains(&row.id)) {
                release::<AnswerError>(c, &context, asking, &duty.id, &row.person_id)?;
            }
        }
        if !changed.is_empty() {
            thanks::thank(c, &context, asking, (&link, token), answer)?;
        }
        links::mark_used(c, &link.id, now)?;
        Ok(changed)
    })
}

fn confirm_all(
    c: &mut Connection,
    context: &Context,
    mine: &[(AssignmentRow, DutyRow)],
) -> Result<Vec<String>, AnswerError> {
    let now = context.instant();
    let open = |(row, duty): &&(AssignmentRow, DutyRow)| {
        row.state() == AssignmentState::Asked && duty.starts_at > now
    };
    let mut changed = Vec::new();
    for (row, duty) in mine.iter().filter(open) {
        changed.extend(change(
            c,
            context,
            (row, duty),
            AssignmentEvent::Confirm,
            None,
        )?);
    }
    Ok(changed)
}

fn change_one(
    c: &mut Connection,
    context: &Context,
    mine: &[(AssignmentRow, DutyRow)],
    id: &str,
    event: AssignmentEvent,
    reason: Option<String>,
) -> Result<Vec<String>, AnswerError> {
    let pair = mine
        .iter()
        .find(|(row, _)| row.id == id)
        .ok_or(AnswerError::NotYours)?;
    let changed = change(c, context, (&pair.0, &pair.1), event, reason)?;
    Ok(changed.into_iter().collect())
}

fn change(
    c: &mut Connection,
    context: &Context,
    (row, duty): (&AssignmentRow, &DutyRow),
    event: AssignmentEvent,
    reason: Option<String>,
) -> Result<Option<String>, AnswerError> {
    let now = context.instant();
    let from = row.state();
    let to = from.after(event).map_err(|_| AnswerError::Closed(from))?;
    if from == to {
        return Ok(None);
    }
    if duty.starts_at <= now {
        return Err(AnswerError::TooLate);
    }
    let answer = AssignmentChange {
        answered_at: Some(now),
        reason,
        ..AssignmentChange::default()
    };
    if !change_assignment(c, row, to, &answer)? {
        // Changed between our look and our write, by a coordinator or another press.
        return Err(AnswerError::Closed(from));
    }
    context.note(c, "answer_duty", &row.id, from.as_str(), to.as_str())?;
    if to == AssignmentState::Declined {
        let payload = FindReplacement {
            assignment: row.id.clone(),
        };
        let key = Some(payload.key());
        jobs::enqueue(c, &context.job(JobKind::FindReplacement, &payload, key))?;
    }
    Ok(Some(row.id.clone()))
}
