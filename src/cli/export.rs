//! `zhiban export`: a city's workbook as everything in it is now.

use std::io;
use std::path::PathBuf;

use clap::Args;
use thiserror::Error;

use super::CommandError;
use super::city_code::{CityError, city_id};
use crate::actions::export_city::{ExportError, export_city};
use crate::files::workbook::{self, Letters, List, WriteError};
use crate::store::Store;

/// What `zhiban export` takes.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The workbook (.xlsx) or file of text (.csv) that is written, over what may be there.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// One list only, such as `people`; a file of text holds one.
    #[arg(long)]
    list: Option<String>,
    /// A file of text in GB 18030, as older spreadsheet programs in China want it.
    #[arg(long)]
    gb18030: bool,
    /// Code of the city; may be left out where there is one only.
    #[arg(long)]
    city: Option<String>,
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub(super) enum ExportFileError {
    #[error(transparent)]
    City(#[from] CityError),
    #[error("there is no list {0:?}; right would be one of: {lists}", lists = List::names())]
    NoList(String),
    #[error("a file of text holds one list; right would be --list with one of: {lists}", lists = List::names())]
    WhichList,
    #[error("{0} cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

pub(super) fn export(config: Option<PathBuf>, asked: &Export) -> Result<(), CommandError> {
    let store = super::open(&super::settings(config)?)?;
    write(&store, asked)?;
    println!("{} written", asked.file.display());
    Ok(())
}

fn write(store: &Store, asked: &Export) -> Result<(), ExportFileError> {
    let id = city_id(store, asked.city.as_deref())?;
    let named = asked.list.as_ref();
    let missing = |name: &String| ExportFileError::NoList(name.clone());
    let list = named.map(|name| List::parse(name).ok_or_else(|| missing(name)));
    let list = list.transpose()?;
    let is_text = asked.gb18030 || asked.file.extension().is_some_and(|kind| kind == "csv");
    let setup = export_city(store, &id)?;
    let letters = match asked.gb18030 {
        true => Letters::Gb18030,
        false => Letters::Utf8,
    };
    let bytes = match (list, is_text) {
        (Some(list), true) => workbook::write_text(&setup, list, letters),
        (Some(list), false) => workbook::write_list(&setup, list)?,
        (None, true) => return Err(ExportFileError::WhichList),
        (None, false) => workbook::write(&setup)?,
    };
    std::fs::write(&asked.file, bytes)
        .map_err(|e| ExportFileError::Unwritable(asked.file.clone(), e))
}
