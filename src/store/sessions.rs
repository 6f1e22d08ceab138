//! Sessions of who is signed in, under the hash of their key.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::sessions;
use super::{Connection, StoreError};

/// The state of a session that has not ended.
pub fn find(
    c: &mut Connection,
    key_hash: &str,
    now: NaiveDateTime,
) -> Result<Option<String>, StoreError> {
    Ok(sessions::table
        .find(key_hash)
        .filter(sessions::expires_at.gt(now))
        .select(sessions::state)
        .first(c)
        .optional()?)
}

/// Inserts a session.
pub fn insert(
    c: &mut Connection,
    key_hash: &str,
    state: &str,
    expires_at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::key_hash.eq(key_hash),
            sessions::state.eq(state),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(c)?;
    Ok(())
}

/// Changes a session's state and end. A session that is gone stays so.
pub fn update(
    c: &mut Connection,
    key_hash: &str,
    state: &str,
    expires_at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(key_hash))
        .set((
            sessions::state.eq(state),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(c)?;
    Ok(())
}

/// Moves a session's end.
pub fn prolong(
    c: &mut Connection,
    key_hash: &str,
    expires_at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(key_hash))
        .set(sessions::expires_at.eq(expires_at))
        .execute(c)?;
    Ok(())
}

/// Takes a session out. One that is gone is no error.
pub fn delete(c: &mut Connection, key_hash: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(key_hash)).execute(c)?;
    Ok(())
}

/// Takes out every session that has ended. Gives how many.
pub fn delete_ended(c: &mut Connection, now: NaiveDateTime) -> Result<usize, StoreError> {
    let ended = sessions::table.filter(sessions::expires_at.le(now));
    Ok(diesel::delete(ended).execute(c)?)
}

/// Ends the sessions of a user: their id stands in the state of each.
pub fn end_of_user(c: &mut Connection, user_id: &str) -> Result<(), StoreError> {
    let theirs = sessions::state.like(format!("%{user_id}%"));
    diesel::delete(sessions::table.filter(theirs)).execute(c)?;
    Ok(())
}
