//! The two searches side by side, each on a thread of its own: one makes rosters better, and solves pools one by one at the end, the
//! other raises the bound. They do not hear of each other, so that each gives the same for the same seed however fast the machine is,
//! unless the time ends them; only when the bound meets the roster, both stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::certificate::Certificate;
use super::compact::Compact;
use super::decompose::Part;
use super::exact;
use super::improve::Improver;
use super::plan::Plan;
use super::relax::Relaxation;
use crate::ascent::Ascent;
use crate::bound;
use crate::limits::Limits;
use crate::progress::Tracker;

/// Steps of the first cooling for each series and each other duty to be decided; each later one has twice as many as the one before.
const STEPS: u64 = 2_000;

/// Steps between two looks at the clock.
const CHUNK: u32 = 50;

/// The share of the time that is kept, at most, for solving pools one by one.
const POLISH: f64 = 0.1;

/// How much the searches do before they end by themselves.
pub struct Effort {
    /// How often rosters are cooled.
    coolings: u32,
    /// Steps of the ascent.
    ascent: usize,
}

impl Effort {
    /// For so many series and other duties, of which the whole program is solved afterwards.
    pub fn brief(units: usize) -> Self {
        Self {
            coolings: 1,
            ascent: (250 + 10 * units).min(4_000),
        }
    }

    /// As much as brings anything.
    pub fn full() -> Self {
        Self {
            coolings: u32::MAX,
            ascent: 12_000,
        }
    }
}

/// What the searches found.
pub struct Found {
    /// The best roster.
    pub plan: Plan,
    /// What the search counted that its roster costs, before any pool was solved.
    pub counted: i64,
    /// What that roster does cost.
    pub cost: i64,
    /// Proof of the bound.
    pub certificate: Certificate,
    /// What HiGHS failed at.
    pub warnings: Vec<String>,
}

/// What the threads tell each other.
struct Board {
    stop: AtomicBool,
    bound: AtomicU64,
}

impl Board {
    fn bound(&self) -> f64 {
        f64::from_bits(self.bound.load(Ordering::Relaxed))
    }
}

/// Runs both searches until the bound meets the roster, the deadline, a wish to stop, or the end of their effort; then, while the bound
/// still rises, solves the pools given.
pub fn run(
    compact: &Compact<'_>,
    mut improver: Improver<'_>,
    effort: &Effort,
    pools: Vec<Part>,
    limits: &Limits,
    tracker: &mut Tracker<'_, '_>,
) -> Found {
    let instance = compact.instance;
    let board = Board {
        stop: AtomicBool::new(false),
        bound: AtomicU64::new(0.0_f64.to_bits()),
    };
    let kept = exact::seconds(instance, &pools).min(POLISH * limits.left());
    let own = limits.less(kept);
    std::thread::scope(|scope| {
        let ascent = scope.spawn(|| raise(compact, effort.ascent, limits, &board));
        let mut goes_on = |cost: i64| {
            let bound = board.bound();
            tracker.note("solving", Some(cost), Some(bound)) && !bound::proof(cost, bound).1
        };
        cool(compact, &mut improver, effort.coolings, &own, &mut goes_on);
        let (counted, plan) = improver.into_best();
        let cost = plan.terms(instance).sum();
        let (plan, warnings) = exact::polish(instance, pools, plan, limits, &mut goes_on);
        let polished = plan.terms(instance).sum();
        while !ascent.is_finished() {
            if !goes_on(polished) {
                board.stop.store(true, Ordering::Relaxed);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let certificate = ascent.join();
        Found {
            plan,
            counted,
            cost,
            certificate: certificate.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            warnings,
        }
    })
}

/// Raises the bound in a fixed number of steps, or as many as there is time for.
fn raise(compact: &Compact<'_>, steps: usize, limits: &Limits, board: &Board) -> Certificate {
    let mut ascent = Ascent::new(Relaxation::new(compact));
    let clock = Clock::new(limits);
    for step in 0..steps {
        if clock.is_over() || board.stop.load(Ordering::Relaxed) {
            break;
        }
        let planned = step as f64 / steps as f64;
        let progress = clock.progress(planned);
        let hurry = if step == 0 { 1.0 } else { progress / planned };
        ascent.step(progress, hurry);
        let bound = bound::whole(ascent.best()).max(board.bound());
        board.bound.store(bound.to_bits(), Ordering::Relaxed);
    }
    let (relaxation, prices) = ascent.into_best();
    relaxation.certificate(&prices)
}

/// Cools again and again, each time for longer, until the time ends or there is no reason to go on.
fn cool(
    compact: &Compact<'_>,
    improver: &mut Improver<'_>,
    coolings: u32,
    limits: &Limits,
    goes_on: &mut dyn FnMut(i64) -> bool,
) {
    let mut budget = STEPS * compact.units().max(1) as u64;
    for _ in 0..coolings {
        let clock = Clock::new(limits);
        let mut steps = 0;
        while steps < budget {
            improver.run(CHUNK, clock.progress(steps as f64 / budget as f64));
            steps += u64::from(CHUNK);
            if !goes_on(improver.best()) || clock.is_over() {
                return;
            }
        }
        improver.restart();
        budget *= 2;
    }
}

/// How far a search has come by its steps or by the time, whichever is further.
struct Clock<'a> {
    limits: &'a Limits,
    began: Instant,
    seconds: f64,
}

impl<'a> Clock<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            began: Instant::now(),
            seconds: limits.left(),
        }
    }

    fn is_over(&self) -> bool {
        self.limits.left() <= 0.0
    }

    fn progress(&self, steps: f64) -> f64 {
        let time = self.began.elapsed().as_secs_f64() / self.seconds.max(1e-9);
        steps.max(time).min(1.0)
    }
}
