//! A list as a file of text (CSV, RFC 4180), as spreadsheet programs write and open it: the encodings and separators that they use in China
//! and elsewhere, and no cell that they would take for a formula.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::layout::{SHEETS, Sheet};
use super::list::List;
use super::open::{Grid, Refused, letters};
use super::rows::Cell;
use super::value::Value;
use crate::domain::city::CitySetup;

/// How the letters of a file of text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// UTF-8 with the mark in front by which spreadsheet programs know it.
    #[default]
    Utf8,
    /// GB 18030, as spreadsheet programs in China write it.
    Gb18030,
}

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Writes a list as CSV.
#[must_use]
pub fn write_text(setup: &CitySetup, list: List, letters: Letters) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |cells: Vec<String>| {
        // Into memory, with as many cells in each row: neither can fail.
        writer.write_record(cells).expect("a row is written");
    };
    write(list.0.columns.iter().map(|c| c.name.to_owned()).collect());
    for cells in (list.0.rows)(setup) {
        write(cells.iter().map(harmless).collect());
    }
    let bytes = writer.into_inner().expect("memory is flushed");
    match letters {
        Letters::Utf8 => [b"\xEF\xBB\xBF".as_slice(), &bytes].concat(),
        Letters::Gb18030 => {
            let text = String::from_utf8(bytes).expect("it was made of texts");
            GB18030.encode(&text).0.into_owned()
        }
    }
}

/// A cell that no spreadsheet program takes for a formula (OWASP, "CSV Injection").
fn harmless(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) if looks_like_formula(text) => format!("'{text}"),
        cell => cell.shown().into_owned(),
    }
}

/// Whether a spreadsheet program may take a text for a formula, or takes the sign away that keeps it from that.
fn looks_like_formula(text: &str) -> bool {
    let rest = text.trim_start_matches('\'');
    rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A text as it was before it was made harmless.
fn as_it_was(text: &str) -> &str {
    let without = text.strip_prefix('\'');
    without
        .filter(|rest| looks_like_formula(rest))
        .unwrap_or(text)
}

/// Reads a file of text; which list it is, its first row tells.
pub(super) fn read(bytes: &[u8], room: &mut usize) -> Result<(&'static Sheet, Grid), Refused> {
    let text = decode(bytes).ok_or(Refused::NoWorkbook)?;
    let found = SEPARATORS
        .map(|separator| (separator, list_of(&text, separator)))
        .into_iter()
        .find_map(|(separator, sheet)| Some((separator, sheet?)));
    let (separator, sheet) = found.ok_or(Refused::NoWorkbook)?;
    let mut grid = Grid::default();
    let mut rows = RowCount::new(&text);
    for record in reader(&text, separator).into_records() {
        let record = record.map_err(|_| Refused::Damaged)?;
        let row = rows.row_of(&record);
        for (column, text) in (0..).zip(&record) {
            let value = Value::from_text(as_it_was(text.trim()));
            if value.is_empty() {
                continue;
            }
            *room = room.checked_sub(value.size()).ok_or(Refused::TooLarge)?;
            grid.0.entry(row).or_default().push((column, value));
        }
    }
    Ok((sheet, grid))
}

/// Counts rows as a spreadsheet program does: empty lines are rows, lines within a cell are not.
struct RowCount<'a> {
    text: &'a str,
    /// How far it has counted, in bytes.
    at: usize,
    row: u32,
    /// Lines within the cells of the row before.
    within: u32,
}

impl<'a> RowCount<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            row: 1,
            within: 0,
        }
    }

    fn row_of(&mut self, record: &csv::StringRecord) -> u32 {
        let begin = record.position().map_or(0, csv::Position::byte);
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        let lines = |text: &str| u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX);
        // A record's position is before the empty lines that the parser leaves out.
        let rest = self.text.get(begin..).unwrap_or_default();
        let begin = self.text.len() - rest.trim_start_matches(['\r', '\n']).len();
        let between = self.text.get(self.at..begin).unwrap_or_default();
        self.row += lines(between).saturating_sub(self.within);
        self.at = begin;
        self.within = record.iter().map(lines).sum();
        self.row
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// The text, by the mark in front, else UTF-8, else GB 18030.
fn decode(bytes: &[u8]) -> Option<String> {
    let marked = Encoding::for_bom(bytes);
    let encoding = match marked {
        Some((encoding, _)) if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) => encoding,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => GB18030,
    };
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    if had_errors || text.contains('\0') {
        return None;
    }
    // Lines that end as they did on old Macintoshes.
    let is_old = text.contains('\r') && !text.contains('\n');
    Some(if is_old {
        text.replace('\r', "\n")
    } else {
        text.into_owned()
    })
}

/// The list whose columns the first row names; none where it is not clear.
fn list_of(text: &str, separator: u8) -> Option<&'static Sheet> {
    let first = reader(text, separator).into_records().next()?.ok()?;
    let named: Vec<String> = first
        .iter()
        .map(letters)
        .filter(|n| !n.is_empty())
        .collect();
    let alike = |sheet: &Sheet| {
        let columns: Vec<String> = sheet.columns.iter().map(|c| letters(c.name)).collect();
        let both = named.iter().filter(|name| columns.contains(name)).count();
        // Of the names that either has, the share that both have.
        both as f64 / (columns.len() + named.len() - both) as f64
    };
    let mut sheets = SHEETS.map(|sheet| (alike(sheet), sheet));
    sheets.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let [(first, sheet), (second, _), ..] = sheets;
    (first > 0.5 && first > second).then_some(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_harmless_is_read_as_it_was() {
        for text in [
            "=1+1", "'=1", "''@x", "-", "+86 000", "it's", "'quoted'", "＝1", "",
        ] {
            let cell = Cell::Text(text.into());
            let written = harmless(&cell);
            assert!(
                !written.starts_with(['=', '+', '-', '@', '＝']),
                "{written}"
            );
            assert_eq!(as_it_was(&written), text);
        }
        assert_eq!(
            harmless(&Cell::Number(-12.5)),
            "-12.5",
            "a number stays one"
        );
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_program_does() {
        let text = "a,b\r\n\r\n1,\"x\r\ny\"\r\n2,\n\n\n3,\"\n\n\"\n4,";
        let mut rows = RowCount::new(text);
        let records = reader(text, b',').into_records();
        let found: Vec<u32> = records.map(|r| rows.row_of(&r.unwrap())).collect();
        assert_eq!(found, [1, 3, 4, 7, 8]);
    }

    #[test]
    fn a_first_row_tells_the_list() {
        let named = |text: &str| list_of(text, b',').map(|sheet| sheet.name);
        assert_eq!(named("code, NAME ,Name in English"), Some("Districts"));
        assert_eq!(named("Code,Name,Name in English,Parent"), Some("Skills"));
        assert_eq!(
            named("Code,Name"),
            Some("Districts"),
            "one is missing, which is told"
        );
        for unclear in ["", "name", "a,b,c", "Code,Name,Name in English,x,y,z,u"] {
            assert_eq!(named(unclear), None, "{unclear}");
        }
    }
}
