//! A database with the invented city and its next month, by the machine's clock: what the program itself works with. No tests here.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use zhiban::actions::import_city::import_city;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::actions::{Context, SystemRandomness, generate_roster};
use zhiban::config::Config;
use zhiban::demo;
use zhiban::domain::calendar::Month;
use zhiban::domain::job::JobKind;
use zhiban::service::{Clock, SystemClock};
use zhiban::store::{Store, jobs, places};
use zhiban_solver::roster::{Answer, Instance};
use zhiban_solver::{Limits, solve_roster};

/// Seconds that a month is solved: whether its roster is good is nothing to those who use it.
const SECONDS: f64 = 2.0;

/// How far a database is prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every user takes each")]
pub enum Stage {
    /// The city is imported and the next month is set up.
    SetUp,
    /// The month is generated too.
    Proposed,
}

/// Who asks, at the real time: the program has no other.
pub fn context() -> Context {
    Context {
        now: SystemClock.now(),
        random: Arc::new(SystemRandomness),
        actor: "test".to_owned(),
    }
}

/// The month that is prepared.
pub fn month() -> Month {
    Month::of(context().now.date_naive()).next()
}

/// Imports the invented city into an empty database, sets the next month up and generates it. Gives the districts' rosters.
pub fn prepare(store: &Store, stage: Stage) -> Vec<String> {
    let (context, month) = (context(), month());
    let city = import_city(store, &context, &demo::city(1, month)).unwrap();
    let districts = store.read(|c| places::districts_of(c, &city.city_id));
    let set_up = |d: &places::DistrictRow| set_up_month(store, &context, &d.id, month).unwrap();
    let rosters: Vec<String> = districts.unwrap().iter().map(set_up).collect();
    if stage == Stage::Proposed {
        propose(store, &context, &rosters);
    }
    rosters
}

/// Generates as a worker does, but in this process.
fn propose(store: &Store, context: &Context, rosters: &[String]) {
    generate_roster::start(store, context, rosters).unwrap();
    let now = context.instant();
    let kinds = [JobKind::GenerateRoster];
    let lease = |c: &mut _| jobs::lease(c, &kinds, "test", now, now + TimeDelta::minutes(1));
    let job = store.write(lease).unwrap().expect("the job");
    let weights = Config::load(None, HashMap::new()).unwrap().solver.weights;
    let problem = generate_roster::problem(store, rosters, weights).unwrap();
    let instance = Instance::new(problem.clone()).unwrap();
    let limits = Limits::seconds(SECONDS, 1, 1);
    let Answer::Roster(answer) = solve_roster(&instance, &limits, &mut |_| true).unwrap() else {
        panic!("the invented month has an answer");
    };
    let attempt = Some(job.attempt());
    generate_roster::propose(store, context, rosters, problem, &answer, attempt.as_ref()).unwrap();
}
