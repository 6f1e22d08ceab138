//! Pools: kinds of people, shared by all cities of an installation, each changed by the city that brought it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::idempotency::OptionalKey;
use super::kept::{self, cut, set};
use super::page::{Page, PageQuery};
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::domain::access::{Deed, Place};
use crate::domain::legal_service::{LegalService, LegalServices};
use crate::service::Service;
use crate::store::people::{PoolRow, all_pools, find_pool};
use crate::store::templates::{ServiceAsked, services_asked};
use crate::store::{StoreError, pages as rows, places};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A pool.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolBody {
    /// Its id.
    pub id: String,
    /// Its code, unique in the installation.
    pub code: String,
    /// Its name in the city's own language.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Whether its people may serve without others.
    pub may_serve_alone: bool,
    /// Code of the pool of which somebody must be there where they may not.
    pub supervised_by: Option<String>,
    /// Whether nobody of it serves without a valid licence.
    pub needs_licence: bool,
    /// Whether its people stand between a resident and an adviser who share no language.
    pub interprets: bool,
    /// Whether its people sit beside an adviser in a panel.
    pub mediates: bool,
    /// Whether nobody of it serves without a valid approval of their employer or university.
    pub needs_approval: bool,
    /// What its people may give; an empty list forbids nothing.
    #[schema(example = json!(["mediation-support", "publicity"]))]
    pub services: Vec<String>,
    /// The city that brought it and may change it; null came with the installation.
    pub city_id: Option<String>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A pool of a city's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in `PoolBody`")]
pub struct NewPool {
    pub city_id: String,
    #[schema(example = "notary")]
    pub code: String,
    #[schema(example = "公证员")]
    pub name: String,
    #[serde(default)]
    #[schema(example = "Notary")]
    pub name_en: String,
    #[serde(default)]
    pub may_serve_alone: bool,
    #[serde(default)]
    pub supervised_by: Option<String>,
    #[serde(default)]
    pub needs_licence: bool,
    #[serde(default)]
    pub interprets: bool,
    #[serde(default)]
    pub mediates: bool,
    #[serde(default)]
    pub needs_approval: bool,
    #[serde(default)]
    #[schema(example = json!(["advice", "drafting"]))]
    pub services: Vec<String>,
}

/// What is to change of a pool; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in `PoolBody`")]
pub struct PoolChange {
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub may_serve_alone: Option<bool>,
    pub supervised_by: Option<String>,
    pub needs_licence: Option<bool>,
    pub interprets: Option<bool>,
    pub mediates: Option<bool>,
    pub needs_approval: Option<bool>,
    /// All of them; none that a template of the pool is for can be taken out.
    pub services: Option<Vec<String>>,
}

impl From<PoolRow> for PoolBody {
    fn from(row: PoolRow) -> Self {
        Self {
            services: row.services().words(),
            needs_approval: row.needs_approval,
            id: row.id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            may_serve_alone: row.may_serve_alone,
            supervised_by: row.supervised_by,
            needs_licence: row.needs_licence,
            interprets: row.interprets,
            mediates: row.mediates,
            city_id: row.city_id,
            revision: row.revision,
        }
    }
}

impl NewPool {
    fn row(self, id: String) -> PoolRow {
        PoolRow {
            id,
            code: self.code,
            name: self.name,
            name_en: self.name_en,
            may_serve_alone: self.may_serve_alone,
            supervised_by: self.supervised_by,
            needs_licence: self.needs_licence,
            interprets: self.interprets,
            mediates: self.mediates,
            needs_approval: self.needs_approval,
            services: LegalServices::of_known(&self.services).to_string(),
            city_id: Some(self.city_id),
            revision: 1,
        }
    }
}

impl PoolChange {
    fn apply(&self, row: &mut PoolRow) {
        set(&mut row.name, &self.name);
        set(&mut row.name_en, &self.name_en);
        set(&mut row.may_serve_alone, &self.may_serve_alone);
        set(&mut row.needs_licence, &self.needs_licence);
        set(&mut row.interprets, &self.interprets);
        set(&mut row.mediates, &self.mediates);
        set(&mut row.needs_approval, &self.needs_approval);
        if let Some(words) = &self.services {
            row.services = LegalServices::of_known(words).to_string();
        }
        // An empty text is nobody.
        if let Some(code) = &self.supervised_by {
            row.supervised_by = Some(code.clone()).filter(|code| !code.is_empty());
        }
    }
}

/// Whether templates ask for nothing that the pool gives no more.
fn check_asked(checks: &mut Checks, row: &PoolRow, asked: Vec<ServiceAsked>) {
    let services = row.services();
    let missing = |of: &ServiceAsked| of.pool_id == row.id && !services.allow(of.service());
    if let Some(of) = asked.into_iter().find(missing) {
        let arguments = vec![
            ("service", of.service.unwrap_or_default().into()),
            ("template", of.template.unwrap_or_default().into()),
        ];
        checks.wrong("services", "problem-place-service-asked", arguments);
    }
}

fn check(checks: &mut Checks, row: &PoolRow, all: &[PoolRow]) {
    checks.code("code", &row.code);
    checks.says("name", &row.name);
    if let Some(code) = &row.supervised_by {
        let is_another = *code != row.code && all.iter().any(|pool| pool.code == *code);
        checks.known("supervised_by", code, is_another);
    }
}

/// Whether what a city brought is the caller's to change; without a city it came with the installation, and is changed by who sets up every
/// city.
pub(super) async fn must_own(
    service: &Service,
    caller: &Caller,
    city_id: Option<String>,
) -> Result<(), Problem> {
    let cities = match city_id {
        Some(id) => vec![id],
        None => {
            let all = blocking::read(service, places::all_cities).await?;
            all.into_iter().map(|city| city.id).collect()
        }
    };
    for city_id in &cities {
        // Everybody sees it: nothing is hidden by another answer.
        let owned = caller.must(Deed::SetUp, Place::of_city(city_id));
        owned.map_err(|_| Problem::not_allowed())?;
    }
    Ok(())
}

async fn find(service: &Service, id: &str) -> Result<PoolRow, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| find_pool(c, &id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The pools.
#[utoipa::path(tag = "people", params(PageQuery), responses((status = 200, body = Page<PoolBody>)))]
#[get("/pools")]
pub(super) async fn list_pools(
    _caller: Caller,
    service: Data<Service>,
    query: Query<PageQuery>,
) -> Result<Json<Page<PoolBody>>, Problem> {
    let (limit, cut) = cut(&query)?;
    let found = blocking::read(&service, move |c| rows::pools(c, &cut)).await?;
    let page = Page::of(found, limit, |row| row.id.clone(), PoolBody::from);
    Ok(Json(page))
}

/// One pool, with its ETag.
#[utoipa::path(tag = "people", responses((status = 200, body = PoolBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/pools/{id}")]
pub(super) async fn show_pool(
    _caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row = find(&service, &id).await?;
    Ok(kept::answer::<_, PoolBody>(StatusCode::OK, row))
}

/// Adds a pool of a city's own. For its administrator.
#[utoipa::path(tag = "people", request_body = NewPool, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = PoolBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/pools")]
pub(super) async fn add_pool(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewPool>,
) -> Result<HttpResponse, Problem> {
    caller.must(Deed::SetUp, Place::of_city(&new.city_id))?;
    let mut checks = Checks::default();
    let words = new.services.clone();
    let row = new.row(caller.context(&service).new_id());
    checks.words::<LegalService>("services", &words);
    check(
        &mut checks,
        &row,
        &blocking::read(&service, all_pools).await?,
    );
    checks.done()?;
    kept::add::<_, PoolBody>(&service, &caller, row, key).await
}

/// Changes a pool. Needs `If-Match` with its ETag. For the administrator of the city that brought it.
#[utoipa::path(tag = "people", request_body = PoolChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = PoolBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/pools/{id}")]
pub(super) async fn change_pool(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<PoolChange>,
) -> Result<HttpResponse, Problem> {
    let row = find(&service, &id).await?;
    must_own(&service, &caller, row.city_id.clone()).await?;
    let mut then = row.clone();
    said.apply(&mut then);
    let (all, asked) = blocking::read(&service, |c| {
        Ok::<_, StoreError>((all_pools(c)?, services_asked(c)?))
    })
    .await?;
    let mut checks = Checks::default();
    checks.words::<LegalService>("services", said.services.as_deref().unwrap_or_default());
    check(&mut checks, &then, &all);
    check_asked(&mut checks, &then, asked);
    checks.done()?;
    let edit = move |row: &mut PoolRow| said.apply(row);
    kept::change::<_, PoolBody>(&service, &caller, &row, seen.0, edit).await
}
