//! The page where lists of a city or district are imported and downloaded, and where one reads what came of it or what is wrong in which cell.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use futures_util::TryStreamExt;

use super::duty_mark;
use super::frame::Frame;
use super::html;
use crate::actions::import_city::{Imported, Mode};
use crate::actions::show_month::Named;
use crate::domain::access::{self, Deed};
use crate::files::workbook::{CellChange, List, ListChanges};
use crate::service::Service;
use crate::store::StoreError;
use crate::store::places::{self, CityRow, DistrictRow};
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::{Caller, place};
use crate::web::import::{Aim, LIMIT, import, may_import, too_large};
use crate::web::problem::{At, Place, Problem};

/// Most cells that are shown; the others come when these are right.
const SHOWN: usize = 1000;

/// Most rows of a list that are shown.
const SHOWN_ROWS: usize = 200;

/// Refusals that are shown above the form.
const REFUSED: [StatusCode; 3] = [
    StatusCode::UNPROCESSABLE_ENTITY,
    StatusCode::CONFLICT,
    StatusCode::FORBIDDEN,
];

/// The page.
#[derive(Debug, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// What stands around it.
    pub frame: Frame,
    /// What came of an import; none before.
    pub outcome: Option<Outcome>,
    /// Whether the caller may bring a new city.
    pub sets_up: bool,
    /// The cities that the caller sets up, and the districts that they plan.
    pub places: Vec<PlaceOption>,
    /// The lists of each.
    pub lists: Vec<ListOption>,
}

/// A city or district of which files are imported and downloaded.
#[derive(Debug)]
pub struct PlaceOption {
    /// What the form sends: its path in the API.
    pub value: String,
    /// Its name.
    pub name: String,
}

/// A list.
#[derive(Debug)]
pub struct ListOption {
    /// Its name, as that of its sheet.
    pub name: &'static str,
    /// What it holds.
    pub said: String,
}

/// What came of an import.
#[derive(Debug)]
pub enum Outcome {
    /// It went well.
    Done {
        /// What was done, in words.
        said: String,
        /// Rows by sheet.
        sheets: Vec<SheetLine>,
        /// Which rows would be other ones, by list.
        changes: Vec<ListLines>,
    },
    /// Nothing was imported.
    Wrong {
        /// A few words.
        title: String,
        /// What happened and what to do.
        detail: String,
        /// Cells that are wrong.
        cells: Vec<CellLine>,
        /// How many more there are, in words; empty where all are shown.
        more: String,
    },
}

/// The rows of a sheet.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub struct SheetLine {
    pub sheet: &'static str,
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// What would be other in a list.
#[derive(Debug)]
pub struct ListLines {
    /// Its name, and how many rows.
    pub title: String,
    /// The rows.
    pub rows: Vec<RowLine>,
    /// How many more there are, in words; empty where all are shown.
    pub more: String,
}

/// What would become of a row.
#[derive(Debug)]
pub struct RowLine {
    /// What it is known by.
    pub row: String,
    /// What would become of it, in words.
    pub fate: String,
    /// The cells that would be other ones: column, before, after.
    pub cells: Vec<CellChange>,
}

impl ListLines {
    fn new(lang: Lang, list: &ListChanges) -> Self {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let rows = list.rows.iter().take(SHOWN_ROWS).map(|row| RowLine {
            row: row.row.clone(),
            fate: lang.text(&format!("import-row-{}", row.fate.as_str())),
            cells: row.cells.clone(),
        });
        let rows: Vec<RowLine> = rows.collect();
        Self {
            title: lang.text_with(
                "import-list-changes",
                &[
                    ("list", list.list.into()),
                    ("count", count(list.rows.len()).into()),
                ],
            ),
            more: match list.rows.len() - rows.len() {
                0 => String::new(),
                more => lang.count("import-more-rows", count(more)),
            },
            rows,
        }
    }
}

/// A cell that is wrong.
#[derive(Debug)]
pub struct CellLine {
    /// Name of the sheet; empty for the file.
    pub sheet: String,
    /// Row as the spreadsheet program counts; empty for the sheet.
    pub row: String,
    /// Name of the column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what would be right.
    pub said: String,
}

impl Outcome {
    /// Of an import that went well.
    #[must_use]
    pub fn done(lang: Lang, done: &Imported, mode: Mode) -> Self {
        let said = match (mode, done.is_unchanged()) {
            (Mode::Write, false) => lang.text("import-done"),
            (Mode::Write, true) => lang.text("import-done-unchanged"),
            (Mode::Try, false) => lang.text("import-checked"),
            (Mode::Try, true) => lang.text("import-checked-unchanged"),
        };
        let line =
            |(sheet, tally): &(&'static str, crate::actions::import_city::Tally)| SheetLine {
                sheet,
                new: tally.new,
                changed: tally.changed,
                unchanged: tally.unchanged,
            };
        Self::Done {
            said,
            sheets: done.tables.iter().map(line).collect(),
            changes: done
                .changes
                .iter()
                .map(|list| ListLines::new(lang, list))
                .collect(),
        }
    }

    /// Of one of which nothing was kept.
    #[must_use]
    pub fn wrong(lang: Lang, problem: &Problem) -> Self {
        let more = problem.places.len().saturating_sub(SHOWN);
        let shown = problem.places.iter().take(SHOWN);
        Self::Wrong {
            title: problem.title(lang),
            detail: problem.detail(lang),
            cells: shown.filter_map(|place| cell(lang, place)).collect(),
            more: match more {
                0 => String::new(),
                more => lang.count("import-more", i64::try_from(more).unwrap_or(i64::MAX)),
            },
        }
    }
}

fn cell(lang: Lang, place: &Place) -> Option<CellLine> {
    let At::Cell {
        sheet,
        row,
        column,
        value,
    } = &place.at
    else {
        return None;
    };
    Some(CellLine {
        sheet: sheet.clone(),
        row: row.map_or_else(String::new, |row| row.to_string()),
        column: column.clone(),
        value: value.clone(),
        said: place.said.text(lang),
    })
}

async fn page(
    service: &Service,
    lang: Lang,
    caller: &Caller,
    outcome: Option<Outcome>,
) -> Result<ImportPage, Problem> {
    let called = |own: String, english: String| {
        let named = Named { own, english };
        duty_mark::name(lang, &named).to_owned()
    };
    let mut places = Vec::new();
    let cities = own_cities(service, caller).await?;
    for (city, districts) in cities {
        if caller
            .must(Deed::SetUp, access::Place::of_city(&city.id))
            .is_ok()
        {
            places.push(PlaceOption {
                value: format!("cities/{}", city.id),
                name: called(city.name, city.name_en),
            });
        }
        places.extend(districts.into_iter().map(|district| PlaceOption {
            value: format!("districts/{}", district.id),
            name: called(district.name, district.name_en),
        }));
    }
    Ok(ImportPage {
        frame: Frame::new(lang, "/import").signed_in(&caller.name),
        outcome,
        sets_up: caller.access.anywhere(Deed::SetUp),
        places,
        lists: List::all()
            .map(|list| ListOption {
                name: list.name(),
                said: lang.text(&list.message()),
            })
            .collect(),
    })
}

/// The cities in which the caller sets something up or plans, each with the districts that they plan.
async fn own_cities(
    service: &Service,
    caller: &Caller,
) -> Result<Vec<(CityRow, Vec<DistrictRow>)>, Problem> {
    let caller = caller.clone();
    blocking::read(service, move |c| {
        let mut own = Vec::new();
        for city in places::all_cities(c)? {
            let plans = |d: &DistrictRow| caller.must(Deed::Plan, place(d)).is_ok();
            let mut districts = places::districts_of(c, &city.id)?;
            districts.retain(plans);
            let sets_up = caller
                .must(Deed::SetUp, access::Place::of_city(&city.id))
                .is_ok();
            if sets_up || !districts.is_empty() {
                own.push((city, districts));
            }
        }
        Ok::<_, StoreError>(own)
    })
    .await
}

/// Lets pass who may import something somewhere.
pub(super) fn must_import_somewhere(caller: &Caller) -> Result<(), Problem> {
    if caller.access.anywhere(Deed::Plan) {
        Ok(())
    } else {
        Err(Problem::not_allowed())
    }
}

#[get("/import")]
pub(super) async fn show_import(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    must_import_somewhere(&caller)?;
    html(&page(&service, lang, &caller, None).await?)
}

#[post("/import")]
pub(super) async fn post_import(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    form: Multipart,
) -> Result<HttpResponse, Problem> {
    must_import_somewhere(&caller)?;
    let sent = read_form(form).await?;
    may_import(&service, &caller, &sent.aim).await?;
    match import(&service, &caller, sent.workbook, sent.aim, sent.mode).await {
        Ok(done) => {
            let outcome = Outcome::done(lang, &done, sent.mode);
            html(&page(&service, lang, &caller, Some(outcome)).await?)
        }
        Err(problem) if REFUSED.contains(&problem.status) => {
            let outcome = Outcome::wrong(lang, &problem);
            let mut response = html(&page(&service, lang, &caller, Some(outcome)).await?)?;
            *response.status_mut() = problem.status;
            Ok(response)
        }
        Err(problem) => Err(problem),
    }
}

/// What the form sends: the file, and which button was pressed.
struct Sent {
    workbook: Vec<u8>,
    aim: Aim,
    mode: Mode,
}

/// The place that the form names: none, or the path of a city or district.
fn aim(named: &[u8]) -> Aim {
    let named = String::from_utf8_lossy(named);
    let id = |kind: &str| named.strip_prefix(kind).map(str::to_owned);
    Aim {
        city_id: id("cities/"),
        district_id: id("districts/"),
    }
}

async fn read_form(mut form: Multipart) -> Result<Sent, Problem> {
    let unreadable =
        |error: &dyn std::fmt::Display| Problem::unreadable(At::Body(String::new()), &error);
    let mut sent = Sent {
        workbook: Vec::new(),
        aim: Aim::default(),
        mode: Mode::Write,
    };
    while let Some(mut field) = form.try_next().await.map_err(|e| unreadable(&e))? {
        let name = field.name().map(str::to_owned);
        let bytes = match field.bytes(LIMIT).await {
            Ok(bytes) => bytes.map_err(|e| unreadable(&e))?,
            Err(_) => return Err(too_large()),
        };
        match name.as_deref() {
            Some("workbook") => sent.workbook = bytes.into(),
            Some("place") => sent.aim = aim(&bytes),
            Some("how") if *bytes == *b"check" => sent.mode = Mode::Try,
            _ => {}
        }
    }
    Ok(sent)
}
