//! Single rows of kept data by id and revision, and pages of them by key: what the API reads and changes one at a time. What an
//! import writes at once stands beside the rows themselves.

use diesel::prelude::*;

use super::duties::DutyRow;
use super::people::{PersonRow, PoolRow, SkillRow};
use super::places::{CityRow, DistrictRow, StationRow};
use super::rosters::RosterRow;
use super::schema::{
    demand_templates, districts, duties, holidays, people, pools, rosters, skills, stations,
};
use super::templates::{CoverRow, HolidayRow, TemplateRow};
use super::{Connection, StoreError};

/// A row whose changes are noted in the audit trail, column by column.
pub trait Noted: serde::Serialize {
    /// What it is called there.
    const NAME: &'static str;
    /// Columns of which the trail says only that they changed: what tells who somebody is, where they live or how they are reached.
    const WITHHELD: &'static [&'static str] = &[];
    /// Its id.
    fn id(&self) -> &str;
}

/// A row with an id and a revision that counts its changes.
pub trait Kept: Noted + Clone {
    /// Its revision, to be read and set.
    fn revision(&mut self) -> &mut i32;
    /// The row with this id.
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError>;
    /// Inserts it.
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError>;
    /// Writes it over the row with its id, if that still has the revision `seen`. False where it has not.
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError>;
    /// Id of the district it lies in.
    fn district_id(&self, c: &mut Connection) -> Result<Option<String>, StoreError>;
}

impl Noted for CityRow {
    const NAME: &'static str = "city";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Noted for PoolRow {
    const NAME: &'static str = "pool";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Noted for SkillRow {
    const NAME: &'static str = "skill";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Noted for CoverRow {
    const NAME: &'static str = "language_cover";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Noted for HolidayRow {
    const NAME: &'static str = "holiday";
    /// Its country: a day has no id of its own.
    fn id(&self) -> &str {
        &self.country
    }
}

impl Noted for DistrictRow {
    const NAME: &'static str = "district";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for DistrictRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        super::places::find_district(c, id)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::places::insert_districts(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = districts::table
            .find(&self.id)
            .filter(districts::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, _: &mut Connection) -> Result<Option<String>, StoreError> {
        Ok(Some(self.id.clone()))
    }
}

impl Noted for StationRow {
    const NAME: &'static str = "station";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for StationRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        super::places::find_station(c, id)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::places::insert_stations(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = stations::table
            .find(&self.id)
            .filter(stations::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, _: &mut Connection) -> Result<Option<String>, StoreError> {
        Ok(Some(self.district_id.clone()))
    }
}

impl Noted for PersonRow {
    const NAME: &'static str = "person";
    const WITHHELD: &'static [&'static str] = &["name", "email", "phone", "lat", "lon"];
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for PersonRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        Ok(super::people::find_people(c, &[id.to_owned()])?.pop())
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::people::insert_people(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = people::table
            .find(&self.id)
            .filter(people::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, _: &mut Connection) -> Result<Option<String>, StoreError> {
        Ok(Some(self.district_id.clone()))
    }
}

impl Noted for TemplateRow {
    const NAME: &'static str = "demand-template";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for TemplateRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        Ok(demand_templates::table
            .find(id)
            .select(Self::as_select())
            .first(c)
            .optional()?)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::templates::insert_templates(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = demand_templates::table
            .find(&self.id)
            .filter(demand_templates::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, c: &mut Connection) -> Result<Option<String>, StoreError> {
        let station = super::places::find_station(c, &self.station_id)?;
        Ok(station.map(|station| station.district_id))
    }
}

impl Noted for DutyRow {
    const NAME: &'static str = "duty";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for DutyRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        super::duties::find(c, id)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::duties::insert_duties(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = duties::table
            .find(&self.id)
            .filter(duties::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, c: &mut Connection) -> Result<Option<String>, StoreError> {
        let roster = super::rosters::find(c, &self.roster_id)?;
        Ok(roster.map(|roster| roster.district_id))
    }
}

/// Which rows of a list: those after a key, at most so many.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The key of the last row of the page before.
    pub after: String,
    /// Most rows.
    pub most: i64,
}

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
