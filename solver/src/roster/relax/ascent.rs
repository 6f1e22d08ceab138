//! Raises the bound step by step along its supergradient. Each price moves by its own measure, as in Adam (Kingma and Ba 2015):
//! by the mean of its last slopes over their mean size; and all of them by less and less. Where everybody is scarce, all prices have to
//! rise together while each is held back by its neighbours, which takes such steps long: so now and then all are moved away from 0 at once.

use super::Relaxation;
use crate::roster::certificate::Certificate;

/// How slowly the mean of the slopes, and of their squares, forgets.
const MEMORY: f64 = 0.95;
const MEMORY_OF_SIZE: f64 = 0.99;

/// So many of the first steps would take a price from nothing to that of the dearest empty place.
const FIRST: f64 = 30.0;

/// The last step moves prices by this much, in units of the objective; in a hurry by more.
const LAST: f64 = 0.05;

/// Steps between two tries to move all prices away from 0 at once, and by how much of them, one try after the other.
const RISE: u32 = 20;
const RISE_BY: [f64; 5] = [0.05, 0.1, 0.2, 0.4, 0.8];

/// A search for prices that give a high bound.
pub struct Ascent<'a> {
    relaxation: Relaxation<'a>,
    ranges: Vec<(f64, f64)>,
    prices: Vec<f64>,
    slope: Vec<f64>,
    mean: Vec<f64>,
    size: Vec<f64>,
    first: f64,
    steps: u32,
    tried: Vec<f64>,
    tried_slope: Vec<f64>,
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
            first: (dearest.unwrap_or(0) as f64 / FIRST).max(1.0),
            steps: 0,
            tried: vec![0.0; n],
            tried_slope: vec![0.0; n],
            best: (f64::NEG_INFINITY, vec![0.0; n]),
            relaxation,
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
        self.keep(bound);
        self.steps += 1;
        if self.steps.is_multiple_of(RISE) && self.rise(bound) {
            return;
        }
        let last = (LAST * hurry.powf(1.25)).clamp(LAST, self.first);
        let length = self.first * (last / self.first).powf(progress);
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

    fn keep(&mut self, bound: f64) {
        if bound > self.best.0 {
            self.best.0 = bound;
            self.best.1.copy_from_slice(&self.prices);
        }
    }

    /// Moves all prices away from 0, further and further, as long as that raises the bound. False where it does not.
    fn rise(&mut self, mut bound: f64) -> bool {
        for (tries, share) in RISE_BY.iter().enumerate() {
            for (j, price) in self.prices.iter().enumerate() {
                let (low, high) = self.ranges[j];
                self.tried[j] = (price * (1.0 + share)).clamp(low, high);
            }
            let higher = self.relaxation.bound(&self.tried, &mut self.tried_slope);
            if higher <= bound {
                return tries > 0;
            }
            bound = higher;
            std::mem::swap(&mut self.prices, &mut self.tried);
            self.keep(bound);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::compact::Compact;
    use crate::roster::instance::Instance;
    use crate::roster::sample::{adviser, duty, problem};

    #[test]
    fn where_everybody_is_scarce_all_prices_rise_at_once() {
        let on = |day| duty(&format!("d{day}"), "A", day, "09:00-12:00");
        let mut only = adviser("li");
        only.max_month = Some(1);
        let mut document = problem(vec![only], vec![on(7), on(8), on(9)]);
        document.weights.shortfall = 1000;
        let instance = Instance::new(document).unwrap();
        let compact = Compact::new(&instance);
        let mut ascent = Ascent::new(Relaxation::new(&compact));
        let bound = |ascent: &mut Ascent<'_>| {
            let bound = ascent
                .relaxation
                .bound(&ascent.prices, &mut ascent.tried_slope);
            ascent.keep(bound);
            bound
        };
        let nothing = bound(&mut ascent);
        assert!(!ascent.rise(nothing), "nothing has a price yet");
        ascent.prices.fill(1.0);
        let low = bound(&mut ascent);
        assert!(ascent.rise(low));
        let factor: f64 = RISE_BY.iter().map(|share| 1.0 + share).product();
        assert!((ascent.prices[0] - factor).abs() < 1e-9);
        assert!(ascent.best() > low);
        // Three places of 1,000, of which one can be filled.
        ascent.prices.fill(3000.0);
        let high = bound(&mut ascent);
        assert!(!ascent.rise(high), "dearer than being empty");
    }
}
