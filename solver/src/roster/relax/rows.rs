//! The rows that the relaxation prices instead of keeping: what a person's turns use of the caps of rules 5 and 6, what a
//! supervised duty needs of those beside it, what a row of language cover needs of its speakers. Caps that cannot bite have none.

use std::collections::{BTreeMap, BTreeSet};

use super::super::compact::{Compact, Id, NONE};

/// A row that a seat stands in, and how much of the row it uses.
pub type Use = (Id, f32);

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// All turns of a person.
    Turns,
    /// A minute of a day, or the whole day.
    Minute(i32, Option<i32>),
    /// A day.
    Day(i32),
    /// A week, by one of its days.
    Week(i32),
    /// A station, by a turn of a series.
    Series(Id, Id),
    /// The station, by a duty of no series.
    Duty(Id),
    /// The weekend, by a minute.
    Weekend(i32, Option<i32>),
    /// A day among those in a row, by a minute.
    Run(i32, Option<i32>),
    /// Somebody beside a duty.
    Company(Id),
    /// A row of language cover.
    Cover(Id),
}

/// Stations or weekends of which so many may be used.
#[derive(Debug)]
pub struct Group {
    /// Most that may be used.
    pub cap: u32,
    /// For each its rows.
    pub members: Vec<Vec<Id>>,
}

/// The days of which never more than the cap may stand in a row.
#[derive(Debug)]
pub struct Run {
    /// Most days in a row.
    pub cap: u32,
    /// Each day with its rows, rising.
    pub days: Vec<(i32, Vec<Id>)>,
}

/// The rows of a person.
#[derive(Debug, Default)]
pub struct Person {
    /// The row of all turns, and the most turns there can be; none where there can be none.
    pub turns: Option<(Id, u32)>,
    /// Rows with the most that may be used.
    pub caps: Vec<(Id, u32)>,
    /// Stations and weekends.
    pub groups: Vec<Group>,
    /// Days in a row.
    pub run: Option<Run>,
}

/// All rows.
#[derive(Debug, Default)]
pub struct Rows {
    /// What each row is about.
    pub keys: Vec<Key>,
    /// The person of each row, or [`NONE`].
    pub owners: Vec<Id>,
    /// For each person.
    pub people: Vec<Person>,
    /// For each duty its row of supervision, or [`NONE`].
    pub company: Vec<Id>,
    /// The row of the first row of language cover; the others follow.
    pub cover: usize,
    /// The number of each duty's first seat; its other seats follow in the order of those who fit.
    pub seats: Vec<usize>,
    starts: Vec<usize>,
    uses: Vec<Use>,
}

impl Rows {
    /// Finds the rows that could bite.
    pub fn new(compact: &Compact<'_>) -> Self {
        let mut rows = Self::default();
        let mut turns: Vec<Vec<Turn>> = vec![Vec::new(); compact.caps.len()];
        let mut seat = 0;
        for (d, people) in (0..).zip(&compact.fit) {
            rows.seats.push(seat);
            for &p in people {
                turns[p as usize].push((d, seat));
                seat += 1;
            }
        }
        rows.seats.push(seat);
        let mut uses: Vec<Vec<Use>> = vec![Vec::new(); seat];
        for (p, turns) in turns.iter().enumerate() {
            let mut maker = Maker {
                compact,
                p,
                turns,
                rows: &mut rows,
                uses: &mut uses,
            };
            let person = maker.person();
            rows.people.push(person);
        }
        for (d, over) in (0..).zip(&compact.supervisors) {
            let row = over
                .as_ref()
                .map_or(NONE, |_| rows.add(Key::Company(d), NONE));
            rows.company.push(row);
        }
        rows.cover = rows.keys.len();
        for r in 0..compact.cover_price.len() {
            rows.add(Key::Cover(r as Id), NONE);
        }
        for own in uses {
            rows.starts.push(rows.uses.len());
            rows.uses.extend(own);
        }
        rows.starts.push(rows.uses.len());
        rows
    }

    /// The rows that a seat uses.
    pub fn uses(&self, seat: usize) -> &[Use] {
        &self.uses[self.starts[seat]..self.starts[seat + 1]]
    }

    fn add(&mut self, key: Key, owner: Id) -> Id {
        self.keys.push(key);
        self.owners.push(owner);
        Id::try_from(self.keys.len() - 1).expect("far below 2^32 rows")
    }
}

/// A duty that a person fits, and the number of the seat.
type Turn = (Id, usize);

/// Turns of one day that hold one minute, or all of the day.
struct Clique {
    day: i32,
    at: Option<i32>,
    turns: Vec<Turn>,
}

/// Makes the rows of one person.
struct Maker<'a> {
    compact: &'a Compact<'a>,
    p: usize,
    turns: &'a [Turn],
    rows: &'a mut Rows,
    uses: &'a mut [Vec<Use>],
}

impl Maker<'_> {
    fn row<'b>(&mut self, key: Key, turns: impl IntoIterator<Item = &'b Turn>) -> Id {
        let row = self.rows.add(key, self.p as Id);
        for &(_, seat) in turns {
            self.uses[seat].push((row, 1.0));
        }
        row
    }

    fn person(&mut self) -> Person {
        let mut person = Person::default();
        if self.turns.is_empty() {
            return person;
        }
        let mut days: BTreeMap<i32, Vec<Turn>> = BTreeMap::new();
        for &(d, seat) in self.turns {
            let day = self.compact.turns[d as usize].day;
            days.entry(day).or_default().push((d, seat));
        }
        let cliques: Vec<Clique> = days
            .iter()
            .flat_map(|(&day, t)| self.cliques(day, t))
            .collect();
        let by_weekend = self.weekends(&mut person, &cliques);
        let by_run = self.run(&mut person, &cliques, days.len());
        let most = self.compact.caps[self.p].day.min(1);
        for clique in &cliques {
            let on_weekend = self.compact.turns[clique.turns[0].0 as usize].is_on_weekend();
            let is_said = by_run || by_weekend && on_weekend;
            if most == 0 || clique.turns.len() > 1 && !is_said {
                let row = self.row(Key::Minute(clique.day, clique.at), &clique.turns);
                person.caps.push((row, most));
            }
        }
        self.totals(&mut person, &days);
        self.stations(&mut person);
        person
    }

    /// The turns of a day that hold the same minute, for each minute at which one begins; none that lies within another. The whole
    /// day where one turn a day is allowed.
    fn cliques(&self, day: i32, turns: &[Turn]) -> Vec<Clique> {
        if self.compact.caps[self.p].day <= 1 {
            let turns = turns.to_vec();
            return vec![Clique {
                day,
                at: None,
                turns,
            }];
        }
        let span = |t: &Turn| self.compact.turns[t.0 as usize].span;
        let starts: BTreeSet<i32> = turns.iter().map(|t| span(t).start).collect();
        let mut out: Vec<Clique> = Vec::new();
        for at in starts.into_iter().rev() {
            let holds = |t: &&Turn| span(t).start <= at && at < span(t).end;
            let turns: Vec<Turn> = turns.iter().filter(holds).copied().collect();
            let within = |last: &Clique| turns.iter().all(|t| last.turns.contains(t));
            if !out.last().is_some_and(within) {
                out.push(Clique {
                    day,
                    at: Some(at),
                    turns,
                });
            }
        }
        out
    }

    /// Rows of weekends, where there are more than may be used.
    fn weekends(&mut self, person: &mut Person, cliques: &[Clique]) -> bool {
        let weekend = |c: &Clique| self.compact.turns[c.turns[0].0 as usize].weekend;
        let mut found: BTreeMap<i32, Vec<&Clique>> = BTreeMap::new();
        for clique in cliques.iter().filter(|c| weekend(c) != i32::MIN) {
            found.entry(weekend(clique)).or_default().push(clique);
        }
        let cap = self.compact.caps[self.p].weekends;
        if found.len() <= cap as usize {
            return false;
        }
        let mut members = Vec::new();
        for own in found.into_values() {
            let rows = own
                .iter()
                .map(|c| self.row(Key::Weekend(c.day, c.at), &c.turns));
            members.push(rows.collect());
        }
        person.groups.push(Group { cap, members });
        true
    }

    /// Rows of days, where there are more than may stand in a row.
    fn run(&mut self, person: &mut Person, cliques: &[Clique], days: usize) -> bool {
        let cap = self.compact.caps[self.p].run;
        if cap as usize >= days {
            return false;
        }
        let mut found: BTreeMap<i32, Vec<Id>> = BTreeMap::new();
        for c in cliques {
            let row = self.row(Key::Run(c.day, c.at), &c.turns);
            found.entry(c.day).or_default().push(row);
        }
        let days = found.into_iter().collect();
        person.run = Some(Run { cap, days });
        true
    }

    /// Rows of days and weeks, and of all turns.
    fn totals(&mut self, person: &mut Person, days: &BTreeMap<i32, Vec<Turn>>) {
        let caps = self.compact.caps[self.p];
        let mut weeks: BTreeMap<Id, (u32, Vec<Turn>)> = BTreeMap::new();
        for (&day, turns) in days {
            let number = turns.len() as u32;
            if caps.day > 1 && number > caps.day {
                let row = self.row(Key::Day(day), turns);
                person.caps.push((row, caps.day));
            }
            let week = weeks
                .entry(self.compact.turns[turns[0].0 as usize].week)
                .or_default();
            week.0 += number.min(caps.day);
            week.1.extend(turns);
        }
        let mut able = 0;
        for (room, turns) in weeks.into_values() {
            if room > caps.week {
                let day = self.compact.turns[turns[0].0 as usize].day;
                let row = self.row(Key::Week(day), &turns);
                person.caps.push((row, caps.week));
            }
            able += room.min(caps.week);
        }
        let row = self.row(Key::Turns, self.turns);
        person.turns = Some((row, able.min(caps.month)));
    }

    /// Rows of stations, where there are more than may be used: one a series, in which a turn counts for its share of the option's
    /// duties, since all of one option at most are held; one for each other duty.
    fn stations(&mut self, person: &mut Person) {
        let mut at: BTreeMap<Id, BTreeMap<(Id, Id), Vec<Turn>>> = BTreeMap::new();
        for &(d, seat) in self.turns {
            let turn = &self.compact.turns[d as usize];
            let key = if turn.series == NONE {
                (NONE, d)
            } else {
                (turn.series, 0)
            };
            let own = at.entry(turn.station).or_default();
            own.entry(key).or_default().push((d, seat));
        }
        let cap = self.compact.caps[self.p].stations;
        if at.len() <= cap as usize {
            return;
        }
        let mut members = Vec::new();
        for (station, series) in at {
            let mut rows = Vec::new();
            for ((s, d), turns) in series {
                let key = if s == NONE {
                    Key::Duty(d)
                } else {
                    Key::Series(station, s)
                };
                let row = self.rows.add(key, self.p as Id);
                for (d, seat) in turns {
                    self.uses[seat].push((row, 1.0 / self.compact.siblings(d) as f32));
                }
                rows.push(row);
            }
            members.push(rows);
        }
        person.groups.push(Group { cap, members });
    }
}
