//! Takes a piece out of a roster in the making: some series of neighbouring stations, what some people hold, or the turns around
//! a place that nobody has. What a pin asks for stays.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::super::compact::{Compact, Id, NONE, id};
use super::recreate::Unit;
use super::state::State;

/// How many neighbouring stations are known.
const NEIGHBOURS: usize = 24;

/// Most neighbouring series, people and duties that one piece takes.
const SERIES: usize = 5;
const PEOPLE: usize = 2;
const DUTIES: usize = 10;

/// What is near what.
pub struct Neighbourhood {
    near: Vec<Vec<Id>>,
    series_at: Vec<Vec<Id>>,
    loose_at: Vec<Vec<Id>>,
    loose: Vec<Id>,
}

impl Neighbourhood {
    pub fn new(compact: &Compact<'_>) -> Self {
        let stations = &compact.instance.stations;
        let near = (0..stations.len()).map(|a| {
            let (lat, lon) = (stations[a].at.lat, stations[a].at.lon);
            let narrow = lat.to_radians().cos();
            let far = |&b: &Id| {
                let at = stations[b as usize].at;
                (at.lat - lat).powi(2) + ((at.lon - lon) * narrow).powi(2)
            };
            let mut others: Vec<Id> = (0..id(stations.len())).collect();
            if others.len() > NEIGHBOURS {
                others.select_nth_unstable_by(NEIGHBOURS, |a, b| far(a).total_cmp(&far(b)));
                others.truncate(NEIGHBOURS);
            }
            others.sort_by(|a, b| far(a).total_cmp(&far(b)));
            others
        });
        let mut found = Self {
            near: near.collect(),
            series_at: vec![Vec::new(); stations.len()],
            loose_at: vec![Vec::new(); stations.len()],
            loose: Vec::new(),
        };
        for (d, turn) in (0..).zip(&compact.turns) {
            if turn.series == NONE {
                found.loose_at[turn.station as usize].push(d);
                found.loose.push(d);
            } else {
                let there = &mut found.series_at[turn.station as usize];
                if !there.contains(&turn.series) {
                    there.push(turn.series);
                }
            }
        }
        found
    }

    /// Takes a piece out and names what is to be filled again.
    pub fn ruin(&self, state: &mut State<'_>, rng: &mut ChaCha8Rng) -> Vec<Unit> {
        let mut piece = Piece {
            state,
            units: Vec::new(),
        };
        let series = piece.state.options.len();
        // Small pieces are quick, so that most steps take one.
        match rng.random_range(0..80) {
            40.. => hop(&mut piece, rng),
            10..40 => anew(&mut piece, rng),
            0..5 if series > 0 => self.around_series(&mut piece, rng),
            5..7 => people(&mut piece, rng),
            _ if !self.loose.is_empty() => self.around_duty(&mut piece, rng),
            _ => people(&mut piece, rng),
        }
        let mut units = piece.units;
        units.sort_unstable();
        units.dedup();
        units
    }

    fn around_series(&self, piece: &mut Piece<'_, '_>, rng: &mut ChaCha8Rng) {
        let first = rng.random_range(0..id(piece.state.options.len()));
        piece.drop_series(first);
        let choice = &piece.state.compact.series[first as usize];
        let Some(&d) = choice.iter().flat_map(|o| &o.duties).next() else {
            return;
        };
        let station = piece.state.compact.turns[d as usize].station;
        for _ in 1..rng.random_range(1..=SERIES) {
            let Some(&other) = self.near[station as usize].choose(rng) else {
                break;
            };
            if let Some(&s) = self.series_at[other as usize].choose(rng) {
                piece.drop_series(s);
            }
        }
    }

    fn around_duty(&self, piece: &mut Piece<'_, '_>, rng: &mut ChaCha8Rng) {
        let compact = piece.state.compact;
        let mut first = *self.loose.choose(rng).expect("asked before");
        for _ in 0..8 {
            if piece.state.gain(first) > 0 {
                break;
            }
            first = *self.loose.choose(rng).expect("asked before");
        }
        let pool = &compact.instance.duties[first as usize].pool;
        let is_alike = |d: &Id| compact.instance.duties[*d as usize].pool == *pool;
        piece.clear(first);
        let station = compact.turns[first as usize].station;
        let most = rng.random_range(1..=DUTIES);
        for _ in 0..most {
            let Some(&other) = self.near[station as usize].choose(rng) else {
                break;
            };
            let there = &self.loose_at[other as usize];
            if let Some(&d) = there.choose(rng).filter(|d| is_alike(d)) {
                piece.clear(d);
            }
        }
        // Some who could hold it are freed of what else they have that day.
        let fit = &compact.fit[first as usize];
        for _ in 0..rng.random_range(0..4) {
            let Some(&p) = fit.choose(rng) else { break };
            piece.free(p, first, rng);
        }
    }
}

/// Gives a place to somebody who has to leave another for it. Places nobody holds so move about until someone free is found.
fn hop(piece: &mut Piece<'_, '_>, rng: &mut ChaCha8Rng) {
    let compact = piece.state.compact;
    let open = piece
        .state
        .open
        .choose(rng)
        .copied()
        .filter(|_| rng.random());
    let d = open.unwrap_or_else(|| rng.random_range(0..id(compact.turns.len())));
    if !piece.state.is_active(d) {
        return;
    }
    let Some(&q) = compact.fit[d as usize].choose(rng) else {
        return;
    };
    if piece.state.seats[d as usize].contains(&q) {
        return;
    }
    piece.units.push(Unit::Duty(d));
    if piece.state.people(d) >= compact.turns[d as usize].ideal {
        let p = *piece.state.seats[d as usize]
            .choose(rng)
            .expect("a full duty is held");
        piece.take(d, p);
        if piece.state.people(d) >= compact.turns[d as usize].ideal {
            return;
        }
    }
    for _ in 0..3 {
        if piece.state.can(d, q) {
            break;
        }
        let Some(other) = in_the_way(piece.state, d, q, rng) else {
            break;
        };
        piece.take(other, q);
        piece.units.push(Unit::Duty(other));
    }
    if piece.state.can(d, q) && piece.state.is_supervised(d) {
        piece.give(d, q);
    }
}

/// Takes what a person holds but for own series, or what of it lies on one day or weekend, and gives the person the open duties that
/// save most; one of them first.
fn anew(piece: &mut Piece<'_, '_>, rng: &mut ChaCha8Rng) {
    let compact = piece.state.compact;
    let Some(&d) = piece.state.open.choose(rng) else {
        return;
    };
    let Some(&q) = compact.fit[d as usize].choose(rng) else {
        return;
    };
    let one = if rng.random() {
        piece.state.held[q as usize].choose(rng).copied()
    } else {
        None
    };
    let own: Vec<Id> = piece.state.held[q as usize]
        .iter()
        .copied()
        .filter(|&o| {
            let turn = &compact.turns[o as usize];
            let is_near = one.is_none_or(|one| {
                let other = &compact.turns[one as usize];
                turn.day == other.day || turn.is_on_weekend() && turn.weekend == other.weekend
            });
            turn.series == NONE && is_near
        })
        .collect();
    for o in own {
        piece.take(o, q);
        piece.units.push(Unit::Duty(o));
    }
    let state = &*piece.state;
    let mut wishes: Vec<(i64, Id)> = Vec::new();
    for &o in &compact.fits[q as usize] {
        let is_loose = compact.turns[o as usize].series == NONE;
        if is_loose && state.is_open(o) && state.is_supervised(o) && state.can(o, q) {
            let place = compact.place(o, q).expect("asked for those who fit");
            let price = state.price(o, place) - state.gain(o);
            if price < 0 {
                wishes.push((price + rng.random_range(0..=8), o));
            }
        }
    }
    wishes.sort_unstable();
    if state.is_open(d) && state.is_supervised(d) && state.can(d, q) {
        piece.give(d, q);
    }
    for (_, o) in wishes {
        if piece.state.can(o, q) {
            let place = compact.place(o, q).expect("asked for those who fit");
            if piece.state.price(o, place) < piece.state.gain(o) {
                piece.give(o, q);
            }
        }
    }
}

/// One of the duties that may keep a person from another: of the same date, else any.
fn in_the_way(state: &State<'_>, d: Id, q: Id, rng: &mut ChaCha8Rng) -> Option<Id> {
    let (turns, held) = (&state.compact.turns, &state.held[q as usize]);
    let turn = &turns[d as usize];
    let today = held.iter().find(|&&o| turns[o as usize].day == turn.day);
    today.or_else(|| held.choose(rng)).copied()
}

/// What some people hold who could stand in for each other.
fn people(piece: &mut Piece<'_, '_>, rng: &mut ChaCha8Rng) {
    let compact = piece.state.compact;
    if compact.caps.is_empty() {
        return;
    }
    let mut p = rng.random_range(0..id(compact.caps.len()));
    for _ in 0..rng.random_range(1..=PEOPLE) {
        let held = piece.state.held[p as usize].clone();
        for &d in &held {
            piece.leave(d, p);
        }
        let Some(&d) = held.choose(rng) else { break };
        let Some(&next) = compact.fit[d as usize].choose(rng) else {
            break;
        };
        p = next;
    }
}

struct Piece<'a, 'b> {
    state: &'a mut State<'b>,
    units: Vec<Unit>,
}

impl Piece<'_, '_> {
    /// Gives a seat; what needs somebody beside it can be filled then.
    fn give(&mut self, d: Id, p: Id) {
        self.state.give(d, p);
        let supervised = self.state.compact.supervised[d as usize].iter();
        self.units.extend(supervised.map(|&n| Unit::Duty(n)));
    }

    /// Takes one seat, and those that are alone without it; what a pin asks for stays.
    fn take(&mut self, d: Id, p: Id) {
        let compact = self.state.compact;
        if compact.pinned[d as usize].contains(&p) || !self.state.seats[d as usize].contains(&p) {
            return;
        }
        self.state.take(d, p);
        for &n in &compact.supervised[d as usize] {
            if !self.state.is_supervised(n) && self.state.is_active(n) {
                self.clear(n);
            }
        }
    }

    /// Takes the seats of a duty, which is to be filled again.
    fn clear(&mut self, d: Id) {
        for p in self.state.seats[d as usize].clone() {
            self.take(d, p);
        }
        self.units.push(Unit::Duty(d));
    }

    /// Takes a person's seat: the whole series where the person is its holder.
    fn leave(&mut self, d: Id, p: Id) {
        let s = self.state.compact.turns[d as usize].series;
        if s != NONE && self.state.holders[s as usize] == p {
            self.drop_series(s);
        } else {
            self.take(d, p);
            self.units.push(Unit::Duty(d));
        }
    }

    /// Takes the seats of a series and its option.
    fn drop_series(&mut self, s: Id) {
        let option = self.state.options[s as usize];
        if option == NONE {
            return;
        }
        let compact = self.state.compact;
        let members = &compact.series[s as usize][option as usize].duties;
        for &d in members {
            for p in self.state.seats[d as usize].clone() {
                self.take(d, p);
            }
        }
        let is_free = members
            .iter()
            .all(|&d| compact.pinned[d as usize].is_empty());
        if is_free {
            self.state.drop_option(s);
        }
        self.state.set_holder(s, compact.given[s as usize]);
        self.units.push(Unit::Series(s));
    }

    /// Takes one of the seats that keep a person from a duty.
    fn free(&mut self, p: Id, d: Id, rng: &mut ChaCha8Rng) {
        if let Some(other) = in_the_way(self.state, d, p, rng) {
            self.leave(other, p);
        }
    }
}
