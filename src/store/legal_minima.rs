//! Legal minima of districts, and the word by which a month was published under one.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::insert_all;
use super::schema::{districts, legal_minima, minimum_overrides};
use super::{Connection, StoreError};
use crate::domain::legal_minimum::{LegalMinimum, MinimumKind};
use crate::domain::word_set::Listed;

/// A minimum of a district.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = legal_minima, treat_none_as_default_value = false)]
pub struct MinimumRow {
    pub id: String,
    #[serde(skip)]
    pub district_id: String,
    pub kind: String,
    pub value: i32,
    pub pool_id: String,
    pub first_date: NaiveDate,
    pub last_date: Option<NaiveDate>,
    pub source: String,
    pub document: String,
    pub url: String,
}

impl From<MinimumRow> for LegalMinimum {
    fn from(row: MinimumRow) -> Self {
        Self {
            id: row.id,
            kind: MinimumKind::parse(&row.kind)
                .expect("a CHECK of the table lets no other word in"),
            value: u32::try_from(row.value).expect("a CHECK of the table lets no other number in"),
            pool_id: row.pool_id,
            first_date: row.first_date,
            last_date: row.last_date,
            source: row.source,
            document: row.document,
            url: row.url,
        }
    }
}

/// What was accepted when a version was published.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = minimum_overrides)]
pub struct OverrideRow {
    pub id: String,
    pub roster_id: String,
    pub version: i32,
    pub given_at: NaiveDateTime,
    pub given_by: String,
    pub reason: String,
    pub accepted: String,
}

/// A district's minima, by kind and date.
pub fn of_district(c: &mut Connection, district_id: &str) -> Result<Vec<MinimumRow>, StoreError> {
    Ok(legal_minima::table
        .filter(legal_minima::district_id.eq(district_id))
        .order((
            legal_minima::kind,
            legal_minima::first_date,
            legal_minima::id,
        ))
        .select(MinimumRow::as_select())
        .load(c)?)
}

/// The minima of a city's districts.
pub fn of_city(c: &mut Connection, city_id: &str) -> Result<Vec<MinimumRow>, StoreError> {
    Ok(legal_minima::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .select(MinimumRow::as_select())
        .load(c)?)
}

/// Puts a district's minima in the place of those it had.
pub fn replace(
    c: &mut Connection,
    district_id: &str,
    rows: &[MinimumRow],
) -> Result<(), StoreError> {
    let there = legal_minima::table.filter(legal_minima::district_id.eq(district_id));
    diesel::delete(there).execute(c)?;
    insert_all!(c, legal_minima::table, rows);
    Ok(())
}

/// What was accepted of a roster, the first first.
pub fn overrides_of(c: &mut Connection, roster_id: &str) -> Result<Vec<OverrideRow>, StoreError> {
    Ok(minimum_overrides::table
        .filter(minimum_overrides::roster_id.eq(roster_id))
        .order((
            minimum_overrides::version,
            minimum_overrides::given_at,
            minimum_overrides::id,
        ))
        .select(OverrideRow::as_select())
        .load(c)?)
}

/// Keeps what was accepted.
pub fn insert_override(c: &mut Connection, row: &OverrideRow) -> Result<(), StoreError> {
    diesel::insert_into(minimum_overrides::table)
        .values(row)
        .execute(c)?;
    Ok(())
}
