//! Takes many requests under a key that the caller names: sent twice, they are taken once, and the answer is given again.

use std::collections::HashMap;

use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::once::{self, Named, OnceKey};
use super::take_request::{NewRequest, TakeError, Taken, check, take_in, with_links};
use crate::store::requests::{self, RequestRow};
use crate::store::{Connection, Store, StoreError};

/// Why requests were not taken.
#[derive(Debug, Error)]
pub enum BatchError {
    /// The caller named the same key for other requests before.
    #[error("the key was used for other requests")]
    KeyReused,
    /// Somebody sends the same at this moment, and was faster.
    #[error("the same requests are taken at this moment")]
    Overtaken,
    /// A request cannot be taken.
    #[error(transparent)]
    Take(#[from] TakeError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was taken under a key before, in its order; none where nothing was. Of a link only the hash is kept: each resident's is a fresh one,
/// beside which the first still opens.
pub fn taken_before(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    key: &OnceKey,
) -> Result<Option<Vec<Taken>>, BatchError> {
    let Some(ids) = store.read(|c| before(c, context, key))? else {
        return Ok(None);
    };
    store.write(|c| again(c, context, asking, &ids)).map(Some)
}

/// Takes requests, all or none. Gives them in their order.
pub fn take_batch(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    key: &OnceKey,
    new: &[NewRequest],
) -> Result<Vec<Taken>, BatchError> {
    check(context.instant(), new)?;
    match store.write(|c| take(c, context, asking, key, new)) {
        // On PostgreSQL both may have looked before either had written; what the other took is there now.
        Err(BatchError::Overtaken) => {
            let taken = taken_before(store, context, asking, key)?;
            taken.ok_or(BatchError::Overtaken)
        }
        other => other,
    }
}

fn take(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    key: &OnceKey,
    new: &[NewRequest],
) -> Result<Vec<Taken>, BatchError> {
    if let Some(ids) = before(c, context, key)? {
        return again(c, context, asking, &ids);
    }
    let taken = take_in(c, context, asking, new)?;
    let ids: Vec<&str> = taken.iter().map(|taken| taken.row.id.as_str()).collect();
    match once::keep(c, context, key, ids.join(" "))? {
        true => Ok(taken),
        false => Err(BatchError::Overtaken),
    }
}

/// Ids of the requests that were taken under a key.
fn before(
    c: &mut Connection,
    context: &Context,
    key: &OnceKey,
) -> Result<Option<Vec<String>>, BatchError> {
    match once::look(c, context, key)? {
        Named::Fresh => Ok(None),
        Named::Made(ids) => Ok(Some(ids.split(' ').map(str::to_owned).collect())),
        Named::Reused => Err(BatchError::KeyReused),
    }
}

fn again(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    ids: &[String],
) -> Result<Vec<Taken>, BatchError> {
    let rows = requests::find_all(c, ids)?.into_iter();
    let mut rows: HashMap<String, RequestRow> = rows.map(|row| (row.id.clone(), row)).collect();
    let rows = ids.iter().filter_map(|id| rows.remove(id));
    Ok(with_links(c, context, asking, rows.collect())?)
}
