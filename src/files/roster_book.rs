//! A month's roster as a workbook to print, to carry about and to calculate with: two sheets a district, one with a row a person and
//! one with a row a station, a column a day in both. It is never read back.

mod looks;
mod sheet_name;
mod table;

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use thiserror::Error;

use crate::domain::assignment::AssignmentState;
use crate::domain::calendar::Month;
use crate::domain::city::HolidayKind;
use crate::domain::roster::RosterState;
use crate::texts::Lang;
use looks::Looks;
use sheet_name::SheetNames;
use table::{FIXED_OF_PEOPLE, FIXED_OF_STATIONS, Table};

/// A roster that fits in no workbook, such as one with a name longer than a cell.
#[derive(Debug, Error)]
#[error("the roster cannot be written as a workbook: {0}")]
pub struct RosterBookError(#[from] XlsxError);

/// A name in the city's own language and in English, which may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "its sentence says it")]
pub struct Called {
    pub own: String,
    pub english: String,
}

/// A district's month as it is written.
#[derive(Debug, Clone)]
pub struct DistrictMonth {
    /// The district.
    pub district: Called,
    /// The month.
    pub month: Month,
    /// Every day of the month.
    pub days: Vec<BookDay>,
    /// Who holds what.
    pub roster: BookRoster,
}

/// What there is of a district's month.
#[derive(Debug, Clone)]
pub enum BookRoster {
    /// It was never set up.
    NotSetUp,
    /// It was set up, and nothing was generated.
    NotGenerated,
    /// Somebody is on it.
    Held(HeldMonth),
}

/// A day of the month.
#[derive(Debug, Clone)]
pub struct BookDay {
    /// The date.
    pub date: NaiveDate,
    /// A public holiday or make-up working day.
    pub special: Option<(HolidayKind, Called)>,
}

/// Who holds what in a district's month.
#[derive(Debug, Clone)]
pub struct HeldMonth {
    /// Where the roster stands.
    pub state: RosterState,
    /// Number of the last published version, 0 before the first.
    pub version: i32,
    /// A row each, in this order.
    pub people: Vec<BookPerson>,
    /// A row each, in this order.
    pub stations: Vec<BookStation>,
    /// Active duties in the order in which they stand in a cell.
    pub duties: Vec<BookDuty>,
}

/// Somebody who has a row.
#[derive(Debug, Clone)]
pub struct BookPerson {
    /// As it is shown.
    pub name: String,
    /// The code of the city's workbook.
    pub code: String,
    /// Their pool.
    pub pool: Called,
}

/// A station that has a row.
#[derive(Debug, Clone)]
pub struct BookStation {
    /// As it is shown.
    pub name: String,
    /// The code of the city's workbook.
    pub code: String,
}

/// A duty with those who hold a seat of it.
#[derive(Debug, Clone)]
pub struct BookDuty {
    /// Its station, as an index into [`HeldMonth::stations`].
    pub station: usize,
    /// Its date.
    pub date: NaiveDate,
    /// Local minutes since midnight.
    pub start: i32,
    /// Local minutes since midnight.
    pub end: i32,
    /// People it needs at least.
    pub min: usize,
    /// Who holds it, as indices into [`HeldMonth::people`], and what they said.
    pub seats: Vec<(usize, AssignmentState)>,
}

/// Writes a workbook (.xlsx) in a language. The same rosters give the same bytes.
pub fn write(lang: Lang, districts: &[DistrictMonth]) -> Result<Vec<u8>, RosterBookError> {
    let mut book = Workbook::new();
    // Not the time at which it is written: that would make two workbooks of one roster differ.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let looks = Looks::new();
    let mut names = SheetNames::default();
    for month in districts {
        let district = lang.name(&month.district.own, &month.district.english);
        let said = match &month.roster {
            BookRoster::Held(held) => {
                let table = Table::new(lang, month, held, &looks);
                let mut name = |kind: &str| names.take(district, &format!(" {}", lang.text(kind)));
                let people = name(FIXED_OF_PEOPLE.name);
                table.people(book.add_worksheet().set_name(people)?)?;
                let stations = name(FIXED_OF_STATIONS.name);
                table.stations(book.add_worksheet().set_name(stations)?)?;
                continue;
            }
            BookRoster::NotSetUp => "roster-book-not-set-up",
            BookRoster::NotGenerated => "roster-book-not-generated",
        };
        let paper = book.add_worksheet().set_name(names.take(district, ""))?;
        empty(lang, month, said, paper, &looks)?;
    }
    Ok(book.save_to_buffer()?)
}

/// A sheet that says why there is no roster: without it, a district that lacks would look like one that was forgotten.
fn empty(
    lang: Lang,
    month: &DistrictMonth,
    said: &str,
    paper: &mut Worksheet,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let district = lang.name(&month.district.own, &month.district.english);
    let title = format!("{district} · {}", lang.month(&month.month.to_string()));
    paper.write_string_with_format(0, 0, title, &looks.title)?;
    paper.write_string(1, 0, lang.text(said))?;
    Ok(())
}
