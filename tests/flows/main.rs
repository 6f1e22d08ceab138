//! The main job's steps through the actions, on both databases.
#![allow(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod audit;
mod batches;
mod calendars;
mod closures;
mod conflicts;
#[path = "../databases/mod.rs"]
mod databases;
mod declines;
mod expiries;
mod exports;
mod feeds;
mod handovers;
mod imports;
mod jobs;
mod large;
mod matching;
mod minima;
mod month;
mod months;
mod openings;
mod overtaken;
mod own_calendars;
mod own_times;
mod panels;
mod pins;
mod promises;
mod proxies;
mod publish;
mod published;
#[path = "../served/mod.rs"]
mod served;
mod users;
