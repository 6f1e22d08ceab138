//! What becomes of the appointments of an adviser or interpreter who declines their duty. While a replacement is looked for, they stay as
//! they are. `hand_over` gives them to the replacement where topic and language still fit: same time, same place, and a letter that says
//! who comes. `let_fall` leaves the others to the next matching, which finds their residents another time before anybody else
//! (`match_waiting_list::rematch`). Either way a resident is told once.

use chrono_tz::Tz;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::document::{Adviser, Request, Slot};
use zhiban_solver::matching::offers::{Offers, Prices as Wanted};
use zhiban_solver::problem::in_a_line;

use super::appointment_words::AppointmentWords;
use super::asking::{Asking, Promise};
use super::find_replacement::ReplacementError;
use super::matching_instance::{self, Prices, distinct, request, whole_shift, zone};
use super::open_times::Times;
use super::{Context, booking, match_waiting_list, queue_letters};
use crate::domain::appointment::RequestState;
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

/// Cancels what a person has booked on a duty that they declined, and leaves its residents to the next matching. What was claimed is free
/// for others at once.
pub(super) fn let_fall(
    c: &mut Connection,
    context: &Context,
    promise: &Promise,
    (city_id, duty_id): (&str, &str),
    person_id: &str,
) -> Result<(), StoreError> {
    let rows = stranded(c, duty_id, person_id)?;
    let_fall_these(c, context, promise, city_id, rows)
}

fn let_fall_these(
    c: &mut Connection,
    context: &Context,
    promise: &Promise,
    city_id: &str,
    rows: Vec<AppointmentRow>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let fallen = booking::give_up(c, context, rows)?;
    let ids = |of: &dyn Fn(&AppointmentRow) -> &String| -> Vec<String> {
        fallen.iter().map(|row| of(row).clone()).collect()
    };
    let word_by = promise.word_by(context.instant());
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
    for row in rows {
        let kept = match offered.fit(&row) {
            Some(fit) => give(c, context, &row, &fit)?,
            None => None,
        };
        match kept {
            Some(after) => handed.push(after),
            None => fallen.push(row),
        }
    }
    let words = AppointmentWords::load(c, &handed)?;
    for row in &handed {
        let (letter, link) = words.handed_over(context, asking, row)?;
        links::insert(c, &[link.row])?;
        queue_letters::queue(c, context, &[letter])?;
    }
    Ok(let_fall_these(
        c,
        context,
        &asking.promise,
        city_id,
        fallen,
    )?)
}

/// What an appointment becomes.
struct Fit {
    slot: SlotRow,
    shift: Option<ShiftRow>,
    /// Who is new in it.
    newcomers: Vec<Wish>,
}

/// Writes it. None where a newcomer is booked at that time already, or the appointment was changed.
fn give(
    c: &mut Connection,
    context: &Context,
    row: &AppointmentRow,
    fit: &Fit,
) -> Result<Option<AppointmentRow>, StoreError> {
    claims::take_out_expired(c, context.instant())?;
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

    /// How an appointment can stay at its time.
    fn fit(&self, row: &AppointmentRow) -> Option<Fit> {
        let request = self.requests.iter().find(|r| r.id == row.request_id)?;
        let before = self.slots.iter().find(|s| s.id == row.slot_id)?;
        let document = &self.instance.document;
        let own = |slot: &Slot| slot.id == row.slot_id;
        let known = |slot: &Slot| self.slots.iter().find(|s| s.id == slot.id);
        let offers = Offers::new(&self.instance, request, &Wanted::default());
        let wanted = Wanted::default();
        let each = offers.all.iter();
        let each = each.flat_map(|offer| offers.with_each_voice(&self.instance, &wanted, offer));
        each.into_iter().find_map(|offer| {
            let slot = known(&document.slots[offer.slot])?;
            // Its own, or one that was opened just now in its place: not another's that is booked.
            if !own(&document.slots[offer.slot]) && slot.state != "open" {
                return None;
            }
            if (slot.starts_at, &slot.station_id) != (before.starts_at, &before.station_id) {
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
        })
    }
}
