//! The API as a program gets it: the service on a temporary SQLite database and a port of its own, driven over HTTP.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../served/mod.rs"]
mod served;

#[path = "../files/book.rs"]
mod book;

mod api_clients;
mod attendance;
mod calendars;
mod changes;
mod conflicts;
mod district_calendars;
mod exchange;
mod feeds;
mod follow_ups;
mod frame;
mod history;
mod imports;
mod kept;
mod many_requests;
mod minima;
mod offers;
mod openings;
mod own_calendars;
mod people;
mod pools;
mod proxies;
mod questions;
mod ratings;
mod refusals;
mod reminders;
mod requests;
mod rights;
mod roster_files;
mod rosters;
mod stations;
mod templates;
mod users;
