//! What residents said after their visits: by quarter, station and language, never by resident.

use actix_web::get;
use actix_web::web::{Data, Json, Query};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::kept;
use super::page::{Page, PageQuery};
use super::problem::ProblemBody;
use crate::actions::show_ratings::{RatingGroup, show_ratings};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::web::blocking;
use crate::web::caller::{Caller, place};
use crate::web::problem::{At, Problem, Said};

/// Most years between the dates.
const MOST_YEARS: i32 = 10;
/// Years whose dates are taken.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2999;

/// Which visits.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RatingsQuery {
    /// Only this district's; without it, those of every district that the caller sees.
    pub district: Option<String>,
    /// From the quarter of this date on; three quarters before `to` when nothing is said.
    #[param(example = "2026-10-01")]
    pub from: Option<NaiveDate>,
    /// To the quarter of this date; today's when nothing is said.
    #[param(example = "2026-12-31")]
    pub to: Option<NaiveDate>,
    /// Most items of the page: 1 to 200, 50 when nothing is said.
    pub limit: Option<u16>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// What residents who speak a language said of a station in a quarter.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingsRow {
    /// The quarter of the visits.
    #[schema(example = "2026-Q4")]
    pub quarter: String,
    /// Its first date.
    pub first_date: NaiveDate,
    /// The district of the station; by video, the one that the resident turned to.
    pub district_id: String,
    /// Where; null by video.
    pub station_id: Option<String>,
    /// BCP 47 tag of the language the resident speaks: the first by alphabet of those they named.
    pub language: String,
    /// Residents who answered.
    pub count: i64,
    /// Residents whose answers the figures are of: whole groups of five, so that no answer shows by itself. 0 where fewer than five
    /// answered.
    pub told: i64,
    /// Did it help you with your matter? Null where fewer than five answered.
    pub helped: Option<AnswersBody>,
    /// Were you understood, and did you understand? Null where fewer than five answered.
    pub understood: Option<AnswersBody>,
}

/// The answers to a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswersBody {
    /// From 1 (not at all) to 5 (wholly), rounded to hundredths.
    pub mean: f64,
    /// How many gave each answer, from 1 to 5.
    pub answers: [i64; 5],
}

impl AnswersBody {
    fn new(answers: [i64; 5]) -> Option<Self> {
        let count: i64 = answers.iter().sum();
        let points: i64 = (1..).zip(answers).map(|(answer, n)| answer * n).sum();
        if count == 0 {
            return None;
        }
        // Counts of people: far below where a double loses whole numbers.
        #[allow(clippy::cast_precision_loss, reason = "as the line above says")]
        let mean = (points as f64 / count as f64 * 100.0).round() / 100.0;
        Some(Self { mean, answers })
    }
}

impl From<RatingGroup> for RatingsRow {
    fn from(group: RatingGroup) -> Self {
        Self {
            quarter: group.quarter.to_string(),
            first_date: group.quarter.first(),
            district_id: group.district_id,
            station_id: group.station_id,
            language: group.language,
            count: group.count,
            told: group.told,
            helped: AnswersBody::new(group.helped),
            understood: AnswersBody::new(group.understood),
        }
    }
}

impl RatingsQuery {
    fn check(&self) -> Result<(), Problem> {
        let wrong = |name: &str, id, arguments| {
            let at = At::Query(name.to_owned());
            Err(Problem::invalid().at(at, Said::Message(id, arguments)))
        };
        for (name, date) in [("from", self.from), ("to", self.to)] {
            if let Some(date) = date.filter(|date| !YEARS.contains(&date.year())) {
                let arguments = vec![
                    ("value", date.to_string().into()),
                    ("least", format!("{}-01-01", YEARS.start()).into()),
                    ("most", format!("{}-12-31", YEARS.end()).into()),
                ];
                return wrong(name, "problem-place-range", arguments);
            }
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return wrong("to", "problem-place-order", Vec::new());
        }
        Ok(())
    }

    /// Refuses a beginning further from the end than is shown at once.
    fn check_length(&self, today: NaiveDate) -> Result<(), Problem> {
        let to = self.to.unwrap_or(today);
        let years = to.year() - self.from.unwrap_or(to).year();
        if years <= MOST_YEARS {
            return Ok(());
        }
        let arguments = vec![("most", i64::from(MOST_YEARS).into())];
        let said = Said::Message("problem-place-years", arguments);
        Err(Problem::invalid().at(At::Query("from".to_owned()), said))
    }
}

/// What residents said after their visits, of the districts that the caller sees: rows by quarter, district, station and language. There is
/// no row where nobody answered, and no sum of rows.
#[utoipa::path(tag = "appointments", params(RatingsQuery), responses((status = 200, body = Page<RatingsRow>),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/ratings")]
pub(super) async fn list_ratings(
    caller: Caller,
    service: Data<Service>,
    query: Query<RatingsQuery>,
) -> Result<Json<Page<RatingsRow>>, Problem> {
    let now = service.clock.now();
    let page = PageQuery {
        limit: query.limit,
        after: query.after.clone(),
    };
    let (limit, cut) = kept::cut(&page)?;
    query.check()?;
    query.check_length(now.date_naive())?;
    let mut seen = caller.districts(&service, Deed::Look).await?;
    if let Some(id) = &query.district {
        let wanted = caller.district(&service, Deed::Look, id).await?;
        seen.retain(|(_, district)| place(district) == place(&wanted));
    }
    let (from, to) = (query.from, query.to);
    let groups = blocking::run(&service, move |service| {
        show_ratings(&service.store, now, &seen, (from, to), &cut)
    });
    let rows = groups.await?;
    Ok(Json(Page::of(
        rows,
        limit,
        RatingGroup::list_key,
        RatingsRow::from,
    )))
}
