//! What is offered to a resident who asks now.

use zhiban_solver::language::Level;
use zhiban_solver::matching::Instance;
use zhiban_solver::matching::certificate::Certificate;
use zhiban_solver::matching::document::{Document, Interpreter, Shift};
use zhiban_solver::matching::offers::{Offer, Offers, Prices, choose};

use crate::{at, plain, speaks};

/// Beside the interpreter `n` of the shift `h`, `m` is there in the shift `k`.
fn with_two_who_help() -> Document {
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
    document
}

/// Slot and shift of each offer to a request.
fn offered(document: &Document, request: usize, prices: &Certificate, most: usize) -> Vec<String> {
    let instance = Instance::new(document.clone()).expect("a batch");
    let prices = Prices::new(&instance, prices);
    let offers = Offers::new(&instance, &document.requests[request], &prices);
    choose(&instance, offers.all, most, |_| true)
        .into_iter()
        .map(|offer| {
            let slot = &document.slots[offer.slot].id;
            let shift = offer.shift.map(|h| &document.shifts[h].id);
            shift.map_or(slot.clone(), |shift| format!("{slot} with {shift}"))
        })
        .collect()
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
    let document = with_two_who_help();
    let mut prices = Certificate::default();
    let first = |prices: &Certificate| offered(&document, 1, prices, 5).remove(0);
    assert_eq!(first(&prices), "s1 with h");
    prices.interpreters = vec![("n".into(), at("02T09:00"), 5)];
    assert_eq!(first(&prices), "s1 with k");
    prices.interpreters.push(("m".into(), at("02T09:00"), 6));
    assert_eq!(first(&prices), "s2 with h", "then nobody is wanted");
}

#[test]
fn what_cannot_be_had_beside_what_is_chosen_is_left_out() {
    let mut document = plain();
    document.slots[2].station = Some("s".into());
    let instance = Instance::new(document.clone()).expect("a batch");
    let offers = Offers::new(&instance, &document.requests[0], &Prices::default());
    let not_first = |offer: &Offer| document.slots[offer.slot].id != "s1";
    let chosen = choose(&instance, offers.all, 2, not_first);
    let ids: Vec<&str> = chosen
        .iter()
        .map(|o| document.slots[o.slot].id.as_str())
        .collect();
    assert_eq!(ids, ["s2", "s3"]);
}

#[test]
fn whoever_can_help_is_told_with_what_others_would_pay() {
    let document = with_two_who_help();
    let prices = Certificate {
        interpreters: vec![("n".into(), at("02T09:00"), 5)],
        ..Certificate::default()
    };
    let instance = Instance::new(document.clone()).expect("a batch");
    let prices = Prices::new(&instance, &prices);
    let offers = Offers::new(&instance, &document.requests[1], &prices);
    let first = offers
        .all
        .iter()
        .find(|o| document.slots[o.slot].id == "s1");
    let each = offers.with_each_voice(&instance, &prices, first.expect("it can be helped"));
    let told: Vec<_> = each
        .iter()
        .map(|o| {
            (
                document.shifts[o.shift.expect("somebody")].id.as_str(),
                o.wanted,
            )
        })
        .collect();
    assert_eq!(told, [("k", 0), ("h", 5)]);
}

#[test]
fn somebody_whom_the_batch_does_not_know_is_offered_what_it_would_be() {
    let document = plain();
    let known = offered(&document, 1, &Certificate::default(), 9);
    let mut empty = document.clone();
    empty.requests.clear();
    let instance = Instance::new(empty).expect("a batch");
    let mut request = document.requests[1].clone();
    request.languages.insert("tlh".into(), Level::N);
    let offers = Offers::new(&instance, &request, &Prices::default());
    assert_eq!(
        choose(&instance, offers.all, 9, |_| true).len(),
        known.len()
    );
    request.exclude = vec!["a".into(), "b".into(), "nobody".into()];
    let offers = Offers::new(&instance, &request, &Prices::default());
    assert_eq!(offers.all, []);
}
