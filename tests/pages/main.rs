//! The pages as a browser gets them: what each shows, in both languages.
#![allow(clippy::unwrap_used, reason = "tests")]

mod invented;
mod views;
