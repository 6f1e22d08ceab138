//! What the tables themselves refuse, and what they are indexed by.

use std::sync::Barrier;

use diesel::prelude::*;
use zhiban::store::schema::claims;
use zhiban::store::{Connection, StoreError, people, places};

use crate::databases::{each, sqlite};
use crate::insert_city;

/// A district with an adviser, a topic, and eight requests and slots that begin a minute after each other.
fn before_booking(c: &mut Connection) -> Result<(), StoreError> {
    insert_city(c, "city")?;
    for statement in [
        "INSERT INTO districts (id, city_id, code, name, name_en, revision) VALUES ('d', 'city', 'd', 'd', 'd', 1)",
        "INSERT INTO pools (id, code, name, name_en, may_serve_alone, supervised_by, needs_licence, interprets, mediates) VALUES ('lawyer', 'lawyer', '律师', 'Lawyers', TRUE, NULL, TRUE, FALSE, FALSE)",
        "INSERT INTO skills (id, code, name, name_en, parent_id) VALUES ('debt', 'debt', '债务', 'Debt', NULL)",
        "INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) VALUES ('p', 'd', 'lawyer', 'A1', '艾山', 'a@example.org', '', 'zh-Hans', 29.5, 103.3,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 'active', 1, '')",
    ] {
        diesel::sql_query(statement).execute(c)?;
    }
    for n in 0..8 {
        diesel::sql_query(format!(
            "INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, max_km, in_person, video, urgency, state, created_at, revision, word_by, reach, follows_id, with_adviser_id, mediators) VALUES ('r{n}', 'd', 'R{n}', 'debt', 'en', '', 29.5, 103.3, NULL, TRUE, TRUE, 2,
                'waiting', '2026-12-01 00:00:00', 1, '2030-01-01 00:00:00', 'resident', NULL, NULL, 0)"
        ))
        .execute(c)?;
        diesel::sql_query(format!(
            "INSERT INTO slots VALUES ('s{n}', NULL, 'p', NULL, '2026-12-08 01:0{n}:00', '2026-12-08 01:3{n}:00', 'open')"
        ))
        .execute(c)?;
    }
    Ok(())
}

/// Books half an hour from minute `n` on, without looking first.
fn book(c: &mut Connection, n: i64) -> Result<(), StoreError> {
    diesel::sql_query(format!(
        "INSERT INTO appointments (id, request_id, slot_id, shift_id, state, booked_at, revision, mediator_slot_id, second_mediator_slot_id) VALUES ('a{n}', 'r{n}', 's{n}', NULL, 'booked', '2026-12-01 00:00:00', 1, NULL, NULL)"
    ))
    .execute(c)?;
    for minute in n..n + 30 {
        diesel::insert_into(claims::table)
            .values((
                claims::resource.eq("person:p"),
                claims::minute.eq(minute),
                claims::appointment_id.eq(format!("a{n}")),
            ))
            .execute(c)?;
    }
    Ok(())
}

#[test]
fn more_ids_than_a_statement_takes_are_looked_up_in_parts() {
    each(|database| {
        let store = &database.store;
        store.write(before_booking).expect("prepared");
        let ids = |own: &str| -> Vec<String> {
            let others = (0..40_000).map(|n| format!("none-{n}"));
            others.chain([own.to_owned()]).collect()
        };
        let found = store.read(|c| {
            Ok::<_, StoreError>((
                people::find_people(c, &ids("p"))?.len(),
                places::find_districts(c, &ids("d"))?.len(),
                places::find_stations(c, &ids("d"))?.len(),
            ))
        });
        assert_eq!(found.expect("read"), (1, 1, 0), "{}", database.name);
    });
}

#[test]
fn of_eight_who_book_an_adviser_at_once_one_succeeds() {
    each(|database| {
        let store = &database.store;
        store.write(before_booking).expect("prepared");
        let start = Barrier::new(8);
        let outcomes: Vec<Result<(), StoreError>> = std::thread::scope(|scope| {
            let book_at = |n| {
                start.wait();
                store.write(|c| book(c, n))
            };
            let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || book_at(n))).collect();
            let joined = threads.into_iter().map(|t| t.join().expect("no panic"));
            joined.collect()
        });
        let (booked, refused): (Vec<_>, Vec<_>) = outcomes.iter().partition(|o| o.is_ok());
        assert_eq!(booked.len(), 1, "{}", database.name);
        for refusal in refused {
            let taken = refusal.as_ref().is_err_and(StoreError::is_taken);
            assert!(taken, "{}: {refusal:?}", database.name);
        }
        let held =
            store.read(|c| -> Result<i64, StoreError> { Ok(claims::table.count().get_result(c)?) });
        assert_eq!(held.expect("counted"), 30, "{}", database.name);
    });
}

#[test]
fn a_row_that_refers_to_nothing_is_refused() {
    each(|database| {
        let outcome: Result<usize, StoreError> = database.store.write(|c| {
            let orphan = "INSERT INTO districts (id, city_id, code, name, name_en, revision) VALUES ('d', 'nowhere', 'd', 'd', 'd', 1)";
            Ok(diesel::sql_query(orphan).execute(c)?)
        });
        assert!(outcome.is_err(), "{}", database.name);
    });
}

/// Without one, taking out a row reads every table that refers to it. Both databases have the same indexes: see the next test.
#[test]
fn every_foreign_key_is_the_beginning_of_an_index() {
    #[derive(QueryableByName, Debug)]
    struct Bare {
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[allow(dead_code, reason = "printed where the test fails")]
        name: String,
    }
    let bare: Vec<Bare> = sqlite()
        .store
        .read(|c| -> Result<_, StoreError> {
            Ok(diesel::sql_query(
                "SELECT t.name || '.' || f.\"from\" AS name
                 FROM sqlite_master t, pragma_foreign_key_list(t.name) f
                 WHERE t.type = 'table' AND NOT EXISTS (
                    SELECT 1 FROM pragma_index_list(t.name) l, pragma_index_info(l.name) i
                    WHERE l.partial = 0 AND i.seqno = 0 AND i.name = f.\"from\")",
            )
            .load(c)?)
        })
        .expect("the tables are described");
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn both_databases_are_made_by_the_same_text() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    for migration in std::fs::read_dir(format!("{root}/sqlite")).expect("migrations") {
        let name = migration.expect("an entry").file_name();
        for file in ["up.sql", "down.sql"] {
            let read = |backend: &str| {
                let path = format!("{root}/{backend}/{}/{file}", name.display());
                std::fs::read_to_string(path).expect("a migration")
            };
            assert_eq!(read("sqlite"), read("postgres"), "{name:?}");
        }
    }
}
