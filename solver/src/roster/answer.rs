//! The answer to a rostering problem, `zhiban-roster-answer/1`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::document::Pair;
use super::rule::Rule;
use crate::bound::Proof;

/// The name of the format.
pub const ANSWER_FORMAT: &str = "zhiban-roster-answer/1";

/// What a solve gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A roster that keeps every rule.
    Roster(RosterAnswer),
    /// No answer keeps the pins and fixed holders.
    Infeasible(Infeasible),
}

/// Whether the roster is proven to be the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No answer has a lower objective.
    Optimal,
    /// A better one may exist, but none below the bound.
    Feasible,
}

/// A roster with its price and its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterAnswer {
    /// Always [`ANSWER_FORMAT`].
    pub format: String,
    /// Whether it is proven to be the best.
    pub status: Status,
    /// Series to chosen option.
    pub options: BTreeMap<String, String>,
    /// Series to holder.
    pub holders: BTreeMap<String, Option<String>>,
    /// Who holds what.
    pub assignments: Vec<Pair>,
    /// The sum of the terms.
    pub objective: i64,
    /// A lower bound of every answer's objective.
    pub bound: f64,
    /// The objective's terms with their weights.
    pub terms: Terms,
    /// How long the solve took.
    pub seconds: f64,
    /// What the bound rests on. The exchange format has no place for it.
    #[serde(skip)]
    pub proof: Proof,
    /// The prices that the bound, or the part of it that they prove, rests on. Kept apart from the exchange format.
    #[serde(skip)]
    pub certificate: Option<Box<Certificate>>,
    /// What went wrong on the way without harm to the answer: the parts that HiGHS failed at, which stayed as the search left them.
    #[serde(skip)]
    pub warnings: Vec<String>,
}

/// The objective's terms with their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Terms {
    pub shortfall: i64,
    pub below_ideal: i64,
    pub substitute: i64,
    pub language: i64,
    pub travel_km: i64,
    pub fairness: i64,
    pub preference: i64,
    pub change: i64,
}

impl Terms {
    /// The objective.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.shortfall
            + self.below_ideal
            + self.substitute
            + self.language
            + self.travel_km
            + self.fairness
            + self.preference
            + self.change
    }
}

/// Pins and fixed holders of which no answer keeps all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Infeasible {
    /// Always [`ANSWER_FORMAT`].
    pub format: String,
    /// Always `infeasible`.
    pub status: InfeasibleStatus,
    /// How long the solve took.
    pub seconds: f64,
    /// The clash, as small as the solver could make it; not empty.
    pub conflict: Vec<Clash>,
    /// The rules that do not allow it. The exchange format has no place for them; `--certificate` writes them.
    #[serde(skip)]
    pub because: Vec<Rule>,
}

/// The word `infeasible`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InfeasibleStatus {
    /// No answer keeps the pins and fixed holders.
    Infeasible,
}

/// One part of a clash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Clash {
    /// A pin.
    Pin(Pair),
    /// A holder given for a series.
    Holder {
        /// The series.
        series: String,
        /// Its holder.
        person: String,
    },
}
