//! Who can sit beside the adviser of an offer.

use zhiban_solver::matching::Instance;
use zhiban_solver::matching::certificate::Certificate;
use zhiban_solver::matching::document::{Adviser, Document};
use zhiban_solver::matching::offers::{Offers, Prices};
use zhiban_solver::matching::panels::Mediators;

use crate::{plain, slot, speaks};

/// Beside `a`, who speaks Chinese and has `s1` from 9:00 to 9:30, the mediator `m` with these languages has these slots.
fn with_mediator(tags: &[&str], slots: &[(&str, Option<&str>, &str, &str)]) -> Document {
    let mut document = plain();
    document.advisers.push(Adviser {
        id: "m".into(),
        skills: vec![],
        languages: speaks(tags),
    });
    let own = slots.iter();
    let own = own.map(|&(id, station, from, to)| slot(id, "m", station, from, to));
    document.slots.extend(own);
    document
}

/// The slots beside the one `s1` that a request is offered.
fn beside(document: &Document, request: usize, prices: &Certificate) -> Vec<String> {
    let instance = Instance::new(document.clone()).expect("a batch");
    let prices = Prices::new(&instance, prices);
    let request = &document.requests[request];
    let offers = Offers::new(&instance, request, &prices);
    let mediators = Mediators::new(&instance, |id| id.starts_with('m'));
    let mut all = offers.all.iter();
    let first = all.find(|o| document.slots[o.slot].id == "s1");
    let never = request.exclude.iter().cloned().collect();
    let first = first.expect("an offer");
    let found = mediators.beside(&instance, request, &never, &prices, first);
    let id = |s: usize| document.slots[s].id.clone();
    found.into_iter().map(id).collect()
}

const NINE: (&str, Option<&str>, &str, &str) = ("t", Some("s"), "02T09:00", "02T09:30");

#[test]
fn a_mediator_sits_beside_at_the_same_place_for_the_whole_time() {
    let of = |slots: &[_]| beside(&with_mediator(&["zh"], slots), 0, &Certificate::default());
    assert_eq!(of(&[NINE]), ["t"]);
    let later = ("u", Some("s"), "02T09:30", "02T10:00");
    assert_eq!(
        of(&[("t", Some("s"), "02T08:30", "02T09:30"), later]),
        ["t"],
        "longer"
    );
    assert!(of(&[("t", Some("s"), "02T09:00", "02T09:20")]).is_empty());
    assert!(of(&[("t", Some("s"), "02T09:10", "02T10:00")]).is_empty());
    assert!(
        of(&[("t", None, "02T09:00", "02T09:30")]).is_empty(),
        "by video"
    );
    assert!(of(&[("t", Some("s"), "03T09:00", "03T09:30")]).is_empty());
}

#[test]
fn a_mediator_is_understood_by_the_resident_or_by_the_interpreter_who_is_there() {
    let of = |tags: &[&str], request| {
        let document = with_mediator(tags, &[NINE]);
        beside(&document, request, &Certificate::default())
    };
    assert!(
        of(&["fr"], 0).is_empty(),
        "nobody interprets for who speaks Chinese"
    );
    assert_eq!(of(&["fr"], 1), ["t"]);
    assert_eq!(of(&["zh"], 1), ["t"], "by the interpreter");
    assert!(of(&["ja"], 1).is_empty());
}

#[test]
fn whom_a_resident_excludes_does_not_sit_beside_either() {
    let mut document = with_mediator(&["zh"], &[NINE]);
    document.requests[0].exclude = vec!["m".into()];
    assert!(beside(&document, 0, &Certificate::default()).is_empty());
}

#[test]
fn the_mediator_whom_others_want_least_comes_first() {
    let mut document = with_mediator(&["zh"], &[NINE]);
    document.advisers.push(Adviser {
        id: "m2".into(),
        ..document.advisers.last().expect("m").clone()
    });
    document
        .slots
        .push(slot("u", "m2", Some("s"), "02T09:00", "02T09:30"));
    let mut prices = Certificate::default();
    assert_eq!(beside(&document, 0, &prices), ["t", "u"]);
    prices.slots = vec![("t".into(), 1)];
    assert_eq!(beside(&document, 0, &prices), ["u", "t"]);
}

#[test]
fn who_does_not_mediate_does_not_sit_beside() {
    let mut document = with_mediator(&["zh"], &[NINE]);
    document.advisers[2].id = "x".into();
    document.slots[3].adviser = "x".into();
    assert!(beside(&document, 0, &Certificate::default()).is_empty());
}
