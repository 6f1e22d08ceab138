//! The roster solver from outside: random problems against brute force, its judge, its reasons, bad input.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod bound;
mod brute;
mod explain;
mod input;
mod judge;
mod random;

use std::collections::BTreeMap;

use brute::{Brute, Rule};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use zhiban_solver::roster::{Answer, Clash, Document, Instance, RosterAnswer, Status};
use zhiban_solver::{Limits, SolveError, solve_roster};

/// A problem with one of everything.
fn sample() -> Document {
    Document::from_json(include_bytes!("../samples/roster.json")).unwrap()
}

fn solve(document: &Document) -> Result<Answer, SolveError> {
    let instance = Instance::new(document.clone()).expect("a random problem is right");
    solve_roster(&instance, &Limits::seconds(20.0, 1, 0), &mut |_| true)
}

fn roster(document: &Document) -> RosterAnswer {
    match solve(document) {
        Ok(Answer::Roster(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

/// The answer keeps every rule, costs what it says, and brute force finds none that costs less.
fn is_the_optimum(document: &Document, answer: &RosterAnswer) -> Result<(), TestCaseError> {
    let brute = Brute::new(document, None);
    prop_assert_eq!(answer.status, Status::Optimal);
    prop_assert_eq!(brute.cost_of(answer), Some(answer.objective));
    prop_assert!(answer.bound > answer.objective as f64 - 1.0);
    prop_assert_eq!(brute.below(answer.objective), None);
    Ok(())
}

/// Only these pins and fixed holders.
fn with_wishes(document: &Document, wishes: &[Clash]) -> Document {
    let mut only = document.clone();
    only.pins.clear();
    for series in &mut only.series {
        series.holder = None;
    }
    for wish in wishes {
        match wish {
            Clash::Pin(pair) => only.pins.push(pair.clone()),
            Clash::Holder { series, person } => {
                let one = only.series.iter_mut().find(|s| s.id == *series).unwrap();
                one.holder = Some(person.clone());
            }
        }
    }
    only
}

/// No answer keeps all of the clash, and some answer keeps any part of it.
fn is_a_smallest_clash(document: &Document, clash: &[Clash]) -> Result<(), TestCaseError> {
    prop_assert!(!clash.is_empty());
    let is_possible = |wishes: &[Clash]| {
        let only = with_wishes(document, wishes);
        Brute::new(&only, None).below(i64::MAX).is_some()
    };
    prop_assert!(!is_possible(clash));
    for left_out in 0..clash.len() {
        let mut rest = clash.to_vec();
        rest.remove(left_out);
        prop_assert!(is_possible(&rest), "{:?} is not needed", clash[left_out]);
    }
    Ok(())
}

fn is_answered_rightly(document: &Document) -> Result<(), TestCaseError> {
    match solve(document) {
        Ok(Answer::Roster(answer)) => is_the_optimum(document, &answer),
        Ok(Answer::Infeasible(answer)) => is_a_smallest_clash(document, &answer.conflict),
        Err(e) => Err(TestCaseError::fail(e.to_string())),
    }
}

#[test]
fn random_problems_are_solved_as_brute_force_solves_them() {
    let mut runner = TestRunner::new(Config {
        cases: 2000,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&random::problem(12), |document| {
            is_answered_rightly(&document)
        })
        .unwrap();
}

/// The random problems would be no test of a rule that never changes the answer, or of a term that is always nought.
#[test]
fn each_rule_and_term_matters_in_many_random_problems() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::problem(12);
    let mut matters: BTreeMap<String, u32> = BTreeMap::new();
    let mut infeasible = 0;
    for _ in 0..1000 {
        let document = strategy.new_tree(&mut runner).unwrap().current();
        let Ok(Answer::Roster(answer)) = solve(&document) else {
            infeasible += 1;
            continue;
        };
        for rule in Rule::ALL {
            let cheaper = Brute::new(&document, Some(rule)).below(answer.objective);
            *matters.entry(format!("{rule:?}")).or_default() += u32::from(cheaper.is_some());
        }
        let terms = serde_json::to_value(answer.terms).unwrap();
        for (term, cost) in terms.as_object().unwrap() {
            *matters.entry(term.clone()).or_default() += u32::from(cost.as_i64() > Some(0));
        }
    }
    let seldom: Vec<_> = matters.iter().filter(|(_, n)| **n < 10).collect();
    assert!(
        seldom.is_empty() && infeasible >= 10,
        "{matters:?}, infeasible {infeasible}"
    );
}

#[test]
fn the_same_seed_gives_the_same_answer() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..20 {
        let document = random::problem(12).new_tree(&mut runner).unwrap().current();
        let answers = [(); 2].map(|()| match solve(&document) {
            Ok(Answer::Roster(answer)) => format!("{:?}", (answer.assignments, answer.holders)),
            other => format!("{:?}", other.map(|_| "infeasible")),
        });
        assert_eq!(answers[0], answers[1]);
    }
}
