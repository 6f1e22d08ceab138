//! The duties of a roster: list, read, change what one needs. Who is pinned to one or banned from it is set in `pins`.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::Body;
use super::check::Checks;
use super::kept::{self, cut};
use super::page::{Page, PageQuery};
use super::problem::ProblemBody;
use super::revision::{Seen, with_etag};
use super::rosters::find;
use crate::actions::change_duty::{self as action, Need};
use crate::actions::show_duties::{ShownDuty, ShownSeat, show_duties};
use crate::domain::access::Deed;
use crate::domain::coverage::Coverage;
use crate::service::Service;
use crate::store::duties as rows;
use crate::store::duties::DutyRow;
use crate::store::pages::duties;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A turn to be held.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyBody {
    /// Its id.
    pub id: String,
    /// Its roster.
    pub roster_id: String,
    /// Where it is held.
    pub station: StationOfDuty,
    /// What it is called.
    pub name: String,
    /// What it is called in English; may be empty.
    pub name_en: String,
    /// The local date.
    pub date: NaiveDate,
    /// The local time it begins, such as `09:00`.
    #[schema(example = "09:00")]
    pub start: String,
    /// The local time it ends; `24:00` is the end of the day.
    #[schema(example = "11:30")]
    pub end: String,
    /// The zone of these times.
    #[schema(example = "Asia/Shanghai")]
    pub time_zone: String,
    /// The instant it begins.
    pub starts_at: DateTime<Utc>,
    /// The instant it ends.
    pub ends_at: DateTime<Utc>,
    /// The holiday it was moved from.
    pub moved_from: Option<NaiveDate>,
    /// Code of the pool asked for.
    #[schema(example = "adviser")]
    pub pool: String,
    /// People it needs at least.
    pub min: i32,
    /// People it would like.
    pub ideal: i32,
    /// How much a missing one matters.
    pub weight: i32,
    /// The series whose duties one person should hold.
    pub series_id: Option<String>,
    /// The way its template can fall that it belongs to.
    pub option_id: String,
    /// False where another option of the series was chosen, or none yet: then nobody is wanted.
    pub active: bool,
    /// Whether it is not held because its station is closed; it is not active then.
    pub called_off: bool,
    /// `uncovered`, `replacing`, `absent`, `below-ideal`, `proposed`, `asked`, `confirmed` or `served`; null where it is not active.
    pub coverage: Option<&'static str>,
    /// Who is or was on it, those who hold a seat first.
    pub people: Vec<SeatBody>,
    /// Ids of the people who are pinned to it; the next generation keeps them.
    pub pins: Vec<String>,
    /// Ids of the people who are banned from it.
    pub bans: Vec<String>,
    /// Why people are missing; null where none are, or the solver does not say.
    pub gap: Option<GapBody>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// Where a duty is held.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `stations`")]
pub struct StationOfDuty {
    pub id: String,
    pub code: String,
    pub name: String,
}

/// One person on a duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatBody {
    /// The assignment.
    pub assignment_id: String,
    /// The person.
    pub person_id: String,
    /// As it is shown.
    pub name: String,
    /// `proposed`, `asked`, `confirmed`, `declined`, `lapsed`, `replaced`, `served`, `absent` or `withdrawn`.
    pub state: &'static str,
    /// Whether a coordinator pinned it.
    pub pinned: bool,
}

/// Why a duty lacks people.
#[derive(Debug, Serialize, ToSchema)]
pub struct GapBody {
    /// How many were missing when it was solved.
    pub missing: u32,
    /// The first reason, such as `nobody_free`.
    pub reason: String,
}

/// What is to change of a duty; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyChange {
    /// People it needs at least.
    pub min: Option<i32>,
    /// People it would like.
    pub ideal: Option<i32>,
    /// How much a missing one matters.
    pub weight: Option<i32>,
}

/// Which duties, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DutiesQuery {
    /// Most items of the page: 1 to 200, 50 when nothing is said.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
    /// `true` for the duties of options that were not chosen, too.
    #[serde(default)]
    all: bool,
}

impl From<ShownDuty> for DutyBody {
    fn from(shown: ShownDuty) -> Self {
        let row = shown.duty;
        Self {
            id: row.id,
            roster_id: row.roster_id,
            name: shown.template.name,
            name_en: shown.template.name_en,
            date: row.date,
            start: time(row.start_minute),
            end: time(row.end_minute),
            time_zone: shown.station.time_zone,
            station: StationOfDuty {
                id: shown.station.id,
                code: shown.station.code,
                name: shown.station.name,
            },
            starts_at: row.starts_at.and_utc(),
            ends_at: row.ends_at.and_utc(),
            moved_from: row.moved_from,
            pool: shown.pool.code,
            min: row.min,
            ideal: row.ideal,
            weight: row.weight,
            series_id: row.series_id,
            option_id: row.option_id,
            active: row.active,
            called_off: row.called_off,
            coverage: shown.coverage.map(Coverage::as_str),
            people: shown.seats.into_iter().map(SeatBody::from).collect(),
            pins: shown.pins,
            bans: shown.bans,
            gap: shown.gap.map(|gap| GapBody {
                missing: gap.missing,
                reason: gap.reason,
            }),
            revision: row.revision,
        }
    }
}

impl From<ShownSeat> for SeatBody {
    fn from(seat: ShownSeat) -> Self {
        Self {
            assignment_id: seat.assignment_id,
            person_id: seat.person_id,
            name: seat.name,
            state: seat.state.as_str(),
            pinned: seat.pinned,
        }
    }
}

impl DutyChange {
    fn apply(&self, now: Need) -> Result<Need, Problem> {
        let then = Need {
            min: self.min.unwrap_or(now.min),
            ideal: self.ideal.unwrap_or(now.ideal),
            weight: self.weight.unwrap_or(now.weight),
        };
        let mut checks = Checks::default();
        checks.within("min", f64::from(then.min), 0.0, 100.0);
        let least = f64::from(then.min.max(1));
        checks.within("ideal", f64::from(then.ideal), least, 100.0);
        checks.within("weight", f64::from(then.weight), 1.0, 1000.0);
        checks.done().map(|()| then)
    }
}

fn time(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The duties of a roster, by id.
#[utoipa::path(tag = "rosters", params(DutiesQuery), responses((status = 200, body = Page<DutyBody>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/rosters/{id}/duties")]
pub(super) async fn list_duties(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    query: Query<DutiesQuery>,
) -> Result<Json<Page<DutyBody>>, Problem> {
    let DutiesQuery { limit, after, all } = query.into_inner();
    let (limit, cut) = cut(&PageQuery { limit, after })?;
    let roster = find(&service, &caller, Deed::SeePeople, &id).await?;
    let shown = blocking::read(&service, move |c| {
        let rows = duties(c, &roster.id, all, &cut)?;
        show_duties(c, &roster.id, rows)
    });
    let id = |shown: &ShownDuty| shown.duty.id.clone();
    Ok(Json(Page::of(shown.await?, limit, id, DutyBody::from)))
}

/// One duty, with its ETag.
#[utoipa::path(tag = "rosters", responses((status = 200, body = DutyBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/duties/{id}")]
pub(super) async fn show_duty(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: DutyRow = kept::find(&service, &caller, Deed::SeePeople, &id).await?;
    show(&service, row.id).await
}

/// Changes what a duty needs in a draft or proposed month. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "rosters", request_body = DutyChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = DutyBody),
    (status = 409, description = "`roster-solving`, `roster-published`", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/duties/{id}")]
pub(super) async fn change_duty(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<DutyChange>,
) -> Result<HttpResponse, Problem> {
    let row: DutyRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let need = said.apply(Need::of(&row))?;
    let context = caller.context(&service);
    let id = row.id.clone();
    blocking::run(&service, move |service| {
        action::change_duty(&service.store, &context, &row.id, seen.0, need)
    })
    .await?;
    show(&service, id).await
}

async fn show(service: &Service, id: String) -> Result<HttpResponse, Problem> {
    let shown = blocking::read(service, move |c| {
        let Some(row) = rows::find(c, &id)? else {
            return Ok(Vec::new());
        };
        let roster_id = row.roster_id.clone();
        show_duties(c, &roster_id, vec![row])
    });
    let shown: Result<Vec<ShownDuty>, Problem> = shown.await;
    let shown = shown?.pop().ok_or_else(Problem::not_found)?;
    let revision = shown.duty.revision;
    Ok(with_etag(StatusCode::OK, revision, &DutyBody::from(shown)))
}
