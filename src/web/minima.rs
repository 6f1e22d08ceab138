//! What is said of legal minima, and a publication that may be under one: for the API and for pages.

use actix_web::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::blocking;
use super::problem::{At, Problem, Said};
use crate::actions::Context;
use crate::actions::check_minima::NamedUnder;
use crate::actions::override_minima::NewOverride;
use crate::actions::publish_roster::{self, PublishError};
use crate::domain::legal_minimum::{MinimumKind, Whom};
use crate::domain::word_set::Listed;
use crate::service::Service;
use crate::texts::{Lang, Value};

/// A station or person with whom a legal minimum is not met.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnderBody {
    /// The minimum.
    pub minimum_id: String,
    /// `hours-on-site` or `stations-per-adviser`.
    pub kind: &'static str,
    /// Least hours a month, or most stations.
    pub value: u32,
    /// Where it is written: name of the regulation.
    pub source: String,
    /// Its number; may be empty.
    pub document: String,
    /// The station, where it is about one.
    pub station_id: Option<String>,
    /// The person, where it is about one, for whoever may see people.
    pub person_id: Option<String>,
    /// What is there: hours on site, or stations.
    pub found: f64,
    /// On how many days of the month the station is closed.
    pub closed_days: i64,
    /// All of it in a sentence.
    pub text: String,
}

/// What is said of something that is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// No roster can meet it.
    Ahead,
    /// It is not met as the month is held.
    Held,
}

impl UnderBody {
    /// In a language; of a person only that there is one, for whoever may not see people.
    #[must_use]
    pub fn new(lang: Lang, one: &NamedUnder, sight: Sight, sees_people: bool) -> Self {
        let under = &one.under;
        let minimum = &under.minimum;
        let (station_id, person_id) = match &under.whom {
            Whom::Station(id) => (Some(id.clone()), None),
            Whom::Person(id) => (None, sees_people.then(|| id.clone())),
        };
        Self {
            minimum_id: minimum.id.clone(),
            kind: minimum.kind.as_str(),
            value: minimum.value,
            source: minimum.source.clone(),
            document: minimum.document.clone(),
            station_id,
            person_id,
            found: found(one),
            closed_days: under.closed_days,
            text: said(lang, one, sight, sees_people),
        }
    }
}

/// Hours, to the hundredth, or stations.
#[allow(clippy::cast_precision_loss, reason = "minutes of a month")]
fn found(one: &NamedUnder) -> f64 {
    let found = one.under.found as f64;
    match one.under.minimum.kind {
        MinimumKind::HoursOnSite => (found / 60.0 * 100.0).round() / 100.0,
        MinimumKind::StationsPerAdviser => found,
    }
}

/// A sentence: where or who, the figure, the minimum, its source.
#[must_use]
pub fn said(lang: Lang, one: &NamedUnder, sight: Sight, sees_people: bool) -> String {
    let minimum = &one.under.minimum;
    let is_hidden = !sees_people && matches!(one.under.whom, Whom::Person(_));
    let name = if is_hidden {
        lang.text("minimum-somebody")
    } else {
        one.name.clone()
    };
    let source = if minimum.document.is_empty() {
        minimum.source.clone()
    } else {
        let of = [
            ("source", minimum.source.as_str().into()),
            ("document", minimum.document.as_str().into()),
        ];
        lang.text_with("minimum-source", &of)
    };
    let mut arguments: Vec<(&'static str, Value<'_>)> = vec![
        ("name", name.into()),
        ("found", found(one).to_string().into()),
        ("value", i64::from(minimum.value).into()),
        ("source", source.into()),
    ];
    let id = match (minimum.kind, sight) {
        (MinimumKind::HoursOnSite, sight) => {
            let pool = lang.name(&one.pool.own, &one.pool.english);
            arguments.push(("pool", pool.to_owned().into()));
            match sight {
                Sight::Ahead => "minimum-hours-ahead",
                Sight::Held => "minimum-hours-held",
            }
        }
        (MinimumKind::StationsPerAdviser, Sight::Ahead) => "minimum-stations-ahead",
        (MinimumKind::StationsPerAdviser, Sight::Held) => "minimum-stations-held",
    };
    let said = lang.text_with(id, &arguments);
    if one.under.closed_days == 0 {
        return said;
    }
    let closed = lang.count("minimum-closed", one.under.closed_days);
    format!("{said}{}{closed}", lang.text("sentence-joint"))
}

/// Starts a publication. What is not met and not accepted is told, each in a sentence.
pub async fn start_publication(
    service: &Service,
    context: Context,
    lang: Lang,
    roster_id: String,
    given: Option<NewOverride>,
) -> Result<String, Problem> {
    let started = blocking::run(service, move |service| {
        let started = publish_roster::start(&service.store, &context, &roster_id, given.as_ref());
        Ok::<_, Problem>(started)
    });
    match started.await? {
        Ok(job) => Ok(job),
        Err(PublishError::UnderMinimum(left)) => Err(under(lang, &left)),
        Err(error) => Err(error.into()),
    }
}

fn under(lang: Lang, left: &[NamedUnder]) -> Problem {
    let count = i64::try_from(left.len()).unwrap_or(i64::MAX);
    let bodies = left
        .iter()
        .map(|one| UnderBody::new(lang, one, Sight::Held, true));
    let bodies: Vec<UnderBody> = bodies.collect();
    let mut problem =
        Problem::new(StatusCode::CONFLICT, "under-legal-minimum").with("count", count);
    for body in &bodies {
        let place = At::Body(String::new());
        problem = problem.at(place, Said::Plain(body.text.clone()));
    }
    problem.member("under", bodies)
}
