//! The letters as a mail program reads them: parsed by a library that did not write them.
#![allow(clippy::unwrap_used, reason = "tests")]

mod calendar;
mod headers;
mod invented;
mod questions;
mod residents;
mod words;
