//! One district's month as it is shown: stations, days, duties, people, proof and reasons for gaps.

use chrono::NaiveDate;
use thiserror::Error;

use super::check_minima::Standing;
use crate::domain::assignment::AssignmentState;
use crate::domain::city::HolidayKind;
use crate::domain::coverage::Coverage;
use crate::domain::roster::RosterState;
use crate::store::places::DistrictRow;
use crate::store::{Store, StoreError};

mod load;
mod work;

pub(super) use load::gaps;
pub use work::{Failure, Letters, Promise, Promised, Work};

/// Why there is no month to show.
#[derive(Debug, Error)]
pub enum ShowMonthError {
    /// Not a month such as `2026-12`.
    #[error("this is no month; right would be 2026-12")]
    NoMonth,
    /// The month was never set up.
    #[error("this month was never set up")]
    NotSetUp,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a district's month as it is shown.
pub fn show_month(
    store: &Store,
    district: &DistrictRow,
    month: &str,
) -> Result<Month, ShowMonthError> {
    store.read(|c| load::month(c, district, month))
}

/// A name in the city's own language and in English, which may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// In the city's own language.
    pub own: String,
    /// In English.
    pub english: String,
}

/// A district's month.
#[derive(Debug, Clone)]
pub struct Month {
    /// Id of the district.
    pub district_id: String,
    /// The district.
    pub district: Named,
    /// Id of the roster.
    pub roster_id: String,
    /// `2026-12`.
    pub month: String,
    /// Where it stands.
    pub state: RosterState,
    /// Number of the last published version, 0 before the first.
    pub version: i32,
    /// Every day of the month.
    pub days: Vec<Day>,
    /// What is known of the year's public holidays.
    pub calendar: CalendarState,
    /// When people of pools are away who are at home in the district.
    pub away: Vec<PoolAway>,
    /// The stations of the district, by code.
    pub stations: Vec<Station>,
    /// Active duties by station, date and time.
    pub duties: Vec<Duty>,
    /// The solve behind it.
    pub proof: Option<Proof>,
    /// The generation or publication that was started last.
    pub work: Option<Work>,
    /// Whether somebody was pinned or banned since, so that it must be generated again before it is published.
    pub is_outdated: bool,
    /// The month beside what the law asks for.
    pub law: Standing,
}

/// What is known of a year's public holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarState {
    /// As they were published.
    Published,
    /// They are not published yet.
    Provisional,
    /// Nothing.
    Missing,
}

/// Days on which people of some pools are away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolAway {
    /// What the days are called.
    pub name: Named,
    /// The pools.
    pub pools: Vec<Named>,
    /// The first day, which may lie before the month.
    pub first: NaiveDate,
    /// The last, which may lie after it.
    pub last: NaiveDate,
}

/// A day of the month.
#[derive(Debug, Clone)]
pub struct Day {
    /// The date.
    pub date: NaiveDate,
    /// A public holiday or make-up working day.
    pub special: Option<(HolidayKind, Named)>,
}

/// A station.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the table `stations`")]
pub struct Station {
    pub id: String,
    pub code: String,
    pub name: String,
    pub address: String,
    pub phone: String,
}

/// A duty with the people on it.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// Its station, as an index into [`Month::stations`].
    pub station: usize,
    /// Its date.
    pub date: NaiveDate,
    /// Local minutes since midnight.
    pub start: i32,
    /// Local minutes since midnight.
    pub end: i32,
    /// What it is called.
    pub name: Named,
    /// The pool asked for.
    pub pool: Named,
    /// People it needs at least.
    pub min: u32,
    /// People it would like.
    pub ideal: u32,
    /// The holiday it was moved from.
    pub moved_from: Option<NaiveDate>,
    /// How well it is held.
    pub coverage: Coverage,
    /// Who is or was on it, those who hold a seat first.
    pub people: Vec<Seat>,
    /// Why nobody more came, where the solver says so.
    pub gap: Option<Gap>,
}

/// One person on a duty.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The person.
    pub person_id: String,
    /// As it is shown.
    pub name: String,
    /// For the station's printed page.
    pub phone: String,
    /// What the person said.
    pub state: AssignmentState,
    /// Whether the person stands in for somebody.
    pub replaces: bool,
    /// Whether a coordinator pinned it.
    pub pinned: bool,
}

/// How good the roster is, and what proves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Whether no better roster exists.
    pub optimal: bool,
    /// The price of the roster.
    pub objective: i64,
    /// No roster is cheaper than this.
    pub bound: f64,
    /// How long it took.
    pub seconds: f64,
    /// How many districts were solved together: price and bound are theirs together.
    pub rosters: i32,
    /// Whether the bound rests on prices that were summed up again; else on the word of HiGHS.
    pub is_recounted: bool,
}

/// Why a duty has fewer people than it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// How many are missing.
    pub missing: u32,
    /// The first reason, a word such as `nobody_free`.
    pub reason: String,
}

/// A name of a row.
pub(super) fn named(own: &str, english: &str) -> Named {
    Named {
        own: own.to_owned(),
        english: english.to_owned(),
    }
}

/// Counts of a month's duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All active duties.
    pub duties: usize,
    /// With as many people as they need.
    pub covered: usize,
    /// Of these, with fewer than they would like.
    pub below_ideal: usize,
    /// With fewer than they need.
    pub uncovered: usize,
    /// Seats whose holder was asked and has not answered.
    pub unanswered: usize,
    /// Seats whose holder will come, or came.
    pub confirmed: usize,
    /// Those who were asked and do not come: they said so, or did not answer in time.
    pub declined: usize,
    /// People who hold a seat.
    pub people: usize,
    /// The fewest and most turns of those who hold any.
    pub turns: Option<(usize, usize)>,
}

impl Proof {
    /// How far the roster may be from the best one, as a share of its price: 0 is proven best.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "prices are far below 2^52")]
    pub fn gap(&self) -> f64 {
        let price = self.objective as f64;
        if self.optimal || price <= 0.0 {
            0.0
        } else {
            ((price - self.bound) / price).clamp(0.0, 1.0)
        }
    }
}

impl Month {
    /// Counts the duties.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let count =
            |wanted: &dyn Fn(&Duty) -> bool| self.duties.iter().filter(|d| wanted(d)).count();
        let seats = || self.duties.iter().flat_map(|duty| &duty.people);
        let in_state = |wanted: &[AssignmentState]| {
            let there = seats().filter(|seat| wanted.contains(&seat.state));
            there.count()
        };
        let mut turns = std::collections::BTreeMap::new();
        for seat in seats().filter(|seat| seat.state.holds_seat()) {
            *turns.entry(seat.person_id.as_str()).or_insert(0_usize) += 1;
        }
        let covered = count(&|duty| duty.coverage.is_covered());
        Tally {
            duties: self.duties.len(),
            covered,
            below_ideal: count(&|duty| duty.coverage == Coverage::BelowIdeal),
            uncovered: self.duties.len() - covered,
            unanswered: in_state(&[AssignmentState::Asked]),
            confirmed: in_state(&[AssignmentState::Confirmed, AssignmentState::Served]),
            declined: in_state(&[
                AssignmentState::Declined,
                AssignmentState::Lapsed,
                AssignmentState::Replaced,
            ]),
            people: turns.len(),
            turns: turns
                .values()
                .min()
                .copied()
                .zip(turns.values().max().copied()),
        }
    }
}
