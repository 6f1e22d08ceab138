//! A city's workbook taken in.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Payload, Query};
use actix_web::{HttpMessage, HttpRequest, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::ProblemBody;
use crate::actions::import_city::{Imported, Mode, Tally};
use crate::service::Service;
use crate::web::caller::Caller;
use crate::web::import::{LIMIT, MEDIA_TYPE, import, must_set_up, too_large};
use crate::web::problem::{At, Problem};

/// How to import.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// `true` only checks and counts; nothing is kept.
    #[serde(default)]
    pub check: bool,
}

/// The file that is sent, for the description.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct WorkbookFile(pub Vec<u8>);

/// What an import did, or would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportBody {
    /// Whether it was only checked.
    pub checked_only: bool,
    /// Id of the city; null where it was only checked.
    pub city_id: Option<String>,
    /// Rows by sheet. Availability and exceptions count with their people, options with their templates.
    pub sheets: Vec<SheetBody>,
}

/// The rows of a sheet.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub struct SheetBody {
    pub sheet: &'static str,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl ImportBody {
    fn new(done: Imported, mode: Mode) -> Self {
        let row = |(sheet, tally): (&'static str, Tally)| SheetBody {
            sheet,
            new: tally.new,
            changed: tally.changed,
            unchanged: tally.unchanged,
        };
        Self {
            checked_only: mode == Mode::Try,
            city_id: Some(done.city_id).filter(|_| mode == Mode::Write),
            sheets: done.tables.into_iter().map(row).collect(),
        }
    }
}

/// Imports a city's workbook (.xlsx): all of it or, where anything in it is wrong, nothing, with every cell that is wrong under
/// `errors`. What is new is added, what has the same code is changed, what the workbook does not name stays. For the administrator
/// of the city; who brings a new city must be the administrator of another, and becomes that of the new one.
#[utoipa::path(tag = "imports", params(ImportQuery),
    request_body(content = inline(WorkbookFile), content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = ImportBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 413, body = ProblemBody, content_type = "application/problem+json"),
    (status = 415, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/imports")]
pub(super) async fn import_workbook(
    caller: Caller,
    service: Data<Service>,
    request: HttpRequest,
    query: Query<ImportQuery>,
    body: Payload,
) -> Result<Json<ImportBody>, Problem> {
    must_set_up(&caller)?;
    let kind = request.content_type();
    if kind != MEDIA_TYPE {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(status, "not-xlsx")
            .with("kind", kind.to_owned())
            .with("wanted", MEDIA_TYPE));
    }
    let bytes = match body.to_bytes_limited(LIMIT).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(Problem::unreadable(At::Body(String::new()), &error)),
        Err(_) => return Err(too_large()),
    };
    let mode = if query.check { Mode::Try } else { Mode::Write };
    let done = import(&service, &caller, bytes.into(), mode).await?;
    Ok(Json(ImportBody::new(done, mode)))
}
