//! A city's setup out of the database: what `import_city` would write to have it as it is.

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::read_city::{exception, holiday, weekly};
use crate::domain::city::{
    CitySetup, District, KnownLanguage, LanguageCover, Limits, Person, Pool, PositionOf,
    Qualification, Skill, Span, Station, Template, TemplateOption,
};
use crate::domain::language::{Level, Tag};
use crate::domain::legal_service::LegalService;
use crate::domain::qualification::QualificationKind;
use crate::domain::word_set::Listed;
use crate::store::belongings::{Belongings, PersonLanguageRow, belongings_of};
use crate::store::people::{PersonRow, PoolRow, SkillRow, all_pools, all_skills, people_of};
use crate::store::places::{
    CityRow, DistrictRow, StationRow, districts_of, find_city, find_district, stations_of,
};
use crate::store::qualifications::last;
use crate::store::templates::{
    Asked, CoverRow, TemplateRow, asked_of, cover_of, holidays_of, templates_of,
};
use crate::store::{Connection, Store, StoreError};

/// Why a setup was not read.
#[derive(Debug, Error)]
pub enum ExportError {
    /// There is no such city.
    #[error("there is no such city")]
    Gone,
    /// A row says what the domain does not know.
    #[error("{0} cannot be read")]
    Damaged(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a city's setup. What an option of a template was, and is no more, is left out.
pub fn export_city(store: &Store, city_id: &str) -> Result<CitySetup, ExportError> {
    store.read(|c| {
        let city = find_city(c, city_id)?.ok_or(ExportError::Gone)?;
        of_place(c, &city, None)
    })
}

/// Reads a district's part of its city's setup: its stations, its people and what its stations need, and what the city shares.
pub fn export_district(store: &Store, district_id: &str) -> Result<CitySetup, ExportError> {
    store.read(|c| {
        let district = find_district(c, district_id)?.ok_or(ExportError::Gone)?;
        let city = find_city(c, &district.city_id)?.ok_or(ExportError::Gone)?;
        of_place(c, &city, Some(&district))
    })
}

/// What cities of a country share: pools, topics and holidays.
pub(super) fn shared(c: &mut Connection, country: &str) -> Result<CitySetup, ExportError> {
    let skills = all_skills(c)?;
    let codes = Codes(
        skills
            .iter()
            .map(|r| (r.id.clone(), r.code.clone()))
            .collect(),
    );
    let holidays = holidays_of(c, country)?.into_iter();
    Ok(CitySetup {
        pools: all_pools(c)?.into_iter().map(pool).collect(),
        skills: all(&skills, |row| skill(row, &codes))?,
        holidays: holidays.map(holiday).collect(),
        ..CitySetup::default()
    })
}

/// The setup of a city, or of one of its districts.
pub(super) fn of_place(
    c: &mut Connection,
    city: &CityRow,
    district: Option<&DistrictRow>,
) -> Result<CitySetup, ExportError> {
    let city_id = &city.id;
    let is_in = |district_id: &str| district.is_none_or(|d| d.id == district_id);
    let districts = districts_of(c, city_id)?;
    let stations = stations_of(c, city_id)?;
    let (pools, skills) = (all_pools(c)?, all_skills(c)?);
    let people = people_of(c, city_id)?;
    let mut belongings = belongings_of(c, city_id)?;
    let mut templates = templates_of(c, city_id)?;
    let mut asked = asked_of(c, city_id)?;
    let codes = Codes::new([
        districts.iter().map(|r| (&r.id, &r.code)).collect(),
        stations.iter().map(|r| (&r.id, &r.code)).collect(),
        pools.iter().map(|r| (&r.id, &r.code)).collect(),
        skills.iter().map(|r| (&r.id, &r.code)).collect(),
        people.iter().map(|r| (&r.id, &r.code)).collect(),
    ]);
    let (mut own_stations, mut own_people) = (stations, people);
    own_stations.retain(|row| is_in(&row.district_id));
    own_people.retain(|row| is_in(&row.district_id));
    if district.is_some() {
        let own: HashSet<&str> = own_stations.iter().map(|row| row.id.as_str()).collect();
        templates.retain(|row| own.contains(row.station_id.as_str()));
    }
    let mut cover_rows = cover_of(c, city_id)?;
    cover_rows.retain(|row| is_in(&row.district_id));
    Ok(CitySetup {
        districts: districts.into_iter().map(district_of).collect(),
        stations: all(&own_stations, |row| station(row, &city.time_zone, &codes))?,
        pools: pools.into_iter().map(pool).collect(),
        skills: all(&skills, |row| skill(row, &codes))?,
        people: all(&own_people, |row| {
            person(row, belongings.remove(&row.id).unwrap_or_default(), &codes)
        })?,
        templates: all(&templates, |row| {
            template(row, asked.remove(&row.id).unwrap_or_default(), &codes)
        })?,
        language_cover: all(&cover_rows, |row| cover(row, &codes))?,
        holidays: holidays_of(c, &city.country)?
            .into_iter()
            .map(holiday)
            .collect(),
        code: city.code.clone(),
        name: city.name.clone(),
        name_en: city.name_en.clone(),
        time_zone: city.time_zone.clone(),
        country: city.country.clone(),
    })
}

fn all<R, T>(
    rows: &[R],
    one: impl FnMut(&R) -> Result<T, ExportError>,
) -> Result<Vec<T>, ExportError> {
    rows.iter().map(one).collect()
}

fn district_of(row: DistrictRow) -> District {
    District {
        code: row.code,
        name: row.name,
        name_en: row.name_en,
    }
}

fn pool(row: PoolRow) -> Pool {
    Pool {
        services: Some(row.services()),
        code: row.code,
        name: row.name,
        name_en: row.name_en,
        may_serve_alone: row.may_serve_alone,
        supervised_by: row.supervised_by,
        needs_licence: row.needs_licence,
        interprets: row.interprets,
        mediates: row.mediates,
        needs_approval: Some(row.needs_approval),
    }
}

fn skill(row: &SkillRow, codes: &Codes) -> Result<Skill, ExportError> {
    Ok(Skill {
        code: row.code.clone(),
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        parent: codes.maybe(row.parent_id.as_ref())?,
    })
}

fn cover(row: &CoverRow, codes: &Codes) -> Result<LanguageCover, ExportError> {
    let (tag, level) = spoken(&row.tag, &row.level)?;
    Ok(LanguageCover {
        district: codes.of(&row.district_id)?,
        tag,
        level,
        min: whole(row.min),
        weight: whole(row.weight),
    })
}

/// Codes by id: ids of every table are of their own.
struct Codes(HashMap<String, String>);

impl Codes {
    fn new(tables: [Vec<(&String, &String)>; 5]) -> Self {
        let all = tables.into_iter().flatten();
        Self(all.map(|(id, code)| (id.clone(), code.clone())).collect())
    }

    fn of(&self, id: &str) -> Result<String, ExportError> {
        let code = self.0.get(id).cloned();
        code.ok_or_else(|| ExportError::Damaged(format!("what refers to {id}")))
    }

    fn maybe(&self, id: Option<&String>) -> Result<Option<String>, ExportError> {
        id.map(|id| self.of(id)).transpose()
    }

    fn each<'a>(&self, ids: impl Iterator<Item = &'a String>) -> Result<Vec<String>, ExportError> {
        ids.map(|id| self.of(id)).collect()
    }
}

/// A count of a table whose CHECK lets nothing below zero in.
fn whole(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn small(number: i32) -> u16 {
    u16::try_from(number).unwrap_or(0)
}

fn spoken(tag: &str, level: &str) -> Result<(Tag, Level), ExportError> {
    let both = Tag::parse(tag).zip(Level::parse(level));
    both.ok_or_else(|| ExportError::Damaged(format!("the language {tag:?} at {level:?}")))
}

fn known_language(row: &PersonLanguageRow) -> Result<KnownLanguage, ExportError> {
    let (tag, speaks) = spoken(&row.tag, &row.level)?;
    let level = |word: &Option<String>| word.as_deref().and_then(Level::parse);
    Ok(KnownLanguage {
        tag,
        speaks,
        understands: level(&row.understands),
        reads: level(&row.reads),
    })
}

fn station(row: &StationRow, of_city: &str, codes: &Codes) -> Result<Station, ExportError> {
    Ok(Station {
        code: row.code.clone(),
        district: codes.of(&row.district_id)?,
        name: row.name.clone(),
        address: row.address.clone(),
        lat: row.lat,
        lon: row.lon,
        time_zone: Some(row.time_zone.clone()).filter(|zone| zone != of_city),
        hub: codes.maybe(row.hub_id.as_ref())?,
        rooms: small(row.rooms),
        video: row.video,
        step_free: row.step_free,
        phone: row.phone.clone(),
        subdistrict: row.subdistrict.clone(),
        opening_hours: row.opening_hours.clone(),
        themes: row.themes(),
        services: row.services(),
    })
}

fn person(row: &PersonRow, own: Belongings, codes: &Codes) -> Result<Person, ExportError> {
    let count = |limit: Option<i32>| limit.map(whole);
    let stations = |attitude: &str| {
        let of = own.stations.iter().filter(|s| s.attitude == attitude);
        codes.each(of.map(|s| &s.station_id))
    };
    let damaged = || ExportError::Damaged(format!("the language of letters of {}", row.code));
    let held = |kind: QualificationKind| {
        last(&own.qualifications, kind).map(|row| Qualification {
            number: row.number.clone(),
            issued_by: row.issued_by.clone(),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        })
    };
    let languages = own.languages.iter().map(known_language);
    Ok(Person {
        code: row.code.clone(),
        district: codes.of(&row.district_id)?,
        also_districts: codes.each(own.districts.iter().map(|d| &d.district_id))?,
        pool: codes.of(&row.pool_id)?,
        name: row.name.clone(),
        firm: row.firm.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        locale: Tag::parse(&row.locale).ok_or_else(damaged)?,
        lat: row.lat,
        lon: row.lon,
        max_km: row.max_km,
        limits: Limits {
            max_day: count(row.max_day),
            max_week: count(row.max_week),
            max_month: count(row.max_month),
            max_stations: count(row.max_stations),
            max_run: count(row.max_run),
            max_weekends: count(row.max_weekends),
        },
        target: whole(row.target),
        skills: codes.each(own.skills.iter().map(|s| &s.skill_id))?,
        languages: languages.collect::<Result<_, _>>()?,
        avoid: stations("avoid")?,
        prefers: stations("prefers")?,
        licence: held(QualificationKind::Licence),
        approval: held(QualificationKind::Approval),
        weekly: own.weekly.iter().map(weekly).collect(),
        exceptions: own.exceptions.iter().map(exception).collect(),
        left: (row.state == "left").then_some(true),
        practises_since: row.practises_since.map(small),
        position: Some(match row.position.as_str() {
            "office" => PositionOf::Office,
            _ => PositionOf::Home,
        }),
    })
}

fn template(row: &TemplateRow, asked: Asked, codes: &Codes) -> Result<Template, ExportError> {
    let skills = |need: &str| {
        let of = asked.skills.iter().filter(|skill| skill.need == need);
        codes.each(of.map(|skill| &skill.skill_id))
    };
    let languages = asked.languages.iter().map(|l| spoken(&l.tag, &l.level));
    let options = asked.options.iter().filter(|option| option.active);
    Ok(Template {
        code: row.code.clone(),
        station: codes.of(&row.station_id)?,
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        pool: codes.of(&row.pool_id)?,
        service: row.service.as_deref().and_then(LegalService::parse),
        min: whole(row.min),
        ideal: whole(row.ideal),
        weight: whole(row.weight),
        supervised_by: row.supervised_by.clone(),
        skills: skills("all")?,
        any_skills: skills("any")?,
        languages: languages.collect::<Result<_, _>>()?,
        on_holiday: row.on_holiday(),
        is_series: row.is_series,
        holder: codes.maybe(row.holder_id.as_ref())?,
        first_date: row.first_date,
        last_date: row.last_date,
        slot_minutes: row.slot_minutes.map(small),
        break_minutes: row.break_minutes.map(small),
        by_video: row.by_video,
        options: options
            .map(|option| TemplateOption {
                code: option.code.clone(),
                rrule: option.rrule.clone(),
                span: Span {
                    start: small(option.start_minute),
                    end: small(option.end_minute),
                },
            })
            .collect(),
    })
}
