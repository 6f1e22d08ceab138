//! The two tables of a district: who holds what, and who is where. A column a day in both, with the same heads.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::looks::{DayKind, DayLooks, Looks};
use super::{BookDay, BookDuty, DistrictMonth, HeldMonth};
use crate::domain::assignment::AssignmentState;
use crate::domain::city::HolidayKind;
use crate::texts::Lang;

/// The rows above the table: title, legend; then the days' heads in two rows.
const LEGEND: u32 = 1;
const HEAD: u32 = 2;
const KINDS: u32 = 3;
const FIRST: u32 = 4;

/// Points of a line of text, and the most that a row may have.
const LINE: f64 = 14.5;
const TALLEST: f64 = 409.0;

/// Characters of a day's column: `09:00–11:30` fits.
const DAY_WIDTH: u16 = 13;

/// A3, which is what a month is printed on.
const PAPER: u8 = 8;

/// What stands before the days.
pub(super) struct Fixed {
    /// The message that names the sheet.
    pub(super) name: &'static str,
    /// Messages of the columns, with their widths in characters.
    columns: &'static [(&'static str, u16)],
}

/// Of the people's table.
pub(super) const FIXED_OF_PEOPLE: Fixed = Fixed {
    name: "roster-book-people",
    columns: &[
        ("roster-book-name", 18),
        ("roster-book-code", 12),
        ("roster-book-pool", 14),
        ("roster-book-turns", 8),
    ],
};

/// Of the stations' table.
pub(super) const FIXED_OF_STATIONS: Fixed = Fixed {
    name: "roster-book-stations",
    columns: &[("roster-book-name", 26), ("roster-book-code", 12)],
};

/// A day's text of a row, and whether something in it lacks people.
#[derive(Default)]
struct Cell {
    lines: Vec<String>,
    is_uncovered: bool,
}

/// Cells by row and day.
type Cells = HashMap<(usize, usize), Cell>;

/// A district's month on its way to paper.
pub(super) struct Table<'a> {
    lang: Lang,
    month: &'a DistrictMonth,
    held: &'a HeldMonth,
    looks: &'a Looks,
    columns: HashMap<NaiveDate, usize>,
}

impl<'a> Table<'a> {
    pub(super) fn new(
        lang: Lang,
        month: &'a DistrictMonth,
        held: &'a HeldMonth,
        looks: &'a Looks,
    ) -> Self {
        let days = month.days.iter().enumerate();
        Self {
            lang,
            month,
            held,
            looks,
            columns: days.map(|(at, day)| (day.date, at)).collect(),
        }
    }

    /// A row a person: what they hold.
    pub(super) fn people(&self, paper: &mut Worksheet) -> Result<(), XlsxError> {
        self.frame(paper, &FIXED_OF_PEOPLE)?;
        let mut cells = Cells::new();
        let mut turns = vec![0_u32; self.held.people.len()];
        for duty in &self.held.duties {
            let station = &self.held.stations[duty.station].code;
            let hours = self.lang.span(duty.start, duty.end);
            for &(person, state) in &duty.seats {
                turns[person] += 1;
                let cell = self.cell(&mut cells, person, duty);
                cell.lines.push(format!("{} {station}", state.sign()));
                cell.lines.push(hours.clone());
            }
        }
        for (at, (person, turns)) in self.held.people.iter().zip(turns).enumerate() {
            let row = row(at);
            let pool = self.lang.name(&person.pool.own, &person.pool.english);
            for (column, text) in (0..).zip([&person.name, &person.code, pool]) {
                paper.write_string_with_format(row, column, text, &self.looks.text)?;
            }
            paper.write_number_with_format(row, 3, turns, &self.looks.number)?;
            let named = lines_of(&person.name, FIXED_OF_PEOPLE.columns[0].1);
            self.days(paper, &FIXED_OF_PEOPLE, at, named, &cells)?;
        }
        Ok(())
    }

    /// A row a station: who is there, and what lacks people.
    pub(super) fn stations(&self, paper: &mut Worksheet) -> Result<(), XlsxError> {
        self.frame(paper, &FIXED_OF_STATIONS)?;
        let mut cells = Cells::new();
        for duty in &self.held.duties {
            let cell = self.cell(&mut cells, duty.station, duty);
            cell.lines.push(self.lang.span(duty.start, duty.end));
            for &(person, state) in &duty.seats {
                let name = &self.held.people[person].name;
                cell.lines.push(format!("{} {name}", state.sign()));
            }
            let missing = duty.min.saturating_sub(duty.seats.len());
            if missing > 0 {
                cell.is_uncovered = true;
                let said = self.lang.count("duty-missing", missing);
                cell.lines.push(format!("✕ {said}"));
            }
        }
        for (at, station) in self.held.stations.iter().enumerate() {
            for (column, text) in (0..).zip([&station.name, &station.code]) {
                paper.write_string_with_format(row(at), column, text, &self.looks.text)?;
            }
            let named = lines_of(&station.name, FIXED_OF_STATIONS.columns[0].1);
            self.days(paper, &FIXED_OF_STATIONS, at, named, &cells)?;
        }
        Ok(())
    }

    fn cell<'c>(&self, cells: &'c mut Cells, row: usize, duty: &BookDuty) -> &'c mut Cell {
        let day = self.columns.get(&duty.date).copied().unwrap_or(0);
        cells.entry((row, day)).or_default()
    }

    /// The days of a row, which is made as tall as its fullest day, or as its name needs.
    fn days(
        &self,
        paper: &mut Worksheet,
        fixed: &Fixed,
        at: usize,
        named: usize,
        cells: &Cells,
    ) -> Result<(), XlsxError> {
        let mut lines = named;
        for (day, look, column) in self.columns_from(fixed) {
            let place = self.columns.get(&day.date).map(|day| (at, *day));
            match place.and_then(|place| cells.get(&place)) {
                None => paper.write_blank(row(at), column, &look.cell)?,
                Some(cell) => {
                    let look = if cell.is_uncovered {
                        &self.looks.uncovered
                    } else {
                        &look.cell
                    };
                    lines = lines.max(cell.lines.iter().map(|l| lines_of(l, DAY_WIDTH)).sum());
                    let text = cell.lines.join("\n");
                    paper.write_string_with_format(row(at), column, text, look)?
                }
            };
        }
        // At most a few dozen duties stand in a cell.
        let lines = f64::from(u32::try_from(lines).unwrap_or(u32::MAX));
        paper.set_row_height(row(at), (lines * LINE).min(TALLEST))?;
        Ok(())
    }

    /// Each day with its look and column.
    fn columns_from(&self, fixed: &Fixed) -> impl Iterator<Item = (&BookDay, &DayLooks, u16)> {
        let first = width(fixed);
        let days = self.month.days.iter();
        days.zip(first..)
            .map(|(day, column)| (day, self.looks.day(DayKind::of(day)), column))
    }

    /// Title, legend and heads; and how the sheet is looked at and printed.
    fn frame(&self, paper: &mut Worksheet, fixed: &Fixed) -> Result<(), XlsxError> {
        paper.write_string_with_format(0, 0, self.title(fixed), &self.looks.title)?;
        paper.write_string(LEGEND, 0, self.legend())?;
        for (at, (id, width)) in (0..).zip(fixed.columns) {
            paper.set_column_width(at, *width)?;
            paper.write_string_with_format(HEAD, at, self.lang.text(id), &self.looks.head)?;
            paper.write_blank(KINDS, at, &self.looks.head)?;
        }
        for (day, look, column) in self.columns_from(fixed) {
            paper.set_column_width(column, DAY_WIDTH)?;
            let date = self.lang.short_date(day.date);
            paper.write_string_with_format(HEAD, column, date, &look.head)?;
            paper.write_string_with_format(KINDS, column, self.kind(day), &look.head)?;
        }
        paper.set_row_height(HEAD, 2.0 * LINE)?;
        paper.set_row_height(KINDS, 3.0 * LINE)?;
        paper.set_freeze_panes(FIRST, 2)?;
        paper.set_landscape().set_paper_size(PAPER);
        paper.set_margins(0.3, 0.3, 0.4, 0.5, 0.2, 0.2);
        paper.set_print_fit_to_pages(1, 0);
        paper.set_repeat_rows(HEAD, KINDS)?;
        paper.set_footer("&L&A&R&P / &N");
        Ok(())
    }

    /// District, month, what the sheet holds, where the roster stands.
    fn title(&self, fixed: &Fixed) -> String {
        let lang = self.lang;
        let district = &self.month.district;
        let mut parts = vec![
            lang.name(&district.own, &district.english).to_owned(),
            lang.month(&self.month.month.to_string()),
            lang.text(fixed.name),
            lang.word("roster-state", self.held.state.as_str()),
        ];
        if self.held.version > 0 {
            parts.push(lang.count("roster-version", self.held.version));
        }
        parts.join(" · ")
    }

    fn legend(&self) -> String {
        let holding = AssignmentState::ALL.into_iter();
        let said = holding.filter(|state| state.holds_seat()).map(|state| {
            let word = self.lang.word("answer", state.as_str());
            format!("{} {word}", state.sign())
        });
        let said: Vec<String> = said
            .chain([format!("✕ {}", self.lang.text("coverage-uncovered"))])
            .collect();
        said.join("    ")
    }

    /// What a day is, in words; empty for an ordinary one.
    fn kind(&self, day: &BookDay) -> String {
        let lang = self.lang;
        match &day.special {
            None if DayKind::of(day) == DayKind::Weekend => lang.text("roster-book-weekend"),
            None => String::new(),
            Some((kind, called)) => {
                let id = match kind {
                    HolidayKind::Off => "day-off",
                    HolidayKind::Work => "day-work",
                };
                let called = lang.name(&called.own, &called.english);
                format!("{called} ({})", lang.text(id))
            }
        }
    }
}

/// The row of the nth person or station.
fn row(at: usize) -> u32 {
    u32::try_from(at).map_or(u32::MAX, |at| at.saturating_add(FIRST))
}

/// Columns before the days.
fn width(fixed: &Fixed) -> u16 {
    (1..)
        .zip(fixed.columns)
        .last()
        .map_or(0, |(count, _)| count)
}

/// Lines that a text takes in a column of so many characters; one of a wide script counts twice.
fn lines_of(text: &str, width: u16) -> usize {
    let length: usize = text
        .chars()
        .map(|c| if c >= '\u{2e80}' { 2 } else { 1 })
        .sum();
    length.div_ceil(usize::from(width)).max(1)
}
