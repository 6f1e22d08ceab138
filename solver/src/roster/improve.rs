//! A first plan by hand's rules: pins, then one series after the other with its best option and holder, then the rest, each
//! place to the cheapest person who may take it. The search of the integer program starts from it.

use std::collections::{HashMap, HashSet};

use super::instance::{Index, Instance};
use super::load::Load;
use super::plan::{CoverRows, Plan, cover_rows, dislikes, is_able, km, rows_served};

/// A plan that keeps every rule, none where the pins could not be placed this way.
#[must_use]
pub fn first_plan(instance: &Instance) -> Option<Plan> {
    let rows = cover_rows(instance);
    let mut greedy = Greedy::new(instance, &rows);
    greedy.place_pins()?;
    let mut order: Vec<Index> = (0..instance.series.len()).collect();
    order.sort_by_key(|&s| std::cmp::Reverse(instance.series[s].holder.is_some()));
    for s in order {
        greedy.place_series(s);
    }
    let mut single: Vec<Index> = (0..instance.duties.len())
        .filter(|&d| instance.duties[d].option.is_none())
        .collect();
    single.sort_by_key(|&d| {
        let duty = &instance.duties[d];
        (
            duty.supervised_by.is_some(),
            std::cmp::Reverse(duty.weight),
            instance.fit[d].len(),
            d,
        )
    });
    for d in single {
        greedy.fill(d);
    }
    greedy.is_supervised().then(|| greedy.finish())
}

struct Greedy<'a> {
    instance: &'a Instance,
    rows: &'a CoverRows<'a>,
    load: Load<'a>,
    count: Vec<u32>,
    missing: Vec<u32>,
    before: HashSet<(Index, Index)>,
    there: HashMap<(Index, i32), Vec<Index>>,
    plan: Plan,
    chosen: Vec<bool>,
}

impl<'a> Greedy<'a> {
    fn new(instance: &'a Instance, rows: &'a CoverRows<'a>) -> Self {
        let mut there: HashMap<(Index, i32), Vec<Index>> = HashMap::new();
        for (d, duty) in instance.duties.iter().enumerate() {
            there.entry((duty.station, duty.day)).or_default().push(d);
        }
        Self {
            instance,
            rows,
            load: Load::new(instance),
            count: vec![0; instance.duties.len()],
            missing: instance.cover.iter().map(|r| r.min).collect(),
            before: instance.previous.iter().copied().collect(),
            there,
            plan: Plan {
                options: vec![0; instance.series.len()],
                holders: instance.series.iter().map(|s| s.holder).collect(),
                seats: Vec::new(),
            },
            chosen: vec![false; instance.series.len()],
        }
    }

    fn finish(mut self) -> Plan {
        self.plan.seats.sort_unstable();
        self.plan.choose_holders(self.instance);
        self.plan
    }

    fn place_pins(&mut self) -> Option<()> {
        for &(d, p) in &self.instance.pins {
            if let Some((s, o)) = self.instance.duties[d].option {
                if self.chosen[s] && self.plan.options[s] != o {
                    return None;
                }
                self.chosen[s] = true;
                self.plan.options[s] = o;
            }
            let free = self.count[d] < self.instance.duties[d].ideal;
            if !free || !self.instance.fits(d, p) || self.load.full(d, p).is_some() {
                return None;
            }
            self.give(d, p);
        }
        let pinned: Vec<Index> = self.instance.pins.iter().map(|&(d, _)| d).collect();
        for d in pinned {
            if !self.has_supervisor(d) {
                let over = self.supervisors(d).find(|&over| self.is_open(over));
                let (over, p) = over.and_then(|over| Some((over, self.best(over, true)?)))?;
                if let Some((s, o)) = self.instance.duties[over].option {
                    self.chosen[s] = true;
                    self.plan.options[s] = o;
                }
                self.give(over, p);
            }
        }
        for (s, series) in self.instance.series.iter().enumerate() {
            if let Some(p) = series.holder {
                let able = |o: Index| is_able(self.instance, &series.options[o].1, p);
                if self.chosen[s] && !able(self.plan.options[s]) {
                    return None;
                }
            }
        }
        Some(())
    }

    /// Whether the duty's option is chosen or can still be.
    fn is_open(&self, d: Index) -> bool {
        self.instance.duties[d]
            .option
            .is_none_or(|(s, o)| !self.chosen[s] || self.plan.options[s] == o)
    }

    fn is_active(&self, d: Index) -> bool {
        self.instance.duties[d]
            .option
            .is_none_or(|(s, o)| self.chosen[s] && self.plan.options[s] == o)
    }

    /// Duties that supervise this one, where it needs that.
    fn supervisors(&self, d: Index) -> impl Iterator<Item = Index> + '_ {
        let duty = &self.instance.duties[d];
        let beside = &self.there[&(duty.station, duty.day)];
        beside.iter().copied().filter(move |&o| {
            let other = &self.instance.duties[o];
            Some(&other.pool) == duty.supervised_by.as_ref() && other.span.contains(duty.span)
        })
    }

    fn has_supervisor(&self, d: Index) -> bool {
        self.instance.duties[d].supervised_by.is_none()
            || self
                .supervisors(d)
                .any(|o| self.count[o] > 0 && self.is_active(o))
    }

    fn is_supervised(&self) -> bool {
        self.plan.seats.iter().all(|&(d, _)| self.has_supervisor(d))
    }

    fn give(&mut self, d: Index, p: Index) {
        self.load.give(d, p);
        self.count[d] += 1;
        self.plan.seats.push((d, p));
        for r in rows_served(self.instance, self.rows, d, p) {
            self.missing[r] = self.missing[r].saturating_sub(1);
        }
    }

    /// What one more person at the duty saves in shortfall or below ideal.
    fn gain(&self, d: Index) -> i64 {
        let duty = &self.instance.duties[d];
        let w = self.instance.weights;
        let price = match self.count[d] {
            n if n < duty.min => w.shortfall,
            n if n < duty.ideal => w.below_ideal,
            _ => return 0,
        };
        i64::from(price) * i64::from(duty.weight)
    }

    /// What the objective rises by with this seat, places at the duty left out.
    fn price(&self, d: Index, p: Index) -> i64 {
        let instance = self.instance;
        let w = instance.weights;
        let off = i64::from(self.load.turns(p)) - i64::from(instance.people[p].target);
        let mut price = i64::from(w.fairness) * (2 * off + 1);
        price += i64::from(w.travel_km) * km(instance, d, p);
        price += i64::from(w.preference) * i64::from(dislikes(instance, d, p));
        price -= i64::from(w.change) * i64::from(self.before.contains(&(d, p)));
        for r in rows_served(instance, self.rows, d, p) {
            if self.missing[r] > 0 {
                price -= i64::from(w.language) * i64::from(instance.cover[r].weight);
            }
        }
        if let Some((s, _)) = instance.duties[d].option {
            price += i64::from(w.substitute) * i64::from(self.plan.holders[s] != Some(p));
        }
        price
    }

    /// The cheapest person who may take a place; anyway, or only where it pays.
    fn best(&self, d: Index, anyway: bool) -> Option<Index> {
        let (price, p) = self.instance.fit[d]
            .iter()
            .filter(|&&p| self.load.full(d, p).is_none())
            .map(|&p| (self.price(d, p), p))
            .min()?;
        (anyway || price < self.gain(d)).then_some(p)
    }

    fn fill(&mut self, d: Index) {
        while self.count[d] < self.instance.duties[d].ideal && self.has_supervisor(d) {
            let Some(p) = self.best(d, false) else { break };
            self.give(d, p);
        }
    }

    /// The option and holder that look cheapest now, then its duties one by one.
    fn place_series(&mut self, s: Index) {
        let series = &self.instance.series[s];
        let mut best: Option<(i64, Index, Option<Index>)> = None;
        for (o, (_, members)) in series.options.iter().enumerate() {
            if self.chosen[s] && self.plan.options[s] != o {
                continue;
            }
            let holders = match series.holder {
                Some(p) if !is_able(self.instance, members, p) => continue,
                Some(p) => vec![Some(p)],
                None => self.possible_holders(members),
            };
            for holder in holders {
                let cost = self.guess(members, holder);
                if best.is_none_or(|(least, _, _)| cost < least) {
                    best = Some((cost, o, holder));
                }
            }
        }
        // Without an option that the given holder is able for, no plan keeps rule 8; the integer program will say so.
        let (_, o, holder) = best.unwrap_or((0, self.plan.options[s], series.holder));
        self.chosen[s] = true;
        self.plan.options[s] = o;
        self.plan.holders[s] = holder;
        let members = &series.options[o].1;
        for &d in members {
            let Some(p) = holder else { break };
            let free = self.count[d] < self.instance.duties[d].ideal && self.has_supervisor(d);
            if free
                && self.instance.fits(d, p)
                && self.load.full(d, p).is_none()
                && self.price(d, p) < self.gain(d)
            {
                self.give(d, p);
            }
        }
        for &d in members {
            self.fill(d);
        }
    }

    fn possible_holders(&self, members: &[Index]) -> Vec<Option<Index>> {
        let mut people: Vec<Index> = members
            .iter()
            .flat_map(|&d| self.instance.fit[d].iter().copied())
            .collect();
        people.sort_unstable();
        people.dedup();
        let able = people
            .into_iter()
            .filter(|&p| is_able(self.instance, members, p));
        std::iter::once(None).chain(able.map(Some)).collect()
    }

    /// What an option costs if this holder takes what they can and the rest stays empty.
    fn guess(&self, members: &[Index], holder: Option<Index>) -> i64 {
        let w = self.instance.weights;
        members
            .iter()
            .map(|&d| {
                let duty = &self.instance.duties[d];
                let weight = i64::from(duty.weight);
                let empty = weight
                    * (i64::from(w.shortfall) * i64::from(duty.min)
                        + i64::from(w.below_ideal) * i64::from(duty.ideal - duty.min));
                let takes =
                    holder.filter(|&p| self.instance.fits(d, p) && self.load.full(d, p).is_none());
                empty
                    - takes.map_or(0, |p| {
                        self.gain(d) - self.price(d, p) + i64::from(w.substitute)
                    })
            })
            .sum()
    }
}
