//! Single rows of kept data by id and revision: what the API reads and changes one at a time. Pages of them are in `pages`; what an import
//! writes at once stands beside the rows themselves.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::duties::DutyRow;
use super::people::{PersonRow, PoolRow, SkillRow};
use super::places::{CityRow, DistrictRow, StationRow};
use super::schema::{cities, demand_templates, districts, duties, people, pools, skills, stations};
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
    /// Id of the district it lies in; none of what districts share.
    fn district_id(&self, c: &mut Connection) -> Result<Option<String>, StoreError>;
    /// Whether nothing else of its kind in its city has its code. What else is added there waits until the transaction ends.
    fn has_own_code(&self, _: &mut Connection) -> Result<bool, StoreError> {
        Ok(true)
    }
}

/// Holds the city of a district against whoever else adds something there. Gives the ids of its districts.
fn hold_city(c: &mut Connection, district_id: Option<String>) -> Result<Vec<String>, StoreError> {
    let Some(district_id) = district_id else {
        return Ok(Vec::new());
    };
    let city = super::places::city_of(c, &district_id)?.unwrap_or_default();
    diesel::update(cities::table.find(&city))
        .set(cities::revision.eq(cities::revision))
        .execute(c)?;
    Ok(districts::table
        .filter(districts::city_id.eq(&city))
        .select(districts::id)
        .load(c)?)
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
    fn has_own_code(&self, c: &mut Connection) -> Result<bool, StoreError> {
        let district = self.district_id(c)?;
        let districts = hold_city(c, district)?;
        let same = stations::table
            .filter(stations::district_id.eq_any(districts))
            .filter(stations::code.eq(&self.code));
        Ok(!diesel::select(exists(same)).get_result::<bool>(c)?)
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
    fn has_own_code(&self, c: &mut Connection) -> Result<bool, StoreError> {
        let district = self.district_id(c)?;
        let districts = hold_city(c, district)?;
        let same = people::table
            .filter(people::district_id.eq_any(districts))
            .filter(people::code.eq(&self.code));
        Ok(!diesel::select(exists(same)).get_result::<bool>(c)?)
    }
}

impl Noted for TemplateRow {
    const NAME: &'static str = "demand-template";
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for PoolRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        super::people::find_pool(c, id)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::people::insert_pools(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = pools::table.find(&self.id).filter(pools::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    /// In none: it is shared.
    fn district_id(&self, _: &mut Connection) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
}

impl Kept for SkillRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        super::people::find_skill(c, id)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        super::people::insert_skills(c, std::slice::from_ref(self))
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = skills::table
            .find(&self.id)
            .filter(skills::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    /// In none: it is shared.
    fn district_id(&self, _: &mut Connection) -> Result<Option<String>, StoreError> {
        Ok(None)
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
    fn has_own_code(&self, c: &mut Connection) -> Result<bool, StoreError> {
        let district = self.district_id(c)?;
        let districts = hold_city(c, district)?;
        let same = demand_templates::table
            .inner_join(stations::table)
            .filter(stations::district_id.eq_any(districts))
            .filter(demand_templates::code.eq(&self.code));
        Ok(!diesel::select(exists(same)).get_result::<bool>(c)?)
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
