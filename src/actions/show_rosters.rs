//! Rosters in figures: how many duties are held, and what is proven of each.

use std::collections::HashMap;

use zhiban_solver::roster;

use super::show_month::Proof;
use crate::domain::assignment::AssignmentState;
use crate::store::rosters::{self, ProofRow, RosterRow};
use crate::store::{Connection, StoreError};

/// A roster with its figures.
#[derive(Debug, Clone)]
pub struct RosterFigures {
    /// The roster.
    pub roster: RosterRow,
    /// How its duties are held.
    pub counts: Counts,
    /// What the solve behind it proves.
    pub proof: Option<Proof>,
}

/// Counts of active duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All.
    pub duties: usize,
    /// With as many people as they need.
    pub covered: usize,
    /// Of these, with fewer than they would like.
    pub below_ideal: usize,
    /// With fewer than they need.
    pub uncovered: usize,
}

/// Adds the figures to rosters: one query for their duties, one for their proofs.
pub fn show_rosters(
    c: &mut Connection,
    rows: Vec<RosterRow>,
) -> Result<Vec<RosterFigures>, StoreError> {
    let holding: Vec<&str> = AssignmentState::ALL
        .into_iter()
        .filter(|state| state.holds_seat())
        .map(AssignmentState::as_str)
        .collect();
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut counts: HashMap<String, Counts> = HashMap::new();
    for duty in rosters::held_duties(c, &ids, &holding)? {
        let counts = counts.entry(duty.roster_id).or_default();
        let covered = duty.held >= i64::from(duty.min);
        counts.duties += 1;
        counts.covered += usize::from(covered);
        counts.below_ideal += usize::from(covered && duty.held < i64::from(duty.ideal));
        counts.uncovered += usize::from(!covered);
    }
    let solve_ids: Vec<String> = rows.iter().filter_map(|row| row.solve_id.clone()).collect();
    let proofs: HashMap<String, ProofRow> = rosters::proofs(c, &solve_ids)?
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect();
    let figures = |roster: RosterRow| RosterFigures {
        counts: counts.get(&roster.id).copied().unwrap_or_default(),
        proof: roster
            .solve_id
            .as_ref()
            .and_then(|id| proofs.get(id))
            .map(proof),
        roster,
    };
    Ok(rows.into_iter().map(figures).collect())
}

fn proof(row: &ProofRow) -> Proof {
    Proof {
        optimal: row.status == "optimal",
        objective: row.objective,
        bound: row.bound,
        seconds: row.seconds,
        rosters: row.rosters,
        is_recounted: row.proof == roster::Proof::Prices.word(),
    }
}
