//! What a solve may use: time, threads, and the seed of its choices.

use std::time::{Duration, Instant};

/// Limits of one solve.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// When the solve must end, with the best answer so far.
    pub deadline: Instant,
    /// Threads of HiGHS. The first solve of a process fixes them.
    pub threads: u32,
    /// Seed of HiGHS. A solve that ends before its limit gives the same answer for the same seed and threads.
    pub seed: u32,
}

impl Limits {
    /// Limits that end `seconds` from now.
    #[must_use]
    pub fn seconds(seconds: f64, threads: u32, seed: u32) -> Self {
        let seconds = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(86_400));
        Self {
            deadline: Instant::now() + seconds,
            threads,
            seed,
        }
    }

    /// The same with an end some seconds earlier, but not by more than half of what is left.
    #[must_use]
    pub fn less(&self, seconds: f64) -> Self {
        let earlier = Duration::from_secs_f64(seconds.min(self.left() / 2.0).max(0.0));
        Self {
            deadline: self.deadline - earlier,
            ..*self
        }
    }

    /// Seconds left, never negative.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.deadline
            .saturating_duration_since(Instant::now())
            .as_secs_f64()
    }
}
