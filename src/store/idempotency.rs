//! Keys that callers name so that what they ask for twice is made once (the header `Idempotency-Key`).

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::dialect::insert_unless_there;
use super::schema::creations;
use super::{Connection, StoreError};

/// How long a key is remembered.
pub const REMEMBERED: TimeDelta = TimeDelta::days(1);

/// A key that a caller named, with what came of it. `fingerprint` is of what was asked for; `subject` the id of what was made, or ids with
/// spaces between them.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = creations)]
pub struct CreationRow {
    pub actor: String,
    pub idempotency_key: String,
    pub fingerprint: String,
    pub subject: String,
    pub created_at: NaiveDateTime,
}

/// The key of a caller, where it was named before.
pub fn find(c: &mut Connection, actor: &str, key: &str) -> Result<Option<CreationRow>, StoreError> {
    Ok(creations::table
        .find((actor, key))
        .select(CreationRow::as_select())
        .first(c)
        .optional()?)
}

/// Keeps a key, and forgets what is remembered for long enough; false where another transaction has kept the same meanwhile.
pub fn insert(c: &mut Connection, row: &CreationRow) -> Result<bool, StoreError> {
    let old = creations::table.filter(creations::created_at.lt(row.created_at - REMEMBERED));
    diesel::delete(old).execute(c)?;
    Ok(insert_unless_there!(c, creations::table, row) == 1)
}
