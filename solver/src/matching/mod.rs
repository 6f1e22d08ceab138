//! Matching: which resident meets which adviser, with which interpreter, when.
//!
//! `document` is the exchange format, `check` and `instance` what becomes of it, `market` what there is to book, `pairs` what is allowed, `rules` the rules and
//! terms one by one, `model` the words they are written in, `plan` the start, `relax` the prices and what they prove, `search` the way to
//! an answer, `audit` and `recount` the judges of it and of its bound, `explain` why a request waits, `offers` what to offer at once,
//! `panels` who can sit beside the adviser of an offer.

pub mod answer;
pub mod audit;
pub mod certificate;
mod check;
pub mod document;
pub mod explain;
pub mod instance;
mod market;
pub mod model;
pub mod offers;
pub mod pairs;
pub mod panels;
mod plan;
pub mod recount;
pub mod relax;
pub mod rules;
mod search;
mod tongues;
pub mod voices;

pub use answer::{Answer, Match, Status, Terms};
pub use document::Document;
pub use explain::explain;
pub use instance::Instance;
pub use search::solve;
