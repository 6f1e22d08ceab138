//! Server-rendered pages: a file for each with its view, templates beside them, one stylesheet, no script. What is shown comes
//! from `actions`; what a page looks like is decided here.

use actix_web::HttpResponse;
use askama::Template;

use crate::web::problem::Problem;

pub mod appointment;
mod ask;
mod assets;
pub mod choose_password;
pub mod conflicts;
mod downloads;
pub mod duty_mark;
pub mod ending;
mod feed;
pub mod frame;
pub mod held;
pub mod import;
mod link;
mod month_acts;
mod month_days;
pub mod month_grid;
pub mod month_law;
pub mod month_steps;
pub mod notice;
pub mod own_calendar;
pub mod own_month;
pub mod own_times;
pub mod questions;
pub mod rating;
mod resident_acts;
pub mod routes;
pub mod sign_in;
pub mod start;
pub mod station_month;
pub mod times_form;

/// A page as an answer.
fn html(page: &impl Template) -> Result<HttpResponse, Problem> {
    let text = page.render().map_err(Problem::unknown)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(text))
}
