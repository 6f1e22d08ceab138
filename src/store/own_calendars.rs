//! People's own calendars that are read, and when they are busy by them. What is read there is decided in `actions` and `jobs`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use super::dialect::insert_all;
use super::duties::{AssignmentRow, DutyRow};
use super::schema::{
    assignments, busy_times, cities, districts, duties, own_calendars, people, rosters,
};
use super::{Connection, StoreError};

/// A person's own calendar.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = own_calendars, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct OwnCalendarRow {
    pub person_id: String,
    pub sealed: String,
    pub host: String,
    pub given_at: NaiveDateTime,
    pub next_read_at: NaiveDateTime,
    pub tried_at: Option<NaiveDateTime>,
    pub read_at: Option<NaiveDateTime>,
    pub whole_at: Option<NaiveDateTime>,
    pub failure: String,
    pub failing_since: Option<NaiveDateTime>,
    pub etag: String,
    pub last_modified: String,
}

impl std::fmt::Debug for OwnCalendarRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnCalendarRow")
            .field("person_id", &self.person_id)
            .finish_non_exhaustive()
    }
}

/// When somebody is busy on a date: minutes of the local day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable)]
#[diesel(table_name = busy_times)]
pub struct BusyRow {
    pub person_id: String,
    pub date: NaiveDate,
    pub start_minute: i32,
    pub end_minute: i32,
}

/// A person's own calendar.
pub fn find(c: &mut Connection, person_id: &str) -> Result<Option<OwnCalendarRow>, StoreError> {
    Ok(own_calendars::table
        .find(person_id)
        .select(OwnCalendarRow::as_select())
        .first(c)
        .optional()?)
}

/// Keeps a person's calendar. The one of before must have been taken out.
pub fn insert(c: &mut Connection, row: &OwnCalendarRow) -> Result<(), StoreError> {
    diesel::insert_into(own_calendars::table)
        .values(row)
        .execute(c)?;
    Ok(())
}

/// Takes out a person's calendar with the times that came of it. False where there was none.
pub fn delete(c: &mut Connection, person_id: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(own_calendars::table.find(person_id)).execute(c)? == 1)
}

/// Writes what came of a reading, if the address is still the one that was read. False where it is not.
pub fn update(c: &mut Connection, row: &OwnCalendarRow) -> Result<bool, StoreError> {
    let same = own_calendars::table
        .find(&row.person_id)
        .filter(own_calendars::sealed.eq(&row.sealed));
    Ok(diesel::update(same).set(row).execute(c)? == 1)
}

/// Calendars of people who serve that are to be read by now, each with the zone of its city, the longest due first, at most so many.
pub fn due(
    c: &mut Connection,
    now: NaiveDateTime,
    most: i64,
) -> Result<Vec<(OwnCalendarRow, String)>, StoreError> {
    Ok(own_calendars::table
        .inner_join(people::table.inner_join(districts::table.inner_join(cities::table)))
        .filter(people::state.eq("active"))
        .filter(own_calendars::next_read_at.le(now))
        .order((own_calendars::next_read_at, own_calendars::person_id))
        .limit(most)
        .select((OwnCalendarRow::as_select(), cities::time_zone))
        .load(c)?)
}

/// When the next calendar of people who serve is to be read; none where nobody has one.
pub fn next_due(c: &mut Connection) -> Result<Option<NaiveDateTime>, StoreError> {
    Ok(own_calendars::table
        .inner_join(people::table)
        .filter(people::state.eq("active"))
        .order(own_calendars::next_read_at)
        .select(own_calendars::next_read_at)
        .first(c)
        .optional()?)
}

/// Ids of people who serve no more and whose calendar is still kept.
pub fn of_who_left(c: &mut Connection) -> Result<Vec<String>, StoreError> {
    Ok(own_calendars::table
        .inner_join(people::table)
        .filter(people::state.ne("active"))
        .order(people::id)
        .select(people::id)
        .load(c)?)
}

/// When a person is busy, by time.
pub fn busy(c: &mut Connection, person_id: &str) -> Result<Vec<BusyRow>, StoreError> {
    Ok(busy_times::table
        .filter(busy_times::person_id.eq(person_id))
        .order((busy_times::date, busy_times::start_minute))
        .select(BusyRow::as_select())
        .load(c)?)
}

/// When a person is busy from a date on, by time.
pub fn busy_from(
    c: &mut Connection,
    person_id: &str,
    from: NaiveDate,
) -> Result<Vec<BusyRow>, StoreError> {
    Ok(busy_times::table
        .filter(busy_times::person_id.eq(person_id))
        .filter(busy_times::date.ge(from))
        .order((busy_times::date, busy_times::start_minute))
        .select(BusyRow::as_select())
        .load(c)?)
}

/// When a city's people are busy from one date to another.
pub fn busy_of_city(
    c: &mut Connection,
    city_id: &str,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<HashMap<String, Vec<BusyRow>>, StoreError> {
    let rows: Vec<BusyRow> = busy_times::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(busy_times::date.between(first, last))
        .select(BusyRow::as_select())
        .load(c)?;
    let mut all: HashMap<String, Vec<BusyRow>> = HashMap::new();
    for row in rows {
        all.entry(row.person_id.clone()).or_default().push(row);
    }
    Ok(all)
}

/// Seats of a district's published month in which those who were asked, or have confirmed, are busy by their own calendars, by time.
pub fn busy_seats(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<Vec<(AssignmentRow, DutyRow)>, StoreError> {
    let busy = busy_times::table
        .filter(busy_times::person_id.eq(assignments::person_id))
        .filter(busy_times::date.eq(duties::date))
        .filter(busy_times::start_minute.lt(duties::end_minute))
        .filter(busy_times::end_minute.gt(duties::start_minute));
    Ok(assignments::table
        .inner_join(duties::table.inner_join(rosters::table))
        .filter(rosters::district_id.eq(district_id))
        .filter(rosters::month.eq(month))
        .filter(rosters::version.gt(0))
        .filter(assignments::state.eq_any(["asked", "confirmed"]))
        .filter(exists(busy))
        .order((duties::starts_at, assignments::id))
        .select((AssignmentRow::as_select(), DutyRow::as_select()))
        .load(c)?)
}

/// Writes when a person is busy, in the place of what was written before.
pub fn replace_busy(
    c: &mut Connection,
    person_id: &str,
    rows: &[BusyRow],
) -> Result<(), StoreError> {
    diesel::delete(busy_times::table.filter(busy_times::person_id.eq(person_id))).execute(c)?;
    insert_all!(c, busy_times::table, rows);
    Ok(())
}
