//! What the exchange format says of one person: who is able, who is free, rules 5 and 6 for the turns of a person.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use zhiban_solver::roster::document::{Document, Duty, Person};

use super::Rule;

/// Rule 3.
pub(super) fn is_able(document: &Document, d: &Duty, p: &Person) -> bool {
    p.pool == d.pool
        && d.skills.iter().all(|s| p.skills.contains(s))
        && (d.any_skills.is_empty() || d.any_skills.iter().any(|s| p.skills.contains(s)))
        && d.languages
            .iter()
            .all(|(tag, level)| p.languages.get(tag).is_some_and(|l| l >= level))
        && !p.avoid.contains(&d.station)
        && p.max_km
            .is_none_or(|most| km(document, d, p) <= most + 1e-9)
}

/// Rule 4.
pub(super) fn is_free(d: &Duty, p: &Person) -> bool {
    p.windows
        .iter()
        .any(|w| w.date == d.date && w.start <= d.start && w.end >= d.end)
}

pub(super) fn km(document: &Document, d: &Duty, p: &Person) -> f64 {
    let station = document
        .stations
        .iter()
        .find(|s| s.id == d.station)
        .expect("a known station");
    haversine((p.lat, p.lon), (station.lat, station.lon))
}

fn haversine(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |x: f64| (x.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(b.1 - a.1);
    2.0 * 6371.0088 * h.sqrt().asin()
}

/// Rules 5 and 6 for the turns of a person, but for the rule that is left out.
pub(super) fn keeps_limits(
    document: &Document,
    person: &Person,
    turns: &[&Duty],
    without: Option<Rule>,
) -> bool {
    let mut dates: Vec<NaiveDate> = turns.iter().map(|d| d.date).collect();
    dates.sort_unstable();
    let on = |date: NaiveDate| dates.iter().filter(|d| **d == date).count();
    let in_week = |date: NaiveDate| {
        dates
            .iter()
            .filter(|d| d.iso_week() == date.iso_week())
            .count()
    };
    let day = dates.iter().map(|&d| on(d)).max().unwrap_or(0);
    let week = dates.iter().map(|&d| in_week(d)).max().unwrap_or(0);
    let month = dates.len();
    let run = dates
        .iter()
        .map(|&d| run_from(d, &dates))
        .max()
        .unwrap_or(0);
    let weekends = distinct(dates.iter().filter_map(|&d| saturday(d)));
    let stations = distinct(turns.iter().map(|d| &d.station));
    let caps = [
        (Rule::MaxDay, person.max_day, day),
        (Rule::MaxWeek, person.max_week, week),
        (Rule::MaxMonth, person.max_month, month),
        (Rule::MaxStations, person.max_stations, stations),
        (Rule::MaxRun, person.max_run, run),
        (Rule::MaxWeekends, person.max_weekends, weekends),
    ];
    let is_over = |&(rule, cap, n): &(Rule, Option<u32>, usize)| {
        without != Some(rule) && cap.is_some_and(|cap| n > cap as usize)
    };
    let clash = |a: &Duty, b: &Duty| without != Some(Rule::Overlap) && do_clash(document, a, b);
    let pairs = || (0..turns.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    !caps.iter().any(is_over) && !pairs().any(|(i, j)| clash(turns[i], turns[j]))
}

/// Rule 5.
fn do_clash(document: &Document, a: &Duty, b: &Duty) -> bool {
    let way = if a.station == b.station {
        0
    } else {
        let at = |d: &Duty| {
            document
                .stations
                .iter()
                .find(|s| s.id == d.station)
                .unwrap()
        };
        15 + (2.0 * haversine((at(a).lat, at(a).lon), (at(b).lat, at(b).lon))).ceil() as i32
    };
    let after = |a: &Duty, b: &Duty| b.start.get() - a.end.get() >= way;
    a.date == b.date && !after(a, b) && !after(b, a)
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> usize {
    items.collect::<std::collections::BTreeSet<T>>().len()
}

fn run_from(date: NaiveDate, dates: &[NaiveDate]) -> usize {
    (0..)
        .take_while(|&k| dates.contains(&(date + Days::new(k))))
        .count()
}

fn saturday(date: NaiveDate) -> Option<NaiveDate> {
    match date.weekday() {
        Weekday::Sat => Some(date),
        Weekday::Sun => Some(date - Days::new(1)),
        _ => None,
    }
}
