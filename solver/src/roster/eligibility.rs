//! The pairs of duty and person that rules 3 and 4 allow, found without looking at every pair.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::instance::{Duty, Index, Instance, Person};
use crate::language::speaks_all;
use crate::place::within;

/// The people able to hold each duty (rule 3), and those who fit it (rules 3, 4 and the bans); see [`Instance`].
pub(super) fn pairs(instance: &Instance) -> (Vec<Arc<[Index]>>, Vec<Vec<Index>>) {
    let mut pools: HashMap<&str, Vec<Index>> = HashMap::new();
    for (p, person) in instance.people.iter().enumerate() {
        pools.entry(&person.pool).or_default().push(p);
    }
    let bans: HashSet<(Index, Index)> = instance.bans.iter().copied().collect();
    // Many duties ask for the same, those of one station mostly so: rule 3 is worked out once for all of them, first what it asks of
    // a person anywhere.
    let mut skilled: HashMap<Ask<'_>, Vec<Index>> = HashMap::new();
    let mut known: HashMap<(Index, Ask<'_>), Arc<[Index]>> = HashMap::new();
    let mut able = Vec::with_capacity(instance.duties.len());
    let mut fit = Vec::with_capacity(instance.duties.len());
    for (d, duty) in instance.duties.iter().enumerate() {
        let those = known
            .entry((duty.station, Ask::of(duty)))
            .or_insert_with(|| {
                let anywhere = skilled.entry(Ask::of(duty)).or_insert_with(|| {
                    let pool = pools.get(duty.pool.as_str()).map_or(&[][..], Vec::as_slice);
                    let people = pool.iter().copied();
                    people
                        .filter(|&p| is_skilled(&instance.people[p], duty))
                        .collect()
                });
                let people = anywhere.iter().copied();
                people.filter(|&p| may_go(instance, p, duty)).collect()
            })
            .clone();
        fit.push(
            those
                .iter()
                .copied()
                .filter(|&p| is_free(&instance.people[p], duty) && !bans.contains(&(d, p)))
                .collect(),
        );
        able.push(those);
    }
    (able, fit)
}

/// What rule 3 looks at in a duty, but for its station.
#[derive(PartialEq, Eq, Hash)]
struct Ask<'a> {
    pool: &'a str,
    skills: &'a [String],
    any_skills: &'a [String],
    languages: Vec<(&'a String, &'a crate::language::Level)>,
}

impl<'a> Ask<'a> {
    fn of(duty: &'a Duty) -> Self {
        Self {
            pool: &duty.pool,
            skills: &duty.skills,
            any_skills: &duty.any_skills,
            languages: duty.languages.iter().collect(),
        }
    }
}

/// Whether the person has the duty's skills.
pub(super) fn has_skills(person: &Person, duty: &Duty) -> bool {
    let has = |skill: &String| person.skills.binary_search(skill).is_ok();
    duty.skills.iter().all(has) && (duty.any_skills.is_empty() || duty.any_skills.iter().any(has))
}

fn is_skilled(person: &Person, duty: &Duty) -> bool {
    has_skills(person, duty) && speaks_all(&person.languages, &duty.languages)
}

/// Whether the person may be sent to the duty's station.
pub(super) fn may_go(instance: &Instance, p: Index, duty: &Duty) -> bool {
    let person = &instance.people[p];
    person.avoid.binary_search(&duty.station).is_err()
        && within(person.at, instance.stations[duty.station].at, person.max_km)
}

/// Whether one window of the person contains the duty (rule 4).
pub(super) fn is_free(person: &Person, duty: &Duty) -> bool {
    person
        .windows
        .get(&duty.day)
        .is_some_and(|spans| spans.iter().any(|s| s.contains(duty.span)))
}
