//! What there is to book, found by place, skill and language: an index of a batch's slots and shifts, whoever asks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::document::{Document, Mode, Request};
use super::instance::{Index, Timed, has_mode, home};
use super::tongues::{Tongue, Tongues};
use crate::place::{Point, km, within};

/// A degree of latitude is a little more than 111 km, whatever the longitude.
const KM_PER_DEGREE: f64 = 111.0;

/// Slots and shifts of a batch by what they are looked for.
#[derive(Debug, Clone)]
pub struct Market {
    /// Numbers of skills.
    skills: HashMap<String, Index>,
    /// Slots from now on by station and skill, rising by start; none is by video.
    slots: HashMap<(Option<Index>, Index), Vec<Index>>,
    /// Stations with slots, rising by latitude.
    stations: Vec<(Point, Index)>,
    /// Shifts by station and date.
    shifts: HashMap<(Option<Index>, i64), Vec<Index>>,
    /// Numbers of advisers, by id.
    advisers: HashMap<String, Index>,
    /// What advisers and interpreters speak.
    pub(super) tongues: Tongues,
    pub(super) of_adviser: Vec<Tongue>,
    pub(super) of_interpreter: Vec<Tongue>,
}

impl Market {
    /// The index of what a document has; `slots` and `shifts` are its own, by number.
    pub(super) fn new(document: &Document, slots: &[Timed], shifts: &[Timed]) -> Self {
        let mut tongues = Tongues::new(document.working_level);
        let advisers = document.advisers.iter();
        let of_adviser = advisers.map(|a| tongues.add(&a.languages)).collect();
        let interpreters = document.interpreters.iter();
        let of_interpreter = interpreters.map(|n| tongues.add(&n.languages)).collect();
        let mut market = Self {
            skills: HashMap::new(),
            slots: HashMap::new(),
            stations: Vec::new(),
            shifts: HashMap::new(),
            advisers: document
                .advisers
                .iter()
                .map(|a| a.id.clone())
                .zip(0..)
                .collect(),
            tongues,
            of_adviser,
            of_interpreter,
        };
        market.add_slots(document, slots);
        for (h, shift) in shifts.iter().enumerate() {
            let date = shift.start.div_euclid(1440);
            let there = market.shifts.entry((shift.station, date));
            there.or_default().push(h);
        }
        market
    }

    fn add_slots(&mut self, document: &Document, slots: &[Timed]) {
        let now = document.now.minutes();
        let mut order: Vec<Index> = (0..slots.len())
            .filter(|&s| slots[s].start >= now)
            .collect();
        order.sort_by_key(|&s| (slots[s].start, s));
        for s in order {
            for skill in &document.advisers[slots[s].owner].skills {
                let next = self.skills.len();
                let skill = *self.skills.entry(skill.clone()).or_insert(next);
                let list = self.slots.entry((slots[s].station, skill)).or_default();
                // A skill may stand twice in an adviser's list.
                if list.last() != Some(&s) {
                    list.push(s);
                }
            }
        }
        let places: BTreeSet<Index> = self.slots.keys().filter_map(|(at, _)| *at).collect();
        let place = |s: Index| Point {
            lat: document.stations[s].lat,
            lon: document.stations[s].lon,
        };
        self.stations = places.into_iter().map(|s| (place(s), s)).collect();
        self.stations
            .sort_by(|a, b| a.0.lat.total_cmp(&b.0.lat).then(a.1.cmp(&b.1)));
    }

    /// The advisers whom a request excludes.
    pub(super) fn excluded(&self, request: &Request) -> Vec<Index> {
        let number = |id: &String| self.advisers.get(id).copied();
        request.exclude.iter().filter_map(number).collect()
    }

    /// Where a resident can be met, with rounded kilometres; none is by video.
    pub(super) fn places(&self, request: &Request) -> BTreeMap<Option<Index>, i64> {
        let mut places = BTreeMap::new();
        if has_mode(request, Mode::Video) {
            places.insert(None, 0);
        }
        if has_mode(request, Mode::InPerson) {
            let band = request
                .max_km
                .map_or(f64::INFINITY, |km| km / KM_PER_DEGREE + 1e-6);
            let here = home(request);
            let from = self
                .stations
                .partition_point(|(there, _)| there.lat < here.lat - band);
            let near = self.stations[from..]
                .iter()
                .take_while(|(there, _)| there.lat <= here.lat + band);
            for &(there, s) in near {
                if within(here, there, request.max_km) {
                    places.insert(Some(s), (km(here, there) + 0.5).floor() as i64);
                }
            }
        }
        places
    }

    /// The slots at a place with the request's skill that lie wholly in one of its windows. `times` are the slots' own.
    pub(super) fn in_windows(
        &self,
        request: &Request,
        station: Option<Index>,
        times: &[Timed],
    ) -> Vec<Index> {
        let skill = self.skills.get(&request.skill);
        let Some(slots) = skill.and_then(|&skill| self.slots.get(&(station, skill))) else {
            return Vec::new();
        };
        if request.windows.is_empty() {
            return slots.clone();
        }
        let mut out = Vec::new();
        for w in &request.windows {
            let (start, end) = (w.start.minutes(), w.end.minutes());
            let first = slots.partition_point(|&s| times[s].start < start);
            let inside = slots[first..]
                .iter()
                .take_while(|&&s| times[s].start < end)
                .filter(|&&s| times[s].end <= end);
            out.extend(inside.copied());
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The shifts that begin on a date: those by video or telephone, or those at a station.
    pub(super) fn shifts_on(&self, station: Option<Index>, date: i64) -> &[Index] {
        self.shifts
            .get(&(station, date))
            .map_or(&[][..], Vec::as_slice)
    }
}
