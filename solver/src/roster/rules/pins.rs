//! Rule 9: every pin is in the answer, its duty active; no ban is.
//!
//! A coordinator's word holds. Example: an adviser promised to be at a certain station on the 9th; the pin keeps her there
//! and with her the weekday of that option. Banned pairs have no variable in the model (`eligibility`).

use std::collections::HashSet;

use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// Pinned seats are taken. A pin that rules 3 and 4 do not allow can be kept by no answer.
pub fn post(model: &mut Model<'_>) {
    let here: HashSet<_> = model.part.duties.iter().copied().collect();
    for &(d, p) in &model.instance.pins {
        if !here.contains(&d) {
            continue;
        }
        match model.seat(d, p) {
            Some(seat) => model.program.fix(seat, 1),
            None => model.program.least(&[], 1.0),
        }
        if let Some(active) = model.active(d) {
            model.program.fix(active, 1);
        }
    }
}

/// Pins that are absent and bans that are present.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let held: HashSet<(&str, &str)> = facts
        .held
        .iter()
        .map(|(d, p)| (d.id.as_str(), p.id.as_str()))
        .collect();
    let is_held =
        |r: &&crate::roster::document::Pair| held.contains(&(r.duty.as_str(), r.person.as_str()));
    let pins = facts.document.pins.iter().filter(|r| !is_held(r));
    let bans = facts.document.bans.iter().filter(is_held);
    pins.map(|r| format!("rule 9: the pin of {} to {} is not kept", r.person, r.duty))
        .chain(bans.map(|r| format!("rule 9: {} holds {} against a ban", r.person, r.duty)))
        .collect()
}
