//! Fairness accounts: what each person was to serve in months that are over, and what they held.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::{HashMap, HashSet};

use diesel::dsl::sum;
use diesel::prelude::*;

use super::dialect::insert_all;
use super::schema::{districts, people, person_months};
use super::{Connection, StoreError};

/// A person's month.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = person_months)]
pub struct PersonMonthRow {
    pub person_id: String,
    pub month: String,
    pub target: i32,
    pub held: i32,
}

/// Keeps months.
pub fn insert(c: &mut Connection, rows: &[PersonMonthRow]) -> Result<(), StoreError> {
    insert_all!(c, person_months::table, rows);
    Ok(())
}

/// Whose month is kept already, of the people at home in a district.
pub fn closed(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<HashSet<String>, StoreError> {
    let ids: Vec<String> = person_months::table
        .inner_join(people::table)
        .filter(people::district_id.eq(district_id))
        .filter(person_months::month.eq(month))
        .select(person_months::person_id)
        .load(c)?;
    Ok(ids.into_iter().collect())
}

/// What each of a city's people owes from the months from one to before another, or is ahead by, below zero.
pub fn balances(
    c: &mut Connection,
    city_id: &str,
    (first, before): &(String, String),
) -> Result<HashMap<String, i64>, StoreError> {
    let rows: Vec<(String, Option<i64>, Option<i64>)> = person_months::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(person_months::month.ge(first))
        .filter(person_months::month.lt(before))
        .group_by(person_months::person_id)
        .select((
            person_months::person_id,
            sum(person_months::target),
            sum(person_months::held),
        ))
        .load(c)?;
    let balance = |(id, target, held): (String, Option<i64>, Option<i64>)| {
        (id, target.unwrap_or(0) - held.unwrap_or(0))
    };
    Ok(rows.into_iter().map(balance).collect())
}

/// A person's months from one to before another, the latest first.
pub fn of_person(
    c: &mut Connection,
    person_id: &str,
    (first, before): &(String, String),
) -> Result<Vec<PersonMonthRow>, StoreError> {
    Ok(person_months::table
        .filter(person_months::person_id.eq(person_id))
        .filter(person_months::month.ge(first))
        .filter(person_months::month.lt(before))
        .order(person_months::month.desc())
        .select(PersonMonthRow::as_select())
        .load(c)?)
}
