//! Calendars of duties that others read by an address, under the hashes of their tokens, and the duties that stand in them.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::duties::{AssignmentRow, DutyRow};
use super::schema::{assignments, duties, feeds, people, rosters};
use super::{Connection, StoreError};

/// The calendar of a person's duties or of a station's.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = feeds, treat_none_as_default_value = false)]
pub struct FeedRow {
    pub token_hash: String,
    pub person_id: Option<String>,
    pub station_id: Option<String>,
    pub made_at: NaiveDateTime,
}

/// The feed of a token's hash.
pub fn find(c: &mut Connection, token_hash: &str) -> Result<Option<FeedRow>, StoreError> {
    Ok(feeds::table
        .find(token_hash)
        .select(FeedRow::as_select())
        .first(c)
        .optional()?)
}

/// Whether a person's duties are given out as a feed.
pub fn has(c: &mut Connection, person_id: &str) -> Result<bool, StoreError> {
    let own = feeds::table.filter(feeds::person_id.eq(person_id));
    Ok(own.count().get_result::<i64>(c)? > 0)
}

/// Keeps a feed. That of the same person or station must have been ended.
pub fn insert(c: &mut Connection, row: &FeedRow) -> Result<(), StoreError> {
    diesel::insert_into(feeds::table).values(row).execute(c)?;
    Ok(())
}

/// Ends a person's feed. False where there was none.
pub fn end_of_person(c: &mut Connection, person_id: &str) -> Result<bool, StoreError> {
    let own = feeds::table.filter(feeds::person_id.eq(person_id));
    Ok(diesel::delete(own).execute(c)? > 0)
}

/// Ends a station's feed. False where there was none.
pub fn end_of_station(c: &mut Connection, station_id: &str) -> Result<bool, StoreError> {
    let own = feeds::table.filter(feeds::station_id.eq(station_id));
    Ok(diesel::delete(own).execute(c)? > 0)
}

/// Ids of people who serve no more and still have a feed.
pub fn of_who_left(c: &mut Connection) -> Result<Vec<String>, StoreError> {
    Ok(feeds::table
        .inner_join(people::table.on(feeds::person_id.eq(people::id.nullable())))
        .filter(people::state.ne("active"))
        .order(people::id)
        .select(people::id)
        .load(c)?)
}

/// What people were asked for in published months at a station, or what one person was, from one instant to another, by time.
pub fn duties_of(
    c: &mut Connection,
    feed: &FeedRow,
    (from, to): (NaiveDateTime, NaiveDateTime),
) -> Result<Vec<(AssignmentRow, DutyRow)>, StoreError> {
    let told = assignments::table
        .inner_join(duties::table.inner_join(rosters::table))
        .filter(rosters::version.gt(0))
        .filter(duties::called_off.eq(false))
        .filter(duties::starts_at.lt(to))
        .filter(duties::ends_at.gt(from))
        .order((duties::starts_at, duties::id, assignments::id))
        .select((AssignmentRow::as_select(), DutyRow::as_select()));
    Ok(match (&feed.person_id, &feed.station_id) {
        (Some(person), _) => told.filter(assignments::person_id.eq(person)).load(c)?,
        (_, Some(station)) => told.filter(duties::station_id.eq(station)).load(c)?,
        (None, None) => Vec::new(),
    })
}
