//! Keys that callers name so that what they ask for twice is done once (the header `Idempotency-Key`).

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::dialect::insert_unless_there;
use super::schema::{idempotency_keys, request_batches};
use super::{Connection, StoreError};

/// How long a key is remembered.
pub const REMEMBERED: TimeDelta = TimeDelta::days(1);

/// A key that a caller named, with what came of it. `fingerprint` is of what was asked for.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys)]
pub struct KeyRow {
    pub actor: String,
    pub idempotency_key: String,
    pub fingerprint: String,
    pub appointment_id: String,
    pub created_at: NaiveDateTime,
}

/// The key of a caller, where it was named before.
pub fn find(c: &mut Connection, actor: &str, key: &str) -> Result<Option<KeyRow>, StoreError> {
    Ok(idempotency_keys::table
        .find((actor, key))
        .select(KeyRow::as_select())
        .first(c)
        .optional()?)
}

/// Keeps a key; false where another transaction has kept the same meanwhile.
pub fn insert(c: &mut Connection, row: &KeyRow) -> Result<bool, StoreError> {
    Ok(insert_unless_there!(c, idempotency_keys::table, row) == 1)
}

/// Takes out keys from before an instant.
pub fn take_out_old(c: &mut Connection, before: NaiveDateTime) -> Result<usize, StoreError> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(before));
    Ok(diesel::delete(old).execute(c)?)
}

/// The same with many requests that were taken.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_batches)]
pub struct BatchRow {
    pub actor: String,
    pub idempotency_key: String,
    pub fingerprint: String,
    pub request_ids: String,
    pub created_at: NaiveDateTime,
}

/// The key of a caller for many requests, where it was named before.
pub fn find_batch(
    c: &mut Connection,
    actor: &str,
    key: &str,
) -> Result<Option<BatchRow>, StoreError> {
    Ok(request_batches::table
        .find((actor, key))
        .select(BatchRow::as_select())
        .first(c)
        .optional()?)
}

/// Keeps a key for many requests; false where another transaction has kept the same meanwhile.
pub fn insert_batch(c: &mut Connection, row: &BatchRow) -> Result<bool, StoreError> {
    Ok(insert_unless_there!(c, request_batches::table, row) == 1)
}

/// Takes out keys for many requests from before an instant.
pub fn take_out_old_batches(
    c: &mut Connection,
    before: NaiveDateTime,
) -> Result<usize, StoreError> {
    let old = request_batches::table.filter(request_batches::created_at.lt(before));
    Ok(diesel::delete(old).execute(c)?)
}
