//! Takes in a file with lists of a city that somebody has sent, for the API and for the page.

use actix_web::http::StatusCode;

use super::blocking;
use super::caller::Caller;
use super::problem::Problem;
use crate::actions::import_city::{Imported, Importer, Mode, Sent, import_file};
use crate::domain::access::{Deed, Place};
use crate::files::workbook;
use crate::service::Service;

/// Most bytes of a file that is sent; a workbook of 3,000 stations has about 4 MB.
pub const LIMIT: usize = 20 << 20;

/// The media type of a workbook.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of a list as a file of text.
pub const TEXT_MEDIA_TYPE: &str = "text/csv";

/// What a file is sent for.
#[derive(Debug, Clone, Default)]
pub struct Aim {
    /// Id of the city; none where the file says it, or the caller sets up one only.
    pub city_id: Option<String>,
    /// Id of the district; none where the file is the whole city's.
    pub district_id: Option<String>,
}

/// Lets pass who plans the district, or sets up a city, before a large body is read. Whether it is the one that the file names is seen
/// later.
pub async fn may_import(service: &Service, caller: &Caller, aim: &Aim) -> Result<(), Problem> {
    if let Some(id) = &aim.district_id {
        caller.district(service, Deed::Plan, id).await?;
        return Ok(());
    }
    if let Some(id) = &aim.city_id {
        return caller.must(Deed::SetUp, Place::of_city(id));
    }
    if caller.access.anywhere(Deed::SetUp) {
        Ok(())
    } else {
        Err(Problem::not_allowed())
    }
}

/// What a body is answered that is longer than a file may be.
#[must_use]
pub fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large")
}

/// Reads a file and imports it in the caller's name.
pub async fn import(
    service: &Service,
    caller: &Caller,
    bytes: Vec<u8>,
    aim: Aim,
    mode: Mode,
) -> Result<Imported, Problem> {
    let context = caller.context(service);
    let caller = caller.clone();
    blocking::run(service, move |service| {
        let file = workbook::open(&bytes).map_err(Problem::from)?;
        drop(bytes);
        let sent = Sent {
            importer: Some(Importer {
                user_id: caller.user_id(),
                access: &caller.access,
            }),
            city_id: aim.city_id.as_deref(),
            district_id: aim.district_id.as_deref(),
            mode,
        };
        import_file(&service.store, &context, &file, sent).map_err(Problem::from)
    })
    .await
}
