//! What is written is what is read.

use proptest::prelude::*;
use zhiban::demo;
use zhiban::domain::calendar::Month;
use zhiban::domain::city::{CitySetup, Exception, ExceptionKind, Span};
use zhiban::domain::legal_service::{LegalService, LegalServices};
use zhiban::domain::theme::Themes;
use zhiban::domain::word_set::Listed;
use zhiban::files::workbook::{read, write};

use crate::book::{Book, city, december};

#[test]
fn the_invented_city_is_read_as_it_was_written_whatever_the_seed_and_month() {
    for (seed, month) in [
        (1, "2026-12"),
        (2, "2026-12"),
        (3, "2028-02"),
        (77, "2027-10"),
    ] {
        let city = demo::city(seed, Month::parse(month).unwrap());
        let again = read(&write(&city).unwrap()).unwrap();
        assert_eq!(again, city, "seed {seed}, {month}");
    }
}

#[test]
fn one_setup_gives_one_file() {
    assert_eq!(write(&city()).unwrap(), write(&city()).unwrap());
}

#[test]
fn a_day_ends_at_24_00_and_half_a_day_may_be_taken_off() {
    let mut city = city();
    city.people[0].weekly[0].span = Span {
        start: 0,
        end: 1440,
    };
    city.people[0].exceptions = vec![Exception {
        kind: ExceptionKind::Extra,
        first_date: december().first(),
        last_date: december().last(),
        span: Some(Span {
            start: 1439,
            end: 1440,
        }),
        note: "晚班；见 “备注”".to_owned(),
    }];
    assert_eq!(read(&write(&city).unwrap()).unwrap(), city);
}

#[test]
fn what_a_station_says_of_itself_is_read_as_it_was_written() {
    let mut city = city();
    let station = &mut city.stations[0];
    station.subdistrict = "东湖街道".to_owned();
    station.opening_hours = "Mo-Su 06:00-24:00".to_owned();
    station.themes = Themes::parse("youth migrant-workers").unwrap();
    station.services = LegalServices::default();
    city.stations[1].services = LegalService::EACH.iter().copied().collect();
    assert_eq!(read(&write(&city).unwrap()).unwrap(), city);
}

#[test]
fn a_city_without_people_and_stations_is_one_too() {
    let mut city = city();
    city.people.clear();
    city.stations.clear();
    city.templates.clear();
    city.language_cover.clear();
    city.holidays.clear();
    assert_eq!(read(&write(&city).unwrap()).unwrap(), city);
}

#[test]
fn the_first_sheet_explains_every_column_in_every_language() {
    let mut book = Book::new();
    let cells = book.words("Read me");
    for word in [
        "Every weeks",
        "Language of letters",
        "人员代码",
        "Code of the person",
        "FREQ=MONTHLY;BYDAY=2SA",
    ] {
        assert!(cells.iter().any(|cell| cell == word), "{word}");
    }
    let untold: Vec<_> = cells
        .iter()
        .filter(|cell| cell.starts_with("workbook-"))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

/// A text as people type it into a cell: any signs, but no spaces around it.
fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.trim().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn texts_and_numbers_of_any_kind_come_back(
        names in prop::collection::vec(text(), 8),
        lat in -90.0..=90.0_f64,
        lon in -180.0..=180.0_f64,
        km in prop::option::of(0.0..=1000.0_f64),
        minutes in (0..1440_u16, 1..=1440_u16),
        days in (0..300_000_i64, 0..1000_i64),
    ) {
        let mut city = city();
        let first = chrono::NaiveDate::from_ymd_opt(1900, 3, 1).unwrap() + chrono::TimeDelta::days(days.0);
        let or = |at: usize, other: &str| -> String {
            if names[at].is_empty() { other.to_owned() } else { names[at].clone() }
        };
        city.name = or(0, "市");
        city.name_en.clone_from(&names[1]);
        city.stations[3].name = or(2, "站");
        city.stations[3].address.clone_from(&names[3]);
        (city.stations[3].lat, city.stations[3].lon) = (lat, lon);
        city.people[5].name = or(4, "人");
        city.people[5].phone.clone_from(&names[5]);
        city.people[5].max_km = km;
        city.holidays[0].name = or(6, "节");
        let (start, end) = (minutes.0, minutes.1.max(minutes.0 + 1));
        city.people[5].exceptions = vec![Exception {
            kind: ExceptionKind::Away,
            first_date: first,
            last_date: first + chrono::TimeDelta::days(days.1),
            span: Some(Span { start, end }),
            note: names[7].clone(),
        }];
        check(&city)?;
    }
}

fn check(city: &CitySetup) -> Result<(), TestCaseError> {
    let again = read(&write(city).unwrap());
    prop_assert_eq!(again.as_ref().map_err(|p| crate::book::lines(p)), Ok(city));
    Ok(())
}
