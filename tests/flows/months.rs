//! The invented city in each month of a year and more: the demo and the tests take the machine's next one, whichever it is.

use std::collections::{BTreeSet, HashMap};

use zhiban::actions::generate_roster;
use zhiban::actions::import_city::import_city;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::config::Config;
use zhiban::demo;
use zhiban::domain::calendar::Month;
use zhiban::store::places;
use zhiban_solver::roster::Instance;

use crate::databases::sqlite;
use crate::month::context;

#[test]
fn the_invented_city_makes_a_problem_that_holds_in_each_of_fourteen_months() {
    let weights = Config::load(None, HashMap::new())
        .expect("settings")
        .solver
        .weights;
    let months = std::iter::successors(Month::parse("2026-12"), |month| Some(month.next()));
    for month in months.take(14) {
        let (database, context) = (sqlite(), context());
        let store = &database.store;
        let city = import_city(store, &context, &demo::city(1, month)).expect("imported");
        let districts = store.read(|c| places::districts_of(c, &city.city_id));
        let rosters: Vec<String> = districts
            .expect("districts")
            .iter()
            .map(|d| set_up_month(store, &context, &d.id, month).expect("set up"))
            .collect();
        let problem = generate_roster::problem(store, &rosters, weights).expect("a problem");
        let pools: BTreeSet<&str> = problem.duties.iter().map(|d| d.pool.as_str()).collect();
        let (duties, series) = (problem.duties.len(), problem.series.len());
        assert!(duties > 600, "{month}: {duties} duties");
        assert_eq!(
            series,
            problem.stations.len(),
            "{month}: an adviser day each"
        );
        assert_eq!(pools.len(), 5, "{month}: {pools:?}");
        if let Err(wrong) = Instance::new(problem) {
            panic!("{month}: {wrong:?}");
        }
    }
}
