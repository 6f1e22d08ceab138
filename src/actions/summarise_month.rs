//! What a generated month came to: how much is covered, how fairly, and the first reason for each gap.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use zhiban_solver::roster::explain::{Gap, Reason};

use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::places::StationRow;
use crate::store::rosters::{self, SolveRow};
use crate::store::templates::TemplateRow;
use crate::store::{Store, StoreError, people, places, templates};

/// The figures of rosters that were solved together.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct MonthSummary {
    pub duties: usize,
    pub covered: usize,
    pub below_ideal: usize,
    pub gaps: Vec<Uncovered>,
    pub objective: i64,
    pub bound: f64,
    pub status: String,
    pub seconds: f64,
    pub people: usize,
    /// People whose turns are at most one off their target.
    pub near_target: usize,
    pub furthest_below: i64,
    pub furthest_above: i64,
}

/// A duty with fewer people than it needs.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Uncovered {
    pub date: NaiveDate,
    pub station: String,
    pub what: String,
    pub reason: &'static str,
}

impl MonthSummary {
    /// The proven gap, from 0 to 1.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let objective = self.objective as f64;
        if objective <= self.bound {
            0.0
        } else {
            (objective - self.bound) / objective
        }
    }
}

/// Sums up rosters that one solve proposed.
pub fn summarise(store: &Store, roster_ids: &[String]) -> Result<MonthSummary, StoreError> {
    store.read(|c| {
        let mut sum = MonthSummary::default();
        let mut active: Vec<DutyRow> = Vec::new();
        let mut held: Vec<AssignmentRow> = Vec::new();
        for id in roster_ids {
            active.extend(duties::of_roster(c, id)?.into_iter().filter(|d| d.active));
            held.extend(
                duties::assignments_of_roster(c, id)?
                    .into_iter()
                    .filter(|a| a.state().holds_seat()),
            );
        }
        let rosters = rosters::find_all(c, roster_ids)?;
        let district = rosters
            .first()
            .map(|r| r.district_id.clone())
            .into_iter()
            .collect::<Vec<_>>();
        let Some(city) = places::find_districts(c, &district)?
            .pop()
            .map(|d| d.city_id)
        else {
            return Ok(sum);
        };
        count(&mut sum, &active, &held);
        let solve = rosters.first().and_then(|r| r.solve_id.clone());
        if let Some(solve) = solve
            .and_then(|id| rosters::find_solve(c, &id).transpose())
            .transpose()?
        {
            let stations = places::stations_of(c, &city)?;
            let templates = templates::templates_of(c, &city)?;
            add_solve(&mut sum, solve, &active, &stations, &templates);
        }
        fairness(&mut sum, &people::people_of(c, &city)?, &held);
        Ok(sum)
    })
}

fn count(sum: &mut MonthSummary, active: &[DutyRow], held: &[AssignmentRow]) {
    let mut people_at: HashMap<&str, i32> = HashMap::new();
    for a in held {
        *people_at.entry(&a.duty_id).or_default() += 1;
    }
    let there = |d: &DutyRow| people_at.get(d.id.as_str()).copied().unwrap_or(0);
    sum.duties = active.len();
    sum.covered = active.iter().filter(|d| there(d) >= d.min).count();
    sum.below_ideal = active
        .iter()
        .filter(|d| there(d) >= d.min && there(d) < d.ideal)
        .count();
}

fn add_solve(
    sum: &mut MonthSummary,
    solve: SolveRow,
    active: &[DutyRow],
    stations: &[StationRow],
    templates: &[TemplateRow],
) {
    let gaps: Vec<Gap> = serde_json::from_str(&solve.reasons).unwrap_or_default();
    let known: HashMap<&str, &DutyRow> = active.iter().map(|d| (d.id.as_str(), d)).collect();
    let station: HashMap<&str, &str> = stations
        .iter()
        .map(|s| (s.id.as_str(), s.name.as_str()))
        .collect();
    let template: HashMap<&str, &str> = templates
        .iter()
        .map(|t| (t.id.as_str(), t.name_en.as_str()))
        .collect();
    sum.gaps = gaps
        .iter()
        .filter_map(|gap| {
            let duty = known.get(gap.duty.as_str())?;
            Some(Uncovered {
                date: duty.date,
                station: station.get(duty.station_id.as_str())?.to_string(),
                what: template.get(duty.template_id.as_str())?.to_string(),
                reason: in_words(gap.reason),
            })
        })
        .collect();
    sum.gaps
        .sort_by(|a, b| (a.date, &a.station).cmp(&(b.date, &b.station)));
    (sum.objective, sum.bound, sum.status, sum.seconds) =
        (solve.objective, solve.bound, solve.status, solve.seconds);
}

fn fairness(sum: &mut MonthSummary, everyone: &[people::PersonRow], held: &[AssignmentRow]) {
    let mut turns: HashMap<&str, i64> = HashMap::new();
    for a in held {
        *turns.entry(&a.person_id).or_default() += 1;
    }
    let asked: HashSet<&str> = everyone.iter().map(|p| p.id.as_str()).collect();
    sum.people = asked.len();
    for p in everyone {
        let off = turns.get(p.id.as_str()).copied().unwrap_or(0) - i64::from(p.target);
        sum.near_target += usize::from(off.abs() <= 1);
        sum.furthest_above = sum.furthest_above.max(off);
        sum.furthest_below = sum.furthest_below.max(-off);
    }
}

/// A reason in English, for the command line; the pages have words of their own in each language.
#[must_use]
pub fn in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NobodyInPool => "nobody is of the pool",
        Reason::NobodySkilled => "nobody of the district has the skill",
        Reason::NobodySpeaks => "nobody speaks the language",
        Reason::NobodyNear => "it is out of everybody's reach",
        Reason::NobodyFree => "nobody who could is free then",
        Reason::AllAtLimit => "all who are free serve elsewhere then or are at a limit of theirs",
        Reason::NoSupervisor => "nobody supervises it",
        Reason::CostsMore => "somebody could come, but it would cost more elsewhere",
    }
}
