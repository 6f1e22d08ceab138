//! What residents said, summed up: by quarter, station and language, in whole groups, and the same whoever asks.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::connection::SimpleConnection;
use zhiban::domain::rating::Rating;
use zhiban::store::ratings::{self, RatingSum};
use zhiban::store::{Store, StoreError};

use crate::databases::each;

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

pub(crate) fn execute(store: &Store, statements: &str) {
    let done = store.write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// Two districts with a station each, an adviser, a topic.
pub(crate) const PLACES: &str = "
    INSERT INTO cities VALUES ('city', 'city', '云州市', 'Yunzhou', 'UTC', 'CN', 1);
    INSERT INTO districts (id, city_id, code, name, name_en, revision) VALUES ('east', 'city', 'east', '东', '', 1), ('west', 'city', 'west', '西', '', 1);
    INSERT INTO stations (id, district_id, code, name, address, lat, lon, time_zone, rooms, video, step_free, phone, revision) VALUES
        ('at-east', 'east', 'e', 'e', '', 30, 120, 'UTC', 1, true, true, '', 1), ('at-west', 'west', 'w', 'w', '', 30, 120, 'UTC', 1, true, true, '', 1);
    INSERT INTO pools (id, code, name, name_en, may_serve_alone, needs_licence, interprets) VALUES ('adviser', 'adviser', '律师', '', true, false, false);
    INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, target, state, revision) VALUES
        ('gu', 'east', 'adviser', 'gu', '顾一鸣', 'gu@example.org', '', 'en', 30, 120, 1, 'active', 1);
    INSERT INTO skills (id, code, name, name_en) VALUES ('labour', 'labour', '劳动', '');
";

/// Visits of residents of a district, one an hour from `starts` on, the first of them rated first.
struct Visits {
    district: &'static str,
    starts: &'static str,
    station: Option<&'static str>,
    languages: &'static [&'static str],
    /// Whether it helped.
    answers: &'static [i32],
}

impl Visits {
    fn write(&self, store: &Store) {
        let mut rows = String::new();
        let district = self.district;
        let station = self
            .station
            .map_or("NULL".to_owned(), |id| format!("'{id}'"));
        for (n, answer) in (0..).zip(self.answers) {
            let starts = at(self.starts) + TimeDelta::hours(n);
            let ends = starts + TimeDelta::minutes(30);
            let id = starts.format("%m%d%H").to_string();
            write!(
                rows,
                "INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, in_person, video, urgency, state, created_at, revision)
                     VALUES ('{id}', '{district}', '{id}', 'labour', 'en', '', 30, 120, true, true, 1, 'closed', '2026-01-01 00:00:00', 1);
                 INSERT INTO slots (id, adviser_id, station_id, starts_at, ends_at, state) VALUES ('{id}', 'gu', {station}, '{starts}', '{ends}', 'booked');
                 INSERT INTO appointments (id, request_id, slot_id, state, booked_at, revision)
                     VALUES ('{id}', '{id}', '{id}', 'attended', '2026-01-01 00:00:00', 2);
                 INSERT INTO ratings VALUES ('{id}', {answer}, 3, '{ends}');"
            )
            .unwrap();
            for tag in self.languages {
                write!(
                    rows,
                    "INSERT INTO request_languages VALUES ('{id}', '{tag}', 'N');"
                )
                .unwrap();
            }
        }
        execute(store, &rows);
    }
}

fn sums(store: &Store, districts: &[&str]) -> Vec<RatingSum> {
    let districts: Vec<String> = districts.iter().map(|&id| id.to_owned()).collect();
    let bounds = [
        "2026-07-01T00:00:00",
        "2026-10-01T00:00:00",
        "2027-01-01T00:00:00",
    ]
    .map(at);
    store
        .read(|c| ratings::sums(c, &districts, &bounds))
        .unwrap()
}

/// Quarter, district, station, language, count, told, and the answers to the first question.
fn said(row: &RatingSum) -> (i32, &str, &str, &str, i64, i64, [i64; 5]) {
    let helped = [
        row.helped_1,
        row.helped_2,
        row.helped_3,
        row.helped_4,
        row.helped_5,
    ];
    let station = row.station_id.as_deref().unwrap_or("video");
    let (district, language) = (row.district_id.as_str(), row.language.as_str());
    (
        row.quarter,
        district,
        station,
        language,
        row.count,
        row.told,
        helped,
    )
}

fn write_all(store: &Store) {
    execute(store, PLACES);
    for visits in [
        // The last instants of one quarter and the first of the next.
        Visits {
            district: "east",
            starts: "2026-09-30T22:00:00",
            station: Some("at-east"),
            languages: &["fr"],
            answers: &[1, 1, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 2, 3],
        },
        Visits {
            district: "east",
            starts: "2026-10-05T00:00:00",
            station: Some("at-east"),
            languages: &["zh-Hans"],
            answers: &[1, 2, 3, 4],
        },
        Visits {
            district: "east",
            starts: "2026-10-06T00:00:00",
            station: None,
            languages: &["zh-Hans", "fr"],
            answers: &[4, 4, 4, 4, 3],
        },
        Visits {
            district: "east",
            starts: "2026-10-07T00:00:00",
            station: Some("at-west"),
            languages: &[],
            answers: &[1, 2, 3, 4, 5],
        },
        // Residents of both districts at one station, and by video.
        Visits {
            district: "east",
            starts: "2026-10-08T00:00:00",
            station: Some("at-east"),
            languages: &["ru"],
            answers: &[2, 2, 2],
        },
        Visits {
            district: "west",
            starts: "2026-10-09T00:00:00",
            station: Some("at-east"),
            languages: &["ru"],
            answers: &[3, 3, 3],
        },
        Visits {
            district: "west",
            starts: "2026-10-10T00:00:00",
            station: None,
            languages: &["fr"],
            answers: &[1],
        },
    ] {
        visits.write(store);
    }
}

#[test]
fn figures_are_of_whole_groups_and_small_ones_have_none() {
    each(|database| {
        write_all(&database.store);
        let rows = sums(&database.store, &["east", "west"]);
        let mut rows: Vec<_> = rows.iter().map(said).collect();
        // The two databases put rows without a station at different ends.
        rows.sort_unstable();
        assert_eq!(
            rows,
            [
                (0, "east", "at-east", "fr", 2, 0, [0, 0, 0, 0, 0]),
                (1, "east", "at-east", "fr", 12, 10, [0, 0, 0, 0, 10]),
                (1, "east", "at-east", "ru", 6, 5, [0, 3, 2, 0, 0]),
                (1, "east", "at-east", "zh-Hans", 4, 0, [0, 0, 0, 0, 0]),
                (1, "east", "video", "fr", 5, 5, [0, 0, 1, 4, 0]),
                (1, "west", "at-west", "en", 5, 5, [1, 1, 1, 1, 1]),
                (1, "west", "video", "fr", 1, 0, [0, 0, 0, 0, 0]),
            ],
            "{}",
            database.name
        );
    });
}

/// Else what one asks less of what another asks would say what few said.
#[test]
fn a_row_is_the_same_whichever_districts_are_asked_for() {
    each(|database| {
        write_all(&database.store);
        let all = sums(&database.store, &["east", "west"]);
        let mut apart = sums(&database.store, &["east"]);
        apart.extend(sums(&database.store, &["west"]));
        for row in &all {
            assert!(apart.contains(row), "{}: {row:?}", database.name);
        }
        assert_eq!(all.len(), apart.len(), "{}", database.name);
    });
}

/// Who changes their answer stays where they were: else the others' groups would shift by one.
#[test]
fn an_answer_that_is_changed_replaces_the_own_and_keeps_its_place() {
    each(|database| {
        let store = &database.store;
        write_all(store);
        let first = "100100";
        let later = at("2026-12-01T00:00:00");
        let better = Rating::new(2, 5).unwrap();
        store
            .write(|c| ratings::keep(c, first, better, later))
            .unwrap();
        let rows = sums(store, &["east"]);
        let french = rows.iter().map(said).find(|row| row.4 == 12).unwrap();
        assert_eq!(french.6, [0, 1, 0, 0, 9], "{}", database.name);
        let kept = store.read(|c| ratings::find(c, first)).unwrap().unwrap();
        assert_eq!(kept.rated_at, at("2026-10-01T00:30:00"));
        assert_eq!((kept.helped, kept.understood), (2, 5));
    });
}
