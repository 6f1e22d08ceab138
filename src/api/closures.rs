//! When a station is closed, whatever its hours say.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, put};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::availability::{AnywayQuery, broken_bodies};
use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use super::revision::{Seen, with_etag};
use crate::actions::change_availability::WhereBroken;
use crate::actions::close_station::{ClosureError, close_station};
use crate::domain::access::Deed;
use crate::domain::opening_hours::Closure;
use crate::service::Service;
use crate::store::closures;
use crate::store::places::StationRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Most closures of one station.
const MOST: usize = 100;

/// When a station is closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosuresBody {
    /// By date.
    pub closures: Vec<ClosureBody>,
    /// The ETag, as a number: that of the station.
    pub revision: i32,
}

/// When a station will be closed: all of it, in the place of what was said before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClosures {
    /// None overlaps another.
    pub closures: Vec<ClosureBody>,
}

/// Days on which a station is closed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureBody {
    /// The first.
    pub first_date: NaiveDate,
    /// The last.
    pub last_date: NaiveDate,
    /// Why, as those read it whose duty there is called off.
    #[serde(default)]
    #[schema(example = "装修")]
    pub note: String,
}

impl From<Closure> for ClosureBody {
    fn from(closure: Closure) -> Self {
        Self {
            first_date: closure.first_date,
            last_date: closure.last_date,
            note: closure.note,
        }
    }
}

impl NewClosures {
    /// What it says, by date; problems are noted with their places.
    fn closures(self, checks: &mut Checks) -> Vec<Closure> {
        checks.at_most("closures", self.closures.len(), MOST);
        for (n, said) in self.closures.iter().enumerate() {
            let at = |name: &str| format!("closures/{n}/{name}");
            checks.order(&at("last_date"), said.first_date <= said.last_date);
            checks.no_longer(&at("note"), &said.note, 200);
            let overlaps = |other: &ClosureBody| {
                other.first_date <= said.last_date && said.first_date <= other.last_date
            };
            if self.closures[..n].iter().any(overlaps) {
                checks.wrong_with(&at("first_date"), "problem-place-overlaps");
            }
        }
        let said = self.closures.into_iter().map(|said| Closure {
            first_date: said.first_date,
            last_date: said.last_date,
            note: said.note.trim().to_owned(),
        });
        let mut closures: Vec<Closure> = said.collect();
        closures.sort_by_key(|closure| closure.first_date);
        closures
    }
}

impl From<ClosureError> for Problem {
    fn from(error: ClosureError) -> Self {
        match error {
            ClosureError::InUse {
                duties,
                appointments,
            } => {
                let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
                Self::new(StatusCode::CONFLICT, "station-in-use")
                    .with("duties", count(duties.len()))
                    .with("appointments", count(appointments))
                    .member("duties", broken_bodies(duties))
                    .member("appointments", appointments)
            }
            ClosureError::Keep(error) => error.into(),
            ClosureError::Adjust(error) => error.into(),
            ClosureError::Letter(error) => Self::unknown(error),
            ClosureError::Store(error) => error.into(),
        }
    }
}

async fn answer(service: &Service, station: StationRow) -> Result<HttpResponse, Problem> {
    let id = station.id;
    let rows = blocking::read(service, move |c| closures::of_station(c, &id)).await?;
    let all = rows.into_iter().map(Closure::from);
    let body = ClosuresBody {
        closures: all.map(ClosureBody::from).collect(),
        revision: station.revision,
    };
    Ok(with_etag(StatusCode::OK, station.revision, &body))
}

/// When a station is closed, with the ETag of the station.
#[utoipa::path(tag = "stations", responses((status = 200, body = ClosuresBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/stations/{id}/closures")]
pub(super) async fn show_closures(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let station: StationRow = kept::find(&service, &caller, Deed::Look, &id).await?;
    answer(&service, station).await
}

/// Says when a station is closed, in the place of what was said before. Needs `If-Match` with the station's ETag. Duties of months that
/// are not published are left out then, and are there again when the station is open again.
#[utoipa::path(tag = "stations", request_body = NewClosures, params(AnywayQuery,
    ("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = ClosuresBody),
    (status = 409, description = "`station-in-use`: `duties` names what people were asked for on those days, `appointments` says how many \
        residents are booked; nothing was kept. With `anyway=true` the people get a letter that it is called off, and the residents are \
        found another time. `roster-solving`: one of its months is being solved", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/stations/{id}/closures")]
pub(super) async fn say_closures(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    query: Query<AnywayQuery>,
    Body(said): Body<NewClosures>,
) -> Result<HttpResponse, Problem> {
    let station: StationRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let mut checks = Checks::default();
    let then = said.closures(&mut checks);
    checks.done()?;
    let broken = WhereBroken::anyway(query.anyway);
    let context = caller.context(&service);
    let closed = blocking::run(&service, move |service| {
        let (asking, which) = (service.asking(), (station.id.as_str(), seen.0));
        close_station(&service.store, &context, &asking, which, &then, broken)
    });
    answer(&service, closed.await?).await
}
