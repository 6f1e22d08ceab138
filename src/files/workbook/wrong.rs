//! What can be wrong in a workbook, and how it is said.

use super::problem::{Arguments, Message, text};

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
    /// A sheet whose name is nearly that of a list.
    SheetName { item: String },
    /// A row of another district, where the file is one district's.
    OtherDistrict { item: String },
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
    /// A formula whose value is not in the file.
    NoValue,
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
    /// A hub, or a topic above others, that is itself under another.
    UnderAnother { item: String, above: String },
    /// Topics above each other in a circle.
    Circle,
    /// A template that never falls.
    NoOption,
    /// A licence or approval with dates or who issued it, and without number.
    WithoutNumber,
    /// A service that the pool does not give.
    NotGiven { item: String, pool: String },
    /// A service that the station does not offer.
    NotOffered { item: String, station: String },
    /// A time at which the station is not open.
    OutsideHours { date: String, station: String },
    /// A break where there are no appointments between which it could lie.
    BreakWithoutSlots,
    /// By video at a station that has none.
    NoVideo { item: String },
}

impl Wrong {
    /// How it is said.
    pub(super) fn message(&self) -> Message {
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
            Self::SheetName { .. } => "workbook-wrong-sheet-name",
            Self::OtherDistrict { .. } => "workbook-wrong-other-district",
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
            Self::NoValue => "workbook-wrong-no-value",
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
            Self::UnderAnother { .. } => "workbook-wrong-under-another",
            Self::Circle => "workbook-wrong-circle",
            Self::NoOption => "workbook-wrong-no-option",
            Self::WithoutNumber => "workbook-wrong-without-number",
            Self::NotGiven { .. } => "workbook-wrong-not-given",
            Self::NotOffered { .. } => "workbook-wrong-not-offered",
            Self::OutsideHours { .. } => "workbook-wrong-outside-hours",
            Self::BreakWithoutSlots => "workbook-wrong-break-without-slots",
            Self::NoVideo { .. } => "workbook-wrong-no-video",
        }
    }

    fn arguments(&self) -> Arguments {
        match self {
            Self::Form { item }
            | Self::Level { item }
            | Self::Range { item }
            | Self::Fault { item }
            | Self::TwiceInCell { item }
            | Self::SheetName { item }
            | Self::OtherDistrict { item }
            | Self::NoVideo { item } => vec![text("item", item)],
            Self::More { count } => vec![("count", (*count).into())],
            Self::Unknown { item, sheet } => vec![text("item", item), ("sheet", (*sheet).into())],
            Self::Twice { item, row } => vec![text("item", item), text("row", &row.to_string())],
            Self::InBoth { item, other } => vec![text("item", item), ("other", (*other).into())],
            Self::EndNotAfterStart { start } => vec![text("start", start)],
            Self::LastBeforeFirst { first } => vec![text("first", first)],
            Self::MinAboveIdeal { min, ideal } => {
                vec![("min", (*min).into()), ("ideal", (*ideal).into())]
            }
            Self::NotOffered { item, station } => {
                vec![text("item", item), text("station", station)]
            }
            Self::OutsideHours { date, station } => {
                vec![text("date", date), text("station", station)]
            }
            Self::NotGiven { item, pool } => vec![text("item", item), text("pool", pool)],
            Self::UnderAnother { item, above } => vec![text("item", item), text("above", above)],
            _ => Vec::new(),
        }
    }
}
