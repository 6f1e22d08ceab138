//! `zhiban import`: a city's workbook into the database, or every cell that is wrong in it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use thiserror::Error;

use super::CommandError;
use crate::actions::Context;
use crate::actions::import_city::{ImportError, Imported, import_city};
use crate::domain::city::CitySetup;
use crate::files::workbook::{self, WorkbookProblem};
use crate::store::Store;
use crate::texts::Lang;

/// What `zhiban import` takes.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The city's workbook (.xlsx).
    #[arg(value_name = "FILE")]
    file: PathBuf,
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
    let setup = read_file(&asked.file)?;
    let store = super::open(&config)?;
    let done = import_city(&store, &super::context(), &setup).map_err(ImportFileError::from)?;
    println!(
        "{} ({}) from {}:",
        setup.name,
        setup.code,
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
    Ok(())
}

/// Reads a workbook and imports it: all of it or nothing.
pub(super) fn import_file(
    store: &Store,
    context: &Context,
    file: &Path,
) -> Result<(CitySetup, Imported), ImportFileError> {
    let setup = read_file(file)?;
    let done = import_city(store, context, &setup)?;
    Ok((setup, done))
}

fn read_file(file: &Path) -> Result<CitySetup, ImportFileError> {
    let bytes = std::fs::read(file).map_err(|e| ImportFileError::Unreadable(file.into(), e))?;
    workbook::read(&bytes).map_err(|wrong| ImportFileError::Wrong(file.into(), Cells(wrong)))
}
