//! What changing a duty, a pin or a ban of a roster has in common: whether the roster is open for it, and marking it as changed.

use thiserror::Error;

use crate::domain::roster::{RosterEvent, RosterRefusal, Word};
use crate::store::duties::{self, DutyRow};
use crate::store::rosters::{self, RosterRow};
use crate::store::{Connection, StoreError};

/// Why a roster was not adjusted.
#[derive(Debug, Error)]
pub enum AdjustError {
    /// There is no such duty.
    #[error("there is no such duty")]
    Gone,
    /// The duty's station is closed.
    #[error("the duty is called off")]
    CalledOff,
    /// The duty is not what the caller has seen.
    #[error("the duty was changed meanwhile")]
    Changed,
    /// The person does not serve in the roster's district.
    #[error("the person does not serve in this district")]
    NotHere,
    /// The opposite stands already.
    #[error("the pair has the opposite {} already", .0.as_str())]
    Opposite(Word),
    /// The roster is being solved, or is published.
    #[error(transparent)]
    Refused(#[from] RosterRefusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The duty with this id and its roster, if that may be adjusted.
pub(super) fn open_duty(
    c: &mut Connection,
    duty_id: &str,
) -> Result<(DutyRow, RosterRow), AdjustError> {
    let duty = duties::find(c, duty_id)?.ok_or(AdjustError::Gone)?;
    let roster = rosters::find(c, &duty.roster_id)?.ok_or(AdjustError::Gone)?;
    roster.state().after(RosterEvent::Adjust)?;
    if duty.called_off {
        return Err(AdjustError::CalledOff);
    }
    Ok((duty, roster))
}

/// Marks the roster as changed, so that a publication which read it before begins again. Whoever adjusts it at the same time waits
/// here until this transaction ends, and a generation that was quicker is found out.
pub(super) fn mark(c: &mut Connection, roster: &RosterRow) -> Result<(), AdjustError> {
    let from = roster.state();
    if rosters::change_state(c, &roster.id, from, from.after(RosterEvent::Adjust)?)? {
        return Ok(());
    }
    let now = rosters::find(c, &roster.id)?.ok_or(AdjustError::Gone)?;
    now.state().after(RosterEvent::Adjust)?;
    Err(AdjustError::Changed)
}
