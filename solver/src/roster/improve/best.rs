//! The best roster so far. It is brought up to date by what changed since, not copied: a city has tens of thousands of better rosters
//! on its way.

use super::super::compact::{Compact, Id, NONE};
use super::super::plan::Plan;
use super::state::State;

/// The best roster so far, and what changed in the search since.
pub struct Best {
    pub cost: i64,
    seats: Vec<Vec<Id>>,
    options: Vec<Id>,
    holders: Vec<Id>,
    changed: Changed,
}

/// Duties and series that changed, each once.
pub struct Changed {
    pub duties: Marks,
    pub series: Marks,
}

/// Numbers that are marked.
pub struct Marks {
    list: Vec<Id>,
    is_marked: Vec<bool>,
}

impl Marks {
    fn new(many: usize) -> Self {
        Self {
            list: Vec::new(),
            is_marked: vec![false; many],
        }
    }

    pub fn mark(&mut self, one: Id) {
        if !std::mem::replace(&mut self.is_marked[one as usize], true) {
            self.list.push(one);
        }
    }

    fn take(&mut self) -> impl Iterator<Item = usize> + '_ {
        let is_marked = &mut self.is_marked;
        self.list.drain(..).map(|one| {
            is_marked[one as usize] = false;
            one as usize
        })
    }
}

impl Best {
    pub fn new(state: &State<'_>) -> Self {
        Self {
            cost: state.cost,
            seats: state.seats.clone(),
            options: state.options.clone(),
            holders: state.holders.clone(),
            changed: Changed {
                duties: Marks::new(state.seats.len()),
                series: Marks::new(state.options.len()),
            },
        }
    }

    /// Keeps the steps of the search so far, and its roster where it is better.
    pub fn keep(&mut self, state: &mut State<'_>) {
        state.keep(&mut self.changed);
        if state.cost >= self.cost {
            return;
        }
        self.cost = state.cost;
        for d in self.changed.duties.take() {
            self.seats[d].clone_from(&state.seats[d]);
        }
        for s in self.changed.series.take() {
            self.options[s] = state.options[s];
            self.holders[s] = state.holders[s];
        }
    }

    /// A search that stands at this roster.
    pub fn state<'a>(&mut self, compact: &'a Compact<'a>) -> State<'a> {
        self.changed.duties.take().for_each(drop);
        self.changed.series.take().for_each(drop);
        State::from_plan(compact, &self.plan())
    }

    pub fn plan(&self) -> Plan {
        let wide = |&n: &Id| (n != NONE).then_some(n as usize);
        let mut seats: Vec<_> = self
            .seats
            .iter()
            .enumerate()
            .flat_map(|(d, people)| people.iter().map(move |&p| (d, p as usize)))
            .collect();
        seats.sort_unstable();
        Plan {
            options: self.options.iter().map(|o| wide(o).unwrap_or(0)).collect(),
            holders: self.holders.iter().map(wide).collect(),
            seats,
        }
    }
}
