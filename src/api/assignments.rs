//! Assignments: one person on one duty; whether they came is marked here. And what that comes to in their fairness account.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, patch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use super::revision::{Seen, changed, with_etag};
use crate::actions::close_month::account;
use crate::actions::mark_attendance::{AttendanceError, mark_attendance};
use crate::domain::access::Deed;
use crate::domain::calendar::Month;
use crate::domain::fairness::{balance, due};
use crate::service::Service;
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::people::PersonRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// One person on one duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentBody {
    /// Its id.
    pub id: String,
    /// The duty.
    pub duty_id: String,
    /// The person.
    pub person_id: String,
    /// `proposed`, `asked`, `confirmed`, `declined`, `lapsed`, `replaced`, `served`, `absent` or `withdrawn`.
    pub state: String,
    /// The ETag, as a number.
    pub revision: i32,
}

/// What is marked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceChange {
    /// `served` or `absent`.
    #[schema(example = "served")]
    pub state: String,
}

/// A fairness account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountBody {
    /// Turns owed, or below zero, turns ahead.
    pub balance: i64,
    /// Turns a month that were agreed.
    pub target: i32,
    /// Turns the next month is planned with: agreed and owed, at most twice what was agreed.
    pub due: u32,
    /// The months that count, the latest first.
    pub months: Vec<AccountMonthBody>,
}

/// A month that is over.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountMonthBody {
    /// The month.
    #[schema(example = "2026-12")]
    pub month: String,
    /// Turns that were agreed then.
    pub target: i64,
    /// Turns held.
    pub held: i64,
}

impl From<AssignmentRow> for AssignmentBody {
    fn from(row: AssignmentRow) -> Self {
        Self {
            id: row.id,
            duty_id: row.duty_id,
            person_id: row.person_id,
            state: row.state,
            revision: row.revision,
        }
    }
}

impl From<AttendanceError> for Problem {
    fn from(error: AttendanceError) -> Self {
        match error {
            AttendanceError::Gone => Self::not_found(),
            AttendanceError::Changed => changed(),
            AttendanceError::TooEarly => Self::new(StatusCode::CONFLICT, "duty-not-begun"),
            AttendanceError::Refused(refusal) => {
                Self::new(StatusCode::CONFLICT, "seat-given-up").because(refusal)
            }
            AttendanceError::Store(error) => error.into(),
        }
    }
}

/// The assignment with this id, where the deed is the caller's in the district of its duty.
pub(super) async fn find(
    service: &Service,
    caller: &Caller,
    deed: Deed,
    id: &str,
) -> Result<AssignmentRow, Problem> {
    let seat = id.to_owned();
    let found = blocking::read(service, move |c| duties::find_assignment(c, &seat)).await?;
    let (row, duty) = found.ok_or_else(Problem::not_found)?;
    kept::find::<DutyRow>(service, caller, deed, &duty.id).await?;
    Ok(row)
}

fn answer(row: AssignmentRow) -> HttpResponse {
    let revision = row.revision;
    with_etag(StatusCode::OK, revision, &AssignmentBody::from(row))
}

/// One assignment, with its ETag.
#[utoipa::path(tag = "rosters", responses((status = 200, body = AssignmentBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/assignments/{id}")]
pub(super) async fn show_assignment(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    Ok(answer(find(&service, &caller, Deed::SeePeople, &id).await?))
}

/// Marks whether the person came to the duty, once it has begun. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "rosters", request_body = AttendanceChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = AssignmentBody),
    (status = 409, description = "`duty-not-begun`, `seat-given-up`", body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/assignments/{id}")]
pub(super) async fn mark_assignment(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<AttendanceChange>,
) -> Result<HttpResponse, Problem> {
    let row = find(&service, &caller, Deed::Book, &id).await?;
    let mut checks = Checks::default();
    checks.word("state", &said.state, &["served", "absent"]);
    checks.done()?;
    let context = caller.context(&service);
    let came = said.state == "served";
    let marked = blocking::run(&service, move |service| {
        mark_attendance(&service.store, &context, &row.id, seen.0, came)
    });
    Ok(answer(marked.await?))
}

/// A person's fairness account: turns owed or ahead, carried from month to month.
#[utoipa::path(tag = "people", responses((status = 200, body = AccountBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}/account")]
pub(super) async fn show_account(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<AccountBody>, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::SeePeople, &id).await?;
    let next = Month::of(service.clock.now().date_naive()).next();
    let person_id = row.id.clone();
    let months = blocking::read(&service, move |c| account(c, &person_id, next)).await?;
    let owed = balance(&months);
    let agreed = u32::try_from(row.target).unwrap_or(0);
    Ok(Json(AccountBody {
        balance: owed,
        target: row.target,
        due: due(agreed, owed),
        months: months
            .into_iter()
            .map(|one| AccountMonthBody {
                month: one.month,
                target: one.target,
                held: one.held,
            })
            .collect(),
    }))
}
