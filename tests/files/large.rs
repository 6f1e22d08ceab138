//! A big city's workbook: 3,000 stations, 4,000 people, 60,000 weekly windows.

use std::time::{Duration, Instant};

use zhiban::domain::city::CitySetup;
use zhiban::files::workbook::{read, write};

use crate::book::city;

/// The invented city fifty times, each with codes of its own; its people twenty-seven times.
fn large() -> CitySetup {
    let small = city();
    let mut large = CitySetup {
        stations: Vec::new(),
        people: Vec::new(),
        templates: Vec::new(),
        ..small.clone()
    };
    for copy in 0..50 {
        let code = |code: &String| format!("{code}-{copy}");
        for station in &small.stations {
            large.stations.push(zhiban::domain::city::Station {
                code: code(&station.code),
                hub: station.hub.as_ref().map(code),
                ..station.clone()
            });
        }
        for template in &small.templates {
            large.templates.push(zhiban::domain::city::Template {
                code: code(&template.code),
                station: code(&template.station),
                holder: template.holder.as_ref().map(|_| "A001-0".to_owned()),
                ..template.clone()
            });
        }
        for person in small.people.iter().filter(|_| copy < 27) {
            let mut person = person.clone();
            person.code = code(&person.code);
            person.avoid = person.avoid.iter().map(code).collect();
            person.prefers = person.prefers.iter().map(code).collect();
            if let Some(licence) = &mut person.licence {
                licence.number = code(&licence.number);
            }
            // Fifteen windows each: the city's own are fewer.
            let own = person.weekly.clone();
            if let Some(first) = own.first() {
                while person.weekly.len() < 15 {
                    person.weekly.push(first.clone());
                }
            }
            large.people.push(person);
        }
    }
    large
}

/// What grew with the square of the rows would take hours; the limit is far above what it takes.
#[test]
fn a_city_of_three_thousand_stations_is_written_and_read_in_seconds() {
    let city = large();
    let windows: usize = city.people.iter().map(|p| p.weekly.len()).sum();
    assert!(city.stations.len() == 3000 && city.people.len() >= 4000 && windows >= 60_000);
    let began = Instant::now();
    let bytes = write(&city).unwrap();
    let written = began.elapsed();
    let again = read(&bytes)
        .map_err(|problems| crate::book::lines(&problems))
        .unwrap();
    let took = began.elapsed() - written;
    eprintln!(
        "{} stations, {} people, {windows} windows, {} templates: {} bytes, written in {written:?}, read in {took:?}",
        city.stations.len(),
        city.people.len(),
        city.templates.len(),
        bytes.len()
    );
    assert!(again == city);
    assert!(written < Duration::from_secs(60) && took < Duration::from_secs(60));

    let began = Instant::now();
    let small = write(&crate::book::city()).unwrap();
    let written = began.elapsed();
    read(&small).unwrap();
    eprintln!(
        "the demo's: {} bytes, written in {written:?}, read in {:?}",
        small.len(),
        began.elapsed() - written
    );
}
