//! Jobs: how far one is, and cancelling it. Each is started by the resource that it works for.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::problem::ProblemBody;
use crate::actions::cancel_job::cancel_job as cancel;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::jobs::{self, JobRow};
use crate::store::{StoreError, rosters};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobBody {
    /// Its id.
    pub id: String,
    /// `generate_roster`, `publish_roster`, `find_replacement`, `match_waiting_list` or `deliver_mail`.
    pub kind: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// How often it was begun.
    pub attempt: i32,
    /// How far it is, as the job says: of a solve, phase, incumbent, bound, gap and seconds.
    pub progress: Value,
    /// What came of it; null before.
    pub result: Value,
    /// Why it failed; empty otherwise.
    pub error: String,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<JobRow> for JobBody {
    fn from(row: JobRow) -> Self {
        let json = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
        Self {
            progress: json(&row.progress),
            result: json(&row.result),
            id: row.id,
            kind: row.kind,
            state: row.state,
            attempt: row.attempt,
            error: row.error,
            created_at: row.created_at.and_utc(),
            finished_at: row.finished_at.map(|at| at.and_utc()),
        }
    }
}

/// The rosters that a job works on, where it works on some.
#[derive(Deserialize)]
struct Rosters {
    rosters: Vec<String>,
}

/// A job whose rosters are all in the caller's districts; one without rosters is the city administrator's.
async fn find(service: &Service, caller: &Caller, deed: Deed, id: &str) -> Result<JobRow, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| {
        let Some(job) = jobs::find(c, &id)? else {
            return Ok(None);
        };
        let ids = serde_json::from_str::<Rosters>(&job.payload).map_or(Vec::new(), |r| r.rosters);
        let rosters = rosters::find_all(c, &ids)?;
        Ok::<_, StoreError>(Some((job, rosters)))
    });
    let (job, rosters) = found.await?.ok_or_else(Problem::not_found)?;
    if rosters.is_empty() && !caller.access.anywhere(Deed::SetUp) {
        return Err(Problem::not_found());
    }
    for roster in rosters {
        caller.district(service, deed, &roster.district_id).await?;
    }
    Ok(job)
}

/// How far a job is.
#[utoipa::path(tag = "jobs", responses((status = 200, body = JobBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/jobs/{id}")]
pub(super) async fn show_job(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<JobBody>, Problem> {
    let job = find(&service, &caller, Deed::Look, &id).await?;
    Ok(Json(job.into()))
}

/// Cancels a job that waits or runs. What it held is let go at once.
#[utoipa::path(tag = "jobs", responses((status = 204, description = "cancelled"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/jobs/{id}/cancel")]
pub(super) async fn cancel_job(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let job = find(&service, &caller, Deed::Plan, &id).await?;
    let context = caller.context(&service);
    blocking::run(&service, move |service| {
        cancel(&service.store, &context, &job.id)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
