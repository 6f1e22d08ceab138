//! A demand template with everything that belongs to it, as one thing that is read, changed and noted.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use diesel::prelude::*;
use serde::Serialize;

use super::kept::{Cut, Kept, Noted};
use super::pages;
use super::places;
use super::schema::{districts, people, skills};
use super::templates::{self, Asked, TemplateRow};
use super::{Connection, StoreError};

/// A template and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WholeTemplate {
    #[serde(flatten)]
    pub row: TemplateRow,
    #[serde(flatten)]
    pub asked: Asked,
}

impl Noted for WholeTemplate {
    const NAME: &'static str = TemplateRow::NAME;
    fn id(&self) -> &str {
        &self.row.id
    }
}

impl Kept for WholeTemplate {
    fn revision(&mut self) -> &mut i32 {
        &mut self.row.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        match TemplateRow::find(c, id)? {
            Some(row) => Ok(with_asked(c, vec![row])?.pop()),
            None => Ok(None),
        }
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        self.row.insert(c)?;
        templates::insert_options(c, &self.asked.options)?;
        self.replace_asked(c)
    }
    /// Options keep their ids, since duties refer to them.
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        if !self.row.replace(c, seen)? {
            return Ok(false);
        }
        let there = templates::asked_of_templates(c, std::slice::from_ref(&self.row))?;
        let there = there.into_values().next().unwrap_or_default();
        templates::write_options(c, there.options.iter(), self.asked.options.iter())?;
        if (&there.skills, &there.languages) != (&self.asked.skills, &self.asked.languages) {
            self.replace_asked(c)?;
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

impl WholeTemplate {
    fn replace_asked(&self, c: &mut Connection) -> Result<(), StoreError> {
        let ids = std::slice::from_ref(&self.row.id);
        templates::replace_asked(c, ids, &self.asked.skills, &self.asked.languages)
    }
}

/// Templates of the stations of districts with what belongs to them, by id.
pub fn templates(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<WholeTemplate>, StoreError> {
    let rows = pages::templates(c, district_ids, cut)?;
    with_asked(c, rows)
}

fn with_asked(
    c: &mut Connection,
    rows: Vec<TemplateRow>,
) -> Result<Vec<WholeTemplate>, StoreError> {
    let mut all = templates::asked_of_templates(c, &rows)?;
    let whole = rows.into_iter().map(|row| WholeTemplate {
        asked: all.remove(&row.id).unwrap_or_default(),
        row,
    });
    Ok(whole.collect())
}

/// Of what a template names, what is there: topics, and a person of the city with their pool.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub skills: Vec<String>,
    /// The pool of the holder.
    pub holder_pool: Option<String>,
}

/// Which of what is named by ids is there; the holder is somebody of the city of the district who serves.
pub fn named(
    c: &mut Connection,
    district_id: &str,
    skill_ids: &[String],
    holder_id: Option<&String>,
) -> Result<Named, StoreError> {
    let city = places::city_of(c, district_id)?;
    let holder_pool = match holder_id {
        Some(id) => people::table
            .inner_join(districts::table)
            .filter(people::id.eq(id))
            .filter(people::state.eq("active"))
            .filter(districts::city_id.eq(city.unwrap_or_default()))
            .select(people::pool_id)
            .first(c)
            .optional()?,
        None => None,
    };
    Ok(Named {
        skills: skills::table
            .filter(skills::id.eq_any(skill_ids))
            .select(skills::id)
            .load(c)?,
        holder_pool,
    })
}
