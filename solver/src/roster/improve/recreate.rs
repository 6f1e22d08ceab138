//! Fills a roster in the making: the option and holder that look cheapest for a series, then the cheapest person for each place
//! that pays. Now and then a person is not looked at, so that the same gap is not always filled the same way.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::super::compact::{Compact, Id, NONE};
use super::state::State;

/// One in so many candidates is not looked at.
const BLINK: u32 = 100;

/// What is to be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A series without an option, or with one that a pin chose.
    Series(Id),
    /// The places of a duty that is active.
    Duty(Id),
}

/// Lists that are used again for each series.
pub struct Filler {
    saved: Vec<i64>,
    turns: Vec<i64>,
    touched: Vec<Id>,
    can_hold: Vec<bool>,
}

impl Filler {
    pub fn new(compact: &Compact<'_>) -> Self {
        let people = compact.caps.len();
        Self {
            saved: vec![0; people],
            turns: vec![0; people],
            touched: Vec::new(),
            can_hold: vec![false; people],
        }
    }

    /// Fills all units, those that need somebody beside them last.
    pub fn fill(&mut self, state: &mut State<'_>, units: &mut [Unit], rng: &mut ChaCha8Rng) {
        units.shuffle(rng);
        match rng.random_range(0..3) {
            0 => units.sort_by_key(|&u| std::cmp::Reverse(worth(state.compact, u))),
            1 => units.sort_by_key(|&u| choice(state.compact, u)),
            _ => {}
        }
        units.sort_by_key(|&u| needs_company(state.compact, u));
        for &unit in &*units {
            match unit {
                Unit::Series(s) => self.place_series(state, s, rng),
                Unit::Duty(d) => fill_duty(state, d, rng),
            }
        }
    }

    fn place_series(&mut self, state: &mut State<'_>, series: Id, rng: &mut ChaCha8Rng) {
        let (compact, s) = (state.compact, series as usize);
        let chosen = state.options[s];
        let mut best: Option<(i64, Id, Id)> = None;
        for (o, choice) in (0..).zip(&compact.series[s]) {
            if !choice.is_open || chosen != NONE && chosen != o {
                continue;
            }
            let (cost, holder) = self.guess(state, series, o, rng);
            if best.is_none_or(|(least, _, _)| cost < least) {
                best = Some((cost, o, holder));
            }
        }
        let Some((_, option, holder)) = best else {
            return;
        };
        if chosen == NONE {
            state.choose(series, option);
        }
        state.set_holder(series, holder);
        for &d in &compact.series[s][option as usize].duties {
            fill_duty(state, d, rng);
        }
    }

    /// What an option would cost with the holder that saves most, and that holder.
    fn guess(
        &mut self,
        state: &State<'_>,
        series: Id,
        option: Id,
        rng: &mut ChaCha8Rng,
    ) -> (i64, Id) {
        let compact = state.compact;
        let choice = &compact.series[series as usize][option as usize];
        for &p in &choice.holders {
            self.can_hold[p as usize] = true;
        }
        let mut cost = 0;
        for &d in &choice.duties {
            cost += self.guess_duty(state, d, rng);
        }
        for &p in &choice.holders {
            self.can_hold[p as usize] = false;
        }
        let given = compact.given[series as usize];
        let mut best = (0, given);
        for p in self.touched.drain(..) {
            let saved = std::mem::take(&mut self.saved[p as usize]);
            self.turns[p as usize] = 0;
            if saved > best.0 || p == given {
                best = (saved, p);
            }
        }
        (cost - best.0, best.1)
    }

    /// What a duty would cost with a substitute or nobody; each possible holder's saving is added up.
    fn guess_duty(&mut self, state: &State<'_>, d: Id, rng: &mut ChaCha8Rng) -> i64 {
        let compact = state.compact;
        let n = state.people(d);
        let turn = &compact.turns[d as usize];
        for &p in &state.seats[d as usize] {
            if self.can_hold[p as usize] {
                self.save(p, compact.substitute);
            }
        }
        if n >= turn.ideal {
            return turn.empty(n);
        }
        let gain = state.gain(d);
        let mut least = 0;
        let mut able: Vec<(Id, i64)> = Vec::with_capacity(16);
        for (place, &p) in compact.fit[d as usize].iter().enumerate() {
            if rng.random_range(0..BLINK) == 0 || !state.can(d, p) {
                continue;
            }
            let price = state.seat_price(d, place);
            least = least.min(price + compact.substitute - gain);
            if self.can_hold[p as usize] {
                able.push((p, price - gain));
            }
        }
        for (p, price) in able {
            let turns = self.turns[p as usize];
            if turns + (state.held[p as usize].len() as i64)
                < i64::from(compact.caps[p as usize].month)
            {
                self.save(p, least - price - 2 * compact.fairness * turns);
            }
        }
        turn.empty(n) + least
    }

    fn save(&mut self, p: Id, saving: i64) {
        if saving > 0 {
            if self.saved[p as usize] == 0 {
                self.touched.push(p);
            }
            self.saved[p as usize] += saving;
            self.turns[p as usize] += 1;
        }
    }
}

/// Seats the cheapest people while that pays.
fn fill_duty(state: &mut State<'_>, d: Id, rng: &mut ChaCha8Rng) {
    if !state.is_active(d) || !state.is_supervised(d) {
        return;
    }
    loop {
        let gain = state.gain(d);
        if gain == 0 {
            return;
        }
        let mut best: Option<(i64, Id)> = None;
        for (place, &p) in state.compact.fit[d as usize].iter().enumerate() {
            let price = state.price(d, place);
            if price < best.map_or(gain, |(least, _)| least)
                && state.can(d, p)
                && rng.random_range(0..BLINK) != 0
            {
                best = Some((price, p));
            }
        }
        let Some((_, p)) = best else { return };
        state.give(d, p);
    }
}

/// What filling a unit saves.
fn worth(compact: &Compact<'_>, unit: Unit) -> i64 {
    let empty = |&d: &Id| compact.turns[d as usize].empty(0);
    match unit {
        Unit::Series(s) => {
            let options = compact.series[s as usize].iter();
            options
                .map(|o| o.duties.iter().map(empty).sum())
                .max()
                .unwrap_or(0)
        }
        Unit::Duty(d) => empty(&d),
    }
}

/// How many people could fill a unit.
fn choice(compact: &Compact<'_>, unit: Unit) -> usize {
    match unit {
        Unit::Series(s) => compact.series[s as usize]
            .iter()
            .map(|o| o.holders.len())
            .sum(),
        Unit::Duty(d) => compact.fit[d as usize].len(),
    }
}

fn needs_company(compact: &Compact<'_>, unit: Unit) -> bool {
    matches!(unit, Unit::Duty(d) if compact.supervisors[d as usize].is_some())
}
