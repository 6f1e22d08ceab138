//! From an instance to an audited answer: a first plan, then each part by the integer program, then the figures.

use std::collections::BTreeMap;

use super::answer::{ANSWER_FORMAT, Answer, Infeasible, InfeasibleStatus, RosterAnswer, Status};
use super::decompose::{Part, parts};
use super::document::Pair;
use super::instance::Instance;
use super::model::Model;
use super::plan::Plan;
use super::{audit, conflict, improve, rules};
use crate::SolveError;
use crate::bound;
use crate::engine::{self, Outcome};
use crate::limits::Limits;
use crate::progress::{Reporter, Tracker};

/// Solves a rostering problem within the limits. The answer passed the audit.
pub fn solve(
    instance: &Instance,
    limits: &Limits,
    reporter: &mut Reporter<'_>,
) -> Result<Answer, SolveError> {
    let mut tracker = Tracker::new(reporter);
    let clash = conflict::plain(instance);
    if !clash.is_empty() {
        return Ok(infeasible(clash, tracker.seconds()));
    }
    let start = improve::first_plan(instance);
    let incumbent = start.as_ref().map(|plan| plan.terms(instance).sum());
    tracker.note("starting", incumbent, Some(0.0));
    match solve_parts(instance, start.as_ref(), limits, &mut tracker)? {
        Ok((plan, parts_bound)) => answer(instance, plan, parts_bound, &mut tracker),
        Err(part) => {
            let clash = conflict::smallest(instance, &part, limits)?;
            if clash.is_empty() {
                let what = "HiGHS finds no answer, though an empty roster is one";
                return Err(SolveError::Engine(what.into()));
            }
            Ok(infeasible(clash, tracker.seconds()))
        }
    }
}

/// How much work a part is: its pairs of a duty and a person who fits.
fn size(instance: &Instance, part: &Part) -> usize {
    let pairs = part.duties.iter().map(|&d| instance.fit[d].len());
    1 + pairs.sum::<usize>()
}

/// A part's program with every rule and term posted.
fn whole_model<'a>(instance: &'a Instance, part: &'a Part, start: Option<&'a Plan>) -> Model<'a> {
    let mut model = Model::new(instance, part, start);
    rules::post_rules(&mut model);
    rules::post_terms(&mut model);
    model
}

/// The share of the time left that a part may use: half by its size, half the same for each, since a part of little size needs
/// some time too. What it does not use is left to the others; the last may use all.
fn share(size: usize, all_sizes: usize, parts: usize) -> f64 {
    (size as f64 / all_sizes as f64 + 1.0 / parts as f64) / 2.0
}

/// The best plan and the sum of the parts' bounds, or the part that no plan satisfies.
fn solve_parts(
    instance: &Instance,
    start: Option<&Plan>,
    limits: &Limits,
    tracker: &mut Tracker<'_, '_>,
) -> Result<Result<(Plan, f64), Part>, SolveError> {
    let mut todo = parts(instance);
    let size = |part: &Part| size(instance, part);
    todo.sort_by_key(size);
    let mut left: usize = todo.iter().map(size).sum();
    let mut parts_left = todo.len();
    let mut plan = Plan {
        options: vec![0; instance.series.len()],
        holders: instance.series.iter().map(|s| s.holder).collect(),
        seats: Vec::new(),
    };
    // Cost and bound of the parts that are done; the cost counts only while every part has one.
    let (mut done_cost, mut done_bound) = (0_i64, 0.0);
    let mut start_left = start.map(|plan| plan.terms(instance).sum());
    for part in todo {
        let own = limits.left() * share(size(&part), left, parts_left);
        let own = Limits::seconds(own, limits.threads, limits.seed);
        left -= size(&part);
        parts_left -= 1;
        let model = whole_model(instance, &part, start);
        let first = start.map(|_| model.program.cost(model.program.starts()).round() as i64);
        start_left = start_left.zip(first).map(|(all, own)| all - own);
        let outcome = engine::solve(&model.program, start.is_some(), &own, &mut |best, low| {
            // HiGHS may find worse answers than the start before it looks at that.
            let best = best.map(|cost| cost.round() as i64);
            let best = best.into_iter().chain(first).min();
            let whole = best
                .zip(start_left)
                .map(|(own, rest)| done_cost + own + rest);
            tracker.note("solving", whole, Some(done_bound + bound::whole(low)))
        })?;
        let (found, low) = match outcome {
            Outcome::Infeasible => return Ok(Err(part)),
            Outcome::Found { values, bound } => (Some(values), bound),
            Outcome::Nothing { bound } => (None, bound),
        };
        let cost = found
            .as_ref()
            .map(|values| model.program.cost(values).round() as i64);
        match (found, start) {
            (Some(values), _) if first.is_none_or(|first| cost.is_some_and(|c| c <= first)) => {
                model.read(&values, &mut plan);
                done_cost += cost.unwrap_or_default();
            }
            (_, Some(_)) => {
                model.read(model.program.starts(), &mut plan);
                done_cost += first.unwrap_or_default();
            }
            (_, None) => return Err(SolveError::NothingInTime),
        }
        done_bound += bound::whole(low).min(cost.or(first).map_or(f64::MAX, |c| c as f64));
        let whole = start_left
            .or(Some(0).filter(|_| left == 0))
            .map(|rest| done_cost + rest);
        tracker.note("solving", whole, Some(done_bound));
    }
    Ok(Ok((plan, done_bound)))
}

/// The plan as an answer, with figures counted from it, passed by the audit.
fn answer(
    instance: &Instance,
    mut plan: Plan,
    parts_bound: f64,
    tracker: &mut Tracker<'_, '_>,
) -> Result<Answer, SolveError> {
    plan.seats.sort_unstable();
    plan.choose_holders(instance);
    let terms = plan.terms(instance);
    let (bound, is_optimal) = bound::proof(terms.sum(), parts_bound);
    let status = if is_optimal {
        Status::Optimal
    } else {
        Status::Feasible
    };
    tracker.note("auditing", Some(terms.sum()), Some(bound));
    let mut options = BTreeMap::new();
    let mut holders = BTreeMap::new();
    for (s, series) in instance.series.iter().enumerate() {
        options.insert(series.id.clone(), series.options[plan.options[s]].0.clone());
        let holder = plan.holders[s].map(|p| instance.people[p].id.clone());
        holders.insert(series.id.clone(), holder);
    }
    let answer = RosterAnswer {
        format: ANSWER_FORMAT.to_owned(),
        status,
        options,
        holders,
        assignments: plan
            .seats
            .iter()
            .map(|&(d, p)| Pair {
                duty: instance.duties[d].id.clone(),
                person: instance.people[p].id.clone(),
            })
            .collect(),
        objective: terms.sum(),
        bound,
        terms,
        seconds: round(tracker.seconds()),
    };
    let wrong = audit::audit(&instance.document, &answer);
    if wrong.is_empty() {
        Ok(Answer::Roster(answer))
    } else {
        Err(SolveError::Audit(wrong))
    }
}

fn infeasible(conflict: Vec<super::Clash>, seconds: f64) -> Answer {
    Answer::Infeasible(Infeasible {
        format: ANSWER_FORMAT.to_owned(),
        status: InfeasibleStatus::Infeasible,
        seconds: round(seconds),
        conflict,
    })
}

/// Milliseconds are enough for a reader.
fn round(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_has_time_and_the_last_has_all_of_it() {
        assert!(share(1, 47_000, 2) > 0.25);
        assert!(share(46_999, 47_000, 2) > 0.7);
        assert!((share(46_999, 46_999, 1) - 1.0).abs() < 1e-12);
    }
}
