//! Takes back one time that was opened beside the duties. What was offered of it ends, and its resident is told; what is booked stays,
//! since an appointment is cancelled or moved first. What came of a duty goes with the duty (`release_times`).

use thiserror::Error;

use super::asking::Asking;
use super::{Context, offering};
use crate::mail::LetterError;
use crate::store::{Connection, Store, StoreError, appointments, offers, slots};

/// Why a time was not taken back.
#[derive(Debug, Error)]
pub enum WithdrawError {
    /// There is no such time.
    #[error("there is no such time")]
    Gone,
    /// It came of a duty.
    #[error("the time came of a duty")]
    OfDuty,
    /// Somebody has an appointment then.
    #[error("somebody has an appointment then")]
    Booked,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes an adviser's slot back. One that was taken back already stays so.
pub fn withdraw_slot(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
) -> Result<(), WithdrawError> {
    let ids = [id.to_owned()];
    store.write(|c| {
        let find = |c: &mut Connection| -> Result<_, WithdrawError> {
            let found = slots::find_slots(c, &ids)?.pop();
            found.ok_or(WithdrawError::Gone)
        };
        if find(c)?.duty_id.is_some() {
            return Err(WithdrawError::OfDuty);
        }
        if slots::change_slots(c, &ids, "open", "withdrawn")? == 0 {
            return match find(c)?.state.as_str() {
                "withdrawn" => Ok(()),
                _ => Err(WithdrawError::Booked),
            };
        }
        let offered = offers::asked_at(c, &ids, &[])?;
        offering::withdraw::<WithdrawError>(c, context, asking, &offered)?;
        Ok(context.note(c, "withdraw_slot", id, "open", "withdrawn")?)
    })
}

/// Takes an interpreter's shift back. One that was taken back already stays so.
pub fn withdraw_shift(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
) -> Result<(), WithdrawError> {
    let ids = [id.to_owned()];
    store.write(|c| {
        let found = slots::find_shifts(c, &ids)?.pop();
        if found.ok_or(WithdrawError::Gone)?.duty_id.is_some() {
            return Err(WithdrawError::OfDuty);
        }
        if slots::change_shifts(c, &ids, "open", "withdrawn")? == 0 {
            return Ok(());
        }
        // Looked at after the change: whoever books with it holds it first, and has done so, or finds it withdrawn.
        if !appointments::booked_at(c, &[], &ids)?.is_empty() {
            return Err(WithdrawError::Booked);
        }
        let offered = offers::asked_at(c, &[], &ids)?;
        offering::withdraw::<WithdrawError>(c, context, asking, &offered)?;
        Ok(context.note(c, "withdraw_shift", id, "open", "withdrawn")?)
    })
}
