//! `zhiban admin demo-workbook`: the invented city as a workbook to look at, change and import.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, Utc};
use clap::Args;
use thiserror::Error;

use crate::demo;
use crate::domain::calendar::Month;
use crate::files::workbook::{self, WriteError};

/// What `zhiban admin demo-workbook` takes.
#[derive(Debug, Args)]
pub(super) struct DemoWorkbook {
    /// The workbook (.xlsx) that is written, over what may be there.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Another seed draws another city.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The month that the city is made for, such as 2026-12; the next one when nothing is said.
    #[arg(long, value_parser = month)]
    month: Option<Month>,
}

/// Why there is no workbook.
#[derive(Debug, Error)]
pub(super) enum DemoWorkbookError {
    #[error("{0} cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Reads a month that was asked for.
pub(super) fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "right would be a month such as 2026-12".to_owned())
}

pub(super) fn run(asked: &DemoWorkbook) -> Result<(), DemoWorkbookError> {
    let month = asked
        .month
        .unwrap_or_else(|| next_month(super::context().now));
    write(&asked.file, asked.seed, month)?;
    let (file, seed) = (asked.file.display(), asked.seed);
    println!("{file}: the invented city of seed {seed} for {month}");
    Ok(())
}

/// Writes the invented city's workbook, with the folder that it lies in.
pub(super) fn write(file: &Path, seed: u64, month: Month) -> Result<(), DemoWorkbookError> {
    let failed = |e| DemoWorkbookError::Unwritable(file.to_owned(), e);
    let bytes = workbook::write(&demo::city(seed, month))?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(file, bytes).map_err(failed)
}

/// The month after this one, where the machine stands.
pub(super) fn next_month(now: DateTime<Utc>) -> Month {
    Month::of(now.with_timezone(&Local).date_naive()).next()
}
