//! Adds and changes one row of kept data, and notes it in the audit trail. What the row may say was checked by the caller.

use thiserror::Error;

use super::Context;
use super::noting::{Change, note};
use crate::store::kept::Kept;
use crate::store::{Connection, Store, StoreError};

/// Why a row was not added or changed.
#[derive(Debug, Error)]
pub enum KeepError {
    /// There is no such row.
    #[error("there is no such row")]
    Gone,
    /// The row is not what the caller has seen.
    #[error("the row was changed meanwhile")]
    Changed,
    /// The store; a code that is taken is among its refusals.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a row.
pub fn add<R: Kept>(store: &Store, context: &Context, row: &R) -> Result<(), KeepError> {
    store.write(|c| {
        row.insert(c)?;
        Ok(note(c, context, &[Change::of(None, row)])?)
    })
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
