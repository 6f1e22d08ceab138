//! REST under `/api/v1`: a file for each resource with what goes in and out as JSON. What is done is in `actions` and `store`.

pub mod appointments;
pub mod body;
pub mod clients;
pub mod duties;
pub mod generations;
mod history;
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
pub mod problem;
pub mod questions;
pub mod ratings;
pub mod requests;
pub mod revision;
pub mod rosters;
pub mod routes;
pub mod session;
pub mod slots;
pub mod stations;
pub mod templates;
pub mod versions;

use crate::web::check;
