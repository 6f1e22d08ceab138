//! A district's calendar beside its country's: festivals, days that are worked, when people of a pool are away.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get, put};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use super::revision::{Seen, with_etag};
use crate::actions::say_district_calendar::say_district_calendar;
use crate::domain::access::Deed;
use crate::domain::district_calendar::{DayKind, DistrictDays};
use crate::domain::word_set::Listed;
use crate::service::Service;
use crate::store::district_calendars::{self, DaysRow};
use crate::store::people;
use crate::store::places::DistrictRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Most entries of one district.
const MOST: usize = 300;

/// The longest that one of them lasts.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// A district's calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct DistrictCalendarBody {
    /// By date.
    pub days: Vec<DistrictDaysBody>,
    /// The ETag, as a number: that of the district.
    pub revision: i32,
}

/// What a district's calendar will say: all of it, in the place of what it said before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDistrictCalendar {
    /// Festivals and days that are worked do not overlap each other.
    pub days: Vec<DistrictDaysBody>,
}

/// Days of a district.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DistrictDaysBody {
    /// `festival`: a public holiday here, on which templates skip, move or keep. `working`: worked here, whatever the country's calendar or
    /// the weekday says. `pool-away`: people of `pools` who are at home here cannot serve.
    #[schema(example = "festival")]
    pub kind: String,
    /// The first.
    pub first_date: NaiveDate,
    /// The last.
    pub last_date: NaiveDate,
    /// What they are called.
    #[schema(example = "火把节")]
    pub name: String,
    /// The same in English.
    #[serde(default)]
    #[schema(example = "Torch Festival")]
    pub name_en: String,
    /// Codes of the pools that are away; of no other kind.
    #[serde(default)]
    pub pools: Vec<String>,
}

impl From<DaysRow> for DistrictDaysBody {
    fn from(row: DaysRow) -> Self {
        let days = DistrictDays::from(row);
        Self {
            kind: days.kind.as_str().to_owned(),
            first_date: days.first_date,
            last_date: days.last_date,
            name: days.name,
            name_en: days.name_en,
            pools: days.pools,
        }
    }
}

impl DistrictDaysBody {
    fn is_away(&self) -> bool {
        self.kind == DayKind::PoolAway.as_str()
    }

    fn overlaps(&self, other: &Self) -> bool {
        let both = !self.is_away() && !other.is_away();
        both && other.first_date <= self.last_date && self.first_date <= other.last_date
    }
}

impl NewDistrictCalendar {
    fn check(&self, checks: &mut Checks, pools: &BTreeSet<String>) {
        checks.at_most("days", self.days.len(), MOST);
        for (n, said) in self.days.iter().enumerate() {
            let at = |name: &str| format!("days/{n}/{name}");
            checks.one_of::<DayKind>(&at("kind"), &said.kind);
            checks.order(&at("last_date"), said.first_date <= said.last_date);
            if said.last_date - said.first_date >= LONGEST {
                let most = [("most", LONGEST.num_days().into())];
                checks.wrong(&at("last_date"), "problem-place-days", most.into());
            }
            checks.says(&at("name"), &said.name);
            checks.no_longer(&at("name"), &said.name, 100);
            checks.no_longer(&at("name_en"), &said.name_en, 100);
            checks.given(&at("pools"), !said.is_away() || !said.pools.is_empty());
            if !said.is_away() && !said.pools.is_empty() {
                checks.wrong_with(&at("pools"), "problem-place-no-pools");
            }
            for (m, pool) in said.pools.iter().enumerate() {
                checks.known(&at(&format!("pools/{m}")), pool, pools.contains(pool));
            }
            if self.days[..n].iter().any(|other| said.overlaps(other)) {
                checks.wrong_with(&at("first_date"), "problem-place-overlaps");
            }
        }
    }

    fn rows(self, district_id: &str, new_id: impl Fn() -> String) -> Vec<DaysRow> {
        let row = |said: DistrictDaysBody| DaysRow {
            id: new_id(),
            district_id: district_id.to_owned(),
            kind: said.kind,
            first_date: said.first_date,
            last_date: said.last_date,
            name: said.name.trim().to_owned(),
            name_en: said.name_en.trim().to_owned(),
            pools: said.pools.join(" "),
        };
        self.days.into_iter().map(row).collect()
    }
}

async fn answer(service: &Service, district: DistrictRow) -> Result<HttpResponse, Problem> {
    let id = district.id;
    let rows = blocking::read(service, move |c| district_calendars::of_district(c, &id)).await?;
    let body = DistrictCalendarBody {
        days: rows.into_iter().map(DistrictDaysBody::from).collect(),
        revision: district.revision,
    };
    Ok(with_etag(StatusCode::OK, district.revision, &body))
}

/// A district's calendar beside its country's, with the ETag of the district.
#[utoipa::path(tag = "places", responses((status = 200, body = DistrictCalendarBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/calendar")]
pub(super) async fn show_district_calendar(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let district: DistrictRow = kept::find(&service, &caller, Deed::Look, &id).await?;
    answer(&service, district).await
}

/// Says a district's calendar, in the place of what it said before. Needs `If-Match` with the district's ETag. Duties of months that are set
/// up already stay where they are; who is away is read when a month is generated or a replacement is looked for.
#[utoipa::path(tag = "places", request_body = NewDistrictCalendar,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = DistrictCalendarBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/districts/{id}/calendar")]
pub(super) async fn put_district_calendar(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<NewDistrictCalendar>,
) -> Result<HttpResponse, Problem> {
    let district: DistrictRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let pools = blocking::read(&service, people::all_pools).await?;
    let mut checks = Checks::default();
    said.check(
        &mut checks,
        &pools.into_iter().map(|pool| pool.code).collect(),
    );
    checks.done()?;
    let context = caller.context(&service);
    let rows = said.rows(&district.id, || context.new_id());
    let kept = blocking::run(&service, move |service| {
        say_district_calendar(&service.store, &context, (&district.id, seen.0), &rows)
    });
    answer(&service, kept.await?).await
}
