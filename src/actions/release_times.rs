//! Takes back what residents could book of somebody who does not come. What was offered there by letter ends, and the waiting list is
//! matched anew. What is booked there waits for the search for a replacement: `hand_over` knows what becomes of it.

use super::asking::Asking;
use super::{Context, offering};
use crate::mail::LetterError;
use crate::store::{Connection, StoreError, offers, slots};

/// Takes back every bookable time of a person on a duty.
pub(super) fn release<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    duty_id: &str,
    person_id: &str,
) -> Result<(), E> {
    let (slot_ids, shift_ids) = slots::withdraw(c, duty_id, person_id)?;
    if slot_ids.is_empty() && shift_ids.is_empty() {
        return Ok(());
    }
    let offered = offers::asked_at(c, &slot_ids, &shift_ids)?;
    offering::withdraw(c, context, asking, &offered)
}
