//! Forty residents of the invented city who want advice: what about, in which language, where and when.

use chrono::{NaiveDateTime, TimeDelta};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::city::{SKILLS, language};
use super::names::{GIVEN, SURNAMES};
use crate::domain::calendar::Month;
use crate::domain::city::CitySetup;
use crate::domain::language::{Level, Tag};
use crate::domain::sealing::Contact;

/// How many speak a language, whether they speak Chinese too, and names they may have.
const LANGUAGES: [(&str, usize, bool, &[&str]); 10] = [
    ("zh-Hans", 16, true, &[]),
    (
        "en",
        5,
        false,
        &["Peter", "Susan", "Kwame", "Priya", "Liam"],
    ),
    ("fr", 4, false, &["Aminata", "Moussa", "Élodie", "Jean-Luc"]),
    ("ar", 3, false, &["Layla", "Karim", "Yousef"]),
    ("bo", 3, true, &["卓玛", "次仁", "央金"]),
    ("ii", 3, true, &["阿呷", "木果", "拉什"]),
    ("ja", 2, false, &["Aoi", "Ren"]),
    ("ko", 2, false, &["Min-jun", "Ha-eun"]),
    ("ru", 1, false, &["Darya"]),
    ("es", 1, false, &["Carmen"]),
];

/// A resident's request, with codes instead of ids.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `actions::take_request::NewRequest`")]
pub struct Resident {
    pub district: String,
    pub skill: String,
    pub locale: Tag,
    pub contact: Contact,
    pub place: (f64, f64),
    pub max_km: Option<f64>,
    pub video: bool,
    pub urgency: u8,
    pub languages: Vec<(Tag, Level)>,
    pub windows: Vec<(NaiveDateTime, NaiveDateTime)>,
}

/// The residents of a city who ask in a month. The same seed, month and city give the same residents.
#[must_use]
pub fn residents(seed: u64, month: Month, city: &CitySetup) -> Vec<Resident> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x7e51_de27);
    let mut all = Vec::new();
    for &(tag, count, chinese, names) in &LANGUAGES {
        for n in 0..count {
            let name = names.get(n).map_or_else(
                || {
                    let surname = SURNAMES.choose(&mut rng).unwrap_or(&"王");
                    let given = GIVEN.choose(&mut rng).unwrap_or(&"明远");
                    format!("{surname}{given}")
                },
                |name| (*name).to_owned(),
            );
            let number = all.len() + 1;
            all.push(resident(
                &mut rng,
                month,
                city,
                (tag, chinese),
                name,
                number,
            ));
        }
    }
    all
}

fn resident(
    rng: &mut ChaCha8Rng,
    month: Month,
    city: &CitySetup,
    (tag, chinese): (&str, bool),
    name: String,
    number: usize,
) -> Resident {
    let station = &city.stations[rng.random_range(0..city.stations.len() - 1)];
    let topics: Vec<_> = SKILLS.iter().filter(|s| s.4 > 0).collect();
    let topic = topics[rng.random_range(0..topics.len())];
    let mut languages = vec![(language(tag), Level::N)];
    // Who grew up with another language of the country speaks some Chinese, not enough for a case.
    if chinese && tag != "zh-Hans" {
        languages.push((language("zh-Hans"), Level::A2));
    }
    let near = |degrees: f64, rng: &mut ChaCha8Rng| degrees + rng.random_range(-0.01..0.01);
    Resident {
        district: station.district.clone(),
        skill: topic.0.to_owned(),
        // The others read English: the pages and letters come in two languages.
        locale: language(if chinese { "zh-Hans" } else { "en" }),
        contact: Contact {
            name,
            email: format!("resident{number}@example.org"),
            phone: format!("000-7700{number:04}"),
            case_text: String::new(),
            is_safe: true,
            proxy: None,
        },
        place: (near(station.lat, rng), near(station.lon, rng)),
        max_km: (rng.random_range(0..100) < 70).then_some(20.0),
        video: rng.random_range(0..100) < 40,
        urgency: rng.random_range(1..=3),
        languages,
        windows: windows(rng, month),
    }
}

/// Half can come at any time, the others in a fortnight of the month.
fn windows(rng: &mut ChaCha8Rng, month: Month) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    if rng.random_range(0..2) == 0 {
        return Vec::new();
    }
    let first = month.first() + TimeDelta::days(rng.random_range(0..14));
    let start = first.and_time(chrono::NaiveTime::MIN);
    vec![(start, start + TimeDelta::days(14))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_residents_speak_ten_languages_and_ask_about_known_topics() {
        let month = Month::parse("2026-12").expect("a month");
        let city = super::super::city(1, month);
        let all = residents(1, month, &city);
        assert_eq!(all, residents(1, month, &city));
        assert_eq!(all.len(), 40);
        let tongues: std::collections::HashSet<&str> =
            all.iter().map(|r| r.languages[0].0.as_str()).collect();
        assert_eq!(tongues.len(), 10);
        let known = |code: &str| city.skills.iter().any(|s| s.code == code);
        assert!(all.iter().all(|r| known(&r.skill)));
    }
}
