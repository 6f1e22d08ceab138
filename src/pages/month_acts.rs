//! What the buttons of the first page and of a month's page do: set up, generate, cancel, publish. Each leads back to the month.

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, post};
use serde::Deserialize;

use super::month_grid::month_path;
use crate::actions::cancel_job::cancel_job;
use crate::actions::check_minima::not_accepted;
use crate::actions::generate_roster;
use crate::actions::override_minima::NewOverride;
use crate::actions::set_up_month::{SetUpError, set_up_month};
use crate::actions::show_month::ShowMonthError;
use crate::domain::access::Deed;
use crate::domain::calendar::Month;
use crate::domain::legal_minimum::fingerprint;
use crate::service::Service;
use crate::store::rosters::{self, RosterRow};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::check::Checks;
use crate::web::minima;
use crate::web::problem::{At, Problem, Said};

/// Which month to set up.
#[derive(Debug, Deserialize)]
pub(super) struct SetUp {
    month: String,
}

/// Which job to cancel: the one that the page showed, not one that was started since.
#[derive(Debug, Deserialize)]
pub(super) struct Cancel {
    job: String,
}

/// Why it is published under legal minima, and which of them the page showed.
#[derive(Debug, Deserialize)]
pub(super) struct Publication {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    seen: String,
}

#[post("/districts/{district}/months")]
pub(super) async fn post_set_up(
    caller: Caller,
    service: Data<Service>,
    district: Path<String>,
    form: Form<SetUp>,
) -> Result<HttpResponse, Problem> {
    let district = caller.district(&service, Deed::Plan, &district).await?;
    let month = Month::parse(&form.month).ok_or_else(|| no_month(&form.month))?;
    let path = month_path(&district.id, &month.to_string());
    let context = caller.context(&service);
    blocking::run(&service, move |service| {
        match set_up_month(&service.store, &context, &district.id, month) {
            // Pressed twice is the same as once.
            Ok(_) | Err(SetUpError::Done { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    })
    .await?;
    Ok(see(path))
}

#[post("/districts/{district}/months/{month}/generation")]
pub(super) async fn post_generation(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let roster = planned(&caller, &service, path.into_inner()).await?;
    let (context, id) = (caller.context(&service), roster.id);
    blocking::run(&service, move |service| {
        generate_roster::start(&service.store, &context, &[id])
    })
    .await?;
    Ok(see(month_path(&roster.district_id, &roster.month)))
}

#[post("/districts/{district}/months/{month}/cancel")]
pub(super) async fn post_cancel(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    form: Form<Cancel>,
) -> Result<HttpResponse, Problem> {
    let roster = planned(&caller, &service, path.into_inner()).await?;
    let (context, id) = (caller.context(&service), form.into_inner().job);
    if roster.job_id.as_ref() != Some(&id) {
        return Err(Problem::not_found());
    }
    // It may work on other districts too: only who plans them all stops it.
    let job = id.clone();
    let all = blocking::read(&service, move |c| rosters::of_job(c, &job)).await?;
    for other in all {
        let planned = caller.district(&service, Deed::Plan, &other.district_id);
        planned.await.map_err(|_| Problem::not_allowed())?;
    }
    blocking::run(&service, move |service| {
        cancel_job(&service.store, &context, &service.asking(), &id)
    })
    .await?;
    Ok(see(month_path(&roster.district_id, &roster.month)))
}

#[post("/districts/{district}/months/{month}/publication")]
pub(super) async fn post_publication(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    lang: Lang,
    form: Form<Publication>,
) -> Result<HttpResponse, Problem> {
    let roster = planned(&caller, &service, path.into_inner()).await?;
    let path = month_path(&roster.district_id, &roster.month);
    let (context, id) = (caller.context(&service), roster.id.clone());
    let given = accepted(&service, form.into_inner(), roster).await?;
    minima::start_publication(&service, context, lang, id, given).await?;
    Ok(see(path))
}

/// What is accepted: what the page showed, if that is still all that is not met. None where the page showed nothing.
async fn accepted(
    service: &Service,
    form: Publication,
    roster: RosterRow,
) -> Result<Option<NewOverride>, Problem> {
    if form.seen.is_empty() {
        return Ok(None);
    }
    let mut checks = Checks::default();
    checks.reason("reason", &form.reason);
    checks.done()?;
    let left = blocking::read(service, move |c| not_accepted(c, &roster)).await?;
    let is_seen = fingerprint(&left) == form.seen;
    let accepts = left.into_iter().filter(|_| is_seen);
    Ok(Some(NewOverride {
        reason: form.reason.trim().to_owned(),
        accepts: accepts.map(|one| (one.minimum.id, one.whom)).collect(),
    }))
}

/// The roster of a month that the caller plans.
async fn planned(
    caller: &Caller,
    service: &Service,
    (district, month): (String, String),
) -> Result<RosterRow, Problem> {
    let district = caller.district(service, Deed::Plan, &district).await?;
    let found =
        blocking::read(service, move |c| rosters::of_month(c, &district.id, &month)).await?;
    found.ok_or_else(|| ShowMonthError::NotSetUp.into())
}

fn no_month(text: &str) -> Problem {
    let arguments = vec![
        ("value", text.to_owned().into()),
        ("right", "2026-12".into()),
    ];
    Problem::invalid().at(
        At::Body("/month".to_owned()),
        Said::Message("problem-place-format", arguments),
    )
}

/// Leads on to a page, so that pressing "reload" there sends nothing again.
fn see(path: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}
