//! Random problems: a week or so, three stations, a few people and duties, everything that a rule or term looks at.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use zhiban_solver::calendar::{Minute, Week};
use zhiban_solver::language::Level;
use zhiban_solver::roster::document::{
    Document, Duty, FORMAT, LanguageCover, Pair, Person, Series, SeriesOption, Station, Weights,
    Window,
};

/// Spans of duties; some overlap, some touch, some leave time for a short way.
const HOURS: [(u16, u16); 6] = [
    (480, 600),
    (540, 720),
    (600, 720),
    (755, 840),
    (840, 1020),
    (1020, 1440),
];
/// Spans of windows.
const OFFERS: [(u16, u16); 4] = [(0, 1440), (480, 720), (540, 1020), (720, 1440)];
/// Degrees of latitude: 0, 4.4 and 11.1 km from the first.
const PLACES: [f64; 3] = [30.0, 30.04, 30.1];
const LENGTH: u64 = 8;

/// Problems of at most so many duties.
pub(crate) fn problem(duties: usize) -> impl Strategy<Value = Document> {
    let people = vec(person(), 1..=4);
    let some = prop_oneof![1 => vec(duty(), 1..=4), 4 => vec(duty(), duties.min(6)..=duties)];
    let rows = (
        vec(weighted(0.25, (0..duties, 0..4_usize)), 3)
            .prop_map(|pins| pins.into_iter().flatten().collect::<Vec<_>>()),
        vec((0..duties, 0..4_usize), 0..=2),
        vec((0..duties, 0..4_usize), 0..=4),
    );
    let rest = (weights(), vec(cover(), 0..=2), first_day());
    let series = prop_oneof![1 => vec(series(), 0), 3 => vec(series(), 1..=2)];
    (people, some, series, rows, rest).prop_map(
        |(people, duties, series, (pins, bans, previous), (weights, cover, first))| {
            let mut document = Document {
                format: FORMAT.into(),
                name: "random".into(),
                time_zone: "Asia/Shanghai".into(),
                start: first,
                end: first + Days::new(LENGTH - 1),
                stations: (0..3).map(station).collect(),
                people: numbered(people, |p: &mut Person, id| p.id = format!("p{id}")),
                duties: Vec::new(),
                series: Vec::new(),
                weights,
                ..Document::default()
            };
            for person in &mut document.people {
                person
                    .windows
                    .iter_mut()
                    .for_each(|w| w.date = shift(first, w.date));
            }
            let places: Vec<Place> = duties.iter().map(|(_, place)| *place).collect();
            document.duties = numbered(
                duties.into_iter().map(|(duty, _)| duty).collect(),
                |d: &mut Duty, id| d.id = format!("d{id}"),
            );
            for duty in &mut document.duties {
                duty.date = shift(first, duty.date);
            }
            document.series = take_part(&document, series, &places);
            let row = |(week, mut row): (u64, LanguageCover)| {
                row.week = Week::of(first + Days::new(7 * week));
                row
            };
            document.language_cover = cover.into_iter().map(row).collect();
            document.pins = pairs(&document, pins);
            document.bans = pairs(&document, bans);
            document.bans.retain(|row| !document.pins.contains(row));
            document.previous = pairs(&document, previous);
            document
        },
    )
}

/// The series and option a duty would stand in, if there is such a one.
type Place = Option<(usize, usize)>;

fn numbered<T>(mut list: Vec<T>, name: impl Fn(&mut T, usize)) -> Vec<T> {
    list.iter_mut()
        .enumerate()
        .for_each(|(i, item)| name(item, i));
    list
}

/// Days are made as days after the common epoch of the tests and moved to the horizon's first.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

fn shift(first: NaiveDate, day: NaiveDate) -> NaiveDate {
    first + (day - epoch())
}

/// A Thursday, a Saturday or a Sunday.
fn first_day() -> impl Strategy<Value = NaiveDate> {
    select(vec![3_u32, 5, 5, 6, 6]).prop_map(|day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let days = vec![0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 7];
    select(days).prop_map(|day| epoch() + Days::new(day))
}

fn station(i: usize) -> Station {
    Station {
        id: format!("s{i}"),
        district: if i < 2 { "north" } else { "south" }.into(),
        lat: PLACES[i],
        lon: 104.0,
    }
}

fn some_stations(chance: f64) -> impl Strategy<Value = Vec<String>> {
    weighted(chance, 0..3_usize).prop_map(|s| s.map(|i| format!("s{i}")).into_iter().collect())
}

fn skills(chance: f64) -> impl Strategy<Value = Vec<String>> {
    vec(proptest::bool::weighted(chance), 2).prop_map(|has| {
        let names = ["labour", "family"].into_iter().zip(has);
        names
            .filter(|(_, has)| *has)
            .map(|(name, _)| name.into())
            .collect()
    })
}

fn languages(chance: f64) -> impl Strategy<Value = BTreeMap<String, Level>> {
    weighted(chance, select(vec![Level::B1, Level::B2, Level::N])).prop_map(|level| {
        level
            .map(|level| ("bo".to_owned(), level))
            .into_iter()
            .collect()
    })
}

fn cap(chance: f64, most: u32) -> impl Strategy<Value = Option<u32>> {
    weighted(chance, prop_oneof![1 => Just(0), 15 => 1..=most])
}

fn person() -> impl Strategy<Value = Person> {
    let place = (
        select(PLACES.to_vec()),
        weighted(0.2, select(vec![0.0, 5.0, 12.0])),
    );
    // Those that seldom bite are more often there.
    let caps = (
        cap(0.5, 2),
        cap(0.3, 2),
        cap(0.3, 3),
        cap(0.3, 1),
        cap(0.3, 1),
        cap(0.6, 1),
    );
    let windows = vec(
        (proptest::bool::weighted(0.9), 0..OFFERS.len()),
        LENGTH as usize,
    );
    let words = (
        skills(0.7),
        languages(0.6),
        some_stations(0.15),
        some_stations(0.3),
    );
    let pool = select(vec!["adviser", "adviser", "student"]);
    (pool, place, caps, windows, words, 0..6_u32).prop_map(
        |(pool, (lat, max_km), caps, windows, (skills, languages, avoid, prefers), target)| {
            Person {
                id: String::new(),
                pool: pool.into(),
                lat,
                lon: 104.0,
                skills,
                languages,
                windows: offered(&windows),
                max_day: caps.0,
                max_week: caps.1,
                max_month: caps.2,
                max_stations: caps.3,
                max_run: caps.4,
                max_weekends: caps.5,
                target,
                avoid,
                prefers,
                max_km,
            }
        },
    )
}

fn offered(windows: &[(bool, usize)]) -> Vec<Window> {
    let days = (0..).zip(windows).filter(|(_, (offers, _))| *offers);
    days.map(|(day, &(_, which))| Window {
        date: epoch() + Days::new(day),
        start: Minute::new(OFFERS[which].0).unwrap(),
        end: Minute::new(OFFERS[which].1).unwrap(),
    })
    .collect()
}

fn duty() -> impl Strategy<Value = (Duty, Place)> {
    let what = (
        skills(0.05),
        weighted(0.08, Just("family".to_owned())),
        languages(0.08),
    );
    let many = (0..=2_u32, 0..=1_u32, 1..=3_u32);
    let pool = select(vec![
        ("adviser", false),
        ("adviser", false),
        ("student", false),
        ("student", true),
    ]);
    let place = weighted(0.5, (0..2_usize, 0..2_usize));
    (
        0..3_usize,
        day(),
        select(HOURS.to_vec()),
        pool,
        many,
        what,
        place,
    )
        .prop_map(
            |(station, date, hours, (pool, supervised), (min, extra, weight), what, place)| {
                let duty = Duty {
                    id: String::new(),
                    station: format!("s{station}"),
                    date,
                    start: Minute::new(hours.0).unwrap(),
                    end: Minute::new(hours.1).unwrap(),
                    pool: pool.into(),
                    min,
                    ideal: (min + extra).max(1),
                    skills: what.0,
                    any_skills: what.1.into_iter().collect(),
                    languages: what.2,
                    weight,
                    supervised_by: supervised.then(|| "adviser".into()),
                };
                (duty, place)
            },
        )
}

/// How many options a series has, and the number of its holder.
fn series() -> impl Strategy<Value = (usize, Option<usize>)> {
    (1..=2_usize, weighted(0.3, 0..4_usize))
}

fn take_part(
    document: &Document,
    series: Vec<(usize, Option<usize>)>,
    places: &[Place],
) -> Vec<Series> {
    let members = |s: usize, o: usize| {
        let here = (0..)
            .zip(places)
            .filter(move |(_, place)| **place == Some((s, o)));
        here.map(|(d, _): (usize, _)| document.duties[d].id.clone())
            .collect()
    };
    (0..)
        .zip(series)
        .map(|(s, (options, holder))| Series {
            id: format!("series{s}"),
            options: (0..options)
                .map(|o| SeriesOption {
                    id: format!("o{o}"),
                    duties: members(s, o),
                })
                .collect(),
            holder: holder.map(|p| document.people[p % document.people.len()].id.clone()),
        })
        .collect()
}

fn cover() -> impl Strategy<Value = (u64, LanguageCover)> {
    let level = select(vec![Level::B1, Level::B2]);
    (
        0..2_u64,
        select(vec!["north", "south", "nowhere"]),
        level,
        0..=3_u32,
        0..=3_u32,
    )
        .prop_map(|(week, district, level, min, weight)| {
            let row = LanguageCover {
                district: district.into(),
                week: Week::of(epoch()),
                language: "bo".into(),
                level,
                min,
                weight,
            };
            (week, row)
        })
}

fn weights() -> impl Strategy<Value = Weights> {
    let price = |most: u32| prop_oneof![1 => Just(0), 6 => most / 4..=most];
    (
        (price(120), price(60), price(12), price(30)),
        (price(2), price(8), price(12), price(30)),
    )
        .prop_map(|(a, b)| Weights {
            shortfall: a.0,
            below_ideal: a.1,
            substitute: a.2,
            language: a.3,
            travel_km: b.0,
            fairness: b.1,
            preference: b.2,
            change: b.3,
        })
}

/// Pairs of a duty and somebody of its pool who is free then, each once.
fn pairs(document: &Document, picks: Vec<(usize, usize)>) -> Vec<Pair> {
    let mut rows: Vec<Pair> = Vec::new();
    for (d, p) in picks {
        let duty = &document.duties[d % document.duties.len()];
        let contains =
            |w: &Window| w.date == duty.date && w.start <= duty.start && w.end >= duty.end;
        let comes = |p: &&Person| p.pool == duty.pool && p.windows.iter().any(contains);
        let people: Vec<&Person> = document.people.iter().filter(comes).collect();
        let Some(person) = people.get(p % people.len().max(1)) else {
            continue;
        };
        let row = Pair {
            duty: duty.id.clone(),
            person: person.id.clone(),
        };
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}
