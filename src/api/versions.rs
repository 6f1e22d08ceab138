//! Versions of a roster: what each publication said. None ever changes.

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::page::Page;
use super::problem::ProblemBody;
use super::rosters::find;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::rosters::{self, VersionRow};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A published version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionBody {
    /// 1 for the first.
    pub number: i32,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The price of the roster.
    pub objective: i64,
    /// No roster was cheaper than this.
    pub bound: f64,
}

/// A published version with what it said.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeVersionBody {
    /// Which one.
    #[serde(flatten)]
    pub version: VersionBody,
    /// The month, and every duty with the ids of its station and people.
    pub snapshot: Value,
}

impl From<VersionRow> for VersionBody {
    fn from(row: VersionRow) -> Self {
        Self {
            number: row.number,
            published_at: row.published_at.and_utc(),
            objective: row.objective,
            bound: row.bound,
        }
    }
}

/// The versions of a roster, the first one first.
#[utoipa::path(tag = "rosters", responses((status = 200, body = Page<VersionBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/rosters/{id}/versions")]
pub(super) async fn list_versions(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<Page<VersionBody>>, Problem> {
    let roster = find(&service, &caller, Deed::Look, &id).await?;
    let rows = blocking::read(&service, move |c| rosters::versions_of(c, &roster.id)).await?;
    Ok(Json(Page {
        items: rows.into_iter().map(VersionBody::from).collect(),
        next: None,
    }))
}

/// One version with what it said.
#[utoipa::path(tag = "rosters", responses((status = 200, body = WholeVersionBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/rosters/{id}/versions/{number}")]
pub(super) async fn show_version(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, i32)>,
) -> Result<Json<WholeVersionBody>, Problem> {
    let (id, number) = path.into_inner();
    let roster = find(&service, &caller, Deed::SeePeople, &id).await?;
    let found = blocking::read(&service, move |c| {
        rosters::find_version(c, &roster.id, number)
    });
    let row = found.await?.ok_or_else(Problem::not_found)?;
    let snapshot = serde_json::from_str(&row.snapshot).map_err(Problem::unknown)?;
    Ok(Json(WholeVersionBody {
        version: row.into(),
        snapshot,
    }))
}
