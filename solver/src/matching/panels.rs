//! Panels: an adviser's match with mediators beside the adviser. The exchange format knows one adviser a slot, so that a batch has no panels;
//! they are offered one at a time, by the same rules of place, time and language.

use std::collections::{BTreeSet, HashMap};

use super::document::Request;
use super::instance::{Index, Instance};
use super::offers::{Offer, Prices};
use super::rules::tongue::speak;

/// The slots in which a mediator could sit beside an adviser, by place.
#[derive(Debug, Clone, Default)]
pub struct Mediators {
    /// By adviser: whether they mediate.
    mediates: Vec<bool>,
    /// Their slots at each place, rising by start; none is by video.
    slots: HashMap<Option<Index>, Vec<Index>>,
    /// Minutes of the longest of them.
    longest: i64,
}

impl Mediators {
    /// The slots of those of an instance's advisers who mediate, told by their id.
    #[must_use]
    pub fn new(instance: &Instance, mediates: impl Fn(&str) -> bool) -> Self {
        let advisers = instance.document.advisers.iter();
        let mut mediators = Self {
            mediates: advisers.map(|adviser| mediates(&adviser.id)).collect(),
            ..Self::default()
        };
        for (s, slot) in instance.slots.iter().enumerate() {
            if mediators.mediates[slot.owner] {
                mediators.slots.entry(slot.station).or_default().push(s);
                mediators.longest = mediators.longest.max(slot.end - slot.start);
            }
        }
        for list in mediators.slots.values_mut() {
            list.sort_by_key(|&s| (instance.slots[s].start, s));
        }
        mediators
    }

    /// Whether an adviser mediates: such a one sits beside, and does not lead.
    #[must_use]
    pub fn mediates(&self, adviser: Index) -> bool {
        self.mediates.get(adviser).copied().unwrap_or(false)
    }

    /// The slots of those who can sit beside the adviser of an offer to a request, whom others want least first; at most one a mediator.
    /// Such a slot is at the same place and holds the whole time of the offer's. The mediator is none of those whom the resident is
    /// `never` to meet (the request's own list may leave one adviser only, who is to lead), and shares a language with the resident, or
    /// with the interpreter who is there anyway.
    #[must_use]
    pub fn beside(
        &self,
        instance: &Instance,
        request: &Request,
        never: &BTreeSet<String>,
        prices: &Prices,
        offer: &Offer,
    ) -> Vec<Index> {
        let time = instance.slots[offer.slot];
        let there = self.slots.get(&time.station);
        let there = there.map_or(&[][..], Vec::as_slice);
        // No slot that begins before this is long enough.
        let from = time.end - self.longest;
        let first = there.partition_point(|&s| instance.slots[s].start < from);
        let begun = there[first..]
            .iter()
            .take_while(|&&s| instance.slots[s].start <= time.start);
        let advisers = &instance.document.advisers;
        let fits = |s: &Index| {
            let slot = instance.slots[*s];
            slot.end >= time.end
                && slot.owner != time.owner
                && !never.contains(&advisers[slot.owner].id)
                && understands(instance, request, slot.owner, offer.shift)
        };
        let mut beside: Vec<Index> = begun.copied().filter(fits).collect();
        beside.sort_by_key(|&s| (prices.of_slot(s), s));
        beside
    }
}

/// Whether an adviser and a resident speak with each other, or through the interpreter of a shift.
fn understands(
    instance: &Instance,
    request: &Request,
    adviser: Index,
    shift: Option<Index>,
) -> bool {
    let document = &instance.document;
    let own = &document.advisers[adviser].languages;
    let interpreter = shift.map(|h| &document.interpreters[instance.shifts[h].owner].languages);
    let mut others = std::iter::once(&request.languages).chain(interpreter);
    others.any(|other| speak(own, other, document.working_level))
}
