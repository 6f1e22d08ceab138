//! Duty rosters and appointments by integer programming: a problem in, an audited answer with a proven bound out.
//!
//! A problem is a document ([`roster::Document`], [`matching::Document`]) read from JSON or made by a program, then checked
//! into an instance. [`solve_roster`] and [`solve_match`] give the answer. Nothing here knows of databases, mail or the web, and
//! nothing is asynchronous. Only `engine` names HiGHS; only `engine` and the `model` files name good_lp.

mod ascent;
mod both;
mod bound;
pub mod calendar;
pub mod command;

mod engine;
pub mod language;
mod limits;
pub mod matching;
pub mod place;
pub mod problem;
mod program;
mod progress;
pub mod roster;

pub use bound::Proof;
pub use limits::Limits;
pub use matching::solve as solve_match;
pub use progress::{Progress, Reporter};
pub use roster::solve as solve_roster;

use thiserror::Error;

/// Why there is no answer, though the problem was read.
#[derive(Debug, Error)]
pub enum SolveError {
    /// HiGHS refused the model or died in it.
    #[error("the solver failed: {0}")]
    Engine(String),
    /// The time ended before any answer that keeps the pins was found.
    #[error(
        "no answer that keeps the pins was found in the time given; right would be more time, or fewer pins"
    )]
    NothingInTime,
    /// The answer did not pass the audit; it is not given out.
    #[error("the answer did not pass the audit: {}", .0.join("; "))]
    Audit(Vec<String>),
}
