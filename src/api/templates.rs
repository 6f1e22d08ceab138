//! Demand templates, and the dates on which they fall.

mod asked;
mod body;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use asked::AskedSaid;
pub use body::{AskedLanguageBody, NewTemplate, OptionBody, TemplateBody, TemplateChange};

use super::availability::MonthQuery;
use super::body::Body;
use super::check::Checks;
use super::idempotency::OptionalKey;
use super::kept::{self, ListQuery};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::actions::show_dates::{HeldOption, show_dates};
use crate::actions::station_fits::{Misfit, misfit};
use crate::domain::access::Deed;
use crate::domain::legal_service::LegalService;
use crate::domain::on_holiday::OnHoliday;
use crate::domain::word_set::Listed;
use crate::service::Service;
use crate::store::StoreError;
use crate::store::people::{PoolRow, all_pools};
use crate::store::places::{self, StationRow};
use crate::store::templates::{Asked, TemplateRow};
use crate::store::whole_templates::{self, Named, WholeTemplate};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// What a template rests on.
struct Around {
    station: StationRow,
    pools: Vec<PoolRow>,
    named: Named,
}

/// Looks up what a template, as it would be, rests on, and what was said to belong to it names.
async fn look_up(
    service: &Service,
    row: &TemplateRow,
    said: &AskedSaid,
) -> Result<Around, Problem> {
    let (station_id, holder) = (row.station_id.clone(), row.holder_id.clone());
    let skills = said.skill_ids();
    let found = blocking::read(service, move |c| {
        let Some(station) = places::find_station(c, &station_id)? else {
            return Ok(None);
        };
        let district = station.district_id.clone();
        Ok::<_, StoreError>(Some(Around {
            named: whole_templates::named(c, &district, &skills, holder.as_ref())?,
            pools: all_pools(c)?,
            station,
        }))
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// Checks a template as it would be, with what was said to belong to it.
fn check(then: &WholeTemplate, said: &AskedSaid, around: &Around) -> Result<(), Problem> {
    let mut checks = Checks::default();
    let row = &then.row;
    check_row(&mut checks, row, around);
    said.check(
        &mut checks,
        row.first_date,
        &then.asked,
        &around.named.skills,
    );
    checks.done()?;
    // Its options are held against the station's hours only where all of them can be read.
    let mut checks = Checks::default();
    if let Some(Misfit::Outside { option, date, .. }) =
        misfit(&around.station, row, &then.asked.options)
    {
        let place = said.options.as_ref().and_then(|options| {
            let at = options.iter().position(|said| said.code == option)?;
            Some(format!("options/{at}/from"))
        });
        let arguments = vec![
            ("option", option.into()),
            ("date", date.to_string().into()),
            ("hours", around.station.opening_hours.clone().into()),
        ];
        let place = place.unwrap_or_else(|| "options".to_owned());
        checks.wrong(&place, "problem-place-outside-hours", arguments);
    }
    checks.done()
}

fn check_row(checks: &mut Checks, row: &TemplateRow, around: &Around) {
    checks.code("code", &row.code);
    checks.says("name", &row.name);
    checks.within("min", f64::from(row.min), 0.0, 100.0);
    let least = f64::from(row.min.max(1));
    checks.within("ideal", f64::from(row.ideal), least, 100.0);
    checks.within("weight", f64::from(row.weight), 1.0, 1000.0);
    checks.one_of::<OnHoliday>("on_holiday", &row.on_holiday);
    checks.order(
        "last_date",
        row.last_date.is_none_or(|last| row.first_date <= last),
    );
    checks.minutes("slot_minutes", row.slot_minutes);
    checks.minutes("break_minutes", row.break_minutes);
    if row.break_minutes.is_some() && row.slot_minutes.is_none() {
        checks.wrong_with("break_minutes", "problem-place-break-alone");
    }
    if row.by_video && !around.station.video {
        checks.wrong_with("by_video", "problem-place-no-video");
    }
    let pool = around.pools.iter().find(|pool| pool.id == row.pool_id);
    checks.known("pool_id", &row.pool_id, pool.is_some());
    if let (Some(pool), Some(code)) = (pool, &row.supervised_by) {
        let is_another = pool.code != *code && around.pools.iter().any(|p| p.code == *code);
        checks.known("supervised_by", code, is_another);
    }
    if let Some(id) = &row.holder_id {
        let is_of_pool = around.named.holder_pool.as_ref() == Some(&row.pool_id);
        checks.known("holder_id", id, is_of_pool);
    }
    if let (Some(pool), Some(word)) = (pool, &row.service) {
        let (given, offered) = (pool.services(), around.station.services());
        let each = LegalService::EACH.iter().copied();
        let each = each.filter(|s| given.allow(Some(*s)) && offered.allow(Some(*s)));
        let each: Vec<&str> = each.map(Listed::as_str).collect();
        checks.word("service", word, &each);
    }
}

/// The demand templates of the stations that the caller sees.
#[utoipa::path(tag = "demand templates", params(ListQuery), responses((status = 200, body = Page<TemplateBody>)))]
#[get("/demand-templates")]
pub(super) async fn list_templates(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<TemplateBody>>, Problem> {
    let read = whole_templates::templates;
    let page = kept::list(&service, &caller, Deed::Look, &query, read);
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
    let row: WholeTemplate = kept::find(&service, &caller, Deed::Look, &id).await?;
    Ok(kept::answer::<_, TemplateBody>(StatusCode::OK, row))
}

/// Adds a demand template to a station. Months that are set up already do not have it.
#[utoipa::path(tag = "demand templates", request_body = NewTemplate, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = TemplateBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/demand-templates")]
pub(super) async fn add_template(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewTemplate>,
) -> Result<HttpResponse, Problem> {
    let _: StationRow = kept::find(&service, &caller, Deed::Plan, &new.station_id).await?;
    let context = caller.context(&service);
    let said = new.asked();
    let mut whole = WholeTemplate {
        row: new.row(context.new_id()),
        asked: Asked::default(),
    };
    said.apply(&whole.row.id, &mut whole.asked, || context.new_id());
    let around = look_up(&service, &whole.row, &said).await?;
    check(&whole, &said, &around)?;
    kept::add::<_, TemplateBody>(&service, &caller, whole, key).await
}

/// Changes a demand template. Needs `If-Match` with its ETag. Months that are set up already stay as they are.
#[utoipa::path(tag = "demand templates", request_body = TemplateChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = TemplateBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/demand-templates/{id}")]
pub(super) async fn change_template(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<TemplateChange>,
) -> Result<HttpResponse, Problem> {
    let there: WholeTemplate = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let context = caller.context(&service);
    let asked = said.asked();
    let edit = {
        let asked = asked.clone();
        move |whole: &mut WholeTemplate| {
            said.apply(&mut whole.row);
            asked.apply(&whole.row.id, &mut whole.asked, || context.new_id());
        }
    };
    let mut then = there.clone();
    edit(&mut then);
    let around = look_up(&service, &then.row, &asked).await?;
    check(&then, &asked, &around)?;
    kept::change::<_, TemplateBody>(&service, &caller, &there, seen.0, edit).await
}

/// When a template falls in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatesBody {
    /// The month.
    pub month: String,
    /// Each of its options.
    pub options: Vec<OptionDatesBody>,
}

/// When an option falls in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionDatesBody {
    /// Its code.
    pub code: String,
    /// Its rule in words of the language that was asked for, such as `every Tuesday`; the rule itself where there are none.
    pub in_words: String,
    /// By date.
    pub dates: Vec<DateBody>,
}

/// A date on which an option falls.
#[derive(Debug, Serialize, ToSchema)]
pub struct DateBody {
    /// The date.
    pub date: NaiveDate,
    /// The public holiday it is moved from.
    pub moved_from: Option<NaiveDate>,
    /// Whether the station is closed then, so that it is not held.
    pub closed: bool,
}

impl OptionDatesBody {
    fn of(lang: Lang, option: HeldOption) -> Self {
        Self {
            in_words: lang.rule(&option.rrule),
            code: option.code,
            dates: option
                .dates
                .into_iter()
                .map(|(held, closed)| DateBody {
                    date: held.date,
                    moved_from: held.moved_from,
                    closed,
                })
                .collect(),
        }
    }
}

/// When a demand template falls in a month, as it would be set up now: with public holidays and the station's closures.
#[utoipa::path(tag = "demand templates", params(MonthQuery), responses((status = 200, body = DatesBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/demand-templates/{id}/dates")]
pub(super) async fn list_dates(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    id: Path<String>,
    query: Query<MonthQuery>,
) -> Result<Json<DatesBody>, Problem> {
    let whole: WholeTemplate = kept::find(&service, &caller, Deed::Look, &id).await?;
    let month = query.month()?;
    let options = blocking::read(&service, move |c| show_dates(c, &whole, month)).await?;
    let each = options.into_iter();
    Ok(Json(DatesBody {
        month: month.to_string(),
        options: each
            .map(|option| OptionDatesBody::of(lang, option))
            .collect(),
    }))
}
