//! Cancels an appointment: what it claimed is free again, and is matched to who waits. The resident is told; they are done with, or wait
//! for another time, as they want.

use super::asking::Asking;
use super::close_appointment::CloseError;
use super::{Context, booking};
use crate::domain::appointment::{AppointmentEvent, AppointmentState};
use crate::mail::letters::WhyCancelled;
use crate::store::appointments::AppointmentRow;
use crate::store::{Connection, Store, appointments, slots};

/// Cancels an appointment that still has the revision `seen`. One that is cancelled already stays so.
pub fn cancel_appointment(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
    seen: i32,
    wants_another: bool,
) -> Result<(), CloseError> {
    store.write(|c| {
        let Some(row) = to_cancel(c, context, id, seen)? else {
            return Ok(());
        };
        let why = if wants_another {
            WhyCancelled::WantsAnother
        } else {
            WhyCancelled::NoLongerNeeded
        };
        match booking::cancel::<CloseError>(c, context, asking, vec![row], why)? {
            0 => Err(CloseError::Changed),
            _ => Ok(()),
        }
    })
}

/// The appointment that can be cancelled now, if it still has the revision `seen`; none where it is cancelled already.
pub(super) fn to_cancel(
    c: &mut Connection,
    context: &Context,
    id: &str,
    seen: i32,
) -> Result<Option<AppointmentRow>, CloseError> {
    let row = appointments::find(c, id)?.ok_or(CloseError::Gone)?;
    if row.revision != seen {
        return Err(CloseError::Changed);
    }
    row.state().after(AppointmentEvent::Cancel)?;
    if row.state() == AppointmentState::Cancelled {
        return Ok(None);
    }
    let slot = slots::find_slots(c, std::slice::from_ref(&row.slot_id))?.pop();
    if slot.is_none_or(|slot| slot.starts_at <= context.instant()) {
        return Err(CloseError::TooLate);
    }
    Ok(Some(row))
}
