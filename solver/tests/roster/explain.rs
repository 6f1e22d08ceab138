//! The reasons that are given for duties with too few people.

use zhiban_solver::language::Level;
use zhiban_solver::roster::document::Document;
use zhiban_solver::roster::explain::{Reason, explain};
use zhiban_solver::roster::{Instance, RosterAnswer};

use crate::{roster, sample};

/// Makes another problem of it.
type Change = fn(&mut Document);

/// The reason for the one duty of the sample, without its pins, after a change to the problem.
fn reason(change: Change) -> Option<Reason> {
    let mut document = sample();
    document.pins.clear();
    document.series.clear();
    change(&mut document);
    let instance = Instance::new(document.clone()).unwrap();
    let answer: RosterAnswer = roster(&document);
    let gaps = explain(&instance, &answer);
    gaps.into_iter().find(|g| g.duty == "d").map(|g| g.reason)
}

#[test]
fn a_gap_is_explained_by_the_first_stage_at_which_nobody_is_left() {
    let cases: [(Option<Reason>, Change); 10] = [
        (None, |_| ()),
        (Some(Reason::NobodyInPool), |d| {
            d.duties[0].pool = "pilot".into();
        }),
        (Some(Reason::NobodySkilled), |d| {
            d.duties[0].skills = vec!["flying".into()];
        }),
        (Some(Reason::NobodySkilled), |d| {
            d.duties[0].any_skills = vec!["flying".into()];
        }),
        (Some(Reason::NobodySpeaks), |d| {
            d.duties[0].languages.insert("bo".into(), Level::N);
        }),
        (Some(Reason::NobodyNear), |d| {
            d.people[0].avoid = vec!["s".into()];
        }),
        (Some(Reason::NobodyFree), |d| d.people[0].windows.clear()),
        (Some(Reason::AllAtLimit), |d| {
            d.people[0].max_month = Some(0);
        }),
        (Some(Reason::NoSupervisor), |d| {
            d.duties[0].supervised_by = Some("judge".into());
        }),
        (Some(Reason::CostsMore), |d| {
            d.weights.fairness = 10_000;
            d.people[0].target = 0;
        }),
    ];
    for (expected, change) in cases {
        assert_eq!(reason(change), expected);
    }
}
