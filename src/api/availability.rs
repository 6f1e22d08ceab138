//! When somebody can serve: their weekly windows, and the days on which those do not say it all.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, put};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use super::revision::{Seen, with_etag};
use crate::actions::change_availability::{
    AvailabilityError, BrokenDuty, WhereBroken, change_availability, times_of,
};
use crate::domain::access::Deed;
use crate::domain::availability::{Times, clock, minute_of};
use crate::domain::calendar::Month;
use crate::domain::city::{Exception, ExceptionKind, Span, WeeklyWindow};
use crate::service::Service;
use crate::store::times;
use crate::store::whole_people::WholePerson;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::{At, Problem, Said};

/// Most windows and most exceptions of one person.
const MOST: usize = 500;

/// When somebody can serve.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvailabilityBody {
    /// The weekly windows.
    pub weekly: Vec<WeeklyWindowBody>,
    /// Days on which they do not hold, or do not say it all.
    pub exceptions: Vec<ExceptionBody>,
    /// The ETag, as a number: that of the person.
    pub revision: i32,
}

/// When somebody will be able to serve: all of it, in the place of what was said before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAvailability {
    /// The weekly windows.
    pub weekly: Vec<WeeklyWindowBody>,
    /// Days on which they do not hold, or do not say it all.
    pub exceptions: Vec<ExceptionBody>,
}

/// A weekly window.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyWindowBody {
    /// 1 (Monday) to 7.
    #[schema(example = 2)]
    pub weekday: u8,
    /// Local time at which it begins.
    #[schema(example = "09:00")]
    pub from: String,
    /// Local time at which it ends, at most `24:00`.
    #[schema(example = "12:00")]
    pub to: String,
    /// 1 every week, 2 every other week, counted from the week of `first_date`.
    #[serde(default = "every_week")]
    #[schema(default = 1)]
    pub every_weeks: u16,
    /// The first day on which it holds.
    pub first_date: NaiveDate,
    /// The last; null is open.
    pub last_date: Option<NaiveDate>,
}

/// Days on which the weekly windows do not say it all.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionBody {
    /// `away`, or `extra` where they can come besides the windows.
    #[schema(example = "away")]
    pub kind: String,
    /// The first day.
    pub first_date: NaiveDate,
    /// The last day.
    pub last_date: NaiveDate,
    /// Local time at which it begins each day; null, with `to`, is the whole day.
    pub from: Option<String>,
    /// Local time at which it ends.
    pub to: Option<String>,
    /// A word for those who plan.
    #[serde(default)]
    pub note: String,
}

/// Whether what breaks duties is kept.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnywayQuery {
    /// Keeps it although duties of a published month are broken: send it when those of the 409 were seen.
    #[serde(default)]
    pub anyway: bool,
}

/// A duty that would be broken.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrokenBody {
    /// Its id.
    pub duty_id: String,
    /// Its local date.
    pub date: NaiveDate,
    /// Local time at which it begins.
    pub from: String,
    /// Local time at which it ends.
    pub to: String,
    /// Id of the station.
    pub station_id: String,
    /// `asked` or `confirmed`.
    pub state: &'static str,
}

fn every_week() -> u16 {
    1
}

impl From<&WeeklyWindow> for WeeklyWindowBody {
    fn from(window: &WeeklyWindow) -> Self {
        Self {
            weekday: window.weekday,
            from: clock(window.span.start),
            to: clock(window.span.end),
            every_weeks: window.interval_weeks,
            first_date: window.first_date,
            last_date: window.last_date,
        }
    }
}

impl From<&Exception> for ExceptionBody {
    fn from(exception: &Exception) -> Self {
        Self {
            kind: exception.kind.as_str().to_owned(),
            first_date: exception.first_date,
            last_date: exception.last_date,
            from: exception.span.map(|span| clock(span.start)),
            to: exception.span.map(|span| clock(span.end)),
            note: exception.note.clone(),
        }
    }
}

impl From<BrokenDuty> for BrokenBody {
    fn from(duty: BrokenDuty) -> Self {
        Self {
            duty_id: duty.duty_id,
            date: duty.date,
            from: clock(duty.span.start),
            to: clock(duty.span.end),
            station_id: duty.station_id,
            state: duty.state.as_str(),
        }
    }
}

/// Duties as a refusal names them.
pub(super) fn broken_bodies(duties: Vec<BrokenDuty>) -> Vec<BrokenBody> {
    duties.into_iter().map(BrokenBody::from).collect()
}

impl From<AvailabilityError> for Problem {
    fn from(error: AvailabilityError) -> Self {
        match error {
            AvailabilityError::Breaks(duties) => {
                let count = i64::try_from(duties.len()).unwrap_or(i64::MAX);
                Self::new(StatusCode::CONFLICT, "duties-broken")
                    .with("count", count)
                    .member("duties", broken_bodies(duties))
            }
            AvailabilityError::Keep(error) => error.into(),
            AvailabilityError::Store(error) => error.into(),
        }
    }
}

impl NewAvailability {
    /// What it says; problems are noted with their places.
    fn times(&self, checks: &mut Checks) -> Times {
        for (name, count) in [
            ("weekly", self.weekly.len()),
            ("exceptions", self.exceptions.len()),
        ] {
            checks.at_most(name, count, MOST);
        }
        let weekly = self.weekly.iter().enumerate();
        let weekly = weekly.filter_map(|(n, said)| said.window(checks, &format!("weekly/{n}")));
        let weekly = weekly.collect();
        let exceptions = self.exceptions.iter().enumerate();
        let exceptions =
            exceptions.filter_map(|(n, said)| said.exception(checks, &format!("exceptions/{n}")));
        Times {
            weekly,
            exceptions: exceptions.collect(),
        }
    }
}

fn span(checks: &mut Checks, place: &str, from: &str, to: &str) -> Option<Span> {
    let mut minute = |name: &str, text: &str| {
        let read = minute_of(text);
        if read.is_none() {
            checks.clock(&format!("{place}/{name}"), text);
        }
        read
    };
    let (start, end) = (minute("from", from), minute("to", to));
    let (start, end) = (start?, end?);
    checks.order(&format!("{place}/to"), start < end);
    Some(Span { start, end })
}

impl WeeklyWindowBody {
    fn window(&self, checks: &mut Checks, place: &str) -> Option<WeeklyWindow> {
        let at = |name: &str| format!("{place}/{name}");
        checks.within(&at("weekday"), f64::from(self.weekday), 1.0, 7.0);
        checks.within(&at("every_weeks"), f64::from(self.every_weeks), 1.0, 52.0);
        let span = span(checks, place, &self.from, &self.to);
        let rises = self.last_date.is_none_or(|last| self.first_date <= last);
        checks.order(&at("last_date"), rises);
        Some(WeeklyWindow {
            weekday: self.weekday,
            span: span?,
            interval_weeks: self.every_weeks,
            first_date: self.first_date,
            last_date: self.last_date,
        })
    }
}

impl ExceptionBody {
    fn exception(&self, checks: &mut Checks, place: &str) -> Option<Exception> {
        let at = |name: &str| format!("{place}/{name}");
        let words = ExceptionKind::ALL.map(ExceptionKind::as_str);
        checks.word(&at("kind"), &self.kind, &words);
        checks.order(&at("last_date"), self.first_date <= self.last_date);
        checks.no_longer(&at("note"), &self.note, 200);
        let span = match (&self.from, &self.to) {
            (Some(from), Some(to)) => span(checks, place, from, to),
            (None, None) => None,
            (from, _) => {
                let missing = if from.is_some() { "to" } else { "from" };
                checks.says(&at(missing), "");
                None
            }
        };
        Some(Exception {
            kind: ExceptionKind::parse(&self.kind)?,
            first_date: self.first_date,
            last_date: self.last_date,
            span,
            note: self.note.trim().to_owned(),
        })
    }
}

fn answer(whole: &WholePerson) -> HttpResponse {
    let times = times_of(&whole.own);
    let body = AvailabilityBody {
        weekly: times.weekly.iter().map(WeeklyWindowBody::from).collect(),
        exceptions: times.exceptions.iter().map(ExceptionBody::from).collect(),
        revision: whole.row.revision,
    };
    with_etag(StatusCode::OK, whole.row.revision, &body)
}

/// When somebody can serve, with the ETag of the person.
#[utoipa::path(tag = "people", responses((status = 200, body = AvailabilityBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}/availability")]
pub(super) async fn show_availability(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let whole: WholePerson = kept::find(&service, &caller, Deed::SeePeople, &id).await?;
    Ok(answer(&whole))
}

/// Says when somebody can serve, in the place of what was said before. Needs `If-Match` with the person's ETag.
#[utoipa::path(tag = "people", request_body = NewAvailability, params(AnywayQuery,
    ("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = AvailabilityBody),
    (status = 409, description = "`duties-broken`: `duties` names those of a published month that the person could not hold any more; \
        nothing was kept", body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/people/{id}/availability")]
pub(super) async fn say_availability(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    query: Query<AnywayQuery>,
    Body(said): Body<NewAvailability>,
) -> Result<HttpResponse, Problem> {
    let whole: WholePerson = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let mut checks = Checks::default();
    let times = said.times(&mut checks);
    checks.done()?;
    let broken = WhereBroken::anyway(query.anyway);
    let context = caller.context(&service);
    let changed = blocking::run(&service, move |service| {
        let id = &whole.row.id;
        change_availability(&service.store, &context, id, seen.0, &times, broken)
    });
    Ok(answer(&changed.await?))
}

/// Which month is asked after.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MonthQuery {
    /// The month.
    #[param(example = "2026-12")]
    pub month: String,
}

impl MonthQuery {
    /// The month, or what is wrong with it.
    pub(super) fn month(&self) -> Result<Month, Problem> {
        Month::parse(&self.month).ok_or_else(|| {
            let (value, right) = (self.month.clone(), "2026-12");
            let arguments = vec![("value", value.into()), ("right", right.into())];
            let said = Said::Message("problem-place-format", arguments);
            Problem::invalid().at(At::Query("month".to_owned()), said)
        })
    }
}

/// Who has said when they can serve in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimesSaidBody {
    /// The month.
    pub month: String,
    /// How many have said it.
    pub said: usize,
    /// Those who have not, by code.
    pub silent: Vec<SilentBody>,
}

/// Somebody who has not said it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilentBody {
    /// Their id.
    pub id: String,
    /// Their code.
    pub code: String,
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: String,
}

/// Who of the people at home in a district has said when they can serve in a month, and who has not.
#[utoipa::path(tag = "people", params(MonthQuery), responses((status = 200, body = TimesSaidBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/times-said")]
pub(super) async fn show_times_said(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    query: Query<MonthQuery>,
) -> Result<Json<TimesSaidBody>, Problem> {
    let district = caller.district(&service, Deed::Plan, &id).await?;
    let month = query.month()?.to_string();
    let asked = month.clone();
    let (silent, said) =
        blocking::read(&service, move |c| times::silent(c, &district.id, &asked)).await?;
    let silent = silent.into_iter().map(|row| SilentBody {
        id: row.id,
        code: row.code,
        name: row.name,
        phone: row.phone,
    });
    Ok(Json(TimesSaidBody {
        month,
        said,
        silent: silent.collect(),
    }))
}
