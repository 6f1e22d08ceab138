//! Term `wait_day`: for each match, urgency times the calendar days from `now` to the slot's date.
//!
//! Soon is help, late is less of it. Example: urgency 2, the day after tomorrow: 4.

use crate::matching::audit::Facts;

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let today = facts.document.now.date;
    let days: i64 = facts
        .matches
        .iter()
        .map(|m| i64::from(m.request.urgency) * (m.slot.start.date - today).num_days())
        .sum();
    days * i64::from(facts.document.weights.wait_day)
}
