//! Pools, skills and people. What belongs to a person is in `belongings`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::HashSet;

use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{CHUNK, hold_people, insert_all};
use super::schema::{districts, people, pools, skills};
use super::{Connection, StoreError};
use crate::domain::legal_service::LegalServices;

/// A kind of people.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = pools, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PoolRow {
    pub id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub may_serve_alone: bool,
    pub supervised_by: Option<String>,
    pub needs_licence: bool,
    pub interprets: bool,
    pub mediates: bool,
    pub needs_approval: bool,
    pub services: String,
    /// Who brought it; none came with the installation.
    pub city_id: Option<String>,
    pub revision: i32,
}

impl PoolRow {
    /// What its people may give.
    #[must_use]
    pub fn services(&self) -> LegalServices {
        LegalServices::parse(&self.services).expect("only such words are written")
    }
}

/// A legal topic.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = skills, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct SkillRow {
    pub id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub parent_id: Option<String>,
    /// Who brought it; none came with the installation.
    pub city_id: Option<String>,
    pub revision: i32,
}

/// An adviser or volunteer.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = people, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PersonRow {
    pub id: String,
    pub district_id: String,
    pub pool_id: String,
    pub code: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub locale: String,
    pub lat: f64,
    pub lon: f64,
    pub max_km: Option<f64>,
    pub max_day: Option<i32>,
    pub max_week: Option<i32>,
    pub max_month: Option<i32>,
    pub max_stations: Option<i32>,
    pub max_run: Option<i32>,
    pub max_weekends: Option<i32>,
    pub target: i32,
    pub state: String,
    pub revision: i32,
    pub firm: String,
    pub practises_since: Option<i32>,
    pub position: String,
}

/// Without name, address, telephone and home: rows are printed into logs. What the audit trail withholds is said by `Noted`.
impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow")
            .field("id", &self.id)
            .field("district_id", &self.district_id)
            .field("pool_id", &self.pool_id)
            .field("code", &self.code)
            .field("locale", &self.locale)
            .field("max_km", &self.max_km)
            .field("max_day", &self.max_day)
            .field("max_week", &self.max_week)
            .field("max_month", &self.max_month)
            .field("max_stations", &self.max_stations)
            .field("max_run", &self.max_run)
            .field("max_weekends", &self.max_weekends)
            .field("target", &self.target)
            .field("state", &self.state)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

/// Every pool, by code.
pub fn all_pools(c: &mut Connection) -> Result<Vec<PoolRow>, StoreError> {
    Ok(pools::table
        .order(pools::code)
        .select(PoolRow::as_select())
        .load(c)?)
}

/// The pool with this id.
pub fn find_pool(c: &mut Connection, id: &str) -> Result<Option<PoolRow>, StoreError> {
    Ok(pools::table
        .find(id)
        .select(PoolRow::as_select())
        .first(c)
        .optional()?)
}

/// The skill with this id.
pub fn find_skill(c: &mut Connection, id: &str) -> Result<Option<SkillRow>, StoreError> {
    Ok(skills::table
        .find(id)
        .select(SkillRow::as_select())
        .first(c)
        .optional()?)
}

/// The ids of a city's people who sit beside an adviser in a panel.
pub fn mediating(c: &mut Connection, city_id: &str) -> Result<HashSet<String>, StoreError> {
    let ids = people::table
        .inner_join(districts::table)
        .inner_join(pools::table)
        .filter(districts::city_id.eq(city_id))
        .filter(pools::mediates.eq(true))
        .select(people::id);
    Ok(ids.load::<String>(c)?.into_iter().collect())
}

/// Every skill, by code.
pub fn all_skills(c: &mut Connection) -> Result<Vec<SkillRow>, StoreError> {
    Ok(skills::table
        .order(skills::code)
        .select(SkillRow::as_select())
        .load(c)?)
}

/// A city's people, by district and code.
pub fn people_of(c: &mut Connection, city_id: &str) -> Result<Vec<PersonRow>, StoreError> {
    Ok(people::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .order((districts::code, people::code))
        .select(PersonRow::as_select())
        .load(c)?)
}

/// The people at home in a district who serve, by code.
pub fn serving(c: &mut Connection, district_id: &str) -> Result<Vec<PersonRow>, StoreError> {
    Ok(people::table
        .filter(people::district_id.eq(district_id))
        .filter(people::state.eq("active"))
        .order((people::code, people::id))
        .select(PersonRow::as_select())
        .load(c)?)
}

/// Holds these people until the transaction ends: whoever gives one of them a duty holds them first, and looks after that at what
/// they hold already.
pub fn hold(c: &mut Connection, ids: &[String]) -> Result<(), StoreError> {
    hold_people(c, ids)
}

/// The people with these ids, in no order.
pub fn find_people(c: &mut Connection, ids: &[String]) -> Result<Vec<PersonRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let some = people::table.filter(people::id.eq_any(chunk));
        found.extend(some.select(PersonRow::as_select()).load(c)?);
    }
    Ok(found)
}

/// Inserts pools.
pub fn insert_pools(c: &mut Connection, rows: &[PoolRow]) -> Result<(), StoreError> {
    insert_all!(c, pools::table, rows);
    Ok(())
}

/// Inserts skills; parents before their children.
pub fn insert_skills(c: &mut Connection, rows: &[SkillRow]) -> Result<(), StoreError> {
    insert_all!(c, skills::table, rows);
    Ok(())
}

/// Inserts people.
pub fn insert_people(c: &mut Connection, rows: &[PersonRow]) -> Result<(), StoreError> {
    insert_all!(c, people::table, rows);
    Ok(())
}

/// Writes a pool over the one with its id.
pub fn update_pool(c: &mut Connection, row: &PoolRow) -> Result<(), StoreError> {
    diesel::update(pools::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}

/// Writes a skill over the one with its id.
pub fn update_skill(c: &mut Connection, row: &SkillRow) -> Result<(), StoreError> {
    diesel::update(skills::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}

/// Writes a person over the one with their id.
pub fn update_person(c: &mut Connection, row: &PersonRow) -> Result<(), StoreError> {
    diesel::update(people::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}
