//! People.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::idempotency::OptionalKey;
use super::kept::{self, ListQuery, said, set};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::actions::change_person::change_person as change;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::kept as rows;
use crate::store::people::{PersonRow, find_pool};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// An adviser or volunteer.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `people`")]
pub struct PersonBody {
    pub id: String,
    pub district_id: String,
    pub pool_id: String,
    pub code: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub locale: String,
    pub lat: f64,
    pub lon: f64,
    pub max_km: Option<f64>,
    /// Most turns a day; null is no limit.
    pub max_day: Option<i32>,
    /// Most turns a week.
    pub max_week: Option<i32>,
    /// Most turns a month.
    pub max_month: Option<i32>,
    /// Most stations a month.
    pub max_stations: Option<i32>,
    /// Most days in a row.
    pub max_run: Option<i32>,
    /// Most weekends a month.
    pub max_weekends: Option<i32>,
    /// Turns a month the person should serve.
    pub target: i32,
    /// `active` or `left`.
    pub state: String,
    /// The law firm; empty where there is none. Whoever is against a client of a firm meets nobody of it.
    pub firm: String,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A person to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `people`")]
pub struct NewPerson {
    pub district_id: String,
    pub pool_id: String,
    pub code: String,
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[schema(example = "zh-Hans")]
    pub locale: String,
    pub lat: f64,
    pub lon: f64,
    pub max_km: Option<f64>,
    pub max_day: Option<i32>,
    pub max_week: Option<i32>,
    pub max_month: Option<i32>,
    pub max_stations: Option<i32>,
    pub max_run: Option<i32>,
    pub max_weekends: Option<i32>,
    pub target: i32,
    #[serde(default)]
    pub firm: String,
}

/// What is to change of a person; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `people`")]
pub struct PersonChange {
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub locale: Option<String>,
    pub target: Option<i32>,
    /// `active` or `left`.
    pub state: Option<String>,
    pub firm: Option<String>,
    /// Another district to be at home in, where the caller plans too.
    pub district_id: Option<String>,
    pub pool_id: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// How far they travel, kilometres; null is any distance.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<f64>)]
    pub max_km: Option<Option<f64>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_day: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_week: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_month: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_stations: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_run: Option<Option<i32>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub max_weekends: Option<Option<i32>>,
}

impl From<PersonRow> for PersonBody {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id,
            district_id: row.district_id,
            pool_id: row.pool_id,
            code: row.code,
            name: row.name,
            email: row.email,
            phone: row.phone,
            locale: row.locale,
            lat: row.lat,
            lon: row.lon,
            max_km: row.max_km,
            max_day: row.max_day,
            max_week: row.max_week,
            max_month: row.max_month,
            max_stations: row.max_stations,
            max_run: row.max_run,
            max_weekends: row.max_weekends,
            target: row.target,
            state: row.state,
            firm: row.firm,
            revision: row.revision,
        }
    }
}

impl NewPerson {
    fn row(self, id: String) -> PersonRow {
        PersonRow {
            id,
            district_id: self.district_id,
            pool_id: self.pool_id,
            code: self.code,
            name: self.name,
            email: self.email,
            phone: self.phone,
            locale: self.locale,
            lat: self.lat,
            lon: self.lon,
            max_km: self.max_km,
            max_day: self.max_day,
            max_week: self.max_week,
            max_month: self.max_month,
            max_stations: self.max_stations,
            max_run: self.max_run,
            max_weekends: self.max_weekends,
            target: self.target,
            state: "active".to_owned(),
            revision: 1,
            firm: self.firm.trim().to_owned(),
        }
    }
}

impl PersonChange {
    fn apply(&self, row: &mut PersonRow) {
        set(&mut row.name, &self.name);
        set(&mut row.email, &self.email);
        set(&mut row.phone, &self.phone);
        set(&mut row.locale, &self.locale);
        set(&mut row.target, &self.target);
        set(&mut row.state, &self.state);
        let firm = self.firm.as_ref().map(|firm| firm.trim().to_owned());
        set(&mut row.firm, &firm);
        set(&mut row.district_id, &self.district_id);
        set(&mut row.pool_id, &self.pool_id);
        set(&mut row.lat, &self.lat);
        set(&mut row.lon, &self.lon);
        set(&mut row.max_km, &self.max_km);
        set(&mut row.max_day, &self.max_day);
        set(&mut row.max_week, &self.max_week);
        set(&mut row.max_month, &self.max_month);
        set(&mut row.max_stations, &self.max_stations);
        set(&mut row.max_run, &self.max_run);
        set(&mut row.max_weekends, &self.max_weekends);
    }
}

async fn check(service: &Service, row: &PersonRow) -> Result<(), Problem> {
    let pool_id = row.pool_id.clone();
    let pool = blocking::read(service, move |c| find_pool(c, &pool_id)).await?;
    let mut checks = Checks::default();
    checks.says("code", &row.code);
    checks.says("name", &row.name);
    checks.email("email", &row.email);
    checks.language("locale", &row.locale);
    checks.within("lat", row.lat, -90.0, 90.0);
    checks.within("lon", row.lon, -180.0, 180.0);
    checks.within("max_km", row.max_km.unwrap_or(0.0), 0.0, 1000.0);
    for (name, limit) in [
        ("max_day", row.max_day),
        ("max_week", row.max_week),
        ("max_month", row.max_month),
        ("max_stations", row.max_stations),
        ("max_run", row.max_run),
        ("max_weekends", row.max_weekends),
    ] {
        checks.within(name, limit.map_or(0.0, f64::from), 0.0, 1000.0);
    }
    checks.within("target", f64::from(row.target), 0.0, 100.0);
    checks.word("state", &row.state, &["active", "left"]);
    checks.known("pool_id", &row.pool_id, pool.is_some());
    checks.done()
}

/// The people whose contact the caller may see.
#[utoipa::path(tag = "people", params(ListQuery), responses((status = 200, body = Page<PersonBody>)))]
#[get("/people")]
pub(super) async fn list_people(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<PersonBody>>, Problem> {
    let page = kept::list(&service, &caller, Deed::SeePeople, &query, rows::people);
    Ok(Json(page.await?))
}

/// One person, with their ETag.
#[utoipa::path(tag = "people", responses((status = 200, body = PersonBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}")]
pub(super) async fn show_person(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::SeePeople, &id).await?;
    Ok(kept::answer::<_, PersonBody>(StatusCode::OK, row))
}

/// Adds a person to a district.
#[utoipa::path(tag = "people", request_body = NewPerson, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = PersonBody),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/people")]
pub(super) async fn add_person(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewPerson>,
) -> Result<HttpResponse, Problem> {
    let district = new.district_id.clone();
    caller.district(&service, Deed::Plan, &district).await?;
    let row = new.row(caller.context(&service).new_id());
    check(&service, &row).await?;
    kept::add::<_, PersonBody>(&service, &caller, row, key).await
}

/// Changes a person. Needs `If-Match` with their ETag.
#[utoipa::path(tag = "people", request_body = PersonChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = PersonBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/people/{id}")]
pub(super) async fn change_person(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<PersonChange>,
) -> Result<HttpResponse, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let mut then = row.clone();
    said.apply(&mut then);
    if then.district_id != row.district_id {
        let district = &then.district_id;
        caller.district(&service, Deed::Plan, district).await?;
    }
    check(&service, &then).await?;
    let context = caller.context(&service);
    let changed = blocking::run(&service, move |service| {
        let edit = |row: &mut PersonRow| said.apply(row);
        change(&service.store, &context, &row.id, seen.0, edit)
    });
    let changed = changed.await?;
    Ok(kept::answer::<_, PersonBody>(StatusCode::OK, changed))
}
