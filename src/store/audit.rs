//! The audit trail: who changed what, when.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::audit;
use super::{Connection, StoreError};

/// Notes a change. `before` and `after` are texts without residents' personal fields.
#[allow(clippy::too_many_arguments, reason = "one a column")]
pub fn note(
    c: &mut Connection,
    id: String,
    at: NaiveDateTime,
    actor: &str,
    action: &str,
    subject: &str,
    before: &str,
    after: &str,
) -> Result<(), StoreError> {
    let row = (
        audit::id.eq(id),
        audit::at.eq(at),
        audit::actor.eq(actor),
        audit::action.eq(action),
        audit::subject.eq(subject),
        audit::before.eq(before),
        audit::after.eq(after),
    );
    diesel::insert_into(audit::table).values(row).execute(c)?;
    Ok(())
}
