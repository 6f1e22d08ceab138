//! Term `interpreter`: 1 for each match with a shift.
//!
//! Interpreters are few. Example: of two advisers at the same time, the one who speaks the resident's language is cheaper.

use crate::matching::audit::Facts;

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let helped = facts.matches.iter().filter(|m| m.help.is_some()).count();
    helped as i64 * i64::from(facts.document.weights.interpreter)
}
