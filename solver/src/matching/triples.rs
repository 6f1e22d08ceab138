//! The matches that rules 2 to 5 allow, listed by way of indices: slots by station and skill, shifts by station and date.

use std::collections::{BTreeMap, HashMap};

use super::document::{Mode, Request};
use super::instance::{Index, Instance, Triple, has_mode, home, share};
use crate::place::{km, within};

/// A minute of latitude is a mile; a degree is a little more than 111 km, whatever the longitude.
const KM_PER_DEGREE: f64 = 111.0;

/// Every allowed triple, by request and then price. Left out is a match dearer than none where equity cannot make it worth it.
pub(super) fn list(instance: &Instance) -> Vec<Triple> {
    let lister = Lister::new(instance);
    (0..instance.document.requests.len())
        .flat_map(|r| lister.of_request(r))
        .collect()
}

/// The requests that some triple is allowed for, however dear.
pub(super) fn possible(
    instance: &Instance,
    requests: &[Index],
) -> std::collections::HashSet<Index> {
    let lister = Lister::new(instance);
    let has_any = |&r: &Index| !lister.below(r, i64::MAX).is_empty();
    requests.iter().copied().filter(has_any).collect()
}

struct Lister<'a> {
    instance: &'a Instance,
    /// Slots by station and skill, rising by start.
    slots: HashMap<(Option<Index>, &'a str), Vec<Index>>,
    /// Stations with slots, rising by latitude.
    stations: Vec<(f64, Index)>,
    /// Shifts by station and date.
    shifts: HashMap<(Option<Index>, i64), Vec<Index>>,
    /// Whether adviser and interpreter share a language, by their numbers.
    between: HashMap<Index, Vec<bool>>,
}

impl<'a> Lister<'a> {
    fn new(instance: &'a Instance) -> Self {
        let document = &instance.document;
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
        let mut stations: Vec<(f64, Index)> = slots
            .keys()
            .filter_map(|(station, _)| *station)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(|s| (document.stations[s].lat, s))
            .collect();
        stations.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut shifts: HashMap<(Option<Index>, i64), Vec<Index>> = HashMap::new();
        for (h, shift) in instance.shifts.iter().enumerate() {
            shifts
                .entry((shift.station, shift.start.div_euclid(1440)))
                .or_default()
                .push(h);
        }
        let working = document.working_level;
        let between = slots
            .values()
            .flatten()
            .map(|&s| instance.slots[s].owner)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(|a| {
                let adviser = &document.advisers[a].languages;
                let row = document
                    .interpreters
                    .iter()
                    .map(|n| share(adviser, &n.languages, working));
                (a, row.collect())
            })
            .collect();
        Self {
            instance,
            slots,
            stations,
            shifts,
            between,
        }
    }

    fn of_request(&self, r: Index) -> Vec<Triple> {
        let document = &self.instance.document;
        let request = &document.requests[r];
        // Equity may make even a dear match worth it; for a request of no group nothing can.
        let counts =
            document.weights.equity > 0 && self.instance.groups.contains_key(request.group());
        let most = if counts {
            i64::MAX
        } else {
            self.instance.unmatched_price(r)
        };
        self.below(r, most)
    }

    /// The triples of a request that cost less than `most`.
    fn below(&self, r: Index, most: i64) -> Vec<Triple> {
        let document = &self.instance.document;
        let request = &document.requests[r];
        let helpers: Vec<bool> = document
            .interpreters
            .iter()
            .map(|n| share(&request.languages, &n.languages, document.working_level))
            .collect();
        let mut direct: HashMap<Index, bool> = HashMap::new();
        let mut out = Vec::new();
        for (station, km) in self.places(request) {
            for s in self.in_windows(request, station) {
                let slot = self.instance.slots[s];
                let adviser = &document.advisers[slot.owner];
                if request.exclude.contains(&adviser.id) {
                    continue;
                }
                let alone = *direct.entry(slot.owner).or_insert_with(|| {
                    share(
                        &request.languages,
                        &adviser.languages,
                        document.working_level,
                    )
                });
                let price = self.price(request, s, km, alone);
                let mut add = |shift| {
                    out.push(Triple {
                        request: r,
                        slot: s,
                        shift,
                        price,
                    })
                };
                if price >= most {
                    continue;
                }
                if alone {
                    add(None);
                } else {
                    self.shifts_for(s, &helpers).for_each(|h| add(Some(h)));
                }
            }
        }
        out.sort_by_key(|t| (t.price, self.instance.slots[t.slot].start, t.slot, t.shift));
        out
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

    /// Shifts that contain the slot, reach it, and whose interpreter speaks with both.
    fn shifts_for<'b>(&'b self, s: Index, helpers: &'b [bool]) -> impl Iterator<Item = Index> + 'b {
        let slot = self.instance.slots[s];
        let date = slot.start.div_euclid(1440);
        let by_video = self.shifts.get(&(None, date));
        let there = slot
            .station
            .and_then(|_| self.shifts.get(&(slot.station, date)));
        let between = &self.between[&slot.owner];
        by_video
            .into_iter()
            .chain(there)
            .flatten()
            .copied()
            .filter(move |&h| {
                let shift = self.instance.shifts[h];
                shift.start <= slot.start
                    && slot.end <= shift.end
                    && helpers[shift.owner]
                    && between[shift.owner]
            })
    }
}
