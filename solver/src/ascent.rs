//! Raises a bound by prices step by step along its supergradient. Each price moves by its own measure, as in Adam (Kingma and Ba 2015):
//! by the mean of its last slopes over their mean size; and all of them by less and less. Where everybody is scarce, all prices have to
//! rise together while each is held back by its neighbours, which takes such steps long: so now and then all are moved away from 0 at once.

/// A bound that is a concave function of prices.
pub(crate) trait Dual {
    /// The least and most of each price.
    fn ranges(&self) -> Vec<(f64, f64)>;

    /// What the dearest thing is worth that a price can stand in the way of, in units of the objective.
    fn dearest(&self) -> f64;

    /// The bound by these prices, and in `slope` how it changes with each of them.
    fn bound(&mut self, prices: &[f64], slope: &mut [f64]) -> f64;
}

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
pub struct Ascent<D> {
    dual: D,
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

impl<D: Dual> Ascent<D> {
    /// A search that begins with nothing priced.
    #[must_use]
    pub fn new(dual: D) -> Self {
        let ranges = dual.ranges();
        let n = ranges.len();
        Self {
            ranges,
            prices: vec![0.0; n],
            slope: vec![0.0; n],
            mean: vec![0.0; n],
            size: vec![0.0; n],
            first: (dual.dearest() / FIRST).max(1.0),
            steps: 0,
            tried: vec![0.0; n],
            tried_slope: vec![0.0; n],
            best: (f64::NEG_INFINITY, vec![0.0; n]),
            dual,
        }
    }

    /// A search that goes on from prices, with steps that are no longer than `first` at the beginning.
    #[must_use]
    pub fn resume(dual: D, prices: &[f64], first: f64) -> Self {
        let mut ascent = Self::new(dual);
        ascent.prices.copy_from_slice(prices);
        ascent.first = first;
        ascent
    }

    /// The best bound so far.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.best.0
    }

    /// What is priced, and the prices of the best bound so far.
    #[must_use]
    pub fn into_best(self) -> (D, Vec<f64>) {
        (self.dual, self.best.1)
    }

    /// One step; `progress` from 0 to 1 says how far the steps have shortened, `hurry` how many times as many there would be with more
    /// time.
    pub fn step(&mut self, progress: f64, hurry: f64) {
        let bound = self.dual.bound(&self.prices, &mut self.slope);
        self.keep(bound);
        self.steps += 1;
        if self.steps.is_multiple_of(RISE) && self.rise(bound) {
            return;
        }
        let last = (LAST * hurry.powf(1.25)).clamp(LAST, self.first.max(LAST));
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
            let higher = self.dual.bound(&self.tried, &mut self.tried_slope);
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

    /// Three places of 1,000 each, of which one can be filled.
    struct Scarce;

    impl Dual for Scarce {
        fn ranges(&self) -> Vec<(f64, f64)> {
            vec![(0.0, f64::INFINITY)]
        }

        fn dearest(&self) -> f64 {
            1000.0
        }

        fn bound(&mut self, prices: &[f64], slope: &mut [f64]) -> f64 {
            let is_filled = prices[0] < 1000.0;
            slope[0] = if is_filled { 2.0 } else { -1.0 };
            3.0 * prices[0].min(1000.0) - prices[0]
        }
    }

    #[test]
    fn where_everybody_is_scarce_all_prices_rise_at_once() {
        let mut ascent = Ascent::new(Scarce);
        let mut bound_at = |price: f64| {
            ascent.prices.fill(price);
            let bound = ascent.dual.bound(&ascent.prices, &mut ascent.tried_slope);
            (ascent.rise(bound), ascent.prices[0], ascent.best())
        };
        assert!(!bound_at(0.0).0, "nothing has a price yet");
        let (rises, price, best) = bound_at(1.0);
        let factor: f64 = RISE_BY.iter().map(|share| 1.0 + share).product();
        assert!(rises && (price - factor).abs() < 1e-9 && (best - 2.0 * factor).abs() < 1e-9);
        assert!(!bound_at(1000.0).0, "dearer than being empty");
    }

    #[test]
    fn steps_come_near_the_highest_bound() {
        let mut ascent = Ascent::new(Scarce);
        for step in 0..200 {
            ascent.step(f64::from(step) / 200.0, 1.0);
        }
        assert!(ascent.best() > 1999.0 && ascent.best() <= 2000.0);
    }
}
