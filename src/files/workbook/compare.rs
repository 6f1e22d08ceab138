//! What differs between two setups of a city, row by row and cell by cell, in the words of the workbook.

use std::collections::{HashMap, HashSet};

use super::layout::{SHEETS, Sheet};
use super::rows::Cell;
use crate::domain::city::CitySetup;

/// What differs in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChanges {
    /// Its name.
    pub list: &'static str,
    /// The rows that differ, in the order of their list; those that are gone or left out come last.
    pub rows: Vec<RowChange>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFate {
    /// It was not there before.
    New,
    /// Cells of it are other ones.
    Changed,
    /// It is not there any more.
    Gone,
    /// The file does not have it, and it stays as it was.
    LeftOut,
}

impl RowFate {
    /// The word in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::LeftOut => "left-out",
        }
    }
}

/// A row that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The cells by which it is known, with spaces between them.
    pub row: String,
    /// What became of it.
    pub fate: RowFate,
    /// The cells that differ, where it changed.
    pub cells: Vec<CellChange>,
}

/// A cell that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// Name of its column.
    pub column: &'static str,
    /// What stood there.
    pub before: String,
    /// What stands there.
    pub after: String,
}

/// What an import of these lists changes, or would change: what was kept before, what is kept after, and what the file names. A list in which
/// nothing differs is left out.
#[must_use]
pub fn compare(
    before: &CitySetup,
    after: &CitySetup,
    named: &CitySetup,
    lists: &[&str],
) -> Vec<ListChanges> {
    let in_file = SHEETS.into_iter();
    let in_file = in_file.filter(|sheet| lists.contains(&sheet.name));
    let changes = in_file.map(|sheet| ListChanges {
        list: sheet.name,
        rows: rows(sheet, before, after, named),
    });
    changes.filter(|list| !list.rows.is_empty()).collect()
}

fn rows(sheet: &Sheet, before: &CitySetup, after: &CitySetup, named: &CitySetup) -> Vec<RowChange> {
    let old: Vec<(String, Vec<Cell<'_>>)> = keyed(sheet, before).collect();
    let by_key: HashMap<&str, &Vec<Cell<'_>>> =
        old.iter().map(|(key, row)| (key.as_str(), row)).collect();
    let mut now = HashSet::new();
    let mut found = Vec::new();
    for (key, row) in keyed(sheet, after) {
        match by_key.get(key.as_str()) {
            None => found.push(change(&key, RowFate::New, Vec::new())),
            Some(old) if **old != row => {
                found.push(change(&key, RowFate::Changed, cells(sheet, old, &row)));
            }
            Some(_) => {}
        }
        now.insert(key);
    }
    let named: HashSet<String> = keyed(sheet, named).map(|(key, _)| key).collect();
    for (key, _) in &old {
        if !now.contains(key) {
            found.push(change(key, RowFate::Gone, Vec::new()));
        } else if !named.contains(key) {
            found.push(change(key, RowFate::LeftOut, Vec::new()));
        }
    }
    found
}

fn change(key: &str, fate: RowFate, cells: Vec<CellChange>) -> RowChange {
    RowChange {
        row: key.to_owned(),
        fate,
        cells,
    }
}

/// The rows of a list with what each is known by.
fn keyed<'a>(
    sheet: &'a Sheet,
    setup: &'a CitySetup,
) -> impl Iterator<Item = (String, Vec<Cell<'a>>)> {
    (sheet.rows)(setup).map(|cells| (key(sheet, &cells), cells))
}

fn key(sheet: &Sheet, cells: &[Cell<'_>]) -> String {
    let by = |column: &&str| cells[sheet.index(column)].shown();
    let known: Vec<_> = if sheet.key.is_empty() {
        cells.iter().map(Cell::shown).collect()
    } else {
        sheet.key.iter().map(by).collect()
    };
    known.join(" ").trim_end().to_owned()
}

fn cells(sheet: &Sheet, before: &[Cell<'_>], after: &[Cell<'_>]) -> Vec<CellChange> {
    let pairs = before.iter().zip(after).zip(sheet.columns);
    let changed = pairs.filter(|((before, after), _)| before != after);
    changed
        .map(|((before, after), column)| CellChange {
            column: column.name,
            before: before.shown().into_owned(),
            after: after.shown().into_owned(),
        })
        .collect()
}
