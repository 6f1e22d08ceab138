//! Addresses under which the duties of a person, or of a station, are read as a calendar.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::kept;
use super::problem::ProblemBody;
use crate::actions::make_feed::{Whose, end_feed, make_feed};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::people::PersonRow;
use crate::store::places::StationRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A calendar of duties. Whoever has its address can read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedBody {
    /// Where calendar programs read it. It is told this once.
    #[schema(example = "https://zhiban.example.org/feeds/mfrggzdfmztwq2lknnwg23tpobyxe43u.ics")]
    pub url: String,
}

async fn make(service: &Service, caller: &Caller, whose: Whose) -> Result<HttpResponse, Problem> {
    let context = caller.context(service);
    let token = blocking::run(service, move |service| {
        make_feed(&service.store, &context, &whose)
    });
    let url = format!("{}/feeds/{}.ics", service.base_url, token.await?.reveal());
    Ok(HttpResponse::build(StatusCode::CREATED).json(FeedBody { url }))
}

async fn end(service: &Service, caller: &Caller, whose: Whose) -> Result<HttpResponse, Problem> {
    let context = caller.context(service);
    blocking::run(service, move |service| {
        end_feed(&service.store, &context, &whose)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes the calendar of a station: who sits there, from when to when. The address that it had before ends.
#[utoipa::path(tag = "stations", responses((status = 201, body = FeedBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/stations/{id}/feed")]
pub(super) async fn make_station_feed(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: StationRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    make(&service, &caller, Whose::Station(row.id)).await
}

/// Ends the calendar of a station; nothing is done where it has none.
#[utoipa::path(tag = "stations", responses((status = 204),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/stations/{id}/feed")]
pub(super) async fn end_station_feed(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: StationRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    end(&service, &caller, Whose::Station(row.id)).await
}

/// Makes the calendar of a person's duties, to be handed to them; most make their own on the page of their month. The address that it had
/// before ends.
#[utoipa::path(tag = "people", responses((status = 201, body = FeedBody),
    (status = 404, description = "there is no such person, or they serve no more", body = ProblemBody,
        content_type = "application/problem+json")))]
#[post("/people/{id}/feed")]
pub(super) async fn make_person_feed(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    make(&service, &caller, Whose::Person(row.id)).await
}

/// Ends the calendar of a person's duties; nothing is done where they have none.
#[utoipa::path(tag = "people", responses((status = 204),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/people/{id}/feed")]
pub(super) async fn end_person_feed(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    end(&service, &caller, Whose::Person(row.id)).await
}
