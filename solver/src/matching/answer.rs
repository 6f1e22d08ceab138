//! The answer to a batch, `zhiban-match-answer/1`.

use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use crate::bound::Proof;

/// The name of the format.
pub const ANSWER_FORMAT: &str = "zhiban-match-answer/1";

/// Whether the matching is proven to be the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// No answer has a lower objective.
    Optimal,
    /// A better one may exist, but none below the bound.
    Feasible,
}

/// Who is served, when, by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Always [`ANSWER_FORMAT`].
    pub format: String,
    /// Whether it is proven to be the best.
    pub status: Status,
    /// The matches.
    pub matches: Vec<Match>,
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
}

/// One match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Match {
    pub request: String,
    pub slot: String,
    pub shift: Option<String>,
}

/// The objective's terms with their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Terms {
    pub unmatched: i64,
    pub wait_day: i64,
    pub travel_km: i64,
    pub interpreter: i64,
    pub equity: i64,
}

impl Terms {
    /// The objective.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.unmatched + self.wait_day + self.travel_km + self.interpreter + self.equity
    }
}
