//! Why a request waits: the funnel from all slots to those that are still free, and the first reason.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::document::{Mode, Request, Slot};
use super::instance::{Index, Instance, has_mode, home};
use super::triples;
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
    let mut of_request: HashMap<Index, Vec<Index>> = HashMap::new();
    for (t, triple) in instance.triples.iter().enumerate() {
        of_request.entry(triple.request).or_default().push(t);
    }
    let busy = busy_interpreters(instance, answer);
    let unlisted: Vec<Index> = (0..instance.document.requests.len())
        .filter(|r| !of_request.contains_key(r))
        .collect();
    let too_dear = triples::possible(instance, &unlisted);
    let requests = instance.document.requests.iter().enumerate();
    requests
        .filter(|(_, request)| !served.contains(request.id.as_str()))
        .map(|(r, request)| {
            let triples = of_request.get(&r).map_or(&[][..], Vec::as_slice);
            let is_open = |&t: &Index| {
                let triple = instance.triples[t];
                let slot = instance.slots[triple.slot];
                let helper = triple
                    .shift
                    .and_then(|h| busy.get(&instance.shifts[h].owner));
                !taken.contains(instance.document.slots[triple.slot].id.as_str())
                    && helper.is_none_or(|spans| {
                        spans.iter().all(|&(a, b)| b <= slot.start || slot.end <= a)
                    })
            };
            let reason = if too_dear.contains(&r) || triples.iter().any(is_open) {
                Reason::CostsMore
            } else if triples.is_empty() {
                without_triples(instance, request)
            } else {
                Reason::AllTaken
            };
            (request.id.clone(), reason)
        })
        .collect()
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

/// The stage at which no slot is left, for a request without any triple.
fn without_triples(instance: &Instance, request: &Request) -> Reason {
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
