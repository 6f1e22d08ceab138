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
