//! Rule 3: the person is of the duty's pool, has all its skills, one of `any_skills`, every language at its level or above;
//! the station is not one to avoid and not beyond `max_km`.
//!
//! Whoever sits there can do what it is for. Example: a duty in Tibetan at B2 is not held by somebody with B1.
//! Pairs that break it have no variable in the model (`eligibility`).

use crate::language::speaks_all;
use crate::roster::audit::Facts;
use crate::roster::document::{Duty, Person};

/// Assignments of people who are not able.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    facts
        .held
        .iter()
        .filter_map(|(d, p)| {
            let why = missing(facts, d, p)?;
            Some(format!("rule 3: {} holds {}, but {why}", p.id, d.id))
        })
        .collect()
}

/// What a person lacks for a duty, none where the person is able.
#[must_use]
pub fn missing(facts: &Facts<'_>, duty: &Duty, person: &Person) -> Option<&'static str> {
    let has = |skill: &String| person.skills.contains(skill);
    if person.pool != duty.pool {
        Some("is of another pool")
    } else if !duty.skills.iter().all(has) {
        Some("lacks a skill")
    } else if !duty.any_skills.is_empty() && !duty.any_skills.iter().any(has) {
        Some("has none of the skills")
    } else if !speaks_all(&person.languages, &duty.languages) {
        Some("does not speak a language")
    } else if person.avoid.contains(&duty.station) {
        Some("must not go to the station")
    } else if person
        .max_km
        .is_some_and(|most| facts.km(duty, person) > most + 1e-9)
    {
        Some("lives too far away")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Level;
    use crate::roster::document::Document;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    /// A duty at B that asks for everything, and somebody who has just that.
    fn exacting() -> Document {
        let mut asks = duty("d", "B", 7, "09:00-12:00");
        asks.skills = vec!["labour".into()];
        asks.any_skills = vec!["family".into(), "land".into()];
        asks.languages = [("bo".into(), Level::B2)].into();
        let mut has = adviser("li");
        has.skills = vec!["labour".into(), "land".into()];
        has.languages = [("bo".into(), Level::B2)].into();
        has.max_km = Some(11.2);
        let mut document = problem(vec![has], vec![asks]);
        document.weights.shortfall = 1;
        document
    }

    type Lack = fn(&mut Person);

    #[test]
    fn who_has_all_that_is_asked_for_holds_the_duty() {
        let document = exacting();
        assert_eq!(held(&best(&document)), [("d", "li")]);
        let given = answer(&[("d", "li")], &[]);
        assert!(judged(audit, &document, &given).is_empty());
    }

    #[test]
    fn whoever_lacks_one_thing_does_not() {
        let lacks: [(&str, Lack); 6] = [
            ("is of another pool", |p| p.pool = "police".into()),
            ("lacks a skill", |p| p.skills = vec!["land".into()]),
            ("has none of the skills", |p| {
                p.skills = vec!["labour".into()]
            }),
            ("does not speak a language", |p| {
                p.languages = [("bo".into(), Level::B1), ("bo-CN".into(), Level::N)].into();
            }),
            ("must not go to the station", |p| p.avoid = vec!["B".into()]),
            ("lives too far away", |p| p.max_km = Some(11.1)),
        ];
        for (why, lack) in lacks {
            let mut document = exacting();
            lack(&mut document.people[0]);
            assert!(held(&best(&document)).is_empty(), "{why}");
            let wrong = judged(audit, &document, &answer(&[("d", "li")], &[]));
            assert_eq!(wrong, [format!("rule 3: li holds d, but {why}")]);
        }
    }

    #[test]
    fn a_billionth_of_a_kilometre_is_no_reason_to_stay_at_home() {
        let mut document = exacting();
        let given = answer(&[("d", "li")], &[]);
        let km = judged(|f| f.km(f.duties["d"], f.people["li"]), &document, &given);
        // The two limits between which it is decided, to the last digit that can be written.
        let mut too_near = km - 1e-9;
        while too_near + 1e-9 >= km {
            too_near = too_near.next_down();
        }
        for (most, goes) in [(too_near.next_up(), true), (too_near, false)] {
            document.people[0].max_km = Some(most);
            assert_eq!(!held(&best(&document)).is_empty(), goes, "{most}");
            assert_eq!(judged(audit, &document, &given).is_empty(), goes, "{most}");
        }
    }
}
