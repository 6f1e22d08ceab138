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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::document::{Document, Person};
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, pair, problem, series};

    /// li lives at the station, wang 11 km away.
    fn near_and_far() -> Document {
        let wang = Person {
            lat: 30.1,
            ..adviser("wang")
        };
        let duties = vec![
            duty("tue", "A", 8, "09:00-12:00"),
            duty("thu", "A", 10, "09:00-12:00"),
        ];
        let mut document = problem(vec![adviser("li"), wang], duties);
        document.series = vec![series("s", &[&["tue"], &["thu"]])];
        document.weights.shortfall = 100;
        document.weights.travel_km = 1;
        document
    }

    #[test]
    fn a_pin_is_kept_at_its_price_and_chooses_the_option() {
        for duty in ["tue", "thu"] {
            let mut document = near_and_far();
            document.pins = vec![pair(duty, "wang")];
            let best = best(&document);
            assert_eq!(held(&best), [(duty, "wang")]);
            assert_eq!(best.objective, 11);
        }
    }

    #[test]
    fn a_ban_is_kept_at_its_price() {
        let mut document = near_and_far();
        document.bans = vec![pair("tue", "li"), pair("thu", "li")];
        assert_eq!(best(&document).objective, 11);
    }

    #[test]
    fn a_pin_that_is_absent_and_a_ban_that_is_present_are_found() {
        let mut document = near_and_far();
        document.pins = vec![pair("tue", "wang")];
        document.bans = vec![pair("tue", "li")];
        let wrong = answer(&[("tue", "li")], &[("s", "0", None)]);
        assert_eq!(
            judged(audit, &document, &wrong),
            [
                "rule 9: the pin of wang to tue is not kept",
                "rule 9: li holds tue against a ban"
            ]
        );
        let right = answer(&[("tue", "wang")], &[("s", "0", None)]);
        assert!(judged(audit, &document, &right).is_empty());
    }
}
