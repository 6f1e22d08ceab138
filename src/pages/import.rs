//! The page where an administrator imports a city's workbook, and reads what came of it or what is wrong in which cell.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use futures_util::TryStreamExt;

use super::duty_mark;
use super::frame::Frame;
use super::html;
use crate::actions::import_city::{Imported, Mode};
use crate::actions::show_month::Named;
use crate::demo;
use crate::domain::access::Deed;
use crate::domain::calendar::Month;
use crate::files::workbook;
use crate::service::Service;
use crate::store::places::CityRow;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::import::{LIMIT, MEDIA_TYPE, import, must_set_up, too_large};
use crate::web::problem::{At, Place, Problem};

/// Most cells that are shown; the others come when these are right.
const SHOWN: usize = 1000;

/// The seed of the city in the example.
const EXAMPLE: u64 = 1;

/// The page.
#[derive(Debug, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// What stands around it.
    pub frame: Frame,
    /// What came of an import; none before.
    pub outcome: Option<Outcome>,
    /// The cities that the caller sets up.
    pub cities: Vec<CityLink>,
}

/// A city's workbook as everything in it is now.
#[derive(Debug)]
pub struct CityLink {
    /// The city's name.
    pub name: String,
    /// Where the workbook is.
    pub href: String,
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
    let own = caller.districts(service, Deed::SetUp).await?.into_iter();
    let mut cities: Vec<CityRow> = own.map(|(city, _)| city).collect();
    cities.dedup_by(|a, b| a.id == b.id);
    let link = |city: CityRow| CityLink {
        href: format!("/api/v1/cities/{}/workbook", city.id),
        name: duty_mark::name(
            lang,
            &Named {
                own: city.name,
                english: city.name_en,
            },
        )
        .to_owned(),
    };
    Ok(ImportPage {
        frame: Frame::new(lang, "/import").signed_in(&caller.name),
        outcome,
        cities: cities.into_iter().map(link).collect(),
    })
}

#[get("/import")]
pub(super) async fn show_import(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    must_set_up(&caller)?;
    html(&page(&service, lang, &caller, None).await?)
}

#[post("/import")]
pub(super) async fn post_import(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    form: Multipart,
) -> Result<HttpResponse, Problem> {
    must_set_up(&caller)?;
    let sent = read_form(form).await?;
    match import(&service, &caller, sent.workbook, sent.mode).await {
        Ok(done) => {
            let outcome = Outcome::done(lang, &done, sent.mode);
            html(&page(&service, lang, &caller, Some(outcome)).await?)
        }
        Err(problem) if problem.status == StatusCode::UNPROCESSABLE_ENTITY => {
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
    mode: Mode,
}

async fn read_form(mut form: Multipart) -> Result<Sent, Problem> {
    let unreadable =
        |error: &dyn std::fmt::Display| Problem::unreadable(At::Body(String::new()), &error);
    let mut sent = Sent {
        workbook: Vec::new(),
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
            Some("how") if *bytes == *b"check" => sent.mode = Mode::Try,
            _ => {}
        }
    }
    Ok(sent)
}

#[get("/import/example.xlsx")]
pub(super) async fn show_example(
    caller: Caller,
    service: Data<Service>,
) -> Result<HttpResponse, Problem> {
    must_set_up(&caller)?;
    let bytes = blocking::run(&service, |service| {
        let month = Month::of(service.clock.now().date_naive()).next();
        workbook::write(&demo::city(EXAMPLE, month)).map_err(Problem::unknown)
    });
    let bytes = bytes.await?;
    Ok(HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header((
            CONTENT_DISPOSITION,
            "attachment; filename=\"zhiban-example.xlsx\"",
        ))
        .body(bytes))
}
