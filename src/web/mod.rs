//! What `api` and `pages` share of HTTP: who calls, in which language, from where; how an error becomes an answer. No routes.

pub mod attempts;
pub mod blocking;
pub mod caller;
pub mod check;
pub mod headers;
pub mod import;
pub mod language;
pub mod minima;
pub mod offer_words;
pub mod problem;
pub mod refusals;
pub mod same_origin;
pub mod sessions;
pub mod spans;
