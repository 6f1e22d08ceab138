//! The word by which a month is published though something in it is under a legal minimum: whose it is, why, and of which stations or people.
//! It is kept with the roster and in the audit trail.

use serde_json::json;

use super::check_minima::{NamedUnder, not_accepted, with_names};
use super::{Context, as_json};
use crate::domain::legal_minimum::{Under, Whom};
use crate::store::legal_minima::{self, OverrideRow};
use crate::store::rosters::RosterRow;
use crate::store::{Connection, StoreError};

/// What a coordinator accepts.
#[derive(Debug, Clone)]
pub struct NewOverride {
    /// Why. Not empty.
    pub reason: String,
    /// Id of the minimum, and where or who.
    pub accepts: Vec<(String, Whom)>,
}

/// Keeps what is accepted of what is not met and was not accepted before. Gives what is left.
pub(super) fn accept(
    c: &mut Connection,
    context: &Context,
    roster: &RosterRow,
    given: Option<&NewOverride>,
) -> Result<Vec<NamedUnder>, StoreError> {
    let under = not_accepted(c, roster)?;
    let is_named = |one: &Under| {
        given.is_some_and(|given| {
            let mut accepts = given.accepts.iter();
            accepts.any(|(id, whom)| *id == one.minimum.id && *whom == one.whom)
        })
    };
    let (accepted, left): (Vec<Under>, Vec<Under>) = under.into_iter().partition(is_named);
    if let Some(given) = given
        && left.is_empty()
        && !accepted.is_empty()
    {
        keep(c, context, roster, &given.reason, &accepted)?;
    }
    with_names(c, left)
}

fn keep(
    c: &mut Connection,
    context: &Context,
    roster: &RosterRow,
    reason: &str,
    accepted: &[Under],
) -> Result<(), StoreError> {
    let row = OverrideRow {
        id: context.new_id(),
        roster_id: roster.id.clone(),
        version: roster.version + 1,
        given_at: context.instant(),
        given_by: context.actor.clone(),
        reason: reason.to_owned(),
        accepted: as_json(&accepted),
    };
    legal_minima::insert_override(c, &row)?;
    let said = json!({ "version": row.version, "reason": reason, "accepted": accepted });
    context.note(c, "override_minima", &roster.id, "", &said.to_string())
}
