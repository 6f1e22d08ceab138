//! What to offer a resident who is asking now: by the rules and prices of the batch, and by what the last batch said that the others
//! would pay for a slot and for an interpreter's time, so that a scarce hour is not spent on somebody who can be served without it.

use std::collections::{HashMap, HashSet};

use super::certificate::{Certificate, UNIT};
use super::instance::{Index, Instance};
use super::plan::Triple;

/// A match that may be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The match, with what it costs by itself.
    pub triple: Triple,
    /// What others would pay for its slot and its interpreter's time, in thousandths of a unit of the objective.
    pub wanted: i64,
}

impl Offer {
    /// What it costs all in all, in thousandths of a unit of the objective.
    #[must_use]
    pub fn cost(&self) -> i64 {
        self.triple.price * UNIT + self.wanted
    }
}

/// The cheapest matches of a request, at most so many: one of an adviser on a date, so that there is something to choose; where that
/// is not enough, more of the same.
#[must_use]
pub fn offers(
    instance: &Instance,
    request: Index,
    prices: &Certificate,
    most: usize,
) -> Vec<Offer> {
    let all = cheapest_by_slot(instance, request, prices);
    let mut seen = HashSet::new();
    let (mut first, others): (Vec<Offer>, Vec<Offer>) = all.into_iter().partition(|offer| {
        let slot = instance.slots[offer.triple.slot];
        seen.insert((slot.owner, slot.start.div_euclid(1440)))
    });
    first.truncate(most);
    let missing = most - first.len();
    first.extend(others.into_iter().take(missing));
    first.sort_by_key(|offer| rank(instance, offer));
    first
}

/// The cheapest match in each slot, the cheapest first.
fn cheapest_by_slot(instance: &Instance, request: Index, prices: &Certificate) -> Vec<Offer> {
    let document = &instance.document;
    let slots: HashMap<&str, i64> = prices
        .slots
        .iter()
        .map(|(id, p)| (id.as_str(), *p))
        .collect();
    let mut moments: HashMap<&str, Vec<(i64, i64)>> = HashMap::new();
    for (id, moment, price) in &prices.interpreters {
        moments
            .entry(id)
            .or_default()
            .push((moment.minutes(), *price));
    }
    let mut all = Vec::new();
    for pair in instance.pairs.of_request(request) {
        let slot = pair.slot as Index;
        let time = instance.slots[slot];
        let of_slot = slots
            .get(document.slots[slot].id.as_str())
            .copied()
            .unwrap_or(0);
        let of_shift = |shift: Index| -> i64 {
            let interpreter = document.shifts[shift].interpreter.as_str();
            let own = moments.get(interpreter).map_or(&[][..], Vec::as_slice);
            let within = own
                .iter()
                .filter(|(minute, _)| (time.start..time.end).contains(minute));
            within.map(|(_, price)| price).sum()
        };
        let voices = instance.pairs.voices.list(pair.voices).iter();
        let voices = voices.map(|voice| voice.shift as Index);
        let helped = voices.map(|shift| (of_shift(shift), Some(shift))).min();
        let (of_shift, shift) = helped.unwrap_or((0, None));
        let triple = Triple {
            request,
            slot,
            shift,
            price: pair.price,
        };
        all.push(Offer {
            triple,
            wanted: of_slot + of_shift,
        });
    }
    all.sort_by_key(|offer| rank(instance, offer));
    all
}

fn rank(instance: &Instance, offer: &Offer) -> (i64, i64, Index) {
    let slot = offer.triple.slot;
    (offer.cost(), instance.slots[slot].start, slot)
}
