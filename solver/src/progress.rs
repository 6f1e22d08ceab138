//! What a running solve tells: the incumbent, the bound, the gap; and how it is asked to stop.

use std::time::Instant;

use serde::{Deserialize, Serialize};

/// One report of a running solve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done: `starting`, `solving`, `proving`, `auditing`.
    pub phase: String,
    /// The objective of the best answer so far.
    pub incumbent: Option<i64>,
    /// A proven lower bound of every answer's objective.
    pub bound: Option<f64>,
    /// `(incumbent − bound) / incumbent`, from 0 to 1.
    pub gap: Option<f64>,
    /// Seconds since the solve began.
    pub seconds: f64,
}

/// Where reports go; it answers whether to go on.
pub type Reporter<'a> = dyn FnMut(&Progress) -> bool + Send + 'a;

/// Relative gap of an incumbent to a bound: 0 where they meet, none where there is no incumbent or no bound.
#[must_use]
pub fn gap(incumbent: Option<i64>, bound: Option<f64>) -> Option<f64> {
    let (incumbent, bound) = (incumbent? as f64, bound?);
    if bound >= incumbent {
        return Some(0.0);
    }
    Some(((incumbent - bound) / incumbent.abs().max(1e-9)).min(1.0))
}

/// Keeps the best incumbent and bound of the whole while parts are solved, and tells the reporter.
pub struct Tracker<'a, 'b> {
    reporter: &'a mut Reporter<'b>,
    began: Instant,
    last: Option<Instant>,
    incumbent: Option<i64>,
    bound: Option<f64>,
    stopped: bool,
}

impl<'a, 'b> Tracker<'a, 'b> {
    /// A tracker that begins now.
    pub fn new(reporter: &'a mut Reporter<'b>) -> Self {
        Self {
            reporter,
            began: Instant::now(),
            last: None,
            incumbent: None,
            bound: None,
            stopped: false,
        }
    }

    /// Seconds since the solve began.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    /// Notes the incumbent and bound of the whole and reports, four times a second at most.
    /// False where the reporter wants the solve to stop.
    pub fn note(&mut self, phase: &str, incumbent: Option<i64>, bound: Option<f64>) -> bool {
        let news = incumbent != self.incumbent && incumbent.is_some();
        self.incumbent = incumbent.or(self.incumbent);
        self.bound = match (self.bound, bound) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let due = self
            .last
            .is_none_or(|at| at.elapsed().as_millis() >= if news { 50 } else { 250 });
        if due {
            self.last = Some(Instant::now());
            let progress = Progress {
                phase: phase.to_owned(),
                incumbent: self.incumbent,
                bound: self.bound,
                gap: gap(self.incumbent, self.bound),
                seconds: self.seconds(),
            };
            self.stopped |= !(self.reporter)(&progress);
        }
        !self.stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_relative_to_the_incumbent() {
        assert_eq!(gap(Some(200), Some(150.0)), Some(0.25));
        assert_eq!(gap(Some(200), Some(200.0)), Some(0.0));
        assert_eq!(gap(Some(0), Some(0.0)), Some(0.0));
        assert_eq!(gap(None, Some(1.0)), None);
    }

    #[test]
    fn a_reporter_that_says_no_stops_the_solve() {
        let mut reporter = |_: &Progress| false;
        let mut tracker = Tracker::new(&mut reporter);
        assert!(!tracker.note("solving", Some(1), Some(0.0)));
        assert!(!tracker.note("solving", None, None));
    }
}
