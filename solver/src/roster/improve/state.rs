//! A roster in the making: who holds what, what it costs, and whether one more turn keeps rules 5 and 6. Every step can be
//! undone.

use super::super::compact::{Compact, Id, NONE, id};
use super::super::plan::Plan;
use super::best::Changed;

/// One step, as it is undone.
#[derive(Debug, Clone, Copy)]
enum Step {
    Gave(Id, Id),
    Took(Id, Id),
    Chose(Id),
    Dropped(Id, Id),
    Held(Id, Id),
}

/// A roster in the making. Series without an option yet have no cost and no seats.
pub struct State<'a> {
    pub compact: &'a Compact<'a>,
    /// For each duty who holds it.
    pub seats: Vec<Vec<Id>>,
    /// For each person the duties held.
    pub held: Vec<Vec<Id>>,
    /// For each series the chosen option, or [`NONE`].
    pub options: Vec<Id>,
    /// For each series the holder, or [`NONE`].
    pub holders: Vec<Id>,
    /// The objective so far.
    pub cost: i64,
    /// Held duties that need somebody beside them and have nobody.
    pub alone: u32,
    /// Active duties with places left, in no order.
    pub open: Vec<Id>,
    open_at: Vec<Id>,
    supervising: Vec<u32>,
    stations: Vec<u32>,
    weekends: Vec<u32>,
    spoken: Vec<u32>,
    steps: Vec<Step>,
}

impl<'a> State<'a> {
    /// Nobody holds anything, no option is chosen.
    pub fn new(compact: &'a Compact<'a>) -> Self {
        let (duties, people) = (compact.turns.len(), compact.caps.len());
        let loose = compact.turns.iter().filter(|t| t.series == NONE);
        let empty: i64 = loose.map(|t| t.empty(0)).sum();
        let unfair: i64 = compact
            .target
            .iter()
            .map(|t| compact.fairness * t * t)
            .sum();
        let cover = compact.instance.cover.iter().zip(&compact.cover_price);
        let unspoken: i64 = cover.map(|(row, price)| i64::from(row.min) * price).sum();
        let mut state = Self {
            seats: vec![Vec::new(); duties],
            held: vec![Vec::new(); people],
            options: vec![NONE; compact.series.len()],
            holders: vec![NONE; compact.series.len()],
            cost: compact.constant + empty + unfair + unspoken,
            alone: 0,
            open: Vec::new(),
            open_at: vec![NONE; duties],
            supervising: vec![0; duties],
            stations: vec![0; people],
            weekends: vec![0; people],
            spoken: vec![0; compact.instance.cover.len()],
            steps: Vec::new(),
            compact,
        };
        for d in 0..duties as Id {
            state.list(d);
        }
        state
    }

    /// A plan that keeps the rules.
    pub fn from_plan(compact: &'a Compact<'a>, plan: &Plan) -> Self {
        let mut state = Self::new(compact);
        for (s, &option) in plan.options.iter().enumerate() {
            state.pick(id(s), id(option));
            state.hold(id(s), plan.holders[s].map_or(NONE, id));
        }
        for &(d, p) in &plan.seats {
            state.sit(id(d), id(p));
        }
        state
    }

    /// Puts a duty on the list of open ones, or takes it off, as it is.
    fn list(&mut self, duty: Id) {
        let d = duty as usize;
        let is_open = self.is_active(duty)
            && self.people(duty) < self.compact.turns[d].ideal
            && !self.compact.fit[d].is_empty();
        let at = self.open_at[d];
        if is_open && at == NONE {
            self.open_at[d] = self.open.len() as Id;
            self.open.push(duty);
        } else if !is_open && at != NONE {
            self.open.swap_remove(at as usize);
            if let Some(&moved) = self.open.get(at as usize) {
                self.open_at[moved as usize] = at;
            }
            self.open_at[d] = NONE;
        }
    }

    /// Whether the duty is active and has a place left.
    pub fn is_open(&self, duty: Id) -> bool {
        self.open_at[duty as usize] != NONE
    }

    fn list_members(&mut self, series: Id, option: Id) {
        let compact = self.compact;
        for &d in &compact.series[series as usize][option as usize].duties {
            self.list(d);
        }
    }

    pub fn is_active(&self, duty: Id) -> bool {
        let turn = &self.compact.turns[duty as usize];
        turn.series == NONE || self.options[turn.series as usize] == turn.option
    }

    pub fn people(&self, duty: Id) -> u32 {
        self.seats[duty as usize].len() as u32
    }

    /// Whether the duty needs nobody beside it, or has somebody.
    pub fn is_supervised(&self, duty: Id) -> bool {
        let d = duty as usize;
        self.compact.supervisors[d].is_none() || self.supervising[d] > 0
    }

    /// Whether one more turn of the person keeps rules 5 and 6.
    pub fn can(&self, duty: Id, person: Id) -> bool {
        let (p, turn) = (person as usize, &self.compact.turns[duty as usize]);
        let (caps, held) = (&self.compact.caps[p], &self.held[p]);
        if held.len() >= caps.month as usize {
            return false;
        }
        let (mut today, mut week, mut station, mut weekend) = (0, 0, false, false);
        for &other in held {
            let o = &self.compact.turns[other as usize];
            week += u32::from(o.week == turn.week);
            station |= o.station == turn.station;
            weekend |= o.weekend == turn.weekend;
            if o.day == turn.day {
                today += 1;
                if other == duty || self.compact.clash(other, duty) {
                    return false;
                }
            }
        }
        today < caps.day
            && week < caps.week
            && (station || self.stations[p] < caps.stations)
            && (weekend || !turn.is_on_weekend() || self.weekends[p] < caps.weekends)
            && (today > 0 || caps.run == u32::MAX || self.run_with(p, turn.day) <= caps.run)
    }

    /// Dates in a row around a day that is added.
    fn run_with(&self, p: usize, day: i32) -> u32 {
        let works = |day| {
            let mut held = self.held[p].iter();
            held.any(|&d| self.compact.turns[d as usize].day == day)
        };
        let before = (1..).take_while(|k| works(day - k)).count();
        let after = (1..).take_while(|k| works(day + k)).count();
        (before + 1 + after) as u32
    }

    /// What the objective rises by with one more seat, its place at the duty left out.
    pub fn price(&self, duty: Id, place: usize) -> i64 {
        let d = duty as usize;
        let series = self.compact.turns[d].series;
        let is_substitute =
            series != NONE && self.holders[series as usize] != self.compact.fit[d][place];
        self.seat_price(duty, place) + self.compact.substitute * i64::from(is_substitute)
    }

    /// The same for the holder.
    pub fn seat_price(&self, duty: Id, place: usize) -> i64 {
        let d = duty as usize;
        let person = self.compact.fit[d][place];
        let off = self.held[person as usize].len() as i64 - self.compact.target[person as usize];
        let mut price = self.compact.price[d][place] + self.compact.fairness * (2 * off + 1);
        if self.compact.turns[d].cover != NONE {
            for r in self.compact.rows(duty, person) {
                if self.spoken[r] < self.compact.instance.cover[r].min {
                    price -= self.compact.cover_price[r];
                }
            }
        }
        price
    }

    /// What one more person at the duty saves in empty places.
    pub fn gain(&self, duty: Id) -> i64 {
        let (turn, n) = (&self.compact.turns[duty as usize], self.people(duty));
        turn.empty(n) - turn.empty(n + 1)
    }

    /// A person takes a place of a duty; `can` was asked.
    pub fn give(&mut self, duty: Id, person: Id) {
        self.sit(duty, person);
        self.steps.push(Step::Gave(duty, person));
    }

    /// A person leaves a place of a duty.
    pub fn take(&mut self, duty: Id, person: Id) {
        self.rise(duty, person);
        self.steps.push(Step::Took(duty, person));
    }

    /// Chooses the option of a series that has none.
    pub fn choose(&mut self, series: Id, option: Id) {
        self.pick(series, option);
        self.steps.push(Step::Chose(series));
    }

    /// Takes back the option of a series that has no seats.
    pub fn drop_option(&mut self, series: Id) {
        let option = self.unpick(series);
        self.steps.push(Step::Dropped(series, option));
    }

    /// Makes a person the holder of a series that has an option.
    pub fn set_holder(&mut self, series: Id, person: Id) {
        let before = self.holders[series as usize];
        if before != person {
            self.hold(series, person);
            self.steps.push(Step::Held(series, before));
        }
    }

    /// Takes back every step since [`State::keep`].
    pub fn undo(&mut self) {
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Gave(d, p) => self.rise(d, p),
                Step::Took(d, p) => self.sit(d, p),
                Step::Chose(s) => {
                    self.unpick(s);
                }
                Step::Dropped(s, o) => self.pick(s, o),
                Step::Held(s, p) => self.hold(s, p),
            }
        }
    }

    /// Forgets how to undo the steps so far, and marks what they changed.
    pub fn keep(&mut self, changed: &mut Changed) {
        for step in self.steps.drain(..) {
            match step {
                Step::Gave(d, _) | Step::Took(d, _) => changed.duties.mark(d),
                Step::Chose(s) | Step::Dropped(s, _) | Step::Held(s, _) => changed.series.mark(s),
            }
        }
    }

    /// What all places of the chosen option cost while nobody holds them.
    fn emptiness(&self, series: Id) -> i64 {
        let s = series as usize;
        let members = &self.compact.series[s][self.options[s] as usize].duties;
        let empty = |&d: &Id| self.compact.turns[d as usize].empty(0);
        members.iter().map(empty).sum()
    }

    fn pick(&mut self, series: Id, option: Id) {
        self.options[series as usize] = option;
        self.cost += self.emptiness(series);
        self.list_members(series, option);
    }

    fn unpick(&mut self, series: Id) -> Id {
        self.cost -= self.emptiness(series);
        let option = std::mem::replace(&mut self.options[series as usize], NONE);
        self.list_members(series, option);
        option
    }

    fn hold(&mut self, series: Id, person: Id) {
        let s = series as usize;
        let before = std::mem::replace(&mut self.holders[s], person);
        if self.options[s] == NONE {
            return;
        }
        for &d in &self.compact.series[s][self.options[s] as usize].duties {
            for &q in &self.seats[d as usize] {
                self.cost +=
                    self.compact.substitute * (i64::from(q == before) - i64::from(q == person));
            }
        }
    }

    /// By how many stations and weekends a duty adds to what a person holds.
    fn adds(&self, duty: Id, p: usize) -> (u32, u32) {
        let turn = &self.compact.turns[duty as usize];
        let (mut station, mut weekend) = (false, !turn.is_on_weekend());
        for &other in &self.held[p] {
            let o = &self.compact.turns[other as usize];
            station |= o.station == turn.station;
            weekend |= o.weekend == turn.weekend;
        }
        (u32::from(!station), u32::from(!weekend))
    }

    fn sit(&mut self, duty: Id, person: Id) {
        let (d, p) = (duty as usize, person as usize);
        let place = self
            .compact
            .place(duty, person)
            .expect("only people who fit");
        self.cost += self.price(duty, place) - self.gain(duty);
        if self.seats[d].is_empty() && !self.is_supervised(duty) {
            self.alone += 1;
        }
        let (station, weekend) = self.adds(duty, p);
        self.stations[p] += station;
        self.weekends[p] += weekend;
        self.seats[d].push(person);
        self.held[p].push(duty);
        self.list(duty);
        for r in self.compact.rows(duty, person) {
            self.spoken[r] += 1;
        }
        for &n in &self.compact.supervised[d] {
            let n = n as usize;
            self.supervising[n] += 1;
            if self.supervising[n] == 1 && !self.seats[n].is_empty() {
                self.alone -= 1;
            }
        }
    }

    fn rise(&mut self, duty: Id, person: Id) {
        let (d, p) = (duty as usize, person as usize);
        remove(&mut self.seats[d], person);
        remove(&mut self.held[p], duty);
        self.list(duty);
        let (station, weekend) = self.adds(duty, p);
        self.stations[p] -= station;
        self.weekends[p] -= weekend;
        for r in self.compact.rows(duty, person) {
            self.spoken[r] -= 1;
        }
        for &n in &self.compact.supervised[d] {
            let n = n as usize;
            self.supervising[n] -= 1;
            if self.supervising[n] == 0 && !self.seats[n].is_empty() {
                self.alone += 1;
            }
        }
        if self.seats[d].is_empty() && !self.is_supervised(duty) {
            self.alone -= 1;
        }
        let place = self
            .compact
            .place(duty, person)
            .expect("only people who fit");
        self.cost -= self.price(duty, place) - self.gain(duty);
    }
}

fn remove(list: &mut Vec<Id>, one: Id) {
    let at = list.iter().position(|&x| x == one);
    list.swap_remove(at.expect("what is taken was given"));
}
