//! Duties, series and who holds them. The roster they stand in is in `rosters`, what a coordinator says of a pair in `words`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{CHUNK, insert_all};
use super::schema::{assignments, duties, rosters, series};
use super::{Connection, StoreError};
use crate::domain::assignment::AssignmentState;

/// A turn to be held.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = duties, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct DutyRow {
    pub id: String,
    pub roster_id: String,
    pub template_id: String,
    pub station_id: String,
    pub series_id: Option<String>,
    pub option_id: String,
    pub date: NaiveDate,
    pub start_minute: i32,
    pub end_minute: i32,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub pool_id: String,
    pub min: i32,
    pub ideal: i32,
    pub weight: i32,
    pub supervised_by: Option<String>,
    pub moved_from: Option<NaiveDate>,
    pub active: bool,
    pub revision: i32,
    pub called_off: bool,
}

/// The duties of one template in which residents should meet the same face.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = series, treat_none_as_default_value = false)]
pub struct SeriesRow {
    pub id: String,
    pub roster_id: String,
    pub template_id: String,
    pub station_id: String,
    pub chosen_option_id: Option<String>,
    pub holder_id: Option<String>,
}

/// One person on one duty.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = assignments, treat_none_as_default_value = false)]
pub struct AssignmentRow {
    pub id: String,
    pub duty_id: String,
    pub person_id: String,
    pub state: String,
    pub replaces_id: Option<String>,
    pub asked_at: Option<NaiveDateTime>,
    pub answered_at: Option<NaiveDateTime>,
    pub reason: String,
    pub revision: i32,
}

impl AssignmentRow {
    /// The state as the domain's word.
    #[must_use]
    pub fn state(&self) -> AssignmentState {
        AssignmentState::parse(&self.state).expect("a CHECK of the table lets no other word in")
    }
}

/// Inserts series.
pub fn insert_series(c: &mut Connection, rows: &[SeriesRow]) -> Result<(), StoreError> {
    insert_all!(c, series::table, rows);
    Ok(())
}

/// Inserts duties.
pub fn insert_duties(c: &mut Connection, rows: &[DutyRow]) -> Result<(), StoreError> {
    insert_all!(c, duties::table, rows);
    Ok(())
}

/// Inserts assignments.
pub fn insert_assignments(c: &mut Connection, rows: &[AssignmentRow]) -> Result<(), StoreError> {
    insert_all!(c, assignments::table, rows);
    Ok(())
}

/// A roster's duties by station, date and time, without those that are called off.
pub fn of_roster(c: &mut Connection, roster_id: &str) -> Result<Vec<DutyRow>, StoreError> {
    Ok(duties::table
        .filter(duties::roster_id.eq(roster_id))
        .filter(duties::called_off.eq(false))
        .order((
            duties::station_id,
            duties::date,
            duties::start_minute,
            duties::id,
        ))
        .select(DutyRow::as_select())
        .load(c)?)
}

/// The duty with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<DutyRow>, StoreError> {
    Ok(duties::table
        .find(id)
        .select(DutyRow::as_select())
        .first(c)
        .optional()?)
}

/// A roster's series.
pub fn series_of_roster(c: &mut Connection, roster_id: &str) -> Result<Vec<SeriesRow>, StoreError> {
    Ok(series::table
        .filter(series::roster_id.eq(roster_id))
        .order(series::id)
        .select(SeriesRow::as_select())
        .load(c)?)
}

/// Every assignment of a roster, whatever its state.
pub fn assignments_of_roster(
    c: &mut Connection,
    roster_id: &str,
) -> Result<Vec<AssignmentRow>, StoreError> {
    Ok(assignments::table
        .inner_join(duties::table)
        .filter(duties::roster_id.eq(roster_id))
        .order(assignments::id)
        .select(AssignmentRow::as_select())
        .load(c)?)
}

/// The assignments of these duties, whatever their state.
pub fn assignments_of_duties(
    c: &mut Connection,
    duty_ids: &[String],
) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in duty_ids.chunks(CHUNK) {
        let some: Vec<AssignmentRow> = assignments::table
            .filter(assignments::duty_id.eq_any(chunk))
            .order(assignments::id)
            .select(AssignmentRow::as_select())
            .load(c)?;
        found.extend(some);
    }
    Ok(found)
}

/// One person's assignments in a roster with their duties, by time.
pub fn of_person(
    c: &mut Connection,
    roster_id: &str,
    person_id: &str,
) -> Result<Vec<(AssignmentRow, DutyRow)>, StoreError> {
    Ok(assignments::table
        .inner_join(duties::table)
        .filter(duties::roster_id.eq(roster_id))
        .filter(assignments::person_id.eq(person_id))
        .order((duties::starts_at, assignments::id))
        .select((AssignmentRow::as_select(), DutyRow::as_select()))
        .load(c)?)
}

/// Every assignment and duty of these people in a month, whichever district's roster it stands in.
pub fn of_people_in_month(
    c: &mut Connection,
    people: &[String],
    month: &str,
) -> Result<Vec<(AssignmentRow, DutyRow)>, StoreError> {
    Ok(assignments::table
        .inner_join(duties::table.inner_join(rosters::table))
        .filter(rosters::month.eq(month))
        .filter(assignments::person_id.eq_any(people))
        .order((duties::starts_at, assignments::id))
        .select((AssignmentRow::as_select(), DutyRow::as_select()))
        .load(c)?)
}

/// One person's assignments to duties that lie between two instants, or partly, whatever their state, by time.
pub fn of_person_between(
    c: &mut Connection,
    person_id: &str,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<(AssignmentRow, DutyRow)>, StoreError> {
    Ok(assignments::table
        .inner_join(duties::table)
        .filter(assignments::person_id.eq(person_id))
        .filter(duties::starts_at.lt(to))
        .filter(duties::ends_at.gt(from))
        .order((duties::starts_at, assignments::id))
        .select((AssignmentRow::as_select(), DutyRow::as_select()))
        .load(c)?)
}

/// A duty's assignments, whatever their state.
pub fn of_duty(c: &mut Connection, duty_id: &str) -> Result<Vec<AssignmentRow>, StoreError> {
    Ok(assignments::table
        .filter(assignments::duty_id.eq(duty_id))
        .order(assignments::id)
        .select(AssignmentRow::as_select())
        .load(c)?)
}

/// The assignment with this id and its duty.
pub fn find_assignment(
    c: &mut Connection,
    id: &str,
) -> Result<Option<(AssignmentRow, DutyRow)>, StoreError> {
    Ok(assignments::table
        .inner_join(duties::table)
        .filter(assignments::id.eq(id))
        .select((AssignmentRow::as_select(), DutyRow::as_select()))
        .first(c)
        .optional()?)
}

/// What changes with an assignment's state.
#[derive(Debug, Clone, Default)]
pub struct AssignmentChange {
    /// When the person was asked, where this change asks.
    pub asked_at: Option<NaiveDateTime>,
    /// When the person answered, where this change is an answer.
    pub answered_at: Option<NaiveDateTime>,
    /// The person's words.
    pub reason: Option<String>,
}

/// Brings an assignment from the state it was read in to another. False where somebody else changed it meanwhile.
pub fn change_assignment(
    c: &mut Connection,
    row: &AssignmentRow,
    to: AssignmentState,
    change: &AssignmentChange,
) -> Result<bool, StoreError> {
    let rows = diesel::update(
        assignments::table
            .filter(assignments::id.eq(&row.id))
            .filter(assignments::revision.eq(row.revision)),
    )
    .set((
        assignments::state.eq(to.as_str()),
        assignments::asked_at.eq(change.asked_at.or(row.asked_at)),
        assignments::answered_at.eq(change.answered_at.or(row.answered_at)),
        assignments::reason.eq(change.reason.as_ref().unwrap_or(&row.reason)),
        assignments::revision.eq(row.revision + 1),
    ))
    .execute(c)?;
    Ok(rows == 1)
}

/// Marks every proposed assignment of a roster as asked. Gives how many.
pub fn ask_all(
    c: &mut Connection,
    roster_id: &str,
    now: NaiveDateTime,
) -> Result<usize, StoreError> {
    let in_roster = duties::table
        .filter(duties::roster_id.eq(roster_id))
        .select(duties::id);
    Ok(diesel::update(
        assignments::table
            .filter(assignments::duty_id.eq_any(in_roster))
            .filter(assignments::state.eq(AssignmentState::Proposed.as_str())),
    )
    .set((
        assignments::state.eq(AssignmentState::Asked.as_str()),
        assignments::asked_at.eq(now),
        assignments::revision.eq(assignments::revision + 1),
    ))
    .execute(c)?)
}

/// Takes out all proposed assignments of a roster, to make room for a new answer.
pub fn delete_proposed(c: &mut Connection, roster_id: &str) -> Result<usize, StoreError> {
    let in_roster = duties::table
        .filter(duties::roster_id.eq(roster_id))
        .select(duties::id);
    Ok(diesel::delete(
        assignments::table
            .filter(assignments::duty_id.eq_any(in_roster))
            .filter(assignments::state.eq(AssignmentState::Proposed.as_str())),
    )
    .execute(c)?)
}

/// What a solver chose for a series.
#[derive(Debug, Clone)]
pub struct Choice {
    pub series_id: String,
    pub option_id: String,
    pub holder_id: Option<String>,
}

/// Writes the choices for all series of a roster: the duties of the chosen options are active, those of the others not.
pub fn choose_options(
    c: &mut Connection,
    roster_id: &str,
    choices: &[Choice],
) -> Result<(), StoreError> {
    for choice in choices {
        diesel::update(series::table.find(&choice.series_id))
            .set((
                series::chosen_option_id.eq(&choice.option_id),
                series::holder_id.eq(&choice.holder_id),
            ))
            .execute(c)?;
    }
    let of_series = || {
        duties::table
            .filter(duties::roster_id.eq(roster_id))
            .filter(duties::series_id.is_not_null())
    };
    diesel::update(of_series())
        .set(duties::active.eq(false))
        .execute(c)?;
    for chunk in choices.chunks(CHUNK) {
        let chosen = chunk.iter().map(|choice| &choice.option_id);
        let held = of_series().filter(duties::called_off.eq(false));
        diesel::update(held.filter(duties::option_id.eq_any(chosen)))
            .set(duties::active.eq(true))
            .execute(c)?;
    }
    Ok(())
}

/// Holds duties until the transaction ends, against whoever calls them off or asks somebody for them.
pub fn hold(c: &mut Connection, ids: &[String]) -> Result<(), StoreError> {
    for chunk in ids.chunks(CHUNK) {
        let same = duties::revision.eq(duties::revision);
        diesel::update(duties::table.filter(duties::id.eq_any(chunk)))
            .set(same)
            .execute(c)?;
    }
    Ok(())
}
