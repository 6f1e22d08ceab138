//! Rosters as files: a month as a workbook, of one district or of a city; a district's month in the solver's exchange format.

use actix_web::http::StatusCode;
use actix_web::http::header::ContentDisposition;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get};

use super::imports::WorkbookFile;
use super::problem::ProblemBody;
use super::rosters::find;
use crate::actions::export_exchange::{self, HeldAnswer};
use crate::actions::export_roster::export_roster;
use crate::actions::generate_roster::problem;
use crate::domain::access::Deed;
use crate::domain::calendar::Month;
use crate::files::roster_book;
use crate::service::Service;
use crate::store::places::DistrictRow;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::import::MEDIA_TYPE;
use crate::web::problem::Problem;
use zhiban_solver::roster::Document;

/// A district's month as a workbook (.xlsx), in the language of the request: a sheet with a row a person, and one with a row a station.
/// It has everybody who holds a seat, with a sign for what they said, and says what lacks people.
#[utoipa::path(tag = "rosters", responses(
    (status = 200, body = inline(WorkbookFile), content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`roster-not-generated`: nobody is on it yet", body = ProblemBody,
        content_type = "application/problem+json")))]
#[get("/rosters/{id}/workbook")]
pub(super) async fn export_roster_workbook(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    let roster = find(&service, &caller, Deed::SeePeople, &id).await?;
    let district = caller.district(&service, Deed::SeePeople, &roster.district_id);
    let district = district.await?;
    let month = Month::parse(&roster.month).ok_or_else(Problem::not_found)?;
    let name = format!("{}-{month}.xlsx", district.code);
    workbook(&service, lang, vec![district], month, name).await
}

/// A city's month as a workbook (.xlsx), in the language of the request: two sheets for each district in which the caller sees people. One
/// that has no roster has a sheet that says so.
#[utoipa::path(tag = "rosters", responses(
    (status = 200, body = inline(WorkbookFile), content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, description = "`month-not-set-up`: in none of these districts", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 409, description = "`roster-not-generated`: nobody is on it in any of these districts yet", body = ProblemBody,
        content_type = "application/problem+json")))]
#[get("/cities/{id}/rosters/{month}/workbook")]
pub(super) async fn export_city_rosters(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    let (city_id, month) = path.into_inner();
    caller.must_within(Deed::SeePeople, &city_id)?;
    let month = Month::parse(&month).ok_or_else(Problem::not_found)?;
    let seen = caller.districts(&service, Deed::SeePeople).await?;
    let own = seen.into_iter().filter(|(city, _)| city.id == city_id);
    let (cities, districts): (Vec<_>, Vec<_>) = own.unzip();
    let city = cities.first().ok_or_else(Problem::not_found)?;
    let name = format!("{}-{month}.xlsx", city.code);
    workbook(&service, lang, districts, month, name).await
}

async fn workbook(
    service: &Service,
    lang: Lang,
    districts: Vec<DistrictRow>,
    month: Month,
    name: String,
) -> Result<HttpResponse, Problem> {
    let bytes = blocking::run(service, move |service| {
        let read = export_roster(&service.store, &districts, month)?;
        roster_book::write(lang, &read).map_err(Problem::unknown)
    });
    Ok(HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header(ContentDisposition::attachment(name))
        .body(bytes.await?))
}

/// A district's month as the service would have it solved now, in the exchange format `zhiban-roster/1`: ids and no names, but where people
/// live and when they are free. What its people hold in other districts stands in it as pins.
#[utoipa::path(tag = "rosters", responses((status = 200, body = Value),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/rosters/{id}/instance")]
pub(super) async fn show_instance(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<Document>, Problem> {
    let roster = find(&service, &caller, Deed::Plan, &id).await?;
    let weights = service.config.solver.weights;
    let document = blocking::run(&service, move |service| {
        problem(&service.store, std::slice::from_ref(&roster.id), weights)
    });
    Ok(Json(document.await?))
}

/// A district's month as it is held now, in the exchange format `zhiban-roster-answer/1`, to be checked with the instance. It claims no
/// bound, since it may have changed after it was solved.
#[utoipa::path(tag = "rosters", responses((status = 200, body = Value),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`roster-not-generated`: nobody is on it yet", body = ProblemBody,
        content_type = "application/problem+json")))]
#[get("/rosters/{id}/answer")]
pub(super) async fn show_answer(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<HeldAnswer>, Problem> {
    let roster = find(&service, &caller, Deed::Plan, &id).await?;
    let weights = service.config.solver.weights;
    let held = blocking::run(&service, move |service| {
        export_exchange::answer(&service.store, &roster.id, weights)
    });
    let not_generated = || Problem::new(StatusCode::CONFLICT, "roster-not-generated");
    Ok(Json(held.await?.ok_or_else(not_generated)?))
}
