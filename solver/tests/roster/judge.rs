//! The judge: what it says of answers spoilt on purpose, or of good answers to other problems.

use zhiban_solver::roster::audit::audit;
use zhiban_solver::roster::document::{Document, Pair};
use zhiban_solver::roster::{RosterAnswer, Terms};

use crate::{roster, sample};

/// Spoils a problem or its answer.
type Spoil = fn(&mut Document, &mut RosterAnswer);

fn pair(duty: &str, person: &str) -> Pair {
    Pair {
        duty: duty.into(),
        person: person.into(),
    }
}

/// What the judge says of the sample, where Li holds the one duty, after it was spoilt.
fn said(spoil: Spoil) -> String {
    let mut document = sample();
    let mut answer = roster(&document);
    assert_eq!(audit(&document, &answer), [""; 0]);
    assert_eq!(answer.assignments, [pair("d", "li")]);
    spoil(&mut document, &mut answer);
    audit(&document, &answer).join("\n")
}

#[test]
fn each_breach_is_refused_by_the_name_of_its_rule() {
    let cases: [(&str, Spoil); 20] = [
        ("rule 1", |_, a| {
            *a.options.get_mut("f").unwrap() = "p".into()
        }),
        ("rule 2", |_, a| a.assignments.push(pair("d", "li"))),
        ("rule 2", |d, a| {
            d.duties[0].ideal = 1;
            a.assignments.push(pair("d", "wang"));
        }),
        ("rule 3", |d, _| d.people[0].pool = "police".into()),
        ("rule 3", |d, _| d.people[0].skills.clear()),
        ("rule 3", |d, _| d.people[0].languages.clear()),
        ("rule 3", |d, _| d.people[0].avoid = vec!["s".into()]),
        ("rule 3", |d, _| d.people[0].lat += 1.0),
        ("rule 4", |d, _| d.people[0].windows.clear()),
        ("rule 5", |d, a| {
            d.duties[1].date = d.duties[0].date;
            a.assignments.push(pair("e", "li"));
        }),
        ("max_day", |d, _| d.people[0].max_day = Some(0)),
        ("max_week", |d, _| d.people[0].max_week = Some(0)),
        ("max_month", |d, _| d.people[0].max_month = Some(0)),
        ("max_stations", |d, _| d.people[0].max_stations = Some(0)),
        ("max_run", |d, _| d.people[0].max_run = Some(0)),
        ("max_weekends", |d, _| {
            d.duties[0].date = "2026-12-05".parse().unwrap();
            d.people[0].max_weekends = Some(0);
        }),
        ("rule 7", |d, _| {
            d.duties[0].supervised_by = Some("judge".into());
        }),
        ("rule 8", |_, a| {
            *a.holders.get_mut("f").unwrap() = Some("wang".into());
        }),
        ("rule 9", |d, _| d.bans.push(pair("d", "li"))),
        ("rule 9", |d, _| d.pins.push(pair("e", "wang"))),
    ];
    for (number, (rule, spoil)) in cases.into_iter().enumerate() {
        let said = said(spoil);
        assert!(said.contains(rule), "case {number}, {rule}: {said}");
    }
}

#[test]
fn each_term_is_counted_again() {
    let cases: [fn(&mut Terms); 8] = [
        |t| t.shortfall += 1,
        |t| t.below_ideal += 1,
        |t| t.substitute += 1,
        |t| t.language += 1,
        |t| t.travel_km += 1,
        |t| t.fairness += 1,
        |t| t.preference += 1,
        |t| t.change += 1,
    ];
    let document = sample();
    let good = roster(&document);
    for spoil in cases {
        let mut answer = good.clone();
        spoil(&mut answer.terms);
        answer.objective = answer.terms.sum();
        let said = audit(&document, &answer).join("\n");
        assert!(said.contains("figures: the terms"), "{answer:?}: {said}");
    }
}

#[test]
fn figures_that_cannot_be_are_refused() {
    let cases: [Spoil; 4] = [
        |_, a| a.objective += 1,
        |_, a| a.bound += 1.0,
        |_, a| a.bound -= 1.0,
        |_, a| a.bound = f64::NAN,
    ];
    for spoil in cases {
        assert!(said(spoil).contains("figures"));
    }
}

#[test]
fn names_that_do_not_exist_are_refused() {
    let cases: [Spoil; 6] = [
        |_, a| a.assignments.push(pair("x", "li")),
        |_, a| a.assignments.push(pair("e", "x")),
        |_, a| a.options.clear(),
        |_, a| *a.options.get_mut("f").unwrap() = "x".into(),
        |_, a| *a.holders.get_mut("f").unwrap() = Some("x".into()),
        |_, a| drop(a.options.insert("x".into(), "o".into())),
    ];
    for spoil in cases {
        assert!(said(spoil).starts_with("answer: "));
    }
}
