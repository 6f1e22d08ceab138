//! What becomes of the appointments of an adviser or interpreter who declines their duty. While a replacement is looked for, they stay as
//! they are. `hand_over` gives them to the replacement where topic and language still fit: same time, same place, and a letter that says
//! who comes. `let_fall` leaves the others to the next matching, which finds their residents another time before anybody else
//! (`match_waiting_list::rematch`). Either way a resident is told once.

mod fits;

use std::collections::HashSet;

use chrono::TimeDelta;

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::find_replacement::ReplacementError;
use super::matching_instance::Prices;
use super::open_times::Times;
use super::{Context, booking, match_waiting_list, queue_letters};
use crate::domain::appointment::RequestState;
use crate::mail::LetterError;
use crate::mail::letters::WhyCancelled;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::claims::{self, Claimant, claims_of};
use crate::store::{Connection, StoreError, links, rematches, requests, slots};

use fits::{Fit, Offering};

/// The booked appointments that lost a person: whoever declined a duty.
fn stranded(
    c: &mut Connection,
    duty_id: &str,
    person_id: &str,
) -> Result<Vec<AppointmentRow>, StoreError> {
    let (slot_ids, shift_ids) = slots::withdrawn(c, duty_id, person_id)?;
    if slot_ids.is_empty() && shift_ids.is_empty() {
        return Ok(Vec::new());
    }
    appointments::booked_at(c, &slot_ids, &shift_ids)
}

/// What begins so soon is not left to a matching, which may have to wait behind other long work.
const SOON: TimeDelta = TimeDelta::hours(2);

/// Cancels what a person has booked on a duty that they declined. Its residents are left to the next matching, which tells them; those
/// whose time is near are told at once. What was claimed is free for others.
pub(super) fn let_fall<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    (city_id, duty_id): (&str, &str),
    person_id: &str,
) -> Result<(), E> {
    let rows = stranded(c, duty_id, person_id)?;
    let_fall_these(c, context, asking, city_id, rows)
}

/// The same for these appointments.
pub(super) fn let_fall_these<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
    rows: Vec<AppointmentRow>,
) -> Result<(), E> {
    if rows.is_empty() {
        return Ok(());
    }
    let slot_ids: Vec<String> = rows.iter().map(|row| row.slot_id.clone()).collect();
    let near = context.instant() + SOON;
    let soon = slots::find_slots(c, &slot_ids)?.into_iter();
    let soon: HashSet<String> = soon
        .filter(|slot| slot.starts_at < near)
        .map(|slot| slot.id)
        .collect();
    let (soon, later): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| soon.contains(&row.slot_id));
    booking::cancel::<E>(c, context, asking, soon, WhyCancelled::NobodyComes)?;
    let fallen = booking::give_up(c, context, later)?;
    let ids = |of: &dyn Fn(&AppointmentRow) -> &String| -> Vec<String> {
        fallen.iter().map(|row| of(row).clone()).collect()
    };
    let word_by = asking.promise.word_by(context.instant());
    let request_ids = ids(&|row| &row.request_id);
    requests::wait_again(c, &request_ids, RequestState::Booked, word_by)?;
    rematches::note(c, &ids(&|row| &row.id))?;
    match_waiting_list::enqueue(c, context, city_id)?;
    Ok(())
}

/// Gives what a person has booked on a duty that they declined to whoever takes their seat, whose `times` were opened just now. What does
/// not fit is left to the next matching.
pub(super) fn hand_over(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    prices: Prices,
    (city_id, duty_id): (&str, &str),
    person_id: &str,
    times: &Times,
) -> Result<(), ReplacementError> {
    let rows = stranded(c, duty_id, person_id)?;
    if rows.is_empty() {
        return Ok(());
    }
    let offered = Offering::load(c, context, (city_id, prices), &rows, times)?;
    let (mut handed, mut fallen) = (Vec::new(), Vec::new());
    claims::take_out_expired(c, context.instant())?;
    for row in rows {
        match give_any(c, context, &row, &offered.fits(&row))? {
            Some(after) => handed.push(after),
            None => fallen.push(row),
        }
    }
    let words = AppointmentWords::load(c, &handed)?;
    let (mut letters, mut new_links) = (Vec::new(), Vec::new());
    for row in &handed {
        let (letter, link) = words.handed_over(context, asking, row)?;
        letters.push(letter);
        new_links.push(link.row);
    }
    links::insert(c, &new_links)?;
    queue_letters::queue(c, context, &letters)?;
    let_fall_these(c, context, asking, city_id, fallen)
}

/// Writes the first that can be. None where none can.
fn give_any(
    c: &mut Connection,
    context: &Context,
    row: &AppointmentRow,
    fits: &[Fit],
) -> Result<Option<AppointmentRow>, StoreError> {
    for fit in fits {
        if let Some(after) = give(c, context, row, fit)? {
            return Ok(Some(after));
        }
    }
    Ok(None)
}

/// Writes it. None where a newcomer is booked at that time already, or the appointment was changed.
fn give(
    c: &mut Connection,
    context: &Context,
    row: &AppointmentRow,
    fit: &Fit,
) -> Result<Option<AppointmentRow>, StoreError> {
    if !claims::refused(c, &fit.newcomers, context.instant())?.is_empty() {
        return Ok(None);
    }
    let after = AppointmentRow {
        revision: row.revision + 1,
        ..fit.row(row)
    };
    if !appointments::hand_over(c, row, &after)? {
        return Ok(None);
    }
    let without = |one: &AppointmentRow, other: &AppointmentRow| -> Vec<String> {
        let others: HashSet<&String> = other.slot_ids().collect();
        let own = one.slot_ids().filter(|id| !others.contains(id));
        own.cloned().collect()
    };
    slots::change_slots(c, &without(&after, row), "open", "booked")?;
    // The slot of whoever declined is withdrawn, and stays so.
    slots::change_slots(c, &without(row, &after), "booked", "open")?;
    claims::release_people(c, &row.id)?;
    let claimant = Claimant::Appointment(&row.id);
    let wishes = fit.wishes();
    let minutes = wishes.flat_map(|wish| claims_of(&wish, claimant).collect::<Vec<_>>());
    claims::insert(c, minutes.collect())?;
    context.note(
        c,
        "hand_over_appointment",
        &row.id,
        &row.slot_id,
        &fit.slot.id,
    )?;
    Ok(Some(after))
}
