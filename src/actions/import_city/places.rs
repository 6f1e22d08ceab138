//! The city itself, its districts and stations.

use super::merge::merge;
use super::{Ids, ImportError, Imported, id_of};
use crate::actions::{Context, morning_round};
use crate::domain::city::{CitySetup, Station};
use crate::store::Connection;
use crate::store::places::{self, CityRow, DistrictRow, StationRow};

pub(super) fn city(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    done: &mut Imported,
) -> Result<String, ImportError> {
    let make = |city: &CitySetup, old: Option<&CityRow>| -> Result<CityRow, ImportError> {
        Ok(CityRow {
            id: old.map_or_else(|| context.new_id(), |o| o.id.clone()),
            code: city.code.clone(),
            name: city.name.clone(),
            name_en: city.name_en.clone(),
            time_zone: city.time_zone.clone(),
            country: city.country.clone(),
            revision: old.map_or(1, |o| o.revision),
        })
    };
    let there = places::all_cities(c)?;
    let known = there
        .iter()
        .find(|o| o.code == setup.code)
        .map(|o| o.id.clone());
    let merged = merge(
        there,
        |r| r.code.clone(),
        [(setup.code.clone(), setup)],
        make,
        |r| r.revision += 1,
    )?;
    for row in &merged.new {
        places::insert_city(c, row)?;
        morning_round::plan(c, context, row)?;
    }
    for row in &merged.changed {
        places::update_city(c, row)?;
    }
    merged.note(c, context)?;
    done.tables.push(("City", merged.tally()));
    let new = merged.new.first().map(|r| r.id.clone());
    Ok(known.or(new).expect("the city is either there or new"))
}

pub(super) fn districts(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    city: &str,
    done: &mut Imported,
) -> Result<Ids, ImportError> {
    let there = places::districts_of(c, city)?;
    let mut ids: Ids = there
        .iter()
        .map(|r| (r.code.clone(), r.id.clone()))
        .collect();
    let wanted = setup.districts.iter().map(|d| (d.code.clone(), d));
    let merged = merge(
        there,
        |r| r.code.clone(),
        wanted,
        |d, old| -> Result<DistrictRow, ImportError> {
            Ok(DistrictRow {
                id: old.map_or_else(|| context.new_id(), |o| o.id.clone()),
                city_id: city.to_owned(),
                code: d.code.clone(),
                name: d.name.clone(),
                name_en: d.name_en.clone(),
                revision: old.map_or(1, |o| o.revision),
                times_due_day: old.and_then(|o| o.times_due_day),
            })
        },
        |r| r.revision += 1,
    )?;
    ids.extend(merged.new.iter().map(|r| (r.code.clone(), r.id.clone())));
    places::insert_districts(c, &merged.new)?;
    for row in &merged.changed {
        places::update_district(c, row)?;
    }
    merged.note(c, context)?;
    done.tables.push(("Districts", merged.tally()));
    Ok(ids)
}

/// Station codes are unique in the city; hubs come before their outposts.
pub(super) fn stations(
    c: &mut Connection,
    context: &Context,
    setup: &CitySetup,
    city: &str,
    districts: &Ids,
    done: &mut Imported,
) -> Result<Ids, ImportError> {
    let there = places::stations_of(c, city)?;
    let mut ids: Ids = there
        .iter()
        .map(|r| (r.code.clone(), r.id.clone()))
        .collect();
    for s in &setup.stations {
        ids.entry(s.code.clone())
            .or_insert_with(|| context.new_id());
    }
    let make = |s: &Station, old: Option<&StationRow>| -> Result<StationRow, ImportError> {
        let by = || format!("station {}", s.code);
        Ok(StationRow {
            id: id_of(&ids, "station", &s.code, &by())?,
            district_id: id_of(districts, "district", &s.district, &by())?,
            code: s.code.clone(),
            name: s.name.clone(),
            address: s.address.clone(),
            lat: s.lat,
            lon: s.lon,
            time_zone: s.time_zone.as_ref().unwrap_or(&setup.time_zone).clone(),
            hub_id: s
                .hub
                .as_ref()
                .map(|hub| id_of(&ids, "station", hub, &by()))
                .transpose()?,
            rooms: i32::from(s.rooms),
            video: s.video,
            step_free: s.step_free,
            phone: s.phone.clone(),
            subdistrict: s.subdistrict.clone(),
            opening_hours: s.opening_hours.clone(),
            themes: s.themes.to_string(),
            services: s.services.to_string(),
            revision: old.map_or(1, |o| o.revision),
        })
    };
    let wanted = setup.stations.iter().map(|s| (s.code.clone(), s));
    let mut merged = merge(there, |r| r.code.clone(), wanted, make, |r| r.revision += 1)?;
    merged.new.sort_by_key(|r| r.hub_id.is_some());
    places::insert_stations(c, &merged.new)?;
    for row in &merged.changed {
        places::update_station(c, row)?;
    }
    merged.note(c, context)?;
    done.tables.push(("Stations", merged.tally()));
    Ok(ids)
}
