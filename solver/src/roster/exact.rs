//! Parts of an instance by the whole integer program: it proves an optimum where the instance is small, and holds one pool after the
//! other as well as can be where it is not.

use super::decompose::{Part, parts, pools};
use super::instance::Instance;
use super::model::Model;
use super::plan::Plan;
use super::rules;
use crate::SolveError;
use crate::bound;
use crate::engine::{self, Outcome};
use crate::limits::Limits;
use crate::progress::Tracker;

/// What whole programs gave.
pub(super) struct Solved {
    /// The best plan, none worse than the start.
    pub plan: Plan,
    /// The sum of the parts' bounds by HiGHS.
    pub bound: f64,
    /// What HiGHS failed at.
    pub warnings: Vec<String>,
}

/// One part after the other as a whole program, the smallest first. A part that HiGHS fails at stays as it is.
pub(super) fn solve_parts(
    instance: &Instance,
    start: &Plan,
    limits: &Limits,
    tracker: &mut Tracker<'_, '_>,
) -> Solved {
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
    let mut warnings = Vec::new();
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
        });
        let (found, low) = values_and_bound(outcome).unwrap_or_else(|why| {
            warnings.push(format!("a part of {} duties: {why}", part.duties.len()));
            // Nothing is proven of this part but that no term is negative.
            (None, 0.0)
        });
        let values = found.filter(|v| model.program.cost(v).round() as i64 <= first);
        let values = values.as_deref().unwrap_or(model.program.starts());
        model.read(values, &mut plan);
        let cost = model.program.cost(values).round() as i64;
        done += cost;
        done_bound += bound::whole(low).min(cost as f64);
        tracker.note("proving", Some(done + rest), Some(done_bound));
    }
    plan.seats.sort_unstable();
    Solved {
        plan,
        bound: done_bound,
        warnings,
    }
}

/// The values, if any, and the bound that a program came to, of which the start is known to be an answer; or what HiGHS failed at.
fn values_and_bound(
    outcome: Result<Outcome, SolveError>,
) -> Result<(Option<Vec<f64>>, f64), String> {
    match outcome {
        Ok(Outcome::Found { values, bound }) => Ok((Some(values), bound)),
        Ok(Outcome::Nothing { bound }) => Ok((None, bound)),
        Ok(Outcome::Infeasible) => Err("HiGHS finds no answer, though there is one".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The pools that [`polish`] may solve: with something to decide and at most so many pairs of a duty and a person.
pub(super) fn blocks(instance: &Instance, most: usize) -> Vec<Part> {
    let mut blocks = pools(instance);
    blocks.retain(|part| (2..=1 + most).contains(&size(instance, part)));
    blocks
}

/// What [`polish`] takes, in seconds, with room to spare.
pub(super) fn seconds(instance: &Instance, blocks: &[Part]) -> f64 {
    let pairs: usize = blocks.iter().map(|part| size(instance, part)).sum();
    2e-4 * pairs as f64
}

/// The plan with one pool after the other, the last first, held as well as the others leave it to be; and what HiGHS failed at: such a
/// pool stays as it is, since there is a whole roster already. `goes_on` is told what the whole costs.
pub(super) fn polish(
    instance: &Instance,
    mut todo: Vec<Part>,
    mut plan: Plan,
    limits: &Limits,
    goes_on: &mut (dyn FnMut(i64) -> bool + Send),
) -> (Plan, Vec<String>) {
    let mut warnings = Vec::new();
    while let Some(part) = todo.pop() {
        let all = plan.terms(instance).sum();
        if !goes_on(all) || limits.left() <= 0.0 {
            break;
        }
        let own = limits.left() / (todo.len() + 1) as f64;
        let own = Limits::seconds(own, limits.threads, limits.seed);
        let model = whole_model(instance, &part, &plan);
        let first = model.program.cost(model.program.starts()).round() as i64;
        let outcome = engine::solve(&model.program, true, &own, &mut |best, _| {
            let best = best.map_or(first, |cost| first.min(cost.round() as i64));
            goes_on(all - first + best)
        });
        match better(&model, outcome, &plan) {
            Ok(better) => plan = better.unwrap_or(plan),
            Err(why) => warnings.push(format!("a pool of {} duties: {why}", part.duties.len())),
        }
    }
    (plan, warnings)
}

/// The plan with what HiGHS found, where that is cheaper; or what is wrong with it.
fn better(
    model: &Model<'_>,
    outcome: Result<Outcome, SolveError>,
    plan: &Plan,
) -> Result<Option<Plan>, String> {
    let (Some(values), _) = values_and_bound(outcome)? else {
        return Ok(None);
    };
    let cost = |values: &[f64]| model.program.cost(values).round() as i64;
    let saved = cost(model.program.starts()) - cost(&values);
    if saved <= 0 {
        return Ok(None);
    }
    let mut better = plan.clone();
    better.seats.retain(|(d, _)| !model.has(*d));
    model.read(&values, &mut better);
    better.seats.sort_unstable();
    better.choose_holders(model.instance);
    let costs = |plan: &Plan| plan.terms(model.instance).sum();
    let really = costs(plan) - costs(&better);
    if really == saved {
        Ok(Some(better))
    } else {
        Err(format!(
            "{saved} saved in its program, {really} in the roster"
        ))
    }
}

/// How much work a part is: its pairs of a duty and a person who fits.
fn size(instance: &Instance, part: &Part) -> usize {
    let pairs = part.duties.iter().map(|&d| instance.fit[d].len());
    1 + pairs.sum::<usize>()
}

/// A part's program with every rule and term posted.
pub(super) fn whole_model<'a>(
    instance: &'a Instance,
    part: &'a Part,
    start: &'a Plan,
) -> Model<'a> {
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
    use crate::calendar::Week;
    use crate::language::Level;
    use crate::roster::document::{Document, LanguageCover};
    use crate::roster::instance::Index;
    use crate::roster::sample::{adviser, date, duty, problem};

    /// A lawyer li, and ming, a student who must not be alone; a seat for each, which nothing but fairness has a price for.
    fn session() -> Document {
        let mut lawyer = duty("lawyer", "A", 7, "09:00-12:00");
        lawyer.min = 0;
        let mut student = duty("student", "A", 7, "09:00-12:00");
        student.pool = "student".into();
        student.supervised_by = Some("adviser".into());
        let mut ming = adviser("ming");
        ming.pool = "student".into();
        let mut document = problem(vec![adviser("li"), ming], vec![lawyer, student]);
        document.weights = crate::roster::document::Weights {
            fairness: 1,
            shortfall: 10,
            ..document.weights
        };
        for person in &mut document.people {
            person.target = 0;
        }
        document
    }

    fn polished(document: &Document, held: &[(Index, Index)]) -> Vec<(Index, Index)> {
        let instance = Instance::new(document.clone()).unwrap();
        let plan = Plan {
            options: Vec::new(),
            holders: Vec::new(),
            seats: held.to_vec(),
        };
        let before = plan.terms(&instance).sum();
        let limits = Limits::seconds(10.0, 1, 0);
        let todo = blocks(&instance, 100);
        assert_eq!(todo.len(), 2, "one a pool");
        let (plan, warnings) = polish(&instance, todo, plan, &limits, &mut |_| true);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert!(plan.terms(&instance).sum() <= before);
        plan.seats
    }

    #[test]
    fn where_highs_fails_the_roster_stays() {
        let instance = Instance::new(session()).unwrap();
        let plan = Plan {
            options: Vec::new(),
            holders: Vec::new(),
            seats: Vec::new(),
        };
        let part = blocks(&instance, 100).pop().unwrap();
        let model = whole_model(&instance, &part, &plan);
        let failed = Err(SolveError::Engine("HiGHS says Error".into()));
        let why = better(&model, failed, &plan).unwrap_err();
        assert!(why.contains("HiGHS says Error"), "{why}");
        assert!(better(&model, Ok(Outcome::Infeasible), &plan).is_err());
        let values = model.program.starts().to_vec();
        let same = Outcome::Found { values, bound: 0.0 };
        assert!(better(&model, Ok(same), &plan).unwrap().is_none());
        let nothing = Outcome::Nothing { bound: 0.0 };
        assert!(better(&model, Ok(nothing), &plan).unwrap().is_none());
    }

    const LAWYER: (Index, Index) = (0, 0);
    const STUDENT: (Index, Index) = (1, 1);

    #[test]
    fn a_pool_is_polished_beside_those_of_another_who_stay() {
        let mut document = session();
        assert_eq!(polished(&document, &[LAWYER, STUDENT]), [LAWYER, STUDENT]);
        assert_eq!(polished(&document, &[LAWYER]), [LAWYER, STUDENT]);
        assert_eq!(polished(&document, &[]), []);
        document.duties[1].supervised_by = None;
        assert_eq!(polished(&document, &[LAWYER]), [STUDENT]);
    }

    #[test]
    fn whoever_stays_speaks_for_the_others_too() {
        let mut document = session();
        document.duties[1].supervised_by = None;
        document.weights.shortfall = 0;
        document.weights.language = 10;
        document.language_cover = vec![LanguageCover {
            district: "north".into(),
            week: Week::of(date(7)),
            language: "bo".into(),
            level: Level::B2,
            min: 1,
            weight: 1,
        }];
        for person in &mut document.people {
            person.languages = [("bo".into(), Level::B2)].into();
        }
        assert_eq!(polished(&document, &[LAWYER]), [LAWYER]);
        assert_eq!(polished(&document, &[LAWYER, STUDENT]).len(), 1);
        document.language_cover[0].min = 2;
        assert_eq!(polished(&document, &[LAWYER]), [LAWYER, STUDENT]);
    }

    #[test]
    fn a_small_part_has_time_and_the_last_has_all_of_it() {
        assert!(share(1, 47_000, 2) > 0.25);
        assert!(share(46_999, 47_000, 2) > 0.7);
        assert!((share(46_999, 46_999, 1) - 1.0).abs() < 1e-12);
    }
}
