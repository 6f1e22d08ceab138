//! Leases: when a job changes hands, and what its former worker may still write.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use zhiban::store::StoreError;

use crate::place::{Place, Stage, context, wait_for};
use crate::server::Server;

/// Stops a server where it does not hold the lock of SQLite: nobody else could write before it goes on.
fn stop_between_transactions(place: &Place, server: &Server) {
    loop {
        server.stop();
        let nothing = place.store.write(|_| Ok::<_, StoreError>(()));
        if nothing.is_ok() {
            return;
        }
        server.go_on();
    }
}

#[test]
fn a_worker_that_stood_still_loses_its_job_after_the_lease_and_its_answer_is_refused() {
    let mut place = Place::new(Stage::SetUp);
    let lost = Server::start(&place);
    let job = place.generate();
    let solve = lost.solve();
    wait_for("progress", || !place.job(&job).progress.is_empty());
    stop_between_transactions(&place, &lost);
    let until = place.job(&job).lease_until.expect("a lease");

    place.set("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "180");
    let next = Server::start(&place);
    wait_for("another attempt", || {
        let row = place.job(&job);
        let is_taken = row.attempt == 2;
        assert!(!is_taken || context().instant() >= until, "too early");
        is_taken
    });
    wait_for("the answer of the first", || solve.has_ended());
    wait_for("progress of the second", || {
        place.job(&job).progress.contains("solving")
    });
    // The first has an answer, and the month is still being solved: only the attempt's number stands against it.
    lost.go_on();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(2) {
        let row = place.job(&job);
        assert_eq!((row.state.as_str(), row.attempt), ("running", 2));
        assert_eq!(place.count_rows("solves"), 0);
        std::thread::sleep(Duration::from_millis(50));
    }
    // To lose a job is no reason to die: when the second is killed, the first takes it again.
    next.kill();
    wait_for("the end of the job", || {
        place.job(&job).finished_at.is_some()
    });
    let row = place.job(&job);
    assert_eq!((row.state.as_str(), row.attempt), ("done", 3));
    assert_eq!(place.states(), ["proposed", "proposed", "proposed"]);
    assert_eq!(place.count_rows("solves"), 1);
}

#[test]
fn a_worker_shows_that_it_lives_as_often_as_the_settings_say() {
    let mut place = Place::new(Stage::SetUp);
    let (lease, heartbeat) = (6, 3);
    place.set("ZHIBAN__JOBS__LEASE_SECONDS", &lease.to_string());
    place.set("ZHIBAN__JOBS__HEARTBEAT_SECONDS", &heartbeat.to_string());
    // A solve that tells nothing.
    place.set("ZHIBAN__SOLVER__PROGRAM", &mute_solver(&place));
    let _server = Server::start(&place);
    let job = place.generate();
    wait_for("an attempt", || place.job(&job).attempt == 1);
    let mut seen = BTreeSet::new();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(7) {
        let until = place.job(&job).lease_until.expect("a lease");
        let left = (until - context().instant()).to_std().unwrap_or_default();
        assert!(
            left > Duration::from_secs(lease - heartbeat - 1),
            "{left:?}"
        );
        seen.insert(until);
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!((2..=4).contains(&seen.len()), "{} beats", seen.len());
}

/// A program that takes a problem and says nothing for longer than a test looks.
fn mute_solver(place: &Place) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = place.folder.path().join("mute-solver");
    std::fs::write(&path, "#!/bin/sh\nexec sleep 20\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}
