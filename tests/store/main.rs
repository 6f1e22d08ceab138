//! The store on both databases: migrations, settings, transactions and what the unique keys refuse.

#[path = "../databases/mod.rs"]
mod databases;
mod keys;
mod questions;
mod queue;
mod ratings;
mod transactions;

use std::time::{Duration, Instant};

use databases::{Database, each, sqlite};
use diesel::connection::LoadConnection;
use diesel::prelude::*;
use zhiban::store::people::{self, PoolRow};
use zhiban::store::schema::{cities, holidays};
use zhiban::store::{Connection, Store, StoreError, StoreOptions};

fn insert_city(c: &mut Connection, id: &str) -> Result<usize, StoreError> {
    let row = (
        cities::id.eq(id),
        cities::code.eq(id),
        cities::name.eq("云岭"),
        cities::name_en.eq("Yunling"),
        cities::time_zone.eq("Asia/Shanghai"),
        cities::country.eq("CN"),
        cities::revision.eq(1),
    );
    Ok(diesel::insert_into(cities::table).values(row).execute(c)?)
}

fn count_cities(store: &Store) -> i64 {
    store
        .read(|c| -> Result<i64, StoreError> { Ok(cities::table.count().get_result(c)?) })
        .expect("cities can be counted")
}

#[test]
fn migrations_go_up_down_and_up_again() {
    each(|database| {
        database.store.revert_migrations().expect("down");
        let names = database.store.migrate().expect("up again");
        assert_eq!(names.len(), 29, "{}: {names:?}", database.name);
        assert_eq!(
            database.store.migrate().expect("nothing to do"),
            Vec::<String>::new()
        );
    });
}

#[test]
fn what_a_migration_says_of_installed_pools_is_what_they_come_with() {
    let file =
        include_str!("../../migrations/sqlite/2026-11-27-000046_services_and_approvals/up.sql");
    let updates: Vec<&str> = file
        .lines()
        .filter(|line| line.starts_with("UPDATE pools"))
        .collect();
    let database = sqlite();
    let installed = zhiban::domain::pool::installed();
    let rows = installed.iter().map(|pool| PoolRow {
        id: pool.code.clone(),
        code: pool.code.clone(),
        name: pool.name.clone(),
        name_en: pool.name_en.clone(),
        may_serve_alone: pool.may_serve_alone,
        supervised_by: None,
        needs_licence: pool.needs_licence,
        interprets: pool.interprets,
        mediates: pool.mediates,
        needs_approval: false,
        services: String::new(),
        city_id: None,
        revision: 1,
    });
    let rows: Vec<PoolRow> = rows.collect();
    let then = database.store.write(|c| {
        people::insert_pools(c, &rows)?;
        for update in &updates {
            diesel::sql_query(*update).execute(c)?;
        }
        people::all_pools(c)
    });
    for row in then.expect("pools") {
        let pool = installed.iter().find(|pool| pool.code == row.code);
        assert_eq!(
            pool.and_then(|pool| pool.services.clone()),
            Some(row.services()),
            "{}",
            row.code
        );
    }
}

#[test]
fn both_migration_folders_have_the_same_names() {
    let names = |folder: &str| {
        let mut names: Vec<_> = std::fs::read_dir(format!(
            "{}/migrations/{folder}",
            env!("CARGO_MANIFEST_DIR")
        ))
        .expect("a folder of migrations")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn an_address_of_neither_database_is_refused_and_makes_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mistyped = format!("sqllite://{}/zhiban.db", folder.path().display());
    let refusal = Store::open(&mistyped, &StoreOptions::default())
        .err()
        .expect("refused");
    assert_eq!(
        refusal.to_string(),
        "the database's address begins with \"sqllite\"; right would be sqlite://PATH or postgres://USER@HOST/NAME"
    );
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        0
    );
}

#[test]
fn a_refused_address_does_not_tell_its_password() {
    let refusal = Store::open("mysql://root:secret@host/db", &StoreOptions::default()).err();
    assert!(!format!("{refusal:?}").contains("secret"));
}

#[test]
fn what_a_failed_transaction_wrote_is_gone() {
    each(|database| {
        let outcome: Result<(), StoreError> = database.store.write(|c| {
            insert_city(c, "a")?;
            insert_city(c, "a")?;
            Ok(())
        });
        assert!(outcome.is_err_and(|e| e.is_taken()), "{}", database.name);
        assert_eq!(count_cities(&database.store), 0, "{}", database.name);
        database
            .store
            .write(|c| insert_city(c, "b"))
            .expect("the connection is good for the next one");
        assert_eq!(count_cities(&database.store), 1, "{}", database.name);
    });
}

#[test]
fn a_reading_transaction_writes_nothing() {
    each(|database| {
        // SQLite refuses the statement, PostgreSQL takes it back; either way nothing stays.
        let _ = database.store.read(|c| insert_city(c, "a"));
        assert_eq!(count_cities(&database.store), 0, "{}", database.name);
    });
}

#[test]
fn twenty_writers_at_once_all_succeed() {
    each(|database| {
        std::thread::scope(|scope| {
            for n in 0..20 {
                let store = &database.store;
                scope.spawn(move || {
                    store
                        .write(|c| {
                            let before: i64 = cities::table.count().get_result(c)?;
                            std::thread::sleep(Duration::from_millis(2));
                            insert_city(c, &format!("{n}-{before}"))
                        })
                        .expect("a read-then-write transaction does not fail under others");
                });
            }
        });
        assert_eq!(count_cities(&database.store), 20, "{}", database.name);
    });
}

#[test]
fn two_stores_on_one_sqlite_file_wait_for_each_other() {
    let database = sqlite();
    let other = Store::open(&database.url, &StoreOptions::default()).expect("a second process");
    std::thread::scope(|scope| {
        for (who, store) in [("a", &database.store), ("b", &other)] {
            scope.spawn(move || {
                for n in 0..20 {
                    store
                        .write(|c| insert_city(c, &format!("{who}{n}")))
                        .expect("written");
                }
            });
        }
    });
    assert_eq!(count_cities(&database.store), 40);
}

#[test]
fn the_second_row_with_a_key_is_refused() {
    each(|database| {
        let holiday = |c: &mut Connection| -> Result<usize, StoreError> {
            let row = (
                holidays::country.eq("CN"),
                holidays::date.eq(chrono::NaiveDate::from_ymd_opt(2026, 10, 1).expect("a date")),
                holidays::name.eq("国庆节"),
                holidays::name_en.eq("National Day"),
                holidays::kind.eq("off"),
                holidays::statutory.eq(true),
            );
            Ok(diesel::insert_into(holidays::table)
                .values(row)
                .execute(c)?)
        };
        database.store.write(holiday).expect("the first");
        assert!(
            database.store.write(holiday).is_err_and(|e| e.is_taken()),
            "{}",
            database.name
        );
    });
}

#[test]
fn a_word_that_is_no_state_is_refused_by_the_database() {
    each(|database| {
        let outcome: Result<usize, StoreError> = database.store.write(|c| {
            Ok(diesel::sql_query(
                "INSERT INTO users (id, email, name, password_hash, locale, state, created_at)
                 VALUES ('u', 'a@example.org', 'A', 'x', 'en', 'sleeping', '2026-12-01 00:00:00')",
            )
            .execute(c)?)
        });
        assert!(outcome.is_err(), "{}", database.name);
    });
}

#[test]
fn who_waits_too_long_for_a_connection_is_told_that_the_database_is_busy() {
    let database = sqlite();
    let patience = Duration::from_millis(200);
    let options = StoreOptions {
        connections: 1,
        patience,
    };
    let store = Store::open(&database.url, &options).expect("opened");
    let outcome: Result<(), StoreError> = store.read(|_| {
        let began = Instant::now();
        let second: Result<(), StoreError> = store.read(|_| Ok(()));
        assert!(matches!(second, Err(StoreError::Busy)));
        assert!(began.elapsed() < Duration::from_secs(3));
        Ok(())
    });
    outcome.expect("the first reader is not disturbed");
}

/// Every column of every table can be selected: the migrations and `schema` say the same.
#[test]
fn the_tables_are_those_of_the_schema() {
    fn select<T>(c: &mut Connection, table: T) -> Result<(), StoreError>
    where
        T: diesel::query_builder::AsQuery,
        T::Query: diesel::query_builder::QueryFragment<
                <Connection as diesel::connection::Connection>::Backend,
            > + diesel::query_builder::QueryId,
        <Connection as diesel::connection::Connection>::Backend:
            diesel::expression::QueryMetadata<T::SqlType>,
    {
        c.load(table.as_query())
            .map(|_| ())
            .map_err(StoreError::from)
    }
    each(|database| {
        use zhiban::store::schema as s;
        database
            .store
            .read(|c| -> Result<(), StoreError> {
                select(c, s::cities::table)?;
                select(c, s::districts::table)?;
                select(c, s::stations::table)?;
                select(c, s::district_days::table)?;
                select(c, s::legal_minima::table)?;
                select(c, s::minimum_overrides::table)?;
                select(c, s::pools::table)?;
                select(c, s::skills::table)?;
                select(c, s::people::table)?;
                select(c, s::person_skills::table)?;
                select(c, s::person_languages::table)?;
                select(c, s::person_districts::table)?;
                select(c, s::person_stations::table)?;
                select(c, s::qualifications::table)?;
                select(c, s::availability::table)?;
                select(c, s::availability_exceptions::table)?;
                select(c, s::holidays::table)?;
                select(c, s::demand_templates::table)?;
                select(c, s::template_options::table)?;
                select(c, s::template_skills::table)?;
                select(c, s::template_languages::table)?;
                select(c, s::language_cover::table)?;
                select(c, s::rosters::table)?;
                select(c, s::roster_versions::table)?;
                select(c, s::solves::table)?;
                select(c, s::series::table)?;
                select(c, s::duties::table)?;
                select(c, s::assignments::table)?;
                select(c, s::pins::table)?;
                select(c, s::bans::table)?;
                select(c, s::requests::table)?;
                select(c, s::request_languages::table)?;
                select(c, s::request_windows::table)?;
                select(c, s::request_exclusions::table)?;
                select(c, s::slots::table)?;
                select(c, s::shifts::table)?;
                select(c, s::offers::table)?;
                select(c, s::appointments::table)?;
                select(c, s::ratings::table)?;
                select(c, s::questions::table)?;
                select(c, s::claims::table)?;
                select(c, s::creations::table)?;
                select(c, s::market_prices::table)?;
                select(c, s::users::table)?;
                select(c, s::roles::table)?;
                select(c, s::sessions::table)?;
                select(c, s::links::table)?;
                select(c, s::messages::table)?;
                select(c, s::jobs::table)?;
                select(c, s::audit::table)?;
                select(c, s::audit_seals::table)
            })
            .unwrap_or_else(|e| panic!("{}: {e:?}", database.name));
    });
}

#[test]
fn sqlite_is_told_to_keep_what_it_says_it_keeps() {
    #[derive(QueryableByName, Debug, PartialEq)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }
    let Database { store, .. } = &sqlite();
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
    ] {
        let query = format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}");
        let found: Row = store
            .read(|c| -> Result<Row, StoreError> { Ok(diesel::sql_query(query).get_result(c)?) })
            .expect("a pragma");
        assert_eq!(found.value, value, "{pragma}");
    }
}
