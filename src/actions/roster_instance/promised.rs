//! Duties that are held already, as the solver sees them: what is promised stands, and takes its holders' time.

use std::collections::{BTreeMap, HashMap};

use zhiban_solver::place::{Point, within};
use zhiban_solver::roster::document::{Document, Pair, Person, Station, Window};

use super::CityMonth;
use crate::store::duties::{AssignmentRow, DutyRow};

/// Adds duties that are held already: only those who hold them may, and they do.
pub(in crate::actions) fn add_promised(
    problem: &mut Document,
    city: &CityMonth,
    held: Vec<(AssignmentRow, DutyRow)>,
) {
    let mut seats: BTreeMap<String, (DutyRow, Vec<String>)> = BTreeMap::new();
    for (assignment, duty) in held {
        let seat = seats
            .entry(duty.id.clone())
            .or_insert_with(|| (duty, Vec::new()));
        seat.1.push(assignment.person_id);
    }
    let mut person_no: HashMap<String, usize> = HashMap::new();
    for (i, p) in problem.people.iter().enumerate() {
        person_no.insert(p.id.clone(), i);
    }
    for (id, (row, holders)) in seats {
        let mut duty = city.duty(&row, "");
        let token = format!("holds-{id}");
        duty.skills = vec![token.clone()];
        duty.any_skills.clear();
        duty.languages.clear();
        duty.supervised_by = None;
        duty.min = 0;
        duty.ideal = u32::try_from(holders.len().max(1)).unwrap_or(u32::MAX);
        for person in holders {
            let Some(&i) = person_no.get(&person) else {
                continue;
            };
            let p = &mut problem.people[i];
            // A promise that a station to avoid or a shorter reach would forbid today still stands, but cannot be said to the
            // solver; then the date is closed instead.
            if !may_go(problem.stations.iter().find(|s| s.id == duty.station), p) {
                p.windows.retain(|w| w.date != duty.date);
                continue;
            }
            p.skills.push(token.clone());
            p.windows.push(Window {
                date: duty.date,
                start: duty.start,
                end: duty.end,
            });
            problem.pins.push(Pair {
                duty: id.clone(),
                person,
            });
        }
        problem.duties.push(duty);
    }
}

fn may_go(station: Option<&Station>, p: &Person) -> bool {
    station.is_some_and(|s| {
        let (home, there) = (
            Point {
                lat: p.lat,
                lon: p.lon,
            },
            Point {
                lat: s.lat,
                lon: s.lon,
            },
        );
        !p.avoid.contains(&s.id) && within(home, there, p.max_km)
    })
}
