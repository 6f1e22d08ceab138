//! What each person holds already, and whether one more turn keeps rules 5 and 6. The start and the explanations ask it.

use std::collections::{HashMap, HashSet};

use super::instance::{Index, Instance};
use crate::calendar::Week;

/// What keeps a person from one more turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Full {
    /// Another duty at that time, or too far away for the way between.
    Elsewhere,
    /// The most turns of that date.
    Day,
    /// The most turns of that week.
    Week,
    /// The most turns of the month.
    Month,
    /// The most stations.
    Stations,
    /// The most dates in a row.
    Run,
    /// The most weekends.
    Weekends,
}

/// The turns of every person so far.
pub struct Load<'a> {
    instance: &'a Instance,
    people: Vec<Turns>,
}

#[derive(Default, Clone)]
struct Turns {
    days: HashMap<i32, Vec<Index>>,
    weeks: HashMap<Week, u32>,
    stations: HashSet<Index>,
    weekends: HashSet<i32>,
    turns: u32,
}

impl<'a> Load<'a> {
    /// Nobody holds anything.
    #[must_use]
    pub fn new(instance: &'a Instance) -> Self {
        Self {
            instance,
            people: vec![Turns::default(); instance.people.len()],
        }
    }

    /// Notes that a person holds a duty.
    pub fn give(&mut self, duty: Index, person: Index) {
        let d = &self.instance.duties[duty];
        let own = &mut self.people[person];
        own.days.entry(d.day).or_default().push(duty);
        *own.weeks.entry(d.week).or_default() += 1;
        own.stations.insert(d.station);
        own.weekends.extend(d.weekend);
        own.turns += 1;
    }

    /// What keeps a person from one more turn, none where nothing does.
    #[must_use]
    pub fn full(&self, duty: Index, person: Index) -> Option<Full> {
        let d = &self.instance.duties[duty];
        let caps = self.instance.people[person].caps;
        let own = &self.people[person];
        let today = own.days.get(&d.day).map_or(&[][..], Vec::as_slice);
        if today
            .iter()
            .any(|&other| other == duty || self.instance.clash(other, duty))
        {
            Some(Full::Elsewhere)
        } else if today.len() >= caps.day as usize {
            Some(Full::Day)
        } else if own.weeks.get(&d.week).copied().unwrap_or(0) >= caps.week {
            Some(Full::Week)
        } else if own.turns >= caps.month {
            Some(Full::Month)
        } else if !own.stations.contains(&d.station) && own.stations.len() >= caps.stations as usize
        {
            Some(Full::Stations)
        } else if today.is_empty() && self.run_with(person, d.day) > caps.run {
            Some(Full::Run)
        } else if d.weekend.is_some_and(|w| !own.weekends.contains(&w))
            && own.weekends.len() >= caps.weekends as usize
        {
            Some(Full::Weekends)
        } else {
            None
        }
    }

    /// Dates in a row around a day that is added.
    fn run_with(&self, person: Index, day: i32) -> u32 {
        let days = &self.people[person].days;
        let before = (1..).take_while(|k| days.contains_key(&(day - k))).count();
        let after = (1..).take_while(|k| days.contains_key(&(day + k))).count();
        u32::try_from(before + 1 + after).unwrap_or(u32::MAX)
    }
}
