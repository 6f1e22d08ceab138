//! Marks whether somebody came to their duty.

use thiserror::Error;

use super::Context;
use crate::domain::assignment::{AssignmentEvent, AssignmentRefusal};
use crate::store::duties::{self, AssignmentChange, AssignmentRow};
use crate::store::{Store, StoreError};

/// Why it was not marked.
#[derive(Debug, Error)]
pub enum AttendanceError {
    /// There is no such assignment.
    #[error("there is no such assignment")]
    Gone,
    /// It is not what the caller has seen.
    #[error("the assignment was changed meanwhile")]
    Changed,
    /// The duty has not begun: nobody can have come to it, nor missed it.
    #[error("the duty has not begun")]
    TooEarly,
    /// Whoever declined, or was replaced, neither came nor was absent.
    #[error(transparent)]
    Refused(#[from] AssignmentRefusal),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks an assignment that still has the revision `seen`. Marked wrongly, it is marked again. Gives it as it is then.
pub fn mark_attendance(
    store: &Store,
    context: &Context,
    id: &str,
    seen: i32,
    came: bool,
) -> Result<AssignmentRow, AttendanceError> {
    let event = match came {
        true => AssignmentEvent::Serve,
        false => AssignmentEvent::Miss,
    };
    store.write(|c| {
        let (row, duty) = duties::find_assignment(c, id)?.ok_or(AttendanceError::Gone)?;
        if row.revision != seen {
            return Err(AttendanceError::Changed);
        }
        let from = row.state();
        let to = from.after(event)?;
        if duty.starts_at > context.instant() {
            return Err(AttendanceError::TooEarly);
        }
        if from == to {
            return Ok(row);
        }
        if !duties::change_assignment(c, &row, to, &AssignmentChange::default())? {
            return Err(AttendanceError::Changed);
        }
        context.note(c, "mark_attendance", id, from.as_str(), to.as_str())?;
        let marked = duties::find_assignment(c, id)?;
        marked.map(|(row, _)| row).ok_or(AttendanceError::Gone)
    })
}
