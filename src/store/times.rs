//! Who has said when they can serve in a month, and who was asked for it.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{insert_all, insert_unless_there};
use super::people::PersonRow;
use super::schema::{people, times_letters, times_said};
use super::{Connection, StoreError};

/// That somebody has said it.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = times_said)]
pub struct SaidRow {
    pub person_id: String,
    pub month: String,
    pub said_at: NaiveDateTime,
}

/// That somebody was asked so many days before it was due.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = times_letters)]
pub struct LetterRow {
    pub person_id: String,
    pub month: String,
    pub days: i32,
}

/// Keeps that somebody has said it; what was said before stays.
pub fn say(c: &mut Connection, row: &SaidRow) -> Result<(), StoreError> {
    insert_unless_there!(c, times_said::table, row);
    Ok(())
}

/// Whether somebody has said it for a month.
pub fn has_said(c: &mut Connection, person_id: &str, month: &str) -> Result<bool, StoreError> {
    let rows = times_said::table
        .filter(times_said::person_id.eq(person_id))
        .filter(times_said::month.eq(month));
    Ok(rows.count().get_result::<i64>(c)? > 0)
}

/// The people at home in a district who serve and have not said it for a month, by code; and how many have.
pub fn silent(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<(Vec<PersonRow>, usize), StoreError> {
    let said = times_said::table
        .filter(times_said::month.eq(month))
        .select(times_said::person_id);
    let said: HashSet<String> = said.load::<String>(c)?.into_iter().collect();
    let all = super::people::serving(c, district_id)?;
    let count = all.len();
    let silent = all.into_iter().filter(|row| !said.contains(&row.id));
    let silent: Vec<PersonRow> = silent.collect();
    let spoken = count - silent.len();
    Ok((silent, spoken))
}

/// How many days before it was due the people of a district were asked for a month.
pub fn letters_of(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<HashMap<String, Vec<i32>>, StoreError> {
    let rows: Vec<LetterRow> = times_letters::table
        .inner_join(people::table)
        .filter(people::district_id.eq(district_id))
        .filter(times_letters::month.eq(month))
        .select(LetterRow::as_select())
        .load(c)?;
    let mut all: HashMap<String, Vec<i32>> = HashMap::new();
    for row in rows {
        all.entry(row.person_id).or_default().push(row.days);
    }
    Ok(all)
}

/// Keeps that they were asked.
pub fn note_letters(c: &mut Connection, rows: &[LetterRow]) -> Result<(), StoreError> {
    insert_all!(c, times_letters::table, rows);
    Ok(())
}
