//! The queue on both databases: one holder at a time, and nothing of a lost one counts.

use std::collections::HashSet;
use std::sync::{Barrier, mpsc};
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use zhiban::domain::job::{Attempt, JobKind};
use zhiban::store::jobs::{self, JobRow};
use zhiban::store::{Store, StoreError, schema};

use crate::databases::each;

fn at(seconds: i64) -> NaiveDateTime {
    let start: NaiveDateTime = "2026-12-01T00:00:00".parse().expect("an instant");
    start + TimeDelta::seconds(seconds)
}

fn job(id: &str, key: Option<&str>) -> JobRow {
    JobRow {
        id: id.into(),
        kind: JobKind::DeliverMail.as_str().into(),
        payload: "{}".into(),
        state: "queued".into(),
        attempt: 0,
        max_attempts: 2,
        run_after: at(0),
        lease_until: None,
        worker: String::new(),
        progress: String::new(),
        result: String::new(),
        error: String::new(),
        unique_key: key.map(Into::into),
        created_at: at(0),
        finished_at: None,
    }
}

fn enqueue(store: &Store, row: &JobRow) -> String {
    store.write(|c| jobs::enqueue(c, row)).expect("queued")
}

fn lease(store: &Store, now: i64) -> Option<JobRow> {
    store
        .write(|c| jobs::lease(c, &[JobKind::DeliverMail], "w", at(now), at(now + 60)))
        .expect("the queue answers")
}

fn finish(store: &Store, attempt: &Attempt) -> bool {
    store
        .write(|c| jobs::finish(c, attempt, "{}", at(5)))
        .expect("the queue answers")
}

fn state(store: &Store, id: &str) -> String {
    store
        .read(|c| jobs::find(c, id))
        .expect("read")
        .expect("the job")
        .state
}

#[test]
fn a_job_is_held_by_one_worker_at_a_time() {
    each(|database| {
        let store = &database.store;
        enqueue(store, &job("a", None));
        let first = lease(store, 1).expect("the first worker has it");
        assert_eq!(first.attempt, 1);
        assert!(lease(store, 2).is_none(), "{}", database.name);
        assert!(finish(store, &first.attempt()));
        assert_eq!(state(store, "a"), "done");
        assert!(
            lease(store, 100).is_none(),
            "what is done is not done again"
        );
    });
}

#[test]
fn a_lease_that_runs_out_is_taken_over_and_the_lost_worker_writes_nothing() {
    each(|database| {
        let store = &database.store;
        enqueue(store, &job("a", None));
        let lost = lease(store, 0).expect("held");
        assert!(lease(store, 59).is_none(), "{}", database.name);
        let next = lease(store, 61).expect("taken over");
        assert_eq!(next.attempt, 2);
        assert!(
            !finish(store, &lost.attempt()),
            "{}: a stale attempt ended the job",
            database.name
        );
        let beat = store
            .write(|c| jobs::beat(c, &lost.attempt(), at(200), "{}"))
            .expect("the queue answers");
        assert!(
            !beat,
            "{}: a stale attempt renewed the lease",
            database.name
        );
        assert!(finish(store, &next.attempt()));
    });
}

#[test]
fn a_job_that_died_in_its_last_attempt_is_found_and_not_tried_again() {
    each(|database| {
        let store = &database.store;
        let lost = |now| {
            let find = |c: &mut _| jobs::find_lost(c, &[JobKind::DeliverMail], at(now));
            let found = store.read(find).expect("the queue answers");
            found.map(|job| job.id)
        };
        enqueue(store, &job("a", None));
        lease(store, 0).expect("the first attempt");
        assert_eq!(lost(61), None, "{}: an attempt is left", database.name);
        lease(store, 61).expect("the second");
        assert_eq!(lost(120), None, "{}: it may live", database.name);
        assert!(lease(store, 200).is_none());
        assert_eq!(lost(200), Some("a".to_owned()), "{}", database.name);
        assert_eq!(state(store, "a"), "running", "{}", database.name);
    });
}

#[test]
fn a_failed_attempt_waits_before_the_next() {
    each(|database| {
        let store = &database.store;
        enqueue(store, &job("a", None));
        let first = lease(store, 0).expect("held");
        let fail = |c: &mut zhiban::store::Connection| -> Result<bool, StoreError> {
            jobs::fail(c, &first.attempt(), "no answer", Some(at(30)), at(1))
        };
        assert!(store.write(fail).expect("the queue answers"));
        assert!(lease(store, 29).is_none(), "{}", database.name);
        assert_eq!(
            lease(store, 30).map(|j| j.attempt),
            Some(2),
            "{}",
            database.name
        );
    });
}

#[test]
fn a_released_job_does_not_count_the_attempt() {
    each(|database| {
        let store = &database.store;
        enqueue(store, &job("a", None));
        let held = lease(store, 0).expect("held");
        store
            .write(|c| jobs::release(c, &held.attempt(), at(1)))
            .expect("given back");
        for (now, number) in [(2, 2), (70, 3)] {
            let next = lease(store, now).map(|j| j.attempt);
            assert_eq!(next, Some(number), "{}", database.name);
        }
        assert!(lease(store, 200).is_none(), "{}: two count", database.name);
    });
}

#[test]
fn a_cancelled_job_is_lost_to_its_worker() {
    each(|database| {
        let store = &database.store;
        enqueue(store, &job("a", None));
        let held = lease(store, 0).expect("held");
        assert!(
            store
                .write(|c| jobs::cancel(c, "a", at(1)))
                .expect("cancelled")
        );
        assert!(!finish(store, &held.attempt()), "{}", database.name);
        assert!(
            !store
                .write(|c| jobs::cancel(c, "a", at(2)))
                .expect("answered"),
            "once is enough"
        );
    });
}

#[test]
fn a_key_stands_for_one_job_that_waits() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        assert_eq!(enqueue(store, &job("a", Some("mail"))), "a");
        assert_eq!(enqueue(store, &job("b", Some("mail"))), "a", "{name}");
        let held = lease(store, 0).expect("held");
        assert!(finish(store, &held.attempt()));
        assert_eq!(enqueue(store, &job("c", Some("mail"))), "c", "{name}");
    });
}

#[test]
fn a_job_asked_for_while_one_with_its_key_runs_runs_after_it() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        enqueue(store, &job("a", Some("match")));
        let running = lease(store, 0).expect("held");
        assert_eq!(enqueue(store, &job("b", Some("match"))), "b", "{name}");
        assert_eq!(enqueue(store, &job("c", Some("match"))), "b", "{name}");
        enqueue(store, &job("d", Some("another key")));
        assert_eq!(
            lease(store, 1).map(|j| j.id).as_deref(),
            Some("d"),
            "{name}"
        );
        assert!(lease(store, 2).is_none(), "{name}: both ran at once");
        assert!(finish(store, &running.attempt()));
        assert_eq!(
            lease(store, 3).map(|j| j.id).as_deref(),
            Some("b"),
            "{name}"
        );
    });
}

#[test]
fn a_job_that_runs_is_tried_again_also_where_one_with_its_key_waits() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let again = |attempt: &Attempt, at| {
            let fail = |c: &mut _| jobs::fail(c, attempt, "no answer", Some(at), at);
            store.write(fail).expect("the queue answers")
        };
        let back = |attempt: &Attempt| {
            let release = |c: &mut _| jobs::release(c, attempt, at(2));
            store.write(release).expect("the queue answers")
        };
        enqueue(store, &job("a", Some("match")));
        let first = lease(store, 0).expect("held");
        enqueue(store, &job("b", Some("match")));
        assert!(back(&first.attempt()), "{name}: given back");
        let second = lease(store, 1).expect("the one that was asked for first comes first");
        assert!(again(&second.attempt(), at(9)), "{name}: waits again");
        let third = lease(store, 10).expect("one of them");
        assert!(lease(store, 10).is_none(), "{name}: both ran at once");
        assert!(finish(store, &third.attempt()));
        let fourth = lease(store, 10).expect("the other");
        assert_ne!(third.id, fourth.id, "{name}");
    });
}

#[test]
fn what_is_done_once_is_the_same_job_also_while_it_runs() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let once = |id| {
            let row = job(id, Some("publish"));
            let once = |c: &mut _| jobs::enqueue_once(c, &row);
            store.write(once).expect("queued")
        };
        assert_eq!(once("a"), "a");
        assert_eq!(once("b"), "a", "{name}");
        let held = lease(store, 0).expect("held");
        assert_eq!(once("c"), "a", "{name}");
        assert!(finish(store, &held.attempt()));
        assert_eq!(once("d"), "d", "{name}");
    });
}

#[test]
fn of_eight_at_once_who_ask_for_the_same_nobody_loses_their_work() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        for round in 0..10 {
            let start = Barrier::new(8);
            let ask = |n: usize| {
                let (key, own) = (format!("key {round}"), format!("own {round}-{n}"));
                let shared = job(&format!("shared {round}-{n}"), Some(&key));
                start.wait();
                store.write(|c| -> Result<String, StoreError> {
                    jobs::enqueue(c, &job(&own, None))?;
                    let id = jobs::enqueue(c, &shared)?;
                    // Long enough that the others ask before this is committed.
                    std::thread::sleep(Duration::from_millis(5));
                    Ok(id)
                })
            };
            let ids: HashSet<String> = std::thread::scope(|scope| {
                let ask = &ask;
                let asking: Vec<_> = (0..8).map(|n| scope.spawn(move || ask(n))).collect();
                let ended = asking.into_iter().map(|one| one.join().expect("no panic"));
                ended.map(|id| id.expect("nothing is refused")).collect()
            });
            assert_eq!(ids.len(), 1, "{name}");
            let waiting = store.read(|c| -> Result<i64, StoreError> {
                let queued = schema::jobs::table.filter(schema::jobs::state.eq("queued"));
                Ok(queued.count().get_result(c)?)
            });
            let waiting = waiting.expect("read");
            assert_eq!(waiting, (round + 1) * 9, "{name}");
        }
    });
}

#[test]
fn a_job_does_not_begin_before_what_it_was_asked_for_is_there() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        enqueue(store, &job("a", Some("match")));
        let (asked, is_asked) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let id = store.write(|c| -> Result<String, StoreError> {
                    let id = jobs::enqueue(c, &job("b", Some("match")))?;
                    asked.send(()).expect("the test waits");
                    std::thread::sleep(Duration::from_millis(200));
                    jobs::enqueue(c, &job("written last", None))?;
                    Ok(id)
                });
                assert_eq!(id.expect("queued"), "a", "{name}");
            });
            is_asked.recv().expect("it asks");
            assert_eq!(lease(store, 0).map(|j| j.id).as_deref(), Some("a"));
            let last = store.read(|c| jobs::find(c, "written last"));
            assert!(last.expect("read").is_some(), "{name}: it began too early");
        });
    });
}

#[test]
fn a_job_that_waits_is_brought_forward_and_never_put_off() {
    each(|database| {
        let store = &database.store;
        let later = JobRow {
            run_after: at(100),
            ..job("a", None)
        };
        enqueue(store, &later);
        for (asked, begins) in [(200, 100), (50, 50), (70, 50)] {
            let bring = |c: &mut _| jobs::bring_forward(c, "a", at(asked));
            store.write(bring).expect("the queue answers");
            let row = store.read(|c| jobs::find(c, "a")).expect("read");
            let row = row.expect("the job");
            assert_eq!(row.run_after, at(begins), "{}", database.name);
        }
    });
}

#[test]
fn eight_workers_at_once_do_each_of_forty_jobs_once() {
    each(|database| {
        let store = &database.store;
        for n in 0..40 {
            enqueue(store, &job(&format!("job-{n:02}"), None));
        }
        let done = std::sync::Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let mut idle = 0;
                    while idle < 20 {
                        match lease(store, 1) {
                            Some(job) if finish(store, &job.attempt()) => {
                                done.lock().expect("a list").push(job.id)
                            }
                            Some(job) => panic!("{} was held by two", job.id),
                            None => idle += 1,
                        }
                    }
                });
            }
        });
        let mut done = done.into_inner().expect("a list");
        done.sort();
        let count = done.len();
        done.dedup();
        assert_eq!((count, done.len()), (40, 40), "{}", database.name);
    });
}
