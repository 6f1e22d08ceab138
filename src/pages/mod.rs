//! Server-rendered pages: a file for each with its view, templates beside them, one stylesheet, no script. What is shown comes
//! from `actions`; what a page looks like is decided here.

pub mod appointment;
mod assets;
pub mod duty_mark;
pub mod frame;
pub mod month_grid;
pub mod notice;
pub mod own_month;
pub mod routes;
pub mod sign_in;
pub mod start;
pub mod station_month;
