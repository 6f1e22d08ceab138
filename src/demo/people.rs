//! The people of the invented city: who they are, what they know, when they can.

use chrono::{Days, NaiveDate};
use rand::Rng;
use rand::seq::IndexedRandom;

use super::city::{DISTRICTS, Maker, Place, SKILLS, language};
use super::names::{FIRMS, GIVEN, INTERPRETERS, SURNAMES};
use crate::domain::city::{
    Exception, ExceptionKind, KnownLanguage, Limits, Person, PositionOf, Qualification, Span,
    Station, WeeklyWindow,
};
use crate::domain::language::Level;

impl Maker {
    /// The n-th of a pool; people are spread over the districts in equal parts.
    pub(super) fn person(
        &mut self,
        pool: &str,
        n: usize,
        of: usize,
        stations: &[Station],
    ) -> Person {
        let Place(district, _, _, centre, km, _) = &DISTRICTS[n * DISTRICTS.len() / of];
        let (lat, lon) = self.near(*centre, *km);
        let foreign = pool == "interpreter";
        let letter = pool.chars().next().unwrap_or('x').to_ascii_uppercase();
        let code = format!("{letter}{:03}", n + 1);
        let name = self.name(pool, n);
        let also: Vec<String> = DISTRICTS
            .iter()
            .map(|d| d.0)
            .filter(|d| {
                d != district
                    && (foreign || (pool == "adviser" && self.rng.random_range(0..100) < 12))
            })
            .map(Into::into)
            .collect();
        let (avoid, prefers) = self.stations_of(district, stations);
        Person {
            firm: firm(pool, n),
            email: format!("{}@example.org", code.to_lowercase()),
            phone: format!("000-5500{:04}", self.rng.random_range(0..10_000)),
            locale: language(if foreign && !matches!(INTERPRETERS[n].1, "bo" | "ii") {
                "en"
            } else {
                "zh-Hans"
            }),
            district: (*district).into(),
            also_districts: also,
            pool: pool.into(),
            lat,
            lon,
            max_km: (!foreign).then_some(if *district == "QS" { 35.0 } else { 15.0 }),
            limits: self.limits(pool),
            target: target(pool),
            skills: if pool == "adviser" {
                self.skills()
            } else {
                Vec::new()
            },
            languages: self.languages(pool, n),
            prefers,
            avoid,
            licence: (pool == "adviser").then(|| self.licence(n)),
            approval: self.approval(pool, n),
            left: None,
            practises_since: None,
            position: Some(position(pool)),
            weekly: self.weekly(pool),
            exceptions: self.exceptions(pool, n),
            code,
            name,
        }
    }

    /// A station of the district that the person avoids, and another that they like best; mostly none.
    fn stations_of(&mut self, district: &str, stations: &[Station]) -> (Vec<String>, Vec<String>) {
        let own: Vec<&Station> = stations
            .iter()
            .filter(|s| s.district == *district)
            .collect();
        let mut draw = |percent| {
            let drawn = self.chance(percent);
            let station = own.choose(&mut self.rng).filter(|_| drawn);
            station
                .map(|s| s.code.clone())
                .into_iter()
                .collect::<Vec<_>>()
        };
        let avoid = draw(8);
        let mut prefers = draw(15);
        prefers.retain(|s| !avoid.contains(s));
        (avoid, prefers)
    }

    fn name(&mut self, pool: &str, n: usize) -> String {
        if pool == "interpreter" {
            return INTERPRETERS[n].0.to_owned();
        }
        let surname = SURNAMES.choose(&mut self.rng).unwrap_or(&"王");
        let given = GIVEN.choose(&mut self.rng).unwrap_or(&"明远");
        format!("{surname}{given}")
    }

    /// One adviser's licence ends in the middle of the month.
    fn licence(&self, n: usize) -> Qualification {
        let last = self.month.last();
        Qualification {
            number: format!("Y{:08}", 20_260_000 + n),
            issued_by: "云岭市司法局".into(),
            valid_from: Some(self.since - Days::new(700)),
            valid_until: Some(if n == 7 {
                last - Days::new(15)
            } else {
                last + Days::new(400)
            }),
        }
    }

    /// Students' by one letter of their faculty a year, police officers' by their office.
    fn approval(&self, pool: &str, n: usize) -> Option<Qualification> {
        let (number, issued_by) = match pool {
            "student" => (format!("法援{}", n / 20 + 1), "云岭大学法学院"),
            "police" => ("协作1".to_owned(), "云岭市公安局"),
            _ => return None,
        };
        Some(Qualification {
            number,
            issued_by: issued_by.into(),
            valid_from: Some(self.since),
            valid_until: Some(self.month.last() + Days::new(250)),
        })
    }

    fn limits(&mut self, pool: &str) -> Limits {
        let month = match pool {
            "adviser" => self.rng.random_range(8..=14),
            "student" => self.rng.random_range(3..=6),
            "police" => 4,
            _ => self.rng.random_range(6..=10),
        };
        Limits {
            max_day: Some(self.rng.random_range(1..=2)),
            max_week: Some(self.rng.random_range(3..=5)),
            max_month: Some(month),
            max_stations: Some(if pool == "student" {
                6
            } else {
                self.rng.random_range(3..=6)
            }),
            max_run: self.chance(15).then_some(3),
            max_weekends: self.chance(25).then_some(2),
        }
    }

    /// Topics an adviser knows, at least one.
    pub(super) fn skills(&mut self) -> Vec<String> {
        let known = SKILLS
            .iter()
            .filter(|s| s.4 > 0 && self.rng.random_range(0..100) < s.4);
        let mut skills: Vec<String> = known.map(|s| s.0.into()).collect();
        if skills.is_empty() {
            skills.push("family".into());
        }
        skills
    }

    fn languages(&mut self, pool: &str, n: usize) -> Vec<KnownLanguage> {
        if pool == "interpreter" {
            let own = INTERPRETERS[n].1;
            let mut all = vec![
                KnownLanguage::spoken(language(own), Level::N),
                KnownLanguage::spoken(language("zh-Hans"), Level::C1),
            ];
            if own != "en" && self.chance(60) {
                all.push(KnownLanguage::spoken(language("en"), Level::C1));
            }
            return all;
        }
        let mut all = vec![KnownLanguage::spoken(language("zh-Hans"), Level::N)];
        for (tag, percent) in [("en", 30), ("ja", 4), ("bo", 4), ("ii", 4), ("fr", 3)] {
            if self.chance(percent) {
                let level = *[Level::A2, Level::B1, Level::B2, Level::C1]
                    .choose(&mut self.rng)
                    .unwrap_or(&Level::B1);
                all.push(KnownLanguage::spoken(language(tag), level));
            }
        }
        all
    }

    fn weekly(&mut self, pool: &str) -> Vec<WeeklyWindow> {
        let mut windows = Vec::new();
        for weekday in 1..=7_u8 {
            for (start, end) in [(510, 750), (810, 1050)] {
                let percent = match (pool, weekday) {
                    ("adviser", 1..=5) => 55,
                    ("adviser", 6) => 45,
                    ("student", 6) => 75,
                    ("interpreter" | "elder", 1..=5) => 60,
                    (_, 6) => 55,
                    (_, 7) => 20,
                    _ => 40,
                };
                if self.chance(percent) {
                    windows.push(WeeklyWindow {
                        weekday,
                        span: Span { start, end },
                        interval_weeks: if self.chance(8) { 2 } else { 1 },
                        first_date: self.since,
                        last_date: None,
                    });
                }
            }
        }
        windows
    }

    fn exceptions(&mut self, pool: &str, n: usize) -> Vec<Exception> {
        let away = |first: NaiveDate, last: NaiveDate, note: &str| Exception {
            kind: ExceptionKind::Away,
            first_date: first,
            last_date: last,
            span: None,
            note: note.into(),
        };
        // The only speaker of Russian is away in the second week, so that one gap has a name.
        if pool == "interpreter" && INTERPRETERS[n].1 == "ru" {
            let first = self.month.first() + Days::new(7);
            return vec![away(first, first + Days::new(6), "回国探亲")];
        }
        if !self.chance(25) {
            return Vec::new();
        }
        let first = self.month.first() + Days::new(self.rng.random_range(0..25));
        vec![away(
            first,
            first + Days::new(self.rng.random_range(1..6)),
            "休假",
        )]
    }
}

fn firm(pool: &str, n: usize) -> String {
    match pool {
        "adviser" => FIRMS[n % FIRMS.len()].to_owned(),
        _ => String::new(),
    }
}

fn position(pool: &str) -> PositionOf {
    match pool {
        "adviser" => PositionOf::Office,
        _ => PositionOf::Home,
    }
}

/// Turns a month, so that all together are about what the stations ask for.
fn target(pool: &str) -> u32 {
    match pool {
        "adviser" => 5,
        "student" | "police" => 2,
        _ => 4,
    }
}
