//! A country's calendar of public holidays, loaded for its cities.

use std::collections::BTreeMap;

use actix_web::put;
use actix_web::web::{Data, Json, Path, Query};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::Body;
use super::problem::ProblemBody;
use crate::actions::load_calendar::{Loaded, load_calendar as load, try_calendar};
use crate::domain::access::{Deed, Place};
use crate::files::holidays;
use crate::service::Service;
use crate::store::places::{all_cities, find_city};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::{At, Problem};

/// A calendar, in the format of `calendars/cn.json`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewCalendar {
    /// Whole years by their number: what is kept of such a year and is not among its days is taken out.
    #[schema(example = json!({"2028": {"status": "provisional", "days": [
        {"date": "2028-01-01", "name": "元旦", "kind": "off", "statutory": true}]}}))]
    pub years: BTreeMap<String, CalendarYear>,
}

/// A year.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CalendarYear {
    /// `official` or `provisional`; `official` where nothing is said.
    #[serde(default = "official")]
    pub status: String,
    /// Its exceptions to the ordinary week.
    pub days: Vec<CalendarDay>,
}

/// A day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CalendarDay {
    /// The date.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
    /// What it is called in English; of the public holidays of China it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// `off` (no work) or `work` (a weekend day that is worked).
    pub kind: String,
    /// Whether it is a statutory holiday.
    pub statutory: bool,
}

fn official() -> String {
    "official".to_owned()
}

/// How to load.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// `true` only counts; nothing is kept.
    #[serde(default)]
    pub check: bool,
}

/// What loading did, or would do, in days.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadedBody {
    /// Whether it was only checked.
    pub checked_only: bool,
    /// New.
    pub new: usize,
    /// Said otherwise before.
    pub changed: usize,
    /// As they were.
    pub unchanged: usize,
    /// Taken out: their year does not name them any more.
    pub gone: usize,
}

impl LoadedBody {
    fn new(loaded: Loaded, checked_only: bool) -> Self {
        Self {
            checked_only,
            new: loaded.new,
            changed: loaded.changed,
            unchanged: loaded.unchanged,
            gone: loaded.gone,
        }
    }
}

/// Loads years of the calendar of a city's country. It holds for every city of that country, so it is for who sets up all of them.
#[utoipa::path(tag = "places", request_body = NewCalendar, params(CalendarQuery), responses((status = 200, body = LoadedBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/cities/{id}/holidays")]
pub(super) async fn load_calendar(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    query: Query<CalendarQuery>,
    Body(new): Body<NewCalendar>,
) -> Result<Json<LoadedBody>, Problem> {
    let country = country(&service, &caller, id.into_inner()).await?;
    let json = serde_json::to_string(&new).map_err(Problem::unknown)?;
    let wrong = |e| Problem::unreadable(At::Body("/years".to_owned()), &e);
    let days = holidays::read(&json).map_err(wrong)?;
    let (context, check) = (caller.context(&service), query.check);
    let loaded = blocking::run(&service, move |service| {
        let load = if check { try_calendar } else { load };
        load(&service.store, &context, &country, &days)
    });
    Ok(Json(LoadedBody::new(loaded.await?, check)))
}

/// The country of a city, where the caller sets up every city of it.
async fn country(service: &Service, caller: &Caller, id: String) -> Result<String, Problem> {
    let sets_up = |city_id: &str| caller.must(Deed::SetUp, Place::of_city(city_id));
    sets_up(&id)?;
    let read = blocking::read(service, move |c| {
        Ok::<_, crate::store::StoreError>((find_city(c, &id)?, all_cities(c)?))
    });
    let (city, all) = read.await?;
    let city = city.ok_or_else(Problem::not_found)?;
    for other in all.iter().filter(|other| other.country == city.country) {
        sets_up(&other.id).map_err(|_| Problem::not_allowed())?;
    }
    Ok(city.country)
}
