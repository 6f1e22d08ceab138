//! Districts' calendars: festivals, days that are worked, pools that are away.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::insert_all;
use super::schema::{district_days, districts};
use super::{Connection, StoreError};
use crate::domain::district_calendar::{DayKind, DistrictDays};
use crate::domain::word_set::Listed;

/// Days of a district's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = district_days)]
pub struct DaysRow {
    #[serde(skip)]
    pub id: String,
    #[serde(skip)]
    pub district_id: String,
    pub kind: String,
    pub first_date: NaiveDate,
    pub last_date: NaiveDate,
    pub name: String,
    pub name_en: String,
    pub pools: String,
}

impl From<DaysRow> for DistrictDays {
    fn from(row: DaysRow) -> Self {
        Self {
            kind: DayKind::parse(&row.kind).expect("a CHECK of the table lets no other word in"),
            first_date: row.first_date,
            last_date: row.last_date,
            name: row.name,
            name_en: row.name_en,
            pools: row.pools.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

/// A district's calendar, by date.
pub fn of_district(c: &mut Connection, district_id: &str) -> Result<Vec<DaysRow>, StoreError> {
    Ok(district_days::table
        .filter(district_days::district_id.eq(district_id))
        .order((
            district_days::first_date,
            district_days::kind,
            district_days::id,
        ))
        .select(DaysRow::as_select())
        .load(c)?)
}

/// When pools of a city's districts are away between two dates, or for a part of it.
pub fn away_in_city(
    c: &mut Connection,
    city_id: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<DaysRow>, StoreError> {
    Ok(district_days::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .filter(district_days::kind.eq(DayKind::PoolAway.as_str()))
        .filter(district_days::first_date.le(to))
        .filter(district_days::last_date.ge(from))
        .select(DaysRow::as_select())
        .load(c)?)
}

/// Puts a district's calendar in the place of that which it had.
pub fn replace(c: &mut Connection, district_id: &str, rows: &[DaysRow]) -> Result<(), StoreError> {
    let there = district_days::table.filter(district_days::district_id.eq(district_id));
    diesel::delete(there).execute(c)?;
    insert_all!(c, district_days::table, rows);
    Ok(())
}
