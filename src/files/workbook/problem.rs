//! What is wrong in a workbook: where, what stands there, and what would be right. Said in a language by the messages
//! `workbook-wrong-…` and `workbook-right-…`.

use std::cell::RefCell;

use super::layout::{Kind, SHEETS, Words};
use crate::texts::{Lang, Value};

/// Most problems that are listed: whoever has more has one mistake all over a sheet, and a damaged file is not to fill the memory.
const MOST: usize = 10_000;

type Arguments = Vec<(&'static str, Value<'static>)>;

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

/// What is wrong. Texts are what stands in the cell, or the part of it that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the arguments of the messages")]
pub enum Wrong {
    /// The bytes are no workbook.
    NoWorkbook,
    /// An old Excel file, or one with a password.
    OldOrLocked,
    /// It would not fit in memory once unpacked.
    TooLarge,
    /// A sheet that cannot be read to its end.
    Damaged,
    /// There are too many problems to list.
    More { count: usize },
    /// A sheet is not there.
    NoSheet,
    /// A column is not there.
    NoColumn,
    /// A column that is none of the sheet's.
    UnknownColumn,
    /// Two columns with the same name.
    ColumnTwice,
    /// Cells below a first row that names no column.
    UnnamedColumn,
    /// The sheet of the city has no row.
    NoRow,
    /// The sheet of the city has more than one row.
    SecondRow,
    /// A cell that must be filled.
    Empty,
    /// Not of the form that the column has.
    Form { item: String },
    /// A level that is none.
    Level { item: String },
    /// A number outside of the bounds.
    Range { item: String },
    /// The spreadsheet program shows an error there, such as `#N/A`.
    Fault { item: String },
    /// A text that the spreadsheet program took for a date.
    TurnedToDate,
    /// A text of digits that it took for a number and cut.
    DigitsLost,
    /// A code that no row of its sheet has.
    Unknown { item: String, sheet: &'static str },
    /// Another row has it already.
    Twice { item: String, row: u32 },
    /// It stands in the same cell twice.
    TwiceInCell { item: String },
    /// It stands in another column of the row too, which excludes it.
    InBoth { item: String, other: &'static str },
    /// The end of a window is not after its start.
    EndNotAfterStart { start: String },
    /// A last date before the first one.
    LastBeforeFirst { first: String },
    /// More people needed at least than liked.
    MinAboveIdeal { min: u32, ideal: u32 },
    /// A row that refers to itself.
    Itself,
    /// A pool that would supervise itself.
    OwnPool,
    /// A hub that is under a hub.
    HubOfHub { item: String, hub: String },
    /// Topics above each other in a circle.
    Circle,
    /// A template that never falls.
    NoOption,
    /// A licence with dates and without number.
    LicenceWithoutNumber,
}

/// What would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the arguments of the messages")]
pub enum Right {
    Workbook,
    Smaller,
    SavedAgain,
    FewerProblems,
    Sheet {
        columns: String,
    },
    Column,
    OneOf {
        items: String,
    },
    NameOrNothing,
    OneRow,
    Text,
    AsText,
    Code {
        example: &'static str,
    },
    CodeOf {
        sheet: &'static str,
        example: String,
    },
    CodesOf {
        sheet: &'static str,
        example: String,
    },
    Whole {
        least: u32,
        most: u32,
    },
    Number {
        least: String,
        most: String,
    },
    Date,
    Time,
    Language,
    Languages,
    Email,
    TimeZone,
    Country,
    Rule,
    Own,
    Once,
    OnlyOne,
    After {
        start: String,
    },
    From {
        first: String,
    },
    UpTo {
        most: u32,
    },
    HubWithoutHub,
    OutOfCircle,
    Option {
        code: String,
    },
    LicenceNumber,
    BothTimes,
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

impl Wrong {
    fn message(&self) -> Message {
        (self.id(), self.arguments())
    }

    fn id(&self) -> &'static str {
        match self {
            Self::NoWorkbook => "workbook-wrong-no-workbook",
            Self::OldOrLocked => "workbook-wrong-old-or-locked",
            Self::TooLarge => "workbook-wrong-too-large",
            Self::Damaged => "workbook-wrong-damaged",
            Self::More { .. } => "workbook-wrong-more",
            Self::NoSheet => "workbook-wrong-no-sheet",
            Self::NoColumn => "workbook-wrong-no-column",
            Self::UnknownColumn => "workbook-wrong-unknown-column",
            Self::ColumnTwice => "workbook-wrong-column-twice",
            Self::UnnamedColumn => "workbook-wrong-unnamed-column",
            Self::NoRow => "workbook-wrong-no-row",
            Self::SecondRow => "workbook-wrong-second-row",
            Self::Empty => "workbook-wrong-empty",
            Self::Form { .. } => "workbook-wrong-form",
            Self::Level { .. } => "workbook-wrong-level",
            Self::Range { .. } => "workbook-wrong-range",
            Self::Fault { .. } => "workbook-wrong-fault",
            Self::TurnedToDate => "workbook-wrong-turned-to-date",
            Self::DigitsLost => "workbook-wrong-digits-lost",
            Self::Unknown { .. } => "workbook-wrong-unknown",
            Self::Twice { .. } => "workbook-wrong-twice",
            Self::TwiceInCell { .. } => "workbook-wrong-twice-in-cell",
            Self::InBoth { .. } => "workbook-wrong-in-both",
            Self::EndNotAfterStart { .. } => "workbook-wrong-end",
            Self::LastBeforeFirst { .. } => "workbook-wrong-last",
            Self::MinAboveIdeal { .. } => "workbook-wrong-min",
            Self::Itself => "workbook-wrong-itself",
            Self::OwnPool => "workbook-wrong-own-pool",
            Self::HubOfHub { .. } => "workbook-wrong-hub-of-hub",
            Self::Circle => "workbook-wrong-circle",
            Self::NoOption => "workbook-wrong-no-option",
            Self::LicenceWithoutNumber => "workbook-wrong-licence-without-number",
        }
    }

    fn arguments(&self) -> Arguments {
        match self {
            Self::Form { item }
            | Self::Level { item }
            | Self::Range { item }
            | Self::Fault { item }
            | Self::TwiceInCell { item } => vec![text("item", item)],
            Self::More { count } => vec![("count", (*count).into())],
            Self::Unknown { item, sheet } => vec![text("item", item), ("sheet", (*sheet).into())],
            Self::Twice { item, row } => vec![text("item", item), text("row", &row.to_string())],
            Self::InBoth { item, other } => vec![text("item", item), ("other", (*other).into())],
            Self::EndNotAfterStart { start } => vec![text("start", start)],
            Self::LastBeforeFirst { first } => vec![text("first", first)],
            Self::MinAboveIdeal { min, ideal } => {
                vec![("min", (*min).into()), ("ideal", (*ideal).into())]
            }
            Self::HubOfHub { item, hub } => vec![text("item", item), text("hub", hub)],
            _ => Vec::new(),
        }
    }
}

impl Right {
    /// What a column wants.
    pub(super) fn of(kind: Kind, example: &'static str) -> Self {
        let example_text = example.to_owned();
        match kind {
            Kind::Text => Self::Text,
            Kind::Code => Self::Code { example },
            Kind::CodeOf(sheet) => Self::CodeOf {
                sheet,
                example: example_text,
            },
            Kind::CodesOf(sheet) => Self::CodesOf {
                sheet,
                example: example_text,
            },
            Kind::Whole(least, most) => Self::Whole { least, most },
            Kind::Number(least, most) => Self::Number {
                least: least.to_string(),
                most: most.to_string(),
            },
            Kind::Date => Self::Date,
            Kind::Time => Self::Time,
            Kind::Word(words) => Self::OneOf {
                items: first_words(words),
            },
            Kind::Language => Self::Language,
            Kind::Languages => Self::Languages,
            Kind::Email => Self::Email,
            Kind::TimeZone => Self::TimeZone,
            Kind::Country => Self::Country,
            Kind::Rule => Self::Rule,
        }
    }

    fn message(&self) -> Message {
        (self.id(), self.arguments())
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Workbook => "workbook-right-workbook",
            Self::Smaller => "workbook-right-smaller",
            Self::SavedAgain => "workbook-right-saved-again",
            Self::FewerProblems => "workbook-right-fewer-problems",
            Self::Sheet { .. } => "workbook-right-sheet",
            Self::Column => "workbook-right-column",
            Self::OneOf { .. } => "workbook-right-one-of",
            Self::NameOrNothing => "workbook-right-name-or-nothing",
            Self::OneRow => "workbook-right-one-row",
            Self::Text => "workbook-right-text",
            Self::AsText => "workbook-right-as-text",
            Self::Code { .. } => "workbook-right-code",
            Self::CodeOf { .. } => "workbook-right-code-of",
            Self::CodesOf { .. } => "workbook-right-codes-of",
            Self::Whole { .. } => "workbook-right-whole",
            Self::Number { .. } => "workbook-right-number",
            Self::Date => "workbook-right-date",
            Self::Time => "workbook-right-time",
            Self::Language => "workbook-right-language",
            Self::Languages => "workbook-right-languages",
            Self::Email => "workbook-right-email",
            Self::TimeZone => "workbook-right-time-zone",
            Self::Country => "workbook-right-country",
            Self::Rule => "workbook-right-rule",
            Self::Own => "workbook-right-own",
            Self::Once => "workbook-right-once",
            Self::OnlyOne => "workbook-right-only-one",
            Self::After { .. } => "workbook-right-after",
            Self::From { .. } => "workbook-right-from",
            Self::UpTo { .. } => "workbook-right-up-to",
            Self::HubWithoutHub => "workbook-right-hub-without-hub",
            Self::OutOfCircle => "workbook-right-out-of-circle",
            Self::Option { .. } => "workbook-right-option",
            Self::LicenceNumber => "workbook-right-licence-number",
            Self::BothTimes => "workbook-right-both-times",
        }
    }

    fn arguments(&self) -> Arguments {
        match self {
            Self::Sheet { columns } => vec![text("columns", columns)],
            Self::OneOf { items } => vec![text("items", items)],
            Self::Code { example } => vec![("example", (*example).into())],
            Self::CodeOf { sheet, example } | Self::CodesOf { sheet, example } => {
                vec![("sheet", (*sheet).into()), text("example", example)]
            }
            // As texts: numbers would get separators of thousands.
            Self::Whole { least, most } => {
                vec![
                    ("least", least.to_string().into()),
                    ("most", most.to_string().into()),
                ]
            }
            Self::Number { least, most } => vec![text("least", least), text("most", most)],
            Self::After { start } => vec![text("start", start)],
            Self::From { first } => vec![text("first", first)],
            Self::UpTo { most } => vec![("most", (*most).into())],
            Self::Option { code } => vec![text("code", code)],
            _ => Vec::new(),
        }
    }
}

fn text(name: &'static str, value: &str) -> (&'static str, Value<'static>) {
    (name, value.to_owned().into())
}

/// The words that are written, with commas between them.
fn first_words(words: &Words) -> String {
    words.iter().map(|w| w.0).collect::<Vec<_>>().join(", ")
}

/// What was found wrong so far. Behind a cell, so that many rows can be read with it at once.
#[derive(Debug, Default)]
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
