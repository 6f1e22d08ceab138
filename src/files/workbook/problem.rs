//! What is wrong in a workbook: where, what stands there, and what would be right. Said in a language by the messages
//! `workbook-wrong-…` and `workbook-right-…`.

use std::cell::RefCell;

use super::layout::{SHEETS, Sheet};
pub use super::right::Right;
pub use super::wrong::Wrong;
use crate::texts::{Lang, Value};

/// Most problems that are listed: whoever has more has one mistake all over a sheet, and a damaged file is not to fill the memory.
const MOST: usize = 10_000;

pub(super) type Arguments = Vec<(&'static str, Value<'static>)>;

/// A message with its arguments.
pub type Message = (&'static str, Arguments);

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkbookProblem {
    /// Name of the sheet; empty for the file as a whole.
    pub sheet: &'static str,
    /// Row as the spreadsheet program counts, from 1; none for the sheet as a whole.
    pub row: Option<u32>,
    /// Name of the column; empty for the row or sheet as a whole.
    pub column: String,
    /// What stands in the cell.
    pub value: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// What would be right.
    pub right: Right,
}

impl WorkbookProblem {
    /// A problem of the file as a whole.
    pub(super) fn of_file(wrong: Wrong, right: Right) -> Self {
        Self::of_sheet("", wrong, right)
    }

    /// A problem of a sheet as a whole.
    pub(super) fn of_sheet(sheet: &'static str, wrong: Wrong, right: Right) -> Self {
        Self {
            sheet,
            row: None,
            column: String::new(),
            value: String::new(),
            wrong,
            right,
        }
    }

    /// What is wrong and what would be right, as two sentences.
    #[must_use]
    pub fn messages(&self) -> [Message; 2] {
        [self.wrong.message(), self.right.message()]
    }

    /// The same in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let said = self
            .messages()
            .map(|(id, arguments)| lang.text_with(id, &arguments));
        said.join(&lang.text("sentence-joint"))
    }
}

/// A text as an argument.
pub(super) fn text(name: &'static str, value: &str) -> (&'static str, Value<'static>) {
    (name, value.to_owned().into())
}

/// What was found wrong so far. Behind a cell, so that many rows can be read with it at once.
#[derive(Debug, Default, Clone)]
pub(super) struct Problems {
    found: RefCell<Vec<WorkbookProblem>>,
    more: RefCell<usize>,
}

impl Problems {
    /// Notes a problem.
    pub(super) fn say(&self, problem: WorkbookProblem) {
        let mut found = self.found.borrow_mut();
        if found.len() < MOST {
            found.push(problem);
        } else {
            *self.more.borrow_mut() += 1;
        }
    }

    /// Whether anything was said of a sheet.
    pub(super) fn tell_of(&self, sheet: &Sheet) -> bool {
        let found = self.found.borrow();
        found.iter().any(|problem| problem.sheet == sheet.name)
    }

    /// All of them by sheet, row and column; empty where nothing was wrong.
    pub(super) fn into_sorted(self) -> Vec<WorkbookProblem> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|problem| {
            let sheet = SHEETS.iter().position(|s| s.name == problem.sheet);
            let column = sheet.and_then(|at| {
                let columns = SHEETS[at].columns.iter();
                columns.clone().position(|c| c.name == problem.column)
            });
            (sheet, problem.row, column)
        });
        let more = self.more.into_inner();
        if more > 0 {
            let wrong = Wrong::More { count: more };
            found.push(WorkbookProblem::of_file(wrong, Right::FewerProblems));
        }
        found
    }
}
