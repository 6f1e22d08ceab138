//! A big city's setup: ten thousand people in one import.

use std::time::{Duration, Instant};

use zhiban::actions::import_city::import_city;
use zhiban::demo;
use zhiban::domain::city::CitySetup;

use crate::databases::each;
use crate::month::{context, december};

/// The demo's city with its people copied until there are so many.
fn city_of(people: usize) -> CitySetup {
    let mut city = demo::city(1, december());
    let few = city.people.clone();
    city.people = (0..people)
        .map(|n| {
            let mut person = few[n % few.len()].clone();
            person.code = format!("P{n}");
            if let Some(licence) = &mut person.licence {
                licence.number = format!("L{n}");
            }
            person
        })
        .collect();
    let anybody = |code: &mut String| *code = "P0".to_owned();
    city.templates
        .iter_mut()
        .filter_map(|t| t.holder.as_mut())
        .for_each(anybody);
    city
}

/// A statement a row would take minutes; the limit is far above what it takes and far below that.
#[test]
fn ten_thousand_people_are_imported_in_seconds_and_again_without_a_change() {
    let city = city_of(10_000);
    each(|database| {
        let context = context();
        let began = Instant::now();
        import_city(&database.store, &context, &city).expect("imported");
        let first = began.elapsed();
        let again = import_city(&database.store, &context, &city).expect("imported again");
        let second = began.elapsed() - first;
        eprintln!("{}: {first:?}, again {second:?}", database.name);
        assert!(again.is_unchanged(), "{}: {again:?}", database.name);
        let limit = Duration::from_secs(40);
        assert!(
            first < limit && second < limit,
            "{}: {first:?}, {second:?}",
            database.name
        );
    });
}
