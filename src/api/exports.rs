//! A city's workbook as everything in it is now: to look at, to change and to import again.

use actix_web::http::header::ContentDisposition;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};

use super::imports::WorkbookFile;
use super::problem::ProblemBody;
use crate::actions::export_city::{ExportError, export_city};
use crate::domain::access::{Deed, Place};
use crate::files::workbook;
use crate::service::Service;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::import::MEDIA_TYPE;
use crate::web::problem::Problem;

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Gone => Self::not_found(),
            damaged @ ExportError::Damaged(_) => Self::unknown(damaged),
            ExportError::Store(error) => error.into(),
        }
    }
}

/// The city's workbook (.xlsx). Imported again, it changes nothing; what it says of pools and skills is of the whole installation. For the
/// administrator of the city.
#[utoipa::path(tag = "imports", responses(
    (status = 200, body = inline(WorkbookFile), content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/cities/{id}/workbook")]
pub(super) async fn export_workbook(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    caller.must(Deed::SetUp, Place::of_city(&id))?;
    let (name, bytes) = blocking::run(&service, move |service| {
        let setup = export_city(&service.store, &id)?;
        let bytes = workbook::write(&setup).map_err(Problem::unknown)?;
        Ok::<_, Problem>((format!("{}.xlsx", setup.code), bytes))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header(ContentDisposition::attachment(name))
        .body(bytes))
}
