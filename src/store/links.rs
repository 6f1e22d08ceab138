//! Capabilities sent by e-mail, under their hashes. What a link opens is decided in `actions`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::insert_all;
use super::schema::links;
use super::{Connection, StoreError};
use crate::domain::capability::Purpose;

/// A link in a letter.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = links, treat_none_as_default_value = false)]
pub struct LinkRow {
    pub id: String,
    pub token_hash: String,
    pub purpose: String,
    pub subject_id: String,
    pub person_id: Option<String>,
    pub expires_at: NaiveDateTime,
    pub used_at: Option<NaiveDateTime>,
}

impl LinkRow {
    /// The purpose as the domain's word.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        Purpose::parse(&self.purpose).expect("a CHECK of the table lets no other word in")
    }
}

/// Inserts links.
pub fn insert(c: &mut Connection, rows: &[LinkRow]) -> Result<(), StoreError> {
    insert_all!(c, links::table, rows);
    Ok(())
}

/// The link of a token's hash, expired or not.
pub fn find(c: &mut Connection, token_hash: &str) -> Result<Option<LinkRow>, StoreError> {
    Ok(links::table
        .filter(links::token_hash.eq(token_hash))
        .select(LinkRow::as_select())
        .first(c)
        .optional()?)
}

/// Notes the first time that a link was acted on.
pub fn mark_used(c: &mut Connection, id: &str, at: NaiveDateTime) -> Result<(), StoreError> {
    diesel::update(links::table.find(id).filter(links::used_at.is_null()))
        .set(links::used_at.eq(at))
        .execute(c)?;
    Ok(())
}
