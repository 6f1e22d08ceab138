//! What of everything that could be offered is free: looked up some at a time, the best first.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::instance::Index;
use zhiban_solver::matching::offers::Offer;

use super::sought::Found;
use crate::actions::matching_instance::distinct;
use crate::actions::rooms::Rooms;
use crate::actions::{Context, booking};
use crate::store::appointments::AppointmentRow;
use crate::store::claims::{self, Wish};
use crate::store::slots::{self, SlotRow};
use crate::store::{Connection, StoreError};

/// How many are looked up first: so many that there is something to choose.
const FIRST: usize = 25;

/// How many of those who can help are looked up for a slot.
const VOICES: usize = 8;

/// What is free.
#[derive(Default)]
pub(super) struct Free {
    /// The best first.
    pub(super) meetings: Vec<Meeting>,
    /// The rooms at their stations.
    pub(super) rooms: Rooms,
}

/// An offer that is free, with its slot and those of the mediators who sit beside.
#[derive(Clone)]
pub(super) struct Meeting {
    /// Others would pay for the mediators' slots too.
    pub(super) offer: Offer,
    pub(super) slot: SlotRow,
    pub(super) mediators: Vec<SlotRow>,
}

impl Meeting {
    /// The appointment that it would be.
    pub(super) fn row(
        &self,
        context: &Context,
        instance: &Instance,
        request_id: &str,
    ) -> AppointmentRow {
        let shift = shift_id(instance, &self.offer).map(String::as_str);
        booking::row(context, request_id, &self.slot.id, shift).with_mediators(&self.mediators)
    }

    /// Whose time it needs.
    pub(super) fn wishes<'a>(&'a self, instance: &'a Instance) -> impl Iterator<Item = Wish> + 'a {
        let beside = self.mediators.iter();
        let beside = beside.map(|seat| Wish::of_person(&seat.adviser_id, &self.slot));
        wishes(instance, &self.offer, &self.slot).chain(beside)
    }
}

/// The best that are free: at least so many, if there are.
pub(super) fn best(
    c: &mut Connection,
    now: NaiveDateTime,
    found: &Found<'_>,
    least: usize,
) -> Result<Free, StoreError> {
    let mut free = Free::default();
    let (mut left, mut some) = (found.offers.all.as_slice(), FIRST);
    while free.meetings.len() < least && !left.is_empty() {
        let (next, rest) = left.split_at(some.min(left.len()));
        let next = free_of(c, now, found, next, &mut free.rooms)?;
        free.meetings.extend(next);
        // Where most of it is gone, more is looked up at once.
        (left, some) = (rest, some * 4);
    }
    Ok(free)
}

/// An open slot that could be offered, and the ways to have it.
struct Open {
    slot: SlotRow,
    voices: Vec<(Offer, Vec<Index>)>,
}

/// What is free of the times that some offers need.
struct Times {
    /// Open slots from now on, by id.
    slots: HashMap<String, SlotRow>,
    shifts: HashSet<String>,
    refused: HashSet<Wish>,
}

/// Those of some offers that are free, each with somebody who can help and is free too, where it needs one.
fn free_of(
    c: &mut Connection,
    now: NaiveDateTime,
    found: &Found<'_>,
    some: &[Offer],
    rooms: &mut Rooms,
) -> Result<Vec<Meeting>, StoreError> {
    let instance = found.instance();
    let id = |slot: Index| &instance.document.slots[slot].id;
    let slot_ids = distinct(some.iter().map(|offer| id(offer.slot)));
    let mut slots = slots::find_open(c, &slot_ids, now)?;
    let open: Vec<Open> = some
        .iter()
        .filter_map(|offer| {
            let slot = slots.remove(id(offer.slot))?;
            let mut voices = found.voices(offer);
            voices.truncate(VOICES);
            Some(Open { slot, voices })
        })
        .collect();
    let times = Times::look_up(c, now, found, &open)?;
    let all_slots: Vec<SlotRow> = open.iter().map(|one| one.slot.clone()).collect();
    rooms.look_up(c, &all_slots, now)?;
    let with_room = open.into_iter().filter(|one| rooms.has_one_for(&one.slot));
    Ok(with_room
        .filter_map(|one| times.meeting(found, one))
        .collect())
}

impl Times {
    fn look_up(
        c: &mut Connection,
        now: NaiveDateTime,
        found: &Found<'_>,
        open: &[Open],
    ) -> Result<Self, StoreError> {
        let instance = found.instance();
        let voices = || open.iter().flat_map(|one| &one.voices);
        let beside = voices().flat_map(|(_, beside)| beside);
        let beside = beside.map(|&slot| &instance.document.slots[slot].id);
        let slots = slots::find_open(c, &distinct(beside), now)?;
        let shift_ids = voices().filter_map(|(offer, _)| shift_id(instance, offer));
        let shifts = slots::find_shifts(c, &distinct(shift_ids))?.into_iter();
        let shifts = shifts.filter(|shift| shift.state == "open");
        let mut all_wishes = Vec::new();
        for one in open {
            for (offer, beside) in &one.voices {
                all_wishes.extend(wishes(instance, offer, &one.slot));
                let ids = beside.iter().map(|&slot| mediator(instance, slot));
                all_wishes.extend(ids.map(|id| Wish::of_person(id, &one.slot)));
            }
        }
        Ok(Self {
            slots,
            shifts: shifts.map(|shift| shift.id).collect(),
            refused: claims::refused(c, &all_wishes, now)?,
        })
    }

    /// The first way to have a slot in which everybody is free.
    fn meeting(&self, found: &Found<'_>, open: Open) -> Option<Meeting> {
        let instance = found.instance();
        let is_free = |offer: &Offer| {
            shift_id(instance, offer).is_none_or(|id| self.shifts.contains(id))
                && !wishes(instance, offer, &open.slot).any(|wish| self.refused.contains(&wish))
        };
        let mediators = found.sought.mediators;
        open.voices.into_iter().find_map(|(mut offer, beside)| {
            let free = beside.into_iter().filter(|&slot| {
                !self
                    .refused
                    .contains(&Wish::of_person(mediator(instance, slot), &open.slot))
            });
            let free = free.filter_map(|slot| {
                let row = self.slots.get(&instance.document.slots[slot].id)?;
                Some((slot, row.clone()))
            });
            let seats: Vec<(Index, SlotRow)> = free.take(mediators).collect();
            if seats.len() < mediators || !is_free(&offer) {
                return None;
            }
            let wanted = seats
                .iter()
                .map(|(slot, _)| found.market.wanted.of_slot(*slot));
            offer.wanted += wanted.sum::<i64>();
            Some(Meeting {
                offer,
                slot: open.slot.clone(),
                mediators: seats.into_iter().map(|(_, row)| row).collect(),
            })
        })
    }
}

fn shift_id<'a>(instance: &'a Instance, offer: &Offer) -> Option<&'a String> {
    offer.shift.map(|shift| &instance.document.shifts[shift].id)
}

/// Whose slot it is.
fn mediator(instance: &Instance, slot: Index) -> &String {
    &instance.document.slots[slot].adviser
}

/// Whose time an offer needs, without the mediators'.
fn wishes<'a>(
    instance: &'a Instance,
    offer: &Offer,
    slot: &'a SlotRow,
) -> impl Iterator<Item = Wish> + 'a {
    let interpreter = offer
        .shift
        .map(|shift| &instance.document.shifts[shift].interpreter);
    let people = std::iter::once(&slot.adviser_id).chain(interpreter);
    people.map(|id| Wish::of_person(id, slot))
}
