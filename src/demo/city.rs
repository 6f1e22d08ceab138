//! The invented city Yunling (云岭市): three districts, 60 stations, 150 people, their times, and what the stations need.
//!
//! The same seed and month give the same city. Some gaps are meant: Russian is asked for at one station on a day when the only
//! speaker is away, and one village lies beyond everybody's reach.

use chrono::{Days, NaiveDate};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::names::{COMMUNITIES, GIVEN, INTERPRETERS, SURNAMES, VILLAGES};
use crate::domain::calendar::Month;
use crate::domain::city::{
    CitySetup, District, Exception, ExceptionKind, LanguageCover, Licence, Limits, OnHoliday,
    Person, Pool, Skill, Span, Station, Template, TemplateOption, WeeklyWindow,
};
use crate::domain::language::{Level, Tag};
use crate::files::holidays;

const MORNING: Span = Span {
    start: 540,
    end: 720,
};
const AFTERNOON: Span = Span {
    start: 840,
    end: 1020,
};
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A district: code, name, English name, where it lies, how wide it is in kilometres, whether it is of villages.
struct Place(
    &'static str,
    &'static str,
    &'static str,
    (f64, f64),
    f64,
    bool,
);

const DISTRICTS: [Place; 3] = [
    Place("YD", "云东区", "Yundong", (29.50, 103.30), 3.0, false),
    Place("NH", "南湖区", "Nanhu", (29.42, 103.36), 4.0, false),
    Place(
        "QS",
        "青山县",
        "Qingshan County",
        (29.62, 103.05),
        11.0,
        true,
    ),
];

/// Topics: code, Chinese, English, the one above, and how many of a hundred advisers know it.
const SKILLS: [(&str, &str, &str, Option<&str>, u32); 12] = [
    ("civil", "民事", "Civil law", None, 0),
    (
        "work",
        "劳动与社会保障",
        "Work and social security",
        None,
        0,
    ),
    ("public", "公共事务", "Public affairs", None, 0),
    ("family", "婚姻家庭", "Family", Some("civil"), 65),
    ("debt", "债务", "Debt", Some("civil"), 50),
    ("inheritance", "继承", "Inheritance", Some("civil"), 40),
    (
        "traffic",
        "交通事故",
        "Traffic accidents",
        Some("civil"),
        45,
    ),
    ("labour", "劳动争议", "Labour disputes", Some("work"), 60),
    ("injury", "工伤", "Work injury", Some("work"), 35),
    (
        "consumer",
        "消费维权",
        "Consumer rights",
        Some("public"),
        40,
    ),
    ("land", "土地征收", "Land", Some("public"), 25),
    (
        "administrative",
        "行政复议",
        "Administrative review",
        Some("public"),
        15,
    ),
];

/// The city as it is set up for a month.
#[must_use]
pub fn city(seed: u64, month: Month) -> CitySetup {
    let mut maker = Maker {
        rng: ChaCha8Rng::seed_from_u64(seed),
        month,
        since: month.first() - Days::new(90),
    };
    let stations = maker.stations();
    let mut people = Vec::new();
    for (pool, count) in [
        ("adviser", 50),
        ("student", 60),
        ("police", 15),
        ("interpreter", 15),
        ("elder", 10),
    ] {
        for n in 0..count {
            people.push(maker.person(pool, n, count, &stations));
        }
    }
    let templates = maker.templates(&stations, &people);
    CitySetup {
        code: "yunling".into(),
        name: "云岭市".into(),
        name_en: "Yunling".into(),
        time_zone: "Asia/Shanghai".into(),
        country: "CN".into(),
        districts: DISTRICTS
            .iter()
            .map(|d| District {
                code: d.0.into(),
                name: d.1.into(),
                name_en: d.2.into(),
            })
            .collect(),
        stations,
        pools: pools(),
        skills: SKILLS
            .iter()
            .map(|s| Skill {
                code: s.0.into(),
                name: s.1.into(),
                name_en: s.2.into(),
                parent: s.3.map(Into::into),
            })
            .collect(),
        people,
        templates,
        language_cover: [
            ("YD", "en", 2),
            ("YD", "fr", 1),
            ("NH", "en", 2),
            ("NH", "ar", 1),
            ("QS", "bo", 1),
            ("QS", "ii", 1),
        ]
        .iter()
        .map(|&(district, tag, min)| LanguageCover {
            district: district.into(),
            tag: language(tag),
            level: Level::B2,
            min,
            weight: 1,
        })
        .collect(),
        holidays: holidays::read(holidays::CHINA)
            .expect("the calendar in the project is read by a test"),
    }
}

fn pools() -> Vec<Pool> {
    let pool =
        |code: &str, name: &str, name_en: &str, supervised_by: Option<&str>, needs_licence| Pool {
            code: code.into(),
            name: name.into(),
            name_en: name_en.into(),
            may_serve_alone: supervised_by.is_none(),
            supervised_by: supervised_by.map(Into::into),
            needs_licence,
        };
    vec![
        pool("adviser", "法律顾问", "Adviser", None, true),
        pool("student", "法学学生", "Law student", Some("adviser"), false),
        pool("police", "民警", "Police officer", None, false),
        pool("interpreter", "翻译志愿者", "Interpreter", None, false),
        pool("elder", "五老调解员", "Elder mediator", None, false),
    ]
}

fn language(tag: &str) -> Tag {
    Tag::parse(tag).expect("the tags of the demo are languages")
}

struct Maker {
    rng: ChaCha8Rng,
    month: Month,
    since: NaiveDate,
}

impl Maker {
    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    /// A point within `km` of a place, rounded to metres.
    fn near(&mut self, (lat, lon): (f64, f64), km: f64) -> (f64, f64) {
        let (north, east) = (
            self.rng.random_range(-km..km),
            self.rng.random_range(-km..km),
        );
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        (
            round(lat + north / 111.0),
            round(lon + east / (111.0 * lat.to_radians().cos())),
        )
    }

    fn stations(&mut self) -> Vec<Station> {
        let mut stations = Vec::new();
        for (k, Place(code, name, _, centre, km, rural)) in DISTRICTS.iter().enumerate() {
            for n in 0..20 {
                let (lat, lon) = self.near(*centre, *km);
                let (short, kind) = if *rural {
                    (VILLAGES[n], "村")
                } else {
                    (COMMUNITIES[k * 20 + n], "社区")
                };
                let last = *rural && n == 19;
                stations.push(Station {
                    code: format!("{code}{:02}", n + 1),
                    district: (*code).into(),
                    name: format!("{short}{kind}法律之家"),
                    address: format!(
                        "云岭市{name}{short}{kind}{}号",
                        self.rng.random_range(1..200)
                    ),
                    // The last village lies behind the mountain: nobody reaches it by road in the month.
                    lat: if last { 30.35 } else { lat },
                    lon: if last { 102.20 } else { lon },
                    hub: (*rural && n >= 17 && !last).then(|| format!("{code}01")),
                    rooms: if *rural {
                        1
                    } else {
                        self.rng.random_range(1..4)
                    },
                    video: self.chance(40),
                    step_free: self.chance(70),
                    phone: format!("0000-55{:05}", stations.len() * 37 + 10_000),
                });
            }
        }
        stations
    }

    fn person(&mut self, pool: &str, n: usize, of: usize, stations: &[Station]) -> Person {
        let Place(district, _, _, centre, km, _) = &DISTRICTS[n * DISTRICTS.len() / of];
        let (lat, lon) = self.near(*centre, *km);
        let foreign = pool == "interpreter";
        let letter = pool.chars().next().unwrap_or('x').to_ascii_uppercase();
        let code = format!("{letter}{:03}", n + 1);
        let name = if foreign {
            INTERPRETERS[n].0.to_owned()
        } else {
            format!(
                "{}{}",
                SURNAMES.choose(&mut self.rng).unwrap_or(&"王"),
                GIVEN.choose(&mut self.rng).unwrap_or(&"明远")
            )
        };
        let also: Vec<String> = DISTRICTS
            .iter()
            .map(|d| d.0)
            .filter(|d| {
                d != district
                    && (foreign || (pool == "adviser" && self.rng.random_range(0..100) < 12))
            })
            .map(Into::into)
            .collect();
        let own: Vec<&Station> = stations
            .iter()
            .filter(|s| s.district == *district)
            .collect();
        let avoid = if self.chance(8) {
            own.choose(&mut self.rng).map(|s| s.code.clone())
        } else {
            None
        };
        let liked = if self.chance(15) {
            own.choose(&mut self.rng).map(|s| s.code.clone())
        } else {
            None
        };
        Person {
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
            target: match pool {
                "adviser" => 5,
                "student" | "police" => 2,
                _ => 4,
            },
            skills: if pool == "adviser" {
                self.skills()
            } else {
                Vec::new()
            },
            languages: self.languages(pool, n),
            prefers: liked
                .filter(|s| Some(s) != avoid.as_ref())
                .into_iter()
                .collect(),
            avoid: avoid.into_iter().collect(),
            licence: (pool == "adviser").then(|| Licence {
                number: format!("Y{:08}", 20_260_000 + n),
                valid_from: Some(self.since - Days::new(700)),
                valid_until: Some(
                    self.month.last() + Days::new(if n == 7 { 0 } else { 400 })
                        - Days::new(if n == 7 { 15 } else { 0 }),
                ),
            }),
            weekly: self.weekly(pool),
            exceptions: self.exceptions(pool, n),
            code,
            name,
        }
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

    fn skills(&mut self) -> Vec<String> {
        let known = SKILLS
            .iter()
            .filter(|s| s.4 > 0 && self.rng.random_range(0..100) < s.4);
        let mut skills: Vec<String> = known.map(|s| s.0.into()).collect();
        if skills.is_empty() {
            skills.push("family".into());
        }
        skills
    }

    fn languages(&mut self, pool: &str, n: usize) -> Vec<(Tag, Level)> {
        if pool == "interpreter" {
            let own = INTERPRETERS[n].1;
            let mut all = vec![(language(own), Level::N), (language("zh-Hans"), Level::C1)];
            if own != "en" && self.chance(60) {
                all.push((language("en"), Level::C1));
            }
            return all;
        }
        let mut all = vec![(language("zh-Hans"), Level::N)];
        for (tag, percent) in [("en", 30), ("ja", 4), ("bo", 4), ("ii", 4), ("fr", 3)] {
            if self.chance(percent) {
                let level = *[Level::A2, Level::B1, Level::B2, Level::C1]
                    .choose(&mut self.rng)
                    .unwrap_or(&Level::B1);
                all.push((language(tag), level));
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

    fn templates(&mut self, stations: &[Station], people: &[Person]) -> Vec<Template> {
        let mut templates = Vec::new();
        for station in stations {
            templates.push(self.adviser_day(station, people));
            if self.chance(40) {
                templates.extend(self.publicity(station));
            }
            if self.chance(20) {
                templates.push(self.weekly_duty(
                    station,
                    "elder",
                    "五老调解",
                    "Elder mediation",
                    None,
                ));
            }
        }
        let tongues = ["en", "fr", "ja", "ar", "ko", "bo", "ii", "es", "ru"];
        let mut open: Vec<&Station> = stations
            .iter()
            .filter(|s| s.district != "QS" || s.code.as_str() < "QS10")
            .collect();
        open.shuffle(&mut self.rng);
        for (tag, station) in tongues.iter().zip(open) {
            templates.push(self.weekly_duty(
                station,
                "interpreter",
                "翻译值班",
                "Interpreter",
                Some(tag),
            ));
        }
        templates
    }

    fn blank(
        &self,
        station: &Station,
        code: String,
        pool: &str,
        name: &str,
        name_en: &str,
    ) -> Template {
        Template {
            code,
            station: station.code.clone(),
            name: name.into(),
            name_en: name_en.into(),
            pool: pool.into(),
            min: 1,
            ideal: 1,
            weight: 5,
            supervised_by: None,
            skills: Vec::new(),
            any_skills: Vec::new(),
            languages: Vec::new(),
            on_holiday: OnHoliday::Move,
            is_series: false,
            holder: None,
            first_date: self.since,
            last_date: None,
            slot_minutes: None,
            options: Vec::new(),
        }
    }

    /// Weekly, in the villages every other week; two to four weekdays and half-days to choose from.
    fn adviser_day(&mut self, station: &Station, people: &[Person]) -> Template {
        let rule = if station.district == "QS" {
            "FREQ=WEEKLY;INTERVAL=2"
        } else {
            "FREQ=WEEKLY"
        };
        let mut halves: Vec<(usize, bool)> =
            (0..5).flat_map(|day| [(day, true), (day, false)]).collect();
        halves.shuffle(&mut self.rng);
        halves.truncate(self.rng.random_range(2..=4));
        halves.sort_unstable();
        let option = |&(day, morning): &(usize, bool)| TemplateOption {
            code: format!(
                "{}-{}",
                WEEKDAYS[day].to_lowercase(),
                if morning { "am" } else { "pm" }
            ),
            rrule: format!("{rule};BYDAY={}", WEEKDAYS[day]),
            span: if morning { MORNING } else { AFTERNOON },
        };
        let mut any_skills = if self.chance(35) {
            self.skills()
        } else {
            Vec::new()
        };
        any_skills.truncate(3);
        let known = |p: &&Person| {
            let able = any_skills.is_empty() || p.skills.iter().any(|s| any_skills.contains(s));
            p.pool == "adviser"
                && p.district == station.district
                && able
                && !p.avoid.contains(&station.code)
        };
        let able: Vec<&Person> = people.iter().filter(known).collect();
        let fixed = station.code != "QS20" && self.chance(10);
        let holder = if fixed {
            able.choose(&mut self.rng).map(|p| p.code.clone())
        } else {
            None
        };
        Template {
            weight: 10,
            any_skills,
            is_series: true,
            holder,
            slot_minutes: Some(30),
            options: halves.iter().map(option).collect(),
            ..self.blank(
                station,
                format!("{}-day", station.code),
                "adviser",
                "法律顾问日",
                "Adviser day",
            )
        }
    }

    /// One Saturday a month: an adviser, two or three students under supervision, sometimes a police officer.
    fn publicity(&mut self, station: &Station) -> Vec<Template> {
        let nth = self.rng.random_range(1..=4);
        let morning = self.chance(60);
        let option = TemplateOption {
            code: if morning {
                "sat-am".into()
            } else {
                "sat-pm".into()
            },
            rrule: format!("FREQ=MONTHLY;BYDAY={nth}SA"),
            span: if morning { MORNING } else { AFTERNOON },
        };
        let with_police = self.chance(50);
        let code = |who: &str| format!("{}-publicity-{who}", station.code);
        let make = |who: &str, pool: &str| Template {
            on_holiday: OnHoliday::Skip,
            options: vec![option.clone()],
            ..self.blank(station, code(who), pool, "普法宣传", "Publicity Saturday")
        };
        let mut all = vec![
            Template {
                weight: 4,
                ..make("adviser", "adviser")
            },
            Template {
                weight: 3,
                min: 2,
                ideal: 3,
                supervised_by: Some("adviser".into()),
                ..make("students", "student")
            },
        ];
        if with_police {
            all.push(Template {
                weight: 2,
                min: 0,
                ..make("police", "police")
            });
        }
        all
    }

    fn weekly_duty(
        &mut self,
        station: &Station,
        pool: &str,
        name: &str,
        name_en: &str,
        tongue: Option<&str>,
    ) -> Template {
        let day = self.rng.random_range(0..5);
        let morning = self.chance(50);
        Template {
            languages: tongue
                .map(|tag| (language(tag), Level::B2))
                .into_iter()
                .collect(),
            options: vec![TemplateOption {
                code: WEEKDAYS[day].to_lowercase(),
                rrule: format!("FREQ=WEEKLY;BYDAY={}", WEEKDAYS[day]),
                span: if morning { MORNING } else { AFTERNOON },
            }],
            ..self.blank(
                station,
                format!("{}-{}", station.code, tongue.unwrap_or(pool)),
                pool,
                name,
                name_en,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn december() -> Month {
        Month::parse("2026-12").expect("a month")
    }

    #[test]
    fn the_same_seed_gives_the_same_city_and_another_one_another() {
        assert_eq!(city(1, december()), city(1, december()));
        assert_ne!(city(1, december()), city(2, december()));
    }

    #[test]
    fn the_city_has_what_the_demo_promises() {
        let city = city(1, december());
        let of = |pool: &str| city.people.iter().filter(|p| p.pool == pool).count();
        assert_eq!((city.districts.len(), city.stations.len()), (3, 60));
        assert_eq!(
            (
                of("adviser"),
                of("student"),
                of("police"),
                of("interpreter"),
                of("elder")
            ),
            (50, 60, 15, 15, 10)
        );
        assert!(
            city.templates
                .iter()
                .any(|t| t.is_series && t.holder.is_some())
        );
        assert!(
            city.templates
                .iter()
                .any(|t| t.supervised_by.as_deref() == Some("adviser"))
        );
        assert!(city.people.iter().any(|p| !p.exceptions.is_empty()));
    }

    #[test]
    fn codes_and_licence_numbers_are_unique() {
        let city = city(1, december());
        let unique = |codes: Vec<&str>| {
            codes.iter().collect::<std::collections::HashSet<_>>().len() == codes.len()
        };
        assert!(unique(
            city.stations.iter().map(|s| s.code.as_str()).collect()
        ));
        assert!(unique(
            city.people.iter().map(|p| p.code.as_str()).collect()
        ));
        assert!(unique(
            city.templates.iter().map(|t| t.code.as_str()).collect()
        ));
        assert!(unique(
            city.people
                .iter()
                .filter_map(|p| p.licence.as_ref())
                .map(|l| l.number.as_str())
                .collect()
        ));
    }
}
