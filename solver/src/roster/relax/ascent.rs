//! Raises the bound step by step along its supergradient. Each price moves by its own measure, as in Adam (Kingma and Ba 2015):
//! by the mean of its last slopes over their mean size; and all of them by less and less.

use super::Relaxation;
use crate::roster::certificate::Certificate;

/// How slowly the mean of the slopes, and of their squares, forgets.
const MEMORY: f64 = 0.9;
const MEMORY_OF_SIZE: f64 = 0.99;

/// The share of the steps that look how high prices are, and how much they shorten over that.
const SEARCH: f64 = 0.15;
const SHORTER: f64 = 0.1;

/// The last step moves prices by this much, in units of the objective; in a hurry by its square as much.
const LAST: f64 = 0.02;

/// A search for prices that give a high bound.
pub struct Ascent<'a> {
    relaxation: Relaxation<'a>,
    ranges: Vec<(f64, f64)>,
    prices: Vec<f64>,
    slope: Vec<f64>,
    mean: Vec<f64>,
    size: Vec<f64>,
    first: f64,
    is_again: bool,
    best: (f64, Vec<f64>),
}

impl<'a> Ascent<'a> {
    /// A search that begins with nothing priced.
    #[must_use]
    pub fn new(relaxation: Relaxation<'a>) -> Self {
        let n = relaxation.rows.keys.len();
        let dearest = relaxation
            .compact
            .turns
            .iter()
            .map(|t| t.short.max(t.below))
            .max();
        Self {
            ranges: relaxation.ranges(),
            prices: vec![0.0; n],
            slope: vec![0.0; n],
            mean: vec![0.0; n],
            size: vec![0.0; n],
            // Twenty steps from nothing to the price of an empty place.
            first: (dearest.unwrap_or(0) as f64 / 20.0).max(1.0),
            best: (f64::NEG_INFINITY, vec![0.0; n]),
            relaxation,
            is_again: false,
        }
    }

    /// The best bound so far.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.best.0
    }

    /// The prices of the best bound so far.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        self.relaxation.certificate(&self.best.1)
    }

    /// One step; `progress` from 0 to 1 says how far the steps have shortened, `hurry` how many times as many there would be with more
    /// time.
    pub fn step(&mut self, progress: f64, hurry: f64) {
        let bound = self.relaxation.bound(&self.prices, &mut self.slope);
        if bound > self.best.0 {
            self.best.0 = bound;
            self.best.1.copy_from_slice(&self.prices);
        }
        let length = self.length(progress, hurry);
        for (j, &slope) in self.slope.iter().enumerate() {
            self.mean[j] += (1.0 - MEMORY) * (slope - self.mean[j]);
            self.size[j] += (1.0 - MEMORY_OF_SIZE) * (slope * slope - self.size[j]);
            if self.size[j] > 0.0 {
                let (low, high) = self.ranges[j];
                let moved = self.prices[j] + length * self.mean[j] / (self.size[j].sqrt() + 1e-3);
                self.prices[j] = moved.clamp(low, high);
            }
        }
    }

    /// How far prices move now. The steps shorten a little at first, to see how high prices are at all; then again from the best
    /// prices so far, until they hardly move.
    fn length(&mut self, progress: f64, hurry: f64) -> f64 {
        if progress < SEARCH {
            return self.first * SHORTER.powf(progress / SEARCH);
        }
        if !self.is_again {
            self.is_again = true;
            self.prices.copy_from_slice(&self.best.1);
            self.mean.fill(0.0);
        }
        let last = (LAST * hurry.powi(2)).clamp(LAST, self.first);
        self.first * (last / self.first).powf((progress - SEARCH) / (1.0 - SEARCH))
    }
}
