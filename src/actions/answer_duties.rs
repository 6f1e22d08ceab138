//! A person's answer to the duties of a link: confirm all, confirm one, decline one. The same answer twice is the same as once.

use chrono::NaiveDateTime;
use thiserror::Error;

use super::Context;
use super::open_link::{LinkError, assignments, valid};
use crate::domain::assignment::{AssignmentEvent, AssignmentState};
use crate::domain::capability::Token;
use crate::store::duties::{AssignmentChange, AssignmentRow, DutyRow, change_assignment};
use crate::store::{Connection, Store, StoreError, links};

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
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes an answer. Gives the assignments that it changed: none where everything was answered so before.
pub fn answer_duties(
    store: &Store,
    context: &Context,
    token: &Token,
    answer: &Answer,
) -> Result<Vec<String>, AnswerError> {
    let now = context.instant();
    store.write(|c| {
        let link = valid(c, token, now)?;
        let mine = assignments(c, &link)?;
        let changed = match answer {
            Answer::ConfirmAll => confirm_all(c, &mine, now)?,
            Answer::Confirm { assignment } => {
                change_one(c, &mine, assignment, AssignmentEvent::Confirm, None, now)?
            }
            Answer::Decline { assignment, reason } => {
                let reason = reason.trim().chars().take(REASON_LENGTH).collect();
                let event = AssignmentEvent::Decline;
                change_one(c, &mine, assignment, event, Some(reason), now)?
            }
        };
        links::mark_used(c, &link.id, now)?;
        Ok(changed)
    })
}

fn confirm_all(
    c: &mut Connection,
    mine: &[(AssignmentRow, DutyRow)],
    now: NaiveDateTime,
) -> Result<Vec<String>, AnswerError> {
    let open = |(row, duty): &&(AssignmentRow, DutyRow)| {
        row.state() == AssignmentState::Asked && duty.starts_at > now
    };
    let mut changed = Vec::new();
    for (row, duty) in mine.iter().filter(open) {
        changed.extend(change(c, row, duty, AssignmentEvent::Confirm, None, now)?);
    }
    Ok(changed)
}

fn change_one(
    c: &mut Connection,
    mine: &[(AssignmentRow, DutyRow)],
    id: &str,
    event: AssignmentEvent,
    reason: Option<String>,
    now: NaiveDateTime,
) -> Result<Vec<String>, AnswerError> {
    let (row, duty) = mine
        .iter()
        .find(|(row, _)| row.id == id)
        .ok_or(AnswerError::NotYours)?;
    Ok(change(c, row, duty, event, reason, now)?
        .into_iter()
        .collect())
}

fn change(
    c: &mut Connection,
    row: &AssignmentRow,
    duty: &DutyRow,
    event: AssignmentEvent,
    reason: Option<String>,
    now: NaiveDateTime,
) -> Result<Option<String>, AnswerError> {
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
    if change_assignment(c, row, to, &answer)? {
        Ok(Some(row.id.clone()))
    } else {
        // Changed between our look and our write, by a coordinator or another press.
        Err(AnswerError::Closed(from))
    }
}
