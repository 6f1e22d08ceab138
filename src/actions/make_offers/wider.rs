//! Where nothing can be offered: why, and what the resident could change so that something could.

use std::sync::Arc;

use chrono::NaiveDateTime;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::document::{Mode, Request};
use zhiban_solver::matching::explain::{Reason, without_pairs};

use super::{Found, free};
use crate::actions::market::Market;
use crate::domain::offer::Wider;
use crate::store::{Connection, StoreError};

/// The first reason why nothing can be offered.
pub(super) fn reason(instance: &Instance, found: &Found<'_>) -> Reason {
    if found.offers.all.is_empty() {
        without_pairs(instance, found.request)
    } else {
        Reason::AllTaken
    }
}

/// Each single change that would give an offer now. `anybody` is the request with whomever, where the resident wants one adviser.
pub(super) fn wider(
    c: &mut Connection,
    now: NaiveDateTime,
    market: &Arc<Market>,
    request: &Request,
    anybody: Option<&Request>,
) -> Result<Vec<Wider>, StoreError> {
    let mut helping = Vec::new();
    for change in Wider::ALL {
        let Some(changed) = changed(market, request, anybody, change) else {
            continue;
        };
        let free = free::best(c, now, &Found::new(market, &changed), 1)?;
        if !free.offers.is_empty() {
            helping.push(change);
        }
    }
    Ok(helping)
}

/// The request as it would be; none where it is so already.
fn changed(
    market: &Market,
    request: &Request,
    anybody: Option<&Request>,
    change: Wider,
) -> Option<Request> {
    let mut changed = request.clone();
    match change {
        Wider::AnotherAdviser => changed = anybody?.clone(),
        Wider::Further => changed.max_km = None,
        Wider::AtStation => add(&mut changed.modes, Mode::InPerson),
        Wider::ByVideo => add(&mut changed.modes, Mode::Video),
        Wider::AnotherTime => changed.windows.clear(),
        Wider::OwnInterpreter => {
            let spoken = market.instance.document.advisers.iter();
            for (tag, level) in spoken.flat_map(|adviser| &adviser.languages) {
                changed.languages.insert(tag.clone(), *level);
            }
        }
    }
    (changed != *request).then_some(changed)
}

fn add(modes: &mut Vec<Mode>, mode: Mode) {
    if !modes.contains(&mode) {
        modes.push(mode);
    }
}
