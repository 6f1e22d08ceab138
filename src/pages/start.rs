//! The first page: the months of each district, the latest of each as a small grid of signs, and where everything else is.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use askama::Template;

use super::conflicts::{self, ConflictItem};
use super::duty_mark::{self, LegendEntry};
use super::ending::{self, EndingItem};
use super::frame::Frame;
use super::held::{self, HeldItem};
use super::html;
use super::month_grid::{Grid, month_path};
use super::questions::{self, QuestionList};
use crate::actions::show_month::{self, ShowMonthError};
use crate::actions::show_start::{DistrictMonths, MonthFigures, show_start};
use crate::domain::access::Deed;
use crate::domain::calendar::Month;
use crate::domain::roster::RosterState;
use crate::service::Service;
use crate::store::places::{CityRow, DistrictRow};
use crate::store::{Store, StoreError};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::{Caller, place};
use crate::web::problem::Problem;

/// Most districts whose months are shown as grids; who sees more has the figures.
const MOST_GRIDS: usize = 6;

/// The page.
#[derive(Debug, Template)]
#[template(path = "start.html")]
pub struct StartPage {
    /// What stands around it.
    pub frame: Frame,
    /// The districts that the caller sees.
    pub districts: Vec<StartDistrict>,
    /// The latest month of each district, where they are few.
    pub grids: Vec<SmallMonth>,
    /// What the signs mean.
    pub legend: Vec<LegendEntry>,
    /// What residents ask, where the caller may answer.
    pub questions: Option<QuestionList>,
    /// Appointments that may be in conflict of interest, where the caller books.
    pub conflicts: Vec<ConflictItem>,
    /// What is held for residents whom nobody may write to, where the caller may tell them.
    pub held: Vec<HeldItem>,
    /// Licences and approvals that end soon, where the caller plans.
    pub ending: Vec<EndingItem>,
    /// Whether the caller may import lists of a city or district.
    pub may_import: bool,
}

impl StartPage {
    /// What stands there for somebody who has not signed in.
    fn signed_out(frame: Frame) -> Self {
        Self {
            frame,
            districts: Vec::new(),
            grids: Vec::new(),
            legend: Vec::new(),
            questions: None,
            conflicts: Vec::new(),
            held: Vec::new(),
            ending: Vec::new(),
            may_import: false,
        }
    }
}

/// A district.
#[derive(Debug)]
pub struct StartDistrict {
    /// Its name.
    pub name: String,
    /// The city's name.
    pub city: String,
    /// Its months, the latest first.
    pub months: Vec<StartMonth>,
    /// The months that the caller can set up.
    pub set_up: Option<SetUpForm>,
}

/// The form that sets a month up.
#[derive(Debug)]
pub struct SetUpForm {
    /// Where it is sent.
    pub action: String,
    /// Id of its field, since a page has several.
    pub id: String,
    /// What can be chosen.
    pub months: Vec<MonthChoice>,
}

/// A month that can be set up.
#[derive(Debug)]
pub struct MonthChoice {
    /// `2026-12`.
    pub value: String,
    /// `2026年12月`.
    pub name: String,
    /// Whether it is the one that is probably wanted.
    pub is_next: bool,
}

/// A district's month as a grid of signs, without names: whoever may look may see it.
#[derive(Debug)]
pub struct SmallMonth {
    /// `云东区 2026年12月`.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it stands, in words.
    pub state: String,
    /// The same as a class of the style sheet.
    pub state_class: &'static str,
    /// The grid.
    pub grid: Grid,
}

impl SmallMonth {
    /// The small grid of a month.
    #[must_use]
    pub fn new(lang: Lang, month: &show_month::Month) -> Self {
        let district = duty_mark::name(lang, &month.district);
        Self {
            title: format!("{district} {}", lang.month(&month.month)),
            href: month_path(&month.district_id, &month.month),
            state: lang.word("roster-state", month.state.as_str()),
            state_class: month.state.as_str(),
            grid: Grid::new(lang, month),
        }
    }
}

/// A month of a district.
#[derive(Debug)]
pub struct StartMonth {
    /// `2026年12月`.
    pub name: String,
    /// The grid.
    pub href: String,
    /// Where it stands, in words.
    pub state: String,
    /// The same as a class of the style sheet.
    pub state_class: &'static str,
    /// Figures in a sentence.
    pub figures: String,
}

#[get("/")]
pub(super) async fn show_start_page(
    caller: Result<Caller, Problem>,
    service: Data<Service>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::new(lang, "/");
    let caller = match caller {
        Ok(caller) => caller,
        Err(problem) if problem.code == "not-signed-in" => {
            return html(&StartPage::signed_out(frame));
        }
        Err(problem) => return Err(problem),
    };
    let districts = caller.districts(&service, Deed::Look).await?;
    let planned: Vec<bool> = districts
        .iter()
        .map(|(_, district)| caller.must(Deed::Plan, place(district)).is_ok())
        .collect();
    let books = |district: &DistrictRow| caller.must(Deed::Book, place(district)).is_ok();
    let own = districts.iter().filter(|(_, district)| books(district));
    let own: Vec<(CityRow, DistrictRow)> = own.cloned().collect();
    let questions = questions::list(&service, lang, &own).await?;
    let conflicts = conflicts::list(&service, lang, &own).await?;
    let held = held::list(&service, lang, own).await?;
    let plans = districts.iter().zip(&planned).filter(|(_, plans)| **plans);
    let plans = plans.map(|(district, _)| district.clone()).collect();
    let ending = ending::list(&service, lang, plans).await?;
    let now = service.clock.now();
    let (shown, months) = blocking::run(&service, move |service| {
        let shown = show_start(&service.store, now, &districts)?;
        let months = latest_months(&service.store, &districts, &shown)?;
        Ok::<_, StoreError>((shown, months))
    })
    .await?;
    html(&StartPage {
        may_import: caller.access.anywhere(Deed::Plan),
        districts: shown
            .iter()
            .zip(planned)
            .map(|(shown, plans)| district(lang, shown, plans))
            .collect(),
        grids: months
            .iter()
            .map(|month| SmallMonth::new(lang, month))
            .collect(),
        legend: duty_mark::legend(lang),
        questions,
        conflicts,
        held,
        ending,
        frame: frame.signed_in(caller.name),
    })
}

/// The latest generated month of each district that has one; none where the districts are many.
fn latest_months(
    store: &Store,
    districts: &[(CityRow, DistrictRow)],
    shown: &[DistrictMonths],
) -> Result<Vec<show_month::Month>, StoreError> {
    if districts.len() > MOST_GRIDS {
        return Ok(Vec::new());
    }
    let mut months = Vec::new();
    for ((_, district), own) in districts.iter().zip(shown) {
        let Some(latest) = own.months.iter().find(|month| is_generated(month)) else {
            continue;
        };
        match show_month::show_month(store, district, &latest.month) {
            Ok(month) => months.push(month),
            Err(ShowMonthError::Store(error)) => return Err(error),
            // Read before and gone since: then there is no grid.
            Err(ShowMonthError::NoMonth | ShowMonthError::NotSetUp) => {}
        }
    }
    Ok(months)
}

fn district(lang: Lang, shown: &DistrictMonths, plans: bool) -> StartDistrict {
    StartDistrict {
        name: duty_mark::name(lang, &shown.name).to_owned(),
        city: duty_mark::name(lang, &shown.city).to_owned(),
        months: shown
            .months
            .iter()
            .map(|month| start_month(lang, &shown.district_id, month))
            .collect(),
        set_up: plans.then(|| set_up(lang, shown)),
    }
}

fn set_up(lang: Lang, shown: &DistrictMonths) -> SetUpForm {
    let choice = |month: &Month| MonthChoice {
        value: month.to_string(),
        name: lang.month(&month.to_string()),
        is_next: *month == shown.next,
    };
    SetUpForm {
        action: format!("/districts/{}/months", shown.district_id),
        id: format!("month-{}", shown.district_id),
        months: shown.open.iter().map(choice).collect(),
    }
}

/// Figures of a month that was generated; before that nobody is on it, and which days its adviser days fall on is open.
fn figures(lang: Lang, month: &MonthFigures) -> String {
    if !is_generated(month) {
        return lang.text("start-not-generated");
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
    lang.text_with(
        "start-figures",
        &[
            ("count", number(month.duties)),
            ("covered", number(month.covered)),
            ("uncovered", number(month.duties - month.covered)),
        ],
    )
}

fn is_generated(month: &MonthFigures) -> bool {
    matches!(month.state, RosterState::Proposed | RosterState::Published)
}

fn start_month(lang: Lang, district_id: &str, month: &MonthFigures) -> StartMonth {
    StartMonth {
        name: lang.month(&month.month),
        href: month_path(district_id, &month.month),
        state: lang.word("roster-state", month.state.as_str()),
        state_class: month.state.as_str(),
        figures: figures(lang, month),
    }
}
