//! Pins and bans: a coordinator's word on a person and a duty, which later generations keep. Said twice is the same as once.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, put};

use super::kept;
use super::problem::ProblemBody;
use crate::actions::pin_or_ban::{give_word, take_word_back};
use crate::domain::access::Deed;
use crate::domain::roster::Word;
use crate::service::Service;
use crate::store::duties::DutyRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Pins somebody to a duty.
#[utoipa::path(tag = "rosters", responses((status = 204, description = "pinned"),
    (status = 409, description = "`banned-already`, `duty-called-off`, `roster-solving`, `roster-published`", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 422, description = "`person-not-of-district`", body = ProblemBody, content_type = "application/problem+json")))]
#[put("/duties/{id}/pins/{person}")]
pub(super) async fn pin_person(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    give(&service, &caller, path.into_inner(), Word::Pin).await
}

/// Takes a pin back.
#[utoipa::path(tag = "rosters", responses((status = 204, description = "not pinned"),
    (status = 409, description = "`duty-called-off`, `roster-solving`, `roster-published`", body = ProblemBody,
        content_type = "application/problem+json")))]
#[delete("/duties/{id}/pins/{person}")]
pub(super) async fn take_pin_back(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    take_back(&service, &caller, path.into_inner(), Word::Pin).await
}

/// Bans somebody from a duty.
#[utoipa::path(tag = "rosters", responses((status = 204, description = "banned"),
    (status = 409, description = "`pinned-already`, `duty-called-off`, `roster-solving`, `roster-published`", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 422, description = "`person-not-of-district`", body = ProblemBody, content_type = "application/problem+json")))]
#[put("/duties/{id}/bans/{person}")]
pub(super) async fn ban_person(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    give(&service, &caller, path.into_inner(), Word::Ban).await
}

/// Takes a ban back.
#[utoipa::path(tag = "rosters", responses((status = 204, description = "not banned"),
    (status = 409, description = "`duty-called-off`, `roster-solving`, `roster-published`", body = ProblemBody,
        content_type = "application/problem+json")))]
#[delete("/duties/{id}/bans/{person}")]
pub(super) async fn take_ban_back(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    take_back(&service, &caller, path.into_inner(), Word::Ban).await
}

async fn give(
    service: &Service,
    caller: &Caller,
    (duty, person): (String, String),
    word: Word,
) -> Result<HttpResponse, Problem> {
    let duty: DutyRow = kept::find(service, caller, Deed::Plan, &duty).await?;
    let context = caller.context(service);
    blocking::run(service, move |service| {
        give_word(&service.store, &context, &duty.id, &person, word)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn take_back(
    service: &Service,
    caller: &Caller,
    (duty, person): (String, String),
    word: Word,
) -> Result<HttpResponse, Problem> {
    let duty: DutyRow = kept::find(service, caller, Deed::Plan, &duty).await?;
    let context = caller.context(service);
    blocking::run(service, move |service| {
        take_word_back(&service.store, &context, &duty.id, &person, word)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
