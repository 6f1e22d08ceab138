//! A district's month in the solver's exchange format: the problem as it would be solved now, and the roster as it is held now, so that
//! any program can compute both again. There are ids in them and no names.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use zhiban_solver::roster::answer::ANSWER_FORMAT;
use zhiban_solver::roster::audit::Facts;
use zhiban_solver::roster::document::{Document, Pair, Weights};
use zhiban_solver::roster::rules::audit_terms;
use zhiban_solver::roster::{Proof, RosterAnswer, Status, Terms};

use super::generate_roster::{GenerateError, problem_of};
use crate::store::duties::{self, SeriesRow};
use crate::store::{Connection, Store, StoreError, rosters};

/// A roster as it is held, in the form of `zhiban-roster-answer/1`. It claims no bound: what was proven, was of the roster that the
/// solver gave, and of all districts that were solved with it.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct HeldAnswer {
    pub format: String,
    pub status: Status,
    pub options: BTreeMap<String, String>,
    pub holders: BTreeMap<String, Option<String>>,
    pub assignments: Vec<Pair>,
    pub objective: i64,
    pub terms: Terms,
}

/// The district's month as it is held now, none where nothing was generated. Its terms are counted with the problem as it is now: who
/// holds a duty that they may not hold any more breaks a rule in it.
pub fn answer(
    store: &Store,
    roster_id: &str,
    weights: Weights,
) -> Result<Option<HeldAnswer>, GenerateError> {
    store.read(|c| {
        let roster = rosters::find(c, roster_id)?;
        let roster = roster.ok_or_else(|| GenerateError::NoRoster(roster_id.to_owned()))?;
        if !roster.is_generated() {
            return Ok(None);
        }
        let problem = problem_of(c, std::slice::from_ref(&roster.id), weights)?;
        let held = held(c, &roster.id, &problem)?;
        let terms = audit_terms(&Facts::new(&problem, &held));
        Ok(Some(HeldAnswer {
            format: held.format,
            status: held.status,
            options: held.options,
            holders: held.holders,
            assignments: held.assignments,
            objective: terms.sum(),
            terms,
        }))
    })
}

/// What is held, as an answer without figures.
fn held(
    c: &mut Connection,
    roster_id: &str,
    problem: &Document,
) -> Result<RosterAnswer, StoreError> {
    let known: HashSet<&str> = problem.series.iter().map(|s| s.id.as_str()).collect();
    let series: Vec<SeriesRow> = duties::series_of_roster(c, roster_id)?
        .into_iter()
        .filter(|series| known.contains(series.id.as_str()))
        .collect();
    let mut own = HashSet::new();
    let mut assignments: Vec<Pair> = Vec::new();
    for duty in duties::of_roster(c, roster_id)? {
        own.insert(duty.id);
    }
    for row in duties::assignments_of_roster(c, roster_id)? {
        if row.state().holds_seat() {
            assignments.push(Pair {
                duty: row.duty_id,
                person: row.person_id,
            });
        }
    }
    // What its people hold in other districts stands in the problem as pins of duties of their own.
    let elsewhere = problem.pins.iter().filter(|pin| !own.contains(&pin.duty));
    assignments.extend(elsewhere.cloned());
    assignments.sort_unstable();
    Ok(RosterAnswer {
        format: ANSWER_FORMAT.to_owned(),
        status: Status::Feasible,
        options: series
            .iter()
            .filter_map(|s| Some((s.id.clone(), s.chosen_option_id.clone()?)))
            .collect(),
        holders: series.into_iter().map(|s| (s.id, s.holder_id)).collect(),
        assignments,
        objective: 0,
        bound: 0.0,
        terms: Terms::default(),
        seconds: 0.0,
        proof: Proof::default(),
        certificate: None,
        warnings: Vec::new(),
    })
}
