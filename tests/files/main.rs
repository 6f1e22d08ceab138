//! Files in and out: the city's workbook, right and wrong, damaged and huge.
#![allow(clippy::unwrap_used, reason = "tests")]

mod book;
mod busy_times;
mod command;
mod damaged;
mod large;
mod lenient;
mod lists;
mod round_trip;
mod wrong;
