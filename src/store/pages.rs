//! Pages of kept rows by key, as the API lists them.

use diesel::prelude::*;

use super::duties::DutyRow;
use super::kept::Cut;
use super::people::{PersonRow, PoolRow, SkillRow};
use super::places::StationRow;
use super::rosters::RosterRow;
use super::schema::{demand_templates, duties, holidays, people, pools, rosters, skills, stations};
use super::templates::{HolidayRow, TemplateRow};
use super::{Connection, StoreError};

/// Stations of districts, by id.
pub fn stations(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<StationRow>, StoreError> {
    Ok(stations::table
        .filter(stations::district_id.eq_any(district_ids))
        .filter(stations::id.gt(&cut.after))
        .order(stations::id)
        .limit(cut.most)
        .select(StationRow::as_select())
        .load(c)?)
}

/// People of districts, by id.
pub fn people(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<PersonRow>, StoreError> {
    Ok(people::table
        .filter(people::district_id.eq_any(district_ids))
        .filter(people::id.gt(&cut.after))
        .order(people::id)
        .limit(cut.most)
        .select(PersonRow::as_select())
        .load(c)?)
}

/// Demand templates of the stations of districts, by id.
pub fn templates(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<TemplateRow>, StoreError> {
    Ok(demand_templates::table
        .inner_join(stations::table)
        .filter(stations::district_id.eq_any(district_ids))
        .filter(demand_templates::id.gt(&cut.after))
        .order(demand_templates::id)
        .limit(cut.most)
        .select(TemplateRow::as_select())
        .load(c)?)
}

/// Pools, by id.
pub fn pools(c: &mut Connection, cut: &Cut) -> Result<Vec<PoolRow>, StoreError> {
    Ok(pools::table
        .filter(pools::id.gt(&cut.after))
        .order(pools::id)
        .limit(cut.most)
        .select(PoolRow::as_select())
        .load(c)?)
}

/// Skills, by id.
pub fn skills(c: &mut Connection, cut: &Cut) -> Result<Vec<SkillRow>, StoreError> {
    Ok(skills::table
        .filter(skills::id.gt(&cut.after))
        .order(skills::id)
        .limit(cut.most)
        .select(SkillRow::as_select())
        .load(c)?)
}

/// The listed days of a country between two dates, by date.
pub fn holidays(
    c: &mut Connection,
    country: &str,
    first: chrono::NaiveDate,
    last: chrono::NaiveDate,
) -> Result<Vec<HolidayRow>, StoreError> {
    Ok(holidays::table
        .filter(holidays::country.eq(country))
        .filter(holidays::date.between(first, last))
        .order(holidays::date)
        .select(HolidayRow::as_select())
        .load(c)?)
}

/// Rosters of districts, by id.
pub fn rosters(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<RosterRow>, StoreError> {
    Ok(rosters::table
        .filter(rosters::district_id.eq_any(district_ids))
        .filter(rosters::id.gt(&cut.after))
        .order(rosters::id)
        .limit(cut.most)
        .select(RosterRow::as_select())
        .load(c)?)
}

/// Duties of a roster, by id; those of options that were not chosen only where `all` are wanted.
pub fn duties(
    c: &mut Connection,
    roster_id: &str,
    all: bool,
    cut: &Cut,
) -> Result<Vec<DutyRow>, StoreError> {
    let wanted: &[bool] = if all { &[true, false] } else { &[true] };
    Ok(duties::table
        .filter(duties::roster_id.eq(roster_id))
        .filter(duties::active.eq_any(wanted))
        .filter(duties::id.gt(&cut.after))
        .order(duties::id)
        .limit(cut.most)
        .select(DutyRow::as_select())
        .load(c)?)
}
