//! Marks how an appointment ended: the resident came, or did not. Their request is done with then; who came is asked how it was.

use chrono::TimeDelta;
use thiserror::Error;

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::{Context, queue_letters};
use crate::domain::appointment::{AppointmentEvent, AppointmentRefusal, RequestState};
use crate::mail::LetterError;
use crate::store::appointments::AppointmentRow;
use crate::store::{Connection, Store, StoreError, appointments, links, requests, slots};

/// How early a resident may come.
const EARLY: TimeDelta = TimeDelta::hours(1);

/// Why an appointment was not closed.
#[derive(Debug, Error)]
pub enum CloseError {
    /// There is no such appointment.
    #[error("there is no such appointment")]
    Gone,
    /// It is not what the caller has seen.
    #[error("the appointment was changed meanwhile")]
    Changed,
    /// It is over already, or was given up.
    #[error(transparent)]
    Refused(#[from] AppointmentRefusal),
    /// It has not begun: nobody can have missed it, nor come to it, but a little early.
    #[error("the appointment has not begun")]
    TooEarly,
    /// It has begun: it was attended, or missed.
    #[error("the appointment has begun")]
    TooLate,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Closes an appointment that still has the revision `seen`.
pub fn close_appointment(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
    seen: i32,
    event: AppointmentEvent,
) -> Result<(), CloseError> {
    store.write(|c| {
        let row = appointments::find(c, id)?.ok_or(CloseError::Gone)?;
        if row.revision != seen {
            return Err(CloseError::Changed);
        }
        let from = row.state();
        let to = from.after(event)?;
        let slot = slots::find_slots(c, std::slice::from_ref(&row.slot_id))?.pop();
        let now = context.instant();
        let early = if event == AppointmentEvent::Attend {
            EARLY
        } else {
            TimeDelta::zero()
        };
        if slot.is_none_or(|slot| slot.starts_at - early > now) {
            return Err(CloseError::TooEarly);
        }
        if !appointments::change(c, &row, to, false)? {
            return Err(CloseError::Changed);
        }
        let request = [row.request_id.clone()];
        requests::change_state(c, &request, RequestState::Booked, RequestState::Closed)?;
        context.note(c, "close_appointment", id, from.as_str(), to.as_str())?;
        if event == AppointmentEvent::Attend {
            ask_how_it_was(c, context, asking, row)?;
        }
        Ok(())
    })
}

fn ask_how_it_was(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    row: AppointmentRow,
) -> Result<(), CloseError> {
    let words = AppointmentWords::load(c, std::slice::from_ref(&row))?;
    let Some((letter, link)) = words.please_rate(context, asking, &row)? else {
        return Ok(());
    };
    links::insert(c, &[link.row])?;
    Ok(queue_letters::queue(c, context, &[letter])?)
}
