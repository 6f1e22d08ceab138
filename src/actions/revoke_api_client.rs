//! Ends a program's token. It holds from the next request.

use super::Context;
use crate::store::{Store, StoreError, api_clients};

/// Ends it; twice is once.
pub fn revoke_api_client(store: &Store, context: &Context, id: &str) -> Result<(), StoreError> {
    store.write(|c| {
        if api_clients::revoke(c, id, context.instant())? {
            context.note(c, "revoke_api_client", id, "", "")?;
        }
        Ok(())
    })
}
