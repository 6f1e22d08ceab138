//! A file that somebody sends: of which city or district it is, whether it is theirs, what of it is kept already.

use std::collections::{HashMap, HashSet};

use super::{ImportError, Imported, Whole, write};
use crate::actions::Context;
use crate::actions::export_city;
use crate::domain::access::{Access, Deed, Place, Role, Verdict};
use crate::domain::city::CitySetup;
use crate::files::workbook::{Opened, Present, compare};
use crate::store::people::PersonRow;
use crate::store::places::{CityRow, DistrictRow, StationRow};
use crate::store::users::{self, RoleRow};
use crate::store::{Connection, Store, people, places, templates};

/// The lists that a city shares, which no district changes.
const SHARED: [&str; 5] = ["City", "Districts", "Pools", "Skills", "Holidays"];

/// Whether an import is written, or tried only to see what it would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Written.
    Write,
    /// Taken back at the end.
    Try,
}

/// Somebody who signs in and imports.
#[derive(Debug, Clone, Copy)]
pub struct Importer<'a> {
    /// Their id; none of a program, which brings no new city.
    pub user_id: Option<&'a str>,
    /// What they were granted.
    pub access: &'a Access,
}

/// How a file was sent.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// By whom; none is who is at the machine, who sets up everything.
    pub importer: Option<Importer<'a>>,
    /// Id of the city it is of; none where the file says it, or there is one only.
    pub city_id: Option<&'a str>,
    /// Id of the district it is of; none where it is the whole city's.
    pub district_id: Option<&'a str>,
    /// Whether it is written.
    pub mode: Mode,
}

/// Imports a file: all of it or nothing. One that lacks lists leaves them as they are. The file of a district brings rows of that district only.
/// Who brings a new city becomes its administrator, so that they can bring it again.
pub fn import_file(
    store: &Store,
    context: &Context,
    file: &Opened,
    sent: Sent<'_>,
) -> Result<Imported, ImportError> {
    let import = |c: &mut Connection| import(c, context, file, sent);
    match sent.mode {
        Mode::Write => store.write(import),
        Mode::Try => store.rehearse(import),
    }
}

fn import(
    c: &mut Connection,
    context: &Context,
    file: &Opened,
    sent: Sent<'_>,
) -> Result<Imported, ImportError> {
    let cities = places::all_cities(c)?;
    let (city, district) = meant(c, &cities, file, sent)?;
    let whole = whole(&cities, city, file, district.is_some(), sent)?;
    let district = district.as_ref();
    let lists: Vec<&str> = file.lists().collect();
    let needs_kept = district.is_some() || !file.is_whole();
    let before = match city {
        Some(city) if needs_kept || sent.mode == Mode::Try => {
            Some(export_city::of_place(c, city, district)?)
        }
        _ => None,
    };
    let there = before.as_ref().filter(|_| needs_kept);
    let setup = file.setup(there.map(|setup| Present {
        setup,
        district: district.map(|d| d.code.as_str()),
    }));
    let setup = setup.map_err(ImportError::Wrong)?;
    let before = match before {
        None if sent.mode == Mode::Try => Some(export_city::shared(c, &setup.country)?),
        before => before,
    };
    if let (Some(city), Some(district)) = (city, district) {
        must_be_free(c, &setup, city, district)?;
    }
    let mut done = write(c, context, &setup, whole)?;
    let is_changed = |(_, t): &(&str, super::Tally)| t.new + t.changed > 0;
    let shared = done
        .tables
        .iter()
        .find(|table| SHARED.contains(&table.0) && is_changed(table));
    if let Some((list, _)) = shared.filter(|_| district.is_some()) {
        return Err(ImportError::NotDistricts { list });
    }
    if let (None, Some(user_id)) = (city, sent.importer.and_then(|importer| importer.user_id)) {
        make_administrator(c, context, user_id, &done.city_id)?;
    }
    done.tables.retain(|(name, _)| is_said(name, &lists));
    if let Some(before) = before.filter(|_| sent.mode == Mode::Try) {
        let city = places::find_city(c, &done.city_id)?.ok_or(ImportError::Gone)?;
        let after = export_city::of_place(c, &city, district)?;
        done.changes = compare(&before, &after, &setup, &lists);
    }
    Ok(done)
}

/// Whether the counts of a list say something: times count with their people, options with their templates.
fn is_said(name: &str, lists: &[&str]) -> bool {
    let with: &[&str] = match name {
        "People" => &["People", "Availability", "Exceptions"],
        "Templates" => &["Templates", "TemplateOptions"],
        other => return lists.contains(&other),
    };
    with.iter().any(|list| lists.contains(list))
}

/// The city and district that a file is of; no city where it brings a new one.
fn meant<'c>(
    c: &mut Connection,
    cities: &'c [CityRow],
    file: &Opened,
    sent: Sent<'_>,
) -> Result<(Option<&'c CityRow>, Option<DistrictRow>), ImportError> {
    let district = sent
        .district_id
        .map(|id| places::find_district(c, id))
        .transpose()?;
    let district = match (sent.district_id, district.flatten()) {
        (Some(_), None) => return Err(ImportError::Gone),
        (_, district) => district,
    };
    let asked = sent
        .city_id
        .or(district.as_ref().map(|d| d.city_id.as_str()));
    if district
        .as_ref()
        .is_some_and(|d| Some(d.city_id.as_str()) != asked)
    {
        return Err(ImportError::Gone);
    }
    let said = file.city();
    let city = match (asked, &said) {
        (Some(id), _) => Some(
            cities
                .iter()
                .find(|c| c.id == id)
                .ok_or(ImportError::Gone)?,
        ),
        (None, Some(code)) => cities.iter().find(|c| c.code == *code),
        (None, None) => {
            let own = |city: &&CityRow| {
                let access = sent.importer.map(|importer| importer.access);
                access.is_none_or(|access| sets_up(access, city))
            };
            let mut own = cities.iter().filter(own);
            match (own.next(), own.next()) {
                (Some(city), None) => Some(city),
                // A workbook that lacks the sheet is told so; of one list nobody wants to hear that all others are missing.
                (None, None) if cities.is_empty() && file.lists().count() > 1 => None,
                _ => return Err(ImportError::WhichCity),
            }
        }
    };
    match (city, said) {
        (Some(city), Some(said)) if city.code != said => Err(ImportError::OtherCity {
            said,
            wanted: city.code.clone(),
        }),
        (city, _) => Ok((city, district)),
    }
}

fn sets_up(access: &Access, city: &CityRow) -> bool {
    access.judge(Deed::SetUp, Place::of_city(&city.id)) == Verdict::Allowed
}

/// What of that which cities share is the importer's to change; a refusal where the file is not theirs at all.
fn whole(
    cities: &[CityRow],
    city: Option<&CityRow>,
    file: &Opened,
    is_district: bool,
    sent: Sent<'_>,
) -> Result<Whole, ImportError> {
    let Some(importer) = sent.importer else {
        return Ok(Whole {
            installation: !is_district,
            country: !is_district,
        });
    };
    if is_district {
        // Whether the district is theirs is asked where it was named.
        return Ok(Whole::default());
    }
    let own = |city: &CityRow| sets_up(importer.access, city);
    let may = match city {
        None => importer.user_id.is_some() && importer.access.anywhere(Deed::SetUp),
        Some(city) => own(city),
    };
    if !may {
        let code = city.map(|city| city.code.clone()).or_else(|| file.city());
        let city = code.unwrap_or_default();
        return Err(ImportError::NotYours { city });
    }
    let country = city.map(|city| city.country.as_str());
    let mut same = cities
        .iter()
        .filter(|c| country.is_none_or(|country| c.country == country));
    Ok(Whole {
        installation: cities.iter().all(own),
        country: same.all(own),
    })
}

/// Whether the codes of a district's file are its own or new: a row of another district is not taken from there.
fn must_be_free(
    c: &mut Connection,
    setup: &CitySetup,
    city: &CityRow,
    district: &DistrictRow,
) -> Result<(), ImportError> {
    let stations = places::stations_of(c, &city.id)?;
    let of_station: HashMap<&str, &str> = stations
        .iter()
        .map(|s| (s.id.as_str(), s.district_id.as_str()))
        .collect();
    let is_other = |of: &str| of != district.id;
    let taken = |list, code: &str| {
        let code = code.to_owned();
        Err(ImportError::Elsewhere { list, code })
    };
    let own: HashSet<&str> = setup.stations.iter().map(|s| s.code.as_str()).collect();
    let other = |s: &&StationRow| is_other(&s.district_id) && own.contains(s.code.as_str());
    let other = stations.iter().find(other);
    if let Some(station) = other {
        return taken("Stations", &station.code);
    }
    let own: HashSet<&str> = setup.people.iter().map(|p| p.code.as_str()).collect();
    let people = people::people_of(c, &city.id)?;
    let other = |p: &&PersonRow| is_other(&p.district_id) && own.contains(p.code.as_str());
    let other = people.iter().find(other);
    if let Some(person) = other {
        return taken("People", &person.code);
    }
    let own: HashSet<&str> = setup.templates.iter().map(|t| t.code.as_str()).collect();
    let templates = templates::templates_of(c, &city.id)?;
    let other = templates
        .iter()
        .find(|t| is_other(of_station[t.station_id.as_str()]) && own.contains(t.code.as_str()));
    match other {
        Some(template) => taken("Templates", &template.code),
        None => Ok(()),
    }
}

fn make_administrator(
    c: &mut Connection,
    context: &Context,
    user_id: &str,
    city_id: &str,
) -> Result<(), ImportError> {
    let row = RoleRow {
        id: context.new_id(),
        user_id: user_id.to_owned(),
        role: Role::Administrator.as_str().to_owned(),
        city_id: city_id.to_owned(),
        district_id: None,
    };
    users::insert_role(c, &row)?;
    let after = format!("administrator of city {city_id}");
    context.note(c, "grant_role", user_id, "", &after)?;
    Ok(())
}
