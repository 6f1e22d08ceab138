//! Term `change`: 1 for each row of the published roster that is absent, though the person may still hold the duty by rules 3
//! and 4 and no ban forbids it. Choosing another option does not excuse it.
//!
//! What people were told should stay. Example: a person fell ill (window withdrawn): not a change; a person was swapped out
//! to save two kilometres: a change.

use std::collections::HashSet;

use crate::roster::audit::Facts;
use crate::roster::model::Model;
use crate::roster::rules::ability;

/// Prices every such row, and takes the price back where the seat is held again.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.change);
    let here: HashSet<_> = model.part.duties.iter().copied().collect();
    for &(d, p) in &model.instance.previous {
        if here.contains(&d)
            && let Some(seat) = model.seat(d, p)
        {
            model.program.constant(price);
            model.program.price(seat, -price);
        }
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let held: HashSet<(&str, &str)> = facts
        .held
        .iter()
        .map(|(d, p)| (d.id.as_str(), p.id.as_str()))
        .collect();
    let banned: HashSet<_> = facts.document.bans.iter().collect();
    let changed = facts.document.previous.iter().filter(|r| {
        let (d, p) = (
            facts.duties[r.duty.as_str()],
            facts.people[r.person.as_str()],
        );
        let free = p
            .windows
            .iter()
            .any(|w| w.date == d.date && w.start <= d.start && d.end <= w.end);
        !held.contains(&(r.duty.as_str(), r.person.as_str()))
            && free
            && !banned.contains(r)
            && ability::missing(facts, d, p).is_none()
    });
    changed.count() as i64 * i64::from(facts.document.weights.change)
}
