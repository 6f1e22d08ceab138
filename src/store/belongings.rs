//! What belongs to a person: skills, languages, districts, stations, licences, availability. The person is in `people`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::insert_all;
use super::qualifications::QualificationRow;
use super::schema::{
    availability, availability_exceptions, districts, people, person_districts, person_languages,
    person_skills, person_stations, qualifications,
};
use super::{Connection, StoreError};

/// A language somebody speaks.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = person_languages, treat_none_as_default_value = false)]
pub struct PersonLanguageRow {
    #[serde(skip)]
    pub person_id: String,
    pub tag: String,
    /// How well it is spoken.
    pub level: String,
    /// None is as it is spoken.
    pub understands: Option<String>,
    /// None where nothing was said.
    pub reads: Option<String>,
}

/// A skill somebody has.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = person_skills)]
pub struct PersonSkillRow {
    #[serde(skip)]
    pub person_id: String,
    pub skill_id: String,
}

/// A district besides the home district where somebody may serve.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = person_districts)]
pub struct PersonDistrictRow {
    #[serde(skip)]
    pub person_id: String,
    pub district_id: String,
}

/// A station somebody avoids or prefers.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = person_stations)]
pub struct PersonStationRow {
    #[serde(skip)]
    pub person_id: String,
    pub station_id: String,
    pub attitude: String,
}

/// A weekly window.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = availability, treat_none_as_default_value = false)]
pub struct AvailabilityRow {
    #[serde(skip)]
    pub id: String,
    #[serde(skip)]
    pub person_id: String,
    pub weekday: i32,
    pub start_minute: i32,
    pub end_minute: i32,
    pub interval_weeks: i32,
    pub first_date: NaiveDate,
    pub last_date: Option<NaiveDate>,
}

/// A time away or extra.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = availability_exceptions, treat_none_as_default_value = false)]
pub struct ExceptionRow {
    #[serde(skip)]
    pub id: String,
    #[serde(skip)]
    pub person_id: String,
    pub kind: String,
    pub first_date: NaiveDate,
    pub last_date: NaiveDate,
    pub start_minute: Option<i32>,
    pub end_minute: Option<i32>,
    #[serde(skip)]
    pub note: String,
}

/// What belongs to one person, each list in the order of its fields.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Belongings {
    pub skills: Vec<PersonSkillRow>,
    pub languages: Vec<PersonLanguageRow>,
    pub districts: Vec<PersonDistrictRow>,
    pub stations: Vec<PersonStationRow>,
    pub qualifications: Vec<QualificationRow>,
    pub weekly: Vec<AvailabilityRow>,
    pub exceptions: Vec<ExceptionRow>,
}

/// Loads each table's rows of the people whose ids a query gives, and puts them to their person.
macro_rules! load_each {
    ($c:expr, $ids:expr) => {{
        let mut all: HashMap<String, Belongings> = HashMap::new();
        load_each!($c, $ids, all, person_skills, PersonSkillRow, skills);
        load_each!(
            $c,
            $ids,
            all,
            person_languages,
            PersonLanguageRow,
            languages
        );
        load_each!(
            $c,
            $ids,
            all,
            person_districts,
            PersonDistrictRow,
            districts
        );
        load_each!($c, $ids, all, person_stations, PersonStationRow, stations);
        load_each!(
            $c,
            $ids,
            all,
            qualifications,
            QualificationRow,
            qualifications
        );
        load_each!($c, $ids, all, availability, AvailabilityRow, weekly);
        load_each!(
            $c,
            $ids,
            all,
            availability_exceptions,
            ExceptionRow,
            exceptions
        );
        all.values_mut().for_each(Belongings::sort);
        all
    }};
    ($c:expr, $ids:expr, $all:ident, $table:ident, $row:ty, $field:ident) => {
        let rows: Vec<$row> = $table::table
            .filter($table::person_id.eq_any($ids))
            .select(<$row>::as_select())
            .load($c)?;
        for row in rows {
            let own = $all.entry(row.person_id.clone()).or_default();
            own.$field.push(row);
        }
    };
}

/// What belongs to each of a city's people: one query a table.
pub fn belongings_of(
    c: &mut Connection,
    city_id: &str,
) -> Result<HashMap<String, Belongings>, StoreError> {
    let in_city = || {
        people::table
            .inner_join(districts::table)
            .filter(districts::city_id.eq(city_id))
            .select(people::id)
    };
    Ok(load_each!(c, in_city()))
}

/// What belongs to each of a page's people: one query a table.
pub fn belongings_of_people(
    c: &mut Connection,
    ids: &[String],
) -> Result<HashMap<String, Belongings>, StoreError> {
    Ok(load_each!(c, ids))
}

impl Belongings {
    /// Brings each list into the order of its fields; rows with an id keep the order of what they say, not of the id.
    pub fn sort(&mut self) {
        self.skills.sort();
        self.languages.sort();
        self.districts.sort();
        self.stations.sort();
        self.qualifications
            .sort_by(|a, b| (&a.kind, &a.number).cmp(&(&b.kind, &b.number)));
        self.weekly
            .sort_by_key(|w| (w.weekday, w.start_minute, w.end_minute, w.first_date));
        self.exceptions
            .sort_by_key(|e| (e.first_date, e.last_date, e.start_minute, e.kind.clone()));
    }

    /// Whether both say the same, whatever ids their rows have.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let bare = |b: &Self| {
            let mut b = b.clone();
            b.qualifications.iter_mut().for_each(|q| q.id.clear());
            b.weekly.iter_mut().for_each(|w| w.id.clear());
            b.exceptions.iter_mut().for_each(|e| e.id.clear());
            // By every field: rows that share the first ones would stand as the database happened to give them.
            b.sort();
            b.weekly.sort();
            b.exceptions.sort();
            b
        };
        bare(self) == bare(other)
    }
}

/// Inserts what belongs to people.
pub fn insert_belongings(c: &mut Connection, all: &[Belongings]) -> Result<(), StoreError> {
    let skills: Vec<_> = all.iter().flat_map(|b| b.skills.iter().cloned()).collect();
    insert_all!(c, person_skills::table, &skills);
    let languages: Vec<_> = all
        .iter()
        .flat_map(|b| b.languages.iter().cloned())
        .collect();
    insert_all!(c, person_languages::table, &languages);
    let districts: Vec<_> = all
        .iter()
        .flat_map(|b| b.districts.iter().cloned())
        .collect();
    insert_all!(c, person_districts::table, &districts);
    let stations: Vec<_> = all
        .iter()
        .flat_map(|b| b.stations.iter().cloned())
        .collect();
    insert_all!(c, person_stations::table, &stations);
    let licences: Vec<_> = all
        .iter()
        .flat_map(|b| b.qualifications.iter().cloned())
        .collect();
    insert_all!(c, qualifications::table, &licences);
    let weekly: Vec<_> = all.iter().flat_map(|b| b.weekly.iter().cloned()).collect();
    insert_all!(c, availability::table, &weekly);
    let exceptions: Vec<_> = all
        .iter()
        .flat_map(|b| b.exceptions.iter().cloned())
        .collect();
    insert_all!(c, availability_exceptions::table, &exceptions);
    Ok(())
}

/// Takes out what belongs to these people.
pub fn delete_belongings(c: &mut Connection, person_ids: &[String]) -> Result<(), StoreError> {
    for ids in person_ids.chunks(super::dialect::ROWS) {
        diesel::delete(person_skills::table.filter(person_skills::person_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(person_languages::table.filter(person_languages::person_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(person_districts::table.filter(person_districts::person_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(person_stations::table.filter(person_stations::person_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(qualifications::table.filter(qualifications::person_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(availability::table.filter(availability::person_id.eq_any(ids)))
            .execute(c)?;
        diesel::delete(
            availability_exceptions::table.filter(availability_exceptions::person_id.eq_any(ids)),
        )
        .execute(c)?;
    }
    Ok(())
}

/// Whether somebody may serve in a district that is not their home.
pub fn serves_in(
    c: &mut Connection,
    person_id: &str,
    district_id: &str,
) -> Result<bool, StoreError> {
    let rows = person_districts::table
        .filter(person_districts::person_id.eq(person_id))
        .filter(person_districts::district_id.eq(district_id));
    Ok(rows.count().get_result::<i64>(c)? > 0)
}
