//! Takes back what residents could book of somebody who does not come. Whoever had an appointment there waits again and is told so
//! by letter, and the waiting list is matched anew.

use super::asking::Asking;
use super::{Context, booking, match_waiting_list, offering};
use crate::mail::LetterError;
use crate::mail::letters::{WhyCancelled, WhyEnded};
use crate::store::{Connection, StoreError, appointments, offers, slots};

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
    let offered = offers::asked_at(c, &slot_ids, &shift_ids)?;
    for city_id in offering::end::<E>(c, context, asking, &offered, WhyEnded::NobodyComes)? {
        match_waiting_list::enqueue(c, context, &city_id)?;
    }
    let booked = appointments::booked_at(c, &slot_ids, &shift_ids)?;
    if booked.is_empty() {
        return Ok(0);
    }
    // An adviser whose interpreter does not come is free for others.
    booking::cancel(c, context, asking, booked, WhyCancelled::NobodyComes)
}
