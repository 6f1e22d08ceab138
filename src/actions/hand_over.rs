//! What becomes of the appointments of an adviser or interpreter who declines their duty. While a replacement is looked for, they stay as
//! they are. `hand_over` gives them to the replacement where topic and language still fit: same time, same place, and a letter that says
//! who comes. `let_fall` leaves the others to the next matching, which finds their residents another time before anybody else
//! (`match_waiting_list::rematch`). Either way a resident is told once.

use std::collections::HashSet;

use chrono::TimeDelta;
use chrono_tz::Tz;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::document::{Adviser, Request};
use zhiban_solver::matching::offers::{Offer, Offers, Prices as Wanted};
use zhiban_solver::problem::in_a_line;

use super::appointment_words::AppointmentWords;
use super::asking::Asking;
use super::find_replacement::ReplacementError;
use super::matching_instance::{self, Prices, distinct, request, whole_shift, zone};
use super::open_times::Times;
use super::{Context, booking, match_waiting_list, queue_letters};
use crate::domain::appointment::RequestState;
use crate::mail::LetterError;
use crate::mail::letters::WhyCancelled;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::claims::{self, Claimant, Wish, claims_of, person};
use crate::store::requests::{RequestParts, RequestWindowRow};
use crate::store::slots::{self, ShiftRow, SlotRow};
use crate::store::{Connection, StoreError, links, places, rematches, requests};

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

fn let_fall_these<E: From<StoreError> + From<LetterError>>(
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

/// What an appointment becomes.
struct Fit {
    slot: SlotRow,
    shift: Option<ShiftRow>,
    /// Who is new in it.
    newcomers: Vec<Wish>,
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
    let shift_id = fit.shift.as_ref().map(|shift| shift.id.as_str());
    if !appointments::hand_over(c, row, &fit.slot.id, shift_id)? {
        return Ok(None);
    }
    // The slot of an appointment that loses its interpreter only is booked already.
    slots::change_slots(c, std::slice::from_ref(&fit.slot.id), "open", "booked")?;
    claims::release_people(c, &row.id)?;
    let interpreter = fit.shift.as_ref().map(|shift| &shift.interpreter_id);
    let people = std::iter::once(&fit.slot.adviser_id).chain(interpreter);
    let wishes = people.map(|id| wish(id, &fit.slot));
    let claimant = Claimant::Appointment(&row.id);
    let minutes = wishes.flat_map(|wish| claims_of(&wish, claimant).collect::<Vec<_>>());
    claims::insert(c, minutes.collect())?;
    context.note(
        c,
        "hand_over_appointment",
        &row.id,
        &row.slot_id,
        &fit.slot.id,
    )?;
    Ok(Some(AppointmentRow {
        slot_id: fit.slot.id.clone(),
        shift_id: shift_id.map(str::to_owned),
        revision: row.revision + 1,
        ..row.clone()
    }))
}

fn wish(person_id: &str, slot: &SlotRow) -> Wish {
    Wish {
        resource: person(person_id),
        from: slot.starts_at,
        to: slot.ends_at,
    }
}

/// The times that stranded appointments could keep, as a problem of the solver's: it knows who can meet whom.
struct Offering {
    /// The slots and shifts that they have, and those of the newcomer.
    slots: Vec<SlotRow>,
    shifts: Vec<ShiftRow>,
    instance: Instance,
    /// Each with its own time only.
    requests: Vec<Request>,
}

impl Offering {
    fn load(
        c: &mut Connection,
        context: &Context,
        (city_id, prices): (&str, Prices),
        rows: &[AppointmentRow],
        times: &Times,
    ) -> Result<Self, ReplacementError> {
        let gone = || ReplacementError::Wrong(format!("the city {city_id} is gone"));
        let city = places::find_city(c, city_id)?.ok_or_else(gone)?;
        let zone = zone(&city);
        let mut own_slots = slots::find_slots(c, &distinct(rows.iter().map(|r| &r.slot_id)))?;
        let shift_ids = distinct(rows.iter().filter_map(|r| r.shift_id.as_ref()));
        let mut own_shifts = slots::find_shifts(c, &shift_ids)?;
        let before = own_slots.clone();
        own_slots.extend(times.slots.iter().cloned());
        own_shifts.extend(times.shifts.iter().cloned());
        let usable: Vec<SlotRow> = own_slots
            .iter()
            .filter(|s| s.state != "withdrawn")
            .cloned()
            .collect();
        let usable_shifts = own_shifts.iter().filter(|s| s.state != "withdrawn");
        let pieces = usable_shifts
            .filter_map(|row| whole_shift(zone, row))
            .collect();
        let document =
            matching_instance::document(c, context.instant(), city, prices, &usable, pieces)?;
        let requests = Self::requests(c, (zone, &document.advisers), rows, &before)?;
        let instance =
            Instance::new(document).map_err(|wrong| ReplacementError::Wrong(in_a_line(&wrong)))?;
        Ok(Self {
            slots: own_slots,
            shifts: own_shifts,
            instance,
            requests,
        })
    }

    /// What the residents ask for, at the time that they have.
    fn requests(
        c: &mut Connection,
        (zone, advisers): (Tz, &[Adviser]),
        rows: &[AppointmentRow],
        own_slots: &[SlotRow],
    ) -> Result<Vec<Request>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
        let parts = requests::parts_of(c, &ids)?;
        let none = RequestParts::default();
        let time = |id: &str| {
            let row = rows.iter().find(|row| row.request_id == id)?;
            own_slots.iter().find(|slot| slot.id == row.slot_id)
        };
        let asked = requests::find_all(c, &ids)?;
        Ok(asked
            .iter()
            .filter_map(|row| {
                let slot = time(&row.id)?;
                let window = RequestWindowRow {
                    id: String::new(),
                    request_id: row.id.clone(),
                    starts_at: slot.starts_at,
                    ends_at: slot.ends_at,
                };
                let parts = RequestParts {
                    windows: vec![window],
                    ..parts.get(&row.id).unwrap_or(&none).clone()
                };
                request(zone, advisers, row, &parts)
            })
            .collect())
    }

    /// How an appointment can stay at its time: with as few newcomers as can be first.
    fn fits(&self, row: &AppointmentRow) -> Vec<Fit> {
        let request = self.requests.iter().find(|r| r.id == row.request_id);
        let before = self.slots.iter().find(|s| s.id == row.slot_id);
        let (Some(request), Some(before)) = (request, before) else {
            return Vec::new();
        };
        let nobody_else = Wanted::default();
        let offers = Offers::new(&self.instance, request, &nobody_else);
        let each = offers.all.iter();
        let each =
            each.flat_map(|offer| offers.with_each_voice(&self.instance, &nobody_else, offer));
        let fits = each.filter_map(|offer| self.fit(row, before, &offer));
        let mut fits: Vec<Fit> = fits.collect();
        fits.sort_by_key(|fit| fit.newcomers.len());
        fits
    }

    /// The same with an offer; none where it is at another time or place, or in a slot of another's.
    fn fit(&self, row: &AppointmentRow, before: &SlotRow, offer: &Offer) -> Option<Fit> {
        let document = &self.instance.document;
        let slot_id = &document.slots[offer.slot].id;
        let slot = self.slots.iter().find(|s| &s.id == slot_id)?;
        let is_here = (slot.starts_at, &slot.station_id) == (before.starts_at, &before.station_id);
        if !is_here || (slot.id != before.id && slot.state != "open") {
            return None;
        }
        let shift = offer.shift.map(|shift| &document.shifts[shift].id);
        let shift = shift.and_then(|id| self.shifts.iter().find(|s| &s.id == id));
        let mut newcomers = Vec::new();
        if slot.id != before.id {
            newcomers.push(wish(&slot.adviser_id, slot));
        }
        if let Some(shift) = shift
            && row.shift_id.as_ref() != Some(&shift.id)
        {
            newcomers.push(wish(&shift.interpreter_id, slot));
        }
        Some(Fit {
            slot: slot.clone(),
            shift: shift.cloned(),
            newcomers,
        })
    }
}
