//! Why this one: what speaks for each of some offers, in facts.

use std::collections::HashMap;

use zhiban_solver::language::Languages;
use zhiban_solver::matching::document::Request;
use zhiban_solver::matching::instance::{Index, home};
use zhiban_solver::matching::offers::Offer;
use zhiban_solver::matching::{Instance, Match};
use zhiban_solver::place::km;

use super::sought::Found;
use crate::domain::offer::Why;

/// What speaks for each of some offers that are shown together.
pub(super) fn each<'a>(
    found: &Found<'_>,
    offers: impl Iterator<Item = &'a Offer> + Clone,
) -> Vec<Why> {
    let (instance, request) = (found.instance(), &found.sought.request);
    let start = |offer: &Offer| instance.slots[offer.slot].start;
    let way = |offer: &Offer| way(instance, request, offer.slot);
    let least = |all: Vec<f64>| {
        let (least, most) = (
            all.iter().copied().reduce(f64::min)?,
            all.into_iter().reduce(f64::max)?,
        );
        // Where all are alike it says nothing.
        (least < most).then_some(least)
    };
    let earliest = least(offers.clone().map(|o| start(o) as f64).collect());
    let nearest = least(offers.clone().filter_map(way).collect());
    offers
        .map(|offer| Why {
            language: language(instance, request, offer.slot, offer.shift),
            km: way(offer),
            is_earliest: earliest == Some(start(offer) as f64),
            is_nearest: nearest.is_some() && way(offer) == nearest,
        })
        .collect()
}

/// What speaks for each match of a matching, which offers one time to each resident.
pub(in crate::actions) fn each_match(instance: &Instance, matches: &[&Match]) -> Vec<Why> {
    let document = &instance.document;
    let requests: HashMap<&str, &Request> = document
        .requests
        .iter()
        .map(|r| (r.id.as_str(), r))
        .collect();
    let slots = (0..)
        .zip(&document.slots)
        .map(|(at, s)| (s.id.as_str(), at));
    let slots: HashMap<&str, Index> = slots.collect();
    let shifts = (0..)
        .zip(&document.shifts)
        .map(|(at, s)| (s.id.as_str(), at));
    let shifts: HashMap<&str, Index> = shifts.collect();
    let why = |m: &&Match| {
        // The audit has found all of them in the document.
        let (request, slot) = (requests[m.request.as_str()], slots[m.slot.as_str()]);
        let shift = m.shift.as_ref().map(|id| shifts[id.as_str()]);
        Why {
            language: language(instance, request, slot, shift),
            km: way(instance, request, slot),
            is_earliest: false,
            is_nearest: false,
        }
    };
    matches.iter().map(why).collect()
}

/// How far the resident goes; none by video.
fn way(instance: &Instance, request: &Request, slot: Index) -> Option<f64> {
    let station = instance.slots[slot].station?;
    Some(km(home(request), instance.place(station)))
}

/// The language that the resident speaks best of those they share with whom they speak with.
fn language(
    instance: &Instance,
    request: &Request,
    slot: Index,
    shift: Option<Index>,
) -> Option<String> {
    let document = &instance.document;
    let other: &Languages = match shift {
        Some(shift) => &document.interpreters[instance.shifts[shift].owner].languages,
        None => &document.advisers[instance.slots[slot].owner].languages,
    };
    let working = document.working_level;
    let shared = request.languages.iter().filter(|(tag, own)| {
        **own >= working && other.get(*tag).is_some_and(|level| *level >= working)
    });
    let best = shared.max_by_key(|(tag, own)| (**own, other.get(*tag).copied()));
    best.map(|(tag, _)| tag.clone())
}
