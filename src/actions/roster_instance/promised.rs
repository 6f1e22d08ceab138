//! Duties that are held already, as the solver sees them: what is promised stands, and takes its holders' time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use zhiban_solver::calendar::{Week, weekend};
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
    let stations: HashMap<String, Station> = problem
        .stations
        .iter()
        .map(|s| (s.id.clone(), s.clone()))
        .collect();
    let mut promised: HashMap<usize, Vec<(NaiveDate, String)>> = HashMap::new();
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
            if !may_go(stations.get(&duty.station), p) {
                p.windows.retain(|w| w.date != duty.date);
                continue;
            }
            let turns = promised.entry(i).or_default();
            turns.push((duty.date, duty.station.clone()));
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
    for (i, turns) in promised {
        allow(&mut problem.people[i], &turns);
    }
}

/// Raises a person's limits to what is promised, where one was lowered below it since: what stands must not keep anything else from
/// being solved. The format knows one limit for all days and weeks, so that it is raised for the others too.
fn allow(p: &mut Person, turns: &[(NaiveDate, String)]) {
    fn most<K: Ord>(keys: impl Iterator<Item = K>) -> usize {
        let mut counts: BTreeMap<K, usize> = BTreeMap::new();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
        counts.into_values().max().unwrap_or(0)
    }
    let raise = |cap: &mut Option<u32>, count: usize| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        *cap = cap.map(|cap| cap.max(count));
    };
    let dates: BTreeSet<NaiveDate> = turns.iter().map(|(date, _)| *date).collect();
    let stations: BTreeSet<&String> = turns.iter().map(|(_, station)| station).collect();
    let weekends: BTreeSet<NaiveDate> = dates.iter().filter_map(|date| weekend(*date)).collect();
    raise(&mut p.max_day, most(turns.iter().map(|(date, _)| *date)));
    raise(
        &mut p.max_week,
        most(turns.iter().map(|(date, _)| Week::of(*date))),
    );
    raise(&mut p.max_month, turns.len());
    raise(&mut p.max_stations, stations.len());
    raise(&mut p.max_weekends, weekends.len());
    raise(&mut p.max_run, longest_run(&dates));
}

/// The most dates in a row.
fn longest_run(dates: &BTreeSet<NaiveDate>) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for &date in dates {
        run = if last == date.pred_opt() { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(date);
    }
    longest
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
