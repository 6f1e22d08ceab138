//! Cities and districts: list, read; districts also add and change. Cities come from an import.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::Body;
use super::check::Checks;
use super::idempotency::OptionalKey;
use super::kept::{self, said, set};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::domain::access::{Deed, Place};
use crate::service::Service;
use crate::store::pages::holidays;
use crate::store::places::{self as rows, CityRow, DistrictRow};
use crate::store::templates::HolidayRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A city.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `cities`")]
pub struct CityBody {
    pub id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub time_zone: String,
    pub country: String,
    pub revision: i32,
}

/// A district.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `districts`")]
pub struct DistrictBody {
    pub id: String,
    pub city_id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    /// Until which day of a month people say when they can serve in the next: asked ten days before it, reminded three and one days before.
    /// Null is not asked.
    pub times_due_day: Option<i32>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A district to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `districts`")]
pub struct NewDistrict {
    pub city_id: String,
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
}

/// What is to change of a district; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `districts`")]
pub struct DistrictChange {
    pub name: Option<String>,
    pub name_en: Option<String>,
    /// 1 to 28; null asks nobody.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub times_due_day: Option<Option<i32>>,
}

/// A public holiday or a make-up working day.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolidayBody {
    /// The date.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
    /// What it is called in English.
    pub name_en: String,
    /// `off` (no work) or `work` (a weekend day that is worked).
    pub kind: String,
    /// Whether it is a statutory holiday.
    pub statutory: bool,
    /// Whether the year's calendar is not published yet.
    pub provisional: bool,
}

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct YearQuery {
    /// Such as 2026.
    year: i32,
}

impl From<CityRow> for CityBody {
    fn from(row: CityRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            time_zone: row.time_zone,
            country: row.country,
            revision: row.revision,
        }
    }
}

impl From<DistrictRow> for DistrictBody {
    fn from(row: DistrictRow) -> Self {
        Self {
            id: row.id,
            city_id: row.city_id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            times_due_day: row.times_due_day,
            revision: row.revision,
        }
    }
}

impl From<HolidayRow> for HolidayBody {
    fn from(row: HolidayRow) -> Self {
        Self {
            date: row.date,
            name: row.name,
            name_en: row.name_en,
            kind: row.kind,
            statutory: row.statutory,
            provisional: row.provisional,
        }
    }
}

/// The cities in which the caller has a role.
#[utoipa::path(tag = "places", responses((status = 200, body = Page<CityBody>)))]
#[get("/cities")]
pub(super) async fn list_cities(
    caller: Caller,
    service: Data<Service>,
) -> Result<Json<Page<CityBody>>, Problem> {
    let own = caller.access.cities();
    let cities = blocking::read(&service, rows::all_cities).await?;
    let items = cities.into_iter().filter(|city| own.contains(&city.id));
    Ok(Json(Page {
        items: items.map(CityBody::from).collect(),
        next: None,
    }))
}

/// A city's public holidays and make-up working days of a year.
#[utoipa::path(tag = "places", params(YearQuery), responses((status = 200, body = Page<HolidayBody>)))]
#[get("/cities/{id}/holidays")]
pub(super) async fn list_holidays(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    query: Query<YearQuery>,
) -> Result<Json<Page<HolidayBody>>, Problem> {
    caller.must(Deed::Look, Place::of_city(&id))?;
    let first = NaiveDate::from_ymd_opt(query.year, 1, 1).ok_or_else(Problem::not_found)?;
    let last = first.with_month(12).and_then(|d| d.with_day(31));
    let last = last.ok_or_else(Problem::not_found)?;
    let id = id.into_inner();
    let found = blocking::read(&service, move |c| {
        let Some(city) = rows::find_city(c, &id)? else {
            return Ok(Vec::new());
        };
        holidays(c, &city.country, first, last)
    });
    let found: Result<Vec<HolidayRow>, Problem> = found.await;
    Ok(Json(Page {
        items: found?.into_iter().map(HolidayBody::from).collect(),
        next: None,
    }))
}

/// The districts that the caller sees.
#[utoipa::path(tag = "places", responses((status = 200, body = Page<DistrictBody>)))]
#[get("/districts")]
pub(super) async fn list_districts(
    caller: Caller,
    service: Data<Service>,
) -> Result<Json<Page<DistrictBody>>, Problem> {
    let seen = caller.districts(&service, Deed::Look).await?;
    Ok(Json(Page {
        items: seen.into_iter().map(|(_, d)| d.into()).collect(),
        next: None,
    }))
}

/// One district, with its ETag.
#[utoipa::path(tag = "places", responses((status = 200, body = DistrictBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}")]
pub(super) async fn show_district(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: DistrictRow = kept::find(&service, &caller, Deed::Look, &id).await?;
    Ok(kept::answer::<_, DistrictBody>(StatusCode::OK, row))
}

/// Adds a district to a city.
#[utoipa::path(tag = "places", request_body = NewDistrict, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = DistrictBody),
    (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/districts")]
pub(super) async fn add_district(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewDistrict>,
) -> Result<HttpResponse, Problem> {
    caller.must(Deed::SetUp, Place::of_city(&new.city_id))?;
    let mut checks = Checks::default();
    checks.code("code", &new.code);
    checks.says("name", &new.name);
    checks.done()?;
    let row = DistrictRow {
        id: caller.context(&service).new_id(),
        city_id: new.city_id,
        code: new.code,
        name: new.name,
        name_en: new.name_en,
        times_due_day: None,
        revision: 1,
    };
    kept::add::<_, DistrictBody>(&service, &caller, row, key).await
}

/// Changes a district. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "places", request_body = DistrictChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = DistrictBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/districts/{id}")]
pub(super) async fn change_district(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<DistrictChange>,
) -> Result<HttpResponse, Problem> {
    let row: DistrictRow = kept::find(&service, &caller, Deed::SetUp, &id).await?;
    let mut checks = Checks::default();
    checks.says("name", said.name.as_ref().unwrap_or(&row.name));
    if let Some(Some(day)) = said.times_due_day {
        checks.within("times_due_day", f64::from(day), 1.0, 28.0);
    }
    checks.done()?;
    let edit = move |row: &mut DistrictRow| {
        set(&mut row.name, &said.name);
        set(&mut row.name_en, &said.name_en);
        set(&mut row.times_due_day, &said.times_due_day);
    };
    kept::change::<_, DistrictBody>(&service, &caller, &row, seen.0, edit).await
}
