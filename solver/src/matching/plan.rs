//! A matching by numbers: the greedy one the search starts from, and what one costs. The audit counts again from the documents.

use std::collections::{HashMap, HashSet};

use super::answer::Terms;
use super::document::Request;
use super::instance::{Index, Instance, home};
use crate::place::rounded_km;

/// The most urgent first, each with the cheapest match that is still free.
#[must_use]
pub fn greedy(instance: &Instance) -> Vec<Index> {
    let mut of_request: HashMap<Index, Vec<Index>> = HashMap::new();
    for (t, triple) in instance.triples.iter().enumerate() {
        of_request.entry(triple.request).or_default().push(t);
    }
    let requests = &instance.document.requests;
    let mut order: Vec<Index> = (0..requests.len()).collect();
    order.sort_by_key(|&r| (std::cmp::Reverse(requests[r].urgency), r));
    let mut taken = HashSet::new();
    let mut busy: HashMap<Index, Vec<(i64, i64)>> = HashMap::new();
    let mut chosen = Vec::new();
    for r in order {
        let free = of_request
            .get(&r)
            .into_iter()
            .flatten()
            .copied()
            .find(|&t| {
                let triple = instance.triples[t];
                let slot = instance.slots[triple.slot];
                let helper = triple.shift.map(|h| instance.shifts[h].owner);
                let spans = helper
                    .and_then(|n| busy.get(&n))
                    .map_or(&[][..], Vec::as_slice);
                !taken.contains(&triple.slot)
                    && spans.iter().all(|&(a, b)| b <= slot.start || slot.end <= a)
            });
        let Some(t) = free else { continue };
        let triple = instance.triples[t];
        let slot = instance.slots[triple.slot];
        taken.insert(triple.slot);
        if let Some(h) = triple.shift {
            busy.entry(instance.shifts[h].owner)
                .or_default()
                .push((slot.start, slot.end));
        }
        chosen.push(t);
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
pub fn terms(instance: &Instance, chosen: &[Index]) -> Terms {
    let w = instance.document.weights;
    let today = instance.document.now.day();
    let mut terms = Terms::default();
    let mut served = HashSet::new();
    for &t in chosen {
        let triple = instance.triples[t];
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
