//! What was changed of something, by whom, and how it was before: out of the audit trail.

use std::collections::HashMap;

use crate::store::audit::{self, NotedRow};
use crate::store::kept::Cut;
use crate::store::{Store, StoreError, users};

/// A change.
#[derive(Debug, Clone)]
pub struct Noted {
    /// What was noted.
    pub row: NotedRow,
    /// The name of who did it, where they sign in.
    pub by: Option<String>,
}

/// What was noted of a subject: the latest first.
pub fn show_history(store: &Store, subject: &str, cut: &Cut) -> Result<Vec<Noted>, StoreError> {
    store.read(|c| {
        let rows = audit::of_subject(c, subject, cut)?;
        let user = |row: &NotedRow| row.actor.strip_prefix("user:").map(str::to_owned);
        let ids: Vec<String> = rows.iter().filter_map(user).collect();
        let names: HashMap<String, String> = users::names(c, &ids)?.into_iter().collect();
        let noted = rows.into_iter().map(|row| Noted {
            by: user(&row).and_then(|id| names.get(&id).cloned()),
            row,
        });
        Ok(noted.collect())
    })
}
