//! Why a request waits: the funnel from all slots to those that are still free, and the first reason.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::document::{Mode, Request, Slot};
use super::instance::{Index, Instance, has_mode, home};
use super::pairs::{self, Pair};
use super::voices::ALONE;
use crate::place::within;

/// The first reason why a request has no match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No adviser with the skill, or only excluded ones, has a free slot from now on.
    NoAdviser,
    /// None of these slots is at a place the resident can reach, or by video where that was asked for.
    NoPlace,
    /// None of these is in a time the resident offered.
    NoTime,
    /// None of these advisers speaks a language of the resident, and no interpreter can help.
    NoLanguage,
    /// No mediator can sit beside any of these advisers then. Only of panels, of which a batch has none.
    NoMediator,
    /// Every one of these slots, or the interpreter it needs, went to somebody else.
    AllTaken,
    /// A match would have cost more than it brings.
    CostsMore,
}

/// Each request without a match, with the reason.
#[must_use]
pub fn explain(instance: &Instance, answer: &Answer) -> Vec<(String, Reason)> {
    let served: HashSet<&str> = answer.matches.iter().map(|m| m.request.as_str()).collect();
    let taken: HashSet<&str> = answer.matches.iter().map(|m| m.slot.as_str()).collect();
    let busy = busy_interpreters(instance, answer);
    let slot_of = |pair: &Pair| pair.slot as Index;
    let is_open = |pair: &Pair| {
        let slot = instance.slots[slot_of(pair)];
        let is_free = |shift: Index| {
            let spans = busy.get(&instance.shifts[shift].owner);
            let apart = |&(a, b): &(i64, i64)| b <= slot.start || slot.end <= a;
            spans.is_none_or(|spans| spans.iter().all(apart))
        };
        let mut voices = instance.pairs.voices.list(pair.voices).iter();
        !taken.contains(instance.document.slots[slot_of(pair)].id.as_str())
            && (pair.voices == ALONE || voices.any(|h| is_free(h.shift as Index)))
    };
    let requests = &instance.document.requests;
    let waiting = (0..requests.len()).filter(|&r| !served.contains(requests[r].id.as_str()));
    let (listed, unlisted): (Vec<Index>, Vec<Index>) =
        waiting.partition(|&r| !instance.pairs.of_request(r).is_empty());
    let mut reasons: Vec<(Index, Reason)> = Vec::new();
    for r in listed {
        let is_one_open = instance.pairs.of_request(r).iter().any(is_open);
        let reason = if is_one_open {
            Reason::CostsMore
        } else {
            Reason::AllTaken
        };
        reasons.push((r, reason));
    }
    for (&r, is_possible) in unlisted.iter().zip(pairs::possible(instance, &unlisted)) {
        let reason = if is_possible {
            Reason::CostsMore
        } else {
            without_pairs(instance, &requests[r])
        };
        reasons.push((r, reason));
    }
    reasons.sort_unstable_by_key(|&(r, _)| r);
    let named = |(r, reason): (Index, Reason)| (requests[r].id.clone(), reason);
    reasons.into_iter().map(named).collect()
}

fn busy_interpreters(instance: &Instance, answer: &Answer) -> HashMap<Index, Vec<(i64, i64)>> {
    let document = &instance.document;
    let slots: HashMap<&str, Index> = document
        .slots
        .iter()
        .enumerate()
        .map(|(i, s)| (s.id.as_str(), i))
        .collect();
    let shifts: HashMap<&str, Index> = document
        .shifts
        .iter()
        .enumerate()
        .map(|(i, s)| (s.id.as_str(), i))
        .collect();
    let mut busy: HashMap<Index, Vec<(i64, i64)>> = HashMap::new();
    for m in &answer.matches {
        if let Some(shift) = &m.shift {
            let slot = instance.slots[slots[m.slot.as_str()]];
            let owner = instance.shifts[shifts[shift.as_str()]].owner;
            busy.entry(owner).or_default().push((slot.start, slot.end));
        }
    }
    busy
}

/// The stage at which no slot is left, for a request, of the batch or beside it, without any pair.
#[must_use]
pub fn without_pairs(instance: &Instance, request: &Request) -> Reason {
    let document = &instance.document;
    let mut left: Vec<Index> = (0..document.slots.len())
        .filter(|&s| {
            let adviser = &document.advisers[instance.slots[s].owner];
            document.slots[s].start >= document.now
                && adviser.skills.contains(&request.skill)
                && !request.exclude.contains(&adviser.id)
        })
        .collect();
    if left.is_empty() {
        return Reason::NoAdviser;
    }
    left.retain(|&s| match instance.slots[s].station {
        None => has_mode(request, Mode::Video),
        Some(at) => {
            has_mode(request, Mode::InPerson)
                && within(home(request), instance.place(at), request.max_km)
        }
    });
    if left.is_empty() {
        return Reason::NoPlace;
    }
    let fits = |slot: &Slot| {
        let inside = |w: &super::document::Window| {
            w.start <= slot.start && slot.end.minutes() <= w.end.minutes()
        };
        request.windows.is_empty() || request.windows.iter().any(inside)
    };
    left.retain(|&s| fits(&document.slots[s]));
    if left.is_empty() {
        return Reason::NoTime;
    }
    Reason::NoLanguage
}
