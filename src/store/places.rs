//! Cities, districts and stations.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{CHUNK, insert_all};
use super::schema::{cities, districts, stations};
use super::{Connection, StoreError};
use crate::domain::legal_service::LegalServices;
use crate::domain::opening_hours::OpeningHours;
use crate::domain::theme::Themes;

/// A city.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = cities)]
pub struct CityRow {
    pub id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub time_zone: String,
    pub country: String,
    pub revision: i32,
}

/// A district.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = districts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct DistrictRow {
    pub id: String,
    pub city_id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub revision: i32,
    pub times_due_day: Option<i32>,
}

/// A station.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = stations, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct StationRow {
    pub id: String,
    pub district_id: String,
    pub code: String,
    pub name: String,
    pub address: String,
    pub lat: f64,
    pub lon: f64,
    pub time_zone: String,
    pub hub_id: Option<String>,
    pub rooms: i32,
    pub video: bool,
    pub step_free: bool,
    pub phone: String,
    pub revision: i32,
    pub subdistrict: String,
    pub opening_hours: String,
    pub themes: String,
    pub services: String,
}

impl StationRow {
    /// When it is open; none where nothing is said.
    #[must_use]
    pub fn hours(&self) -> Option<OpeningHours> {
        OpeningHours::parse(&self.opening_hours).expect("only such hours are written")
    }

    /// Whom it is there for first.
    #[must_use]
    pub fn themes(&self) -> Themes {
        Themes::parse(&self.themes).expect("only such words are written")
    }

    /// What it offers.
    #[must_use]
    pub fn services(&self) -> LegalServices {
        LegalServices::parse(&self.services).expect("only such words are written")
    }
}

/// Every city, by code.
pub fn all_cities(c: &mut Connection) -> Result<Vec<CityRow>, StoreError> {
    Ok(cities::table
        .order(cities::code)
        .select(CityRow::as_select())
        .load(c)?)
}

/// The city with this id.
pub fn find_city(c: &mut Connection, id: &str) -> Result<Option<CityRow>, StoreError> {
    Ok(cities::table
        .find(id)
        .select(CityRow::as_select())
        .first(c)
        .optional()?)
}

/// A city's districts, by code.
pub fn districts_of(c: &mut Connection, city_id: &str) -> Result<Vec<DistrictRow>, StoreError> {
    Ok(districts::table
        .filter(districts::city_id.eq(city_id))
        .order(districts::code)
        .select(DistrictRow::as_select())
        .load(c)?)
}

/// The districts with these ids, by code.
pub fn find_districts(c: &mut Connection, ids: &[String]) -> Result<Vec<DistrictRow>, StoreError> {
    let mut found: Vec<DistrictRow> = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let some = districts::table.filter(districts::id.eq_any(chunk));
        found.extend(some.select(DistrictRow::as_select()).load(c)?);
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(found)
}

/// The district with this id.
pub fn find_district(c: &mut Connection, id: &str) -> Result<Option<DistrictRow>, StoreError> {
    Ok(districts::table
        .find(id)
        .select(DistrictRow::as_select())
        .first(c)
        .optional()?)
}

/// Id of the city that a district lies in.
pub fn city_of(c: &mut Connection, district_id: &str) -> Result<Option<String>, StoreError> {
    Ok(districts::table
        .find(district_id)
        .select(districts::city_id)
        .first(c)
        .optional()?)
}

/// The station with this id.
pub fn find_station(c: &mut Connection, id: &str) -> Result<Option<StationRow>, StoreError> {
    Ok(stations::table
        .find(id)
        .select(StationRow::as_select())
        .first(c)
        .optional()?)
}

/// The stations with these ids, in no order.
pub fn find_stations(c: &mut Connection, ids: &[String]) -> Result<Vec<StationRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let some = stations::table.filter(stations::id.eq_any(chunk));
        found.extend(some.select(StationRow::as_select()).load(c)?);
    }
    Ok(found)
}

/// Holds a station until the transaction ends, against whoever opens time there or closes it. False where there is none.
pub fn hold_station(c: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let same = stations::revision.eq(stations::revision);
    Ok(diesel::update(stations::table.find(id))
        .set(same)
        .execute(c)?
        == 1)
}

/// Whether stations are outposts of this one.
pub fn is_hub(c: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let outposts = stations::table.filter(stations::hub_id.eq(id));
    Ok(diesel::select(exists(outposts)).get_result(c)?)
}

/// A district's stations, by code.
pub fn stations_of_district(
    c: &mut Connection,
    district_id: &str,
) -> Result<Vec<StationRow>, StoreError> {
    Ok(stations::table
        .filter(stations::district_id.eq(district_id))
        .order(stations::code)
        .select(StationRow::as_select())
        .load(c)?)
}

/// Where a city's stations are: WGS 84 degrees, north and east.
pub fn places_of(c: &mut Connection, city_id: &str) -> Result<Vec<(f64, f64)>, StoreError> {
    Ok(stations::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .select((stations::lat, stations::lon))
        .load(c)?)
}

/// A city's stations, by district and code.
pub fn stations_of(c: &mut Connection, city_id: &str) -> Result<Vec<StationRow>, StoreError> {
    Ok(stations::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .order((districts::code, stations::code))
        .select(StationRow::as_select())
        .load(c)?)
}

/// Inserts a city.
pub fn insert_city(c: &mut Connection, row: &CityRow) -> Result<(), StoreError> {
    diesel::insert_into(cities::table).values(row).execute(c)?;
    Ok(())
}

/// Inserts districts.
pub fn insert_districts(c: &mut Connection, rows: &[DistrictRow]) -> Result<(), StoreError> {
    insert_all!(c, districts::table, rows);
    Ok(())
}

/// Inserts stations; hubs before their outposts.
pub fn insert_stations(c: &mut Connection, rows: &[StationRow]) -> Result<(), StoreError> {
    insert_all!(c, stations::table, rows);
    Ok(())
}

/// Writes a city over the one with its id.
pub fn update_city(c: &mut Connection, row: &CityRow) -> Result<(), StoreError> {
    diesel::update(cities::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}

/// Writes a district over the one with its id.
pub fn update_district(c: &mut Connection, row: &DistrictRow) -> Result<(), StoreError> {
    diesel::update(districts::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}

/// Writes a station over the one with its id.
pub fn update_station(c: &mut Connection, row: &StationRow) -> Result<(), StoreError> {
    diesel::update(stations::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}
