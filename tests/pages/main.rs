//! The pages as a browser gets them: what each shows, in both languages.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../served/mod.rs"]
mod served;

mod invented;
mod links;
mod months;
mod steps;
mod views;
