//! How stranded appointments could keep their time: a problem of just their slots and the newcomer's, for the solver knows who can meet
//! whom.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::document::{Adviser, Request};
use zhiban_solver::matching::offers::{Offer, Offers, Prices as Wanted};
use zhiban_solver::matching::panels::Mediators;
use zhiban_solver::problem::in_a_line;

use crate::actions::Context;
use crate::actions::find_replacement::ReplacementError;
use crate::actions::matching_instance::{self, Prices, distinct, request, whole_shift, zone};
use crate::actions::open_times::Times;
use crate::store::appointments::AppointmentRow;
use crate::store::claims::Wish;
use crate::store::requests::{RequestParts, RequestWindowRow};
use crate::store::slots::{self, ShiftRow, SlotRow};
use crate::store::{Connection, StoreError, people, places, requests};

/// What an appointment becomes.
pub(super) struct Fit {
    pub(super) slot: SlotRow,
    shift: Option<ShiftRow>,
    mediators: Vec<SlotRow>,
    /// Who is new in it.
    pub(super) newcomers: Vec<Wish>,
}

impl Fit {
    /// The appointment with these people.
    pub(super) fn row(&self, before: &AppointmentRow) -> AppointmentRow {
        AppointmentRow {
            slot_id: self.slot.id.clone(),
            shift_id: self.shift.as_ref().map(|shift| shift.id.clone()),
            ..before.clone()
        }
        .with_mediators(&self.mediators)
    }

    /// The time of everybody in it.
    pub(super) fn wishes(&self) -> impl Iterator<Item = Wish> {
        let interpreter = self.shift.iter().map(|shift| &shift.interpreter_id);
        let beside = self.mediators.iter().map(|slot| &slot.adviser_id);
        let people = std::iter::once(&self.slot.adviser_id);
        let people = people.chain(interpreter).chain(beside);
        people.map(|id| Wish::of_person(id, &self.slot))
    }
}

/// What a resident asks for, at the time that they have only, and whom they are never to meet.
type Asked = (Request, BTreeSet<String>);

/// The times that stranded appointments could keep.
pub(super) struct Offering {
    /// The slots and shifts that they have, and those of the newcomer.
    slots: HashMap<String, SlotRow>,
    shifts: HashMap<String, ShiftRow>,
    instance: Instance,
    mediators: Mediators,
    /// By request.
    asked: HashMap<String, Asked>,
}

impl Offering {
    pub(super) fn load(
        c: &mut Connection,
        context: &Context,
        (city_id, prices): (&str, Prices),
        rows: &[AppointmentRow],
        times: &Times,
    ) -> Result<Self, ReplacementError> {
        let gone = || ReplacementError::Wrong(format!("the city {city_id} is gone"));
        let city = places::find_city(c, city_id)?.ok_or_else(gone)?;
        let zone = zone(&city);
        let slot_ids = distinct(rows.iter().flat_map(AppointmentRow::slot_ids));
        let mut own_slots = slots::find_slots(c, &slot_ids)?;
        let shift_ids = distinct(rows.iter().filter_map(|r| r.shift_id.as_ref()));
        let mut own_shifts = slots::find_shifts(c, &shift_ids)?;
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
        let slots: HashMap<String, SlotRow> =
            own_slots.into_iter().map(|s| (s.id.clone(), s)).collect();
        let asked = asked(c, (zone, &document.advisers), rows, &slots)?;
        let instance =
            Instance::new(document).map_err(|wrong| ReplacementError::Wrong(in_a_line(&wrong)))?;
        let mediating = people::mediating(c, city_id)?;
        Ok(Self {
            mediators: Mediators::new(&instance, |id| mediating.contains(id)),
            slots,
            shifts: own_shifts.into_iter().map(|s| (s.id.clone(), s)).collect(),
            instance,
            asked,
        })
    }

    /// How an appointment can stay at its time: with as few newcomers as can be first.
    pub(super) fn fits(&self, row: &AppointmentRow) -> Vec<Fit> {
        let Some(asked) = self.asked.get(&row.request_id) else {
            return Vec::new();
        };
        let nobody_else = Wanted::default();
        let offers = Offers::new(&self.instance, &asked.0, &nobody_else);
        let each = offers.all.iter();
        let each =
            each.flat_map(|offer| offers.with_each_voice(&self.instance, &nobody_else, offer));
        let fits = each.filter_map(|offer| self.fit(row, asked, &offer));
        let mut fits: Vec<Fit> = fits.collect();
        fits.sort_by_key(|fit| fit.newcomers.len());
        fits
    }

    /// The same with an offer; none where it is at another time or place, in a slot of another's, or without mediators enough.
    fn fit(&self, row: &AppointmentRow, asked: &Asked, offer: &Offer) -> Option<Fit> {
        let document = &self.instance.document;
        let before = self.slots.get(&row.slot_id)?;
        let slot = self.slots.get(&document.slots[offer.slot].id)?;
        let is_here = (slot.starts_at, &slot.station_id) == (before.starts_at, &before.station_id);
        if !is_here || !is_for(row, slot) {
            return None;
        }
        let mediators = self.mediators(row, asked, offer)?;
        let shift = offer.shift.map(|shift| &document.shifts[shift].id);
        let shift = shift.and_then(|id| self.shifts.get(id));
        let own: BTreeSet<&String> = row.slot_ids().collect();
        let new_slots = std::iter::once(slot).chain(&mediators);
        let new_slots = new_slots.filter(|slot| !own.contains(&slot.id));
        let new_shift = shift.filter(|shift| row.shift_id.as_ref() != Some(&shift.id));
        let newcomers = new_slots.map(|slot| &slot.adviser_id);
        let newcomers = newcomers.chain(new_shift.map(|shift| &shift.interpreter_id));
        Some(Fit {
            newcomers: newcomers.map(|id| Wish::of_person(id, slot)).collect(),
            slot: slot.clone(),
            shift: shift.cloned(),
            mediators,
        })
    }

    /// The slots of as many mediators as it has, those who are in it already first; none where there are not enough.
    fn mediators(
        &self,
        row: &AppointmentRow,
        (request, never): &Asked,
        offer: &Offer,
    ) -> Option<Vec<SlotRow>> {
        let count = row.mediator_slot_ids().count();
        if count == 0 {
            return Some(Vec::new());
        }
        let instance = &self.instance;
        if self.mediators.mediates(instance.slots[offer.slot].owner) {
            return None;
        }
        let nobody_else = Wanted::default();
        let beside = self
            .mediators
            .beside(instance, request, never, &nobody_else, offer);
        let beside = beside.into_iter();
        let beside = beside.filter_map(|s| self.slots.get(&instance.document.slots[s].id));
        let mut beside: Vec<&SlotRow> = beside.filter(|slot| is_for(row, slot)).collect();
        beside.sort_by_key(|slot| !row.slot_ids().any(|id| *id == slot.id));
        beside.truncate(count);
        (beside.len() == count).then(|| beside.into_iter().cloned().collect())
    }
}

/// Whether a slot is an appointment's own, or was opened just now for somebody who takes over: not another's that is booked.
fn is_for(row: &AppointmentRow, slot: &SlotRow) -> bool {
    slot.state == "open" || row.slot_ids().any(|id| *id == slot.id)
}

/// What the residents ask for, at the time that they have.
fn asked(
    c: &mut Connection,
    (zone, advisers): (Tz, &[Adviser]),
    rows: &[AppointmentRow],
    slots: &HashMap<String, SlotRow>,
) -> Result<HashMap<String, Asked>, StoreError> {
    let ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    let parts = requests::parts_of(c, &ids)?;
    let none = RequestParts::default();
    let times = rows
        .iter()
        .filter_map(|row| Some((&row.request_id, slots.get(&row.slot_id)?)));
    let times: HashMap<&String, &SlotRow> = times.collect();
    let asked = |row: requests::RequestRow| {
        let slot = times.get(&row.id)?;
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
        let request = request(zone, advisers, &row, &parts)?;
        let never = parts.never().cloned().collect();
        Some((row.id, (request, never)))
    };
    let rows = requests::find_all(c, &ids)?.into_iter();
    Ok(rows.filter_map(asked).collect())
}
