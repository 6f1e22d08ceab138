//! The matching against brute force on small random batches, and its judge against answers spoilt on purpose.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use zhiban_solver::calendar::Moment;
use zhiban_solver::language::{Languages, Level};
use zhiban_solver::matching::audit::audit;
use zhiban_solver::matching::document::{
    Adviser, Document, FORMAT, Interpreter, Mode, Request, Shift, Slot, Station, Weights, Window,
};
use zhiban_solver::matching::explain::Reason;
use zhiban_solver::matching::{Answer, Instance, Match, Status, explain};
use zhiban_solver::{Limits, Progress, solve_match};

mod bound;
mod brute;
mod offers;
mod panels;

fn at(text: &str) -> Moment {
    Moment::parse(&format!("2026-12-{text}")).expect("a time")
}

fn speaks(tags: &[&str]) -> Languages {
    tags.iter().map(|t| ((*t).to_owned(), Level::C1)).collect()
}

fn request(id: &str, tags: &[&str]) -> Request {
    Request {
        id: id.into(),
        skill: "family".into(),
        languages: speaks(tags),
        modes: vec![Mode::InPerson],
        lat: 29.5,
        lon: 103.0,
        max_km: None,
        windows: vec![],
        urgency: 1,
        exclude: vec![],
        group: None,
    }
}

fn slot(id: &str, adviser: &str, station: Option<&str>, from: &str, to: &str) -> Slot {
    Slot {
        id: id.into(),
        adviser: adviser.into(),
        station: station.map(Into::into),
        start: at(from),
        end: at(to),
    }
}

/// Two advisers with Chinese, an interpreter of French and Chinese, three slots; one resident each of Chinese and French.
fn plain() -> Document {
    Document {
        format: FORMAT.into(),
        name: "small".into(),
        time_zone: "Asia/Shanghai".into(),
        now: at("01T08:00"),
        working_level: Level::B2,
        stations: vec![Station {
            id: "s".into(),
            lat: 29.5,
            lon: 103.0,
        }],
        advisers: ["a", "b"]
            .map(|id| Adviser {
                id: id.into(),
                skills: vec!["family".into()],
                languages: speaks(&["zh"]),
            })
            .into(),
        interpreters: vec![Interpreter {
            id: "n".into(),
            languages: speaks(&["fr", "zh"]),
        }],
        slots: vec![
            slot("s1", "a", Some("s"), "02T09:00", "02T09:30"),
            slot("s2", "a", Some("s"), "02T09:30", "02T10:00"),
            slot("s3", "b", None, "03T09:00", "03T09:30"),
        ],
        shifts: vec![Shift {
            id: "h".into(),
            interpreter: "n".into(),
            station: None,
            start: at("02T08:00"),
            end: at("02T12:00"),
        }],
        requests: vec![request("zh", &["zh"]), request("fr", &["fr"])],
        weights: Weights {
            unmatched: 100,
            wait_day: 4,
            travel_km: 1,
            interpreter: 6,
            equity: 60,
        },
    }
}

/// Spoils a problem or its answer.
type Spoil<'a> = &'a dyn Fn(&mut Document, &mut Answer);

fn solve(document: &Document) -> (Instance, Answer) {
    let instance = Instance::new(document.clone()).unwrap_or_else(|e| panic!("{e:?}"));
    let answer = solve_match(
        &instance,
        &Limits::seconds(60.0, 1, 0),
        &mut |_: &Progress| true,
    )
    .expect("passed by the audit");
    (instance, answer)
}

prop_compose! {
    fn any_request()(
        tongue in 0..4_usize, both in any::<bool>(), video in 0..4_u8, urgency in 1..4_u32, skill in 0..4_u8,
        window in 0..4_u8, near in 0..5_u8, exclude in 0..5_u8, lat in prop_oneof![Just(29.5), Just(29.52)],
    ) -> Request {
        let tags: &[&str] = [&["zh"][..], &["fr"], &["fr"], &["bo", "zh"]][tongue];
        Request {
            languages: if both { speaks(tags) } else { tags.iter().map(|t| ((*t).to_owned(), Level::B1)).chain(speaks(&tags[..1])).collect() },
            modes: match video { 0 => vec![Mode::Video], 1 => vec![Mode::InPerson, Mode::Video], _ => vec![Mode::InPerson] },
            skill: if skill == 0 { "debt".into() } else { "family".into() },
            windows: match window { 0 => vec![Window { start: at("02T09:15"), end: at("02T12:00") }], 1 => vec![Window { start: at("03T00:00"), end: at("04T24:00") }], _ => vec![] },
            max_km: (near == 0).then_some(1.0),
            exclude: if exclude == 0 { vec!["a".into()] } else { vec![] },
            lat, urgency,
            ..request("", &[])
        }
    }
}

prop_compose! {
    /// Five to seven requests for five slots, two interpreters' shifts.
    fn problem()(
        requests in proptest::collection::vec(any_request(), 5..8),
        french in any::<bool>(), station in any::<bool>(), second in any::<bool>(), late in any::<bool>(),
        weights in (prop_oneof![2 => Just(100_u32), 1 => Just(7)], 0..6_u32, prop_oneof![2 => Just(6_u32), 1 => Just(0)], prop_oneof![2 => Just(3_u32), 1 => Just(0), 1 => Just(60)]),
    ) -> Document {
        let mut document = plain();
        document.requests = requests.into_iter().enumerate().map(|(i, r)| Request { id: format!("r{i}"), ..r }).collect();
        document.slots = vec![
            slot("s1", "a", Some("s"), "02T09:00", "02T09:30"),
            slot("s2", "a", Some("s"), "02T09:30", "02T10:00"),
            slot("s3", "b", if station { Some("s") } else { None }, "02T09:15", "02T09:45"),
            slot("s4", "b", None, "03T09:00", "03T09:30"),
            slot("s5", "a", Some("s"), "01T07:00", "01T07:30"),
        ];
        if french { document.advisers[1].languages = speaks(&["fr", "zh"]); }
        document.advisers[0].skills.push("debt".into());
        if station { document.shifts[0].station = Some("s".into()); }
        if late { document.shifts[0].start = at("02T09:10"); }
        if second {
            document.interpreters.push(Interpreter { id: "m".into(), languages: speaks(&["bo", "fr", "zh"]) });
            document.shifts.push(Shift { id: "k".into(), interpreter: "m".into(), station: None, start: at("02T00:00"), end: at("02T24:00") });
        }
        document.weights = Weights { unmatched: weights.0, wait_day: weights.1, travel_km: 1, interpreter: weights.2, equity: weights.3 };
        document
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_optimum_is_the_best_of_all_matchings(document in problem()) {
        let (_, answer) = solve(&document);
        prop_assert_eq!(answer.objective, brute::best(&document, 0, &mut Vec::new()));
        prop_assert_eq!(answer.status, Status::Optimal);
    }
}

#[test]
fn the_random_batches_reach_every_term() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = [0; 5];
    for _ in 0..300 {
        let t = solve(&problem().new_tree(&mut runner).expect("a batch").current())
            .1
            .terms;
        for (n, term) in reached.iter_mut().zip([
            t.unmatched,
            t.wait_day,
            t.travel_km,
            t.interpreter,
            t.equity,
        ]) {
            *n += i32::from(term > 0);
        }
    }
    assert!(reached.iter().all(|n| *n >= 20), "{reached:?}");
}

#[test]
fn a_resident_with_french_meets_an_adviser_with_chinese_through_an_interpreter() {
    let (_, answer) = solve(&plain());
    let of = |id: &str| answer.matches.iter().find(|m| m.request == id).cloned();
    assert_eq!(of("fr").and_then(|m| m.shift), Some("h".to_owned()));
    assert_eq!(of("zh").map(|m| m.shift), Some(None));
    assert_eq!(answer.terms.interpreter, 6);
}

#[test]
fn the_judge_refuses_each_breach_and_names_its_rule() {
    let document = plain();
    let (_, good) = solve(&document);
    assert_eq!(audit(&document, &good), [""; 0]);
    let spoilt = |change: &dyn Fn(&mut Document, &mut Answer)| {
        let (mut document, mut answer) = (document.clone(), good.clone());
        change(&mut document, &mut answer);
        audit(&document, &answer).join("\n")
    };
    let french = |a: &mut Answer| {
        a.matches
            .iter()
            .position(|m| m.request == "fr")
            .expect("matched")
    };
    let cases: [(&str, Spoil<'_>); 12] = [
        ("rule 1: request", &|_, a| {
            a.matches.push(Match {
                slot: "s3".into(),
                ..a.matches[0].clone()
            })
        }),
        ("rule 1: slot", &|_, a| {
            let s = a.matches[0].slot.clone();
            a.matches[1].slot = s;
        }),
        ("rule 2", &|d, _| d.now = at("02T09:10")),
        ("rule 2", &|d, _| {
            d.requests[0].windows = vec![Window {
                start: at("05T00:00"),
                end: at("05T24:00"),
            }]
        }),
        ("rule 3", &|d, _| d.advisers[0].skills.clear()),
        ("rule 3", &|d, _| d.requests[0].exclude = vec!["a".into()]),
        ("rule 4", &|d, _| d.requests[0].modes = vec![Mode::Video]),
        ("rule 4", &|d, _| {
            d.requests[0].max_km = Some(1.0);
            d.requests[0].lat += 1.0;
        }),
        ("rule 5", &|_, a| {
            let i = french(a);
            a.matches[i].shift = None;
        }),
        ("rule 5", &|d, _| {
            d.interpreters[0].languages = speaks(&["fr"])
        }),
        ("rule 5", &|d, _| d.shifts[0].end = at("02T09:05")),
        ("rule 6", &|d, a| {
            d.requests[0].languages = speaks(&["fr"]);
            for m in &mut a.matches {
                m.shift = Some("h".into());
            }
            d.slots[1].start = at("02T09:10");
            d.slots[0].end = at("02T09:40");
        }),
    ];
    for (rule, change) in cases {
        let said = spoilt(change);
        assert!(said.contains(rule), "{rule}: {said}");
    }
    assert!(spoilt(&|_, a| a.objective += 1).contains("figures"));
    assert!(spoilt(&|_, a| a.bound += 1.0).contains("figures"));
    assert!(spoilt(&|_, a| a.matches.truncate(1)).contains("figures"));
}

#[test]
fn equity_makes_a_match_worth_it_that_is_dearer_than_none() {
    let mut document = plain();
    document.requests = (0..5)
        .map(|i| Request {
            id: format!("r{i}"),
            ..request("", &["zh"])
        })
        .collect();
    document.weights = Weights {
        unmatched: 1,
        wait_day: 10,
        travel_km: 0,
        interpreter: 0,
        equity: 100,
    };
    let (_, answer) = solve(&document);
    assert_eq!(
        answer.matches.len(),
        2,
        "each costs 10 and saves 1, but equity saves 2,000"
    );
    document.weights.equity = 0;
    assert_eq!(solve(&document).1.matches.len(), 0);
}

#[test]
fn a_waiting_request_is_explained_by_the_first_thing_that_is_missing() {
    let reason = |change: &dyn Fn(&mut Document)| {
        let mut document = plain();
        change(&mut document);
        let (instance, answer) = solve(&document);
        explain(&instance, &answer)
            .into_iter()
            .find(|(id, _)| id == "fr")
            .map(|(_, reason)| reason)
    };
    assert_eq!(reason(&|_| ()), None);
    assert_eq!(
        reason(&|d| d.requests[1].skill = "land".into()),
        Some(Reason::NoAdviser)
    );
    assert_eq!(
        reason(&|d| {
            d.requests[1].max_km = Some(1.0);
            d.requests[1].lat += 1.0;
        }),
        Some(Reason::NoPlace)
    );
    assert_eq!(
        reason(&|d| d.requests[1].windows = vec![Window {
            start: at("09T00:00"),
            end: at("09T24:00")
        }]),
        Some(Reason::NoTime)
    );
    assert_eq!(reason(&|d| d.shifts.clear()), Some(Reason::NoLanguage));
    assert_eq!(
        reason(&|d| {
            d.slots.truncate(1);
            d.requests[0].urgency = 3;
        }),
        Some(Reason::AllTaken)
    );
    assert_eq!(
        reason(&|d| d.weights.unmatched = 1),
        Some(Reason::CostsMore)
    );
}

#[test]
fn every_fault_of_a_batch_is_named_with_its_place() {
    let mut document = plain();
    document.slots[1].start = at("02T09:15");
    document.shifts[0].interpreter = "nobody".into();
    document.requests[0].urgency = 4;
    document.requests[1].modes.clear();
    let faults = Instance::new(document)
        .map(|_| ())
        .expect_err("four faults");
    let paths: Vec<&str> = faults.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "slots[1].start",
            "shifts[0].interpreter",
            "requests[0].urgency",
            "requests[1].modes"
        ]
    );
}

#[test]
fn a_slot_must_say_its_station_though_it_may_be_null() {
    let json = serde_json::to_string(&plain()).expect("JSON");
    let without = json.replacen("\"station\":null,", "", 1);
    assert_ne!(json, without);
    let refusal = Document::from_json(without.as_bytes())
        .map(|_| ())
        .expect_err("refused")
        .to_string();
    assert!(refusal.contains("missing field `station`"), "{refusal}");
    assert_eq!(Document::from_json(json.as_bytes()), Ok(plain()));
}
