//! Who is disturbed by a version of a roster: what it changed of an earlier one.

use std::collections::HashMap;

use actix_web::get;
use actix_web::web::{Data, Json, Path, Query};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::ProblemBody;
use super::rosters::find;
use crate::actions::compare_versions::{Compared, compare_versions};
use crate::domain::access::Deed;
use crate::domain::disturbance::Turn;
use crate::service::Service;
use crate::store::people::PersonRow;
use crate::store::places::StationRow;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// What a version changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangesBody {
    /// The version.
    pub number: i32,
    /// The one it is compared with; 0 is before the first publication, when nobody was on duty.
    pub since: i32,
    /// How many people lost or gained a duty.
    pub people_disturbed: usize,
    /// How many duties somebody left or came to.
    pub duties_changed: usize,
    /// Each of these people.
    pub people: Vec<DisturbedBody>,
    /// Each of these duties, by time. One that moved stands here twice: as it was, and as it is.
    pub duties: Vec<ChangedDutyBody>,
}

/// A person for whom a version changed something.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisturbedBody {
    /// Who.
    #[serde(flatten)]
    pub person: NamedPerson,
    /// Duties that they held before and do not any more, by time.
    pub lost: Vec<TurnBody>,
    /// Duties that they hold now and did not before, by time.
    pub gained: Vec<TurnBody>,
}

/// A duty that not the same people hold any more.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedDutyBody {
    /// The duty.
    #[serde(flatten)]
    pub turn: TurnBody,
    /// Who held it before and does not any more.
    pub left: Vec<NamedPerson>,
    /// Who holds it now and did not before.
    pub came: Vec<NamedPerson>,
}

/// A person by id; code and name are as they are now, null where the person is not kept any more.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs, reason = "its sentence says it")]
pub struct NamedPerson {
    pub person_id: String,
    pub code: Option<String>,
    pub name: Option<String>,
}

/// A duty as a version says it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TurnBody {
    /// Id of the duty.
    pub duty_id: String,
    /// Id of the station.
    pub station_id: String,
    /// Its code as it is now; null where the station is not kept any more.
    pub station_code: Option<String>,
    /// Its name as it is now; null where the station is not kept any more.
    pub station_name: Option<String>,
    /// The date.
    pub date: NaiveDate,
    /// Local time.
    #[schema(example = "09:00")]
    pub start: String,
    /// Local time; `24:00` at the end of the day.
    pub end: String,
}

/// What it is compared with.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SinceQuery {
    /// Number of an earlier version; the one before when nothing is said. 0 is before the first publication.
    since: Option<i32>,
}

impl From<Compared> for ChangesBody {
    fn from(compared: Compared) -> Self {
        let named = |id: &String| named(&compared.people, id);
        let turn = |turn: &Turn| turn_body(&compared.stations, turn);
        let disturbance = &compared.disturbance;
        let people = disturbance
            .people
            .iter()
            .map(|(id, changed)| DisturbedBody {
                person: named(id),
                lost: changed.lost.iter().map(turn).collect(),
                gained: changed.gained.iter().map(turn).collect(),
            });
        let duties = disturbance.turns.iter().map(|changed| ChangedDutyBody {
            turn: turn(&changed.turn),
            left: changed.left.iter().map(named).collect(),
            came: changed.came.iter().map(named).collect(),
        });
        Self {
            number: compared.number,
            since: compared.since,
            people_disturbed: disturbance.people.len(),
            duties_changed: disturbance.duties(),
            people: people.collect(),
            duties: duties.collect(),
        }
    }
}

fn named(people: &HashMap<String, PersonRow>, id: &str) -> NamedPerson {
    let person = people.get(id);
    NamedPerson {
        person_id: id.to_owned(),
        code: person.map(|person| person.code.clone()),
        name: person.map(|person| person.name.clone()),
    }
}

fn turn_body(stations: &HashMap<String, StationRow>, turn: &Turn) -> TurnBody {
    let station = stations.get(&turn.station);
    // A time of day is said alike in every language.
    let time = |minutes| Lang::default().time(minutes);
    TurnBody {
        duty_id: turn.duty.clone(),
        station_id: turn.station.clone(),
        station_code: station.map(|station| station.code.clone()),
        station_name: station.map(|station| station.name.clone()),
        date: turn.date,
        start: time(turn.start),
        end: time(turn.end),
    }
}

/// Who is disturbed by this version: per person the duties they lost and gained since an earlier one, per duty who left and who came.
#[utoipa::path(tag = "rosters", params(SinceQuery), responses((status = 200, body = ChangesBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "`since` is not a version before this one", body = ProblemBody,
        content_type = "application/problem+json")))]
#[get("/rosters/{id}/versions/{number}/changes")]
pub(super) async fn show_changes(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, i32)>,
    query: Query<SinceQuery>,
) -> Result<Json<ChangesBody>, Problem> {
    let (id, number) = path.into_inner();
    let roster = find(&service, &caller, Deed::SeePeople, &id).await?;
    let compared = blocking::run(&service, move |service| {
        compare_versions(&service.store, &roster.id, number, query.since)
    });
    Ok(Json(compared.await?.into()))
}
