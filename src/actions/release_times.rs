//! Takes back what residents could book of somebody who does not come. Whoever had an appointment there waits again and is told so
//! by letter, and the waiting list is matched anew.

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::{Context, match_waiting_list, queue_letters};
use crate::domain::appointment::{AppointmentState, RequestState};
use crate::mail::LetterError;
use crate::store::{Connection, StoreError, appointments, requests, slots};

/// Takes back every bookable time of a person on a duty. Gives how many appointments it cancelled.
pub(super) fn release<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    duty_id: &str,
    person_id: &str,
) -> Result<usize, E> {
    let (slot_ids, shift_ids) = slots::withdraw(c, duty_id, person_id)?;
    if slot_ids.is_empty() && shift_ids.is_empty() {
        return Ok(0);
    }
    let booked = appointments::booked_at(c, &slot_ids, &shift_ids)?;
    if booked.is_empty() {
        return Ok(0);
    }
    let words = AppointmentWords::load(c, &booked)?;
    let (mut letters, mut cancelled) = (Vec::new(), Vec::new());
    for row in booked {
        // One that somebody closed at the same moment is over.
        if appointments::change(c, &row, AppointmentState::Cancelled, true)? {
            context.note(c, "cancel_appointment", &row.id, "booked", "cancelled")?;
            letters.push(words.cancelled(context, asking, &row)?);
            cancelled.push(row);
        }
    }
    // An adviser whose interpreter does not come is free for others.
    let freed: Vec<String> = cancelled.iter().map(|row| row.slot_id.clone()).collect();
    slots::change_slots(c, &freed, "booked", "open")?;
    let waiting: Vec<String> = cancelled.iter().map(|row| row.request_id.clone()).collect();
    requests::change_state(c, &waiting, RequestState::Booked, RequestState::Waiting)?;
    queue_letters::queue(c, context, &letters)?;
    for city_id in words.cities() {
        match_waiting_list::enqueue(c, context, &city_id)?;
    }
    Ok(cancelled.len())
}
