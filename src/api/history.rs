//! What was changed of something that is kept, by whom, and how it was before.

use actix_web::get;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::kept;
use super::page::{Page, PageQuery};
use super::problem::ProblemBody;
use crate::actions::show_history::{Noted, show_history};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::duties::DutyRow;
use crate::store::kept::{Cut, Kept};
use crate::store::people::PersonRow;
use crate::store::places::{DistrictRow, StationRow};
use crate::store::requests::RequestRow;
use crate::store::templates::TemplateRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A change.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    /// Its id.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `user:ID`, `person:ID`, `request:ID`, `job:ID`, `link` or `command`.
    pub actor: String,
    /// The name of who it was, where they sign in.
    pub by: Option<String>,
    /// What they did, such as `change_person`.
    #[schema(example = "change_person")]
    pub action: String,
    /// What it said before: of a change, the columns that changed. `withheld` stands in the place of what tells who somebody is or how they
    /// are reached. Null where there was nothing.
    #[schema(example = json!({"target": 4}))]
    pub before: Value,
    /// What it says since.
    #[schema(example = json!({"target": 5}))]
    pub after: Value,
}

impl From<Noted> for ChangeBody {
    fn from(noted: Noted) -> Self {
        let row = noted.row;
        Self {
            id: row.id,
            at: row.at.and_utc(),
            actor: row.actor,
            by: noted.by,
            action: row.action,
            before: said(row.before),
            after: said(row.after),
        }
    }
}

/// Columns, or a word that was noted as it is.
fn said(text: String) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

async fn history<R: Kept + Send + 'static>(
    caller: &Caller,
    service: &Service,
    deed: Deed,
    id: &str,
    page: &PageQuery,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    let (limit, cut): (usize, Cut) = kept::cut(page)?;
    let row: R = kept::find(service, caller, deed, id).await?;
    let id = row.id().to_owned();
    let found = blocking::run(service, move |service| {
        show_history(&service.store, &id, &cut)
    });
    let page = Page::of(
        found.await?,
        limit,
        |noted| noted.row.id.clone(),
        ChangeBody::from,
    );
    Ok(Json(page))
}

/// What was changed of a district, the latest first.
#[utoipa::path(tag = "places", params(PageQuery), responses((status = 200, body = Page<ChangeBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/history")]
pub(super) async fn show_district_history(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    history::<DistrictRow>(&caller, &service, Deed::Plan, &id, &page).await
}

/// What was changed of a station, the latest first.
#[utoipa::path(tag = "stations", params(PageQuery), responses((status = 200, body = Page<ChangeBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/stations/{id}/history")]
pub(super) async fn show_station_history(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    history::<StationRow>(&caller, &service, Deed::Plan, &id, &page).await
}

/// What was changed of a person and of what belongs to them, the latest first.
#[utoipa::path(tag = "people", params(PageQuery), responses((status = 200, body = Page<ChangeBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}/history")]
pub(super) async fn show_person_history(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    history::<PersonRow>(&caller, &service, Deed::Plan, &id, &page).await
}

/// What was changed of a demand template, the latest first.
#[utoipa::path(tag = "demand templates", params(PageQuery), responses((status = 200, body = Page<ChangeBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/demand-templates/{id}/history")]
pub(super) async fn show_template_history(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    history::<TemplateRow>(&caller, &service, Deed::Plan, &id, &page).await
}

/// What was changed of a duty, the latest first.
#[utoipa::path(tag = "rosters", params(PageQuery), responses((status = 200, body = Page<ChangeBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/duties/{id}/history")]
pub(super) async fn show_duty_history(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    history::<DutyRow>(&caller, &service, Deed::Plan, &id, &page).await
}

/// What was changed of a request, the latest first.
#[utoipa::path(tag = "requests", params(PageQuery), responses((status = 200, body = Page<ChangeBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/requests/{id}/history")]
pub(super) async fn show_request_history(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ChangeBody>>, Problem> {
    history::<RequestRow>(&caller, &service, Deed::Book, &id, &page).await
}
