//! What would be right in a workbook, and how it is said.

use super::layout::Kind;
use super::problem::{Arguments, Message, text};
use super::words::Words;

/// What would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the arguments of the messages")]
pub enum Right {
    Workbook,
    Smaller,
    SavedAgain,
    Value,
    SheetName {
        name: &'static str,
    },
    FewerProblems,
    Sheet {
        columns: String,
    },
    Column,
    OneOf {
        items: String,
    },
    SomeOf {
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
    KnownLanguages,
    Email,
    TimeZone,
    Country,
    Rule,
    Hours,
    WithinHours {
        hours: String,
    },
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
    TopTopic,
    OutOfCircle,
    Option {
        code: String,
    },
    NumberOrNothing,
    BothTimes,
    SlotsOrNoBreak,
    VideoThere,
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
            Kind::SomeOf(words) => Self::SomeOf {
                items: first_words(words),
            },
            Kind::Language => Self::Language,
            Kind::Languages => Self::Languages,
            Kind::KnownLanguages => Self::KnownLanguages,
            Kind::Email => Self::Email,
            Kind::TimeZone => Self::TimeZone,
            Kind::Country => Self::Country,
            Kind::Rule => Self::Rule,
            Kind::Hours => Self::Hours,
        }
    }

    /// How it is said.
    pub(super) fn message(&self) -> Message {
        (self.id(), self.arguments())
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Workbook => "workbook-right-workbook",
            Self::Smaller => "workbook-right-smaller",
            Self::SavedAgain => "workbook-right-saved-again",
            Self::Value => "workbook-right-value",
            Self::SheetName { .. } => "workbook-right-sheet-name",
            Self::FewerProblems => "workbook-right-fewer-problems",
            Self::Sheet { .. } => "workbook-right-sheet",
            Self::Column => "workbook-right-column",
            Self::OneOf { .. } => "workbook-right-one-of",
            Self::SomeOf { .. } => "workbook-right-some-of",
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
            Self::KnownLanguages => "workbook-right-known-languages",
            Self::Email => "workbook-right-email",
            Self::TimeZone => "workbook-right-time-zone",
            Self::Country => "workbook-right-country",
            Self::Rule => "workbook-right-rule",
            Self::Hours => "workbook-right-hours",
            Self::WithinHours { .. } => "workbook-right-within-hours",
            Self::Own => "workbook-right-own",
            Self::Once => "workbook-right-once",
            Self::OnlyOne => "workbook-right-only-one",
            Self::After { .. } => "workbook-right-after",
            Self::From { .. } => "workbook-right-from",
            Self::UpTo { .. } => "workbook-right-up-to",
            Self::HubWithoutHub => "workbook-right-hub-without-hub",
            Self::TopTopic => "workbook-right-top-topic",
            Self::OutOfCircle => "workbook-right-out-of-circle",
            Self::Option { .. } => "workbook-right-option",
            Self::NumberOrNothing => "workbook-right-number-or-nothing",
            Self::BothTimes => "workbook-right-both-times",
            Self::SlotsOrNoBreak => "workbook-right-slots-or-no-break",
            Self::VideoThere => "workbook-right-video-there",
        }
    }

    fn arguments(&self) -> Arguments {
        match self {
            Self::Sheet { columns } => vec![text("columns", columns)],
            Self::OneOf { items } | Self::SomeOf { items } => vec![text("items", items)],
            Self::SheetName { name } => vec![("name", (*name).into())],
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
            Self::WithinHours { hours } => vec![text("hours", hours)],
            _ => Vec::new(),
        }
    }
}

/// The words that are written, with commas between them.
fn first_words(words: &Words) -> String {
    words.iter().map(|w| w.0).collect::<Vec<_>>().join(", ")
}
