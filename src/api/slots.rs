//! What residents can book: advisers' slots and interpreters' shifts. They come of duties and of openings; what an opening made is taken
//! back here.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::kept::{self, ListQuery};
use super::page::Page;
use super::problem::ProblemBody;
use crate::actions::withdraw_time as action;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::people;
use crate::store::slots::{self as rows, ShiftRow, SlotRow};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::{At, Problem, Said};

/// A time at which an adviser can be booked.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlotBody {
    /// Its id.
    pub id: String,
    /// The duty it came of; null where it was opened.
    pub duty_id: Option<String>,
    /// Id of the adviser.
    pub adviser_id: String,
    /// Where; null by video.
    pub station_id: Option<String>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// `open`, `booked` or `withdrawn`.
    pub state: String,
}

/// A time at which an interpreter is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShiftBody {
    /// Its id.
    pub id: String,
    /// The duty it came of; null where it was opened.
    pub duty_id: Option<String>,
    /// Id of the interpreter.
    pub interpreter_id: String,
    /// Where; null by video or telephone, for every slot.
    pub station_id: Option<String>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// `open` or `withdrawn`.
    pub state: String,
}

impl From<SlotRow> for SlotBody {
    fn from(row: SlotRow) -> Self {
        Self {
            id: row.id,
            duty_id: row.duty_id,
            adviser_id: row.adviser_id,
            station_id: row.station_id,
            starts_at: row.starts_at.and_utc(),
            ends_at: row.ends_at.and_utc(),
            state: row.state,
        }
    }
}

impl From<ShiftRow> for ShiftBody {
    fn from(row: ShiftRow) -> Self {
        Self {
            id: row.id,
            duty_id: row.duty_id,
            interpreter_id: row.interpreter_id,
            station_id: row.station_id,
            starts_at: row.starts_at.and_utc(),
            ends_at: row.ends_at.and_utc(),
            state: row.state,
        }
    }
}

/// Which times, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TimesQuery {
    /// Only those of this district's people; without it, those of every district that the caller sees.
    district: Option<String>,
    /// Only those in this state: `open`, `booked` (slots) or `withdrawn`.
    state: Option<String>,
    /// Most items of the page: 1 to 200, 50 when nothing is said.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl TimesQuery {
    /// The list alone, and the state where it is one of these.
    fn parts(self, states: &[&str]) -> Result<(ListQuery, Option<String>), Problem> {
        if let Some(state) = self
            .state
            .as_ref()
            .filter(|s| !states.contains(&s.as_str()))
        {
            let arguments = vec![
                ("value", state.clone().into()),
                ("right", states.join(", ").into()),
            ];
            let said = Said::Message("problem-place-format", arguments);
            return Err(Problem::invalid().at(At::Query("state".to_owned()), said));
        }
        let list = ListQuery {
            district: self.district,
            limit: self.limit,
            after: self.after,
        };
        Ok((list, self.state))
    }
}

/// The slots of the advisers of the districts in which the caller sees people, by the time they were made.
#[utoipa::path(tag = "slots", params(TimesQuery), responses((status = 200, body = Page<SlotBody>)))]
#[get("/slots")]
pub(super) async fn list_slots(
    caller: Caller,
    service: Data<Service>,
    query: Query<TimesQuery>,
) -> Result<Json<Page<SlotBody>>, Problem> {
    let (query, state) = query.into_inner().parts(&["open", "booked", "withdrawn"])?;
    let (limit, cut) = kept::cut(&query.page())?;
    let districts = kept::districts(&service, &caller, Deed::SeePeople, &query).await?;
    let found = blocking::read(&service, move |c| {
        rows::slots_page(c, &districts, state.as_deref(), &cut)
    });
    let id = |row: &SlotRow| row.id.clone();
    Ok(Json(Page::of(found.await?, limit, id, SlotBody::from)))
}

/// The shifts of the interpreters of the districts in which the caller sees people, by the time they were made.
#[utoipa::path(tag = "slots", params(TimesQuery), responses((status = 200, body = Page<ShiftBody>)))]
#[get("/shifts")]
pub(super) async fn list_shifts(
    caller: Caller,
    service: Data<Service>,
    query: Query<TimesQuery>,
) -> Result<Json<Page<ShiftBody>>, Problem> {
    let (query, state) = query.into_inner().parts(&["open", "withdrawn"])?;
    let (limit, cut) = kept::cut(&query.page())?;
    let districts = kept::districts(&service, &caller, Deed::SeePeople, &query).await?;
    let found = blocking::read(&service, move |c| {
        rows::shifts_page(c, &districts, state.as_deref(), &cut)
    });
    let id = |row: &ShiftRow| row.id.clone();
    Ok(Json(Page::of(found.await?, limit, id, ShiftBody::from)))
}

/// Lets pass who may book in the district of the person whose time it is.
async fn must_book(service: &Service, caller: &Caller, person_id: String) -> Result<(), Problem> {
    let found = blocking::read(service, move |c| people::find_people(c, &[person_id]));
    let person = found.await?.pop().ok_or_else(Problem::not_found)?;
    let district = caller.district(service, Deed::Book, &person.district_id);
    district.await.map(|_| ())
}

/// Takes an opening's slot back. Said twice is the same as once.
#[utoipa::path(tag = "slots", responses((status = 204, description = "withdrawn"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`time-booked`, `time-of-duty`", body = ProblemBody,
        content_type = "application/problem+json")))]
#[delete("/slots/{id}")]
pub(super) async fn withdraw_slot(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let ids = [id.into_inner()];
    let slot = blocking::read(&service, move |c| rows::find_slots(c, &ids)).await?;
    let slot = slot.into_iter().next().ok_or_else(Problem::not_found)?;
    must_book(&service, &caller, slot.adviser_id).await?;
    let context = caller.context(&service);
    let withdrawn = blocking::run(&service, move |service| {
        action::withdraw_slot(&service.store, &context, &service.asking(), &slot.id)
    });
    withdrawn.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes an opening's shift back. Said twice is the same as once.
#[utoipa::path(tag = "slots", responses((status = 204, description = "withdrawn"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "`time-booked`, `time-of-duty`", body = ProblemBody,
        content_type = "application/problem+json")))]
#[delete("/shifts/{id}")]
pub(super) async fn withdraw_shift(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let ids = [id.into_inner()];
    let shift = blocking::read(&service, move |c| rows::find_shifts(c, &ids)).await?;
    let shift = shift.into_iter().next().ok_or_else(Problem::not_found)?;
    must_book(&service, &caller, shift.interpreter_id).await?;
    let context = caller.context(&service);
    let withdrawn = blocking::run(&service, move |service| {
        action::withdraw_shift(&service.store, &context, &service.asking(), &shift.id)
    });
    withdrawn.await?;
    Ok(HttpResponse::NoContent().finish())
}
