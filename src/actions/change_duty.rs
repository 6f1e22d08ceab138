//! Changes what a duty of a draft or proposed month needs. Its template, and the months to come, stay as they are.

use serde::Serialize;

use super::adjust_roster::{AdjustError, mark, open_duty};
use super::{Context, as_json};
use crate::store::Store;
use crate::store::duties::DutyRow;
use crate::store::kept::Kept;

/// What a duty needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Need {
    /// People at least.
    pub min: i32,
    /// People it would like.
    pub ideal: i32,
    /// How much a missing one matters.
    pub weight: i32,
}

impl Need {
    /// What this duty needs now.
    #[must_use]
    pub fn of(duty: &DutyRow) -> Self {
        Self {
            min: duty.min,
            ideal: duty.ideal,
            weight: duty.weight,
        }
    }
}

/// Changes what the duty needs, if it still has the revision `seen`.
pub fn change_duty(
    store: &Store,
    context: &Context,
    duty_id: &str,
    seen: i32,
    need: Need,
) -> Result<(), AdjustError> {
    store.write(|c| {
        let (mut duty, roster) = open_duty(c, duty_id)?;
        let before = as_json(&Need::of(&duty));
        (duty.min, duty.ideal, duty.weight) = (need.min, need.ideal, need.weight);
        duty.revision = seen + 1;
        if !duty.replace(c, seen)? {
            return Err(AdjustError::Changed);
        }
        mark(c, &roster)?;
        let after = as_json(&need);
        Ok(context.note(c, "change_duty", duty_id, &before, &after)?)
    })
}
