//! Residents' requests: take, list, read, change. Who a resident is, is shown only in a single request, and only to who may book.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept::{self, ListQuery, set};
use super::new_request::NewRequestBody;
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::{Seen, located, with_etag};
use crate::actions::change_request::change_request as change;
use crate::actions::take_request::{Taken, take_request as take};
use crate::domain::access::Deed;
use crate::domain::appointment::{MOST_MEDIATORS, RequestState};
use crate::domain::sealing::Contact;
use crate::service::Service;
use crate::store::requests::{self as rows, RequestParts, RequestRow};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A request.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `requests`")]
pub struct RequestBody {
    pub id: String,
    pub district_id: String,
    /// What the resident names on the telephone.
    pub code: String,
    /// What it is about.
    pub skill_id: String,
    pub locale: String,
    pub max_km: Option<f64>,
    pub in_person: bool,
    pub video: bool,
    /// 1 to 3.
    pub urgency: i32,
    /// `waiting`, `offered`, `booked` or `closed`.
    pub state: String,
    /// Who is written to and telephoned: the `resident`, a `proxy`, or `nobody`, since it could harm the resident.
    pub reach: String,
    /// The appointment that it goes on from.
    pub follows_id: Option<String>,
    /// The adviser whom the resident wants again. One who has left, or is in conflict with the request, is looked for no more.
    pub with_adviser_id: Option<String>,
    /// How many mediators sit beside the adviser.
    pub mediators: i32,
    pub created_at: DateTime<Utc>,
    /// While it waits: by when the resident has word.
    pub word_by: DateTime<Utc>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A request with everything that the resident said.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestDetail {
    /// The request.
    #[serde(flatten)]
    pub request: RequestBody,
    /// Who the resident is.
    pub contact: ContactBody,
    /// Who asked for them.
    pub proxy: Option<ProxyBody>,
    /// Tag to level.
    pub languages: BTreeMap<String, String>,
    /// When the resident can come; empty is any time.
    pub windows: Vec<WindowBody>,
    /// Ids of advisers they are never to meet.
    pub exclude: Vec<String>,
}

/// Who a resident is, and what it is about in their words.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ContactBody {
    pub name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub case_text: String,
    /// Whether word may be sent to them, by any way. Must be said where somebody asks for them; else it is taken to be so.
    pub safe_to_contact: Option<bool>,
}

/// Who asks for a resident.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProxyBody {
    /// `relative`, `friend`, `guardian`, `social_worker`, `clerk` or `other`.
    pub relationship: String,
    /// How they want to be called.
    pub name: String,
    /// Where word is sent; may be empty if there is a telephone.
    #[serde(default)]
    pub email: String,
    /// May be empty if there is an e-mail address.
    #[serde(default)]
    pub phone: String,
}

/// A time at which a resident can come.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct WindowBody {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// A request that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenBody {
    /// The request.
    #[serde(flatten)]
    pub request: RequestBody,
    /// The resident's page. It is told only here and in letters.
    pub link: String,
}

/// What is to change of a request; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestChange {
    /// 1 to 3.
    pub urgency: Option<i32>,
    /// How far they go, kilometres.
    pub max_km: Option<f64>,
    /// Whether they come to a station.
    pub in_person: Option<bool>,
    /// Whether they can be met by video.
    pub video: Option<bool>,
    /// How many mediators sit beside the adviser, 0 to 2.
    pub mediators: Option<i32>,
    /// `true`: anybody will do, no longer only the adviser whom the resident met before.
    #[serde(default)]
    pub any_adviser: bool,
    /// `closed`: the resident wants nothing any more. Only while it waits.
    pub state: Option<String>,
}

impl From<RequestRow> for RequestBody {
    fn from(row: RequestRow) -> Self {
        Self {
            id: row.id,
            district_id: row.district_id,
            code: row.code,
            skill_id: row.skill_id,
            locale: row.locale,
            max_km: row.max_km,
            in_person: row.in_person,
            video: row.video,
            urgency: row.urgency,
            state: row.state,
            reach: row.reach,
            follows_id: row.follows_id,
            with_adviser_id: row.with_adviser_id,
            mediators: row.mediators,
            created_at: row.created_at.and_utc(),
            word_by: row.word_by.and_utc(),
            revision: row.revision,
        }
    }
}

impl RequestDetail {
    fn new(row: RequestRow, parts: RequestParts, contact: Contact) -> Self {
        let window = |w: rows::RequestWindowRow| WindowBody {
            starts_at: w.starts_at.and_utc(),
            ends_at: w.ends_at.and_utc(),
        };
        let languages = parts.languages.into_iter().map(|l| (l.tag, l.level));
        Self {
            request: row.into(),
            contact: ContactBody {
                name: contact.name,
                email: contact.email,
                phone: contact.phone,
                case_text: contact.case_text,
                safe_to_contact: Some(contact.is_safe),
            },
            proxy: contact.proxy.map(|proxy| ProxyBody {
                relationship: proxy.relationship.as_str().to_owned(),
                name: proxy.name,
                email: proxy.email,
                phone: proxy.phone,
            }),
            languages: languages.collect(),
            windows: parts.windows.into_iter().map(window).collect(),
            exclude: parts.exclusions.into_iter().map(|e| e.person_id).collect(),
        }
    }
}

/// Takes a resident's request: it waits for the next matching.
#[utoipa::path(tag = "requests", request_body = NewRequestBody, responses((status = 201, body = TakenBody),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/requests")]
pub(super) async fn take_request(
    caller: Caller,
    service: Data<Service>,
    Body(new): Body<NewRequestBody>,
) -> Result<HttpResponse, Problem> {
    caller
        .district(&service, Deed::Book, &new.district_id)
        .await?;
    let new = new.checked(&service).await?;
    let context = caller.context(&service);
    let taken = blocking::run(&service, move |service| {
        take(&service.store, &context, &service.asking(), &new)
    })
    .await?;
    created(taken)
}

/// A request that was taken, with where it is.
pub(super) fn created(taken: Taken) -> Result<HttpResponse, Problem> {
    let place = format!("/api/v1/requests/{}", taken.row.id);
    let body = TakenBody {
        link: taken.url,
        request: taken.row.into(),
    };
    located(
        with_etag(StatusCode::CREATED, body.request.revision, &body),
        &place,
    )
}

/// The requests of the districts in which the caller books, by the time they came.
#[utoipa::path(tag = "requests", params(ListQuery), responses((status = 200, body = Page<RequestBody>)))]
#[get("/requests")]
pub(super) async fn list_requests(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<RequestBody>>, Problem> {
    let page = kept::list(&service, &caller, Deed::Book, &query, rows::page);
    Ok(Json(page.await?))
}

/// The waiting lists of the districts in which the caller books: the most urgent first, then whoever came first. Whoever was offered a time
/// is not on it until they refuse it.
#[utoipa::path(tag = "requests", params(ListQuery), responses((status = 200, body = Page<RequestBody>)))]
#[get("/waiting-list")]
pub(super) async fn list_waiting(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<RequestBody>>, Problem> {
    let page = kept::list(&service, &caller, Deed::Book, &query, rows::waiting);
    Ok(Json(page.await?))
}

/// One request with everything that the resident said, and its ETag.
#[utoipa::path(tag = "requests", responses((status = 200, body = RequestDetail),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/requests/{id}")]
pub(super) async fn show_request(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: RequestRow = kept::find(&service, &caller, Deed::Book, &id).await?;
    let ids = vec![row.id.clone()];
    let mut parts = blocking::read(&service, move |c| rows::parts_of(c, &ids)).await?;
    let contact = service.sealer.open(&row.sealed, &row.id);
    let contact = contact.map_err(Problem::unknown)?;
    let revision = row.revision;
    let parts = parts.remove(&row.id).unwrap_or_default();
    let detail = RequestDetail::new(row, parts, contact);
    Ok(with_etag(StatusCode::OK, revision, &detail))
}

/// Changes a request. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "requests", request_body = RequestChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = RequestBody),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/requests/{id}")]
pub(super) async fn change_request(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<RequestChange>,
) -> Result<HttpResponse, Problem> {
    let row: RequestRow = kept::find(&service, &caller, Deed::Book, &id).await?;
    let closed = RequestState::Closed.as_str();
    let in_person = said.in_person.unwrap_or(row.in_person);
    let urgency = f64::from(said.urgency.unwrap_or(row.urgency));
    let mut checks = Checks::default();
    checks.within("urgency", urgency, 1.0, 3.0);
    checks.within("max_km", said.max_km.unwrap_or(0.0), 0.0, 20_100.0);
    let mediators = f64::from(said.mediators.unwrap_or(row.mediators));
    checks.within("mediators", mediators, 0.0, f64::from(MOST_MEDIATORS));
    checks.given("in_person", in_person || said.video.unwrap_or(row.video));
    checks.word("state", said.state.as_deref().unwrap_or(closed), &[closed]);
    checks.done()?;
    if row.state() != RequestState::Waiting {
        return Err(Problem::new(StatusCode::CONFLICT, "request-not-waiting"));
    }
    let edit = move |row: &mut RequestRow| {
        set(&mut row.urgency, &said.urgency);
        set(&mut row.in_person, &said.in_person);
        set(&mut row.video, &said.video);
        set(&mut row.mediators, &said.mediators);
        set(&mut row.state, &said.state);
        row.max_km = said.max_km.or(row.max_km);
        if said.any_adviser {
            row.with_adviser_id = None;
        }
    };
    let (context, id) = (caller.context(&service), row.id);
    let changed = blocking::run(&service, move |service| {
        let promise = service.promise();
        change(&service.store, &context, &promise, &id, seen.0, edit)
    });
    Ok(kept::answer::<_, RequestBody>(
        StatusCode::OK,
        changed.await?,
    ))
}
