//! The proof of a bound by prices, as it is kept with an answer: what a match pays for its slot and for its interpreter's time, and what
//! leaving somebody of a group pays. `recount` sums it up from the document alone; whatever the prices, the sum is a bound. Instant
//! offers between two batches go by the same prices.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;

pub use crate::bound::{MOST, UNIT};

/// The name of the format.
pub const CERTIFICATE_FORMAT: &str = "zhiban-match-certificate/1";

/// Prices that prove a bound, none below 0. What is not listed costs nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Always [`CERTIFICATE_FORMAT`].
    pub format: String,
    /// Slot, and what a match in it pays.
    pub slots: Vec<(String, i64)>,
    /// Interpreter, a moment, and what a match pays that has the interpreter then.
    pub interpreters: Vec<(String, Moment, i64)>,
    /// Group of at least five requests, and what leaving one of them pays.
    pub groups: Vec<(String, i64)>,
}
