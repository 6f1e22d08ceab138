//! Stations: list, read, add, change.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::idempotency::OptionalKey;
use super::kept::{self, ListQuery, set};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::kept::stations;
use crate::store::places::StationRow;
use crate::store::templates::needs_video;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A station.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `stations`")]
pub struct StationBody {
    pub id: String,
    pub district_id: String,
    pub code: String,
    pub name: String,
    pub address: String,
    pub lat: f64,
    pub lon: f64,
    pub time_zone: String,
    /// Id of the station that this one is an outpost of.
    pub hub_id: Option<String>,
    pub rooms: i32,
    pub video: bool,
    pub step_free: bool,
    pub phone: String,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A station to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `stations`")]
pub struct NewStation {
    pub district_id: String,
    pub code: String,
    pub name: String,
    pub address: String,
    pub lat: f64,
    pub lon: f64,
    #[schema(example = "Asia/Shanghai")]
    pub time_zone: String,
    #[serde(default)]
    pub rooms: i32,
    #[serde(default)]
    pub video: bool,
    #[serde(default)]
    pub step_free: bool,
    #[serde(default)]
    pub phone: String,
}

/// What is to change of a station; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `stations`")]
pub struct StationChange {
    pub name: Option<String>,
    pub address: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub rooms: Option<i32>,
    pub video: Option<bool>,
    pub step_free: Option<bool>,
    pub phone: Option<String>,
}

impl From<StationRow> for StationBody {
    fn from(row: StationRow) -> Self {
        Self {
            id: row.id,
            district_id: row.district_id,
            code: row.code,
            name: row.name,
            address: row.address,
            lat: row.lat,
            lon: row.lon,
            time_zone: row.time_zone,
            hub_id: row.hub_id,
            rooms: row.rooms,
            video: row.video,
            step_free: row.step_free,
            phone: row.phone,
            revision: row.revision,
        }
    }
}

impl StationChange {
    fn apply(&self, row: &mut StationRow) {
        set(&mut row.name, &self.name);
        set(&mut row.address, &self.address);
        set(&mut row.lat, &self.lat);
        set(&mut row.lon, &self.lon);
        set(&mut row.rooms, &self.rooms);
        set(&mut row.video, &self.video);
        set(&mut row.step_free, &self.step_free);
        set(&mut row.phone, &self.phone);
    }
}

fn check(row: &StationRow) -> Result<(), Problem> {
    let mut checks = Checks::default();
    checks.says("code", &row.code);
    checks.says("name", &row.name);
    checks.says("address", &row.address);
    checks.within("lat", row.lat, -90.0, 90.0);
    checks.within("lon", row.lon, -180.0, 180.0);
    checks.time_zone("time_zone", &row.time_zone);
    checks.within("rooms", f64::from(row.rooms), 0.0, 100.0);
    checks.done()
}

/// The stations that the caller sees.
#[utoipa::path(tag = "stations", params(ListQuery), responses((status = 200, body = Page<StationBody>)))]
#[get("/stations")]
pub(super) async fn list_stations(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<StationBody>>, Problem> {
    let page = kept::list(&service, &caller, Deed::Look, &query, stations);
    Ok(Json(page.await?))
}

/// One station, with its ETag.
#[utoipa::path(tag = "stations", responses((status = 200, body = StationBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/stations/{id}")]
pub(super) async fn show_station(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: StationRow = kept::find(&service, &caller, Deed::Look, &id).await?;
    Ok(kept::answer::<_, StationBody>(StatusCode::OK, row))
}

/// Adds a station to a district.
#[utoipa::path(tag = "stations", request_body = NewStation, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = StationBody),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/stations")]
pub(super) async fn add_station(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewStation>,
) -> Result<HttpResponse, Problem> {
    let district = caller
        .district(&service, Deed::Plan, &new.district_id)
        .await?;
    let row = StationRow {
        id: caller.context(&service).new_id(),
        district_id: district.id,
        code: new.code,
        name: new.name,
        address: new.address,
        lat: new.lat,
        lon: new.lon,
        time_zone: new.time_zone,
        hub_id: None,
        rooms: new.rooms,
        video: new.video,
        step_free: new.step_free,
        phone: new.phone,
        revision: 1,
    };
    check(&row)?;
    kept::add::<_, StationBody>(&service, &caller, row, key).await
}

/// Lets a station's video go only where no duty of it needs that.
async fn refuse_without_video(service: &Service, station_id: &str) -> Result<(), Problem> {
    let id = station_id.to_owned();
    let needed = blocking::read(service, move |c| needs_video(c, &id));
    let mut checks = Checks::default();
    if needed.await? {
        checks.wrong_with("video", "problem-place-video-needed");
    }
    checks.done()
}

/// Changes a station. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "stations", request_body = StationChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = StationBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 428, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/stations/{id}")]
pub(super) async fn change_station(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<StationChange>,
) -> Result<HttpResponse, Problem> {
    let row: StationRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let mut then = row.clone();
    said.apply(&mut then);
    check(&then)?;
    if row.video && !then.video {
        refuse_without_video(&service, &row.id).await?;
    }
    let edit = move |row: &mut StationRow| said.apply(row);
    kept::change::<_, StationBody>(&service, &caller, &row, seen.0, edit).await
}
