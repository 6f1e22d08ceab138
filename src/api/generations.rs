//! Generations, publications and searches for a replacement: what is done to rosters by a job. How far it is, is in `jobs`.

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::assignments;
use super::body::{Body, OptionalBody};
use super::check::Checks;
use super::jobs::JobBody;
use super::legal_minima::NewPublication;
use super::problem::ProblemBody;
use crate::actions::check_minima::standing;
use crate::actions::generate_roster::{self, GenerateError};
use crate::actions::search_again::search_again;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::{StoreError, jobs, rosters};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::minima::{self, Sight, UnderBody};
use crate::web::problem::Problem;

/// A generation to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGeneration {
    /// The rosters to solve together: of one city and month.
    pub rosters: Vec<String>,
}

/// A generation that was started.
#[derive(Debug, Serialize, ToSchema)]
pub struct GenerationBody {
    /// The job.
    #[serde(flatten)]
    pub job: JobBody,
    /// What of legal minima no roster can meet.
    pub cannot_meet: Vec<CannotMeet>,
}

/// What of a roster's legal minima cannot be met.
#[derive(Debug, Serialize, ToSchema)]
pub struct CannotMeet {
    /// The roster.
    pub roster_id: String,
    /// What is not met, where, and by how much.
    #[serde(flatten)]
    pub under: UnderBody,
}

/// Starts the generation of one or more districts' month, solved together. What of legal minima cannot be met is said at once.
#[utoipa::path(tag = "rosters", request_body = NewGeneration, responses((status = 202, body = GenerationBody),
    (status = 404, description = "`roster-not-found`", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`roster-solving`, `roster-published`", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 422, description = "`invalid`, `rosters-mixed`", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/generations")]
pub(super) async fn start_generation(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    Body(new): Body<NewGeneration>,
) -> Result<HttpResponse, Problem> {
    let mut checks = Checks::default();
    checks.given("rosters", !new.rosters.is_empty());
    checks.done()?;
    let mut ids = new.rosters;
    ids.sort_unstable();
    ids.dedup();
    must_plan(&service, &caller, &ids).await?;
    let context = caller.context(&service);
    let wanted = ids.clone();
    let job = blocking::run(&service, move |service| {
        generate_roster::start(&service.store, &context, &ids)
    });
    let job = started(&service, &job.await?).await?;
    let ahead = blocking::read(&service, move |c| {
        let mut ahead = Vec::new();
        for roster in rosters::find_all(c, &wanted)? {
            let cannot = standing(c, &roster)?.cannot.into_iter();
            ahead.extend(cannot.map(|one| (roster.id.clone(), one)));
        }
        Ok::<_, StoreError>(ahead)
    });
    let cannot = |(roster_id, one)| CannotMeet {
        roster_id,
        under: UnderBody::new(lang, &one, Sight::Ahead, true),
    };
    let cannot_meet = ahead.await?.into_iter().map(cannot).collect();
    Ok(accepted(
        &job.id.clone(),
        &GenerationBody { job, cannot_meet },
    ))
}

/// Starts the publication of a proposed roster. Pressing twice gives the same job. Where it is under a legal minimum it needs a
/// `legal_override`, which is kept with the version; what was accepted for the version before need not be sent again.
#[utoipa::path(tag = "rosters", request_body = Option<NewPublication>, responses((status = 202, body = JobBody),
    (status = 404, description = "`roster-not-found`", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`roster-not-proposed`, `roster-solving`, `roster-published`, `roster-outdated`; `under-legal-minimum`: \
        `under` has each station and person with whom a minimum is not met and that is not accepted",
        body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/rosters/{id}/publication")]
pub(super) async fn start_publication(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    id: Path<String>,
    OptionalBody(said): OptionalBody<NewPublication>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    must_plan(&service, &caller, std::slice::from_ref(&id)).await?;
    let given = said.read()?;
    let context = caller.context(&service);
    let job = minima::start_publication(&service, context, lang, id, given).await?;
    let job = started(&service, &job).await?;
    Ok(accepted(&job.id.clone(), &job))
}

/// Searches again for somebody for a seat that was declined or not answered for. Pressing twice gives the same job.
#[utoipa::path(tag = "rosters", responses((status = 202, body = JobBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`seat-not-free`, `duty-begun`", body = ProblemBody,
        content_type = "application/problem+json")))]
#[post("/assignments/{id}/replacement")]
pub(super) async fn start_replacement(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let seat = assignments::find(&service, &caller, Deed::Plan, &id).await?;
    let context = caller.context(&service);
    let job = blocking::run(&service, move |service| {
        search_again(&service.store, &context, &seat.id)
    });
    let job = started(&service, &job.await?).await?;
    Ok(accepted(&job.id.clone(), &job))
}

/// Every roster is there, and the caller plans its district. One that is hidden is answered like one that was never set up.
async fn must_plan(service: &Service, caller: &Caller, ids: &[String]) -> Result<(), Problem> {
    let absent = |id: &str| Problem::from(GenerateError::NoRoster(id.to_owned()));
    let wanted = ids.to_vec();
    let found = blocking::read(service, move |c| rosters::find_all(c, &wanted)).await?;
    if let Some(id) = ids.iter().find(|id| found.iter().all(|row| row.id != **id)) {
        return Err(absent(id));
    }
    let mut districts: Vec<String> = found.into_iter().map(|row| row.district_id).collect();
    districts.sort_unstable();
    districts.dedup();
    let plans = caller.must_in_each(service, Deed::Plan, &districts).await;
    plans.map_err(|problem| match problem.code {
        "not-found" => absent(&ids.join(", ")),
        _ => problem,
    })
}

async fn started(service: &Service, job_id: &str) -> Result<JobBody, Problem> {
    let id = job_id.to_owned();
    let job = blocking::read(service, move |c| jobs::find(c, &id)).await?;
    job.map(JobBody::from).ok_or_else(Problem::not_found)
}

fn accepted(job_id: &str, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Accepted()
        .insert_header((LOCATION, format!("/api/v1/jobs/{job_id}")))
        .json(body)
}
