//! A row that is read column by column. What is wrong is noted with its place and read as nothing, so that the rest of the row is
//! looked at too.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;

use super::codes::Codes;
use super::layout::{Column, Kind};
use super::problem::{Problems, Right, WorkbookProblem, Wrong};
use super::table::Table;
use super::value::Value;
use crate::domain::availability::clock;
use crate::domain::city::{KnownLanguage, Span};
use crate::domain::language::{Level, Tag};

/// A row that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// As the spreadsheet program counts.
    pub(super) number: u32,
    pub(super) table: &'a Table,
    pub(super) values: &'a [Value],
    pub(super) problems: &'a Problems,
}

/// Where something stood first, to tell who has it already.
pub(super) type Seen<K> = HashMap<K, u32>;

impl<'a> Row<'a> {
    fn cell(&self, name: &str) -> (&'static Column, &'a Value) {
        let at = self.table.sheet.index(name);
        (&self.table.sheet.columns[at], &self.values[at])
    }

    /// Notes what is wrong in a column, and what the column wants.
    pub(super) fn say(&self, name: &str, wrong: Wrong) {
        let column = self.cell(name).0;
        let right = match wrong {
            Wrong::TurnedToDate | Wrong::DigitsLost => Right::AsText,
            Wrong::TwiceInCell { .. } => Right::Once,
            Wrong::NoValue => Right::Value,
            _ => Right::of(column.kind, column.example),
        };
        self.say_right(name, wrong, right);
    }

    /// Notes what is wrong in a column, and what would be right.
    pub(super) fn say_right(&self, name: &str, wrong: Wrong, right: Right) {
        let (column, value) = self.cell(name);
        self.problems.say(WorkbookProblem {
            sheet: self.table.sheet.name,
            row: Some(self.number),
            column: column.name.to_owned(),
            value: value.shown(),
            wrong,
            right,
        });
    }

    /// Reads a cell; none where it is empty or wrong. An empty one that must be filled is wrong, but not where the whole column is
    /// missing.
    fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Value, Kind) -> Result<T, Wrong>,
    ) -> Option<T> {
        let (column, value) = self.cell(name);
        if value.is_empty() {
            if column.needed && self.table.has(self.table.sheet.index(name)) {
                self.say(name, Wrong::Empty);
            }
            return None;
        }
        match read(value, column.kind) {
            Ok(read) => Some(read),
            Err(wrong) => {
                self.say(name, wrong);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn needed_text(&self, name: &str) -> Option<String> {
        self.read(name, |value, _| value.text())
    }

    /// A text that may be empty.
    pub(super) fn free_text(&self, name: &str) -> String {
        self.needed_text(name).unwrap_or_default()
    }

    /// A code that this row makes known.
    pub(super) fn code(&self, name: &str) -> Option<String> {
        self.read(name, |value, _| value.code())
    }

    /// The same, where no other row of the sheet may have it.
    pub(super) fn own_code(&self, name: &str, seen: &mut Seen<String>) -> Option<String> {
        let code = self.code(name)?;
        self.is_first(name, code.clone(), &code, seen)
            .then_some(code)
    }

    /// Whether no row before it had the same.
    pub(super) fn is_first<K: Eq + Hash>(
        &self,
        name: &str,
        key: K,
        item: &str,
        seen: &mut Seen<K>,
    ) -> bool {
        let first = *seen.entry(key).or_insert(self.number);
        if first != self.number {
            let item = item.to_owned();
            self.say_right(name, Wrong::Twice { item, row: first }, Right::Own);
        }
        first == self.number
    }

    /// A code of another row.
    pub(super) fn code_of(&self, name: &str, known: &Codes) -> Option<String> {
        let code = self.code(name)?;
        self.knows(name, &code, known).then_some(code)
    }

    /// Codes of other rows, each once.
    pub(super) fn codes_of(&self, name: &str, known: &Codes) -> Vec<String> {
        let mut codes = self
            .read(name, |value, _| value.codes())
            .unwrap_or_default();
        codes.retain(|code| self.knows(name, code, known));
        codes
    }

    fn knows(&self, name: &str, code: &str, known: &Codes) -> bool {
        if known.may_have(code) {
            return true;
        }
        let column = self.cell(name).0;
        let example = known.nearest(code).unwrap_or(column.example).to_owned();
        let item = code.to_owned();
        let sheet = match column.kind {
            Kind::CodeOf(sheet) | Kind::CodesOf(sheet) => sheet,
            _ => self.table.sheet.name,
        };
        let right = Right::CodeOf { sheet, example };
        self.say_right(name, Wrong::Unknown { item, sheet }, right);
        false
    }

    /// A whole number.
    pub(super) fn whole(&self, name: &str) -> Option<u32> {
        self.read(name, |value, kind| match kind {
            Kind::Whole(least, most) => value.whole(least, most),
            _ => value.whole(0, u32::MAX),
        })
    }

    /// A whole number that its column bounds to what fits.
    pub(super) fn small(&self, name: &str) -> Option<u16> {
        self.whole(name).and_then(|n| u16::try_from(n).ok())
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.read(name, |value, kind| match kind {
            Kind::Number(least, most) => value.number(least, most),
            _ => value.number(f64::MIN, f64::MAX),
        })
    }

    /// Yes or no; an empty cell is no.
    pub(super) fn yes(&self, name: &str) -> bool {
        self.word(name) == Some(0)
    }

    /// Which of the column's words.
    pub(super) fn word(&self, name: &str) -> Option<usize> {
        self.read(name, |value, kind| match kind {
            Kind::Word(words) => value.word(words),
            _ => value.word(&[]),
        })
    }

    /// Which of the column's words; none where the cell is empty.
    pub(super) fn words(&self, name: &str) -> Option<Vec<usize>> {
        self.read(name, |value, kind| match kind {
            Kind::SomeOf(words) => value.words(words),
            _ => value.words(&[]),
        })
    }

    /// A date.
    pub(super) fn date(&self, name: &str) -> Option<NaiveDate> {
        self.read(name, |value, _| value.date())
    }

    /// A last date, which may be empty and is not before the first.
    pub(super) fn last_date(&self, name: &str, first: Option<NaiveDate>) -> Option<NaiveDate> {
        let last = self.date(name)?;
        let Some(first) = first.filter(|first| last < *first) else {
            return Some(last);
        };
        let first = first.to_string();
        let (wrong, right) = (
            Wrong::LastBeforeFirst {
                first: first.clone(),
            },
            Right::From { first },
        );
        self.say_right(name, wrong, right);
        None
    }

    /// A language.
    pub(super) fn language(&self, name: &str) -> Option<Tag> {
        self.read(name, |value, _| value.language())
    }

    /// Languages with levels.
    pub(super) fn languages(&self, name: &str) -> Vec<(Tag, Level)> {
        self.read(name, |value, _| value.languages())
            .unwrap_or_default()
    }

    /// Languages with how well each is known.
    pub(super) fn known_languages(&self, name: &str) -> Vec<KnownLanguage> {
        self.read(name, |value, _| value.known_languages())
            .unwrap_or_default()
    }

    /// A text of a form.
    pub(super) fn checked(&self, name: &str, is: impl FnOnce(&str) -> bool) -> Option<String> {
        self.read(name, |value, _| value.checked(is))
    }

    /// The times of a window, in the columns From and To.
    pub(super) fn span(&self) -> Option<Span> {
        let (start, end) = (self.time("From"), self.time("To"));
        let (start, end) = (start?, end?);
        if start < end {
            return Some(Span { start, end });
        }
        let start = clock(start);
        let wrong = Wrong::EndNotAfterStart {
            start: start.clone(),
        };
        self.say_right("To", wrong, Right::After { start });
        None
    }

    fn time(&self, name: &str) -> Option<u16> {
        self.read(name, |value, _| value.time())
    }

    /// The code in a cell, if there is one; nothing is told.
    pub(super) fn quiet_code(&self, name: &str) -> Option<String> {
        let code = self.cell(name).1.code();
        code.ok().filter(|code| !code.is_empty())
    }

    /// Whether a cell says no, or holds nothing; nothing is told, and nothing is known where the whole column is missing.
    pub(super) fn says_no(&self, name: &str) -> bool {
        let (column, value) = self.cell(name);
        if !self.table.has(self.table.sheet.index(name)) {
            return false;
        }
        match column.kind {
            Kind::Word(words) if !value.is_empty() => value.word(words) == Ok(1),
            _ => value.is_empty(),
        }
    }

    /// Whether a cell holds nothing.
    pub(super) fn is_empty(&self, name: &str) -> bool {
        self.cell(name).1.is_empty()
    }
}
