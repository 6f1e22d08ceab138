//! What stations need: demand templates with their options, skills and languages; language cover; the calendar of holidays.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{exists, min};
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{CHUNK, insert_all};
use super::schema::{
    demand_templates, districts, holidays, language_cover, stations, template_languages,
    template_options, template_skills,
};
use super::{Connection, StoreError};
use crate::domain::legal_service::LegalService;
use crate::domain::on_holiday::OnHoliday;
use crate::domain::word_set::Listed;

/// A demand template.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = demand_templates, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct TemplateRow {
    pub id: String,
    pub station_id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub pool_id: String,
    pub min: i32,
    pub ideal: i32,
    pub weight: i32,
    pub supervised_by: Option<String>,
    pub on_holiday: String,
    pub is_series: bool,
    pub holder_id: Option<String>,
    pub first_date: NaiveDate,
    pub last_date: Option<NaiveDate>,
    pub slot_minutes: Option<i32>,
    pub revision: i32,
    pub break_minutes: Option<i32>,
    pub by_video: bool,
    pub service: Option<String>,
}

impl TemplateRow {
    /// What happens to its duties on a public holiday.
    #[must_use]
    pub fn on_holiday(&self) -> OnHoliday {
        OnHoliday::parse(&self.on_holiday).expect("a CHECK of the table lets no other word in")
    }
}

/// A service that templates ask of a pool.
#[derive(Debug, Clone, Queryable)]
pub struct ServiceAsked {
    pub pool_id: String,
    pub service: Option<String>,
    /// Code of one of the templates.
    pub template: Option<String>,
}

impl ServiceAsked {
    /// The service.
    #[must_use]
    pub fn service(&self) -> Option<LegalService> {
        self.service.as_deref().and_then(LegalService::parse)
    }
}

/// What templates ask of pools: each service of each pool once.
pub fn services_asked(c: &mut Connection) -> Result<Vec<ServiceAsked>, StoreError> {
    let asked = demand_templates::table
        .filter(demand_templates::service.is_not_null())
        .group_by((demand_templates::pool_id, demand_templates::service))
        .order((demand_templates::pool_id, demand_templates::service))
        .select((
            demand_templates::pool_id,
            demand_templates::service,
            min(demand_templates::code),
        ));
    Ok(asked.load(c)?)
}

/// One way a template can fall.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize,
)]
#[diesel(table_name = template_options)]
pub struct OptionRow {
    #[serde(skip)]
    pub id: String,
    #[serde(skip)]
    pub template_id: String,
    pub code: String,
    pub rrule: String,
    pub start_minute: i32,
    pub end_minute: i32,
    pub active: bool,
}

/// A skill a template asks for.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = template_skills)]
pub struct TemplateSkillRow {
    #[serde(skip)]
    pub template_id: String,
    pub skill_id: String,
    pub need: String,
}

/// A language a template asks for.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = template_languages)]
pub struct TemplateLanguageRow {
    #[serde(skip)]
    pub template_id: String,
    pub tag: String,
    pub level: String,
}

/// Turns a week that speakers must hold.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize,
)]
#[diesel(table_name = language_cover)]
pub struct CoverRow {
    pub id: String,
    pub district_id: String,
    pub tag: String,
    pub level: String,
    pub min: i32,
    pub weight: i32,
}

/// A public holiday or make-up working day.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = holidays)]
pub struct HolidayRow {
    pub country: String,
    pub date: NaiveDate,
    pub name: String,
    pub name_en: String,
    pub kind: String,
    pub statutory: bool,
    pub provisional: bool,
}

/// What belongs to a template: options by code, skills and languages in the order of their fields.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Asked {
    pub options: Vec<OptionRow>,
    pub skills: Vec<TemplateSkillRow>,
    pub languages: Vec<TemplateLanguageRow>,
}

impl Asked {
    /// Brings each list into the order of its fields; options go by code.
    pub fn sort(&mut self) {
        self.options.sort_by(|a, b| a.code.cmp(&b.code));
        self.skills.sort();
        self.languages.sort();
    }
}

/// The templates with these ids, in no order.
pub fn find_templates(c: &mut Connection, ids: &[String]) -> Result<Vec<TemplateRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(super::dialect::ROWS) {
        let some = demand_templates::table.filter(demand_templates::id.eq_any(chunk));
        found.extend(some.select(TemplateRow::as_select()).load(c)?);
    }
    Ok(found)
}

/// A city's templates, by code.
pub fn templates_of(c: &mut Connection, city_id: &str) -> Result<Vec<TemplateRow>, StoreError> {
    Ok(demand_templates::table
        .inner_join(stations::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .order((demand_templates::code, demand_templates::id))
        .select(TemplateRow::as_select())
        .load(c)?)
}

/// Whether a station has a template by which residents are met by video.
pub fn needs_video(c: &mut Connection, station_id: &str) -> Result<bool, StoreError> {
    let sessions = demand_templates::table
        .filter(demand_templates::station_id.eq(station_id))
        .filter(demand_templates::by_video.eq(true));
    Ok(diesel::select(exists(sessions)).get_result(c)?)
}

/// A station's templates, by code.
pub fn of_station(c: &mut Connection, station_id: &str) -> Result<Vec<TemplateRow>, StoreError> {
    Ok(demand_templates::table
        .filter(demand_templates::station_id.eq(station_id))
        .order((demand_templates::code, demand_templates::id))
        .select(TemplateRow::as_select())
        .load(c)?)
}

/// Loads each table's rows of the templates whose ids a query gives, and puts them to their template.
macro_rules! load_asked {
    ($c:expr, $ids:expr, $all:ident) => {
        load_asked!($c, $ids, $all, template_options, OptionRow, options);
        load_asked!($c, $ids, $all, template_skills, TemplateSkillRow, skills);
        load_asked!(
            $c,
            $ids,
            $all,
            template_languages,
            TemplateLanguageRow,
            languages
        );
    };
    ($c:expr, $ids:expr, $all:ident, $table:ident, $row:ty, $field:ident) => {
        let rows: Vec<$row> = $table::table
            .filter($table::template_id.eq_any($ids))
            .select(<$row>::as_select())
            .load($c)?;
        for row in rows {
            let asked: &mut Asked = $all.entry(row.template_id.clone()).or_default();
            asked.$field.push(row);
        }
    };
}

/// What belongs to each of a city's templates: one query a table.
pub fn asked_of(c: &mut Connection, city_id: &str) -> Result<HashMap<String, Asked>, StoreError> {
    let in_city = || {
        demand_templates::table
            .inner_join(stations::table.inner_join(districts::table))
            .filter(districts::city_id.eq(city_id))
            .select(demand_templates::id)
    };
    let mut all = HashMap::new();
    load_asked!(c, in_city(), all);
    all.values_mut().for_each(Asked::sort);
    Ok(all)
}

/// The same of these templates.
pub fn asked_of_templates(
    c: &mut Connection,
    of: &[TemplateRow],
) -> Result<HashMap<String, Asked>, StoreError> {
    let ids: Vec<&String> = of.iter().map(|template| &template.id).collect();
    let mut all = HashMap::new();
    for ids in ids.chunks(super::dialect::ROWS) {
        load_asked!(c, ids.iter().copied(), all);
    }
    all.values_mut().for_each(Asked::sort);
    Ok(all)
}

/// A city's language cover.
pub fn cover_of(c: &mut Connection, city_id: &str) -> Result<Vec<CoverRow>, StoreError> {
    Ok(language_cover::table
        .filter(
            language_cover::district_id.eq_any(
                districts::table
                    .filter(districts::city_id.eq(city_id))
                    .select(districts::id),
            ),
        )
        .order((
            language_cover::district_id,
            language_cover::tag,
            language_cover::level,
        ))
        .select(CoverRow::as_select())
        .load(c)?)
}

/// A country's holidays, by date.
pub fn holidays_of(c: &mut Connection, country: &str) -> Result<Vec<HolidayRow>, StoreError> {
    Ok(holidays::table
        .filter(holidays::country.eq(country))
        .order(holidays::date)
        .select(HolidayRow::as_select())
        .load(c)?)
}

/// Inserts templates.
pub fn insert_templates(c: &mut Connection, rows: &[TemplateRow]) -> Result<(), StoreError> {
    insert_all!(c, demand_templates::table, rows);
    Ok(())
}

/// Inserts options.
pub fn insert_options(c: &mut Connection, rows: &[OptionRow]) -> Result<(), StoreError> {
    insert_all!(c, template_options::table, rows);
    Ok(())
}

/// Writes options: those that there were, by their ids, where they say something else now, and the others anew.
pub fn write_options<'a>(
    c: &mut Connection,
    old: impl Iterator<Item = &'a OptionRow>,
    then: impl Iterator<Item = &'a OptionRow>,
) -> Result<(), StoreError> {
    let old: HashMap<&str, &OptionRow> = old.map(|o| (o.id.as_str(), o)).collect();
    let mut new = Vec::new();
    for option in then {
        match old.get(option.id.as_str()) {
            None => new.push(option.clone()),
            Some(old) if *old == option => {}
            Some(_) => update_option(c, option)?,
        }
    }
    insert_options(c, &new)
}

/// Puts skills and languages in the place of those the templates asked for so far.
pub fn replace_asked(
    c: &mut Connection,
    templates: &[String],
    skills: &[TemplateSkillRow],
    languages: &[TemplateLanguageRow],
) -> Result<(), StoreError> {
    for ids in templates.chunks(super::dialect::ROWS) {
        diesel::delete(template_skills::table.filter(template_skills::template_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(
            template_languages::table.filter(template_languages::template_id.eq_any(ids)),
        )
        .execute(c)?;
    }
    insert_all!(c, template_skills::table, skills);
    insert_all!(c, template_languages::table, languages);
    Ok(())
}

/// Inserts language cover.
pub fn insert_cover(c: &mut Connection, rows: &[CoverRow]) -> Result<(), StoreError> {
    insert_all!(c, language_cover::table, rows);
    Ok(())
}

/// Puts these holidays in the place of the country's rows of the same dates.
pub fn replace_holidays(
    c: &mut Connection,
    country: &str,
    rows: &[HolidayRow],
) -> Result<(), StoreError> {
    let dates: Vec<NaiveDate> = rows.iter().map(|h| h.date).collect();
    delete_holidays(c, country, &dates)?;
    insert_all!(c, holidays::table, rows);
    Ok(())
}

/// Takes a country's days out.
pub fn delete_holidays(
    c: &mut Connection,
    country: &str,
    dates: &[NaiveDate],
) -> Result<(), StoreError> {
    for chunk in dates.chunks(CHUNK) {
        let some = holidays::table
            .filter(holidays::country.eq(country))
            .filter(holidays::date.eq_any(chunk));
        diesel::delete(some).execute(c)?;
    }
    Ok(())
}

/// Writes a template over the one with its id.
pub fn update_template(c: &mut Connection, row: &TemplateRow) -> Result<(), StoreError> {
    diesel::update(demand_templates::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}

/// Writes an option over the one with its id.
pub fn update_option(c: &mut Connection, row: &OptionRow) -> Result<(), StoreError> {
    diesel::update(template_options::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}

/// Writes a row of language cover over the one with its id.
pub fn update_cover(c: &mut Connection, row: &CoverRow) -> Result<(), StoreError> {
    diesel::update(language_cover::table.find(&row.id))
        .set(row)
        .execute(c)?;
    Ok(())
}
