//! `zhiban export`: a city's workbook as everything in it is now.

use std::io;
use std::path::PathBuf;

use clap::Args;
use thiserror::Error;

use super::CommandError;
use crate::actions::export_city::{ExportError, export_city};
use crate::files::workbook::{self, WriteError};
use crate::store::{Store, StoreError, places};

/// What `zhiban export` takes.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The workbook (.xlsx) that is written, over what may be there.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Code of the city; may be left out where there is one only.
    #[arg(long)]
    city: Option<String>,
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub(super) enum ExportFileError {
    #[error("there is no city yet; right would be to import one first: zhiban import FILE")]
    NoCityYet,
    #[error("there are several cities; right would be --city with one of {0}")]
    Several(String),
    #[error("there is no city with the code {0:?}; there are: {1}")]
    NoCity(String, String),
    #[error("{0} cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) fn export(config: Option<PathBuf>, asked: &Export) -> Result<(), CommandError> {
    let store = super::open(&super::settings(config)?)?;
    write(&store, asked)?;
    println!("{} written", asked.file.display());
    Ok(())
}

fn write(store: &Store, asked: &Export) -> Result<(), ExportFileError> {
    let id = city_id(store, asked.city.as_deref())?;
    let bytes = workbook::write(&export_city(store, &id)?)?;
    std::fs::write(&asked.file, bytes)
        .map_err(|e| ExportFileError::Unwritable(asked.file.clone(), e))
}

fn city_id(store: &Store, code: Option<&str>) -> Result<String, ExportFileError> {
    let cities = store.read(places::all_cities)?;
    let codes = || {
        let codes: Vec<&str> = cities.iter().map(|city| city.code.as_str()).collect();
        codes.join(", ")
    };
    match (cities.as_slice(), code) {
        ([], _) => Err(ExportFileError::NoCityYet),
        ([city], None) => Ok(city.id.clone()),
        (_, None) => Err(ExportFileError::Several(codes())),
        (all, Some(code)) => {
            let found = all.iter().find(|city| city.code == code);
            let missing = || ExportFileError::NoCity(code.to_owned(), codes());
            found.map(|city| city.id.clone()).ok_or_else(missing)
        }
    }
}
