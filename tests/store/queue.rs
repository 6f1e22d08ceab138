//! The queue on both databases: one holder at a time, and nothing of a lost one counts.

use chrono::{NaiveDateTime, TimeDelta};
use zhiban::domain::job::{Attempt, JobKind};
use zhiban::store::jobs::{self, JobRow};
use zhiban::store::{Store, StoreError};

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
        assert_eq!(
            lease(store, 2).map(|j| j.attempt),
            Some(1),
            "{}",
            database.name
        );
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
fn a_key_stands_for_one_job_that_waits_or_runs() {
    each(|database| {
        let store = &database.store;
        assert_eq!(enqueue(store, &job("a", Some("mail"))), "a");
        assert_eq!(
            enqueue(store, &job("b", Some("mail"))),
            "a",
            "{}",
            database.name
        );
        let held = lease(store, 0).expect("held");
        assert!(finish(store, &held.attempt()));
        assert_eq!(
            enqueue(store, &job("c", Some("mail"))),
            "c",
            "{}",
            database.name
        );
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
