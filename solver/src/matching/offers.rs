//! What to offer a resident who is asking now: by the rules and prices of the batch, and by what the last batch said that the others
//! would pay for a slot and for an interpreter's time, so that a scarce hour is not spent on somebody who can be served without it.

use std::collections::{HashMap, HashSet};

use super::certificate::{Certificate, UNIT};
use super::document::Request;
use super::instance::{Index, Instance};
use super::pairs::Pairs;
use super::voices::ListId;

/// What others would pay, in thousandths of a unit of the objective, by the numbers of an instance.
#[derive(Debug, Clone, Default)]
pub struct Prices {
    slots: Vec<i64>,
    /// By interpreter: the moments that have a price, rising.
    moments: HashMap<Index, Vec<(i64, i64)>>,
}

impl Prices {
    /// The prices of a certificate, as far as they are of what the instance has: what has gone since costs nothing any more.
    #[must_use]
    pub fn new(instance: &Instance, certificate: &Certificate) -> Self {
        let document = &instance.document;
        let known: HashMap<&str, i64> = certificate
            .slots
            .iter()
            .map(|(id, price)| (id.as_str(), *price))
            .collect();
        let of = |id: &str| known.get(id).copied().unwrap_or(0);
        let numbers: HashMap<&str, Index> = document
            .interpreters
            .iter()
            .map(|n| n.id.as_str())
            .zip(0..)
            .collect();
        let mut moments: HashMap<Index, Vec<(i64, i64)>> = HashMap::new();
        for (id, moment, price) in &certificate.interpreters {
            if let Some(&interpreter) = numbers.get(id.as_str()) {
                let own = moments.entry(interpreter).or_default();
                own.push((moment.minutes(), *price));
            }
        }
        moments.values_mut().for_each(|own| own.sort_unstable());
        Self {
            slots: document.slots.iter().map(|s| of(&s.id)).collect(),
            moments,
        }
    }

    /// What others would pay for a slot.
    #[must_use]
    pub fn of_slot(&self, slot: Index) -> i64 {
        self.slots.get(slot).copied().unwrap_or(0)
    }

    /// What others would pay for an interpreter in a span of minutes.
    fn of_interpreter(&self, interpreter: Index, start: i64, end: i64) -> i64 {
        let own = self.moments.get(&interpreter);
        let own = own.map_or(&[][..], Vec::as_slice);
        let first = own.partition_point(|&(minute, _)| minute < start);
        let within = own[first..].iter().take_while(|&&(minute, _)| minute < end);
        within.map(|&(_, price)| price).sum()
    }
}

/// A match that may be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Its slot.
    pub slot: Index,
    /// The shift of the interpreter whom others want least; none where adviser and resident speak with each other.
    pub shift: Option<Index>,
    /// What the match costs by itself: waiting, way, interpreter.
    pub price: i64,
    /// What others would pay for its slot and its interpreter's time, in thousandths of a unit of the objective.
    pub wanted: i64,
    voices: ListId,
}

impl Offer {
    /// What it costs all in all, in thousandths of a unit of the objective.
    #[must_use]
    pub fn cost(&self) -> i64 {
        self.price * UNIT + self.wanted
    }
}

/// Everything that could be offered to somebody, if it is still free.
#[derive(Debug, Clone)]
pub struct Offers {
    pairs: Pairs,
    /// One a slot, the cheapest first.
    pub all: Vec<Offer>,
}

impl Offers {
    /// What could be offered to somebody who asks beside the batch. The request keeps the format.
    #[must_use]
    pub fn new(instance: &Instance, request: &Request, prices: &Prices) -> Self {
        let pairs = Pairs::of_one(instance, request);
        let mut offers = Self {
            all: Vec::with_capacity(pairs.len()),
            pairs,
        };
        for pair in offers.pairs.of_request(0) {
            let slot = pair.slot as Index;
            let voices = offers.wanted_voices(instance, prices, slot, pair.voices);
            let (of_shift, shift) = match voices.iter().min() {
                Some(&(wanted, shift)) => (wanted, Some(shift)),
                None => (0, None),
            };
            offers.all.push(Offer {
                slot,
                shift,
                price: pair.price,
                wanted: prices.of_slot(slot) + of_shift,
                voices: pair.voices,
            });
        }
        offers.all.sort_by_key(|offer| rank(instance, offer));
        offers
    }

    /// The same match with each of those who can help, whom others want least first; the match itself where nobody needs to.
    #[must_use]
    pub fn with_each_voice(
        &self,
        instance: &Instance,
        prices: &Prices,
        offer: &Offer,
    ) -> Vec<Offer> {
        if offer.shift.is_none() {
            return vec![*offer];
        }
        let mut voices = self.wanted_voices(instance, prices, offer.slot, offer.voices);
        voices.sort_unstable();
        let with = |(of_shift, shift)| Offer {
            shift: Some(shift),
            wanted: prices.of_slot(offer.slot) + of_shift,
            ..*offer
        };
        voices.into_iter().map(with).collect()
    }

    /// The shifts of a list, each with what others would pay for its interpreter during the slot.
    fn wanted_voices(
        &self,
        instance: &Instance,
        prices: &Prices,
        slot: Index,
        list: ListId,
    ) -> Vec<(i64, Index)> {
        let time = instance.slots[slot];
        let voices = self.pairs.voices.list(list).iter();
        let wanted = |shift: Index| {
            let interpreter = instance.shifts[shift].owner;
            prices.of_interpreter(interpreter, time.start, time.end)
        };
        voices
            .map(|voice| (wanted(voice.shift as Index), voice.shift as Index))
            .collect()
    }
}

/// The cheapest of some offers, at most so many, that `takes` takes: one of an adviser on a date, so that there is something to choose;
/// where that is not enough, more of the same. `takes` is asked for each in that order, and what it says no to is left out: two may
/// want the same interpreter.
#[must_use]
pub fn choose(
    instance: &Instance,
    mut offers: Vec<Offer>,
    most: usize,
    mut takes: impl FnMut(&Offer) -> bool,
) -> Vec<Offer> {
    offers.sort_by_key(|offer| rank(instance, offer));
    let day = |offer: &Offer| {
        let slot = instance.slots[offer.slot];
        (slot.owner, slot.start.div_euclid(1440))
    };
    let mut chosen: Vec<Offer> = Vec::new();
    let mut seen = HashSet::new();
    for offer in &offers {
        if chosen.len() < most && !seen.contains(&day(offer)) && takes(offer) {
            seen.insert(day(offer));
            chosen.push(*offer);
        }
    }
    for offer in &offers {
        if chosen.len() < most && !chosen.contains(offer) && takes(offer) {
            chosen.push(*offer);
        }
    }
    chosen.sort_by_key(|offer| rank(instance, offer));
    chosen
}

fn rank(instance: &Instance, offer: &Offer) -> (i64, i64, Index) {
    (offer.cost(), instance.slots[offer.slot].start, offer.slot)
}
