//! Improves a roster by taking pieces out and filling them again (ruin and recreate, Schrimpf et al. 2000), with the acceptance
//! of simulated annealing; the same filling makes the first roster.

mod best;
mod recreate;
mod ruin;
mod state;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::compact::{Compact, Id, NONE, id};
use super::plan::Plan;
use best::Best;
use recreate::{Filler, Unit};
use ruin::Neighbourhood;
use state::State;

/// Temperatures at the beginning and the end of a cooling, in units of the objective.
const HOT: f64 = 40.0;
const COLD: f64 = 0.3;

/// A search that makes one roster better and better.
pub struct Improver<'a> {
    state: State<'a>,
    filler: Filler,
    near: Neighbourhood,
    rng: ChaCha8Rng,
    best: Best,
}

impl<'a> Improver<'a> {
    /// Begins with the published roster where there is one, and fills what is open; none where the pins could not be placed this
    /// way.
    pub fn new(compact: &'a Compact<'a>, seed: u64) -> Option<Self> {
        let mut state = State::new(compact);
        place_pins(&mut state)?;
        place_published(&mut state);
        Self::fill(state, seed)
    }

    /// Begins with a roster that keeps every rule.
    pub fn from_plan(compact: &'a Compact<'a>, plan: &Plan, seed: u64) -> Option<Self> {
        Self::fill(State::from_plan(compact, plan), seed)
    }

    fn fill(mut state: State<'a>, seed: u64) -> Option<Self> {
        let compact = state.compact;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut filler = Filler::new(compact);
        let missing = |s: &Id| {
            let s = *s as usize;
            state.options[s] == NONE || state.holders[s] == NONE
        };
        let series = (0..id(compact.series.len()))
            .filter(missing)
            .map(Unit::Series);
        let mut units: Vec<Unit> = series.collect();
        units.extend((0..id(compact.turns.len())).map(Unit::Duty));
        filler.fill(&mut state, &mut units, &mut rng);
        if state.alone > 0 || state.options.contains(&NONE) {
            return None;
        }
        let mut best = Best::new(&state);
        best.keep(&mut state);
        let near = Neighbourhood::new(compact);
        Some(Self {
            state,
            filler,
            near,
            rng,
            best,
        })
    }

    /// Goes back to the best roster.
    pub fn restart(&mut self) {
        self.state = self.best.state(self.state.compact);
    }

    /// What the best roster so far costs.
    pub fn best(&self) -> i64 {
        self.best.cost
    }

    /// The best roster, when no more is looked for.
    pub fn into_best(self) -> (i64, Plan) {
        (self.best.cost, self.best.plan())
    }

    /// Takes so many steps; `progress` from 0 to 1 says how far the search has cooled.
    pub fn run(&mut self, steps: u32, progress: f64) {
        let heat = HOT * (COLD / HOT).powf(progress);
        for _ in 0..steps {
            let before = self.state.cost;
            let mut units = self.near.ruin(&mut self.state, &mut self.rng);
            self.filler.fill(&mut self.state, &mut units, &mut self.rng);
            let worse = self.state.cost - before;
            let luck: f64 = self.rng.random::<f64>().max(1e-300);
            if self.state.alone > 0 || worse as f64 > -heat * luck.ln() {
                self.state.undo();
                debug_assert_eq!(self.state.cost, before);
            } else {
                self.best.keep(&mut self.state);
            }
        }
    }
}

/// Seats those of the published roster who still can hold what they held, with its options.
fn place_published(state: &mut State<'_>) {
    let compact = state.compact;
    for &(d, p) in &compact.instance.previous {
        let (d, p) = (id(d), id(p));
        let turn = &compact.turns[d as usize];
        let is_free = state.people(d) < turn.ideal && compact.place(d, p).is_some();
        if is_free && can_open(state, d) && state.can(d, p) {
            open(state, d);
            state.give(d, p);
        }
    }
    for d in 0..id(compact.turns.len()) {
        if !state.is_supervised(d) {
            for p in state.seats[d as usize].clone() {
                if !compact.pinned[d as usize].contains(&p) {
                    state.take(d, p);
                }
            }
        }
    }
}

/// Seats the pinned people, with somebody beside them where that is needed.
fn place_pins(state: &mut State<'_>) -> Option<()> {
    let compact = state.compact;
    for (d, people) in (0..).zip(&compact.pinned) {
        for &p in people {
            open(state, d)?;
            let is_full = state.people(d) >= compact.turns[d as usize].ideal;
            if is_full || compact.place(d, p).is_none() || !state.can(d, p) {
                return None;
            }
            state.give(d, p);
        }
    }
    for d in 0..id(compact.turns.len()) {
        if state.people(d) > 0 && !state.is_supervised(d) {
            let over = compact.supervisors[d as usize].as_ref()?;
            let mut seats = over
                .iter()
                .flat_map(|&o| compact.fit[o as usize].iter().map(move |&p| (o, p)));
            let (o, p) = seats.find(|&(o, p)| can_open(state, o) && state.can(o, p))?;
            open(state, o)?;
            state.give(o, p);
        }
    }
    Some(())
}

/// Chooses a duty's option, none where another is chosen or it is not possible.
fn open(state: &mut State<'_>, d: Id) -> Option<()> {
    if !can_open(state, d) {
        return None;
    }
    let turn = state.compact.turns[d as usize];
    if turn.series != NONE && state.options[turn.series as usize] == NONE {
        state.choose(turn.series, turn.option);
    }
    Some(())
}

fn can_open(state: &State<'_>, d: Id) -> bool {
    let turn = &state.compact.turns[d as usize];
    if turn.series == NONE {
        return true;
    }
    let chosen = state.options[turn.series as usize];
    let choice = &state.compact.series[turn.series as usize][turn.option as usize];
    choice.is_open && (chosen == NONE || chosen == turn.option)
}
