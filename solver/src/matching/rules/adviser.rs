//! Rule 3: the slot's adviser has the request's skill and is not excluded by it.
//!
//! The right lawyer, and never the opponent's. Example: a labour case goes to nobody who knows family law only.

use crate::matching::audit::Facts;

/// Matches with an adviser who lacks the skill or is excluded.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for m in &facts.matches {
        if !m.adviser.skills.contains(&m.request.skill) {
            wrong.push(format!(
                "rule 3: adviser {} lacks the skill of request {}",
                m.adviser.id, m.request.id
            ));
        }
        if m.request.exclude.contains(&m.adviser.id) {
            wrong.push(format!(
                "rule 3: request {} excludes adviser {}",
                m.request.id, m.adviser.id
            ));
        }
    }
    wrong
}
