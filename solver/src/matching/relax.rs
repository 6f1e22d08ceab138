//! A lower bound by prices (Lagrangian relaxation): that a slot serves one request, an interpreter one match at a time, and that no group
//! is left behind, is not kept but priced. Each request then takes the cheapest match, or none, for itself. `crate::ascent` looks for
//! prices that make the bound high.
//!
//! L(π, ν, ρ) = Σ requests min(left + ρ(group), min over matches of price + π(slot) + Σ ν(cells used)) − Σ π − Σ ν
//!              + min over e from 0 to 100 of (equity · e − Σ groups ρ(g) · ⌊e · |g| / 100⌋)
//!
//! Why it is a bound: in any answer a slot and a cell are used at most once, and of a group at most ⌊e · |g| / 100⌋ are left where the
//! equity term is e. So what is paid for them is at most what is taken off.

use std::ops::{Range, RangeInclusive};

use super::certificate::{CERTIFICATE_FORMAT, Certificate, MOST, UNIT};
use super::instance::{Index, Instance};
use super::pairs::Pair;
use super::voices::{ListId, Voice};
use crate::ascent::Dual;
use crate::both::both;
use crate::calendar::Moment;

/// Rounds prices to the thousandths that a certificate keeps.
pub fn round(prices: &mut [f64]) {
    let unit = UNIT as f64;
    for price in prices {
        *price = (*price * unit).round().min(MOST as f64) / unit;
    }
}

/// Below so many pairs a second thread costs more than it brings.
const MANY: usize = 200_000;

/// The relaxation of a batch. Prices stand in the order of slots, cells, groups.
pub struct Relaxation<'a> {
    instance: &'a Instance,
    /// What it costs to leave each request, and the number of its group.
    left: Vec<(f64, Option<Index>)>,
    /// How many requests each group has.
    groups: Vec<usize>,
    equity: f64,
    /// The equity terms that an answer may have.
    terms: RangeInclusive<usize>,
    /// The cheapest of each list of voices: its price and place in the list.
    voices: Vec<(f64, u32)>,
    /// What each request does at the prices at hand.
    choices: Vec<Choice>,
}

/// The least that a request costs, and the place of the pair it takes among its own; none where it is left.
#[derive(Clone, Copy)]
struct Choice {
    cost: f64,
    pair: Option<u32>,
}

impl<'a> Relaxation<'a> {
    /// The relaxation of a batch.
    #[must_use]
    pub fn new(instance: &'a Instance) -> Self {
        let n = instance.document.requests.len();
        let mut left: Vec<(f64, Option<Index>)> = (0..n)
            .map(|r| (instance.unmatched_price(r) as f64, None))
            .collect();
        for (g, members) in instance.groups.values().enumerate() {
            for &r in members {
                left[r].1 = Some(g);
            }
        }
        Self {
            instance,
            left,
            groups: instance.groups.values().map(Vec::len).collect(),
            equity: f64::from(instance.document.weights.equity),
            terms: 0..=100,
            voices: vec![(0.0, 0); instance.pairs.voices.lists()],
            choices: vec![
                Choice {
                    cost: 0.0,
                    pair: None
                };
                n
            ],
        }
    }

    pub(super) fn instance(&self) -> &'a Instance {
        self.instance
    }

    fn first_cell(&self) -> usize {
        self.instance.slots.len()
    }

    fn first_group(&self) -> usize {
        self.first_cell() + self.instance.pairs.voices.cells.len()
    }

    /// What leaving a request costs.
    fn leaving(&self, r: Index, prices: &[f64]) -> f64 {
        let (own, group) = self.left[r];
        own + group.map_or(0.0, |g| prices[self.first_group() + g])
    }

    /// What a match costs whose voice is the cheapest of the list.
    fn cost(&self, pair: &Pair, prices: &[f64]) -> f64 {
        pair.price as f64 + prices[pair.slot as usize] + self.voices[pair.voices as usize].0
    }

    fn price_voices(&mut self, prices: &[f64]) {
        let (voices, first) = (&self.instance.pairs.voices, self.first_cell());
        for (list, cheapest) in self.voices.iter_mut().enumerate() {
            let of = |h: &Voice| {
                let cells = h.cells();
                prices[first + cells.start..first + cells.end]
                    .iter()
                    .sum::<f64>()
            };
            let costs = voices.list(list as ListId).iter().map(of).zip(0_u32..);
            *cheapest = costs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0));
        }
    }

    fn choice(&self, r: Index, prices: &[f64]) -> Choice {
        let mut choice = Choice {
            cost: self.leaving(r, prices),
            pair: None,
        };
        for (pair, place) in self.instance.pairs.of_request(r).iter().zip(0_u32..) {
            // Prices are not below 0, and pairs come by their own price.
            if pair.price as f64 >= choice.cost {
                break;
            }
            let cost = self.cost(pair, prices);
            if cost < choice.cost {
                choice = Choice {
                    cost,
                    pair: Some(place),
                };
            }
        }
        choice
    }

    fn choose(&mut self, prices: &[f64]) {
        self.price_voices(prices);
        let n = self.left.len();
        let all =
            |some: Range<Index>| -> Vec<Choice> { some.map(|r| self.choice(r, prices)).collect() };
        self.choices = if self.instance.pairs.len() < MANY {
            all(0..n)
        } else {
            let (mut done, rest) = both(|| all(0..n / 2), || all(n / 2..n));
            done.extend(rest);
            done
        };
    }

    /// What an equity term costs less what those who are left may pay then.
    fn term(&self, e: usize, prices: &[f64]) -> f64 {
        let groups = self.groups.iter().zip(&prices[self.first_group()..]);
        let worth: f64 = groups.map(|(n, price)| price * (e * n / 100) as f64).sum();
        self.equity * e as f64 - worth
    }

    /// The equity term that is the least of those, and its place.
    fn least_term(&self, prices: &[f64]) -> (usize, f64) {
        let all = self.terms.clone().map(|e| (e, self.term(e, prices)));
        all.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
    }

    /// From now on only answers with these equity terms count.
    pub(super) fn hold(&mut self, terms: RangeInclusive<usize>) {
        self.terms = terms;
    }

    /// The bound of the answers with each equity term from 0 to 100.
    pub(super) fn by_term(&mut self, prices: &[f64]) -> Vec<f64> {
        let bound = self.bound(prices, &mut vec![0.0; prices.len()]);
        let least = self.least_term(prices).1;
        let of = |e| bound - least + self.term(e, prices);
        (0..=100).map(of).collect()
    }

    /// The least and most of each price. Leaving somebody of a group pays at most what that can cost by the equity term: else a match
    /// that is too dear to be listed would be cheaper than leaving.
    #[must_use]
    pub fn ranges(&self) -> Vec<(f64, f64)> {
        let mut ranges = vec![(0.0, f64::INFINITY); self.first_group()];
        let groups = self.groups.iter();
        ranges.extend(groups.map(|&n| (0.0, self.equity * 100_usize.div_ceil(n) as f64)));
        ranges
    }

    /// The bound by these prices, and in `slope` how it changes with each of them: what is used less what there is.
    pub fn bound(&mut self, prices: &[f64], slope: &mut [f64]) -> f64 {
        self.choose(prices);
        let (cells, groups) = (self.first_cell(), self.first_group());
        slope[..groups].fill(-1.0);
        let (e, mut bound) = self.least_term(prices);
        for (own, n) in slope[groups..].iter_mut().zip(&self.groups) {
            *own = -((e * n / 100) as f64);
        }
        bound -= prices[..groups].iter().sum::<f64>();
        for (r, choice) in self.choices.iter().enumerate() {
            bound += choice.cost;
            let Some(place) = choice.pair else {
                if let Some(g) = self.left[r].1 {
                    slope[groups + g] += 1.0;
                }
                continue;
            };
            let pair = self.instance.pairs.of_request(r)[place as usize];
            slope[pair.slot as usize] += 1.0;
            let list = self.instance.pairs.voices.list(pair.voices);
            if let Some(voice) = list.get(self.voices[pair.voices as usize].1 as usize) {
                let used = voice.cells();
                for own in &mut slope[cells + used.start..cells + used.end] {
                    *own += 1.0;
                }
            }
        }
        bound
    }

    /// The prices as they are kept; they are whole thousandths.
    #[must_use]
    pub fn certificate(&self, prices: &[f64]) -> Certificate {
        let whole = |price: f64| (price * UNIT as f64).round() as i64;
        let (document, pairs) = (&self.instance.document, &self.instance.pairs);
        let named = |(id, price): (String, &f64)| (*price > 0.0).then(|| (id, whole(*price)));
        let (slots, rest) = prices.split_at(self.first_cell());
        let (cells, groups) = rest.split_at(pairs.voices.cells.len());
        let ids = document.slots.iter().map(|s| s.id.clone());
        let moments = pairs.voices.cells.iter().zip(cells);
        let moments = moments.filter(|(_, price)| **price > 0.0);
        Certificate {
            format: CERTIFICATE_FORMAT.to_owned(),
            slots: ids.zip(slots).filter_map(named).collect(),
            interpreters: moments
                .filter_map(|(&(interpreter, start), price)| {
                    let id = document.interpreters[interpreter].id.clone();
                    Some((id, Moment::at(start)?, whole(*price)))
                })
                .collect(),
            groups: self
                .instance
                .groups
                .keys()
                .cloned()
                .zip(groups)
                .filter_map(named)
                .collect(),
        }
    }

    /// Every pair of which the reduced cost is at most `most`, with its request: every answer that makes another match is further above
    /// the bound than that. None where there are more than `limit`.
    pub(super) fn near(
        &mut self,
        prices: &[f64],
        most: f64,
        limit: usize,
    ) -> Option<Vec<(Index, Pair)>> {
        self.choose(prices);
        let mut near = Vec::new();
        for (r, choice) in self.choices.iter().enumerate() {
            let pairs = self.instance.pairs.of_request(r).iter();
            let pairs = pairs.filter(|pair| self.cost(pair, prices) - choice.cost <= most);
            near.extend(pairs.map(|&pair| (r, pair)));
            if near.len() > limit {
                return None;
            }
        }
        Some(near)
    }
}

impl Dual for Relaxation<'_> {
    fn ranges(&self) -> Vec<(f64, f64)> {
        Relaxation::ranges(self)
    }

    /// A request that is left.
    fn dearest(&self) -> f64 {
        self.left.iter().map(|left| left.0).fold(0.0, f64::max)
    }

    fn bound(&mut self, prices: &[f64], slope: &mut [f64]) -> f64 {
        Relaxation::bound(self, prices, slope)
    }
}
