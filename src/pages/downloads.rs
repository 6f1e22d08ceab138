//! Files to begin with or to go on from: a city's or district's lists as they are now, an empty workbook, an example.

use actix_web::http::header::{ContentDisposition, LOCATION};
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::import::must_import_somewhere;
use crate::demo;
use crate::domain::calendar::Month;
use crate::files::workbook::{self, List};
use crate::service::Service;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::import::MEDIA_TYPE;
use crate::web::problem::Problem;

/// The seed of the city in the example.
const EXAMPLE: u64 = 1;

/// What the form of the downloads asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Download {
    /// The path of a city or district.
    place: String,
    /// Name of a list; empty for the workbook with all.
    list: String,
    /// The kind of the file, and its letters.
    kind: String,
}

/// Leads to the file that the form of the downloads asks for.
#[get("/import/file")]
pub(super) async fn show_file(
    _caller: Caller,
    asked: Query<Download>,
) -> Result<HttpResponse, Problem> {
    let Download { place, list, kind } = asked.into_inner();
    let is_plain = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-/".contains(&b))
    };
    let query = match kind.as_str() {
        "csv" => "format=csv",
        "gb18030" => "format=csv&encoding=gb18030",
        _ => "format=xlsx",
    };
    let path = match List::parse(&list) {
        None => "workbook".to_owned(),
        Some(list) => format!("lists/{}?{query}", list.name()),
    };
    if !is_plain(&place) {
        return Err(Problem::not_found());
    }
    let to = format!("/api/v1/{place}/{path}");
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, to))
        .finish())
}

#[get("/import/example.xlsx")]
pub(super) async fn show_example(
    caller: Caller,
    service: Data<Service>,
) -> Result<HttpResponse, Problem> {
    must_import_somewhere(&caller)?;
    let bytes = blocking::run(&service, |service| {
        let month = Month::of(service.clock.now().date_naive()).next();
        workbook::write(&demo::city(EXAMPLE, month)).map_err(Problem::unknown)
    });
    Ok(attachment("zhiban-example.xlsx", bytes.await?))
}

#[get("/import/empty.xlsx")]
pub(super) async fn show_empty(
    caller: Caller,
    service: Data<Service>,
) -> Result<HttpResponse, Problem> {
    must_import_somewhere(&caller)?;
    let bytes = blocking::run(&service, |_| {
        workbook::write_empty().map_err(Problem::unknown)
    });
    Ok(attachment("zhiban-empty.xlsx", bytes.await?))
}

fn attachment(name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header(ContentDisposition::attachment(name))
        .body(bytes)
}
