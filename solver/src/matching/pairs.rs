//! The meetings that rules 2 to 5 allow: pairs of a request and a slot, each with the interpreters who can help, found
//! in `market`.
//!
//! A city has millions of pairs, so that a pair is three numbers: its price, its slot, and the list of those who can help. Many pairs
//! share a list.

use std::collections::HashMap;

use super::document::Request;
use super::instance::{Index, Instance};
use super::tongues::{Tongue, Tongues};
use super::voices::{Finder, ListId, Voices};
use crate::both::each;

/// A slot that a request may be matched with. `price` is what the match costs by itself: waiting, way, interpreter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Pair {
    pub price: i64,
    pub slot: u32,
    /// Who can help; [`super::voices::ALONE`] where nobody needs to.
    pub voices: ListId,
}

/// Every allowed pair, by request, then price.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    all: Vec<Pair>,
    first: Vec<usize>,
    /// The lists of those who can help.
    pub voices: Voices,
}

impl Pairs {
    /// The pairs of every request. Left out is one that costs more than its match can ever be worth.
    pub(super) fn new(instance: &Instance) -> Self {
        let requests: Vec<Index> = (0..instance.document.requests.len()).collect();
        Self::of(instance, &requests, |r| instance.worth(r))
    }

    /// The pairs of some requests that cost less than `most` each.
    fn of(instance: &Instance, requests: &[Index], most: impl Fn(Index) -> i64 + Sync) -> Self {
        let mut lister = Lister::new(instance);
        let asking = requests.iter().map(|&r| {
            let request = &instance.document.requests[r];
            (request, lister.tongues.add(&request.languages), most(r))
        });
        let asking: Vec<_> = asking.collect();
        let listed = each(&asking, |(request, tongue, most)| {
            lister.below(request, *tongue, *most)
        });
        let mut finder = Finder::new(instance, &lister.tongues);
        let mut all = Vec::with_capacity(listed.iter().map(Vec::len).sum());
        let mut first = vec![0];
        for ((_, tongue, _), listed) in asking.iter().zip(listed) {
            all.extend(
                listed
                    .into_iter()
                    .filter_map(|found| finder.pair(found, *tongue)),
            );
            first.push(all.len());
        }
        all.shrink_to_fit();
        Self {
            all,
            first,
            voices: finder.finish(),
        }
    }

    /// The pairs of somebody who asks beside the batch, whatever they cost. `request` keeps the format.
    pub(super) fn of_one(instance: &Instance, request: &Request) -> Self {
        let mut lister = Lister::new(instance);
        let tongue = lister.tongues.add(&request.languages);
        let listed = lister.below(request, tongue, i64::MAX);
        let mut finder = Finder::new(instance, &lister.tongues);
        let all: Vec<Pair> = listed
            .into_iter()
            .filter_map(|found| finder.pair(found, tongue))
            .collect();
        Self {
            first: vec![0, all.len()],
            all,
            voices: finder.finish(),
        }
    }

    /// The pairs of a request, the cheapest first.
    #[must_use]
    pub fn of_request(&self, request: Index) -> &[Pair] {
        &self.all[self.first[request]..self.first[request + 1]]
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Whether any pair is allowed for each of the requests, however dear.
pub(super) fn possible(instance: &Instance, requests: &[Index]) -> Vec<bool> {
    let pairs = Pairs::of(instance, requests, |_| i64::MAX);
    let has_any = |k| !pairs.of_request(k).is_empty();
    (0..requests.len()).map(has_any).collect()
}

/// Lists what rules 2 to 4 allow.
struct Lister<'a> {
    instance: &'a Instance,
    /// What all of them speak, those who ask among them.
    tongues: Tongues,
}

impl<'a> Lister<'a> {
    fn new(instance: &'a Instance) -> Self {
        Self {
            instance,
            tongues: instance.market.tongues.clone(),
        }
    }

    /// Price, slot, and whether both speak with each other, of what costs less than `most` and rules 2 to 4 allow; the cheapest first.
    /// `tongue` is what the resident speaks.
    fn below(&self, request: &Request, tongue: Tongue, most: i64) -> Vec<(i64, Index, bool)> {
        let (market, slots) = (&self.instance.market, &self.instance.slots);
        let excluded = market.excluded(request);
        let mut shares: HashMap<Tongue, bool> = HashMap::new();
        let mut out = Vec::new();
        for (station, km) in market.places(request) {
            for s in market.in_windows(request, station, slots) {
                let owner = slots[s].owner;
                if excluded.contains(&owner) {
                    continue;
                }
                let other = market.of_adviser[owner];
                let alone = *shares
                    .entry(other)
                    .or_insert_with(|| self.tongues.share(tongue, other));
                let price = self.price(request, s, km, alone);
                if price < most {
                    out.push((price, s, alone));
                }
            }
        }
        out.sort_by_key(|&(price, s, _)| (price, slots[s].start, s));
        out
    }

    fn price(&self, request: &Request, s: Index, km: i64, alone: bool) -> i64 {
        let w = self.instance.document.weights;
        let today = self.instance.document.now.day();
        let days = self.instance.slots[s].start.div_euclid(1440) - today;
        i64::from(w.wait_day) * i64::from(request.urgency) * days
            + i64::from(w.travel_km) * km
            + if alone { 0 } else { i64::from(w.interpreter) }
    }
}
