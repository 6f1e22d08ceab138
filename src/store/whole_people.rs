//! A person with everything that belongs to them, as one thing that is read, changed and noted.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use diesel::prelude::*;
use serde::Serialize;

use super::belongings::{self, Belongings};
use super::kept::{Cut, Kept, Noted};
use super::pages;
use super::people::PersonRow;
use super::places;
use super::schema::{districts, skills, stations};
use super::{Connection, StoreError};

/// A person and what belongs to them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WholePerson {
    #[serde(flatten)]
    pub row: PersonRow,
    #[serde(flatten)]
    pub own: Belongings,
}

impl Noted for WholePerson {
    const NAME: &'static str = PersonRow::NAME;
    const WITHHELD: &'static [&'static str] = PersonRow::WITHHELD;
    fn id(&self) -> &str {
        &self.row.id
    }
}

impl Kept for WholePerson {
    fn revision(&mut self) -> &mut i32 {
        &mut self.row.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        match PersonRow::find(c, id)? {
            Some(row) => Ok(with_belongings(c, vec![row])?.pop()),
            None => Ok(None),
        }
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        self.row.insert(c)?;
        belongings::insert_belongings(c, std::slice::from_ref(&self.own))
    }
    /// What belongs to the person is written anew where it says something else.
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        if !self.row.replace(c, seen)? {
            return Ok(false);
        }
        let ids = std::slice::from_ref(&self.row.id);
        let mut there = belongings::belongings_of_people(c, ids)?;
        let there = there.remove(&self.row.id).unwrap_or_default();
        if !self.own.says_the_same(&there) {
            belongings::delete_belongings(c, ids)?;
            belongings::insert_belongings(c, std::slice::from_ref(&self.own))?;
        }
        Ok(true)
    }
    fn district_id(&self, c: &mut Connection) -> Result<Option<String>, StoreError> {
        self.row.district_id(c)
    }
    fn has_own_code(&self, c: &mut Connection) -> Result<bool, StoreError> {
        self.row.has_own_code(c)
    }
}

/// People of districts with what belongs to them, by id.
pub fn people(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<WholePerson>, StoreError> {
    let rows = pages::people(c, district_ids, cut)?;
    with_belongings(c, rows)
}

fn with_belongings(
    c: &mut Connection,
    rows: Vec<PersonRow>,
) -> Result<Vec<WholePerson>, StoreError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut all = belongings::belongings_of_people(c, &ids)?;
    let whole = rows.into_iter().map(|row| WholePerson {
        own: all.remove(&row.id).unwrap_or_default(),
        row,
    });
    Ok(whole.collect())
}

/// Of what a person names, what is there: topics, and the districts and stations of their city.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub skills: Vec<String>,
    pub districts: Vec<String>,
    pub stations: Vec<String>,
}

/// Which of what is named by ids is there; districts and stations in the city of the district.
pub fn named(c: &mut Connection, district_id: &str, ids: &Named) -> Result<Named, StoreError> {
    let Some(city) = places::city_of(c, district_id)? else {
        return Ok(Named::default());
    };
    Ok(Named {
        skills: skills::table
            .filter(skills::id.eq_any(&ids.skills))
            .select(skills::id)
            .load(c)?,
        districts: districts::table
            .filter(districts::id.eq_any(&ids.districts))
            .filter(districts::city_id.eq(&city))
            .select(districts::id)
            .load(c)?,
        stations: stations::table
            .inner_join(districts::table)
            .filter(stations::id.eq_any(&ids.stations))
            .filter(districts::city_id.eq(&city))
            .select(stations::id)
            .load(c)?,
    })
}
