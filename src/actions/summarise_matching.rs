//! What a city's matching came to: who is served and who waits, by language, and one pair of adviser and interpreter.

use std::collections::{BTreeMap, HashMap};

use zhiban_solver::matching::explain::Reason;

use super::appointment_words::AppointmentWords;
use super::show_appointments::Shown;
use crate::domain::appointment::RequestState;
use crate::store::requests::{self, RequestRow};
use crate::store::{Store, StoreError, appointments, rosters};

/// Residents of one language: the first of their tags by alphabet, as equity counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Have an appointment.
    pub served: usize,
    /// Are on the waiting list.
    pub waiting: usize,
}

/// A matching in figures.
#[derive(Debug, Clone, Default)]
pub struct MatchingSummary {
    /// By language tag.
    pub by_language: BTreeMap<String, Tally>,
    /// An appointment with an interpreter, and the tag of the resident's language.
    pub pair: Option<(Shown, String)>,
    /// The solver run's price of all.
    pub objective: i64,
    /// No matching is cheaper than this.
    pub bound: f64,
    /// How many wait for which first reason.
    pub reasons: BTreeMap<&'static str, usize>,
}

/// Sums up a city's requests after the solver run with this id.
pub fn summarise(
    store: &Store,
    city_id: &str,
    solve_id: &str,
) -> Result<MatchingSummary, StoreError> {
    store.read(|c| {
        let mut sum = MatchingSummary::default();
        let rows = requests::of_city(c, city_id)?;
        let ids: Vec<String> = rows.iter().map(|r| r.id.clone()).collect();
        let parts = requests::parts_of(c, &ids)?;
        let tag = |row: &RequestRow| {
            let first = parts.get(&row.id).and_then(|p| p.languages.first());
            first.map_or_else(String::new, |l| l.tag.clone())
        };
        for row in &rows {
            let tally = sum.by_language.entry(tag(row)).or_default();
            match row.state() {
                RequestState::Booked => tally.served += 1,
                RequestState::Waiting => tally.waiting += 1,
                RequestState::Offered | RequestState::Closed => {}
            }
        }
        let booked = appointments::booked_of(c, &ids)?;
        let words = AppointmentWords::load(c, &booked)?;
        let languages: HashMap<&str, String> =
            rows.iter().map(|r| (r.id.as_str(), tag(r))).collect();
        let with_help = booked.into_iter().find(|row| row.shift_id.is_some());
        sum.pair = with_help.map(|row| {
            let language = languages[row.request_id.as_str()].clone();
            (words.shown(row), language)
        });
        if let Some(solve) = rosters::find_solve(c, solve_id)? {
            (sum.objective, sum.bound) = (solve.objective, solve.bound);
            let reasons: HashMap<String, Reason> =
                serde_json::from_str(&solve.reasons).unwrap_or_default();
            for reason in reasons.into_values() {
                *sum.reasons.entry(in_words(reason)).or_default() += 1;
            }
        }
        Ok(sum)
    })
}

fn in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoAdviser => "no adviser with the skill has a free time",
        Reason::NoPlace => "none is within reach",
        Reason::NoTime => "none is when they can come",
        Reason::NoLanguage => "nobody there speaks their language or interprets it",
        Reason::NoMediator => "no mediator can sit beside",
        Reason::AllTaken => "all of them went to others",
        Reason::CostsMore => "it would cost more than it brings",
    }
}
