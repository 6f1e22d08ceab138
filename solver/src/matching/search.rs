//! From a batch to an audited answer: a greedy matching, prices, then whole integer programs of the matches that the prices say are
//! near the cheapest; then the figures.

use std::collections::{BTreeMap, HashSet};

use super::answer::{ANSWER_FORMAT, Answer, Match, Status};
use super::certificate::Certificate;
use super::instance::{Index, Instance};
use super::model::Model;
use super::pairs::Pair;
use super::plan::Triple;
use super::recount::recount;
use super::relax::{self, Relaxation};
use super::{audit, plan, rules};
use crate::SolveError;
use crate::ascent::Ascent;
use crate::bound::{self, Proof};
use crate::engine::{self, Outcome};
use crate::limits::Limits;
use crate::progress::{Reporter, Tracker};

/// Steps of the search for prices.
const STEPS: usize = 3_000;

/// The share of the time that it may take.
const ASCENT: f64 = 0.4;

/// The first program has so many matches a request.
const FEW: usize = 10;

/// Prices do not say of matches so far above the bound which of them are good.
const FAR: f64 = 1e6;

/// Steps of the search for the prices of one equity term, and how long the first ones are, in units of the objective.
const MORE: usize = 400;
const FIRST: f64 = 1.0;

/// What the audit and the judge of the bound take, in seconds a pair, with room to spare.
const AUDIT: f64 = 4e-7;

/// No program has more matches than this.
const MOST: usize = 1_000_000;

/// Solves a batch within the limits. The answer passed the audit. An empty answer is always legal, so there is always one.
pub fn solve(
    instance: &Instance,
    limits: &Limits,
    reporter: &mut Reporter<'_>,
) -> Result<Answer, SolveError> {
    let mut tracker = Tracker::new(reporter);
    let limits = &limits.less(AUDIT * instance.pairs.len() as f64);
    let mut best = Best::new(instance, plan::greedy(instance));
    tracker.note("starting", Some(best.cost), Some(0.0));
    let (mut relaxation, prices) = raise(instance, limits, &mut best, &mut tracker);
    let near = few(instance, &mut relaxation, &prices);
    if let Some(near) = near.filter(|near| is_time_for(near, limits)) {
        narrow(instance, near, None, limits, &mut best, &mut tracker)?;
    }
    let certificate = relaxation.certificate(&prices);
    settle(relaxation, &prices, limits, &mut best, &mut tracker)?;
    answer(instance, &best, certificate, &mut tracker)
}

/// Whether a program of so many matches comes to anything in the time left: HiGHS does not look at the clock while it presolves. The
/// figure fits 1.2 s for 20,000 and 20 s for 200,000, as measured.
fn is_time_for(near: &[(Index, Pair)], limits: &Limits) -> bool {
    limits.left() > 5e-6 * (near.len() as f64).powf(1.25)
}

/// Settles the equity terms that may still be better, the one of the least bound first: first by prices of its own, then by the program
/// of what is near.
fn settle(
    mut relaxation: Relaxation<'_>,
    prices: &[f64],
    limits: &Limits,
    best: &mut Best,
    tracker: &mut Tracker<'_, '_>,
) -> Result<(), SolveError> {
    let instance = relaxation.instance();
    let mut lower = relaxation.by_term(prices);
    let mut own: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    loop {
        let terms = lower.iter().copied().enumerate();
        let Some((e, low)) = terms.min_by(|a, b| a.1.total_cmp(&b.1)) else {
            return Ok(());
        };
        best.bound = best.bound.max(bound::whole(low.min(best.cost as f64)));
        let goes_on = tracker.note("solving", Some(best.cost), Some(best.bound));
        if best.is_proven() || !goes_on || limits.left() <= 0.0 {
            return Ok(());
        }
        relaxation.hold(e..=e);
        let Some(prices) = own.get(&e) else {
            let (back, prices, priced) = tighten(relaxation, prices, best.cost, limits);
            relaxation = back;
            lower[e] = low.max(priced);
            own.insert(e, prices);
            continue;
        };
        let gap = best.cost as f64 - low;
        let near = relaxation.near(prices, gap, MOST);
        let Some(near) = near.filter(|near| is_time_for(near, limits)) else {
            return Ok(());
        };
        let inside = narrow(instance, near, Some(e), limits, best, tracker)?;
        if inside <= lower[e] {
            return Ok(());
        }
        // Whoever makes a match further away costs more than is known.
        lower[e] = inside.min(low + gap);
    }
}

/// Prices for the equity term that is held, and what they prove of the answers with it; until that is more than `cost`.
fn tighten<'a>(
    relaxation: Relaxation<'a>,
    prices: &[f64],
    cost: i64,
    limits: &Limits,
) -> (Relaxation<'a>, Vec<f64>, f64) {
    let mut ascent = Ascent::resume(relaxation, prices, FIRST);
    for step in 0..MORE {
        ascent.step(step as f64 / MORE as f64, 1.0);
        if ascent.best() > cost as f64 || limits.left() <= 0.0 {
            break;
        }
    }
    let priced = ascent.best();
    let (relaxation, prices) = ascent.into_best();
    (relaxation, prices, priced)
}

/// The best matching so far, and what is proven.
struct Best {
    plan: Vec<Triple>,
    cost: i64,
    /// What is proven, in whole units.
    bound: f64,
}

impl Best {
    fn new(instance: &Instance, plan: Vec<Triple>) -> Self {
        let cost = plan::terms(instance, &plan).sum();
        Self {
            plan,
            cost,
            bound: 0.0,
        }
    }

    fn is_proven(&self) -> bool {
        bound::proof(self.cost, self.bound).1
    }
}

/// Looks for prices that prove much.
fn raise<'a>(
    instance: &'a Instance,
    limits: &Limits,
    best: &mut Best,
    tracker: &mut Tracker<'_, '_>,
) -> (Relaxation<'a>, Vec<f64>) {
    let mut ascent = Ascent::new(Relaxation::new(instance));
    let own = limits.less(limits.left() * (1.0 - ASCENT));
    let all = own.left().max(1e-9);
    for step in 0..STEPS {
        let planned = step as f64 / STEPS as f64;
        let progress = planned.max(1.0 - own.left() / all);
        let hurry = if step == 0 { 1.0 } else { progress / planned };
        ascent.step(progress.min(1.0), hurry);
        best.bound = bound::whole(ascent.best());
        if !tracker.note("pricing", Some(best.cost), Some(best.bound))
            || best.is_proven()
            || own.left() <= 0.0
        {
            break;
        }
    }
    let (relaxation, mut prices) = ascent.into_best();
    relax::round(&mut prices);
    (relaxation, prices)
}

/// Some matches for each request, those of the least reduced cost; none where there are too many of them.
fn few(
    instance: &Instance,
    relaxation: &mut Relaxation<'_>,
    prices: &[f64],
) -> Option<Vec<(Index, Pair)>> {
    let enough = FEW * instance.document.requests.len();
    let mut most = 1.0;
    loop {
        let near = relaxation.near(prices, most, MOST)?;
        if near.len() >= enough || most > FAR {
            return Some(near);
        }
        most *= 2.0;
    }
}

/// Solves the program of these matches, with the equity term held or not; the best matching stands in it where it has no other term.
/// What is proven of all answers that make no other matches.
fn narrow(
    instance: &Instance,
    mut allowed: Vec<(Index, Pair)>,
    held: Option<usize>,
    limits: &Limits,
    best: &mut Best,
    tracker: &mut Tracker<'_, '_>,
) -> Result<f64, SolveError> {
    let served = best.plan.iter().map(|t| t.request).collect();
    let worst = plan::worst_share(instance, &served) as usize;
    let starts = held.is_none_or(|e| worst <= e);
    if starts {
        let ids = allowed.iter().map(|(r, pair)| (*r, pair.slot));
        let known: HashSet<(Index, u32)> = ids.collect();
        for t in &best.plan {
            let mut pairs = instance.pairs.of_request(t.request).iter();
            let own = pairs.find(|pair| pair.slot as Index == t.slot);
            let own = own.filter(|pair| !known.contains(&(t.request, pair.slot)));
            allowed.extend(own.map(|&pair| (t.request, pair)));
        }
    }
    let start = if starts { &best.plan[..] } else { &[] };
    let mut model = Model::new(instance, allowed, start, held.map(|e| e as u32));
    rules::post(&mut model);
    let (first, proven) = (best.cost, best.bound);
    let outcome = engine::solve(&model.program, starts, limits, &mut |found, _| {
        let found = found.map_or(first, |cost| first.min(cost.round() as i64));
        tracker.note("solving", Some(found), Some(proven))
    })?;
    let (values, low) = match outcome {
        Outcome::Found { values, bound } => (Some(values), bound::whole(bound)),
        Outcome::Nothing { bound } => (None, bound::whole(bound)),
        Outcome::Infeasible => (None, f64::INFINITY),
    };
    if let Some(values) = values {
        let plan = model.read(&values);
        let cost = plan::terms(instance, &plan).sum();
        if cost < best.cost {
            (best.plan, best.cost) = (plan, cost);
        }
    }
    Ok(low)
}

/// The matching as an answer, with figures counted from it, passed by the audit.
fn answer(
    instance: &Instance,
    best: &Best,
    certificate: Certificate,
    tracker: &mut Tracker<'_, '_>,
) -> Result<Answer, SolveError> {
    let terms = plan::terms(instance, &best.plan);
    tracker.note("auditing", Some(terms.sum()), None);
    let document = &instance.document;
    let refused = |why| SolveError::Audit(vec![why]);
    let priced = recount(document, &certificate).map_err(refused)?.max(0) as f64;
    let (bound, is_optimal) = bound::proof(terms.sum(), priced.max(best.bound));
    let matched = |t: &Triple| Match {
        request: document.requests[t.request].id.clone(),
        slot: document.slots[t.slot].id.clone(),
        shift: t.shift.map(|h| document.shifts[h].id.clone()),
    };
    let answer = Answer {
        format: ANSWER_FORMAT.to_owned(),
        status: if is_optimal {
            Status::Optimal
        } else {
            Status::Feasible
        },
        matches: best.plan.iter().map(matched).collect(),
        objective: terms.sum(),
        bound,
        terms,
        seconds: tracker.seconds(),
        proof: if bound > priced {
            Proof::BranchAndBound
        } else {
            Proof::Prices
        },
        certificate: Some(Box::new(certificate)),
    };
    let mut wrong = audit::audit(document, &answer);
    if priced > answer.objective as f64 {
        let cost = answer.objective;
        wrong.push(format!(
            "the prices prove {priced}, above the objective {cost}"
        ));
    }
    if wrong.is_empty() {
        Ok(answer)
    } else {
        Err(SolveError::Audit(wrong))
    }
}
