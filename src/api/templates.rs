//! Demand templates: list, read, change. They come from an import, with their options.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept::{self, ListQuery, said, set};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::domain::access::Deed;
use crate::domain::legal_service::LegalService;
use crate::domain::word_set::Listed;
use crate::service::Service;
use crate::store::kept::templates;
use crate::store::people::{PoolRow, find_pool};
use crate::store::templates::TemplateRow;
use crate::store::{StoreError, places};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// What a station needs.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in the table `demand_templates`")]
pub struct TemplateBody {
    pub id: String,
    pub station_id: String,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub pool_id: String,
    pub min: i32,
    pub ideal: i32,
    pub weight: i32,
    /// `skip`, `move` or `keep`.
    pub on_holiday: String,
    pub is_series: bool,
    pub first_date: NaiveDate,
    pub last_date: Option<NaiveDate>,
    pub slot_minutes: Option<i32>,
    /// Minutes of a break in the middle; null where there is none.
    pub break_minutes: Option<i32>,
    /// Whether residents are met by video, though the person sits at the station.
    pub by_video: bool,
    /// What is given there, such as `advice`; null is whatever the pool may give.
    pub service: Option<String>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// What is to change of a template; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the table `demand_templates`")]
pub struct TemplateChange {
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub min: Option<i32>,
    pub ideal: Option<i32>,
    pub weight: Option<i32>,
    /// `skip`, `move` or `keep`.
    pub on_holiday: Option<String>,
    /// Minutes of a break in the middle, 5 to 480; null takes the break away.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i32>)]
    pub break_minutes: Option<Option<i32>>,
    /// Whether residents are met by video; only where the station has video.
    pub by_video: Option<bool>,
    /// What is given there, among what the pool may give; null is any of it.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "advice")]
    pub service: Option<Option<String>>,
}

impl From<TemplateRow> for TemplateBody {
    fn from(row: TemplateRow) -> Self {
        Self {
            id: row.id,
            station_id: row.station_id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            pool_id: row.pool_id,
            min: row.min,
            ideal: row.ideal,
            weight: row.weight,
            on_holiday: row.on_holiday,
            is_series: row.is_series,
            first_date: row.first_date,
            last_date: row.last_date,
            slot_minutes: row.slot_minutes,
            break_minutes: row.break_minutes,
            by_video: row.by_video,
            service: row.service,
            revision: row.revision,
        }
    }
}

impl TemplateChange {
    fn apply(&self, row: &mut TemplateRow) {
        set(&mut row.name, &self.name);
        set(&mut row.name_en, &self.name_en);
        set(&mut row.min, &self.min);
        set(&mut row.ideal, &self.ideal);
        set(&mut row.weight, &self.weight);
        set(&mut row.on_holiday, &self.on_holiday);
        set(&mut row.break_minutes, &self.break_minutes);
        set(&mut row.by_video, &self.by_video);
        set(&mut row.service, &self.service);
    }
}

fn check(row: &TemplateRow, has_video: bool, pool: &PoolRow) -> Result<(), Problem> {
    let mut checks = Checks::default();
    checks.says("name", &row.name);
    checks.within("min", f64::from(row.min), 0.0, 100.0);
    let least = f64::from(row.min.max(0));
    checks.within("ideal", f64::from(row.ideal), least, 100.0);
    checks.within("weight", f64::from(row.weight), 1.0, 1000.0);
    checks.word("on_holiday", &row.on_holiday, &["skip", "move", "keep"]);
    checks.minutes("break_minutes", row.break_minutes);
    if row.break_minutes.is_some() && row.slot_minutes.is_none() {
        checks.wrong_with("break_minutes", "problem-place-break-alone");
    }
    if row.by_video && !has_video {
        checks.wrong_with("by_video", "problem-place-no-video");
    }
    if let Some(word) = &row.service {
        let services = pool.services();
        let given = LegalService::EACH.iter();
        let given = given.filter(|service| services.allow(Some(**service)));
        let given = given.map(|service| service.as_str());
        checks.word("service", word, &Vec::from_iter(given));
    }
    checks.done()
}

/// The demand templates of the stations that the caller sees.
#[utoipa::path(tag = "demand templates", params(ListQuery), responses((status = 200, body = Page<TemplateBody>)))]
#[get("/demand-templates")]
pub(super) async fn list_templates(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<TemplateBody>>, Problem> {
    let page = kept::list(&service, &caller, Deed::Look, &query, templates);
    Ok(Json(page.await?))
}

/// One demand template, with its ETag.
#[utoipa::path(tag = "demand templates", responses((status = 200, body = TemplateBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/demand-templates/{id}")]
pub(super) async fn show_template(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: TemplateRow = kept::find(&service, &caller, Deed::Look, &id).await?;
    Ok(kept::answer::<_, TemplateBody>(StatusCode::OK, row))
}

/// Changes a demand template. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "demand templates", request_body = TemplateChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = TemplateBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/demand-templates/{id}")]
pub(super) async fn change_template(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<TemplateChange>,
) -> Result<HttpResponse, Problem> {
    let row: TemplateRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let mut then = row.clone();
    said.apply(&mut then);
    let station_id = row.station_id.clone();
    let pool_id = row.pool_id.clone();
    let (station, pool) = blocking::read(&service, move |c| {
        let station = places::find_station(c, &station_id)?;
        Ok::<_, StoreError>((station, find_pool(c, &pool_id)?))
    })
    .await?;
    let pool = pool.ok_or_else(Problem::not_found)?;
    check(&then, station.is_some_and(|station| station.video), &pool)?;
    let edit = move |row: &mut TemplateRow| said.apply(row);
    kept::change::<_, TemplateBody>(&service, &caller, &row, seen.0, edit).await
}
