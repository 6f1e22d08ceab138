//! Cancels an appointment: what it claimed is free again, and is matched to who waits. The resident is told; they are done with, or wait
//! for another time, as they want.

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::close_appointment::CloseError;
use super::{Context, match_waiting_list, queue_letters};
use crate::domain::appointment::{AppointmentEvent, AppointmentState, RequestState};
use crate::store::{Store, appointments, requests, slots};

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
        let row = appointments::find(c, id)?.ok_or(CloseError::Gone)?;
        if row.revision != seen {
            return Err(CloseError::Changed);
        }
        let to = row.state().after(AppointmentEvent::Cancel)?;
        if row.state() == AppointmentState::Cancelled {
            return Ok(());
        }
        let words = AppointmentWords::load(c, std::slice::from_ref(&row))?;
        if words.times(&row).0.starts_at <= context.instant() {
            return Err(CloseError::TooLate);
        }
        let letter = words.cancelled(context, asking, &row)?;
        if !appointments::change(c, &row, to, true)? {
            return Err(CloseError::Changed);
        }
        slots::change_slots(c, std::slice::from_ref(&row.slot_id), "booked", "open")?;
        let after = if wants_another {
            RequestState::Waiting
        } else {
            RequestState::Closed
        };
        let request = [row.request_id.clone()];
        requests::change_state(c, &request, RequestState::Booked, after)?;
        queue_letters::queue(c, context, &[letter])?;
        for city_id in words.cities() {
            match_waiting_list::enqueue(c, context, &city_id)?;
        }
        context.note(c, "cancel_appointment", id, "booked", "cancelled")?;
        Ok(())
    })
}
