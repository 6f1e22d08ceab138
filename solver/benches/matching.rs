//! Times an index of a city's slots and shifts, and what it takes to find everything that could be offered to a resident. The batch is
//! drawn by the exchange format's generator, which needs a python3 and nothing else.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use zhiban_solver::matching::offers::{Offers, Prices, choose};
use zhiban_solver::matching::{Document, Instance};

mod drawn;

use drawn::drawn;

const GENERATOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exchange/gen_match.py");

fn offers(c: &mut Criterion) {
    let mut document = Document::from_json(&drawn(GENERATOR, "city", 1)).unwrap();
    let requests = std::mem::take(&mut document.requests);
    c.bench_function("index a city", |b| {
        b.iter_batched(
            || document.clone(),
            |document| black_box(Instance::new(document).unwrap()),
            BatchSize::PerIteration,
        );
    });
    let instance = Instance::new(document).unwrap();
    let prices = Prices::default();
    let mut asking = requests.iter().cycle();
    c.bench_function("offers to a resident of a city", |b| {
        b.iter(|| {
            let found = Offers::new(&instance, asking.next().unwrap(), &prices);
            black_box(choose(&instance, found.all, 5, |_| true))
        });
    });
    let mut anywhere: Vec<_> = requests[..1000].to_vec();
    for request in &mut anywhere {
        request.max_km = None;
        request.windows.clear();
    }
    let mut asking = anywhere.iter().cycle();
    c.bench_function("offers to one who comes anywhere at any time", |b| {
        b.iter(|| {
            let found = Offers::new(&instance, asking.next().unwrap(), &prices);
            black_box(choose(&instance, found.all, 5, |_| true))
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = offers
}
criterion_main!(benches);
