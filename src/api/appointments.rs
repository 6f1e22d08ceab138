//! Appointments: list, read, mark who came; and the matching of a waiting list, which makes them.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::jobs::JobBody;
use super::kept::{self, ListQuery};
use super::page::Page;
use super::problem::ProblemBody;
use super::requests::{self, TakenBody};
use super::revision::{Seen, with_etag};
use crate::actions::cancel_appointment::cancel_appointment as cancel;
use crate::actions::close_appointment::close_appointment as close;
use crate::actions::follow_up::follow_up as follow;
use crate::actions::match_waiting_list::start;
use crate::actions::show_appointments::{
    Listed, show_appointment as one, show_appointments as many,
};
use crate::domain::access::Deed;
use crate::domain::appointment::AppointmentEvent;
use crate::service::Service;
use crate::store::jobs;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppointmentBody {
    /// Its id.
    pub id: String,
    /// The request it is for.
    pub request_id: String,
    /// What the resident names on the telephone.
    pub code: String,
    /// `booked`, `attended`, `missed`, `cancelled` or `moved`.
    pub state: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where; null by video.
    pub station_id: Option<String>,
    /// Id of the adviser.
    pub adviser_id: String,
    /// The adviser's name.
    pub adviser: String,
    /// Id of the interpreter, where there is one.
    pub interpreter_id: Option<String>,
    /// The interpreter's name, where there is one.
    pub interpreter: Option<String>,
    /// The mediators who sit beside the adviser.
    pub mediators: Vec<PersonName>,
    /// Whether word of it could not be sent, for want of an address that takes it: somebody must telephone.
    pub to_telephone: bool,
    /// Whether the resident is against a client of whom they would meet, or of that one's firm, as far as names tell: somebody must look.
    pub in_conflict: bool,
    /// The ETag, as a number.
    pub revision: i32,
}

/// Somebody whom a resident meets.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub struct PersonName {
    pub id: String,
    pub name: String,
}

impl PersonName {
    pub(super) fn new((id, name): (String, String)) -> Self {
        Self { id, name }
    }
}

/// What becomes of an appointment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentChange {
    /// `attended`, `missed` or `cancelled`.
    pub state: String,
    /// Where it is cancelled: whether the resident waits for another time. Without it their request is closed.
    #[serde(default)]
    pub wants_another: bool,
}

/// A further talk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFollowUp {
    /// Whether it must be the same adviser.
    #[serde(default = "yes")]
    pub same_adviser: bool,
}

fn yes() -> bool {
    true
}

/// Whose waiting list to match.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMatching {
    /// The city.
    pub city_id: String,
}

impl From<Listed> for AppointmentBody {
    fn from(listed: Listed) -> Self {
        let shown = listed.shown;
        Self {
            id: shown.row.id,
            request_id: shown.row.request_id,
            code: shown.code,
            state: shown.row.state,
            starts_at: shown.starts_at.and_utc(),
            ends_at: shown.ends_at.and_utc(),
            station_id: shown.station_id,
            adviser_id: shown.adviser.0,
            adviser: shown.adviser.1,
            interpreter_id: shown.interpreter.as_ref().map(|(id, _)| id.clone()),
            interpreter: shown.interpreter.map(|(_, name)| name),
            mediators: shown.mediators.into_iter().map(PersonName::new).collect(),
            to_telephone: shown.to_telephone,
            in_conflict: listed.in_conflict,
            revision: shown.row.revision,
        }
    }
}

/// The appointments of the districts in which the caller books, by the time they were booked.
#[utoipa::path(tag = "appointments", params(ListQuery), responses((status = 200, body = Page<AppointmentBody>)))]
#[get("/appointments")]
pub(super) async fn list_appointments(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<AppointmentBody>>, Problem> {
    let (limit, cut) = kept::cut(&query.page())?;
    let districts = kept::districts(&service, &caller, Deed::Book, &query).await?;
    let listed = blocking::run(&service, move |service| {
        many(&service.store, &districts, &cut)
    });
    let page = Page::of(
        listed.await?,
        limit,
        |listed| listed.shown.row.id.clone(),
        AppointmentBody::from,
    );
    Ok(Json(page))
}

/// One appointment where the caller books, as it is shown.
pub(super) async fn find(service: &Service, caller: &Caller, id: &str) -> Result<Listed, Problem> {
    let id = id.to_owned();
    let found = blocking::run(service, move |service| one(&service.store, &id));
    let listed = found.await?.ok_or_else(Problem::not_found)?;
    let district_id = &listed.shown.district_id;
    caller.district(service, Deed::Book, district_id).await?;
    Ok(listed)
}

/// An appointment with its ETag.
pub(super) fn answer(status: StatusCode, listed: Listed) -> HttpResponse {
    let revision = listed.shown.row.revision;
    with_etag(status, revision, &AppointmentBody::from(listed))
}

/// One appointment, with its ETag.
#[utoipa::path(tag = "appointments", responses((status = 200, body = AppointmentBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/appointments/{id}")]
pub(super) async fn show_appointment(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let listed = find(&service, &caller, &id).await?;
    Ok(answer(StatusCode::OK, listed))
}

/// Marks whether the resident came, or cancels. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "appointments", request_body = AppointmentChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = AppointmentBody),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/appointments/{id}")]
pub(super) async fn change_appointment(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<AppointmentChange>,
) -> Result<HttpResponse, Problem> {
    let shown = find(&service, &caller, &id).await?.shown;
    let mut checks = Checks::default();
    checks.word("state", &said.state, &["attended", "missed", "cancelled"]);
    checks.done()?;
    let context = caller.context(&service);
    let id = shown.row.id;
    let changed = blocking::run(&service, move |service| {
        let (store, asking, seen) = (&service.store, service.asking(), seen.0);
        let ended = |event| close(store, &context, &asking, &id, seen, event);
        match said.state.as_str() {
            "attended" => ended(AppointmentEvent::Attend),
            "missed" => ended(AppointmentEvent::Miss),
            _ => cancel(store, &context, &asking, &id, seen, said.wants_another),
        }
        .map(|()| id)
    });
    let listed = find(&service, &caller, &changed.await?).await?;
    Ok(answer(StatusCode::OK, listed))
}

/// Asks for a further talk after an appointment that took place: a new request that says what the first said, at any time. Gives it with
/// the link to its page.
#[utoipa::path(tag = "appointments", request_body = NewFollowUp, responses((status = 201, body = TakenBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/appointments/{id}/follow-up")]
pub(super) async fn follow_up(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    Body(new): Body<NewFollowUp>,
) -> Result<HttpResponse, Problem> {
    let id = find(&service, &caller, &id).await?.shown.row.id;
    let context = caller.context(&service);
    let taken = blocking::run(&service, move |service| {
        let asking = service.asking();
        follow(&service.store, &context, &asking, &id, new.same_adviser)
    });
    let taken = taken.await?;
    let taken = taken.ok_or_else(|| Problem::new(StatusCode::CONFLICT, "follow-up-open"))?;
    requests::created(taken)
}

/// Matches the waiting list of a city. Gives the job; asked twice before it begins, the same one. Asked while one runs, it is another
/// that runs after it.
#[utoipa::path(tag = "appointments", request_body = NewMatching, responses((status = 202, body = JobBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/matchings")]
pub(super) async fn start_matching(
    caller: Caller,
    service: Data<Service>,
    Body(new): Body<NewMatching>,
) -> Result<HttpResponse, Problem> {
    caller.must_within(Deed::Plan, &new.city_id)?;
    let context = caller.context(&service);
    let job = blocking::run(&service, move |service| {
        start(&service.store, &context, &new.city_id)
    });
    let id = job.await?;
    let row = blocking::read(&service, move |c| jobs::find(c, &id)).await?;
    let job = JobBody::from(row.ok_or_else(Problem::not_found)?);
    Ok(HttpResponse::Accepted()
        .insert_header((LOCATION, format!("/api/v1/jobs/{}", job.id)))
        .json(job))
}
