//! A city's setup as a workbook that is pleasant to edit: dates and times as such, texts that stay texts, lists to choose from, a
//! note on each column's head, and a first sheet that explains it all.

mod read_me;

use chrono::Datelike;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note,
    Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

use super::layout::{Column, Kind, SHEETS, Sheet, message};
use super::list::List;
use super::rows::{Cell, Rows};
use crate::domain::city::CitySetup;
use crate::domain::pool;
use crate::texts::Lang;

/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;

/// Ink and paper of the heads: of columns that must be filled, and of others.
const NEEDED: (u32, u32) = (0xFFFFFF, 0x17598A);
const FREE: (u32, u32) = (0x1B2126, 0xD6E4F0);

/// A setup that fits in no workbook, such as one with a name longer than a cell or with more rows than a sheet.
#[derive(Debug, Error)]
#[error("the city cannot be written as a workbook: {0}")]
pub struct WriteError(#[from] XlsxError);

/// Writes a workbook (.xlsx) with every list. The same setup gives the same bytes.
pub fn write(setup: &CitySetup) -> Result<Vec<u8>, WriteError> {
    write_sheets(setup, &SHEETS)
}

/// Writes a workbook of one list.
pub fn write_list(setup: &CitySetup, list: List) -> Result<Vec<u8>, WriteError> {
    write_sheets(setup, &[list.0])
}

/// Writes a workbook to begin with: heads, notes and lists to choose from, and nothing below but the pools that come with the installation.
pub fn write_empty() -> Result<Vec<u8>, WriteError> {
    write(&CitySetup {
        pools: pool::installed(),
        ..CitySetup::default()
    })
}

fn write_sheets(setup: &CitySetup, sheets: &[&Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    // Not the time at which it is written: that would make two workbooks of one setup differ.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let looks = Looks::new();
    read_me::write(book.add_worksheet(), sheets)?;
    for sheet in sheets {
        let paper = book.add_worksheet();
        table(paper, sheet, (sheet.rows)(setup), &looks)?;
        offer(paper, sheet, sheets)?;
    }
    Ok(book.save_to_buffer()?)
}

/// How cells look.
struct Looks {
    needed: Format,
    free: Format,
    text: Format,
    date: Format,
    time: Format,
}

impl Looks {
    fn new() -> Self {
        let head = |(ink, paper): (u32, u32)| {
            Format::new()
                .set_bold()
                .set_font_color(ink)
                .set_background_color(paper)
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
        };
        Self {
            needed: head(NEEDED),
            free: head(FREE),
            // As text, or 007 would become 7 and 1-2 a day in January.
            text: Format::new().set_num_format("@"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            // The brackets show the end of the day as 24:00.
            time: Format::new().set_num_format("[hh]:mm"),
        }
    }

    /// How a column's cells look, those that people add too.
    fn of(&self, kind: Kind) -> Option<&Format> {
        match kind {
            Kind::Whole(..) | Kind::Number(..) => None,
            Kind::Date => Some(&self.date),
            Kind::Time => Some(&self.time),
            _ => Some(&self.text),
        }
    }
}

fn table(
    paper: &mut Worksheet,
    sheet: &Sheet,
    rows: Rows<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    paper.set_name(sheet.name)?;
    paper.set_freeze_panes(1, 1)?;
    paper.set_row_height(0, 22)?;
    for (at, column) in (0..).zip(sheet.columns) {
        head(paper, sheet, at, column, looks)?;
    }
    let mut last = 0;
    for (row, cells) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(cells) {
            write_cell(paper, row, at, &cell, looks)?;
        }
        last = row;
    }
    let width = (0..).zip(sheet.columns).last().map_or(0, |(at, _)| at);
    paper.autofilter(0, 0, last.max(1), width)?;
    Ok(())
}

/// The head of a column with its note, and how the cells below look.
fn head(
    paper: &mut Worksheet,
    sheet: &Sheet,
    at: u16,
    column: &Column,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let look = if column.needed {
        &looks.needed
    } else {
        &looks.free
    };
    paper.write_string_with_format(0, at, column.name, look)?;
    paper.set_column_width(at, column.width)?;
    if let Some(format) = looks.of(column.kind) {
        paper.set_column_format(at, format)?;
    }
    let id = message(sheet, Some(column));
    let said: Vec<String> = Lang::all().iter().map(|lang| lang.text(&id)).collect();
    let note = Note::new(said.join("\n"))
        .add_author_prefix(false)
        .set_author("");
    paper.insert_note(0, at, &note.set_width(300).set_height(110))?;
    Ok(())
}

/// What the cells of a sheet offer to choose from: words, and the codes of the sheets that are in the file too.
fn offer(paper: &mut Worksheet, sheet: &Sheet, sheets: &[&Sheet]) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(sheet.columns) {
        let offered = match column.kind {
            Kind::Word(words) => {
                let words: Vec<&str> = words.iter().map(|w| w.0).collect();
                DataValidation::new().allow_list_strings(&words)?
            }
            Kind::CodeOf(other) if sheets.iter().any(|there| there.name == other) => {
                let codes = format!("=OFFSET({other}!$A$2,0,0,MAX(1,COUNTA({other}!$A:$A)-1),1)");
                DataValidation::new().allow_list_formula(Formula::new(codes))
            }
            _ => continue,
        };
        // Only offered: what is typed otherwise is looked at by the import, which says what would be right.
        paper.add_data_validation(1, at, LAST_ROW, at, &offered.show_error_message(false))?;
    }
    Ok(())
}

fn write_cell(
    paper: &mut Worksheet,
    row: u32,
    at: u16,
    cell: &Cell<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            paper.write_string_with_format(row, at, text.as_ref(), &looks.text)?;
        }
        Cell::Number(number) => {
            paper.write_number(row, at, *number)?;
        }
        Cell::Date(date) => {
            let year = u16::try_from(date.year()).unwrap_or(0);
            let date = ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)?;
            paper.write_datetime_with_format(row, at, &date, &looks.date)?;
        }
        Cell::Time(minute) => {
            let days = f64::from(*minute) / 1440.0;
            paper.write_number_with_format(row, at, days, &looks.time)?;
        }
    }
    Ok(())
}
