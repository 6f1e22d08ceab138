//! Programs that call this API in a city's name: with a token that ends, and only what it is made for.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::page::{Page, PageQuery};
use super::problem::ProblemBody;
use crate::actions::make_api_client::{NewApiClient, make_api_client};
use crate::actions::revoke_api_client::revoke_api_client;
use crate::domain::access::{Deed, Place, Scopes};
use crate::service::Service;
use crate::store::api_clients::{self, ApiClientRow};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Most days until a token ends.
const MOST_DAYS: i64 = 400;

/// A program that is to call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiClientBody {
    /// What people call it.
    #[schema(example = "市法律援助热线")]
    pub name: String,
    /// Id of the district in which it may do something; null is the whole city.
    pub district_id: Option<String>,
    /// What it may do, each by itself: `look`, `see-people`, `book`, `plan`, `set-up` (as docs/decisions/0015 has them).
    #[schema(example = json!(["look", "book"]))]
    pub scopes: Vec<String>,
    /// When its token ends: at most 400 days from now.
    pub expires_at: DateTime<Utc>,
}

/// A program that calls.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in what makes one")]
pub struct ApiClientBody {
    pub id: String,
    pub city_id: String,
    pub district_id: Option<String>,
    pub name: String,
    pub scopes: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Since when its token is not taken any more; null where it is.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it called last, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A program that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeApiClientBody {
    /// What it is.
    #[serde(flatten)]
    pub client: ApiClientBody,
    /// What it sends as `Authorization: Bearer …`. It is shown this once.
    pub token: String,
}

impl From<ApiClientRow> for ApiClientBody {
    fn from(row: ApiClientRow) -> Self {
        Self {
            scopes: row.scopes().words(),
            id: row.id,
            city_id: row.city_id,
            district_id: row.district_id,
            name: row.name,
            created_at: row.created_at.and_utc(),
            expires_at: row.expires_at.and_utc(),
            revoked_at: row.revoked_at.map(|at| at.and_utc()),
            last_used_at: row.last_used_at.map(|at| at.and_utc()),
        }
    }
}

/// The programs that call in a city's name, with those whose token has ended. For its administrator.
#[utoipa::path(tag = "session", params(PageQuery), responses((status = 200, body = Page<ApiClientBody>),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/cities/{id}/api-clients")]
pub(super) async fn list_api_clients(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<ApiClientBody>>, Problem> {
    let id = id.into_inner();
    caller.must(Deed::SetUp, Place::of_city(&id))?;
    let (limit, cut) = kept::cut(&page)?;
    let rows = blocking::read(&service, move |c| api_clients::of_city(c, &id, &cut)).await?;
    let key = |row: &ApiClientRow| row.id.clone();
    Ok(Json(Page::of(rows, limit, key, ApiClientBody::from)))
}

/// Lets a program call in a city's name. The answer has its token, which is shown this once; sent twice, there are two programs. For the
/// administrator of the city.
#[utoipa::path(tag = "session", request_body = NewApiClientBody, responses((status = 201, body = MadeApiClientBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/cities/{id}/api-clients")]
pub(super) async fn add_api_client(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    Body(new): Body<NewApiClientBody>,
) -> Result<HttpResponse, Problem> {
    let city_id = id.into_inner();
    caller.must(Deed::SetUp, Place::of_city(&city_id))?;
    // A token that makes tokens would never end.
    if caller.user_id().is_none() {
        return Err(Problem::not_allowed());
    }
    let mut checks = Checks::default();
    checks.says("name", &new.name);
    checks.no_longer("name", &new.name, 100);
    checks.words::<Deed>("scopes", &new.scopes);
    if new.scopes.is_empty() {
        checks.says("scopes", "");
    }
    let now = service.clock.now();
    checks.not_over("expires_at", new.expires_at, now);
    checks.near(
        "expires_at",
        new.expires_at,
        now,
        TimeDelta::days(MOST_DAYS),
    );
    if let Some(district) = &new.district_id {
        let found = caller.district(&service, Deed::SetUp, district).await;
        if !found.is_ok_and(|district| district.city_id == city_id) {
            checks.known("district_id", district, false);
        }
    }
    checks.done()?;
    let new = NewApiClient {
        city_id,
        district_id: new.district_id,
        name: new.name.trim().to_owned(),
        scopes: Scopes::of_known(&new.scopes),
        expires_at: new.expires_at,
    };
    let context = caller.context(&service);
    let made = blocking::run(&service, move |service| {
        make_api_client(&service.store, &context, &new)
    });
    let (row, token) = made.await?;
    let client = ApiClientBody::from(row);
    Ok(HttpResponse::build(StatusCode::CREATED).json(MadeApiClientBody { client, token }))
}

/// A program that calls. For the administrator of its city.
#[utoipa::path(tag = "session", responses((status = 200, body = ApiClientBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/api-clients/{id}")]
pub(super) async fn show_api_client(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<ApiClientBody>, Problem> {
    Ok(Json(find(&service, &caller, &id).await?.into()))
}

/// Ends a program's token: it is not taken from the next request on. Twice is once. For the administrator of its city.
#[utoipa::path(tag = "session", responses((status = 204, description = "its token is not taken any more"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/api-clients/{id}")]
pub(super) async fn end_api_client(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row = find(&service, &caller, &id).await?;
    let context = caller.context(&service);
    let ended = blocking::run(&service, move |service| {
        revoke_api_client(&service.store, &context, &row.id)
    });
    ended.await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn find(service: &Service, caller: &Caller, id: &str) -> Result<ApiClientRow, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| api_clients::find(c, &id));
    let row = found.await?.ok_or_else(Problem::not_found)?;
    caller.must(Deed::SetUp, Place::of_city(&row.city_id))?;
    Ok(row)
}
