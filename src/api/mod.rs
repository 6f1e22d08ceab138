//! REST under `/api/v1`: a file for each resource with what goes in and out as JSON. What is done is in `actions` and `store`.

pub mod appointments;
pub mod availability;
pub mod body;
pub mod calendars;
pub mod clients;
pub mod duties;
pub mod exports;
pub mod generations;
pub mod history;
mod idempotency;
pub mod imports;
pub mod jobs;
mod kept;
pub mod many_requests;
pub mod new_request;
pub mod offers;
pub mod openings;
mod page;
pub mod people;
pub mod pins;
pub mod places;
pub mod pools;
pub mod problem;
pub mod questions;
pub mod ratings;
pub mod requests;
pub mod revision;
pub mod rosters;
pub mod routes;
pub mod session;
pub mod skills;
pub mod slots;
pub mod stations;
pub mod templates;
pub mod versions;

use crate::web::check;
