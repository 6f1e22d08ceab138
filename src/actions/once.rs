//! What a caller names by a key is made once: asked for again, it is what was made; anything else under the key is refused.

use super::Context;
use crate::store::idempotency::{self, CreationRow};
use crate::store::{Connection, StoreError};

/// What a caller calls something by that is to be made.
#[derive(Debug, Clone)]
pub struct OnceKey {
    /// The key.
    pub key: String,
    /// What is kept with it, so that it is not used for anything else.
    pub fingerprint: String,
}

/// What a key is to whoever names it now.
pub(super) enum Named {
    /// Nothing was made under it.
    Fresh,
    /// The id of what was made, or ids with spaces between them.
    Made(String),
    /// Something else was asked for under it.
    Reused,
}

/// What the caller's key is.
pub(super) fn look(
    c: &mut Connection,
    context: &Context,
    key: &OnceKey,
) -> Result<Named, StoreError> {
    Ok(match idempotency::find(c, &context.actor, &key.key)? {
        None => Named::Fresh,
        Some(row) if row.fingerprint != key.fingerprint => Named::Reused,
        Some(row) => Named::Made(row.subject),
    })
}

/// Keeps what was made under a key; false where another transaction has kept the same meanwhile.
pub(super) fn keep(
    c: &mut Connection,
    context: &Context,
    key: &OnceKey,
    subject: String,
) -> Result<bool, StoreError> {
    let row = CreationRow {
        actor: context.actor.clone(),
        idempotency_key: key.key.clone(),
        fingerprint: key.fingerprint.clone(),
        subject,
        created_at: context.instant(),
    };
    idempotency::insert(c, &row)
}
