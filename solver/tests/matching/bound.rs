//! The bound by prices: whatever they are, no more is proven than the optimum, and the judge counts what the relaxation counts.

use proptest::prelude::*;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::certificate::Certificate;
use zhiban_solver::matching::recount::recount;
use zhiban_solver::matching::relax::{self, Relaxation};

use crate::{brute, plain, problem, solve};

/// Prices of any size, most of them nothing.
fn any_prices() -> impl Strategy<Value = Vec<f64>> {
    let price = prop_oneof![3 => Just(0.0), 3 => 0.0..20.0, 1 => 0.0..200.0];
    proptest::collection::vec(price, 64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_prices_no_more_than_the_optimum_is_proven(document in problem(), any in any_prices()) {
        let instance = Instance::new(document.clone()).expect("a batch");
        let mut relaxation = Relaxation::new(&instance);
        let ranges = relaxation.ranges().into_iter();
        let mut prices: Vec<f64> = ranges.zip(any.into_iter().cycle()).map(|((low, high), price)| price.clamp(low, high)).collect();
        relax::round(&mut prices);
        let believed = relaxation.bound(&prices, &mut vec![0.0; prices.len()]);
        let proven = recount(&document, &relaxation.certificate(&prices)).expect("right prices");
        let whole = (believed - 1e-6).ceil() as i64;
        prop_assert_eq!(proven, whole);
        prop_assert!(proven <= brute::best(&document, 0, &mut Vec::new()));
    }
}

#[test]
fn prices_that_prove_nothing_are_refused() {
    let document = plain();
    let good = solve(&document)
        .1
        .certificate
        .expect("kept with the answer");
    assert!(recount(&document, &good).is_ok());
    let refusal = |change: &dyn Fn(&mut Certificate)| {
        let mut certificate = (*good).clone();
        change(&mut certificate);
        recount(&document, &certificate).expect_err("refused")
    };
    assert!(refusal(&|c| c.format.clear()).contains("format"));
    assert!(refusal(&|c| c.slots.push(("s1".into(), -1))).contains("a price is from 0"));
    assert!(refusal(&|c| c.slots = vec![("s1".into(), 1), ("s1".into(), 1)]).contains("twice"));
    assert!(refusal(&|c| c.slots.push(("s9".into(), 1))).contains("not known"));
    let moment = document.slots[0].start;
    assert!(refusal(&|c| c.interpreters.push(("x".into(), moment, 1))).contains("not known"));
    assert!(refusal(&|c| c.groups.push(("zh".into(), 1))).contains("none of at least 5"));
}
