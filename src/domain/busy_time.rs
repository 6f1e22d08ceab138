//! When somebody is busy by their own calendar, and why that calendar could not be read.

use chrono::NaiveDate;

use super::city::{Exception, ExceptionKind, Span};

/// When somebody is busy on a date, by the clock of their city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BusyTime {
    /// The date.
    pub date: NaiveDate,
    /// From when to when.
    pub span: Span,
}

impl BusyTime {
    /// The same as a time away, which is what it means for those who plan.
    #[must_use]
    pub fn away(self) -> Exception {
        Exception {
            kind: ExceptionKind::Away,
            first_date: self.date,
            last_date: self.date,
            span: Some(self.span),
            note: String::new(),
        }
    }

    /// Whether it shares a minute with a time of a date.
    #[must_use]
    pub fn meets(self, date: NaiveDate, span: Span) -> bool {
        self.date == date && self.span.start < span.end && span.start < self.span.end
    }
}

/// Why a calendar could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    /// There is none at its address.
    NotFound,
    /// Its server does not let us.
    Refused,
    /// Its server answers with an error.
    Server,
    /// Its server cannot be reached.
    Unreachable,
    /// The address leads into a network that is not open to everybody.
    Inner,
    /// The address leads to one that is not encrypted.
    NotSecure,
    /// It leads on and on.
    Redirects,
    /// It takes too long.
    TooSlow,
    /// It is too large.
    TooLarge,
    /// What is there is no calendar.
    NotACalendar,
    /// An event in it cannot be read.
    Event,
    /// An event is in a time zone that nobody knows.
    UnknownZone,
    /// There are too many events or repetitions in it.
    TooMuch,
    /// Its address was sealed with another key.
    AddressLost,
}

impl Unread {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::NotFound,
        Self::Refused,
        Self::Server,
        Self::Unreachable,
        Self::Inner,
        Self::NotSecure,
        Self::Redirects,
        Self::TooSlow,
        Self::TooLarge,
        Self::NotACalendar,
        Self::Event,
        Self::UnknownZone,
        Self::TooMuch,
        Self::AddressLost,
    ];

    /// The word in the database, the API and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Refused => "refused",
            Self::Server => "server",
            Self::Unreachable => "unreachable",
            Self::Inner => "inner",
            Self::NotSecure => "not-secure",
            Self::Redirects => "redirects",
            Self::TooSlow => "too-slow",
            Self::TooLarge => "too-large",
            Self::NotACalendar => "not-a-calendar",
            Self::Event => "event",
            Self::UnknownZone => "unknown-zone",
            Self::TooMuch => "too-much",
            Self::AddressLost => "address-lost",
        }
    }

    /// The reason of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == word)
    }
}
