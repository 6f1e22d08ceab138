//! What a transaction promises while others write, wait, deadlock or panic.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::Connection as _;
use diesel::prelude::*;
use zhiban::store::schema::cities;
use zhiban::store::{Connection, Store, StoreError, StoreOptions, conflicts};

use crate::databases::{each, postgres, sqlite};
use crate::{count_cities, insert_city};

fn count(c: &mut Connection) -> Result<i64, StoreError> {
    Ok(cities::table.count().get_result(c)?)
}

fn rename(c: &mut Connection, id: &str, name: &str) -> Result<usize, StoreError> {
    let named = diesel::update(cities::table.find(id)).set(cities::name.eq(name));
    Ok(named.execute(c)?)
}

fn hasty(url: &str) -> Store {
    let options = StoreOptions {
        connections: 2,
        patience: Duration::from_millis(300),
    };
    Store::open(url, &options).expect("opened")
}

#[test]
fn a_reader_sees_one_state_while_another_writes() {
    each(|database| {
        let store = &database.store;
        let counts = store.read(|c| {
            let before = count(c)?;
            std::thread::scope(|scope| {
                let writer = scope.spawn(|| store.write(|c| insert_city(c, "a")));
                writer.join().expect("no panic").expect("written")
            });
            Ok::<_, StoreError>((before, count(c)?))
        });
        assert_eq!(counts.expect("read"), (0, 0), "{}", database.name);
        assert_eq!(count_cities(store), 1, "{}", database.name);
    });
}

#[test]
fn a_panic_in_a_transaction_leaves_nothing_and_holds_nobody_up() {
    each(|database| {
        let store = &database.store;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            store.write(|c| -> Result<(), StoreError> {
                insert_city(c, "a")?;
                panic!("the test means to")
            })
        }));
        assert!(outcome.is_err(), "{}", database.name);
        store
            .write(|c| insert_city(c, "b"))
            .expect("the next writer is not held up");
        assert_eq!(count_cities(store), 1, "{}", database.name);
    });
}

#[test]
fn a_serialization_failure_is_tried_again_from_the_beginning() {
    let database = postgres();
    let store = &database.store;
    store.write(|c| insert_city(c, "a")).expect("written");
    let mut tries = 0;
    let outcome = store.write(|c| {
        tries += 1;
        diesel::sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(c)?;
        count(c)?;
        if tries == 1 {
            std::thread::scope(|scope| {
                let other = scope.spawn(|| store.write(|c| rename(c, "a", "theirs")));
                other.join().expect("no panic").expect("written")
            });
        }
        rename(c, "a", "ours")
    });
    assert_eq!((outcome.expect("the second try goes well"), tries), (1, 2));
}

#[test]
fn of_two_in_a_deadlock_both_succeed() {
    let database = postgres();
    let store = &database.store;
    for id in ["a", "b"] {
        store.write(|c| insert_city(c, id)).expect("written");
    }
    let (both_hold_one, tries) = (Barrier::new(2), AtomicU32::new(0));
    let cross = |first: &str, second: &str| {
        let mut met = false;
        store.write(|c| {
            tries.fetch_add(1, Ordering::Relaxed);
            rename(c, first, "x")?;
            if !met {
                met = true;
                both_hold_one.wait();
            }
            rename(c, second, "x")
        })
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| cross("b", "a"));
        cross("a", "b").expect("written");
        other.join().expect("no panic").expect("written");
    });
    // The one that was taken back may meet the other once more before that has ended.
    let tries = tries.into_inner();
    assert!(tries >= 3, "one of the two was tried again: {tries}");
}

#[test]
fn who_waits_too_long_for_another_process_of_sqlite_is_told_that_the_database_is_busy() {
    let database = sqlite();
    let store = hasty(&database.url);
    let path = database.url.trim_start_matches("sqlite://");
    let mut other = SqliteConnection::establish(path).expect("another process");
    diesel::sql_query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .expect("the lock is theirs");
    let began = Instant::now();
    let outcome = store.write(|c| insert_city(c, "a"));
    assert!(matches!(outcome, Err(StoreError::Busy)), "{outcome:?}");
    assert!(began.elapsed() < Duration::from_secs(3));
    assert_eq!(count_cities(&store), 0, "reading goes on");
    diesel::sql_query("COMMIT")
        .execute(&mut other)
        .expect("the lock is free");
    store.write(|c| insert_city(c, "a")).expect("written");
}

#[test]
fn who_waits_too_long_for_a_row_of_postgresql_is_told_that_the_database_is_busy() {
    let database = postgres();
    let store = hasty(&database.url);
    store.write(|c| insert_city(c, "a")).expect("written");
    let outcome: Result<(), StoreError> = database.store.write(|c| {
        rename(c, "a", "theirs")?;
        let began = Instant::now();
        let ours = store.write(|c| rename(c, "a", "ours"));
        assert!(matches!(ours, Err(StoreError::Busy)), "{ours:?}");
        assert!(began.elapsed() < Duration::from_secs(3));
        Ok(())
    });
    outcome.expect("who was first is not disturbed");
    store.write(|c| rename(c, "a", "ours")).expect("written");
}

#[test]
fn a_pool_of_postgresql_that_is_used_up_gives_up_too() {
    let database = postgres();
    let store = hasty(&database.url);
    let outcome: Result<(), StoreError> = store.read(|_| {
        store.read(|_| {
            let third: Result<(), StoreError> = store.read(|_| Ok(()));
            assert!(matches!(third, Err(StoreError::Busy)));
            Ok(())
        })
    });
    outcome.expect("the two readers are not disturbed");
}

#[test]
fn a_path_that_cannot_hold_a_database_is_refused_at_once_and_makes_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |rest: &str| format!("sqlite://{}/{rest}", folder.path().display());
    let refusals = [
        (at("nowhere/zhiban.db"), "there is no folder"),
        (at("zhiban.db?mode=rwc"), "takes no options"),
        ("sqlite://:memory:".to_owned(), "in memory"),
        ("sqlite://file:zhiban.db".to_owned(), "file:"),
    ];
    for (url, said) in refusals {
        let began = Instant::now();
        let refusal = Store::open(&url, &StoreOptions::default())
            .err()
            .expect("refused");
        assert!(refusal.to_string().contains(said), "{url}: {refusal}");
        assert!(began.elapsed() < Duration::from_secs(1), "{url}");
    }
    let files = std::fs::read_dir(folder.path()).expect("the folder");
    assert_eq!(files.count(), 0);
}

#[test]
fn who_declares_clients_waits_for_who_books_and_two_who_book_do_not_wait_for_each_other() {
    let database = postgres();
    let (booking, declared) = (&database.store, AtomicU32::new(0));
    std::thread::scope(|scope| {
        let done = booking.write(|c| {
            conflicts::hold(c)?;
            let beside = scope.spawn(|| booking.write(conflicts::hold));
            beside.join().expect("no panic").expect("booked beside");
            let declares = scope.spawn(|| {
                booking.write(conflicts::hold_to_change)?;
                declared.fetch_add(1, Ordering::SeqCst);
                Ok::<_, StoreError>(())
            });
            std::thread::sleep(Duration::from_millis(300));
            assert_eq!(declared.load(Ordering::SeqCst), 0, "they wait");
            insert_city(c, "booked")?;
            Ok::<_, StoreError>(declares)
        });
        let declares = done.expect("booked");
        declares.join().expect("no panic").expect("declared");
    });
    assert_eq!(declared.into_inner(), 1);
}
