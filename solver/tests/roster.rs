//! The roster solver against brute force on small random problems, and its judge against answers spoilt on purpose.

mod brute;
mod small;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use zhiban_solver::roster::audit::audit;
use zhiban_solver::roster::document::{Document, Pair};
use zhiban_solver::roster::{Answer, Clash, Instance, RosterAnswer, Status};
use zhiban_solver::{Limits, Progress, solve_roster};

/// Spoils a problem or its answer.
type Spoil<'a> = &'a dyn Fn(&mut Document, &mut RosterAnswer);

fn solve(document: &Document) -> Answer {
    let instance = Instance::new(document.clone()).unwrap_or_else(|e| panic!("{e:?}"));
    solve_roster(
        &instance,
        &Limits::seconds(60.0, 1, 0),
        &mut |_: &Progress| true,
    )
    .expect("solved and passed by the audit")
}

fn roster(document: &Document) -> RosterAnswer {
    match solve(document) {
        Answer::Roster(answer) => answer,
        Answer::Infeasible(clash) => panic!("{clash:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every rule and term at once: the solver's optimum is that of trying everything.
    #[test]
    fn the_optimum_is_the_best_of_all_rosters(document in small::problem()) {
        match (solve(&document), brute::best(&document)) {
            (Answer::Roster(answer), Some(best)) => {
                prop_assert_eq!(answer.objective, best);
                prop_assert_eq!(answer.status, Status::Optimal);
            }
            (Answer::Infeasible(clash), None) => prop_assert!(!clash.conflict.is_empty()),
            (answer, best) => prop_assert!(false, "{:?} but brute force finds {:?}", answer, best),
        }
    }
}

#[test]
fn the_random_problems_reach_every_term_and_both_ends() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = [0; 8];
    let mut infeasible = 0;
    for _ in 0..1000 {
        let tree = small::problem().new_tree(&mut runner).expect("a problem");
        match solve(&tree.current()) {
            Answer::Roster(a) => {
                let t = a.terms;
                let terms = [
                    t.shortfall,
                    t.below_ideal,
                    t.substitute,
                    t.language,
                    t.travel_km,
                    t.fairness,
                    t.preference,
                    t.change,
                ];
                for (n, term) in reached.iter_mut().zip(terms) {
                    *n += i32::from(term > 0);
                }
            }
            Answer::Infeasible(_) => infeasible += 1,
        }
    }
    assert!(
        reached.iter().all(|n| *n >= 20),
        "terms that cost something: {reached:?}"
    );
    assert!(infeasible >= 5, "{infeasible} infeasible problems");
}

#[test]
fn the_judge_refuses_each_breach_and_names_its_rule() {
    let document = small::plain();
    let good = roster(&document);
    assert_eq!(audit(&document, &good), [""; 0]);
    let spoilt = |change: &dyn Fn(&mut Document, &mut RosterAnswer)| {
        let (mut document, mut answer) = (document.clone(), good.clone());
        change(&mut document, &mut answer);
        audit(&document, &answer).join("\n")
    };
    let held = |answer: &RosterAnswer| answer.assignments[0].clone();
    let of = |document: &mut Document, id: &str| {
        document
            .people
            .iter()
            .position(|p| p.id == id)
            .expect("a person")
    };
    let cases: [(&str, Spoil<'_>); 14] = [
        ("rule 1", &|_, a| {
            drop(a.options.insert("series".into(), "mon".into()))
        }),
        ("rule 2", &|_, a| a.assignments.push(held(a))),
        ("rule 3", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].pool = "police".into();
        }),
        ("rule 3", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].max_km = Some(0.0);
            d.people[i].lat += 1.0;
        }),
        ("rule 4", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].windows.clear();
        }),
        ("rule 5", &|d, _| {
            for duty in &mut d.duties {
                duty.date = d.start;
            }
        }),
        ("max_month", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].max_month = Some(0);
        }),
        ("max_week", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].max_week = Some(0);
        }),
        ("max_day", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].max_day = Some(0);
        }),
        ("max_stations", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].max_stations = Some(0);
        }),
        ("max_run", &|d, a| {
            let i = of(d, &held(a).person);
            d.people[i].max_run = Some(0);
        }),
        ("rule 7", &|d, a| {
            let at = d
                .duties
                .iter()
                .position(|x| x.id == held(a).duty)
                .expect("a duty");
            d.duties[at].supervised_by = Some("judge".into());
        }),
        ("rule 8", &|_, a| {
            drop(a.holders.insert("series".into(), Some("student".into())))
        }),
        ("rule 9", &|d, a| d.bans.push(held(a))),
    ];
    for (rule, change) in cases {
        let said = spoilt(change);
        assert!(said.contains(rule), "{rule}: {said}");
    }
    assert!(
        spoilt(&|d, _| d.pins.push(Pair {
            duty: "sat-1".into(),
            person: "student".into()
        }))
        .contains("rule 9")
    );
    assert!(spoilt(&|_, a| a.objective += 1).contains("figures"));
    assert!(spoilt(&|_, a| a.terms.fairness += 1).contains("figures"));
    assert!(spoilt(&|_, a| a.bound += 1.0).contains("figures"));
    assert!(
        spoilt(&|_, a| {
            a.objective += 5;
            a.terms.change += 5;
            a.bound = 0.0;
        })
        .contains("figures")
    );
}

#[test]
fn a_weekend_limit_counts_saturday_and_sunday_as_one() {
    let mut document = small::plain();
    for person in &mut document.people {
        person.max_weekends = Some(0);
    }
    let answer = roster(&document);
    assert!(
        answer
            .assignments
            .iter()
            .all(|pair| !pair.duty.starts_with("sat"))
    );
}

#[test]
fn one_impossible_pin_is_named_alone() {
    let mut document = small::plain();
    document.pins = vec![
        Pair {
            duty: "sat-1".into(),
            person: "adviser-1".into(),
        },
        Pair {
            duty: "sat-1".into(),
            person: "student".into(),
        },
    ];
    let Answer::Infeasible(found) = solve(&document) else {
        panic!("a student cannot hold an adviser's duty")
    };
    assert_eq!(
        found.conflict,
        [Clash::Pin(Pair {
            duty: "sat-1".into(),
            person: "student".into()
        })]
    );
}

#[test]
fn of_pins_that_clash_only_those_that_clash_are_named() {
    let mut document = small::plain();
    let pin = |duty: &str, person: &str| Pair {
        duty: duty.into(),
        person: person.into(),
    };
    document.people[0].max_month = Some(1);
    document.pins = vec![
        pin("tue-1", "adviser-1"),
        pin("tue-2", "adviser-1"),
        pin("sat-2", "adviser-2"),
    ];
    let Answer::Infeasible(found) = solve(&document) else {
        panic!("one turn a month and two pins")
    };
    assert_eq!(
        found.conflict,
        [
            Clash::Pin(pin("tue-1", "adviser-1")),
            Clash::Pin(pin("tue-2", "adviser-1"))
        ]
    );
}

#[test]
fn every_fault_of_a_document_is_named_with_its_place() {
    let mut document = small::plain();
    document.people[1].id = "adviser-1".into();
    document.duties[0].min = 3;
    document.duties[1].station = "nowhere".into();
    document.time_zone = "Mars/Olympus".into();
    document.bans = vec![Pair {
        duty: "tue-1".into(),
        person: "nobody".into(),
    }];
    let faults = Instance::new(document)
        .map(|_| ())
        .expect_err("five faults");
    let paths: Vec<&str> = faults.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "time_zone",
            "people[1].id",
            "duties[0].min",
            "duties[1].station",
            "bans[0].person"
        ]
    );
}

#[test]
fn a_document_of_the_wrong_form_is_refused_at_its_path() {
    let json = serde_json::to_string(&small::plain()).expect("JSON");
    let refused = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        let text = json.replacen(from, to, 1);
        Document::from_json(text.as_bytes())
            .map(|_| ())
            .expect_err("refused")
            .to_string()
    };
    assert!(
        refused(
            "\"tue-1\",\"station\":",
            "\"tue-1\",\"colour\":1,\"station\":"
        )
        .starts_with("duties[0].colour: unknown field")
    );
    assert!(refused("\"zh\":\"N\"", "\"zh\":\"N\",\"zh\":\"B1\"").contains("given twice"));
    assert!(refused("\"zh\":\"N\"", "\"zh\":\"B3\"").contains("unknown variant `B3`"));
    assert!(refused("\"start\":\"09:00\"", "\"start\":\"9:00\"").contains("\"HH:MM\""));
    assert!(refused("\"min\":1", "\"min\":1.5").contains("duties[0].min"));
    assert!(refused("\"pins\":[]", "\"pins\":[],\"pins\":[]").contains("duplicate field"));
    assert!(Document::from_json(format!("{json} x").as_bytes()).is_err());
}

#[test]
fn null_is_the_same_as_leaving_a_key_out() {
    let json = serde_json::to_string(&small::plain()).expect("JSON");
    let nulls = json
        .replace("\"pins\":[]", "\"pins\":null")
        .replace("\"avoid\":[]", "\"avoid\":null");
    assert_eq!(Document::from_json(nulls.as_bytes()), Ok(small::plain()));
}

#[test]
fn the_same_seed_gives_the_same_answer() {
    let document = small::plain();
    let (a, b) = (roster(&document), roster(&document));
    assert_eq!(
        (a.assignments, a.options, a.holders),
        (b.assignments, b.options, b.holders)
    );
}

#[test]
fn a_gap_is_explained_by_the_first_stage_at_which_nobody_is_left() {
    use zhiban_solver::roster::explain::Reason;
    let reason = |change: &dyn Fn(&mut Document)| {
        let mut document = small::plain();
        change(&mut document);
        let instance = Instance::new(document.clone()).expect("a document");
        let gaps = zhiban_solver::roster::explain(&instance, &roster(&document));
        gaps.into_iter()
            .find(|g| g.duty == "sat-1")
            .map(|g| g.reason)
    };
    let duty = |d: &Document| {
        d.duties
            .iter()
            .position(|x| x.id == "sat-1")
            .expect("a duty")
    };
    assert_eq!(reason(&|_| ()), None);
    assert_eq!(
        reason(&|d| {
            let i = duty(d);
            d.duties[i].pool = "pilot".into();
        }),
        Some(Reason::NobodyInPool)
    );
    assert_eq!(
        reason(&|d| {
            let i = duty(d);
            d.duties[i].skills = vec!["flying".into()];
        }),
        Some(Reason::NobodySkilled)
    );
    assert_eq!(
        reason(&|d| {
            let i = duty(d);
            d.duties[i]
                .languages
                .insert("ru".into(), zhiban_solver::language::Level::A1);
        }),
        Some(Reason::NobodySpeaks)
    );
    assert_eq!(
        reason(&|d| for p in &mut d.people {
            p.avoid = vec!["s1".into()];
        }),
        Some(Reason::NobodyNear)
    );
    assert_eq!(
        reason(&|d| {
            let day = d.duties[duty(d)].date;
            for p in &mut d.people {
                p.windows.retain(|w| w.date != day);
            }
        }),
        Some(Reason::NobodyFree)
    );
    assert_eq!(
        reason(&|d| for p in &mut d.people {
            p.max_weekends = Some(0);
        }),
        Some(Reason::AllAtLimit)
    );
    assert_eq!(
        reason(&|d| {
            let i = duty(d);
            d.duties[i].supervised_by = Some("judge".into());
        }),
        Some(Reason::NoSupervisor)
    );
    assert_eq!(
        reason(&|d| {
            d.weights.shortfall = 0;
            d.previous.clear();
            d.people.iter_mut().for_each(|p| p.target = 0);
        }),
        Some(Reason::CostsMore)
    );
}
