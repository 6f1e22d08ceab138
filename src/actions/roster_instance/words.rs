//! The coordinator's words as the solver sees them: pins and bans, and whoever they or a series name that cannot serve any more.

use std::collections::HashSet;

use zhiban_solver::roster::document::{Document, Pair, Person};

use crate::domain::roster::Word;
use crate::store::rosters::RosterRow;
use crate::store::words::{self, PairRow};
use crate::store::{Connection, StoreError};

/// Adds the pins and bans of rosters. A ban of somebody who cannot serve says nothing new; a pin of them, or a series that is
/// theirs, is told to the solver with a person who is never free, so that its answer names it as what cannot be kept.
pub(super) fn add_words(
    c: &mut Connection,
    problem: &mut Document,
    rosters: &[RosterRow],
) -> Result<(), StoreError> {
    let known: HashSet<String> = problem.people.iter().map(|p| p.id.clone()).collect();
    for roster in rosters {
        let pins = words::of_roster(c, Word::Pin, &roster.id)?;
        problem.pins.extend(pins.into_iter().map(pair));
        let bans = words::of_roster(c, Word::Ban, &roster.id)?;
        let bans = bans
            .into_iter()
            .filter(|ban| known.contains(&ban.person_id));
        problem.bans.extend(bans.map(pair));
    }
    let pinned = problem.pins.iter().map(|pin| &pin.person);
    let holders = problem.series.iter().filter_map(|s| s.holder.as_ref());
    let named: HashSet<&String> = pinned.chain(holders).collect();
    let mut gone: Vec<String> = named
        .into_iter()
        .filter(|id| !known.contains(*id))
        .cloned()
        .collect();
    // The same rows always make the same problem.
    gone.sort_unstable();
    problem.people.extend(gone.into_iter().map(never_free));
    Ok(())
}

fn pair(row: PairRow) -> Pair {
    Pair {
        duty: row.duty_id,
        person: row.person_id,
    }
}

fn never_free(id: String) -> Person {
    Person {
        id,
        pool: "gone".to_owned(),
        lat: 0.0,
        lon: 0.0,
        skills: Vec::new(),
        languages: zhiban_solver::language::Languages::default(),
        windows: Vec::new(),
        max_day: None,
        max_week: None,
        max_month: None,
        max_stations: None,
        max_run: None,
        max_weekends: None,
        target: 0,
        avoid: Vec::new(),
        prefers: Vec::new(),
        max_km: None,
    }
}
