//! The proof of a bound by prices, as it is kept with an answer: what a seat is charged for each cap it uses, for supervision and
//! language cover it gives. `recount` sums it up from the document alone; whatever the prices, the sum is a bound.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Minute, Week};

pub use crate::bound::{MOST, UNIT};

/// The name of the format.
pub const CERTIFICATE_FORMAT: &str = "zhiban-roster-certificate/1";

/// Prices that prove a bound. What has no price costs nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Always [`CERTIFICATE_FORMAT`].
    pub format: String,
    /// What people's caps cost.
    pub people: Vec<PersonPrices>,
    /// Duty with `supervised_by`: what holding it pays to those who hold a duty beside it.
    pub supervision: Vec<(String, i64)>,
    /// For each row of language cover in the document's order: what it pays for a turn of a speaker.
    pub language: Vec<i64>,
}

/// The prices of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonPrices {
    /// The person.
    pub person: String,
    /// What each turn is charged, against fairness and the most turns of the month; may be below 0.
    pub turns: i64,
    /// What else a turn is charged; never below 0.
    pub rows: Vec<(Row, i64)>,
}

/// What a turn may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// A minute of a date, which one duty at most can hold; none is the whole date of a person with one turn a date at most.
    Minute(NaiveDate, Option<Minute>),
    /// A date.
    Day(NaiveDate),
    /// An ISO week.
    Week(Week),
    /// This station, by a turn of this series: its share of the chosen option's duties.
    Series(String, String),
    /// Its station, by this duty, which belongs to no series.
    Duty(String),
    /// The weekend, by a minute of one of its dates as above.
    Weekend(NaiveDate, Option<Minute>),
    /// A date among those in a row, by a minute as above.
    Run(NaiveDate, Option<Minute>),
}
