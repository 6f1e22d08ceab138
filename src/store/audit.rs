//! The audit trail: who changed what, when.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::insert_all;
use super::schema::audit;
use super::{Connection, StoreError};

/// A change: who did what to what, when. `before` and `after` are texts without residents' personal fields.
#[derive(Debug, Insertable)]
#[diesel(table_name = audit)]
#[allow(missing_docs, reason = "a row's fields are the columns of `schema`")]
pub struct ChangeRow<'a> {
    pub id: String,
    pub at: NaiveDateTime,
    pub actor: &'a str,
    pub action: &'a str,
    pub subject: &'a str,
    pub before: &'a str,
    pub after: &'a str,
}

/// Notes changes.
pub fn note(c: &mut Connection, rows: &[ChangeRow<'_>]) -> Result<(), StoreError> {
    insert_all!(c, audit::table, rows);
    Ok(())
}
