//! Times reading, building and solving rosters. The problems are drawn by the exchange format's generator, which needs a python3
//! and nothing else.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use zhiban_solver::roster::decompose::parts;
use zhiban_solver::roster::model::Model;
use zhiban_solver::roster::{Answer, Document, Instance, RosterAnswer, rules};
use zhiban_solver::{Limits, solve_roster};

mod drawn;

use drawn::drawn;

const GENERATOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exchange/gen_roster.py");

/// As the service is set.
const THREADS: u32 = 2;

/// Seconds that a whole district may be solved. It is far from proven then, and ten runs would time the limit: it is solved once, and
/// what was reached is printed.
const LIMIT: f64 = 10.0;

fn instance(json: &[u8]) -> Instance {
    Instance::new(Document::from_json(json).unwrap()).unwrap()
}

/// Every rule and term as rows, for every part.
fn build(instance: &Instance) -> usize {
    let parts = parts(instance);
    let models = parts.iter().map(|part| {
        let mut model = Model::new(instance, part, None);
        rules::post_rules(&mut model);
        rules::post_terms(&mut model);
        black_box(&model.program);
    });
    models.count()
}

fn solve(instance: &Instance, seconds: f64) -> RosterAnswer {
    let limits = Limits::seconds(seconds, THREADS, 1);
    match solve_roster(instance, &limits, &mut |_| true).unwrap() {
        Answer::Roster(answer) => answer,
        Answer::Infeasible(_) => panic!("every problem of the generator has an answer"),
    }
}

fn tiny(c: &mut Criterion) {
    let json = drawn(GENERATOR, "tiny", 1);
    let read = instance(&json);
    let mut group = c.benchmark_group("tiny");
    group.bench_function("instance", |b| b.iter(|| instance(black_box(&json))));
    group.bench_function("model", |b| b.iter(|| build(&read)));
    group.sample_size(10);
    group.bench_function("solved to the optimum", |b| b.iter(|| solve(&read, 60.0)));
    group.finish();
}

fn district(c: &mut Criterion) {
    let json = drawn(GENERATOR, "district", 1);
    let read = instance(&json);
    let mut group = c.benchmark_group("district");
    group.sample_size(10);
    group.bench_function("instance", |b| b.iter(|| instance(black_box(&json))));
    group.bench_function("model", |b| b.iter(|| build(&read)));
    group.finish();
    if is_asked_for("district/solved") {
        let answer = solve(&read, LIMIT);
        let (objective, bound) = (answer.objective, answer.bound);
        let gap = 100.0 * (objective as f64 - bound) / objective as f64;
        eprintln!(
            "district/solved within {LIMIT} s: objective {objective}, bound {bound:.0}, gap {gap:.1} % in {:.1} s",
            answer.seconds
        );
    }
}

/// Whether the command line wants this: by no filter at all, or one that it contains. Not where each is only tried.
fn is_asked_for(name: &str) -> bool {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let filter = arguments.iter().find(|a| !a.starts_with('-'));
    !arguments.iter().any(|a| a == "--test" || a == "--list")
        && filter.is_none_or(|filter| name.contains(filter.as_str()))
}

criterion_group!(roster, tiny, district);
criterion_main!(roster);
