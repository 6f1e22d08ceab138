//! Zhiban: duty rosters and appointments for community legal-service stations.
//!
//! Who may call whom: `main → cli → app → {api, pages} → web → service → jobs → actions → {store, mail, files, zhiban_solver} →
//! domain`. `web` is what `api` and `pages` share of HTTP. `domain` knows nothing of ours; only `store` names diesel, only `mail`
//! lettre, only `api`, `pages`, `web` and `app` actix-web; only `actions` turns rows into solver instances. `tests/tidy.rs` holds
//! this.

pub mod actions;
pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod files;
pub mod jobs;
pub mod mail;
pub mod pages;
pub mod service;
pub mod store;
pub mod texts;
pub mod web;
