//! Stations: list, read, add, change.

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
use crate::actions::station_fits::{Misfit, first_misfit};
use crate::domain::access::Deed;
use crate::domain::legal_service::{LegalService, LegalServices};
use crate::domain::theme::{Theme, Themes};
use crate::domain::word_set::Listed;
use crate::service::Service;
use crate::store::pages::stations;
use crate::store::places::{self, StationRow};
use crate::store::templates::needs_video;
use crate::store::{Connection, StoreError};
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
    /// The part of its district that it lies in; empty where nothing is said.
    pub subdistrict: String,
    /// When it is open, as OpenStreetMap's `opening_hours`; empty where nothing is said. Public holidays are no part of it.
    #[schema(example = "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00")]
    pub opening_hours: String,
    /// Whom it is there for first: `migrant-workers`, `minorities`, `rural`, `business`, `youth`.
    #[schema(example = json!(["rural"]))]
    pub themes: Vec<String>,
    /// What it offers, such as `advice`; without any, nothing is said, and its templates may be for whatever their pools give.
    pub services: Vec<String>,
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
    /// Id of a station of the city that this one is an outpost of; that one has no hub itself.
    pub hub_id: Option<String>,
    #[serde(default)]
    pub subdistrict: String,
    /// As OpenStreetMap's `opening_hours`; empty says nothing.
    #[serde(default)]
    #[schema(example = "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00")]
    pub opening_hours: String,
    #[serde(default)]
    pub themes: Vec<String>,
    #[serde(default)]
    pub services: Vec<String>,
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
    /// Null makes it an outpost no more.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub hub_id: Option<Option<String>>,
    pub subdistrict: Option<String>,
    /// As OpenStreetMap's `opening_hours`; empty says nothing.
    #[schema(example = "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00")]
    pub opening_hours: Option<String>,
    pub themes: Option<Vec<String>>,
    pub services: Option<Vec<String>>,
}

impl From<StationRow> for StationBody {
    fn from(row: StationRow) -> Self {
        Self {
            themes: row.themes().words(),
            services: row.services().words(),
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
            subdistrict: row.subdistrict,
            opening_hours: row.opening_hours,
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
        set(&mut row.hub_id, &self.hub_id);
        set(&mut row.subdistrict, &self.subdistrict);
        set(&mut row.opening_hours, &self.opening_hours);
        if let Some(words) = &self.themes {
            row.themes = Themes::of_known(words).to_string();
        }
        if let Some(words) = &self.services {
            row.services = LegalServices::of_known(words).to_string();
        }
    }
}

fn check(checks: &mut Checks, row: &StationRow) {
    checks.code("code", &row.code);
    checks.says("name", &row.name);
    checks.says("address", &row.address);
    checks.within("lat", row.lat, -90.0, 90.0);
    checks.within("lon", row.lon, -180.0, 180.0);
    checks.time_zone("time_zone", &row.time_zone);
    checks.within("rooms", f64::from(row.rooms), 0.0, 100.0);
    checks.no_longer("subdistrict", &row.subdistrict, 100);
    checks.hours("opening_hours", &row.opening_hours);
}

/// Whether the hub is a station of the city, neither this one nor an outpost itself.
fn check_hub(c: &mut Connection, checks: &mut Checks, row: &StationRow) -> Result<(), StoreError> {
    let Some(id) = &row.hub_id else {
        return Ok(());
    };
    let city = places::city_of(c, &row.district_id)?;
    let hub = match places::find_station(c, id)? {
        Some(hub) if places::city_of(c, &hub.district_id)? == city => hub,
        _ => {
            checks.known("hub_id", id, false);
            return Ok(());
        }
    };
    if hub.hub_id.is_some() || hub.id == row.id || places::is_hub(c, &row.id)? {
        checks.wrong_with("hub_id", "problem-place-hub");
    }
    Ok(())
}

/// Whether the station's templates fit it as it would be.
fn check_templates(
    c: &mut Connection,
    checks: &mut Checks,
    row: &StationRow,
) -> Result<(), StoreError> {
    match first_misfit(c, row)? {
        Some(Misfit::NotOffered { template, service }) => {
            let arguments = vec![
                ("service", service.as_str().into()),
                ("template", template.into()),
            ];
            checks.wrong("services", "problem-place-service-asked", arguments);
        }
        Some(Misfit::Outside { template, date, .. }) => {
            let arguments = vec![
                ("template", template.into()),
                ("date", date.to_string().into()),
            ];
            checks.wrong("opening_hours", "problem-place-hours-asked", arguments);
        }
        None => {}
    }
    if !row.video && needs_video(c, &row.id)? {
        checks.wrong_with("video", "problem-place-video-needed");
    }
    Ok(())
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
    let mut checks = Checks::default();
    checks.words::<Theme>("themes", &new.themes);
    checks.words::<LegalService>("services", &new.services);
    let row = StationRow {
        themes: Themes::of_known(&new.themes).to_string(),
        services: LegalServices::of_known(&new.services).to_string(),
        id: caller.context(&service).new_id(),
        district_id: district.id,
        code: new.code,
        name: new.name,
        address: new.address,
        lat: new.lat,
        lon: new.lon,
        time_zone: new.time_zone,
        hub_id: new.hub_id,
        rooms: new.rooms,
        video: new.video,
        step_free: new.step_free,
        phone: new.phone,
        revision: 1,
        subdistrict: new.subdistrict,
        opening_hours: new.opening_hours,
    };
    check(&mut checks, &row);
    let (row, checks) = blocking::read(&service, move |c| {
        check_hub(c, &mut checks, &row)?;
        Ok::<_, StoreError>((row, checks))
    })
    .await?;
    checks.done()?;
    kept::add::<_, StationBody>(&service, &caller, row, key).await
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
    let mut checks = Checks::default();
    checks.words::<Theme>("themes", said.themes.as_deref().unwrap_or_default());
    checks.words::<LegalService>("services", said.services.as_deref().unwrap_or_default());
    check(&mut checks, &then);
    // Its templates are held against what it says only where all of that can be read.
    checks.done()?;
    let mut checks = Checks::default();
    let checks = blocking::read(&service, move |c| {
        check_hub(c, &mut checks, &then)?;
        check_templates(c, &mut checks, &then)?;
        Ok::<_, StoreError>(checks)
    });
    checks.await?.done()?;
    let edit = move |row: &mut StationRow| said.apply(row);
    kept::change::<_, StationBody>(&service, &caller, &row, seen.0, edit).await
}
