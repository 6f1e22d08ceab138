//! The words the rules are written in: seats, options, holders and empty places of one part of an instance, as variables of
//! a `Program`. The rules post themselves; nothing of a rule stands here.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::decompose::Part;
use super::instance::{Index, Instance};
use super::plan::{Plan, is_able};
use crate::program::{Program, Var};

/// The variables of one part of an instance.
pub struct Model<'a> {
    /// The whole instance.
    pub instance: &'a Instance,
    /// What of it this model is about.
    pub part: &'a Part,
    /// The program the rules post into.
    pub program: Program,
    start: Option<Start<'a>>,
    seats: HashMap<Index, Vec<(Index, Var)>>,
    turns: BTreeMap<Index, Vec<(Index, Var)>>,
    options: HashMap<(Index, Index), Var>,
    holders: BTreeMap<(Index, Index), Vec<(Index, Var)>>,
    empty: HashMap<Index, Empty>,
}

/// The places of a duty that nobody holds.
#[derive(Debug, Clone, Copy)]
pub struct Empty {
    /// How many are missing to the least number.
    pub short: Var,
    /// How many more are missing to the ideal.
    pub below: Var,
}

struct Start<'a> {
    plan: &'a Plan,
    held: HashSet<(Index, Index)>,
    people_at: HashMap<Index, u32>,
}

impl<'a> Model<'a> {
    /// The variables for a part; `start` is a plan the search begins with.
    #[must_use]
    pub fn new(instance: &'a Instance, part: &'a Part, start: Option<&'a Plan>) -> Self {
        let start = start.map(|plan| {
            let mut people_at: HashMap<Index, u32> = HashMap::new();
            for &(d, _) in &plan.seats {
                *people_at.entry(d).or_default() += 1;
            }
            Start {
                plan,
                held: plan.seats.iter().copied().collect(),
                people_at,
            }
        });
        let mut model = Self {
            instance,
            part,
            program: Program::default(),
            start,
            seats: HashMap::new(),
            turns: BTreeMap::new(),
            options: HashMap::new(),
            holders: BTreeMap::new(),
            empty: HashMap::new(),
        };
        model.add_options();
        model.add_seats();
        model.add_holders();
        model.add_empty();
        model
    }

    fn add_options(&mut self) {
        for &s in &self.part.series {
            for o in 0..self.instance.series[s].options.len() {
                let chosen = self
                    .start
                    .as_ref()
                    .is_some_and(|start| start.plan.options[s] == o);
                let var = self.program.binary(chosen);
                self.options.insert((s, o), var);
            }
        }
    }

    fn add_seats(&mut self) {
        for &d in &self.part.duties {
            let people = &self.instance.fit[d];
            let mut seats = Vec::with_capacity(people.len());
            for &p in people {
                let held = self
                    .start
                    .as_ref()
                    .is_some_and(|start| start.held.contains(&(d, p)));
                let var = self.program.binary(held);
                seats.push((p, var));
                self.turns.entry(p).or_default().push((d, var));
            }
            self.seats.insert(d, seats);
        }
    }

    /// Who could be the holder of an option: able for all its duties and free for at least one. None where it is given.
    fn add_holders(&mut self) {
        for &s in &self.part.series {
            let series = &self.instance.series[s];
            if series.holder.is_some() {
                continue;
            }
            for (o, (_, members)) in series.options.iter().enumerate() {
                let useful: std::collections::BTreeSet<Index> = members
                    .iter()
                    .flat_map(|&d| self.instance.fit[d].iter().copied())
                    .collect();
                let mut holders = Vec::new();
                for p in useful
                    .into_iter()
                    .filter(|&p| is_able(self.instance, members, p))
                {
                    let is_holder = self.start.as_ref().is_some_and(|start| {
                        start.plan.options[s] == o && start.plan.holders[s] == Some(p)
                    });
                    holders.push((p, self.program.binary(is_holder)));
                }
                self.holders.insert((s, o), holders);
            }
        }
    }

    fn add_empty(&mut self) {
        for &d in &self.part.duties {
            let duty = &self.instance.duties[d];
            let (mut short, mut below) = (0, 0);
            if let Some(start) = &self.start
                && start.plan.is_active(self.instance, d)
            {
                let n = start.people_at.get(&d).copied().unwrap_or(0);
                short = duty.min.saturating_sub(n);
                below = duty.ideal - n.max(duty.min);
            }
            let empty = Empty {
                short: self.program.number(0, duty.min, f64::from(short)),
                below: self
                    .program
                    .number(0, duty.ideal - duty.min, f64::from(below)),
            };
            self.empty.insert(d, empty);
        }
    }

    /// Whether the duty belongs to the part.
    #[must_use]
    pub fn has(&self, duty: Index) -> bool {
        self.seats.contains_key(&duty)
    }

    /// Who holds what outside of the part and stays there: duty and person.
    pub fn stays(&self) -> impl Iterator<Item = (Index, Index)> + '_ {
        let plan = self.start.as_ref().filter(|_| self.part.rest_stays);
        let seats = plan.map_or(&[][..], |start| &start.plan.seats);
        let outside = |&&(d, _): &&(Index, Index)| !self.has(d);
        seats.iter().filter(outside).copied()
    }

    /// The seats of a duty: person and variable.
    #[must_use]
    pub fn seats(&self, duty: Index) -> &[(Index, Var)] {
        self.seats.get(&duty).map_or(&[], Vec::as_slice)
    }

    /// The variables of a duty's seats.
    #[must_use]
    pub fn people(&self, duty: Index) -> Vec<Var> {
        self.seats(duty).iter().map(|&(_, x)| x).collect()
    }

    /// The seat of a person on a duty, none where the rules do not allow it.
    #[must_use]
    pub fn seat(&self, duty: Index, person: Index) -> Option<Var> {
        let seats = self.seats(duty);
        let at = seats.binary_search_by_key(&person, |&(p, _)| p).ok()?;
        Some(seats[at].1)
    }

    /// What a person could hold: duty and variable.
    #[must_use]
    pub fn turns(&self, person: Index) -> &[(Index, Var)] {
        self.turns.get(&person).map_or(&[], Vec::as_slice)
    }

    /// A person's turns by date.
    #[must_use]
    pub fn days(&self, person: Index) -> BTreeMap<i32, Vec<(Index, Var)>> {
        let mut days: BTreeMap<i32, Vec<(Index, Var)>> = BTreeMap::new();
        for &(d, x) in self.turns(person) {
            days.entry(self.instance.duties[d].day)
                .or_default()
                .push((d, x));
        }
        days
    }

    /// Whether an option is chosen.
    #[must_use]
    pub fn option(&self, series: Index, option: Index) -> Var {
        self.options[&(series, option)]
    }

    /// Whether a duty's option is chosen; none for duties that are always active.
    #[must_use]
    pub fn active(&self, duty: Index) -> Option<Var> {
        self.instance.duties[duty]
            .option
            .map(|(s, o)| self.option(s, o))
    }

    /// The possible holders of an option: person and variable. Empty where the holder is given.
    #[must_use]
    pub fn holders(&self, series: Index, option: Index) -> &[(Index, Var)] {
        self.holders
            .get(&(series, option))
            .map_or(&[], Vec::as_slice)
    }

    /// The empty places of a duty.
    #[must_use]
    pub fn empty(&self, duty: Index) -> Empty {
        self.empty[&duty]
    }

    /// A variable that is 1 where one of these is: at least each of them. Equal to the one where there is one only.
    pub fn any(&mut self, of: &[Var]) -> Var {
        if let [one] = of {
            return *one;
        }
        let start = of.iter().any(|&v| self.program.is_set(v));
        let any = self.program.binary(start);
        for &v in of {
            self.program.implies(v, any);
        }
        any
    }

    /// Puts the values of this part into a plan of the whole.
    pub fn read(&self, values: &[f64], plan: &mut Plan) {
        let is_one = |v: Var| values[v.index()] > 0.5;
        for (&(s, o), &v) in &self.options {
            if is_one(v) {
                plan.options[s] = o;
            }
        }
        for &d in &self.part.duties {
            let held = self.seats(d).iter().filter(|&&(_, x)| is_one(x));
            plan.seats.extend(held.map(|&(p, _)| (d, p)));
        }
    }
}
