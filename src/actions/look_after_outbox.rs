//! Sees to it that what is in the outbox has a job that will send it, whatever became of the last one.

use chrono::NaiveDateTime;
use serde_json::json;

use super::Context;
use crate::domain::job::JobKind;
use crate::store::{Connection, Store, StoreError, jobs, messages};

/// The one job that waits for the next letter that is due.
const LATER: &str = "deliver_mail:later";

/// Leaves a job for what is in the outbox: letters of a service that died.
pub fn look_after_outbox(store: &Store, context: &Context) -> Result<(), StoreError> {
    store.write(|c| look_in(c, context, None))
}

/// The same in a transaction of the caller's, and not before an instant. Where the job waits already, but for longer, it is brought
/// forward.
pub(crate) fn look_in(
    c: &mut Connection,
    context: &Context,
    not_before: Option<NaiveDateTime>,
) -> Result<(), StoreError> {
    let Some(due) = messages::next_due(c)? else {
        return Ok(());
    };
    let mut look = context.job(JobKind::DeliverMail, &json!({}), Some(LATER.to_owned()));
    look.run_after = look.run_after.max(due).max(not_before.unwrap_or(due));
    let id = jobs::enqueue(c, &look)?;
    jobs::bring_forward(c, &id, look.run_after)
}
