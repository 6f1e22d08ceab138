//! Takes in a workbook that somebody has sent, for the API and for the page.

use actix_web::http::StatusCode;

use super::blocking;
use super::caller::Caller;
use super::problem::Problem;
use crate::actions::import_city::{Imported, Importer, Mode, import_city_for};
use crate::domain::access::Deed;
use crate::files::workbook;
use crate::service::Service;

/// Most bytes of a workbook that is sent; one of 3,000 stations has about 4 MB.
pub const LIMIT: usize = 20 << 20;

/// The media type of a workbook.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Lets pass who sets up a city, before a large body is read. Whether it is the one that the workbook names is seen later.
pub fn must_set_up(caller: &Caller) -> Result<(), Problem> {
    if caller.access.anywhere(Deed::SetUp) {
        Ok(())
    } else {
        Err(Problem::not_allowed())
    }
}

/// What a body is answered that is longer than a workbook may be.
#[must_use]
pub fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large")
}

/// Reads a workbook and imports it in the caller's name.
pub async fn import(
    service: &Service,
    caller: &Caller,
    bytes: Vec<u8>,
    mode: Mode,
) -> Result<Imported, Problem> {
    let context = caller.context(service);
    let caller = caller.clone();
    blocking::run(service, move |service| {
        let setup = workbook::read(&bytes).map_err(Problem::from)?;
        let importer = Importer {
            user_id: &caller.id,
            access: &caller.access,
        };
        let done = import_city_for(&service.store, &context, &setup, importer, mode);
        done.map_err(Problem::from)
    })
    .await
}
