//! Rule 4: one window of the person contains the whole duty.
//!
//! Nobody is asked for a time they did not offer. Example: windows 08:00–10:00 and 10:00–12:00 do not carry a duty 09:00–11:00,
//! since windows that touch are not merged. Pairs that break it have no variable in the model (`eligibility`).

use crate::roster::audit::Facts;

/// Assignments outside every window.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    facts
        .held
        .iter()
        .filter(|(d, p)| {
            !p.windows
                .iter()
                .any(|w| w.date == d.date && w.start <= d.start && d.end <= w.end)
        })
        .map(|(d, p)| format!("rule 4: {} holds {} outside every window", p.id, d.id))
        .collect()
}
