//! Rule 2: the slot starts at or after `now` and lies wholly in one of the request's windows, where it has any.
//!
//! Nobody is called for a time they did not offer. Example: a window 9:00 to 9:45 carries a slot 9:00 to 9:30, not 9:30 to 10:00.

use crate::matching::audit::Facts;

/// Matches in the past or outside every window.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for m in &facts.matches {
        let (start, end) = (m.slot.start.minutes(), m.slot.end.minutes());
        if start < facts.document.now.minutes() {
            wrong.push(format!("rule 2: slot {} has begun already", m.slot.id));
        }
        let windows = &m.request.windows;
        let inside = |w: &crate::matching::document::Window| {
            w.start.minutes() <= start && end <= w.end.minutes()
        };
        if !windows.is_empty() && !windows.iter().any(inside) {
            wrong.push(format!(
                "rule 2: slot {} lies in no window of request {}",
                m.slot.id, m.request.id
            ));
        }
    }
    wrong
}
