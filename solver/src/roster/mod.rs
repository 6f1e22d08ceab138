//! Rosters: who holds which duty in a month.
//!
//! `document` is the exchange format, `check` and `instance` what becomes of it, `rules` the rules and terms one by one, `model`
//! the words they are written in, `decompose` the parts, `improve` better rosters, `relax` the bound, `exact` whole programs of parts and
//! pools, `conflict` pins that clash, `rule` the names of what forbids them, `audit` and `recount` the judges, `explain` the reasons for gaps.

pub mod answer;
pub mod audit;
pub mod certificate;
mod check;
pub mod compact;
mod conflict;
pub mod decompose;
pub mod document;
mod eligibility;
mod exact;
pub mod explain;
pub mod improve;
pub mod instance;
mod load;
pub mod model;
mod plan;
pub mod recount;
pub mod relax;
pub mod rule;
pub mod rules;
#[cfg(test)]
mod sample;
mod search;
mod workers;

pub use crate::bound::Proof;
pub use answer::{Answer, Clash, Infeasible, RosterAnswer, Status, Terms};
pub use document::Document;
pub use explain::explain;
pub use instance::Instance;
pub use rule::{Reason, Rule};
pub use search::solve;
