//! Small rostering problems: one plain, and random ones that touch every rule and term. No tests here.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use zhiban_solver::calendar::{Minute, Week};
use zhiban_solver::language::{Languages, Level};
use zhiban_solver::roster::document::{
    Document, Duty, FORMAT, LanguageCover, Pair, Person, Series, SeriesOption, Station, Weights,
    Window,
};

/// Monday, 7 December 2026.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date")
}

fn minute(text: &str) -> Minute {
    Minute::parse(text).expect("a time")
}

fn window(day: u64, start: &str, end: &str) -> Window {
    Window {
        date: monday() + Days::new(day),
        start: minute(start),
        end: minute(end),
    }
}

fn station(id: &str, lat: f64) -> Station {
    Station {
        id: id.into(),
        district: "d".into(),
        lat,
        lon: 103.0,
    }
}

fn person(id: &str, pool: &str) -> Person {
    Person {
        id: id.into(),
        pool: pool.into(),
        lat: 29.5,
        lon: 103.0,
        skills: vec!["family".into()],
        languages: Languages::from([("zh".into(), Level::N)]),
        windows: (0..14).map(|day| window(day, "08:00", "18:00")).collect(),
        max_day: None,
        max_week: None,
        max_month: None,
        max_stations: None,
        max_run: None,
        max_weekends: None,
        target: 1,
        avoid: vec![],
        prefers: vec![],
        max_km: None,
    }
}

fn duty(id: &str, station: &str, day: u64, pool: &str) -> Duty {
    Duty {
        id: id.into(),
        station: station.into(),
        date: monday() + Days::new(day),
        start: minute("09:00"),
        end: minute("12:00"),
        pool: pool.into(),
        min: 1,
        ideal: 1,
        skills: vec![],
        any_skills: vec![],
        languages: Languages::new(),
        weight: 1,
        supervised_by: None,
    }
}

fn weights() -> Weights {
    Weights {
        shortfall: 100,
        below_ideal: 20,
        substitute: 7,
        language: 30,
        travel_km: 1,
        fairness: 4,
        preference: 5,
        change: 9,
    }
}

fn blank() -> Document {
    Document {
        format: FORMAT.into(),
        name: "small".into(),
        time_zone: "Asia/Shanghai".into(),
        start: monday(),
        end: monday() + Days::new(13),
        stations: vec![station("s1", 29.5), station("s2", 29.6)],
        weights: weights(),
        ..Document::default()
    }
}

/// Two advisers and a student; a series on Tuesdays or Mondays at s1, two Saturdays. Everything can be held.
#[allow(dead_code, reason = "not every test binary uses it")]
pub fn plain() -> Document {
    Document {
        people: vec![
            person("adviser-1", "adviser"),
            person("adviser-2", "adviser"),
            person("student", "student"),
        ],
        duties: vec![
            duty("tue-1", "s1", 1, "adviser"),
            duty("tue-2", "s1", 8, "adviser"),
            duty("mon-1", "s1", 0, "adviser"),
            duty("mon-2", "s1", 7, "adviser"),
            Duty {
                weight: 2,
                ..duty("sat-1", "s1", 5, "adviser")
            },
            Duty {
                weight: 2,
                ..duty("sat-2", "s2", 12, "adviser")
            },
        ],
        series: vec![Series {
            id: "series".into(),
            options: vec![
                SeriesOption {
                    id: "tue".into(),
                    duties: vec!["tue-1".into(), "tue-2".into()],
                },
                SeriesOption {
                    id: "mon".into(),
                    duties: vec!["mon-1".into(), "mon-2".into()],
                },
            ],
            holder: None,
        }],
        // The published roster keeps the answer to the Tuesdays and to one adviser.
        previous: vec![
            Pair {
                duty: "tue-1".into(),
                person: "adviser-1".into(),
            },
            Pair {
                duty: "tue-2".into(),
                person: "adviser-1".into(),
            },
            Pair {
                duty: "sat-1".into(),
                person: "adviser-1".into(),
            },
        ],
        ..blank()
    }
}

prop_compose! {
    fn any_person()(
        pool in prop_oneof![3 => Just("adviser"), 1 => Just("student")],
        lat in prop_oneof![Just(29.5), Just(29.55), Just(29.6)],
        level in prop_oneof![Just(None), Just(Some(Level::B1)), Just(Some(Level::B2))],
        skilled in any::<bool>(),
        free in proptest::collection::vec(0..3_u8, 14),
        caps in proptest::collection::vec(prop_oneof![3 => Just(None), 1 => (0..3_u32).prop_map(Some)], 6),
        target in 0..4_u32,
        place in 0..6_u8,
        near in prop_oneof![4 => Just(None), 1 => Just(Some(6.0))],
    ) -> Person {
        let windows = free.iter().enumerate().filter(|(_, kind)| **kind > 0).map(|(day, kind)| {
            window(day as u64, if *kind == 1 { "08:00" } else { "09:00" }, if *kind == 1 { "12:30" } else { "18:00" })
        });
        Person {
            lat,
            languages: level.map(|level| ("bo".to_owned(), level)).into_iter().collect(),
            skills: if skilled { vec!["family".into()] } else { vec![] },
            windows: windows.collect(),
            max_day: caps[0], max_week: caps[1], max_month: caps[2], max_stations: caps[3], max_run: caps[4], max_weekends: caps[5],
            target,
            avoid: if place == 0 { vec!["s1".into()] } else { vec![] },
            prefers: if (1..3).contains(&place) { vec!["s2".into()] } else { vec![] },
            max_km: near,
            ..person("", pool)
        }
    }
}

prop_compose! {
    fn any_duty()(
        at in any::<bool>(),
        day in 0..7_u64,
        late in 0..3_u8,
        student in 0..4_u8,
        min in 0..2_u32,
        more in 0..2_u32,
        weight in 1..3_u32,
        asks in 0..6_u8,
    ) -> Duty {
        let (start, end) = [("09:00", "12:00"), ("11:00", "13:00"), ("13:00", "16:00")][usize::from(late)];
        // Days lie close together, so that runs, weeks and weekends fill; some of the second week.
        let day = if day == 6 { 12 } else { day };
        Duty {
            start: minute(start),
            end: minute(end),
            min,
            ideal: (min + more).max(1),
            weight,
            any_skills: if asks == 0 { vec!["family".into()] } else { vec![] },
            languages: if asks == 1 { Languages::from([("bo".into(), Level::B2)]) } else { Languages::new() },
            supervised_by: (student == 0).then(|| "adviser".into()),
            ..duty("", if at { "s1" } else { "s2" }, day, if student == 0 { "student" } else { "adviser" })
        }
    }
}

prop_compose! {
    /// Up to four people and six duties, the first of which form series; pins, bans and a published roster among them.
    pub fn problem()(
        people in proptest::collection::vec(any_person(), 1..4),
        duties in proptest::collection::vec(any_duty(), 1..7),
        split in proptest::collection::vec(0..3_u8, 6),
        given in 0..8_usize,
        pairs in proptest::collection::vec((0..6_usize, 0..4_usize, 0..9_u8), 0..7),
        cover in proptest::collection::vec((0..2_u32, 1..3_u32, 1..3_u32), 0..2),
        prices in (prop_oneof![3 => Just(100_u32), 1 => Just(10), 1 => Just(0)], prop_oneof![2 => Just(20_u32), 1 => Just(0)],
            prop_oneof![3 => Just(7_u32), 1 => Just(0)], prop_oneof![3 => Just(4_u32), 1 => Just(0)]),
    ) -> Document {
        let mut document = blank();
        document.people = people.into_iter().enumerate().map(|(i, p)| Person { id: format!("p{i}"), ..p }).collect();
        document.duties = duties.into_iter().enumerate().map(|(i, d)| Duty { id: format!("d{i}"), ..d }).collect();
        (document.weights.shortfall, document.weights.below_ideal, document.weights.substitute, document.weights.fairness) = prices;
        let member = |kind: u8| -> Vec<String> {
            document.duties.iter().zip(&split).filter(|(_, k)| **k == kind).map(|(d, _)| d.id.clone()).collect()
        };
        let options = vec![
            SeriesOption { id: "a".into(), duties: member(1) },
            SeriesOption { id: "b".into(), duties: member(2) },
        ];
        let holder = document.people.get(given).map(|p| p.id.clone());
        document.series = vec![Series { id: "s".into(), options, holder }];
        for (d, p, kind) in pairs {
            let (Some(d), Some(p)) = (document.duties.get(d), document.people.get(p)) else { continue };
            let pair = Pair { duty: d.id.clone(), person: p.id.clone() };
            let list = match kind {
                0 => &mut document.pins,
                1..3 => &mut document.bans,
                _ => &mut document.previous,
            };
            if !list.contains(&pair) {
                list.push(pair);
            }
        }
        document.language_cover = cover.into_iter().map(|(week, min, weight)| LanguageCover {
            district: "d".into(),
            week: Week { year: 2026, number: 50 + week },
            language: "bo".into(),
            level: Level::B1,
            min,
            weight,
        }).collect();
        document
    }
}
