//! The instance as flat lists of numbers that the search and the prices run over millions of times: what a seat costs, which
//! rows of language cover it serves, who supervises whom, who can hold a series.
//!
//! What costs the same in every answer stands in `constant`. Everything is counted from [`Instance`] once; no rule is checked here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::instance::{Caps, Index, Instance, Span};
use super::plan::{cover_rows, dislikes, is_able, km};
use crate::language::speaks;

/// Number of a person, duty, series or option; [`NONE`] is none.
pub type Id = u32;

/// No person, series or option.
pub const NONE: Id = Id::MAX;

/// A duty in numbers.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// Day of the common era.
    pub day: i32,
    /// Number of the week within the instance.
    pub week: Id,
    /// The weekend's Saturday, `i32::MIN` on other days.
    pub weekend: i32,
    /// Number of the station.
    pub station: Id,
    /// Minutes of the day.
    pub span: Span,
    /// Least number of people.
    pub min: u32,
    /// Most people.
    pub ideal: u32,
    /// Price of one person missing to `min`.
    pub short: i64,
    /// Price of one person missing from `min` to `ideal`.
    pub below: i64,
    /// Its series, or [`NONE`].
    pub series: Id,
    /// Its option within the series.
    pub option: Id,
    /// Which of `covers` its seats count for: the row group of its district and week, or [`NONE`].
    pub cover: Id,
}

impl Turn {
    /// What the empty places cost where so many hold the duty.
    #[must_use]
    pub fn empty(&self, people: u32) -> i64 {
        let short = self.min.saturating_sub(people);
        let below = self.ideal.saturating_sub(people.max(self.min));
        i64::from(short) * self.short + i64::from(below) * self.below
    }

    /// Whether the duty lies on a weekend.
    #[must_use]
    pub fn is_on_weekend(&self) -> bool {
        self.weekend != i32::MIN
    }
}

/// An option of a series in numbers.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Its duties.
    pub duties: Vec<Id>,
    /// Who may be its holder and is free for one of its duties; the given holder alone where there is one.
    pub holders: Vec<Id>,
    /// Whether the given holder and the pins allow it.
    pub is_open: bool,
}

/// The instance in flat lists.
pub struct Compact<'a> {
    /// What it was made of.
    pub instance: &'a Instance,
    /// Duties.
    pub turns: Vec<Turn>,
    /// For each duty the people who fit, rising; the pinned alone where they fill it.
    pub fit: Vec<Vec<Id>>,
    /// For each person the duties they fit, rising.
    pub fits: Vec<Vec<Id>>,
    /// For each duty and person who fits: travel and preference, less the price of change where the pair was published.
    pub price: Vec<Vec<i64>>,
    /// For each person their caps.
    pub caps: Vec<Caps>,
    /// For each person their target.
    pub target: Vec<i64>,
    /// For each series its options.
    pub series: Vec<Vec<Choice>>,
    /// For each series the given holder, or [`NONE`].
    pub given: Vec<Id>,
    /// For each duty those that would supervise it, where it needs that.
    pub supervisors: Vec<Option<Vec<Id>>>,
    /// For each duty those it would supervise.
    pub supervised: Vec<Vec<Id>>,
    /// For each row group the rows of language cover.
    pub covers: Vec<Vec<Id>>,
    /// For each row of language cover and person whether the person speaks it so well.
    pub speaks: Vec<Vec<bool>>,
    /// For each row of language cover the price of one turn missing.
    pub cover_price: Vec<i64>,
    /// For each duty its pinned people.
    pub pinned: Vec<Vec<Id>>,
    /// Price of a substitute.
    pub substitute: i64,
    /// Price of the square of one turn off the target.
    pub fairness: i64,
    /// What every answer costs: each published pair counts as changed until its seat, at a lower price, is taken.
    pub constant: i64,
}

impl<'a> Compact<'a> {
    /// Counts an instance.
    #[must_use]
    pub fn new(instance: &'a Instance) -> Self {
        let w = instance.weights;
        let previous: BTreeSet<(Index, Index)> = instance.previous.iter().copied().collect();
        let covers = cover_groups(instance);
        let (supervisors, supervised) = supervision(instance);
        let counted = previous.iter().filter(|&&(d, p)| instance.fits(d, p));
        let constant = i64::from(w.change) * i64::try_from(counted.count()).unwrap_or(i64::MAX);
        let mut pinned = vec![Vec::new(); instance.duties.len()];
        for &(d, p) in &instance.pins {
            pinned[d].push(id(p));
        }
        let mut fits = vec![Vec::new(); instance.people.len()];
        let mut fit = Vec::with_capacity(instance.duties.len());
        for (d, people) in instance.fit.iter().enumerate() {
            let is_full = pinned[d].len() >= instance.duties[d].ideal as usize;
            let stays = |p: &Id| !is_full || pinned[d].contains(p);
            let own: Vec<Id> = people.iter().map(|&p| id(p)).filter(stays).collect();
            for &p in &own {
                fits[p as usize].push(id(d));
            }
            fit.push(own);
        }
        let price = |(d, people): (Index, &Vec<Id>)| {
            let of = |&p: &Id| {
                let p = p as Index;
                let changed = i64::from(previous.contains(&(d, p)));
                i64::from(w.travel_km) * km(instance, d, p)
                    + i64::from(w.preference) * i64::from(dislikes(instance, d, p))
                    - i64::from(w.change) * changed
            };
            people.iter().map(of).collect()
        };
        Self {
            turns: turns(instance, &covers.of_duty),
            price: fit.iter().enumerate().map(price).collect(),
            fit,
            fits,
            caps: instance.people.iter().map(|p| p.caps).collect(),
            target: instance.people.iter().map(|p| p.target.into()).collect(),
            series: choices(instance),
            given: instance
                .series
                .iter()
                .map(|s| s.holder.map_or(NONE, id))
                .collect(),
            supervisors,
            supervised,
            covers: covers.rows,
            speaks: speakers(instance),
            cover_price: instance
                .cover
                .iter()
                .map(|row| i64::from(w.language) * i64::from(row.weight))
                .collect(),
            pinned,
            substitute: w.substitute.into(),
            fairness: w.fairness.into(),
            constant,
            instance,
        }
    }

    /// The rows of language cover that this person counts for on this duty.
    pub fn rows(&self, duty: Id, person: Id) -> impl Iterator<Item = usize> + '_ {
        let group = self.turns[duty as usize].cover;
        let rows = self
            .covers
            .get(group as usize)
            .map_or(&[][..], Vec::as_slice);
        let all = rows.iter().map(|&r| r as usize);
        all.filter(move |&r| self.speaks[r][person as usize])
    }

    /// Whether pins leave a place of the duty to somebody.
    #[must_use]
    pub fn is_open(&self, duty: Id) -> bool {
        self.fit[duty as usize].len() > self.pinned[duty as usize].len()
    }

    /// How many pairs of a duty and a person are to be decided.
    #[must_use]
    pub fn pairs(&self) -> usize {
        let open = (0..id(self.fit.len())).filter(|&d| self.is_open(d));
        open.map(|d| self.fit[d as usize].len()).sum()
    }

    /// How many series and other duties are to be decided.
    #[must_use]
    pub fn units(&self) -> usize {
        let is_loose = |&d: &Id| self.turns[d as usize].series == NONE && self.is_open(d);
        let is_free = |options: &&Vec<Choice>| {
            let chosen = options.iter().filter(|o| o.is_open);
            let mut duties = chosen.flat_map(|o| &o.duties);
            duties.any(|&d| self.is_open(d))
        };
        let loose = (0..id(self.turns.len())).filter(is_loose).count();
        loose + self.series.iter().filter(is_free).count()
    }

    /// How many duties the option of a duty has; 1 where it has none.
    #[must_use]
    pub fn siblings(&self, duty: Id) -> usize {
        let turn = &self.turns[duty as usize];
        match turn.series {
            NONE => 1,
            s => self.series[s as usize][turn.option as usize].duties.len(),
        }
    }

    /// Where a person stands in a duty's list of those who fit.
    #[must_use]
    pub fn place(&self, duty: Id, person: Id) -> Option<usize> {
        self.fit[duty as usize].binary_search(&person).ok()
    }

    /// Whether nobody can hold both duties of one date (rule 5).
    #[must_use]
    pub fn clash(&self, a: Id, b: Id) -> bool {
        let (a, b) = (&self.turns[a as usize], &self.turns[b as usize]);
        let (first, then) = if a.span <= b.span { (a, b) } else { (b, a) };
        let pause = then.span.start - first.span.end;
        pause < 0
            || first.station != then.station
                && pause
                    < self
                        .instance
                        .way(first.station as Index, then.station as Index)
    }
}

/// A number as the flat lists hold it.
#[must_use]
pub fn id(index: Index) -> Id {
    Id::try_from(index).expect("far below 2^32 of anything")
}

fn turns(instance: &Instance, cover_of: &[Id]) -> Vec<Turn> {
    let weeks: BTreeSet<_> = instance.duties.iter().map(|d| d.week).collect();
    let number: BTreeMap<_, _> = weeks.into_iter().zip(0..).collect();
    let w = instance.weights;
    let read = |(duty, &cover): (&super::instance::Duty, &Id)| Turn {
        day: duty.day,
        week: number[&duty.week],
        weekend: duty.weekend.unwrap_or(i32::MIN),
        station: id(duty.station),
        span: duty.span,
        min: duty.min,
        ideal: duty.ideal,
        short: i64::from(w.shortfall) * i64::from(duty.weight),
        below: i64::from(w.below_ideal) * i64::from(duty.weight),
        series: duty.option.map_or(NONE, |(s, _)| id(s)),
        option: duty.option.map_or(NONE, |(_, o)| id(o)),
        cover,
    };
    instance.duties.iter().zip(cover_of).map(read).collect()
}

struct CoverGroups {
    rows: Vec<Vec<Id>>,
    of_duty: Vec<Id>,
}

/// Rows of language cover by district and week, and the group of each duty.
fn cover_groups(instance: &Instance) -> CoverGroups {
    let by_place = cover_rows(instance);
    let mut number = HashMap::new();
    let mut rows = Vec::new();
    for (place, own) in by_place {
        number.insert(place, id(rows.len()));
        rows.push(own.into_iter().map(id).collect());
    }
    let group = |d: &super::instance::Duty| {
        let district = instance.stations[d.station].district.as_str();
        number.get(&(district, d.week)).copied().unwrap_or(NONE)
    };
    CoverGroups {
        of_duty: instance.duties.iter().map(group).collect(),
        rows,
    }
}

fn speakers(instance: &Instance) -> Vec<Vec<bool>> {
    let row = |row: &super::instance::Cover| {
        let people = instance.people.iter();
        people
            .map(|p| speaks(&p.languages, &row.language, row.level))
            .collect()
    };
    instance.cover.iter().map(row).collect()
}

type Supervision = (Vec<Option<Vec<Id>>>, Vec<Vec<Id>>);

/// Who supervises whom by rule 7.
fn supervision(instance: &Instance) -> Supervision {
    let mut there: HashMap<(Index, i32), Vec<Index>> = HashMap::new();
    for (d, duty) in instance.duties.iter().enumerate() {
        there.entry((duty.station, duty.day)).or_default().push(d);
    }
    let mut supervised = vec![Vec::new(); instance.duties.len()];
    let mut supervisors = vec![None; instance.duties.len()];
    for (d, duty) in instance.duties.iter().enumerate() {
        let Some(pool) = &duty.supervised_by else {
            continue;
        };
        let beside = there[&(duty.station, duty.day)].iter().copied();
        let over: Vec<Index> = beside
            .filter(|&o| {
                let other = &instance.duties[o];
                other.pool == *pool && other.span.contains(duty.span)
            })
            // Whoever holds a duty that its own pool supervises is there already.
            .collect();
        if over.contains(&d) {
            continue;
        }
        for &o in &over {
            supervised[o].push(id(d));
        }
        supervisors[d] = Some(over.into_iter().map(id).collect());
    }
    (supervisors, supervised)
}

fn choices(instance: &Instance) -> Vec<Vec<Choice>> {
    let mut pinned: Vec<BTreeSet<Index>> = vec![BTreeSet::new(); instance.series.len()];
    for &(d, _) in &instance.pins {
        if let Some((s, o)) = instance.duties[d].option {
            pinned[s].insert(o);
        }
    }
    let of = |(s, series): (Index, &super::instance::Series)| {
        let read = |(o, (_, members)): (Index, &(String, Vec<Index>))| {
            let able = |&p: &Index| is_able(instance, members, p);
            let useful: BTreeSet<Index> = match series.holder {
                Some(p) => BTreeSet::from([p]),
                None => members
                    .iter()
                    .flat_map(|&d| instance.fit[d].iter().copied())
                    .collect(),
            };
            let pins = pinned[s].iter().all(|&other| other == o);
            Choice {
                duties: members.iter().map(|&d| id(d)).collect(),
                holders: useful.into_iter().filter(able).map(id).collect(),
                is_open: pins && series.holder.as_ref().is_none_or(able),
            }
        };
        series.options.iter().enumerate().map(read).collect()
    };
    instance.series.iter().enumerate().map(of).collect()
}
