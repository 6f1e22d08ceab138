//! From a batch to an audited answer: the greedy matching, then the integer program, then the figures.

use super::answer::{ANSWER_FORMAT, Answer, Match, Status};
use super::instance::Instance;
use super::model::Model;
use super::{audit, plan, rules};
use crate::SolveError;
use crate::bound;
use crate::engine::{self, Outcome};
use crate::limits::Limits;
use crate::progress::{Reporter, Tracker};

/// Solves a batch within the limits. The answer passed the audit. An empty answer is always legal, so there is always one.
pub fn solve(
    instance: &Instance,
    limits: &Limits,
    reporter: &mut Reporter<'_>,
) -> Result<Answer, SolveError> {
    let mut tracker = Tracker::new(reporter);
    let start = plan::greedy(instance);
    let first = plan::terms(instance, &start).sum();
    tracker.note("starting", Some(first), Some(0.0));
    let mut model = Model::new(instance, &start);
    rules::post(&mut model);
    let outcome = engine::solve(&model.program, true, limits, &mut |best, low| {
        let best = best.map_or(first, |cost| first.min(cost.round() as i64));
        tracker.note("solving", Some(best), Some(bound::whole(low)))
    })?;
    let (chosen, low) = match outcome {
        Outcome::Found { values, bound } => (model.read(&values), bound),
        Outcome::Nothing { bound } => (start.clone(), bound),
        Outcome::Infeasible => {
            return Err(SolveError::Engine("HiGHS finds no empty matching".into()));
        }
    };
    let chosen = if plan::terms(instance, &chosen).sum() <= first {
        chosen
    } else {
        start
    };
    let terms = plan::terms(instance, &chosen);
    let (bound, is_optimal) = bound::proof(terms.sum(), bound::whole(low));
    tracker.note("auditing", Some(terms.sum()), Some(bound));
    let document = &instance.document;
    let answer = Answer {
        format: ANSWER_FORMAT.to_owned(),
        status: if is_optimal {
            Status::Optimal
        } else {
            Status::Feasible
        },
        matches: chosen
            .iter()
            .map(|&t| {
                let triple = instance.triples[t];
                Match {
                    request: document.requests[triple.request].id.clone(),
                    slot: document.slots[triple.slot].id.clone(),
                    shift: triple.shift.map(|h| document.shifts[h].id.clone()),
                }
            })
            .collect(),
        objective: terms.sum(),
        bound,
        terms,
        seconds: tracker.seconds(),
    };
    let wrong = audit::audit(document, &answer);
    if wrong.is_empty() {
        Ok(answer)
    } else {
        Err(SolveError::Audit(wrong))
    }
}
