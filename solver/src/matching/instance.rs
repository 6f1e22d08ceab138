//! A checked batch with numbers for names, and the pairs of a request and a slot that rules 2 to 5 allow.

use std::collections::{BTreeMap, HashMap};

use super::document::{Document, Mode, Request};
use super::market::Market;
use super::pairs::Pairs;
use crate::place::Point;
use crate::problem::Problem;

/// Number of a request, slot, shift and so on: its place in the document's list.
pub type Index = usize;

/// Fewer requests than this are no group that equity is measured for.
pub const LEAST_GROUP: usize = 5;

/// A slot or a shift: whose, where, and minutes since the common era.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Timed {
    pub owner: Index,
    pub station: Option<Index>,
    pub start: i64,
    pub end: i64,
}

/// A checked batch.
#[derive(Debug, Clone)]
pub struct Instance {
    /// What it was made of: the audit counts from this alone.
    pub document: Document,
    /// Slots; the owner is an adviser.
    pub slots: Vec<Timed>,
    /// Shifts; the owner is an interpreter.
    pub shifts: Vec<Timed>,
    /// Requests of each group that equity is measured for.
    pub groups: BTreeMap<String, Vec<Index>>,
    /// What there is to book.
    pub market: Market,
    /// What is allowed.
    pub pairs: Pairs,
}

impl Instance {
    /// Checks a document and lists what is allowed. Everything that is wrong is listed.
    pub fn new(document: Document) -> Result<Self, Vec<Problem>> {
        super::check::check(&document)?;
        let stations = number(document.stations.iter().map(|s| s.id.as_str()));
        let advisers = number(document.advisers.iter().map(|a| a.id.as_str()));
        let interpreters = number(document.interpreters.iter().map(|n| n.id.as_str()));
        let at = |id: &Option<String>| id.as_deref().map(|s| stations[s]);
        let slots: Vec<Timed> = document
            .slots
            .iter()
            .map(|s| Timed {
                owner: advisers[s.adviser.as_str()],
                station: at(&s.station),
                start: s.start.minutes(),
                end: s.end.minutes(),
            })
            .collect();
        let shifts: Vec<Timed> = document
            .shifts
            .iter()
            .map(|s| Timed {
                owner: interpreters[s.interpreter.as_str()],
                station: at(&s.station),
                start: s.start.minutes(),
                end: s.end.minutes(),
            })
            .collect();
        let mut groups: BTreeMap<String, Vec<Index>> = BTreeMap::new();
        for (r, request) in document.requests.iter().enumerate() {
            groups
                .entry(request.group().to_owned())
                .or_default()
                .push(r);
        }
        groups.retain(|_, members| members.len() >= LEAST_GROUP);
        let mut instance = Self {
            market: Market::new(&document, &slots, &shifts),
            document,
            slots,
            shifts,
            groups,
            pairs: Pairs::default(),
        };
        instance.pairs = Pairs::new(&instance);
        Ok(instance)
    }

    /// What it costs to leave a request unmatched, equity left out.
    #[must_use]
    pub fn unmatched_price(&self, request: Index) -> i64 {
        let urgency = i64::from(self.document.requests[request].urgency);
        i64::from(self.document.weights.unmatched) * urgency * urgency
    }

    /// What a request's match can be worth at most: without it the request is left, and the share of its group rises by one more of its
    /// members at most.
    #[must_use]
    pub fn worth(&self, request: Index) -> i64 {
        let group = self.groups.get(self.document.requests[request].group());
        let share = group.map_or(0, |members| 100_usize.div_ceil(members.len()));
        self.unmatched_price(request) + i64::from(self.document.weights.equity) * share as i64
    }

    /// Where a station is.
    #[must_use]
    pub fn place(&self, station: Index) -> Point {
        let s = &self.document.stations[station];
        Point {
            lat: s.lat,
            lon: s.lon,
        }
    }
}

/// Where a resident is.
#[must_use]
pub fn home(request: &Request) -> Point {
    Point {
        lat: request.lat,
        lon: request.lon,
    }
}

/// Whether a resident can be met this way.
#[must_use]
pub fn has_mode(request: &Request, mode: Mode) -> bool {
    request.modes.contains(&mode)
}

fn number<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, Index> {
    ids.enumerate().map(|(i, id)| (id, i)).collect()
}
