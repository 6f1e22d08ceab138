//! The invented city Yunling (云岭市): three districts, 60 stations, 150 people, their times, and what the stations need.
//!
//! The same seed and month give the same city. Some gaps are meant: Russian is asked for at one station on a day when the only
//! speaker is away, and one village lies beyond everybody's reach.

use chrono::{Days, NaiveDate};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::names::{COMMUNITIES, VILLAGES};
use crate::domain::calendar::Month;
use crate::domain::city::{CitySetup, District, LanguageCover, Skill, Station};
use crate::domain::language::{Level, Tag};
use crate::domain::legal_service::LegalServices;
use crate::domain::pool;
use crate::domain::theme::{Theme, Themes};
use crate::files::holidays;

/// A district: code, name, English name, where it lies, how wide it is in kilometres, whether it is of villages.
pub(super) struct Place(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) (f64, f64),
    pub(super) f64,
    pub(super) bool,
);

pub(super) const DISTRICTS: [Place; 3] = [
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
pub(super) const SKILLS: [(&str, &str, &str, Option<&str>, u32); 12] = [
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
        pools: pool::installed(),
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
        language_cover: cover(),
        holidays: holidays::read(holidays::CHINA)
            .expect("the calendar in the project is read by a test"),
    }
}

/// Languages each district wants to hear every week.
fn cover() -> Vec<LanguageCover> {
    [
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
    .collect()
}

pub(super) fn language(tag: &str) -> Tag {
    Tag::parse(tag).expect("the tags of the demo are languages")
}

/// Draws the city: its people in `people`, what its stations need in `demand`.
pub(super) struct Maker {
    pub(super) rng: ChaCha8Rng,
    pub(super) month: Month,
    pub(super) since: NaiveDate,
}

impl Maker {
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    /// A point within `km` of a place, rounded to metres.
    pub(super) fn near(&mut self, (lat, lon): (f64, f64), km: f64) -> (f64, f64) {
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
                    time_zone: None,
                    hub: (*rural && n >= 17 && !last).then(|| format!("{code}01")),
                    rooms: if *rural {
                        1
                    } else {
                        self.rng.random_range(1..4)
                    },
                    video: self.chance(40),
                    step_free: self.chance(70),
                    phone: format!("0000-55{:05}", stations.len() * 37 + 10_000),
                    subdistrict: String::new(),
                    opening_hours: String::new(),
                    themes: themes(*rural, n),
                    services: LegalServices::default(),
                });
            }
        }
        stations
    }
}

/// Villages, some of them of minorities; in town a few for workers from elsewhere.
fn themes(rural: bool, n: usize) -> Themes {
    let all: &[Theme] = match (rural, n % 5) {
        (true, 0) => &[Theme::Minorities, Theme::Rural],
        (true, _) => &[Theme::Rural],
        (false, 1) => &[Theme::MigrantWorkers],
        (false, _) => &[],
    };
    all.iter().copied().collect()
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
        assert_eq!(city.templates.iter().filter(|t| t.by_video).count(), 2);
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
