//! A server that is killed while a month is generated.

use zhiban::store::jobs;

use crate::place::{Place, Stage, context, wait_for};
use crate::server::Server;

#[test]
fn a_month_is_generated_though_the_server_was_killed_over_it() {
    let mut place = Place::new(Stage::SetUp);
    place.set("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "180");
    let server = Server::start(&place);
    let job = place.generate();
    let solve = server.solve();
    wait_for("progress", || !place.job(&job).progress.is_empty());
    assert!(!solve.has_ended());
    server.kill();
    wait_for("the end of the orphaned solve", || solve.has_ended());
    let temporary = place.temporary();
    let left = || std::fs::read_dir(&temporary).unwrap().count();
    wait_for("an empty temporary folder", || left() == 0);
    let row = place.job(&job);
    assert_eq!((row.state.as_str(), row.attempt), ("running", 1));

    place.set("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "3");
    let server = Server::start(&place);
    wait_for("the end of the job", || {
        place.job(&job).finished_at.is_some()
    });
    let row = place.job(&job);
    assert_eq!(
        (row.state.as_str(), row.attempt, row.error.as_str()),
        ("done", 2, "")
    );
    assert_eq!(place.states(), ["proposed", "proposed", "proposed"]);
    assert!(place.pairs().len() > 100);
    assert_eq!(place.count_rows("solves"), 1);
    wait_for("an empty temporary folder", || left() == 0);
    assert_eq!(server.get("/"), 200, "it serves");
}

#[test]
fn a_month_whose_generation_died_in_every_attempt_can_be_generated_again() {
    let place = Place::new(Stage::SetUp);
    let job = place.generate();
    // Three workers die over it, at once: each takes it when the lease of the one before has run out.
    for _ in 0..3 {
        let now = context().instant();
        let kinds = [zhiban::domain::job::JobKind::GenerateRoster];
        let lease = |c: &mut _| jobs::lease(c, &kinds, "dies", now, now - crate::place::LEASE);
        assert!(place.store.write(lease).unwrap().is_some());
    }
    assert_eq!(place.states(), ["solving", "solving", "solving"]);
    let _server = Server::start(&place);
    wait_for("the end of the job", || {
        place.job(&job).finished_at.is_some()
    });
    let row = place.job(&job);
    assert_eq!(
        (row.state.as_str(), row.error.as_str()),
        ("failed", "its worker died in attempt 3")
    );
    assert_eq!(place.states(), ["draft", "draft", "draft"]);
    let again = place.generate();
    wait_for("the next job", || place.job(&again).state == "done");
    assert_eq!(place.states(), ["proposed", "proposed", "proposed"]);
}
