//! A matching by numbers: the greedy one the search starts from, and what one costs. The audit counts again from the documents.

use std::collections::HashSet;

use super::answer::Terms;
use super::document::Request;
use super::instance::{Index, Instance, home};
use super::voices::{ALONE, Voice};
use crate::place::rounded_km;

/// A match by numbers. `price` is what it costs by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Triple {
    pub request: Index,
    pub slot: Index,
    pub shift: Option<Index>,
    pub price: i64,
}

/// The most urgent first, each with the cheapest match that is still free.
#[must_use]
pub fn greedy(instance: &Instance) -> Vec<Triple> {
    let requests = &instance.document.requests;
    let mut order: Vec<Index> = (0..requests.len()).collect();
    order.sort_by_key(|&r| (std::cmp::Reverse(requests[r].urgency), r));
    let voices = &instance.pairs.voices;
    let mut taken = vec![false; instance.slots.len()];
    let mut busy = vec![false; voices.cells.len()];
    let mut chosen = Vec::new();
    for request in order {
        // A match that is dearer than none is left out.
        let most = instance.unmatched_price(request);
        let pairs = instance.pairs.of_request(request).iter();
        let mut free = pairs
            .take_while(|pair| pair.price < most)
            .filter_map(|pair| {
                let slot = pair.slot as Index;
                if taken[slot] {
                    return None;
                }
                let is_free = |voice: &&Voice| !busy[voice.cells()].iter().any(|&busy| busy);
                let voice = voices.list(pair.voices).iter().find(is_free);
                (pair.voices == ALONE || voice.is_some()).then_some((pair, voice))
            });
        let Some((pair, voice)) = free.next() else {
            continue;
        };
        let (slot, price) = (pair.slot as Index, pair.price);
        taken[slot] = true;
        if let Some(voice) = voice {
            busy[voice.cells()].fill(true);
        }
        chosen.push(Triple {
            request,
            slot,
            shift: voice.map(|voice| voice.shift as Index),
            price,
        });
    }
    chosen
}

/// The largest, over the groups that are measured, of the rounded-up percentage left unmatched.
#[must_use]
pub fn worst_share(instance: &Instance, served: &HashSet<Index>) -> u32 {
    let share = |members: &Vec<Index>| {
        let left = members.iter().filter(|r| !served.contains(r)).count();
        u32::try_from((100 * left).div_ceil(members.len())).unwrap_or(100)
    };
    instance.groups.values().map(share).max().unwrap_or(0)
}

/// What a matching costs, term by term.
#[must_use]
pub fn terms(instance: &Instance, chosen: &[Triple]) -> Terms {
    let w = instance.document.weights;
    let today = instance.document.now.day();
    let mut terms = Terms::default();
    let mut served = HashSet::new();
    for triple in chosen {
        let slot = instance.slots[triple.slot];
        let request: &Request = &instance.document.requests[triple.request];
        served.insert(triple.request);
        let days = slot.start.div_euclid(1440) - today;
        terms.wait_day += i64::from(w.wait_day) * i64::from(request.urgency) * days;
        let km = slot
            .station
            .map_or(0, |s| rounded_km(home(request), instance.place(s)));
        terms.travel_km += i64::from(w.travel_km) * km;
        terms.interpreter += i64::from(w.interpreter) * i64::from(triple.shift.is_some());
    }
    terms.unmatched = (0..instance.document.requests.len())
        .filter(|r| !served.contains(r))
        .map(|r| instance.unmatched_price(r))
        .sum();
    terms.equity = i64::from(w.equity) * i64::from(worst_share(instance, &served));
    terms
}
