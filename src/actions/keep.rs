//! Adds and changes one row of kept data, and notes it in the audit trail. What the row may say was checked by the caller.

use serde::Serialize;
use thiserror::Error;

use super::Context;
use super::noting::{Change, note};
use super::once::{self, Named, OnceKey};
use crate::store::kept::Kept;
use crate::store::{Connection, Store, StoreError};

/// Why a row was not added or changed.
#[derive(Debug, Error)]
pub enum KeepError {
    /// There is no such row.
    #[error("there is no such row")]
    Gone,
    /// The caller named the same key for something else before.
    #[error("the key was used for something else")]
    KeyReused,
    /// Somebody sends the same at this moment, and was faster.
    #[error("the same is added at this moment")]
    Overtaken,
    /// Something else of its kind in the city has the code.
    #[error("the code is taken")]
    CodeTaken,
    /// The row is not what the caller has seen.
    #[error("the row was changed meanwhile")]
    Changed,
    /// The store; a code that is taken is among its refusals.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a row. Gives it, or what was added under the same key before.
pub fn add<R: Kept>(
    store: &Store,
    context: &Context,
    row: &R,
    key: Option<&OnceKey>,
) -> Result<R, KeepError> {
    let added = store.write(|c| {
        if let Some(there) = added_before(c, context, key)? {
            return Ok(there);
        }
        if !row.has_own_code(c)? {
            return Err(KeepError::CodeTaken);
        }
        row.insert(c)?;
        note(c, context, &[Change::of(None, row)])?;
        if let Some(key) = key
            && !once::keep(c, context, key, row.id().to_owned())?
        {
            return Err(KeepError::Overtaken);
        }
        Ok(row.clone())
    });
    match added {
        // On PostgreSQL both may have looked before either had written; what the other added is there now.
        Err(KeepError::Overtaken) => {
            let there = store.read(|c| added_before(c, context, key))?;
            there.ok_or(KeepError::Overtaken)
        }
        other => other,
    }
}

/// What was added under a key before: asked before a new row is checked against what is there, of which it is one then.
pub fn there_already<R: Kept>(
    store: &Store,
    context: &Context,
    key: &OnceKey,
) -> Result<Option<R>, KeepError> {
    store.read(|c| added_before(c, context, Some(key)))
}

fn added_before<R: Kept>(
    c: &mut Connection,
    context: &Context,
    key: Option<&OnceKey>,
) -> Result<Option<R>, KeepError> {
    let Some(key) = key else { return Ok(None) };
    match once::look(c, context, key)? {
        Named::Fresh => Ok(None),
        Named::Made(id) => Ok(R::find(c, &id)?),
        Named::Reused => Err(KeepError::KeyReused),
    }
}

/// Changes the row with this id, if it still has the revision `seen`. Gives it as it is then.
pub fn change<R: Kept>(
    store: &Store,
    context: &Context,
    id: &str,
    seen: i32,
    edit: impl Fn(&mut R),
) -> Result<R, KeepError> {
    store.write(|c| change_in(c, context, id, seen, &edit))
}

/// The same in a transaction of the caller's.
pub(super) fn change_in<R: Kept>(
    c: &mut Connection,
    context: &Context,
    id: &str,
    seen: i32,
    edit: impl Fn(&mut R),
) -> Result<R, KeepError> {
    let before = R::find(c, id)?.ok_or(KeepError::Gone)?;
    let mut after = before.clone();
    edit(&mut after);
    *after.revision() = seen + 1;
    if !after.replace(c, seen)? {
        return Err(KeepError::Changed);
    }
    note(c, context, &[Change::of(Some(&before), &after)])?;
    Ok(after)
}

/// Counts a change of what belongs to a row and stands in another table, and notes it with the row's; the caller writes it. Gives the row
/// as it is then.
pub(super) fn change_belongings<R: Kept, B: Serialize>(
    c: &mut Connection,
    context: &Context,
    (id, seen): (&str, i32),
    (was, is): (&B, &B),
) -> Result<R, KeepError> {
    let before = R::find(c, id)?.ok_or(KeepError::Gone)?;
    let mut after = before.clone();
    *after.revision() = seen + 1;
    if !after.replace(c, seen)? {
        return Err(KeepError::Changed);
    }
    let change = Change::with(Some((&before, Some(was))), (&after, Some(is)));
    note(c, context, &[change])?;
    Ok(after)
}
