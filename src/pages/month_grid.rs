//! The district's month as a grid: stations down, days across; the same as a list by day for narrow screens.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use super::duty_mark::{self, DayMark, DutyMark, LegendEntry};
use super::frame::Frame;
use super::month_law::LawMark;
use super::month_steps::{Steps, Viewer};
use super::{html, month_days};
use crate::actions::show_month::{Day, Month, Proof, show_month};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::{Caller, place};
use crate::web::problem::Problem;

/// The grid.
#[derive(Debug, Template)]
#[template(path = "month_grid.html")]
pub struct MonthGridPage {
    /// What stands around it.
    pub frame: Frame,
    /// Head and figures.
    pub summary: Summary,
    /// What to do next.
    pub steps: Steps,
    /// Stations down, days across.
    pub grid: Grid,
    /// What the signs mean.
    pub legend: Vec<LegendEntry>,
}

/// Stations down, days across.
#[derive(Debug)]
pub struct Grid {
    /// One for each column.
    pub days: Vec<DayMark>,
    /// One for each station.
    pub rows: Vec<GridRow>,
}

/// The list by day.
#[derive(Debug, Template)]
#[template(path = "month_list.html")]
pub struct MonthListPage {
    /// What stands around it.
    pub frame: Frame,
    /// Head and figures.
    pub summary: Summary,
    /// What to do next.
    pub steps: Steps,
    /// The days that have duties.
    pub days: Vec<ListDay>,
}

/// The head of a month's page.
#[derive(Debug)]
pub struct Summary {
    /// The district.
    pub district: String,
    /// `2026年12月`.
    pub month: String,
    /// Where the roster stands, in words.
    pub state: String,
    /// The same as a class of the style sheet.
    pub state_class: &'static str,
    /// The published version, in words; empty before the first.
    pub version: String,
    /// Counts.
    pub figures: Vec<Figure>,
    /// What is proven, in a sentence; empty where nothing was solved.
    pub proof: String,
    /// That the year's public holidays are not published yet, or not known; empty where they are.
    pub calendar: String,
    /// When people of pools are away.
    pub away: Vec<String>,
    /// What the law asks for.
    pub law: LawMark,
    /// Duties without enough people, with the first reason.
    pub gaps: Vec<GapLine>,
    /// The grid's address.
    pub grid: String,
    /// The list's address.
    pub list: String,
    /// The workbook's address; empty where nobody is on the roster yet.
    pub workbook: String,
}

/// A number and what it counts.
#[derive(Debug)]
pub struct Figure {
    /// Class of the style sheet.
    pub class: &'static str,
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: String,
}

/// A duty without enough people.
#[derive(Debug)]
pub struct GapLine {
    /// When and where.
    pub place: String,
    /// What.
    pub duty: DutyMark,
}

/// A station's row.
#[derive(Debug)]
pub struct GridRow {
    /// The station.
    pub station: String,
    /// Its page.
    pub href: String,
    /// One for each day.
    pub cells: Vec<GridCell>,
}

/// A station's day.
#[derive(Debug)]
pub struct GridCell {
    /// The day's class.
    pub class: &'static str,
    /// Its duties.
    pub duties: Vec<DutyMark>,
}

/// A day of the list.
#[derive(Debug)]
pub struct ListDay {
    /// Its head.
    pub day: DayMark,
    /// Station and duty.
    pub duties: Vec<(String, DutyMark)>,
}

/// Which view of the month.
#[derive(Debug, Deserialize)]
pub(super) struct View {
    view: Option<String>,
}

#[get("/districts/{district}/months/{month}")]
pub(super) async fn show_month_page(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    query: Query<View>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    let (district_id, name) = path.into_inner();
    let district = caller
        .district(&service, Deed::SeePeople, &district_id)
        .await?;
    let viewer = Viewer {
        plans: caller.must(Deed::Plan, place(&district)).is_ok(),
        limit: service.config.solver.time_limit_seconds,
    };
    let month = blocking::run(&service, move |service| {
        show_month(&service.store, &district, &name)
    })
    .await?;
    let address = month_path(&month.district_id, &month.month);
    let is_list = query.view.as_deref() == Some("list");
    let address = if is_list {
        format!("{address}?view=list")
    } else {
        address
    };
    let frame = Frame::new(lang, address).signed_in(caller.name);
    if is_list {
        html(&MonthListPage::new(frame, &month, viewer))
    } else {
        html(&MonthGridPage::new(frame, &month, viewer))
    }
}

impl MonthGridPage {
    /// The grid of a month.
    #[must_use]
    pub fn new(frame: Frame, month: &Month, viewer: Viewer) -> Self {
        let lang = frame.lang;
        Self {
            summary: Summary::new(lang, month),
            steps: Steps::new(lang, month, viewer),
            legend: duty_mark::legend(lang),
            grid: Grid::new(lang, month),
            frame,
        }
    }
}

impl Grid {
    /// The grid of a month.
    #[must_use]
    pub fn new(lang: Lang, month: &Month) -> Self {
        let days: Vec<DayMark> = month.days.iter().map(|d| DayMark::new(lang, d)).collect();
        let rows = month
            .stations
            .iter()
            .enumerate()
            .map(|(number, station)| GridRow {
                station: station.name.clone(),
                href: station_path(&station.id, &month.month),
                cells: cells(lang, month, number, &days),
            })
            .collect();
        Self { days, rows }
    }
}

fn cells(lang: Lang, month: &Month, station: usize, days: &[DayMark]) -> Vec<GridCell> {
    let mut cells: Vec<GridCell> = days
        .iter()
        .map(|day| GridCell {
            class: day.class,
            duties: Vec::new(),
        })
        .collect();
    for duty in month.duties.iter().filter(|d| d.station == station) {
        if let Some(day) = month.days.iter().position(|day| day.date == duty.date) {
            cells[day].duties.push(DutyMark::new(lang, month, duty));
        }
    }
    cells
}

impl MonthListPage {
    /// The same month by day.
    #[must_use]
    pub fn new(frame: Frame, month: &Month, viewer: Viewer) -> Self {
        let lang = frame.lang;
        let day = |day: &Day| {
            let mut duties: Vec<_> = month.duties.iter().filter(|d| d.date == day.date).collect();
            duties.sort_by_key(|duty| (duty.start, duty.station));
            ListDay {
                day: DayMark::new(lang, day),
                duties: duties
                    .into_iter()
                    .map(|duty| {
                        let station = month.stations[duty.station].name.clone();
                        (station, DutyMark::new(lang, month, duty))
                    })
                    .collect(),
            }
        };
        Self {
            summary: Summary::new(lang, month),
            steps: Steps::new(lang, month, viewer),
            days: month
                .days
                .iter()
                .map(day)
                .filter(|day| !day.duties.is_empty() || !day.day.badge.is_empty())
                .collect(),
            frame,
        }
    }
}

impl Summary {
    /// The head of a month's page.
    #[must_use]
    pub fn new(lang: Lang, month: &Month) -> Self {
        let grid = month_path(&month.district_id, &month.month);
        Self {
            district: duty_mark::name(lang, &month.district).to_owned(),
            month: lang.month(&month.month),
            state: lang.word("roster-state", month.state.as_str()),
            state_class: month.state.as_str(),
            version: if month.version > 0 {
                lang.count("roster-version", month.version)
            } else {
                String::new()
            },
            figures: figures(lang, month),
            proof: month
                .proof
                .as_ref()
                .map_or_else(String::new, |proof| proven(lang, proof)),
            calendar: month_days::calendar(lang, month),
            away: month_days::away(lang, month),
            law: LawMark::new(lang, month),
            gaps: gaps(lang, month),
            list: format!("{grid}?view=list"),
            workbook: workbook(lang, month),
            grid,
        }
    }
}

/// Where the month is fetched as a workbook; it has none before somebody is on it.
fn workbook(lang: Lang, month: &Month) -> String {
    if month.state.is_generated(month.proof.is_some()) {
        format!("/api/v1/rosters/{}/workbook?lang={lang}", month.roster_id)
    } else {
        String::new()
    }
}

/// What can be counted: answers only once people were asked.
fn figures(lang: Lang, month: &Month) -> Vec<Figure> {
    let tally = month.tally();
    let figure = |class, id: &str, value: String| Figure {
        class,
        label: lang.text(id),
        value,
    };
    let alarming = if tally.uncovered > 0 { "uncovered" } else { "" };
    let mut figures = vec![
        figure("", "figure-duties", tally.duties.to_string()),
        figure("", "figure-covered", tally.covered.to_string()),
        figure("", "figure-below-ideal", tally.below_ideal.to_string()),
        figure(alarming, "figure-uncovered", tally.uncovered.to_string()),
    ];
    if month.version > 0 {
        figures.extend([
            figure("", "figure-confirmed", tally.confirmed.to_string()),
            figure("", "figure-declined", tally.declined.to_string()),
            figure("", "figure-unanswered", tally.unanswered.to_string()),
        ]);
    }
    if let Some((least, most)) = tally.turns {
        figures.push(figure("", "figure-turns", format!("{least}–{most}")));
    }
    figures
}

fn proven(lang: Lang, proof: &Proof) -> String {
    let seconds = format!("{:.1}", proof.seconds);
    let said = if proof.gap() <= 0.0 {
        lang.text_with("proof-optimal", &[("seconds", seconds.into())])
    } else {
        // Rounded up: what is not proven best is never said to be so.
        let percent = format!("{:.1}", (proof.gap() * 1000.0).ceil() / 10.0);
        lang.text_with(
            "proof-gap",
            &[("percent", percent.into()), ("seconds", seconds.into())],
        )
    };
    let rests_on = if proof.is_recounted {
        "proof-recounted"
    } else {
        "proof-by-engine"
    };
    let said = format!("{said} {}", lang.text(rests_on));
    if proof.rosters > 1 {
        format!("{said} {}", lang.count("proof-together", proof.rosters))
    } else {
        said
    }
}

fn gaps(lang: Lang, month: &Month) -> Vec<GapLine> {
    let mut open: Vec<_> = month
        .duties
        .iter()
        .filter(|duty| !duty.coverage.is_covered())
        .collect();
    open.sort_by_key(|duty| (duty.date, duty.start, duty.station));
    open.into_iter()
        .map(|duty| GapLine {
            place: format!(
                "{} · {}",
                lang.short_date(duty.date),
                month.stations[duty.station].name
            ),
            duty: DutyMark::new(lang, month, duty),
        })
        .collect()
}

/// Where a district's month is shown.
#[must_use]
pub fn month_path(district_id: &str, month: &str) -> String {
    format!("/districts/{district_id}/months/{month}")
}

/// Where a station's month is shown.
#[must_use]
pub fn station_path(station_id: &str, month: &str) -> String {
    format!("/stations/{station_id}/months/{month}")
}
