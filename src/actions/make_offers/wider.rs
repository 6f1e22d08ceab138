//! Where nothing can be offered: why, and what the resident could change so that something could.

use std::sync::Arc;

use chrono::NaiveDateTime;
use zhiban_solver::matching::document::Mode;
use zhiban_solver::matching::explain::{Reason, without_pairs};

use super::free;
use super::sought::{Found, Sought};
use crate::actions::market::Market;
use crate::domain::offer::Wider;
use crate::store::{Connection, StoreError};

/// The first reason why nothing can be offered.
pub(super) fn reason(found: &Found<'_>) -> Reason {
    if !found.offers.all.is_empty() {
        Reason::AllTaken
    } else if found.has_adviser {
        Reason::NoMediator
    } else {
        without_pairs(found.instance(), &found.sought.request)
    }
}

/// Each single change that would give an offer now. `anybody` is what is sought with whomever, where the resident wants one adviser.
pub(super) fn wider(
    c: &mut Connection,
    now: NaiveDateTime,
    market: &Arc<Market>,
    sought: &Sought,
    anybody: Option<&Sought>,
) -> Result<Vec<Wider>, StoreError> {
    let mut helping = Vec::new();
    for change in Wider::ALL {
        let Some(changed) = changed(market, sought, anybody, change) else {
            continue;
        };
        let free = free::best(c, now, &Found::new(market, &changed), 1)?;
        if !free.meetings.is_empty() {
            helping.push(change);
        }
    }
    Ok(helping)
}

/// What would be sought; none where it is so already.
fn changed(
    market: &Market,
    sought: &Sought,
    anybody: Option<&Sought>,
    change: Wider,
) -> Option<Sought> {
    let mut changed = sought.clone();
    let request = &mut changed.request;
    match change {
        Wider::AnotherAdviser => changed = anybody?.clone(),
        Wider::WithoutMediators => changed.mediators = 0,
        Wider::Further => request.max_km = None,
        Wider::AtStation => add(&mut request.modes, Mode::InPerson),
        Wider::ByVideo => add(&mut request.modes, Mode::Video),
        Wider::AnotherTime => request.windows.clear(),
        Wider::OwnInterpreter => {
            let spoken = market.instance.document.advisers.iter();
            for (tag, level) in spoken.flat_map(|adviser| &adviser.languages) {
                request.languages.insert(tag.clone(), *level);
            }
        }
    }
    (changed != *sought).then_some(changed)
}

fn add(modes: &mut Vec<Mode>, mode: Mode) {
    if !modes.contains(&mode) {
        modes.push(mode);
    }
}
