//! The judge of bounds: whatever the prices, what it sums up is below every answer; what would prove too much is refused.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use zhiban_solver::calendar::Week;
use zhiban_solver::roster::audit::Facts;
use zhiban_solver::roster::certificate::{CERTIFICATE_FORMAT, Certificate, PersonPrices, Row};
use zhiban_solver::roster::compact::Compact;
use zhiban_solver::roster::recount::recount;
use zhiban_solver::roster::relax::Relaxation;
use zhiban_solver::roster::{Answer, Document, Instance, RosterAnswer};

use crate::brute::Brute;
use crate::{random, roster, sample, solve};

/// Prices of everything that can have one, drawn from a few.
fn certificate(document: &Document, prices: &[i64]) -> Certificate {
    let mut prices = prices.iter().copied().cycle();
    let mut next = move || prices.next().unwrap_or(0);
    let mut people = Vec::new();
    for person in &document.people {
        let mut rows = Vec::new();
        for duty in &document.duties {
            let at = person
                .max_day
                .is_none_or(|most| most > 1)
                .then_some(duty.start);
            rows.push(Row::Minute(duty.date, at));
            rows.push(Row::Run(duty.date, at));
            if zhiban_solver::calendar::weekend(duty.date).is_some() {
                rows.push(Row::Weekend(duty.date, at));
            }
            if person.max_day.is_some() {
                rows.push(Row::Day(duty.date));
            }
            if person.max_week.is_some() {
                rows.push(Row::Week(Week::of(duty.date)));
            }
            let of = |s: &&zhiban_solver::roster::document::Series| {
                s.options.iter().any(|o| o.duties.contains(&duty.id))
            };
            rows.push(match document.series.iter().find(of) {
                Some(series) => Row::Series(duty.station.clone(), series.id.clone()),
                None => Row::Duty(duty.id.clone()),
            });
        }
        people.push(PersonPrices {
            person: person.id.clone(),
            turns: next() * if next() % 2 == 0 { 1 } else { -1 },
            rows: rows.into_iter().map(|row| (row, next())).collect(),
        });
    }
    let weight = i64::from(document.weights.language);
    Certificate {
        format: CERTIFICATE_FORMAT.into(),
        people,
        supervision: document
            .duties
            .iter()
            .filter(|d| d.supervised_by.is_some())
            .map(|d| (d.id.clone(), next()))
            .collect(),
        language: document
            .language_cover
            .iter()
            .map(|row| next().min(1000 * weight * i64::from(row.weight)))
            .collect(),
    }
}

#[test]
fn whatever_the_prices_no_answer_costs_less_than_they_prove() {
    let mut runner = TestRunner::new(Config {
        cases: 2000,
        failure_persistence: None,
        ..Config::default()
    });
    let price = select(vec![0, 0, 0, 1, 999, 1000, 2500, 7000, 30_000]);
    let strategy = (random::problem(12), proptest::collection::vec(price, 1..40));
    runner
        .run(&strategy, |(document, prices)| {
            let Ok(Answer::Roster(answer)) = solve(&document) else {
                return Ok(());
            };
            let proven = recount(
                &Facts::new(&document, &answer),
                &certificate(&document, &prices),
            );
            let proven = proven.map_err(TestCaseError::fail)?;
            prop_assert_eq!(Brute::new(&document, None).below(proven), None);
            Ok(())
        })
        .unwrap();
}

/// The relaxation and the judge, which share nothing, count the same. Prices are whole and divide by the duties of an option.
#[test]
fn the_judge_counts_what_the_search_counted() {
    let mut runner = TestRunner::new(Config {
        cases: 2000,
        failure_persistence: None,
        ..Config::default()
    });
    let price = select(vec![0.0, 0.0, 12.0, 24.0, 120.0, 1200.0]);
    let strategy = (random::problem(12), proptest::collection::vec(price, 1..40));
    runner
        .run(&strategy, |(document, prices)| {
            let Ok(Answer::Roster(answer)) = solve(&document) else {
                return Ok(());
            };
            let instance = Instance::new(document.clone()).unwrap();
            let compact = Compact::new(&instance);
            let mut relaxation = Relaxation::new(&compact);
            let ranges = relaxation.ranges();
            let drawn = prices.iter().copied().cycle();
            let prices: Vec<f64> = ranges
                .iter()
                .zip(drawn)
                .map(|(&(_, most), price)| f64::min(price, most))
                .collect();
            let counted = relaxation.bound(&prices, &mut vec![0.0; prices.len()]);
            let facts = Facts::new(&document, &answer);
            let judged = recount(&facts, &relaxation.certificate(&prices));
            prop_assert_eq!(judged, Ok((counted - 1e-3).ceil() as i64));
            Ok(())
        })
        .unwrap();
}

/// The prices of the search are worth something: they prove much of the optimum.
#[test]
fn the_prices_of_the_search_come_near_the_optimum() {
    let mut runner = TestRunner::deterministic();
    let (mut proven, mut optimal) = (0, 0);
    for _ in 0..300 {
        let document = random::problem(12).new_tree(&mut runner).unwrap().current();
        if let Ok(Answer::Roster(answer)) = solve(&document) {
            proven += recounted(&document, &answer).unwrap();
            optimal += answer.objective;
        }
    }
    assert!(
        proven <= optimal && 100 * proven >= 95 * optimal,
        "{proven} of {optimal}"
    );
}

fn recounted(document: &Document, answer: &RosterAnswer) -> Result<i64, String> {
    recount(
        &Facts::new(document, answer),
        answer.certificate.as_ref().unwrap(),
    )
}

#[test]
fn a_certificate_that_would_prove_too_much_is_refused() {
    let mut document = sample();
    document.people[0].max_day = Some(2);
    document.people[1].max_day = None;
    document.people[1].max_week = None;
    let answer = roster(&document);
    let facts = Facts::new(&document, &answer);
    let date = document.duties[0].date;
    let row = |p: usize, row: Row, price: i64| Certificate {
        people: vec![PersonPrices {
            person: document.people[p].id.clone(),
            turns: 0,
            rows: vec![(row, price)],
        }],
        ..empty(&document)
    };
    let in_series = document.series[0].options[0].duties[0].clone();
    let loose = document
        .duties
        .iter()
        .find(|d| d.supervised_by.is_none())
        .unwrap()
        .id
        .clone();
    let nobody = PersonPrices {
        person: "nobody".into(),
        turns: 1,
        rows: Vec::new(),
    };
    let mut dear = row(0, Row::Duty(loose.clone()), 0);
    dear.people[0].turns = i64::MIN;
    let refused = [
        ("turns have the price", dear),
        (
            "the format",
            Certificate {
                format: "other".into(),
                ..empty(&document)
            },
        ),
        (
            "has the price -1",
            row(0, Row::Minute(date, Some(document.duties[0].start)), -1),
        ),
        ("may be used twice", row(0, Row::Minute(date, None), 1)),
        ("may be used twice", row(0, Row::Run(date, None), 1)),
        ("a cap that does not exist", row(1, Row::Day(date), 1)),
        (
            "a cap that does not exist",
            row(1, Row::Week(Week::of(date)), 1),
        ),
        (
            "no duty outside every series",
            row(0, Row::Duty(in_series), 1),
        ),
        (
            "nobody is nobody",
            Certificate {
                people: vec![nobody],
                ..empty(&document)
            },
        ),
        (
            "no duty that needs",
            Certificate {
                supervision: vec![(loose, 1)],
                ..empty(&document)
            },
        ),
        (
            "not one price",
            Certificate {
                language: vec![0; 99],
                ..empty(&document)
            },
        ),
        (
            "has the price 999999999",
            Certificate {
                language: vec![999_999_999; document.language_cover.len()],
                ..empty(&document)
            },
        ),
    ];
    for (why, certificate) in refused {
        let said = recount(&facts, &certificate).expect_err(why);
        assert!(said.contains(why), "{said} does not say: {why}");
    }
    assert!(recount(&facts, &empty(&document)).unwrap() <= answer.objective);
}

fn empty(document: &Document) -> Certificate {
    Certificate {
        format: CERTIFICATE_FORMAT.into(),
        language: vec![0; document.language_cover.len()],
        ..Certificate::default()
    }
}
