//! What of everything that could be offered is free: looked up some at a time, the best first.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::offers::Offer;

use super::Found;
use crate::actions::matching_instance::distinct;
use crate::actions::rooms::Rooms;
use crate::store::claims::{self, Wish, person};
use crate::store::slots::{self, SlotRow};
use crate::store::{Connection, StoreError};

/// How many are looked up first: so many that there is something to choose.
const FIRST: usize = 25;

/// How many of those who can help are looked up for a slot.
const VOICES: usize = 8;

/// What is free.
#[derive(Default)]
pub(super) struct Free {
    /// Offers with their slots, the best first.
    pub(super) offers: Vec<(Offer, SlotRow)>,
    /// The rooms at their stations.
    pub(super) rooms: Rooms,
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
    while free.offers.len() < least && !left.is_empty() {
        let (next, rest) = left.split_at(some.min(left.len()));
        let next = free_of(c, now, found, next, &mut free.rooms)?;
        free.offers.extend(next);
        // Where most of it is gone, more is looked up at once.
        (left, some) = (rest, some * 4);
    }
    Ok(free)
}

/// Those of some offers that are free, each with somebody who can help and is free too, where it needs one.
fn free_of(
    c: &mut Connection,
    now: NaiveDateTime,
    found: &Found<'_>,
    some: &[Offer],
    rooms: &mut Rooms,
) -> Result<Vec<(Offer, SlotRow)>, StoreError> {
    let instance = &found.market.instance;
    let ids: Vec<String> = some
        .iter()
        .map(|o| slot_id(instance, o).to_owned())
        .collect();
    let mut open: HashMap<String, SlotRow> = slots::find_slots(c, &ids)?
        .into_iter()
        .filter(|slot| slot.state == "open" && slot.starts_at > now)
        .map(|slot| (slot.id.clone(), slot))
        .collect();
    let some: Vec<(Vec<Offer>, SlotRow)> = some
        .iter()
        .filter_map(|offer| {
            let slot = open.remove(slot_id(instance, offer))?;
            let mut each = found
                .offers
                .with_each_voice(instance, &found.market.wanted, offer);
            each.truncate(VOICES);
            Some((each, slot))
        })
        .collect();
    let shift_ids = some.iter().flat_map(|(each, _)| each);
    let shift_ids = distinct(shift_ids.filter_map(|offer| shift_id(instance, offer)));
    let open_shifts: HashSet<String> = slots::find_shifts(c, &shift_ids)?
        .into_iter()
        .filter(|shift| shift.state == "open")
        .map(|shift| shift.id)
        .collect();
    let all_wishes: Vec<Wish> = some
        .iter()
        .flat_map(|(each, slot)| each.iter().flat_map(|offer| wishes(instance, offer, slot)))
        .collect();
    let refused = claims::refused(c, &all_wishes, now)?;
    let all_slots: Vec<SlotRow> = some.iter().map(|(_, slot)| slot.clone()).collect();
    rooms.look_up(c, &all_slots, now)?;
    let is_free = |offer: &Offer, slot: &SlotRow| {
        shift_id(instance, offer).is_none_or(|id| open_shifts.contains(id))
            && !wishes(instance, offer, slot).any(|wish| refused.contains(&wish))
    };
    let free = some.into_iter().filter(|(_, slot)| rooms.has_one_for(slot));
    Ok(free
        .filter_map(|(each, slot)| {
            let offer = each.into_iter().find(|offer| is_free(offer, &slot))?;
            Some((offer, slot))
        })
        .collect())
}

fn slot_id<'a>(instance: &'a Instance, offer: &Offer) -> &'a str {
    &instance.document.slots[offer.slot].id
}

fn shift_id<'a>(instance: &'a Instance, offer: &Offer) -> Option<&'a String> {
    offer.shift.map(|shift| &instance.document.shifts[shift].id)
}

/// Whose time an offer needs.
pub(super) fn wishes<'a>(
    instance: &'a Instance,
    offer: &Offer,
    slot: &'a SlotRow,
) -> impl Iterator<Item = Wish> + 'a {
    let interpreter = offer
        .shift
        .map(|shift| &instance.document.shifts[shift].interpreter);
    let people = std::iter::once(&slot.adviser_id).chain(interpreter);
    people.map(|id| Wish {
        resource: person(id),
        from: slot.starts_at,
        to: slot.ends_at,
    })
}
