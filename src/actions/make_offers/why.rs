//! Why this one: what speaks for each of some offers, in facts.

use zhiban_solver::language::Languages;
use zhiban_solver::matching::instance::home;
use zhiban_solver::matching::offers::Offer;
use zhiban_solver::place::km;

use super::Found;
use crate::domain::offer::Why;

/// What speaks for each of some offers that are shown together.
pub(super) fn each<'a>(
    found: &Found<'_>,
    offers: impl Iterator<Item = &'a Offer> + Clone,
) -> Vec<Why> {
    let instance = &found.market.instance;
    let start = |offer: &Offer| instance.slots[offer.slot].start;
    let way = |offer: &Offer| {
        let station = instance.slots[offer.slot].station?;
        Some(km(home(found.request), instance.place(station)))
    };
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
            language: language(found, offer),
            km: way(offer),
            is_earliest: earliest == Some(start(offer) as f64),
            is_nearest: nearest.is_some() && way(offer) == nearest,
        })
        .collect()
}

/// The language that the resident speaks best of those they share with whom they speak with.
fn language(found: &Found<'_>, offer: &Offer) -> Option<String> {
    let (instance, request) = (&found.market.instance, found.request);
    let document = &instance.document;
    let other: &Languages = match offer.shift {
        Some(shift) => &document.interpreters[instance.shifts[shift].owner].languages,
        None => &document.advisers[instance.slots[offer.slot].owner].languages,
    };
    let working = document.working_level;
    let shared = request.languages.iter().filter(|(tag, own)| {
        **own >= working && other.get(*tag).is_some_and(|level| *level >= working)
    });
    let best = shared.max_by_key(|(tag, own)| (**own, other.get(*tag).copied()));
    best.map(|(tag, _)| tag.clone())
}
