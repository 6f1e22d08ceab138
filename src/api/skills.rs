//! Skills: legal topics in two levels, shared by all cities of an installation, each changed by the city that brought it.

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
use super::pools::must_own;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::domain::access::{Deed, Place};
use crate::service::Service;
use crate::store::pages as rows;
use crate::store::people::{SkillRow, all_skills, find_skill};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A legal topic.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkillBody {
    /// Its id.
    pub id: String,
    /// Its code, unique in the installation.
    pub code: String,
    /// Its name in the city's own language.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Id of the topic above it, which has none above itself.
    pub parent_id: Option<String>,
    /// The city that brought it and may change it; null came with the installation.
    pub city_id: Option<String>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A topic of a city's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in `SkillBody`")]
pub struct NewSkill {
    pub city_id: String,
    #[schema(example = "maritime")]
    pub code: String,
    #[schema(example = "海事")]
    pub name: String,
    #[serde(default)]
    #[schema(example = "Maritime")]
    pub name_en: String,
    #[serde(default)]
    pub parent_id: Option<String>,
}

/// What is to change of a topic; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in `SkillBody`")]
pub struct SkillChange {
    pub name: Option<String>,
    pub name_en: Option<String>,
    /// An empty text puts it above.
    pub parent_id: Option<String>,
}

impl From<SkillRow> for SkillBody {
    fn from(row: SkillRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            parent_id: row.parent_id,
            city_id: row.city_id,
            revision: row.revision,
        }
    }
}

impl SkillChange {
    fn apply(&self, row: &mut SkillRow) {
        set(&mut row.name, &self.name);
        set(&mut row.name_en, &self.name_en);
        if let Some(id) = &self.parent_id {
            row.parent_id = Some(id.clone()).filter(|id| !id.is_empty());
        }
    }
}

/// Two levels: what has a topic above itself has none below, and the other way round.
fn check(row: &SkillRow, all: &[SkillRow]) -> Result<(), Problem> {
    let mut checks = Checks::default();
    checks.code("code", &row.code);
    checks.says("name", &row.name);
    if let Some(parent) = &row.parent_id {
        let above = all.iter().find(|skill| skill.id == *parent);
        let has_below = all
            .iter()
            .any(|skill| skill.parent_id.as_ref() == Some(&row.id));
        let is_right = above.is_some_and(|skill| skill.parent_id.is_none() && skill.id != row.id);
        checks.known("parent_id", parent, is_right && !has_below);
    }
    checks.done()
}

async fn find(service: &Service, id: &str) -> Result<SkillRow, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| find_skill(c, &id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// The topics.
#[utoipa::path(tag = "people", params(PageQuery), responses((status = 200, body = Page<SkillBody>)))]
#[get("/skills")]
pub(super) async fn list_skills(
    _caller: Caller,
    service: Data<Service>,
    query: Query<PageQuery>,
) -> Result<Json<Page<SkillBody>>, Problem> {
    let (limit, cut) = cut(&query)?;
    let found = blocking::read(&service, move |c| rows::skills(c, &cut)).await?;
    let page = Page::of(found, limit, |row| row.id.clone(), SkillBody::from);
    Ok(Json(page))
}

/// One topic, with its ETag.
#[utoipa::path(tag = "people", responses((status = 200, body = SkillBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/skills/{id}")]
pub(super) async fn show_skill(
    _caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row = find(&service, &id).await?;
    Ok(kept::answer::<_, SkillBody>(StatusCode::OK, row))
}

/// Adds a topic of a city's own. For its administrator.
#[utoipa::path(tag = "people", request_body = NewSkill, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = SkillBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/skills")]
pub(super) async fn add_skill(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewSkill>,
) -> Result<HttpResponse, Problem> {
    caller.must(Deed::SetUp, Place::of_city(&new.city_id))?;
    let row = SkillRow {
        id: caller.context(&service).new_id(),
        code: new.code,
        name: new.name,
        name_en: new.name_en,
        parent_id: new.parent_id,
        city_id: Some(new.city_id),
        revision: 1,
    };
    check(&row, &blocking::read(&service, all_skills).await?)?;
    kept::add::<_, SkillBody>(&service, &caller, row, key).await
}

/// Changes a topic. Needs `If-Match` with its ETag. For the administrator of the city that brought it.
#[utoipa::path(tag = "people", request_body = SkillChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = SkillBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/skills/{id}")]
pub(super) async fn change_skill(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<SkillChange>,
) -> Result<HttpResponse, Problem> {
    let row = find(&service, &id).await?;
    must_own(&service, &caller, row.city_id.clone()).await?;
    let mut then = row.clone();
    said.apply(&mut then);
    check(&then, &blocking::read(&service, all_skills).await?)?;
    let edit = move |row: &mut SkillRow| said.apply(row);
    kept::change::<_, SkillBody>(&service, &caller, &row, seen.0, edit).await
}
