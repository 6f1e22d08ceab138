//! The roster solver from outside: random problems against brute force, its judge, its reasons, bad input.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod bound;
mod brute;
mod explain;
mod input;
mod judge;
mod random;

use std::cell::RefCell;
use std::collections::BTreeMap;

use brute::{Brute, Rule};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use zhiban_solver::roster::{Answer, Clash, Document, Instance, RosterAnswer, Status, Terms};
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

fn is_answered_rightly(document: &Document, answer: &Answer) -> Result<(), TestCaseError> {
    match answer {
        Answer::Roster(answer) => is_the_optimum(document, answer),
        Answer::Infeasible(answer) => is_a_smallest_clash(document, &answer.conflict),
    }
}

/// In how many problems each rule changes the optimum and each term costs something, and how many have no answer.
struct Seen {
    times: BTreeMap<String, u32>,
    infeasible: u32,
}

impl Seen {
    /// Often enough to be a test of it.
    const OFTEN: u32 = 200;

    fn new() -> Self {
        let Value::Object(terms) = json!(Terms::default()) else {
            panic!("terms have names");
        };
        let rules = Rule::ALL.map(|rule| format!("{rule:?}"));
        Self {
            times: terms
                .into_iter()
                .map(|(name, _)| name)
                .chain(rules)
                .zip(std::iter::repeat(0))
                .collect(),
            infeasible: 0,
        }
    }

    fn look(&mut self, document: &Document, answer: &Answer) {
        let Answer::Roster(answer) = answer else {
            self.infeasible += 1;
            return;
        };
        for rule in Rule::ALL {
            let times = self.times.get_mut(&format!("{rule:?}")).unwrap();
            if *times < Self::OFTEN {
                let without = Brute::new(document, Some(rule));
                *times += u32::from(without.below(answer.objective).is_some());
            }
        }
        for (term, cost) in json!(answer.terms).as_object().unwrap() {
            *self.times.get_mut(term).unwrap() += u32::from(cost.as_i64() > Some(0));
        }
    }

    fn is_enough(&self) -> bool {
        self.infeasible >= Self::OFTEN && self.times.values().all(|&n| n >= Self::OFTEN)
    }
}

/// Random problems until each rule has changed the optimum often enough, each term has cost something, and pins have clashed: of a
/// rule that never changes the answer they would be no test.
#[test]
fn random_problems_are_solved_as_brute_force_solves_them() {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let strategy = random::problem(12);
    let seen = RefCell::new(Seen::new());
    for _ in 0..20_000 {
        let problem = strategy.new_tree(&mut runner).unwrap();
        runner
            .run_one(problem, |document| {
                let answer = solve(&document).map_err(|e| TestCaseError::fail(e.to_string()))?;
                is_answered_rightly(&document, &answer)?;
                seen.borrow_mut().look(&document, &answer);
                Ok(())
            })
            .unwrap();
        if seen.borrow().is_enough() {
            return;
        }
    }
    let Seen { times, infeasible } = seen.into_inner();
    panic!("{times:?}, infeasible {infeasible}");
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
