//! A sheet as a table: its first row names the columns, the others are sorted into them. How a row is read is in `row`.

use std::collections::{HashMap, HashSet};

use super::codes::Codes;
use super::layout::Sheet;
use super::open::{Grid, letters};
use super::problem::{Problems, Right, WorkbookProblem, Wrong};
use super::row::Row;
use super::value::Value;

/// A sheet with its rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) sheet: &'static Sheet,
    is_there: bool,
    /// For each column of the sheet, whether the first row names it.
    there: Vec<bool>,
    /// The rows that are not empty, with a value for each column of the sheet.
    rows: Vec<(u32, Vec<Value>)>,
}

impl Table {
    /// Sorts the cells of a sheet into its columns. Columns that are missing, unknown or there twice are told.
    pub(super) fn new(sheet: &'static Sheet, grid: Grid, problems: &Problems) -> Self {
        let mut cells = grid.0;
        let mut head = Head::read(sheet, cells.remove(&1).unwrap_or_default(), problems);
        let mut rows = Vec::with_capacity(cells.len());
        for (number, cells) in cells {
            let mut values = vec![Value::Empty; sheet.columns.len()];
            for (column, value) in cells {
                match head.places.get(&column) {
                    Some(&place) => values[place] = value,
                    None => head.tell_unnamed(sheet, number, column, &value, problems),
                }
            }
            if values.iter().any(|value| !value.is_empty()) {
                rows.push((number, values));
            }
        }
        let there = |at| head.places.values().any(|place| *place == at);
        Self {
            sheet,
            is_there: true,
            there: (0..sheet.columns.len()).map(there).collect(),
            rows,
        }
    }

    /// A table without rows and columns, of a sheet that is not there.
    pub(super) fn missing(sheet: &'static Sheet) -> Self {
        Self {
            sheet,
            is_there: false,
            there: vec![false; sheet.columns.len()],
            rows: Vec::new(),
        }
    }

    /// The rows that are not empty.
    pub(super) fn rows<'a>(&'a self, problems: &'a Problems) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(move |(number, values)| Row {
            number: *number,
            table: self,
            values,
            problems,
        })
    }

    /// Whether the file has the sheet.
    pub(super) fn is_there(&self) -> bool {
        self.is_there
    }

    /// Whether the first row names a column.
    pub(super) fn has(&self, column: usize) -> bool {
        self.there[column]
    }

    /// The codes in a column, of all rows in which one stands.
    pub(super) fn codes(&self, column: &str) -> Codes {
        let at = self.sheet.index(column);
        if !self.there[at] {
            return Codes::default();
        }
        let codes = self
            .rows
            .iter()
            .filter_map(|(_, values)| values[at].code().ok());
        Codes::new(codes.filter(|code| !code.is_empty()).collect())
    }
}

/// That of a sheet, among one for each sheet of the layout.
pub(super) fn table<'t>(tables: &'t [Table], sheet: &Sheet) -> &'t Table {
    let mut tables = tables.iter();
    let found = tables.find(|table| table.sheet.name == sheet.name);
    found.expect("there is a table for each sheet of the layout")
}

/// The first row of a sheet.
struct Head {
    /// Which of the sheet's columns stands where.
    places: HashMap<u32, usize>,
    /// Places whose column was told already.
    told: HashSet<u32>,
}

impl Head {
    fn read(sheet: &'static Sheet, cells: Vec<(u32, Value)>, problems: &Problems) -> Self {
        let mut head = Self {
            places: HashMap::new(),
            told: HashSet::new(),
        };
        let names = sheet.columns.iter().map(|c| letters(c.name)).zip(0..);
        let known: HashMap<String, usize> = names.collect();
        let mut found = HashSet::new();
        for (place, value) in cells {
            let name = value.shown();
            let column = known.get(&letters(&name)).copied();
            let wrong = match column {
                Some(column) if found.insert(column) => {
                    head.places.insert(place, column);
                    continue;
                }
                Some(_) => Wrong::ColumnTwice,
                None => Wrong::UnknownColumn,
            };
            head.told.insert(place);
            let right = match wrong {
                Wrong::ColumnTwice => Right::Once,
                _ => Right::OneOf {
                    items: sheet.names(),
                },
            };
            say(sheet, 1, name.clone(), name, wrong, right, problems);
        }
        for (at, column) in sheet.columns.iter().enumerate() {
            if !found.contains(&at) {
                let name = column.name.to_owned();
                say(
                    sheet,
                    1,
                    name,
                    String::new(),
                    Wrong::NoColumn,
                    Right::Column,
                    problems,
                );
            }
        }
        head
    }

    /// Tells of a cell below an empty head, once for each column.
    fn tell_unnamed(
        &mut self,
        sheet: &'static Sheet,
        row: u32,
        place: u32,
        value: &Value,
        problems: &Problems,
    ) {
        if self.told.insert(place) {
            let right = Right::NameOrNothing;
            say(
                sheet,
                row,
                called(place),
                value.shown(),
                Wrong::UnnamedColumn,
                right,
                problems,
            );
        }
    }
}

fn say(
    sheet: &'static Sheet,
    row: u32,
    column: String,
    value: String,
    wrong: Wrong,
    right: Right,
    problems: &Problems,
) {
    problems.say(WorkbookProblem {
        sheet: sheet.name,
        row: Some(row),
        column,
        value,
        wrong,
        right,
    });
}

/// What the spreadsheet program calls a column that has no name: `A` for 0, `AA` for 26.
fn called(place: u32) -> String {
    let mut rest = u64::from(place) + 1;
    let mut reversed = Vec::new();
    while rest > 0 {
        rest -= 1;
        reversed.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    reversed.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_without_a_name_are_called_as_the_spreadsheet_program_does() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(called),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
