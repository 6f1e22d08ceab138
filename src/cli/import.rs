//! `zhiban import`: the lists of a city's file into the database, or every cell that is wrong in it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use thiserror::Error;

use super::CommandError;
use super::city_code::{CityError, city_id};
use crate::actions::Context;
use crate::actions::import_city::{ImportError, Imported, Mode, Sent, import_city, import_file};
use crate::domain::city::CitySetup;
use crate::files::workbook::{self, Opened, WorkbookProblem};
use crate::store::Store;
use crate::texts::Lang;

/// What `zhiban import` takes.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// A workbook (.xlsx) with all lists of a city or some, or one list (.csv).
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Code of the city, where the file does not say it and there are several.
    #[arg(long)]
    city: Option<String>,
    /// Only see what would change; nothing is kept.
    #[arg(long)]
    check: bool,
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub(super) enum ImportFileError {
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("nothing was imported from {0}:\n{1}")]
    Wrong(PathBuf, Cells),
    #[error("nothing was imported: {0}")]
    Refused(#[from] ImportError),
    #[error(transparent)]
    City(#[from] CityError),
}

/// Cells that are wrong, a line each, in English as everything on the command line.
#[derive(Debug)]
pub(super) struct Cells(Vec<WorkbookProblem>);

impl fmt::Display for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let english = Lang::nearest("en").unwrap_or_default();
        for problem in &self.0 {
            let row = problem.row.map(|row| format!("row {row}"));
            let column = Some(&problem.column).filter(|column| !column.is_empty());
            let column = column.map(|column| format!("column {column}, “{}”", problem.value));
            let sheet = Some(problem.sheet).filter(|sheet| !sheet.is_empty());
            let sheet = sheet.map(|sheet| format!("sheet {sheet}"));
            let place: Vec<String> = [sheet, row, column].into_iter().flatten().collect();
            let joint = if place.is_empty() { "" } else { ": " };
            writeln!(f, "  {}{joint}{}", place.join(", "), problem.text(english))?;
        }
        let places = if self.0.len() == 1 {
            "place is"
        } else {
            "places are"
        };
        write!(f, "{} {places} wrong", self.0.len())
    }
}

pub(super) fn import(config: Option<PathBuf>, asked: &Import) -> Result<(), CommandError> {
    let config = super::settings(config)?;
    // Read first: a wrong file need not make a database.
    let file = open_file(&asked.file)?;
    if file.is_whole() {
        let wrong = file.setup(None).err();
        wrong.map_or(Ok(()), |wrong| Err(wrong_cells(&asked.file, wrong)))?;
    }
    let store = super::open(&config)?;
    let city_id = match &asked.city {
        Some(code) => Some(city_id(&store, Some(code)).map_err(ImportFileError::from)?),
        None => None,
    };
    let sent = Sent {
        importer: None,
        city_id: city_id.as_deref(),
        district_id: None,
        mode: if asked.check { Mode::Try } else { Mode::Write },
    };
    let done = match import_file(&store, &super::context(), &file, sent) {
        Err(ImportError::Wrong(wrong)) => return Err(wrong_cells(&asked.file, wrong).into()),
        done => done.map_err(ImportFileError::from)?,
    };
    say(asked, &done);
    Ok(())
}

fn say(asked: &Import, done: &Imported) {
    let kept = if asked.check {
        "checked only, nothing was kept"
    } else {
        "imported"
    };
    println!(
        "{} ({}) from {}, {kept}:",
        done.city_name,
        done.city_code,
        asked.file.display()
    );
    for (sheet, tally) in &done.tables {
        println!(
            "  {sheet:<14} {:>6} new  {:>6} changed  {:>6} unchanged",
            tally.new, tally.changed, tally.unchanged
        );
    }
    if done.is_unchanged() {
        println!("Everything was there already; nothing has changed.");
    }
    for list in &done.changes {
        println!("{}:", list.list);
        for row in &list.rows {
            println!("  {} {}", row.fate.as_str(), row.row);
            for cell in &row.cells {
                println!("    {}: {:?} -> {:?}", cell.column, cell.before, cell.after);
            }
        }
    }
}

/// Reads a whole workbook and imports it: all of it or nothing.
pub(super) fn import_whole(
    store: &Store,
    context: &Context,
    file: &Path,
) -> Result<(CitySetup, Imported), ImportFileError> {
    let setup = open_file(file)?.setup(None);
    let setup = setup.map_err(|wrong| wrong_cells(file, wrong))?;
    let done = import_city(store, context, &setup)?;
    Ok((setup, done))
}

fn open_file(file: &Path) -> Result<Opened, ImportFileError> {
    let bytes = std::fs::read(file).map_err(|e| ImportFileError::Unreadable(file.into(), e))?;
    workbook::open(&bytes).map_err(|wrong| wrong_cells(file, wrong))
}

fn wrong_cells(file: &Path, wrong: Vec<WorkbookProblem>) -> ImportFileError {
    ImportFileError::Wrong(file.into(), Cells(wrong))
}
