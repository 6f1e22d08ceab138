//! Rosters, their versions and the solver runs they rest on. The duties in them are in `duties`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::{
    assignments, certificates, districts, duties, roster_versions, rosters, solves,
};
use super::{Connection, StoreError};
use crate::domain::roster::RosterState;

/// A district's month.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = rosters, treat_none_as_default_value = false)]
pub struct RosterRow {
    pub id: String,
    pub district_id: String,
    pub month: String,
    pub state: String,
    pub version: i32,
    pub solve_id: Option<String>,
    pub revision: i32,
    pub created_at: NaiveDateTime,
    pub published_at: Option<NaiveDateTime>,
    pub job_id: Option<String>,
}

impl RosterRow {
    /// The state as the domain's word.
    #[must_use]
    pub fn state(&self) -> RosterState {
        RosterState::parse(&self.state).expect("a CHECK of the table lets no other word in")
    }

    /// Whether somebody is on it.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        self.state().is_generated(self.solve_id.is_some())
    }
}

/// A published version, never changed afterwards.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = roster_versions, treat_none_as_default_value = false)]
pub struct VersionRow {
    pub id: String,
    pub roster_id: String,
    pub number: i32,
    pub published_at: NaiveDateTime,
    pub published_by: String,
    pub snapshot: String,
    pub objective: i64,
    pub bound: f64,
}

/// A solver run that was kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = solves, treat_none_as_default_value = false)]
pub struct SolveRow {
    pub id: String,
    pub kind: String,
    pub status: String,
    pub objective: i64,
    pub bound: f64,
    pub terms: String,
    pub reasons: String,
    pub seconds: f64,
    pub solved_at: NaiveDateTime,
    pub rosters: i32,
    pub proof: String,
}

/// Inserts a roster.
pub fn insert(c: &mut Connection, row: &RosterRow) -> Result<(), StoreError> {
    diesel::insert_into(rosters::table).values(row).execute(c)?;
    Ok(())
}

/// The roster with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<RosterRow>, StoreError> {
    Ok(rosters::table
        .find(id)
        .select(RosterRow::as_select())
        .first(c)
        .optional()?)
}

/// The rosters with these ids, in no order.
pub fn find_all(c: &mut Connection, ids: &[String]) -> Result<Vec<RosterRow>, StoreError> {
    Ok(rosters::table
        .filter(rosters::id.eq_any(ids))
        .select(RosterRow::as_select())
        .load(c)?)
}

/// The rosters that a job worked on last.
pub fn of_job(c: &mut Connection, job_id: &str) -> Result<Vec<RosterRow>, StoreError> {
    Ok(rosters::table
        .filter(rosters::job_id.eq(job_id))
        .select(RosterRow::as_select())
        .load(c)?)
}

/// The roster of a district's month.
pub fn of_month(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<Option<RosterRow>, StoreError> {
    Ok(rosters::table
        .filter(rosters::district_id.eq(district_id))
        .filter(rosters::month.eq(month))
        .select(RosterRow::as_select())
        .first(c)
        .optional()?)
}

/// The rosters of a city, newest month first, then by district code.
pub fn of_city(c: &mut Connection, city_id: &str) -> Result<Vec<RosterRow>, StoreError> {
    Ok(rosters::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .order((rosters::month.desc(), districts::code))
        .select(RosterRow::as_select())
        .load(c)?)
}

/// Brings a roster from one state to another. False where it was not in `from` any more.
pub fn change_state(
    c: &mut Connection,
    id: &str,
    from: RosterState,
    to: RosterState,
) -> Result<bool, StoreError> {
    let rows = diesel::update(
        rosters::table
            .filter(rosters::id.eq(id))
            .filter(rosters::state.eq(from.as_str())),
    )
    .set((
        rosters::state.eq(to.as_str()),
        rosters::revision.eq(rosters::revision + 1),
    ))
    .execute(c)?;
    Ok(rows == 1)
}

/// Notes the solver run a roster rests on.
pub fn set_solve(c: &mut Connection, id: &str, solve_id: &str) -> Result<(), StoreError> {
    diesel::update(rosters::table.find(id))
        .set(rosters::solve_id.eq(solve_id))
        .execute(c)?;
    Ok(())
}

/// Notes the job that works on a roster.
pub fn set_job(c: &mut Connection, id: &str, job_id: &str) -> Result<(), StoreError> {
    diesel::update(rosters::table.find(id))
        .set(rosters::job_id.eq(job_id))
        .execute(c)?;
    Ok(())
}

/// Publishes a proposed roster that nobody changed since it was read. False where somebody did.
pub fn publish(
    c: &mut Connection,
    roster: &RosterRow,
    at: NaiveDateTime,
) -> Result<bool, StoreError> {
    let rows = diesel::update(
        rosters::table
            .filter(rosters::id.eq(&roster.id))
            .filter(rosters::state.eq(RosterState::Proposed.as_str()))
            .filter(rosters::revision.eq(roster.revision)),
    )
    .set((
        rosters::state.eq(RosterState::Published.as_str()),
        rosters::version.eq(roster.version + 1),
        rosters::published_at.eq(at),
        rosters::revision.eq(roster.revision + 1),
    ))
    .execute(c)?;
    Ok(rows == 1)
}

/// Keeps a version.
pub fn insert_version(c: &mut Connection, row: &VersionRow) -> Result<(), StoreError> {
    diesel::insert_into(roster_versions::table)
        .values(row)
        .execute(c)?;
    Ok(())
}

/// A roster's versions, the first one first.
pub fn versions_of(c: &mut Connection, roster_id: &str) -> Result<Vec<VersionRow>, StoreError> {
    Ok(roster_versions::table
        .filter(roster_versions::roster_id.eq(roster_id))
        .order(roster_versions::number)
        .select(VersionRow::as_select())
        .load(c)?)
}

/// The version of a roster with this number.
pub fn find_version(
    c: &mut Connection,
    roster_id: &str,
    number: i32,
) -> Result<Option<VersionRow>, StoreError> {
    Ok(roster_versions::table
        .filter(roster_versions::roster_id.eq(roster_id))
        .filter(roster_versions::number.eq(number))
        .select(VersionRow::as_select())
        .first(c)
        .optional()?)
}

/// Keeps a solver run, with the prices that prove its bound, where there are some.
pub fn insert_solve(
    c: &mut Connection,
    row: &SolveRow,
    prices: Option<&str>,
) -> Result<(), StoreError> {
    diesel::insert_into(solves::table).values(row).execute(c)?;
    if let Some(prices) = prices {
        let columns = (
            certificates::solve_id.eq(&row.id),
            certificates::prices.eq(prices),
        );
        diesel::insert_into(certificates::table)
            .values(columns)
            .execute(c)?;
    }
    Ok(())
}

/// The prices that prove the bound of a solver run, none where they were not kept.
pub fn certificate(c: &mut Connection, solve_id: &str) -> Result<Option<String>, StoreError> {
    Ok(certificates::table
        .find(solve_id)
        .select(certificates::prices)
        .first(c)
        .optional()?)
}

/// The solver run with this id.
pub fn find_solve(c: &mut Connection, id: &str) -> Result<Option<SolveRow>, StoreError> {
    Ok(solves::table
        .find(id)
        .select(SolveRow::as_select())
        .first(c)
        .optional()?)
}

/// What a solver run proves, without its reasons, which may be long.
#[derive(Debug, Clone, Queryable)]
pub struct ProofRow {
    pub id: String,
    pub status: String,
    pub objective: i64,
    pub bound: f64,
    pub seconds: f64,
    pub rosters: i32,
    pub proof: String,
}

/// What these solver runs prove.
pub fn proofs(c: &mut Connection, solve_ids: &[String]) -> Result<Vec<ProofRow>, StoreError> {
    Ok(solves::table
        .filter(solves::id.eq_any(solve_ids))
        .select((
            solves::id,
            solves::status,
            solves::objective,
            solves::bound,
            solves::seconds,
            solves::rosters,
            solves::proof,
        ))
        .load(c)?)
}

/// The rosters of districts, newest month first.
pub fn of_districts(
    c: &mut Connection,
    district_ids: &[String],
) -> Result<Vec<RosterRow>, StoreError> {
    Ok(rosters::table
        .filter(rosters::district_id.eq_any(district_ids))
        .order(rosters::month.desc())
        .select(RosterRow::as_select())
        .load(c)?)
}

/// An active duty with how many people hold it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct HeldDuty {
    pub roster_id: String,
    pub duty_id: String,
    pub min: i32,
    pub ideal: i32,
    /// Assignments in one of the states that were asked for.
    pub held: i64,
}

/// The active duties of rosters, with how many of their assignments are in one of these states.
pub fn held_duties(
    c: &mut Connection,
    roster_ids: &[String],
    states: &[&str],
) -> Result<Vec<HeldDuty>, StoreError> {
    use diesel::dsl::count;
    let holding = assignments::duty_id
        .eq(duties::id)
        .and(assignments::state.eq_any(states));
    Ok(duties::table
        .left_join(assignments::table.on(holding))
        .filter(duties::roster_id.eq_any(roster_ids))
        .filter(duties::active.eq(true))
        .group_by((duties::roster_id, duties::id, duties::min, duties::ideal))
        .select((
            duties::roster_id,
            duties::id,
            duties::min,
            duties::ideal,
            count(assignments::id.nullable()),
        ))
        .load(c)?)
}
