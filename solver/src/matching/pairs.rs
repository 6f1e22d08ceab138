//! The meetings that rules 2 to 5 allow: pairs of a request and a slot, each with the interpreters who can help, by way of indices:
//! slots by station and skill, shifts by station and date.
//!
//! A city has millions of pairs, so that a pair is three numbers: its price, its slot, and the list of those who can help. Many pairs
//! share a list.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::document::{Document, Mode, Request};
use super::instance::{Index, Instance, has_mode, home};
use super::tongues::{Tongue, Tongues};
use super::voices::{ALONE, Finder, ListId, Voices};
use crate::both::each;
use crate::place::{km, within};

/// A degree of latitude is a little more than 111 km, whatever the longitude.
const KM_PER_DEGREE: f64 = 111.0;

/// A slot that a request may be matched with. `price` is what the match costs by itself: waiting, way, interpreter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Pair {
    pub price: i64,
    pub slot: u32,
    /// Who can help; [`ALONE`] where nobody needs to.
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
        let lister = Lister::new(instance);
        let listed = each(requests, |&r| lister.below(r, most(r)));
        let mut finder = Finder::new(instance, &lister.tongues, &lister.interpreters);
        let mut all = Vec::with_capacity(listed.iter().map(Vec::len).sum());
        let mut first = vec![0];
        for (&r, listed) in requests.iter().zip(listed) {
            let tongue = lister.requests[r];
            for (price, slot, alone) in listed {
                let voices = if alone {
                    Some(ALONE)
                } else {
                    finder.list(slot, lister.advisers[instance.slots[slot].owner], tongue)
                };
                let slot = slot as u32;
                all.extend(voices.map(|voices| Pair {
                    price,
                    slot,
                    voices,
                }));
            }
            first.push(all.len());
        }
        all.shrink_to_fit();
        Self {
            all,
            first,
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

struct Lister<'a> {
    instance: &'a Instance,
    /// Slots by station and skill, rising by start.
    slots: HashMap<(Option<Index>, &'a str), Vec<Index>>,
    /// Stations with slots, rising by latitude.
    stations: Vec<(f64, Index)>,
    tongues: Tongues<'a>,
    /// What each request, adviser and interpreter speaks.
    requests: Vec<Tongue>,
    advisers: Vec<Tongue>,
    interpreters: Vec<Tongue>,
    /// Advisers by id.
    numbers: HashMap<&'a str, Index>,
}

impl<'a> Lister<'a> {
    fn new(instance: &'a Instance) -> Self {
        let document = &instance.document;
        let slots = slots_by_place_and_skill(instance);
        let places: BTreeSet<Index> = slots.keys().filter_map(|(station, _)| *station).collect();
        let mut stations: Vec<(f64, Index)> = places
            .into_iter()
            .map(|s| (document.stations[s].lat, s))
            .collect();
        stations.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut tongues = Tongues::new(document.working_level);
        let mut add = |languages| tongues.add(languages);
        let requests = document
            .requests
            .iter()
            .map(|r| add(&r.languages))
            .collect();
        let advisers = document
            .advisers
            .iter()
            .map(|a| add(&a.languages))
            .collect();
        let interpreters = document
            .interpreters
            .iter()
            .map(|n| add(&n.languages))
            .collect();
        let ids = document.advisers.iter().map(|a| a.id.as_str());
        Self {
            instance,
            slots,
            stations,
            requests,
            advisers,
            interpreters,
            tongues,
            numbers: ids.zip(0..).collect(),
        }
    }

    /// Price, slot, and whether both speak with each other, of what costs less than `most` and rules 2 to 4 allow; the cheapest first.
    fn below(&self, r: Index, most: i64) -> Vec<(i64, Index, bool)> {
        let request = &self.instance.document.requests[r];
        let excluded = self.excluded(request);
        let mut shares: HashMap<Tongue, bool> = HashMap::new();
        let mut out = Vec::new();
        for (station, km) in self.places(request) {
            for s in self.in_windows(request, station) {
                let owner = self.instance.slots[s].owner;
                if excluded.contains(&owner) {
                    continue;
                }
                let (own, other) = (self.requests[r], self.advisers[owner]);
                let alone = *shares
                    .entry(other)
                    .or_insert_with(|| self.tongues.share(own, other));
                let price = self.price(request, s, km, alone);
                if price < most {
                    out.push((price, s, alone));
                }
            }
        }
        out.sort_by_key(|&(price, s, _)| (price, self.instance.slots[s].start, s));
        out
    }

    fn excluded(&self, request: &Request) -> Vec<Index> {
        let number = |id: &String| self.numbers.get(id.as_str()).copied();
        request.exclude.iter().filter_map(number).collect()
    }

    /// Where a resident can be met, with rounded kilometres; none is by video.
    fn places(&self, request: &Request) -> BTreeMap<Option<Index>, i64> {
        let mut places = BTreeMap::new();
        if has_mode(request, Mode::Video) {
            places.insert(None, 0);
        }
        if has_mode(request, Mode::InPerson) {
            let band = request
                .max_km
                .map_or(f64::INFINITY, |km| km / KM_PER_DEGREE + 1e-6);
            let from = self
                .stations
                .partition_point(|&(lat, _)| lat < request.lat - band);
            let near = self.stations[from..]
                .iter()
                .take_while(|&&(lat, _)| lat <= request.lat + band);
            for &(_, s) in near {
                let (here, there) = (home(request), self.instance.place(s));
                if within(here, there, request.max_km) {
                    places.insert(Some(s), (km(here, there) + 0.5).floor() as i64);
                }
            }
        }
        places
    }

    /// The slots with the request's skill that lie wholly in one of its windows.
    fn in_windows(&self, request: &Request, station: Option<Index>) -> Vec<Index> {
        let Some(slots) = self.slots.get(&(station, request.skill.as_str())) else {
            return Vec::new();
        };
        if request.windows.is_empty() {
            return slots.clone();
        }
        let mut out = Vec::new();
        for w in &request.windows {
            let (start, end) = (w.start.minutes(), w.end.minutes());
            let first = slots.partition_point(|&s| self.instance.slots[s].start < start);
            let inside = slots[first..]
                .iter()
                .take_while(|&&s| self.instance.slots[s].start < end)
                .filter(|&&s| self.instance.slots[s].end <= end);
            out.extend(inside.copied());
        }
        out.sort_unstable();
        out.dedup();
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

fn slots_by_place_and_skill(instance: &Instance) -> HashMap<(Option<Index>, &str), Vec<Index>> {
    let document: &Document = &instance.document;
    let now = document.now.minutes();
    let mut slots: HashMap<(Option<Index>, &str), Vec<Index>> = HashMap::new();
    let mut order: Vec<Index> = (0..instance.slots.len()).collect();
    order.sort_by_key(|&s| (instance.slots[s].start, s));
    for s in order {
        let slot = instance.slots[s];
        if slot.start < now {
            continue;
        }
        for skill in &document.advisers[slot.owner].skills {
            let list = slots.entry((slot.station, skill)).or_default();
            // A skill may stand twice in an adviser's list.
            if list.last() != Some(&s) {
                list.push(s);
            }
        }
    }
    slots
}
