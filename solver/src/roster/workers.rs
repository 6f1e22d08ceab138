//! The two searches side by side, each on a thread of its own: one makes rosters better, the other raises the bound. They do not
//! hear of each other, so that each gives the same for the same seed however fast the machine is, unless the time ends them; only
//! when the bound meets the roster, both stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use super::certificate::Certificate;
use super::compact::Compact;
use super::improve::Improver;
use super::plan::Plan;
use super::relax::{Ascent, Relaxation};
use crate::bound;
use crate::limits::Limits;
use crate::progress::Tracker;

/// Steps of the first cooling for each series and each other duty to be decided; each later one has twice as many as the one before.
const STEPS: u64 = 2_000;

/// Steps between two looks at the clock.
const CHUNK: u32 = 50;

/// Steps of the ascent: so many, and so many more for each series and each other duty to be decided, up to a most.
const ASCENT: usize = 250;
const ASCENT_EACH: usize = 10;
const ASCENT_MOST: usize = 4_000;

/// What the searches found.
pub struct Found {
    /// The best roster.
    pub plan: Plan,
    /// Its objective.
    pub cost: i64,
    /// Proof of the bound.
    pub certificate: Certificate,
    /// Whether the reporter wants to go on and there is time.
    pub goes_on: bool,
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

/// Runs both searches until the bound meets the roster, the deadline, a wish to stop, or the end of so many coolings.
pub fn run(
    compact: &Compact<'_>,
    mut improver: Improver<'_>,
    coolings: u32,
    limits: &Limits,
    tracker: &mut Tracker<'_, '_>,
) -> Found {
    let board = Board {
        stop: AtomicBool::new(false),
        bound: AtomicU64::new(0.0_f64.to_bits()),
    };
    let (certificate, goes_on) = std::thread::scope(|scope| {
        let ascent = scope.spawn(|| raise(compact, limits, &board));
        let goes_on = cool(compact, &mut improver, coolings, limits, &board, tracker);
        if !goes_on || is_proven(&improver, &board) {
            board.stop.store(true, Ordering::Relaxed);
        }
        while !ascent.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(2));
            let cost = improver.best();
            if !tracker.note("solving", Some(cost), Some(board.bound()))
                || is_proven(&improver, &board)
            {
                board.stop.store(true, Ordering::Relaxed);
            }
        }
        let certificate = ascent
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (certificate, goes_on)
    });
    let (cost, plan) = improver.into_best();
    Found {
        plan,
        cost,
        certificate,
        goes_on,
    }
}

/// Whether no roster can be cheaper: objectives are whole.
fn is_proven(improver: &Improver<'_>, board: &Board) -> bool {
    bound::proof(improver.best(), board.bound()).1
}

/// Raises the bound in a fixed number of steps, or as many as there is time for.
fn raise(compact: &Compact<'_>, limits: &Limits, board: &Board) -> Certificate {
    let mut ascent = Ascent::new(Relaxation::new(compact));
    let clock = Clock::new(limits);
    let steps = ASCENT_MOST.min(ASCENT + ASCENT_EACH * compact.units());
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
    ascent.certificate()
}

/// Cools again and again, each time for longer. False where there is no more time or a wish to stop.
fn cool(
    compact: &Compact<'_>,
    improver: &mut Improver<'_>,
    coolings: u32,
    limits: &Limits,
    board: &Board,
    tracker: &mut Tracker<'_, '_>,
) -> bool {
    let mut budget = STEPS * compact.units().max(1) as u64;
    for _ in 0..coolings {
        let clock = Clock::new(limits);
        let mut steps = 0;
        while steps < budget {
            improver.run(CHUNK, clock.progress(steps as f64 / budget as f64));
            steps += u64::from(CHUNK);
            let goes_on = tracker.note("solving", Some(improver.best()), Some(board.bound()));
            if !goes_on || clock.is_over() {
                return false;
            }
            if is_proven(improver, board) {
                return true;
            }
        }
        improver.restart();
        budget *= 2;
    }
    true
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
