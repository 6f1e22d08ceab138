//! From bytes to the cells of the sheets. The parsers of the file are not ours: what would fill the memory is refused before they
//! see it, and where they give up or panic, the file is called damaged.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::layout::{CITY, SHEETS, Sheet};
use super::problem::{Problems, Right, WorkbookProblem, Wrong};
use super::table::{Table, table};
use super::text_file;
use super::value::Value;

/// Most bytes of all parts unpacked, of the texts, of a sheet, and of any other part that the parser keeps whole; a city of 3,000
/// stations has about 40 MB, most of it in the sheet of availability.
const MOST_UNPACKED: u64 = 256 << 20;
const MOST_OF_TEXTS: u64 = 64 << 20;
const MOST_OF_SHEET: u64 = 128 << 20;
const MOST_OF_OTHERS: u64 = 8 << 20;

/// Most bytes of all cells, each with its text: one long text of the file can stand in many cells.
const MOST_HELD: usize = 256 << 20;

/// Most texts that a file may say it has, for which the parser makes room before it reads them.
const MOST_TEXTS: u64 = 10_000_000;

/// How an old Excel file begins, and one that is locked with a password.
const COMPOUND_FILE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The cells of a sheet by row, as the spreadsheet program counts, and column from 0. Empty cells and rows are left out.
#[derive(Debug, Default)]
pub(super) struct Grid(pub(super) BTreeMap<u32, Vec<(u32, Value)>>);

/// The cells of a file. What they mean is told by `setup`.
#[derive(Debug)]
pub struct Opened {
    /// Each of the layout's sheets, there or not.
    pub(super) tables: [Table; SHEETS.len()],
    /// Such as sheets that are damaged.
    pub(super) problems: Problems,
}

impl Opened {
    fn new(mut sheets: Vec<(&'static Sheet, Grid)>, problems: Problems) -> Self {
        let tables = SHEETS.map(|sheet| {
            let at = sheets
                .iter()
                .position(|(there, _)| there.name == sheet.name);
            match at.map(|at| sheets.swap_remove(at)) {
                Some((sheet, grid)) => Table::new(sheet, grid, &problems),
                None => Table::missing(sheet),
            }
        });
        Self { tables, problems }
    }

    /// The code of the city, where the file says it.
    #[must_use]
    pub fn city(&self) -> Option<String> {
        let quiet = Problems::default();
        let mut rows = table(&self.tables, &CITY).rows(&quiet);
        rows.next()?.quiet_code("Code")
    }

    /// The names of the lists that are there.
    pub fn lists(&self) -> impl Iterator<Item = &'static str> {
        let there = self.tables.iter().filter(|table| table.is_there());
        there.map(|table| table.sheet.name)
    }

    /// Whether every list is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.tables.iter().all(Table::is_there)
    }
}

/// Opens a file: a workbook (.xlsx) with all lists or some, or one list as a file of text (CSV).
pub fn open(bytes: &[u8]) -> Result<Opened, Vec<WorkbookProblem>> {
    let refuse = |wrong, right| Err(vec![WorkbookProblem::of_file(wrong, right)]);
    if bytes.starts_with(&COMPOUND_FILE) {
        return refuse(Wrong::OldOrLocked, Right::Workbook);
    }
    let problems = Problems::default();
    // A parser that has panicked is not used again.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        if bytes.starts_with(b"PK") {
            parse(bytes, &problems)
        } else {
            text_file::read(bytes, &mut { MOST_HELD }).map(|list| vec![list])
        }
    }));
    match parsed {
        Ok(Ok(sheets)) => Ok(Opened::new(sheets, problems)),
        Ok(Err(Refused::TooLarge)) => refuse(Wrong::TooLarge, Right::Smaller),
        Ok(Err(Refused::NoWorkbook)) => refuse(Wrong::NoWorkbook, Right::Workbook),
        Ok(Err(Refused::Damaged)) | Err(_) => refuse(Wrong::Damaged, Right::SavedAgain),
    }
}

/// Why a file or sheet is not read.
pub(super) enum Refused {
    NoWorkbook,
    TooLarge,
    Damaged,
}

fn parse(bytes: &[u8], problems: &Problems) -> Result<Vec<(&'static Sheet, Grid)>, Refused> {
    measure(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refused::NoWorkbook)?;
    let names = book.sheet_names();
    if names.is_empty() {
        return Err(Refused::NoWorkbook);
    }
    let mut room = MOST_HELD;
    let mut sheets = Vec::new();
    for sheet in SHEETS {
        let is_it = |name: &&String| letters(name) == letters(sheet.name);
        let Some(name) = names.iter().find(is_it) else {
            tell_mistyped(sheet, &names, problems);
            continue;
        };
        match grid(&mut book, name, &mut room) {
            Ok(grid) => sheets.push((sheet, grid)),
            Err(Refused::TooLarge) => return Err(Refused::TooLarge),
            Err(_) => {
                let (wrong, right) = (Wrong::Damaged, Right::SavedAgain);
                problems.say(WorkbookProblem::of_sheet(sheet.name, wrong, right));
            }
        }
    }
    Ok(sheets)
}

/// Tells of a sheet that bears nearly the name of a list that is missing: left alone as one of the user's own, it would be thought imported.
fn tell_mistyped(missing: &'static Sheet, names: &[String], problems: &Problems) {
    let name = letters(missing.name);
    let is_another = |other: &str| SHEETS.iter().any(|sheet| letters(sheet.name) == other);
    let is_near = |other: &&String| {
        let other = letters(other);
        strsim::damerau_levenshtein(&name, &other) <= 2 && !is_another(&other)
    };
    if let Some(item) = names.iter().find(is_near) {
        let wrong = Wrong::SheetName { item: item.clone() };
        let right = Right::SheetName { name: missing.name };
        problems.say(WorkbookProblem::of_sheet(missing.name, wrong, right));
    }
}

/// Unpacks every part once without keeping it, so that a small file that unpacks to a huge one is refused. What the file says of
/// its own sizes is not believed.
fn measure(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::NoWorkbook)?;
    let mut room = MOST_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| Refused::Damaged)?;
        let name = part
            .name()
            .map_err(|_| Refused::Damaged)?
            .to_ascii_lowercase();
        let is_texts = name.ends_with("sharedstrings.xml");
        let mut room_here = most_of(&name);
        let mut text_count = TextCount::default();
        let mut buffer = [0; 1 << 16];
        loop {
            let read = part.read(&mut buffer).map_err(|_| Refused::Damaged)?;
            if read == 0 {
                break;
            }
            room = room.checked_sub(read as u64).ok_or(Refused::TooLarge)?;
            room_here = room_here
                .checked_sub(read as u64)
                .ok_or(Refused::TooLarge)?;
            if is_texts && !text_count.is_small(&buffer[..read]) {
                return Err(Refused::TooLarge);
            }
        }
    }
    Ok(())
}

/// How large a part may be, by its name in lower case. Styles and the like become many times as large in memory.
fn most_of(name: &str) -> u64 {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if file == "sharedstrings.xml" {
        MOST_OF_TEXTS
    } else if file.starts_with("sheet") {
        MOST_OF_SHEET
    } else if file.ends_with(".xml") || file.ends_with(".rels") {
        MOST_OF_OTHERS
    } else {
        MOST_UNPACKED
    }
}

/// Looks for the number of texts that a part says it has, over the borders of buffers.
#[derive(Default)]
struct TextCount {
    /// How much of the attribute's name was seen.
    seen: usize,
    /// The number that follows it, while its digits last.
    number: Option<u64>,
}

impl TextCount {
    const NAME: &[u8] = b"uniqueCount";

    /// Whether no number so far is larger than what is let in.
    fn is_small(&mut self, bytes: &[u8]) -> bool {
        // In UTF-16 every other byte is a zero.
        for &byte in bytes.iter().filter(|byte| **byte != 0) {
            if let Some(number) = &mut self.number {
                match byte {
                    b'0'..=b'9' => {
                        *number = number
                            .saturating_mul(10)
                            .saturating_add(u64::from(byte - b'0'));
                        if *number > MOST_TEXTS {
                            return false;
                        }
                    }
                    b'=' | b'"' | b'\'' | b'+' | b' ' | b'\t' | b'\r' | b'\n' if *number == 0 => {}
                    _ => self.number = None,
                }
                continue;
            }
            let goes_on = byte == Self::NAME[self.seen];
            // No beginning of the name stands again within it, but its first letter.
            self.seen = if goes_on {
                self.seen + 1
            } else {
                usize::from(byte == Self::NAME[0])
            };
            if self.seen == Self::NAME.len() {
                (self.seen, self.number) = (0, Some(0));
            }
        }
        true
    }
}

/// Reads the filled cells of a sheet one after the other: asked for as a block, one filled cell in the last corner would take room
/// for 17 thousand million.
fn grid(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut usize) -> Result<Grid, Refused> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|_| Refused::Damaged)?;
    let mut grid = Grid::default();
    loop {
        let next = cells.next_cell_with_formula_metadata();
        let Some(cell) = next.map_err(|_| Refused::Damaged)? else {
            break;
        };
        let value = match (&cell.value, &cell.formula) {
            (DataRef::Empty, Some(_)) => Value::Formula,
            (value, _) => Value::from(value),
        };
        if value.is_empty() {
            continue;
        }
        *room = room.checked_sub(value.size()).ok_or(Refused::TooLarge)?;
        let (row, column) = cell.pos;
        let row = grid.0.entry(row.saturating_add(1)).or_default();
        row.push((column, value));
    }
    Ok(grid)
}

/// A name by which a sheet or column is known, whatever its capitals and spaces.
pub(super) fn letters(name: &str) -> String {
    let name = super::value::folded(name);
    let kept = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(parts: &[&str]) -> bool {
        let mut count = TextCount::default();
        parts.iter().all(|part| count.is_small(part.as_bytes()))
    }

    #[test]
    fn a_number_of_texts_that_would_fill_the_memory_is_seen_wherever_the_buffer_ends() {
        assert!(small(&[
            "<sst count=\"9\" uniqueCount=\"4000\"><si>9999999999"
        ]));
        assert!(!small(&["<sst uniqueCount=\"99999999999\">"]));
        assert!(!small(&["<sst uniqueC", "ount = '+9999", "9999999'>"]));
        assert!(!small(&["uuniqueCount=99999999999"]));
    }

    #[test]
    fn a_name_is_known_whatever_its_capitals_and_spaces() {
        assert_eq!(letters(" language cover"), letters("LanguageCover"));
        assert_eq!(letters("ＰＥＯＰＬＥ"), letters("People"));
        assert_ne!(letters("Person"), letters("People"));
    }
}
