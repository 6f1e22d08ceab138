//! Jobs: how far one is, and cancelling it. Each is started by the resource that it works for.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::problem::ProblemBody;
use crate::actions::cancel_job::cancel_job as cancel;
use crate::domain::access::Deed;
use crate::domain::job::{
    FindReplacement, GenerateRoster, JobKind, MatchWaitingList, MorningRound, PublishRoster,
    RemindQuestion,
};
use crate::service::Service;
use crate::store::jobs::{self, JobRow};
use crate::store::kept::Kept;
use crate::store::questions::QuestionRow;
use crate::store::{Connection, StoreError, duties, rosters};
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
    /// What came of it; null before. Of a generation that failed since no roster keeps every pin, `conflict` names those, `because` the rules.
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

/// Whose a job is to look after.
enum Whose {
    /// Who does so in each of these districts.
    Districts(Vec<String>),
    /// Who does so in one of the districts of a city.
    City(String),
    /// The city administrator.
    Administrator,
}

/// A job that is the caller's to look after.
async fn find(service: &Service, caller: &Caller, deed: Deed, id: &str) -> Result<JobRow, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| {
        let Some(job) = jobs::find(c, &id)? else {
            return Ok(None);
        };
        let whose = whose(c, &job)?;
        Ok::<_, StoreError>(Some((job, whose)))
    });
    let (job, whose) = found.await?.ok_or_else(Problem::not_found)?;
    match whose {
        Whose::Districts(districts) => {
            caller.must_in_each(service, deed, &districts).await?;
        }
        Whose::City(id) => caller.must_within(deed, &id)?,
        Whose::Administrator if caller.access.anywhere(Deed::SetUp) => {}
        Whose::Administrator => return Err(Problem::not_found()),
    }
    Ok(job)
}

fn whose(c: &mut Connection, job: &JobRow) -> Result<Whose, StoreError> {
    let payload = &job.payload;
    let rosters = match JobKind::parse(&job.kind) {
        Some(JobKind::GenerateRoster) => {
            serde_json::from_str::<GenerateRoster>(payload).map_or(Vec::new(), |p| p.rosters)
        }
        Some(JobKind::PublishRoster) => {
            serde_json::from_str::<PublishRoster>(payload).map_or(Vec::new(), |p| vec![p.roster])
        }
        Some(JobKind::FindReplacement) => {
            let seat = serde_json::from_str::<FindReplacement>(payload);
            let seat = seat.map_or(String::new(), |p| p.assignment);
            let found = duties::find_assignment(c, &seat)?;
            found.into_iter().map(|(_, duty)| duty.roster_id).collect()
        }
        Some(JobKind::MatchWaitingList) => {
            let told = serde_json::from_str::<MatchWaitingList>(payload);
            return Ok(told.map_or(Whose::Administrator, |p| Whose::City(p.city)));
        }
        Some(JobKind::MorningRound) => {
            let told = serde_json::from_str::<MorningRound>(payload);
            return Ok(told.map_or(Whose::Administrator, |p| Whose::City(p.city)));
        }
        Some(JobKind::RemindQuestion) => {
            let told = serde_json::from_str::<RemindQuestion>(payload);
            let id = told.map_or(String::new(), |p| p.question);
            let question = QuestionRow::find(c, &id)?;
            let district = question
                .map(|question| question.district_id(c))
                .transpose()?;
            let district = district.flatten();
            return Ok(district.map_or(Whose::Administrator, |id| Whose::Districts(vec![id])));
        }
        Some(JobKind::DeliverMail | JobKind::ReadCalendars) | None => Vec::new(),
    };
    let rosters = rosters::find_all(c, &rosters)?;
    let mut districts: Vec<String> = rosters.into_iter().map(|row| row.district_id).collect();
    districts.sort_unstable();
    districts.dedup();
    if districts.is_empty() {
        return Ok(Whose::Administrator);
    }
    Ok(Whose::Districts(districts))
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
        cancel(&service.store, &context, &service.asking(), &job.id)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
