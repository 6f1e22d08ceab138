//! The lists of a city or district as everything in them is now: to look at, to change and to import again.

use actix_web::http::header::ContentDisposition;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::imports::WorkbookFile;
use super::problem::ProblemBody;
use crate::actions::export_city::{export_city, export_district};
use crate::domain::access::{Deed, Place};
use crate::domain::city::CitySetup;
use crate::files::workbook::{self, Letters, List};
use crate::service::Service;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::import::MEDIA_TYPE;
use crate::web::problem::Problem;

/// How a list is written.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// As a file of text, which is usual, or as a workbook.
    #[serde(default)]
    #[param(inline)]
    pub format: Format,
    /// The letters of a file of text: UTF-8, which is usual, or GB 18030.
    #[serde(default)]
    #[param(inline)]
    pub encoding: Encoding,
}

/// The kind of a file.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Format {
    #[default]
    Csv,
    Xlsx,
}

/// The letters of a file of text.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Encoding {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "gb18030")]
    Gb18030,
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
    file(&service, move |service| {
        let setup = export_city(&service.store, &id)?;
        workbook_of(&setup, &setup.code)
    })
    .await
}

/// The district's workbook (.xlsx): its stations, people and needs, and the lists that its city shares. Imported again with `district`, it changes
/// nothing. For who plans the district.
#[utoipa::path(tag = "imports", responses(
    (status = 200, body = inline(WorkbookFile), content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/workbook")]
pub(super) async fn export_district_workbook(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let district = caller.district(&service, Deed::Plan, &id).await?;
    file(&service, move |service| {
        let setup = export_district(&service.store, &district.id)?;
        workbook_of(&setup, &format!("{}-{}", setup.code, district.code))
    })
    .await
}

/// One list of the city, such as `people`, as CSV or as a workbook. Imported again, it changes nothing. For the administrator of the city.
#[utoipa::path(tag = "imports", params(ListQuery), responses(
    (status = 200, content(
        (inline(WorkbookFile) = "text/csv"),
        (inline(WorkbookFile) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/cities/{id}/lists/{list}")]
pub(super) async fn export_list(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, Problem> {
    let (id, list) = path.into_inner();
    caller.must(Deed::SetUp, Place::of_city(&id))?;
    let list = List::parse(&list).ok_or_else(Problem::not_found)?;
    file(&service, move |service| {
        let setup = export_city(&service.store, &id)?;
        list_of(&setup, list, &setup.code, *query)
    })
    .await
}

/// One list of the district, such as `people`, as CSV or as a workbook. For who plans the district.
#[utoipa::path(tag = "imports", params(ListQuery), responses(
    (status = 200, content(
        (inline(WorkbookFile) = "text/csv"),
        (inline(WorkbookFile) = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/lists/{list}")]
pub(super) async fn export_district_list(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, Problem> {
    let (id, list) = path.into_inner();
    let district = caller.district(&service, Deed::Plan, &id).await?;
    let list = List::parse(&list).ok_or_else(Problem::not_found)?;
    file(&service, move |service| {
        let setup = export_district(&service.store, &district.id)?;
        let place = format!("{}-{}", setup.code, district.code);
        list_of(&setup, list, &place, *query)
    })
    .await
}

/// A file that is sent: its media type, name and bytes.
type Made = (&'static str, String, Vec<u8>);

fn workbook_of(setup: &CitySetup, place: &str) -> Result<Made, Problem> {
    let bytes = workbook::write(setup).map_err(Problem::unknown)?;
    Ok((MEDIA_TYPE, format!("{place}.xlsx"), bytes))
}

fn list_of(setup: &CitySetup, list: List, place: &str, asked: ListQuery) -> Result<Made, Problem> {
    let name = format!("{place}-{}", list.name().to_lowercase());
    match asked.format {
        Format::Xlsx => {
            let bytes = workbook::write_list(setup, list).map_err(Problem::unknown)?;
            Ok((MEDIA_TYPE, format!("{name}.xlsx"), bytes))
        }
        Format::Csv => {
            let (letters, kind) = match asked.encoding {
                Encoding::Utf8 => (Letters::Utf8, "text/csv; charset=utf-8"),
                Encoding::Gb18030 => (Letters::Gb18030, "text/csv; charset=gb18030"),
            };
            let bytes = workbook::write_text(setup, list, letters);
            Ok((kind, format!("{name}.csv"), bytes))
        }
    }
}

async fn file(
    service: &Service,
    make: impl FnOnce(&Service) -> Result<Made, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let (kind, name, bytes) = blocking::run(service, make).await?;
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header(ContentDisposition::attachment(name))
        .body(bytes))
}
