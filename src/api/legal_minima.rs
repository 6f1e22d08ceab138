//! What the law asks for in a district, and what is said of it with a month: what cannot be met, what is not met, what was accepted.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get, put};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use super::revision::{Seen, with_etag};
use crate::actions::check_minima::{NamedUnder, Override, Standing};
use crate::actions::override_minima::NewOverride;
use crate::actions::say_minima::say_minima;
use crate::domain::access::Deed;
use crate::domain::legal_minimum::{MinimumKind, Whom};
use crate::service::Service;
use crate::store::legal_minima::{self, MinimumRow};
use crate::store::people;
use crate::store::places::DistrictRow;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::minima::{Sight, UnderBody};
use crate::web::problem::Problem;

/// Most minima of one district.
const MOST: usize = 50;

/// What the law asks for in a district.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinimaBody {
    /// By kind and date.
    pub minima: Vec<MinimumBody>,
    /// The ETag, as a number: that of the district.
    pub revision: i32,
}

/// What the law will ask for in a district: all of it, in the place of what was said before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMinima {
    /// In any order.
    pub minima: Vec<MinimumBody>,
}

/// A minimum with its date and source.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MinimumBody {
    /// Its id; a new one has none.
    pub id: Option<String>,
    /// `hours-on-site`: at each station, somebody of the pool is there for at least so many hours a month. `stations-per-adviser`: nobody of
    /// the pool serves at more than so many stations in a month.
    #[schema(example = "hours-on-site")]
    pub kind: String,
    /// Hours, or stations.
    #[schema(example = 8)]
    pub value: i32,
    /// Whose duties count, or who is held to it.
    pub pool_id: String,
    /// Since when it is in force. It is asked of months in which it is so on every day.
    pub first_date: NaiveDate,
    /// Its last day; null where no end is known.
    #[serde(default)]
    pub last_date: Option<NaiveDate>,
    /// Name of the regulation.
    #[schema(example = "关于加强一村（社区）一法律顾问工作的意见")]
    pub source: String,
    /// Its number.
    #[serde(default)]
    #[schema(example = "司规〔2026〕3号")]
    pub document: String,
    /// Where it can be read; empty, or an address with http or https.
    #[serde(default)]
    pub url: String,
}

impl From<MinimumRow> for MinimumBody {
    fn from(row: MinimumRow) -> Self {
        Self {
            id: Some(row.id),
            kind: row.kind,
            value: row.value,
            pool_id: row.pool_id,
            first_date: row.first_date,
            last_date: row.last_date,
            source: row.source,
            document: row.document,
            url: row.url,
        }
    }
}

impl NewMinima {
    fn check(&self, checks: &mut Checks, there: &BTreeSet<String>, pools: &BTreeSet<String>) {
        checks.at_most("minima", self.minima.len(), MOST);
        let mut named = BTreeSet::new();
        for (n, said) in self.minima.iter().enumerate() {
            let at = |name: &str| format!("minima/{n}/{name}");
            if let Some(id) = &said.id {
                checks.known(&at("id"), id, there.contains(id) && named.insert(id));
            }
            checks.one_of::<MinimumKind>(&at("kind"), &said.kind);
            checks.within(&at("value"), f64::from(said.value), 1.0, 744.0);
            checks.known(&at("pool_id"), &said.pool_id, pools.contains(&said.pool_id));
            let ends = said.last_date.is_none_or(|last| last >= said.first_date);
            checks.order(&at("last_date"), ends);
            checks.says(&at("source"), &said.source);
            checks.no_longer(&at("source"), &said.source, 200);
            checks.no_longer(&at("document"), &said.document, 100);
            checks.no_longer(&at("url"), &said.url, 500);
            checks.web_address(&at("url"), &said.url);
        }
    }

    fn rows(self, district_id: &str, new_id: impl Fn() -> String) -> Vec<MinimumRow> {
        let row = |said: MinimumBody| MinimumRow {
            id: said.id.unwrap_or_else(&new_id),
            district_id: district_id.to_owned(),
            kind: said.kind,
            value: said.value,
            pool_id: said.pool_id,
            first_date: said.first_date,
            last_date: said.last_date,
            source: said.source.trim().to_owned(),
            document: said.document.trim().to_owned(),
            url: said.url,
        };
        self.minima.into_iter().map(row).collect()
    }
}

/// A month beside what the law asks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LegalBody {
    /// What no roster of the month can meet, by what is known before it is solved.
    pub cannot_meet: Vec<UnderBody>,
    /// What is not met as the month is held now; empty before somebody is on it.
    pub under: Vec<UnderBody>,
    /// By whose word it was published all the same.
    pub overrides: Vec<OverrideBody>,
}

/// By whose word a version was published under legal minima.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverrideBody {
    /// Its id.
    pub id: String,
    /// Number of the version.
    pub version: i32,
    /// When.
    pub given_at: DateTime<Utc>,
    /// Whose word it was.
    pub given_by: String,
    /// Why.
    pub reason: String,
    /// What was not met then.
    pub accepted: Vec<UnderBody>,
}

impl LegalBody {
    /// In a language; without people for whoever may not see them.
    #[must_use]
    pub fn new(lang: Lang, standing: &Standing, sees_people: bool) -> Self {
        let bodies = |all: &[NamedUnder], sight| {
            let all = all.iter();
            all.map(|one| UnderBody::new(lang, one, sight, sees_people))
                .collect()
        };
        let given = |one: &Override| OverrideBody {
            id: one.id.clone(),
            version: one.version,
            given_at: one.given_at.and_utc(),
            given_by: one.given_by.clone(),
            reason: one.reason.clone(),
            accepted: bodies(&one.accepted, Sight::Held),
        };
        Self {
            cannot_meet: bodies(&standing.cannot, Sight::Ahead),
            under: bodies(&standing.under, Sight::Held),
            overrides: standing.overrides.iter().map(given).collect(),
        }
    }
}

/// How to publish.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPublication {
    /// That it may be under legal minima; kept with the version, under the caller's name.
    #[serde(default)]
    pub legal_override: Option<OverrideWord>,
}

/// That a version may be under legal minima.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideWord {
    /// Why.
    pub reason: String,
    /// Each station and person with whom one is not met, as the refusal names them.
    pub accepts: Vec<Accepts>,
}

/// A minimum, and a station or a person with whom it is not met.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepts {
    /// The minimum.
    pub minimum_id: String,
    /// The station.
    #[serde(default)]
    pub station_id: Option<String>,
    /// The person.
    #[serde(default)]
    pub person_id: Option<String>,
}

impl NewPublication {
    /// What is accepted, if anything is.
    pub(super) fn read(self) -> Result<Option<NewOverride>, Problem> {
        let Some(said) = self.legal_override else {
            return Ok(None);
        };
        let mut checks = Checks::default();
        checks.reason("legal_override/reason", &said.reason);
        let mut accepts = Vec::new();
        for (n, one) in said.accepts.into_iter().enumerate() {
            let whom = match (one.station_id, one.person_id) {
                (Some(id), None) => Some(Whom::Station(id)),
                (None, Some(id)) => Some(Whom::Person(id)),
                _ => None,
            };
            checks.given(&format!("legal_override/accepts/{n}"), whom.is_some());
            accepts.extend(whom.map(|whom| (one.minimum_id, whom)));
        }
        checks.done()?;
        Ok(Some(NewOverride {
            reason: said.reason.trim().to_owned(),
            accepts,
        }))
    }
}

async fn answer(service: &Service, district: DistrictRow) -> Result<HttpResponse, Problem> {
    let id = district.id;
    let rows = blocking::read(service, move |c| legal_minima::of_district(c, &id)).await?;
    let body = MinimaBody {
        minima: rows.into_iter().map(MinimumBody::from).collect(),
        revision: district.revision,
    };
    Ok(with_etag(StatusCode::OK, district.revision, &body))
}

/// What the law asks for in a district, with the ETag of the district.
#[utoipa::path(tag = "places", responses((status = 200, body = MinimaBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/districts/{id}/legal-minima")]
pub(super) async fn show_minima(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let district: DistrictRow = kept::find(&service, &caller, Deed::Look, &id).await?;
    answer(&service, district).await
}

/// Says what the law asks for in a district, in the place of what was said before. Needs `If-Match` with the district's ETag. It is asked of
/// months that are set up already too; what was published stays published.
#[utoipa::path(tag = "places", request_body = NewMinima,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = MinimaBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/districts/{id}/legal-minima")]
pub(super) async fn put_minima(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<NewMinima>,
) -> Result<HttpResponse, Problem> {
    let district: DistrictRow = kept::find(&service, &caller, Deed::SetUp, &id).await?;
    let of = district.id.clone();
    let known = blocking::read(&service, move |c| {
        let there = legal_minima::of_district(c, &of)?;
        Ok::<_, crate::store::StoreError>((there, people::all_pools(c)?))
    });
    let (there, pools) = known.await?;
    let there = there.into_iter().map(|row| row.id).collect();
    let pools = pools.into_iter().map(|pool| pool.id).collect();
    let mut checks = Checks::default();
    said.check(&mut checks, &there, &pools);
    checks.done()?;
    let context = caller.context(&service);
    let rows = said.rows(&district.id, || context.new_id());
    let kept = blocking::run(&service, move |service| {
        say_minima(&service.store, &context, (&district.id, seen.0), &rows)
    });
    answer(&service, kept.await?).await
}
