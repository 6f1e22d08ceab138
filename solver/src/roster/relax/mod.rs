//! A lower bound by prices (Lagrangian relaxation, Held and Karp 1970): the caps of people, supervision and language cover are not
//! kept but priced, so that each series and each other duty is decided for itself, and each person's caps are used as dearly as
//! they can be. Whatever the prices, the sum of these minima is a bound. `crate::ascent` looks for prices that make it high.

mod people;
mod rows;

use chrono::NaiveDate;

use super::certificate::{CERTIFICATE_FORMAT, Certificate, MOST, PersonPrices, Row, UNIT};
use super::compact::{Compact, Id, NONE};
use crate::ascent::Dual;
use crate::calendar::{Minute, Week};
use rows::{Key, Rows};

impl Dual for Relaxation<'_> {
    fn ranges(&self) -> Vec<(f64, f64)> {
        Relaxation::ranges(self)
    }

    /// An empty place.
    fn dearest(&self) -> f64 {
        let turns = self.compact.turns.iter();
        turns.map(|t| t.short.max(t.below)).max().unwrap_or(0) as f64
    }

    fn bound(&mut self, prices: &[f64], slope: &mut [f64]) -> f64 {
        Relaxation::bound(self, prices, slope)
    }
}

/// The relaxation of an instance.
pub struct Relaxation<'a> {
    compact: &'a Compact<'a>,
    rows: Rows,
    /// Each seat's price with what it uses.
    reduced: Vec<f64>,
    /// For each person what is saved in the option at hand where they are its holder.
    saved: Vec<f64>,
    touched: Vec<Id>,
    picked: Vec<Id>,
}

impl<'a> Relaxation<'a> {
    /// The relaxation of an instance.
    #[must_use]
    pub fn new(compact: &'a Compact<'a>) -> Self {
        let rows = Rows::new(compact);
        Self {
            reduced: vec![0.0; rows.seats.last().copied().unwrap_or(0)],
            saved: vec![0.0; compact.caps.len()],
            touched: Vec::new(),
            picked: Vec::new(),
            rows,
            compact,
        }
    }

    /// The least and most of each price.
    #[must_use]
    pub fn ranges(&self) -> Vec<(f64, f64)> {
        let range = |key: &Key| match key {
            Key::Turns => (f64::NEG_INFINITY, f64::INFINITY),
            Key::Cover(r) => (0.0, self.compact.cover_price[*r as usize] as f64),
            _ => (0.0, f64::INFINITY),
        };
        self.rows.keys.iter().map(range).collect()
    }

    /// The bound by these prices, and in `slope` how it changes with each of them: what is used less what there is.
    pub fn bound(&mut self, prices: &[f64], slope: &mut [f64]) -> f64 {
        slope.fill(0.0);
        self.reduce(prices);
        let mut bound = self.compact.constant as f64;
        for d in 0..self.compact.turns.len() {
            if self.compact.turns[d].series == NONE {
                bound += self.duty(d, NONE, prices);
                self.mark(d, slope);
            }
        }
        for s in 0..self.compact.series.len() {
            bound += self.series(s, prices, slope);
        }
        for (r, row) in self.compact.instance.cover.iter().enumerate() {
            let at = self.rows.cover + r;
            bound += prices[at] * f64::from(row.min);
            slope[at] += f64::from(row.min);
        }
        for p in 0..self.rows.people.len() {
            bound += self.person(p, prices, slope);
        }
        bound
    }

    fn reduce(&mut self, prices: &[f64]) {
        for (d, turn) in self.compact.turns.iter().enumerate() {
            let supervised = self.compact.supervised[d].iter();
            let company: f64 = supervised.map(|&n| self.company(n as usize, prices)).sum();
            let first = self.rows.seats[d];
            for (k, &own) in self.compact.price[d].iter().enumerate() {
                let uses = self.rows.uses(first + k).iter();
                let used: f64 = uses
                    .map(|&(row, size)| prices[row as usize] * f64::from(size))
                    .sum();
                self.reduced[first + k] = own as f64 + used - company;
            }
            if turn.cover != NONE {
                for (k, &p) in self.compact.fit[d].iter().enumerate() {
                    for r in self.compact.rows(d as Id, p) {
                        self.reduced[first + k] -= prices[self.rows.cover + r];
                    }
                }
            }
        }
    }

    /// What holding a duty costs for somebody beside it.
    fn company(&self, d: usize, prices: &[f64]) -> f64 {
        match self.rows.company[d] {
            NONE => 0.0,
            row => prices[row as usize],
        }
    }

    /// The least a duty costs where `holder` pays no substitute's price; who holds it then is in `picked`, by place.
    fn duty(&mut self, d: usize, holder: Id, prices: &[f64]) -> f64 {
        self.picked.clear();
        let turn = &self.compact.turns[d];
        let company = self.company(d, prices);
        let (first, fit) = (self.rows.seats[d], &self.compact.fit[d]);
        let extra = if turn.series == NONE {
            0.0
        } else {
            self.compact.substitute as f64
        };
        let price = |k: usize| self.reduced[first + k] + if fit[k] == holder { 0.0 } else { extra };
        let pinned = &self.compact.pinned[d];
        if turn.ideal == 1 && pinned.is_empty() {
            let (mut least, mut place) = ((turn.empty(0) - turn.empty(1)) as f64 - company, NONE);
            for k in 0..fit.len() {
                if price(k) < least {
                    (least, place) = (price(k), k as Id);
                }
            }
            if place == NONE {
                return turn.empty(0) as f64;
            }
            self.picked.push(place);
            return least + company + turn.empty(1) as f64;
        }
        let is_pinned = |k: &usize| pinned.contains(&fit[*k]);
        let mut order: Vec<usize> = (0..fit.len()).collect();
        order.sort_by(|a, b| {
            is_pinned(b)
                .cmp(&is_pinned(a))
                .then(price(*a).total_cmp(&price(*b)))
        });
        let (mut best, mut many, mut sum) = (f64::INFINITY, 0, company);
        for n in 0..=order.len().min(turn.ideal as usize) {
            if n > 0 {
                sum += price(order[n - 1]);
            }
            let cost = turn.empty(n as u32) as f64 + if n > 0 { sum } else { 0.0 };
            if n >= pinned.len() && cost < best {
                (best, many) = (cost, n);
            }
        }
        self.picked.extend(order[..many].iter().map(|&k| k as Id));
        best
    }

    /// Adds what the picked seats of a duty use.
    fn mark(&self, d: usize, slope: &mut [f64]) {
        if !self.picked.is_empty() && self.rows.company[d] != NONE {
            slope[self.rows.company[d] as usize] += 1.0;
        }
        for &place in &self.picked {
            for &(row, size) in self.rows.uses(self.rows.seats[d] + place as usize) {
                slope[row as usize] += f64::from(size);
            }
            for &n in &self.compact.supervised[d] {
                slope[self.rows.company[n as usize] as usize] -= 1.0;
            }
            if self.compact.turns[d].cover != NONE {
                let person = self.compact.fit[d][place as usize];
                for r in self.compact.rows(d as Id, person) {
                    slope[self.rows.cover + r] -= 1.0;
                }
            }
        }
    }

    /// The cheapest option with its cheapest holder.
    fn series(&mut self, s: usize, prices: &[f64], slope: &mut [f64]) -> f64 {
        let compact = self.compact;
        let given = compact.given[s];
        let mut best = (f64::INFINITY, 0, NONE);
        for (o, choice) in compact.series[s]
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_open)
        {
            let duties = choice.duties.iter();
            let cost: f64 = duties
                .map(|&d| self.without_holder(d as usize, prices))
                .sum();
            let (mut saved, mut holder) = (0.0, given);
            for &p in &choice.holders {
                if self.saved[p as usize] > saved {
                    (saved, holder) = (self.saved[p as usize], p);
                }
            }
            for p in self.touched.drain(..) {
                self.saved[p as usize] = 0.0;
            }
            if cost - saved < best.0 {
                best = (cost - saved, o, holder);
            }
        }
        if best.0 == f64::INFINITY {
            return 0.0;
        }
        for &d in &compact.series[s][best.1].duties {
            self.duty(d as usize, best.2, prices);
            self.mark(d as usize, slope);
        }
        best.0
    }

    /// What a duty costs with substitutes only; what each person would save as the holder is added up.
    fn without_holder(&mut self, d: usize, prices: &[f64]) -> f64 {
        let turn = &self.compact.turns[d];
        let cost = self.duty(d, NONE, prices);
        let with = self.company(d, prices) + turn.empty(1) as f64;
        let is_plain = turn.ideal == 1 && self.compact.pinned[d].is_empty();
        for k in 0..self.compact.fit[d].len() {
            let p = self.compact.fit[d][k];
            let saved = if is_plain {
                cost - (self.reduced[self.rows.seats[d] + k] + with)
            } else {
                cost - self.duty(d, p, prices)
            };
            if saved > 0.0 {
                self.saved[p as usize] += saved;
                self.touched.push(p);
            }
        }
        cost
    }

    /// The prices as a certificate, in whole thousandths. What has no price is left out.
    #[must_use]
    pub fn certificate(&self, prices: &[f64]) -> Certificate {
        let instance = self.compact.instance;
        let mut certificate = Certificate {
            format: CERTIFICATE_FORMAT.to_owned(),
            people: Vec::new(),
            supervision: Vec::new(),
            language: vec![0; instance.cover.len()],
        };
        let named = |p: Id| PersonPrices {
            person: instance.people[p as usize].id.clone(),
            turns: 0,
            rows: Vec::new(),
        };
        let mut last = NONE;
        for ((&key, &owner), price) in self.rows.keys.iter().zip(&self.rows.owners).zip(prices) {
            // Any prices prove something: those that the judge would not take are cut down.
            let price = ((price * UNIT as f64).round() as i64).clamp(-MOST, MOST);
            if price == 0 {
                continue;
            }
            match key {
                Key::Company(d) => {
                    let duty = instance.duties[d as usize].id.clone();
                    certificate.supervision.push((duty, price));
                    continue;
                }
                Key::Cover(r) => {
                    certificate.language[r as usize] = price;
                    continue;
                }
                _ => {}
            }
            if owner != last {
                certificate.people.push(named(owner));
                last = owner;
            }
            let own = certificate.people.last_mut().expect("one was just added");
            match self.row(key) {
                None => own.turns = price,
                Some(row) => own.rows.push((row, price)),
            }
        }
        certificate
    }

    /// A person's row in the words of the document; none for all turns.
    fn row(&self, key: Key) -> Option<Row> {
        let instance = self.compact.instance;
        let date = |day| NaiveDate::from_num_days_from_ce_opt(day).expect("it came from a date");
        let minute = |at: Option<i32>| {
            at.and_then(|at| Minute::new(u16::try_from(at).expect("it came from a minute")))
        };
        let station = |s: Id| instance.stations[s as usize].id.clone();
        Some(match key {
            Key::Minute(day, at) => Row::Minute(date(day), minute(at)),
            Key::Day(day) => Row::Day(date(day)),
            Key::Week(day) => Row::Week(Week::of(date(day))),
            Key::Series(at, s) => Row::Series(station(at), instance.series[s as usize].id.clone()),
            Key::Duty(d) => Row::Duty(instance.duties[d as usize].id.clone()),
            Key::Weekend(day, at) => Row::Weekend(date(day), minute(at)),
            Key::Run(day, at) => Row::Run(date(day), minute(at)),
            Key::Turns | Key::Company(_) | Key::Cover(_) => return None,
        })
    }
}
