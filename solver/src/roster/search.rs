//! From an instance to an audited answer: a first plan, then better ones and a better bound side by side, the whole integer program
//! where the instance is small, then the figures.

use std::collections::BTreeMap;

use super::answer::{ANSWER_FORMAT, Answer, Infeasible, InfeasibleStatus, RosterAnswer, Status};
use super::certificate::Certificate;
use super::compact::Compact;
use super::conflict::Refusal;
use super::document::Pair;
use super::improve::Improver;
use super::instance::Instance;
use super::plan::Plan;
use super::recount::recount;
use super::workers::{self, Effort};
use super::{audit, conflict, exact};
use crate::SolveError;
use crate::both::both;
use crate::bound::{self, Proof};
use crate::limits::Limits;
use crate::progress::{Reporter, Tracker};

/// The whole integer program is tried where at most so many pairs of a duty and a person are to be decided.
const SMALL: usize = 20_000;

/// What the audit takes, in seconds a pair, with room to spare.
const AUDIT: f64 = 3e-6;

/// Solves a rostering problem within the limits. The answer passed the audit, and so did its bound.
pub fn solve(
    instance: &Instance,
    limits: &Limits,
    reporter: &mut Reporter<'_>,
) -> Result<Answer, SolveError> {
    let mut tracker = Tracker::new(reporter);
    if let Some(refusal) = conflict::plain(instance) {
        return Ok(infeasible(refusal, tracker.seconds()));
    }
    let limits = &limits.less(AUDIT * instance.pairs() as f64);
    let compact = Compact::new(instance);
    let seed = limits.seed.into();
    let mut improver = Improver::new(&compact, seed);
    if improver.is_none() {
        match conflict::seat_pins(instance, &compact, limits)? {
            Some(Ok(plan)) => improver = Improver::from_plan(&compact, &plan, seed),
            Some(Err(refusal)) => return Ok(infeasible(refusal, tracker.seconds())),
            None => return Err(SolveError::NothingInTime),
        }
    }
    let improver = improver.ok_or(SolveError::NothingInTime)?;
    tracker.note("starting", Some(improver.best()), Some(0.0));
    let is_small = compact.pairs() <= SMALL;
    let (effort, pools) = if is_small {
        (Effort::brief(compact.units()), Vec::new())
    } else {
        (Effort::full(), exact::blocks(instance, SMALL))
    };
    let found = workers::run(&compact, improver, &effort, pools, limits, &mut tracker);
    if found.counted != found.cost {
        let (counted, cost) = (found.counted, found.cost);
        let what = format!("the search counted {counted}, its roster costs {cost}");
        return Err(SolveError::Audit(vec![what]));
    }
    let (mut plan, mut engine, mut warnings) = (found.plan, 0.0, found.warnings);
    let goes_on = tracker.note("solving", None, None) && limits.left() > 0.0;
    if is_small && goes_on {
        // What the search believes may be a thousandth more than what the judge counts.
        let priced = priced(instance, &written(instance, &plan), &found.certificate);
        let priced = priced.map_err(|why| SolveError::Audit(vec![why]))?;
        if !bound::proof(found.cost, priced).1 {
            let solved = exact::solve_parts(instance, &plan, limits, &mut tracker);
            (plan, engine) = (solved.plan, solved.bound);
            warnings.extend(solved.warnings);
        }
    }
    let mut answer = answer(instance, plan, found.certificate, engine, &mut tracker)?;
    answer.warnings = warnings;
    Ok(Answer::Roster(answer))
}

/// What the judge counts that the prices prove.
fn priced(
    instance: &Instance,
    answer: &RosterAnswer,
    certificate: &Certificate,
) -> Result<f64, String> {
    let facts = audit::Facts::new(&instance.document, answer);
    Ok((recount(&facts, certificate)? as f64).max(0.0))
}

/// The plan as an answer, with figures counted from it, passed by the audit; its bound is what the prices prove, or the engine.
fn answer(
    instance: &Instance,
    mut plan: Plan,
    certificate: Certificate,
    engine: f64,
    tracker: &mut Tracker<'_, '_>,
) -> Result<RosterAnswer, SolveError> {
    plan.choose_holders(instance);
    let mut answer = written(instance, &plan);
    tracker.note("auditing", Some(answer.objective), None);
    let (mut wrong, priced) = both(
        || audit::audit(&instance.document, &answer),
        || priced(instance, &answer, &certificate),
    );
    let priced = priced.unwrap_or_else(|why| {
        wrong.push(why);
        0.0
    });
    if priced > answer.objective as f64 {
        let cost = answer.objective;
        wrong.push(format!(
            "the prices prove {priced}, above the objective {cost}"
        ));
    }
    if !wrong.is_empty() {
        return Err(SolveError::Audit(wrong));
    }
    let (bound, is_optimal) = bound::proof(answer.objective, priced.max(engine));
    answer.bound = bound;
    if is_optimal {
        answer.status = Status::Optimal;
    }
    if bound > priced {
        answer.proof = Proof::BranchAndBound;
    }
    answer.certificate = Some(Box::new(certificate));
    answer.seconds = round(tracker.seconds());
    Ok(answer)
}

/// The plan in the words of the document, with nothing proven yet.
fn written(instance: &Instance, plan: &Plan) -> RosterAnswer {
    let mut options = BTreeMap::new();
    let mut holders = BTreeMap::new();
    for (s, series) in instance.series.iter().enumerate() {
        options.insert(series.id.clone(), series.options[plan.options[s]].0.clone());
        let holder = plan.holders[s].map(|p| instance.people[p].id.clone());
        holders.insert(series.id.clone(), holder);
    }
    let pair = |&(d, p): &(usize, usize)| Pair {
        duty: instance.duties[d].id.clone(),
        person: instance.people[p].id.clone(),
    };
    let terms = plan.terms(instance);
    RosterAnswer {
        format: ANSWER_FORMAT.to_owned(),
        status: Status::Feasible,
        options,
        holders,
        assignments: plan.seats.iter().map(pair).collect(),
        objective: terms.sum(),
        bound: 0.0,
        terms,
        seconds: 0.0,
        proof: Proof::Prices,
        certificate: None,
        warnings: Vec::new(),
    }
}

fn infeasible(refusal: Refusal, seconds: f64) -> Answer {
    Answer::Infeasible(Infeasible {
        format: ANSWER_FORMAT.to_owned(),
        status: InfeasibleStatus::Infeasible,
        seconds: round(seconds),
        conflict: refusal.conflict,
        because: refusal.because,
    })
}

/// Milliseconds are enough for a reader.
fn round(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}
