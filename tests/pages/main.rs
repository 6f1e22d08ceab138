//! The pages as a browser gets them: what each shows, in both languages.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../served/mod.rs"]
mod served;

#[path = "../files/book.rs"]
mod book;

mod conflicts;
mod ending;
mod feeds;
mod held;
mod imports;
mod invented;
mod links;
mod minima;
mod months;
mod own_calendars;
mod own_times;
mod questions;
mod rating;
mod resident;
mod same_adviser;
mod steps;
mod views;
