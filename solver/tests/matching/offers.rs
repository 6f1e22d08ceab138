//! What is offered to a resident who asks now.

use zhiban_solver::matching::Instance;
use zhiban_solver::matching::certificate::Certificate;
use zhiban_solver::matching::document::{Document, Interpreter, Shift};
use zhiban_solver::matching::offers::offers;

use crate::{at, plain, speaks};

/// Slot and shift of each offer to a request.
fn offered(document: &Document, request: usize, prices: &Certificate, most: usize) -> Vec<String> {
    let instance = Instance::new(document.clone()).expect("a batch");
    let named = |offer: zhiban_solver::matching::offers::Offer| {
        let slot = &document.slots[offer.triple.slot].id;
        let shift = offer.triple.shift.map(|h| &document.shifts[h].id);
        shift.map_or(slot.clone(), |shift| format!("{slot} with {shift}"))
    };
    let all = offers(&instance, request, prices, most);
    all.into_iter().map(named).collect()
}

#[test]
fn a_slot_that_others_would_pay_for_comes_later() {
    let mut prices = Certificate::default();
    assert_eq!(offered(&plain(), 0, &prices, 5), ["s1", "s2"]);
    prices.slots = vec![("s1".into(), 1)];
    assert_eq!(offered(&plain(), 0, &prices, 5), ["s2", "s1"]);
    assert_eq!(offered(&plain(), 0, &prices, 1), ["s2"]);
}

#[test]
fn there_is_something_to_choose_before_there_is_more_of_the_same() {
    let mut document = plain();
    document.slots[2].station = Some("s".into());
    let prices = Certificate::default();
    assert_eq!(offered(&document, 0, &prices, 2), ["s1", "s3"]);
    assert_eq!(offered(&document, 0, &prices, 3), ["s1", "s2", "s3"]);
}

#[test]
fn the_interpreter_whom_nobody_else_needs_comes_first() {
    let mut document = plain();
    document.interpreters.push(Interpreter {
        id: "m".into(),
        languages: speaks(&["fr", "zh"]),
    });
    document.shifts.push(Shift {
        id: "k".into(),
        interpreter: "m".into(),
        ..document.shifts[0].clone()
    });
    let mut prices = Certificate::default();
    let first = |prices: &Certificate| offered(&document, 1, prices, 5).remove(0);
    assert_eq!(first(&prices), "s1 with h");
    prices.interpreters = vec![("n".into(), at("02T09:00"), 5)];
    assert_eq!(first(&prices), "s1 with k");
    prices.interpreters.push(("m".into(), at("02T09:00"), 6));
    assert_eq!(first(&prices), "s2 with h", "then nobody is wanted");
}
