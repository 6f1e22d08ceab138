//! Rosters: list, read, set a month up. What is done to one is in `generations`; what it holds in `duties`, what it said in
//! `versions`.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zhiban_solver::roster;

use super::body::Body;
use super::check::Checks;
use super::kept::{self, ListQuery, cut};
use super::legal_minima::LegalBody;
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::{located, with_etag};
use crate::actions::check_minima::standing;
use crate::actions::set_up_month::set_up_month;
use crate::actions::show_month::Proof;
use crate::actions::show_rosters::{Counts, RosterFigures, show_rosters};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::rosters::{self, RosterRow};
use crate::store::{StoreError, pages as rows};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A district's month.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterBody {
    /// Its id.
    pub id: String,
    /// The district.
    pub district_id: String,
    /// `2026-12`.
    pub month: String,
    /// `draft`, `solving`, `proposed` or `published`.
    pub state: String,
    /// Number of the last published version, 0 before the first.
    pub version: i32,
    /// How its duties are held.
    pub counts: CountsBody,
    /// What is proven of it; null before the first generation.
    pub proof: Option<ProofBody>,
    /// The generation or publication that was started last.
    pub job_id: Option<String>,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// Counts of the duties that are held in this month.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountsBody {
    /// All.
    pub duties: usize,
    /// With as many people as they need.
    pub covered: usize,
    /// Of these, with fewer than they would like.
    pub below_ideal: usize,
    /// With fewer than they need.
    pub uncovered: usize,
}

/// How good a roster is, and what proves it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofBody {
    /// The price of the roster.
    pub objective: i64,
    /// No roster is cheaper than this.
    pub bound: f64,
    /// How far it may be from the best, as a share of its price; 0 is proven best.
    pub gap: f64,
    /// Whether no better roster exists.
    pub optimal: bool,
    /// How long the solve took.
    pub seconds: f64,
    /// How many districts were solved together: price, bound and gap are theirs together.
    pub districts: i32,
    /// What the bound rests on: `prices` that an independent program summed up again, or `branch-and-bound` of HiGHS.
    #[schema(example = "prices")]
    pub rests_on: &'static str,
}

/// A district's month beside what the law asks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeRosterBody {
    /// The month.
    #[serde(flatten)]
    pub roster: RosterBody,
    /// What of legal minima cannot be met, is not met, and was accepted.
    pub legal: LegalBody,
}

/// A month to set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoster {
    /// The district.
    pub district_id: String,
    /// The month.
    #[schema(example = "2026-12")]
    pub month: String,
}

impl From<RosterFigures> for RosterBody {
    fn from(shown: RosterFigures) -> Self {
        let row = shown.roster;
        Self {
            id: row.id,
            district_id: row.district_id,
            month: row.month,
            state: row.state,
            version: row.version,
            counts: shown.counts.into(),
            proof: shown.proof.map(ProofBody::from),
            job_id: row.job_id,
            created_at: row.created_at.and_utc(),
            published_at: row.published_at.map(|at| at.and_utc()),
            revision: row.revision,
        }
    }
}

impl From<Counts> for CountsBody {
    fn from(counts: Counts) -> Self {
        Self {
            duties: counts.duties,
            covered: counts.covered,
            below_ideal: counts.below_ideal,
            uncovered: counts.uncovered,
        }
    }
}

impl From<Proof> for ProofBody {
    fn from(proof: Proof) -> Self {
        let rests_on = if proof.is_recounted {
            roster::Proof::Prices
        } else {
            roster::Proof::BranchAndBound
        };
        Self {
            objective: proof.objective,
            bound: proof.bound,
            gap: proof.gap(),
            optimal: proof.optimal,
            seconds: proof.seconds,
            districts: proof.rosters,
            rests_on: rests_on.word(),
        }
    }
}

/// The roster with this id, where the deed is the caller's in its district.
pub(super) async fn find(
    service: &Service,
    caller: &Caller,
    deed: Deed,
    id: &str,
) -> Result<RosterRow, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| rosters::find(c, &id)).await?;
    let roster = found.ok_or_else(Problem::not_found)?;
    caller.district(service, deed, &roster.district_id).await?;
    Ok(roster)
}

/// The rosters of the caller's districts.
#[utoipa::path(tag = "rosters", params(ListQuery), responses((status = 200, body = Page<RosterBody>)))]
#[get("/rosters")]
pub(super) async fn list_rosters(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<RosterBody>>, Problem> {
    let (limit, cut) = cut(&query.page())?;
    let districts = kept::districts(&service, &caller, Deed::Look, &query).await?;
    let shown = blocking::read(&service, move |c| {
        let rows = rows::rosters(c, &districts, &cut)?;
        show_rosters(c, rows)
    });
    let id = |shown: &RosterFigures| shown.roster.id.clone();
    Ok(Json(Page::of(shown.await?, limit, id, RosterBody::from)))
}

/// Sets a district's month up: a draft with the duties that its templates ask for.
#[utoipa::path(tag = "rosters", request_body = NewRoster, responses((status = 201, body = WholeRosterBody),
    (status = 409, description = "`month-set-up-already`; `Location` names the roster", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/rosters")]
pub(super) async fn set_up_roster(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    Body(new): Body<NewRoster>,
) -> Result<HttpResponse, Problem> {
    let district = caller
        .district(&service, Deed::Plan, &new.district_id)
        .await?;
    let mut checks = Checks::default();
    let month = checks.month("month", &new.month);
    checks.done()?;
    let month = month.ok_or_else(Problem::invalid)?;
    let context = caller.context(&service);
    let id = blocking::run(&service, move |service| {
        set_up_month(&service.store, &context, &district.id, month)
    })
    .await?;
    let answer = show((&service, &caller, lang), StatusCode::CREATED, &id).await?;
    located(answer, &format!("/api/v1/rosters/{id}"))
}

/// One roster with its figures and its ETag.
#[utoipa::path(tag = "rosters", responses((status = 200, body = WholeRosterBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/rosters/{id}")]
pub(super) async fn show_roster(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let roster = find(&service, &caller, Deed::Look, &id).await?;
    show((&service, &caller, lang), StatusCode::OK, &roster.id).await
}

async fn show(
    (service, caller, lang): (&Service, &Caller, Lang),
    status: StatusCode,
    id: &str,
) -> Result<HttpResponse, Problem> {
    let id = id.to_owned();
    let shown = blocking::read(service, move |c| {
        let Some(roster) = rosters::find(c, &id)? else {
            return Ok(None);
        };
        let law = standing(c, &roster)?;
        let figures = show_rosters(c, vec![roster])?.pop();
        Ok::<_, StoreError>(figures.map(|figures| (figures, law)))
    });
    let (shown, law) = shown.await?.ok_or_else(Problem::not_found)?;
    let sees_people = caller.district(service, Deed::SeePeople, &shown.roster.district_id);
    let legal = LegalBody::new(lang, &law, sees_people.await.is_ok());
    let revision = shown.roster.revision;
    let roster = RosterBody::from(shown);
    Ok(with_etag(
        status,
        revision,
        &WholeRosterBody { roster, legal },
    ))
}
