//! Days on which stations are closed, and the duties that are called off because of it.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{CHUNK, insert_all};
use super::duties::{AssignmentRow, DutyRow};
use super::rosters::RosterRow;
use super::schema::{assignments, duties, rosters, series, station_closures, stations};
use super::{Connection, StoreError};
use crate::domain::assignment::AssignmentState;
use crate::domain::opening_hours::Closure;

/// Days from one to another.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = station_closures)]
pub struct ClosureRow {
    #[serde(skip)]
    pub station_id: String,
    pub first_date: NaiveDate,
    pub last_date: NaiveDate,
    pub note: String,
}

impl From<ClosureRow> for Closure {
    fn from(row: ClosureRow) -> Self {
        Self {
            first_date: row.first_date,
            last_date: row.last_date,
            note: row.note,
        }
    }
}

/// A station's closures, by date.
pub fn of_station(c: &mut Connection, station_id: &str) -> Result<Vec<ClosureRow>, StoreError> {
    Ok(station_closures::table
        .filter(station_closures::station_id.eq(station_id))
        .order(station_closures::first_date)
        .select(ClosureRow::as_select())
        .load(c)?)
}

/// The closures of a district's stations, by station.
pub fn of_district(
    c: &mut Connection,
    district_id: &str,
) -> Result<HashMap<String, Vec<Closure>>, StoreError> {
    let rows: Vec<ClosureRow> = station_closures::table
        .inner_join(stations::table)
        .filter(stations::district_id.eq(district_id))
        .select(ClosureRow::as_select())
        .load(c)?;
    let mut all: HashMap<String, Vec<Closure>> = HashMap::new();
    for row in rows {
        let of = all.entry(row.station_id.clone()).or_default();
        of.push(row.into());
    }
    Ok(all)
}

/// Puts a station's closures in the place of those it had.
pub fn replace(
    c: &mut Connection,
    station_id: &str,
    rows: &[ClosureRow],
) -> Result<(), StoreError> {
    let there = station_closures::table.filter(station_closures::station_id.eq(station_id));
    diesel::delete(there).execute(c)?;
    insert_all!(c, station_closures::table, rows);
    Ok(())
}

/// A station's duties that begin after an instant, with their rosters.
pub fn duties_at(
    c: &mut Connection,
    station_id: &str,
    after: NaiveDateTime,
) -> Result<Vec<(DutyRow, RosterRow)>, StoreError> {
    Ok(duties::table
        .inner_join(rosters::table)
        .filter(duties::station_id.eq(station_id))
        .filter(duties::starts_at.gt(after))
        .order((duties::starts_at, duties::id))
        .select((DutyRow::as_select(), RosterRow::as_select()))
        .load(c)?)
}

/// Calls duties off: they are active no more.
pub fn call_off(c: &mut Connection, ids: &[String]) -> Result<(), StoreError> {
    for chunk in ids.chunks(CHUNK) {
        let change = (
            duties::called_off.eq(true),
            duties::active.eq(false),
            duties::revision.eq(duties::revision + 1),
        );
        diesel::update(duties::table.filter(duties::id.eq_any(chunk)))
            .set(change)
            .execute(c)?;
    }
    Ok(())
}

/// Takes that back; those whose option is chosen, or that have none to choose from, are active again.
pub fn hold_again(c: &mut Connection, ids: &[String]) -> Result<(), StoreError> {
    for chunk in ids.chunks(CHUNK) {
        let change = (
            duties::called_off.eq(false),
            duties::revision.eq(duties::revision + 1),
        );
        diesel::update(duties::table.filter(duties::id.eq_any(chunk)))
            .set(change)
            .execute(c)?;
        // Of its own month: an option is the template's, and other months choose for themselves.
        let chosen = series::table
            .filter(series::id.nullable().eq(duties::series_id))
            .filter(series::chosen_option_id.eq(duties::option_id.nullable()));
        let held = duties::series_id.is_null().or(exists(chosen));
        let rows = duties::table.filter(duties::id.eq_any(chunk)).filter(held);
        diesel::update(rows)
            .set(duties::active.eq(true))
            .execute(c)?;
    }
    Ok(())
}

/// Takes back what was asked for these duties, and what was only proposed. Gives the assignments of whoever was asked, as they are then.
pub fn withdraw_seats(
    c: &mut Connection,
    duty_ids: &[String],
) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut withdrawn = Vec::new();
    for chunk in duty_ids.chunks(CHUNK) {
        let of_duties = || assignments::table.filter(assignments::duty_id.eq_any(chunk));
        let in_state = |state: AssignmentState| assignments::state.eq(state.as_str());
        diesel::delete(of_duties().filter(in_state(AssignmentState::Proposed))).execute(c)?;
        let told =
            [AssignmentState::Asked, AssignmentState::Confirmed].map(AssignmentState::as_str);
        let before: Vec<String> = of_duties()
            .filter(in_state(AssignmentState::Withdrawn))
            .select(assignments::id)
            .load(c)?;
        diesel::update(of_duties().filter(assignments::state.eq_any(told)))
            .set((
                assignments::state.eq(AssignmentState::Withdrawn.as_str()),
                assignments::revision.eq(assignments::revision + 1),
            ))
            .execute(c)?;
        // Looked at after the change: whoever answers at this moment has done so before it, or finds it done.
        let rows = of_duties()
            .filter(in_state(AssignmentState::Withdrawn))
            .order(assignments::id)
            .select(AssignmentRow::as_select())
            .load(c)?;
        withdrawn.extend(rows.into_iter().filter(|row| !before.contains(&row.id)));
    }
    Ok(withdrawn)
}
