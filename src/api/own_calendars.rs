//! People's own calendars, by which they are busy, and the duties that lie in such times.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, put};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::availability::{BrokenBody, MonthQuery, broken_bodies};
use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use crate::actions::give_calendar::{end_calendar, give_calendar};
use crate::actions::show_calendar::{BusySeat, OwnCalendar, busy_seats, own_calendar};
use crate::domain::access::Deed;
use crate::domain::availability::clock;
use crate::domain::busy_time::BusyTime;
use crate::domain::calendar_address::{CalendarAddress, InnerHosts};
use crate::service::Service;
use crate::store::people::PersonRow;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;
use crate::web::refusals::wrong_address;

/// A person's own calendar. Its address is told to nobody.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarBody {
    /// The machine where it is; null where none was given.
    #[schema(example = "calendar.example.org")]
    pub host: Option<String>,
    /// When its address was given.
    pub given_at: Option<DateTime<Utc>>,
    /// When it was tried last.
    pub tried_at: Option<DateTime<Utc>>,
    /// When it was read well last; null before the first time.
    pub read_at: Option<DateTime<Utc>>,
    /// Why the last try failed; null where it did not. What was read before still holds.
    pub failure: Option<FailureBody>,
    /// When they are busy by it, in the next year.
    pub busy: Vec<BusyBody>,
    /// Duties of published months that lie in those times. Nothing is declined by itself.
    pub duties: Vec<BrokenBody>,
}

/// Why a calendar could not be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureBody {
    /// For programs.
    #[schema(example = "not-found")]
    pub code: &'static str,
    /// For people, in the caller's language.
    pub text: String,
    /// Since when it fails.
    pub since: Option<DateTime<Utc>>,
}

/// A time in which somebody is busy by their own calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusyBody {
    /// The date, by the clock of the person's city.
    pub date: NaiveDate,
    /// Local time at which it begins.
    #[schema(example = "09:00")]
    pub from: String,
    /// Local time at which it ends, at most `24:00`.
    #[schema(example = "12:00")]
    pub to: String,
}

/// The address of somebody's calendar.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCalendar {
    /// `https://…`, or `webcal://…`, which is read as `https`. It is sealed, and told to nobody.
    #[schema(example = "https://calendar.example.org/secret/basic.ics")]
    pub url: String,
}

/// A duty in a time in which who holds it is busy by their own calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusySeatBody {
    /// The assignment.
    pub assignment_id: String,
    /// Id of the person.
    pub person_id: String,
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: String,
    /// The duty.
    #[serde(flatten)]
    pub duty: BrokenBody,
}

impl From<&BusyTime> for BusyBody {
    fn from(time: &BusyTime) -> Self {
        Self {
            date: time.date,
            from: clock(time.span.start),
            to: clock(time.span.end),
        }
    }
}

impl From<BusySeat> for BusySeatBody {
    fn from(seat: BusySeat) -> Self {
        Self {
            assignment_id: seat.assignment_id,
            person_id: seat.person.id,
            name: seat.person.name,
            phone: seat.person.phone,
            duty: seat.duty.into(),
        }
    }
}

impl CalendarBody {
    fn new(lang: Lang, calendar: Option<OwnCalendar>) -> Self {
        let Some(own) = calendar else {
            return Self {
                host: None,
                given_at: None,
                tried_at: None,
                read_at: None,
                failure: None,
                busy: Vec::new(),
                duties: Vec::new(),
            };
        };
        let since = own.failing_since;
        Self {
            host: Some(own.host),
            given_at: Some(own.given_at),
            tried_at: own.tried_at,
            read_at: own.read_at,
            failure: own.failure.map(|why| FailureBody {
                code: why.as_str(),
                text: lang.word("calendar-unread", why.as_str()),
                since,
            }),
            busy: own.busy.iter().map(BusyBody::from).collect(),
            duties: broken_bodies(own.duties),
        }
    }
}

async fn answer(service: &Service, lang: Lang, id: String) -> Result<Json<CalendarBody>, Problem> {
    let now = service.clock.now().naive_utc();
    let own = blocking::read(service, move |c| own_calendar(c, &id, now)).await?;
    Ok(Json(CalendarBody::new(lang, own)))
}

/// A person's own calendar: when it was read, and when they are busy by it.
#[utoipa::path(tag = "people", responses((status = 200, body = CalendarBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}/calendar")]
pub(super) async fn show_own_calendar(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    lang: Lang,
) -> Result<Json<CalendarBody>, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::SeePeople, &id).await?;
    answer(&service, lang, row.id).await
}

/// Says where a person's own calendar is, in the place of the one before. It is read at once, and then every few hours: they are not asked for
/// duties when they are busy by it. Only from when to when is kept.
#[utoipa::path(tag = "people", request_body = NewCalendar, responses((status = 200, body = CalendarBody),
    (status = 404, description = "there is no such person, or they serve no more", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/people/{id}/calendar")]
pub(super) async fn give_own_calendar(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    lang: Lang,
    Body(new): Body<NewCalendar>,
) -> Result<Json<CalendarBody>, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let inner = InnerHosts::new(&service.config.calendars.inner_hosts);
    let mut checks = Checks::default();
    let address = CalendarAddress::parse(&new.url, &inner);
    if let Err(why) = &address {
        checks.wrong_with("url", wrong_address(*why));
    }
    checks.done()?;
    let context = caller.context(&service);
    let person_id = row.id.clone();
    if let Ok(address) = address {
        blocking::run(&service, move |service| {
            give_calendar(
                &service.store,
                &context,
                &service.sealer,
                &person_id,
                &address,
            )
        })
        .await?;
    }
    answer(&service, lang, row.id).await
}

/// Takes a person's own calendar back, and the times in which they were busy by it; nothing is done where there is none.
#[utoipa::path(tag = "people", responses((status = 204),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/people/{id}/calendar")]
pub(super) async fn end_own_calendar(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let context = caller.context(&service);
    blocking::run(&service, move |service| {
        end_calendar(&service.store, &context, &row.id)
    })
    .await?;
    Ok(HttpResponse::build(StatusCode::NO_CONTENT).finish())
}

/// Duties of a district's published month whose holders are busy then by their own calendars, by time. Nothing was declined: ask them.
#[utoipa::path(tag = "people", params(MonthQuery), responses((status = 200, body = [BusySeatBody]),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/busy-duties")]
pub(super) async fn list_busy_duties(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    query: Query<MonthQuery>,
) -> Result<Json<Vec<BusySeatBody>>, Problem> {
    let district = caller.district(&service, Deed::Plan, &id).await?;
    let month = query.month()?.to_string();
    let seats = blocking::read(&service, move |c| busy_seats(c, &district.id, &month)).await?;
    Ok(Json(seats.into_iter().map(BusySeatBody::from).collect()))
}
