//! A workbook whose cells a test changes, as somebody does in a spreadsheet program.
#![allow(dead_code, reason = "not every test binary uses all of it")]

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use zhiban::demo;
use zhiban::domain::calendar::Month;
use zhiban::domain::city::CitySetup;
use zhiban::files::workbook::{WorkbookProblem, read, write};
use zhiban::texts::Lang;

/// The sheets with their cells.
pub(crate) struct Book {
    sheets: Vec<(String, Vec<Vec<Data>>)>,
}

pub(crate) fn december() -> Month {
    Month::parse("2026-12").unwrap()
}

pub(crate) fn city() -> CitySetup {
    demo::city(1, december())
}

impl Book {
    /// The invented city's.
    pub(crate) fn new() -> Self {
        Self::of(&write(&city()).unwrap())
    }

    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheets = book.worksheets().into_iter();
        let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
        Self {
            sheets: sheets.map(|(name, range)| (name, rows(range))).collect(),
        }
    }

    fn sheet(&mut self, name: &str) -> &mut Vec<Vec<Data>> {
        let found = self.sheets.iter_mut().find(|(there, _)| there == name);
        &mut found.unwrap_or_else(|| panic!("no sheet {name}")).1
    }

    fn place(&mut self, sheet: &str, column: &str) -> usize {
        let head = &self.sheet(sheet)[0];
        let found = head.iter().position(|cell| *cell == column);
        found.unwrap_or_else(|| panic!("{sheet} has no column {column}"))
    }

    /// Puts something into a cell; rows are counted as the spreadsheet program does.
    pub(crate) fn set(
        mut self,
        sheet: &str,
        row: usize,
        column: &str,
        value: impl Into<Data>,
    ) -> Self {
        let place = self.place(sheet, column);
        let rows = self.sheet(sheet);
        if rows.len() < row {
            rows.resize(row, Vec::new());
        }
        let cells = &mut rows[row - 1];
        if cells.len() <= place {
            cells.resize(place + 1, Data::Empty);
        }
        cells[place] = value.into();
        self
    }

    /// What stands in a cell.
    pub(crate) fn get(&mut self, sheet: &str, row: usize, column: &str) -> Data {
        let place = self.place(sheet, column);
        self.sheet(sheet)[row - 1][place].clone()
    }

    /// Every cell of a sheet, as text.
    pub(crate) fn words(&mut self, sheet: &str) -> Vec<String> {
        self.sheet(sheet)
            .iter()
            .flatten()
            .map(ToString::to_string)
            .collect()
    }

    /// Calls a column otherwise.
    pub(crate) fn rename(mut self, sheet: &str, column: &str, name: &str) -> Self {
        let place = self.place(sheet, column);
        self.sheet(sheet)[0][place] = Data::String(name.to_owned());
        self
    }

    /// Takes a sheet out.
    pub(crate) fn without_sheet(mut self, name: &str) -> Self {
        self.sheets.retain(|(there, _)| there != name);
        self
    }

    /// Calls a sheet otherwise.
    pub(crate) fn rename_sheet(mut self, name: &str, other: &str) -> Self {
        for (there, _) in &mut self.sheets {
            if there == name {
                *there = other.to_owned();
            }
        }
        self
    }

    /// Takes every row but the first out.
    pub(crate) fn empty(mut self, sheet: &str) -> Self {
        self.sheet(sheet).truncate(1);
        self
    }

    /// Keeps the rows of a sheet for which `keep` holds, and the first.
    pub(crate) fn keep(mut self, sheet: &str, keep: impl Fn(&[Data]) -> bool) -> Self {
        let mut first = true;
        self.sheet(sheet)
            .retain(|row| std::mem::take(&mut first) || keep(row));
        self
    }

    /// Makes room for an empty row before this one.
    pub(crate) fn insert_empty_row(mut self, sheet: &str, row: usize) -> Self {
        self.sheet(sheet).insert(row - 1, Vec::new());
        self
    }

    /// As a file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let (date, time) = ("yyyy-mm-dd", "[hh]:mm");
        for (name, rows) in &self.sheets {
            let paper = book.add_worksheet();
            paper.set_name(name).unwrap();
            for (row, cells) in (0..).zip(rows) {
                for (at, cell) in (0..).zip(cells) {
                    match cell {
                        Data::Empty => {}
                        Data::Int(number) => {
                            paper.write_number(row, at, *number as f64).unwrap();
                        }
                        Data::Float(number) => {
                            paper.write_number(row, at, *number).unwrap();
                        }
                        Data::Bool(is) => {
                            paper.write_boolean(row, at, *is).unwrap();
                        }
                        Data::DateTime(moment) => {
                            let looks = if moment.is_duration() { time } else { date };
                            let format = Format::new().set_num_format(looks);
                            let days = moment.as_f64();
                            paper
                                .write_number_with_format(row, at, days, &format)
                                .unwrap();
                        }
                        other => {
                            paper.write_string(row, at, other.to_string()).unwrap();
                        }
                    }
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    /// What it is read as.
    pub(crate) fn read(&self) -> Result<CitySetup, Vec<WorkbookProblem>> {
        read(&self.bytes())
    }

    /// What is wrong in it, a line each, in English.
    pub(crate) fn wrong(&self) -> Vec<String> {
        lines(&self.read().expect_err("something is wrong"))
    }
}

/// A line for each problem: sheet, row, column, what stands there, what is wrong and what would be right.
pub(crate) fn lines(problems: &[WorkbookProblem]) -> Vec<String> {
    let english = Lang::nearest("en").unwrap();
    let line = |p: &WorkbookProblem| {
        let row = p.row.map_or("-".to_owned(), |row| row.to_string());
        format!(
            "{} | {row} | {} | {} | {}",
            p.sheet,
            p.column,
            p.value,
            p.text(english)
        )
    };
    problems.iter().map(line).collect()
}
