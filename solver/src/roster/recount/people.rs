//! What the prices of one person charge a turn, and what they are worth at most.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Minute, Week, weekend};
use crate::roster::audit::Facts;
use crate::roster::certificate::{MOST, PersonPrices, Row};
use crate::roster::document::{Duty, Person};

/// What a turn is charged on a date where it holds the minute; none holds any.
type Charge = (Option<Minute>, i64);

/// The prices of one person, by what a turn looks up.
#[derive(Default)]
pub(super) struct Book<'a> {
    pub(super) turns: i64,
    minutes: HashMap<NaiveDate, Vec<Charge>>,
    weeks: HashMap<Week, i64>,
    series: HashMap<(&'a str, &'a str), i64>,
    duties: HashMap<&'a str, i64>,
    /// What minutes, days and weeks are worth.
    plain: i64,
    stations: BTreeMap<&'a str, i64>,
    weekends: BTreeMap<NaiveDate, i64>,
    run: BTreeMap<NaiveDate, i64>,
}

impl<'a> Book<'a> {
    pub(super) fn read(
        facts: &Facts<'a>,
        person: &Person,
        prices: &'a PersonPrices,
    ) -> Result<Self, String> {
        let mut book = Self {
            turns: prices.turns,
            ..Self::default()
        };
        let most = |cap: Option<u32>| {
            let unlimited = || format!("{}: a cap that does not exist has a price", person.id);
            cap.map(i64::from).ok_or_else(unlimited)
        };
        for (row, price) in &prices.rows {
            let price = *price;
            if !(0..=MOST).contains(&price) {
                return Err(format!("{}: {row:?} has the price {price}", person.id));
            }
            match row {
                Row::Minute(_, None) | Row::Weekend(_, None) | Row::Run(_, None)
                    if person.max_day.is_none_or(|most| most > 1) =>
                {
                    return Err(format!("{}: {row:?} may be used twice", person.id));
                }
                Row::Minute(date, at) => {
                    book.minutes.entry(*date).or_default().push((*at, price));
                    book.plain += price * i64::from(person.max_day.unwrap_or(1).min(1));
                }
                Row::Day(date) => {
                    book.minutes.entry(*date).or_default().push((None, price));
                    book.plain += price * most(person.max_day)?;
                }
                Row::Week(week) => {
                    *book.weeks.entry(*week).or_default() += price;
                    book.plain += price * most(person.max_week)?;
                }
                Row::Series(station, series) => {
                    *book.series.entry((station, series)).or_default() += price;
                    *book.stations.entry(station).or_default() += price;
                }
                Row::Duty(id) => {
                    let loose = loose(facts, id)?;
                    *book.duties.entry(id).or_default() += price;
                    *book.stations.entry(&loose.station).or_default() += price;
                }
                Row::Weekend(date, at) => {
                    let none = || format!("{date} is on no weekend");
                    let saturday = weekend(*date).ok_or_else(none)?;
                    book.minutes.entry(*date).or_default().push((*at, price));
                    *book.weekends.entry(saturday).or_default() += price;
                }
                Row::Run(date, at) => {
                    book.minutes.entry(*date).or_default().push((*at, price));
                    *book.run.entry(*date).or_default() += price;
                }
            }
        }
        Ok(book)
    }

    /// The most that all charges but that for each turn can come to.
    pub(super) fn worth(&self, person: &Person) -> i64 {
        self.plain
            + dearest(self.stations.values(), person.max_stations)
            + dearest(self.weekends.values(), person.max_weekends)
            + dearest_run(&self.run, person.max_run)
    }

    pub(super) fn charge(&self, duty: &Duty, siblings: i64, series: Option<&str>) -> i64 {
        let holds = |at: Option<Minute>| at.is_none_or(|at| duty.start <= at && at < duty.end);
        let today = self.minutes.get(&duty.date).map_or(&[][..], Vec::as_slice);
        let minutes: i64 = today
            .iter()
            .filter(|(at, _)| holds(*at))
            .map(|(_, price)| price)
            .sum();
        let week = self.weeks.get(&Week::of(duty.date)).copied().unwrap_or(0);
        let station = match series {
            None => self.duties.get(duty.id.as_str()).copied().unwrap_or(0),
            Some(s) => self
                .series
                .get(&(duty.station.as_str(), s))
                .map_or(0, |price| price / siblings),
        };
        self.turns + minutes + week + station
    }
}

fn loose<'a>(facts: &Facts<'a>, id: &str) -> Result<&'a Duty, String> {
    let duty = facts.duties.get(id).copied();
    duty.filter(|_| !facts.option_of.contains_key(id))
        .ok_or_else(|| format!("{id} is no duty outside every series"))
}

/// The sum of the dearest, as many as the cap allows.
fn dearest<'a>(worth: impl Iterator<Item = &'a i64>, cap: Option<u32>) -> i64 {
    let mut worth: Vec<i64> = worth.copied().collect();
    worth.sort_unstable_by_key(|&w| std::cmp::Reverse(w));
    let cap = cap.map_or(usize::MAX, |cap| cap as usize);
    worth.into_iter().take(cap).sum()
}

/// The sum of the dearest dates of which never more than the cap follow each other: over the last date left out.
fn dearest_run(worth: &BTreeMap<NaiveDate, i64>, cap: Option<u32>) -> i64 {
    let Some(cap) = cap else {
        return worth.values().sum();
    };
    let Some((first, last)) = worth.keys().next().zip(worth.keys().next_back()) else {
        return 0;
    };
    let first = first.num_days_from_ce();
    let n = (last.num_days_from_ce() - first + 1) as usize;
    let mut day = vec![0; n + 1];
    for (date, price) in worth {
        day[(date.num_days_from_ce() - first) as usize] = *price;
    }
    // free[i]: the most from the first i days where day i - 1 is left out, the day before the first too.
    let mut free = vec![0_i64; n + 2];
    for i in 1..n + 2 {
        let mut sum = 0;
        for length in 0..=(cap as usize).min(i - 1) {
            if length > 0 {
                sum += day[i - 1 - length];
            }
            free[i] = free[i].max(free[i - 1 - length] + sum);
        }
    }
    free[n + 1]
}
