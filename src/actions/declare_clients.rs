//! An adviser's clients, declared so that nobody whose opponent one of them is meets that adviser or their firm. What is offered already
//! falls away; what is booked is told to who declares, since two people may bear one name.

use std::collections::BTreeSet;

use thiserror::Error;

use super::asking::Asking;
use super::show_appointments::{Shown, shown};
use super::{Context, offering};
use crate::domain::conflict::NameHash;
use crate::mail::LetterError;
use crate::store::{Store, StoreError, claims, conflicts, offers};

/// Why clients were not declared.
#[derive(Debug, Error)]
pub enum DeclareError {
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// These are a person's clients now. Gives the appointments to come that are in conflict with them.
pub fn declare_clients(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    person_id: &str,
    names: &BTreeSet<NameHash>,
) -> Result<Vec<Shown>, DeclareError> {
    store.write(|c| {
        // Who books at this moment has done so before the look below, or sees these names.
        conflicts::hold_to_change(c)?;
        let before = conflicts::count_clients(c, person_id)?;
        conflicts::replace_clients(c, person_id, names)?;
        let firm = conflicts::colleagues(c, person_id)?;
        let (booked, open) = conflicts::standing(c, &firm, names, context.instant())?;
        let (asked, seen): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|offer| offer.asked_at.is_some());
        let seen: Vec<String> = seen.into_iter().map(|offer| offer.id).collect();
        offers::end(c, &seen, "expired")?;
        claims::let_go(c, &seen)?;
        offering::withdraw::<DeclareError>(c, context, asking, &asked)?;
        // Their number only: who they are stands nowhere.
        let (before, after) = (before.to_string(), names.len().to_string());
        context.note(c, "declare_clients", person_id, &before, &after)?;
        Ok(shown(c, booked)?)
    })
}
