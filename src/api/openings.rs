//! Openings: time of an adviser or interpreter that residents can book beside the duties. What they make is listed, and taken back, in
//! `slots`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::problem::ProblemBody;
use super::slots::{ShiftBody, SlotBody};
use crate::actions::add_opening::{NewOpening, Opened, add_opening};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::{StoreError, people, places};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Time to be opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpeningBody {
    /// Id of the adviser; or of the interpreter, whose time is not cut into appointments.
    pub adviser_id: String,
    /// The station where residents come; null is by video.
    pub station_id: Option<String>,
    /// When it begins: local time of the station, of the city by video.
    #[schema(example = "2026-12-03T14:00")]
    pub starts_at: String,
    /// When it ends, at most 24 hours later.
    #[schema(example = "2026-12-03T17:00")]
    pub ends_at: String,
    /// Minutes of one appointment, 5 to 480. Not given for an interpreter.
    pub slot_minutes: Option<i32>,
    /// Minutes of a break after the first half of the appointments, 5 to 480; null is none.
    pub break_minutes: Option<i32>,
}

/// What was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedBody {
    /// The adviser's slots, by time.
    pub slots: Vec<SlotBody>,
    /// The interpreter's shift, where the person interprets.
    pub shifts: Vec<ShiftBody>,
}

impl From<Opened> for OpenedBody {
    fn from(opened: Opened) -> Self {
        Self {
            slots: opened.slots.into_iter().map(SlotBody::from).collect(),
            shifts: opened.shifts.into_iter().map(ShiftBody::from).collect(),
        }
    }
}

impl NewOpeningBody {
    /// The opening, where its form is right; else everything that is wrong with it.
    fn checked(self, knows_person: bool, knows_station: bool) -> Result<NewOpening, Problem> {
        let mut checks = Checks::default();
        checks.known("adviser_id", &self.adviser_id, knows_person);
        let station = self.station_id.as_deref().unwrap_or_default();
        checks.known("station_id", station, knows_station);
        let starts = checks.local_time("starts_at", &self.starts_at);
        let ends = checks.local_time("ends_at", &self.ends_at);
        let lengths = [
            ("slot_minutes", self.slot_minutes),
            ("break_minutes", self.break_minutes),
        ];
        for (name, minutes) in lengths {
            checks.minutes(name, minutes);
        }
        if self.break_minutes.is_some() && self.slot_minutes.is_none() {
            checks.wrong_with("break_minutes", "problem-place-break-alone");
        }
        checks.done()?;
        let (starts, ends) = starts.zip(ends).ok_or_else(Problem::invalid)?;
        Ok(NewOpening {
            person_id: self.adviser_id,
            station_id: self.station_id,
            starts,
            ends,
            slot_minutes: self.slot_minutes,
            break_minutes: self.break_minutes,
        })
    }
}

/// Whether something that lies in a district is there for the caller to book: what they are not to know of is not there.
async fn is_there(
    service: &Service,
    caller: &Caller,
    district_id: Option<String>,
) -> Result<bool, Problem> {
    let Some(id) = district_id else {
        return Ok(false);
    };
    match caller.district(service, Deed::Book, &id).await {
        Ok(_) => Ok(true),
        Err(problem) if problem.status == StatusCode::NOT_FOUND => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Opens time of an adviser, or of an interpreter, beside their duties: residents can book it at once, and the waiting list is matched.
#[utoipa::path(tag = "slots", request_body = NewOpeningBody, responses((status = 201, body = OpenedBody),
    (status = 409, description = "`bookable-already`, `person-on-duty`", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/openings")]
pub(super) async fn open_time(
    caller: Caller,
    service: Data<Service>,
    Body(new): Body<NewOpeningBody>,
) -> Result<HttpResponse, Problem> {
    let (person_id, station_id) = (new.adviser_id.clone(), new.station_id.clone());
    let (of_person, of_station) = blocking::read(&service, move |c| {
        let person = people::find_people(c, &[person_id])?.pop();
        let station = match station_id {
            Some(id) => places::find_station(c, &id)?,
            None => None,
        };
        let districts = (
            person.map(|p| p.district_id),
            station.map(|s| s.district_id),
        );
        Ok::<_, StoreError>(districts)
    })
    .await?;
    let knows_person = is_there(&service, &caller, of_person).await?;
    let knows_station = new.station_id.is_none() || is_there(&service, &caller, of_station).await?;
    let new = new.checked(knows_person, knows_station)?;
    let context = caller.context(&service);
    let opened = blocking::run(&service, move |service| {
        add_opening(&service.store, &context, &new)
    });
    Ok(HttpResponse::Created().json(OpenedBody::from(opened.await?)))
}
