//! The parts of an instance by the whole integer program: it proves an optimum where the instance is small.

use super::decompose::{Part, parts};
use super::instance::Instance;
use super::model::Model;
use super::plan::Plan;
use super::rules;
use crate::SolveError;
use crate::bound;
use crate::engine::{self, Outcome};
use crate::limits::Limits;
use crate::progress::Tracker;

/// The best plan, none worse than the start, and the sum of the parts' bounds by HiGHS.
pub(super) fn solve_parts(
    instance: &Instance,
    start: &Plan,
    limits: &Limits,
    tracker: &mut Tracker<'_, '_>,
) -> Result<(Plan, f64), SolveError> {
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
    // What is done costs this, and so much of the start is left to do.
    let (mut done, mut done_bound) = (0_i64, 0.0);
    let mut rest = start.terms(instance).sum();
    for part in todo {
        let own = limits.left() * share(size(&part), left, parts_left);
        let own = Limits::seconds(own, limits.threads, limits.seed);
        left -= size(&part);
        parts_left -= 1;
        let model = whole_model(instance, &part, start);
        let first = model.program.cost(model.program.starts()).round() as i64;
        rest -= first;
        let outcome = engine::solve(&model.program, true, &own, &mut |best, low| {
            // HiGHS may find worse answers than the start before it looks at that.
            let best = best.map_or(first, |cost| first.min(cost.round() as i64));
            let low = done_bound + bound::whole(low);
            tracker.note("proving", Some(done + best + rest), Some(low))
        })?;
        let (found, low) = match outcome {
            Outcome::Found { values, bound } => (Some(values), bound),
            Outcome::Nothing { bound } => (None, bound),
            Outcome::Infeasible => {
                let what = "HiGHS finds no answer, though there is one";
                return Err(SolveError::Engine(what.into()));
            }
        };
        let values = found.filter(|v| model.program.cost(v).round() as i64 <= first);
        let values = values.as_deref().unwrap_or(model.program.starts());
        model.read(values, &mut plan);
        let cost = model.program.cost(values).round() as i64;
        done += cost;
        done_bound += bound::whole(low).min(cost as f64);
        tracker.note("proving", Some(done + rest), Some(done_bound));
    }
    plan.seats.sort_unstable();
    Ok((plan, done_bound))
}

/// How much work a part is: its pairs of a duty and a person who fits.
fn size(instance: &Instance, part: &Part) -> usize {
    let pairs = part.duties.iter().map(|&d| instance.fit[d].len());
    1 + pairs.sum::<usize>()
}

/// A part's program with every rule and term posted.
fn whole_model<'a>(instance: &'a Instance, part: &'a Part, start: &'a Plan) -> Model<'a> {
    let mut model = Model::new(instance, part, Some(start));
    rules::post_rules(&mut model);
    rules::post_terms(&mut model);
    model
}

/// The share of the time left that a part may use: half by its size, half the same for each, since a part of little size needs
/// some time too. What it does not use is left to the others; the last may use all.
fn share(size: usize, all_sizes: usize, parts: usize) -> f64 {
    (size as f64 / all_sizes as f64 + 1.0 / parts as f64) / 2.0
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
