//! What was changed of something, by whom, and how it was before: out of the audit trail.

use std::collections::HashMap;

use crate::store::audit::{self, NotedRow};
use crate::store::kept::Cut;
use crate::store::{Store, StoreError, api_clients, users};

/// A change.
#[derive(Debug, Clone)]
pub struct Noted {
    /// What was noted.
    pub row: NotedRow,
    /// The name of who did it, where they sign in or are a program.
    pub by: Option<String>,
}

/// What was noted of a subject: the latest first.
pub fn show_history(store: &Store, subject: &str, cut: &Cut) -> Result<Vec<Noted>, StoreError> {
    store.read(|c| {
        let rows = audit::of_subject(c, subject, cut)?;
        let ids_of = |kind: &str| -> Vec<String> {
            let ids = rows.iter().filter_map(|row| row.actor.strip_prefix(kind));
            ids.map(str::to_owned).collect()
        };
        let mut names = users::names(c, &ids_of("user:"))?;
        names.extend(api_clients::names(c, &ids_of("client:"))?);
        let names: HashMap<String, String> = names.into_iter().collect();
        let noted = rows.into_iter().map(|row| {
            let id = row.actor.split_once(':').map(|(_, id)| id);
            let by = id.and_then(|id| names.get(id).cloned());
            Noted { by, row }
        });
        Ok(noted.collect())
    })
}
