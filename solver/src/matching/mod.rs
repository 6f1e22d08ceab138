//! Matching: which resident meets which adviser, with which interpreter, when.
//!
//! `document` is the exchange format, `check` and `instance` what becomes of it, `triples` what is allowed, `rules` the rules and
//! terms one by one, `model` the words they are written in, `plan` the start, `audit` the judge, `explain` why a request waits.

pub mod answer;
pub mod audit;
mod check;
pub mod document;
pub mod explain;
pub mod instance;
pub mod model;
mod plan;
pub mod rules;
mod search;
mod triples;

pub use answer::{Answer, Match, Status, Terms};
pub use document::Document;
pub use explain::explain;
pub use instance::Instance;
pub use search::solve;
