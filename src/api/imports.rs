//! Files with the lists of a city or district taken in.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Payload, Query};
use actix_web::{HttpMessage, HttpRequest, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::ProblemBody;
use crate::actions::import_city::{Imported, Mode, Tally};
use crate::files::workbook::{CellChange, ListChanges, RowChange};
use crate::service::Service;
use crate::web::caller::Caller;
use crate::web::import::{Aim, LIMIT, MEDIA_TYPE, TEXT_MEDIA_TYPE, import, may_import, too_large};
use crate::web::problem::{At, Problem};

/// Most rows of a list that an answer names; the counts are of all.
const MOST_ROWS: usize = 500;

/// How to import.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// `true` only checks, counts and says what would change; nothing is kept.
    #[serde(default)]
    pub check: bool,
    /// Id of the city, where the file has no sheet `City` and the caller sets up several.
    pub city: Option<String>,
    /// Id of the district, where the file is that of one district: only rows of it are taken.
    pub district: Option<String>,
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
    /// Which rows would be other ones, by list, where it was only checked.
    pub changes: Vec<ListChangesBody>,
}

/// What would be other in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListChangesBody {
    /// Name of the list.
    pub list: &'static str,
    /// The rows, the first 500.
    pub rows: Vec<RowChangeBody>,
    /// How many more there are.
    pub more: usize,
}

/// What would become of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowChangeBody {
    /// The cells by which it is known, with spaces between them, such as its code.
    pub row: String,
    /// `new`, `changed`, `gone`, or `left-out`: the file does not have it, and it stays as it is.
    pub what: &'static str,
    /// The cells that would be other ones, where it changes.
    pub cells: Vec<CellChangeBody>,
}

/// A cell that would be another one.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub struct CellChangeBody {
    pub column: &'static str,
    pub before: String,
    pub after: String,
}

impl From<ListChanges> for ListChangesBody {
    fn from(changes: ListChanges) -> Self {
        let cell = |cell: CellChange| CellChangeBody {
            column: cell.column,
            before: cell.before,
            after: cell.after,
        };
        let row = |row: RowChange| RowChangeBody {
            row: row.row,
            what: row.fate.as_str(),
            cells: row.cells.into_iter().map(cell).collect(),
        };
        Self {
            list: changes.list,
            more: changes.rows.len().saturating_sub(MOST_ROWS),
            rows: changes.rows.into_iter().take(MOST_ROWS).map(row).collect(),
        }
    }
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
            changes: done.changes.into_iter().map(Into::into).collect(),
        }
    }
}

/// Imports a workbook (.xlsx) with the lists of a city or some of them, or one list as CSV (UTF-8, UTF-16 or GB 18030; its first row tells which
/// list it is): all of it or, where anything in it is wrong, nothing, with every cell that is wrong under `errors`. What is new is added, what
/// has the same code is changed, what the file does not name stays; of who is named in a list of times only, everything else stays too. For the
/// administrator of the city, or with `district` for who plans that district; who brings a new city must be the administrator of another, and
/// becomes that of the new one.
#[utoipa::path(tag = "imports", params(ImportQuery),
    request_body(content(
        (inline(WorkbookFile) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (inline(WorkbookFile) = "text/csv"))),
    responses((status = 200, body = ImportBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
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
    let query = query.into_inner();
    let aim = Aim {
        city_id: query.city,
        district_id: query.district,
    };
    may_import(&service, &caller, &aim).await?;
    let kind = request.content_type();
    if ![MEDIA_TYPE, TEXT_MEDIA_TYPE].contains(&kind) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(status, "not-xlsx")
            .with("kind", kind.to_owned())
            .with("wanted", MEDIA_TYPE)
            .with("or", TEXT_MEDIA_TYPE));
    }
    let bytes = match body.to_bytes_limited(LIMIT).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(Problem::unreadable(At::Body(String::new()), &error)),
        Err(_) => return Err(too_large()),
    };
    let mode = if query.check { Mode::Try } else { Mode::Write };
    let done = import(&service, &caller, bytes.into(), aim, mode).await?;
    Ok(Json(ImportBody::new(done, mode)))
}
