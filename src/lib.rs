//! Zhiban: duty rosters and appointments for community legal-service stations.
//!
//! Who may call whom: `main → cli → app → {api, pages, jobs} → actions → {store, mail, files, zhiban_solver} → domain`.
//! `domain` knows nothing of ours; only `store` names diesel, only `mail` lettre, only `api`, `pages` and `app` actix-web;
//! only `actions` turns rows into solver instances. `tests/tidy.rs` holds this.

pub mod actions;
pub mod config;
pub mod domain;
pub mod pages;
pub mod store;
pub mod texts;
