//! What a resident says after a visit, in which quarters it is counted, and how many answers are told together.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// The worst and the best answer.
pub const ANSWERS: std::ops::RangeInclusive<i32> = 1..=5;

/// Answers are told by so many at a time: fewer would say what one resident said.
pub const TOGETHER: i64 = 5;

/// The answers to both questions, each of [`ANSWERS`]: 1 is not at all, 5 is wholly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    helped: i32,
    understood: i32,
}

impl Rating {
    /// Both answers; none where one of them is no answer.
    #[must_use]
    pub fn new(helped: i32, understood: i32) -> Option<Self> {
        let both = ANSWERS.contains(&helped) && ANSWERS.contains(&understood);
        both.then_some(Self { helped, understood })
    }

    /// Did it help you with your matter?
    #[must_use]
    pub fn helped(self) -> i32 {
        self.helped
    }

    /// Were you understood, and did you understand?
    #[must_use]
    pub fn understood(self) -> i32 {
        self.understood
    }
}

/// A quarter of a year of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(NaiveDate);

impl Quarter {
    /// The quarter a date lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let month = date.month0() / 3 * 3 + 1;
        let first = NaiveDate::from_ymd_opt(date.year(), month, 1);
        Self(first.expect("every month has a first day"))
    }

    /// Its first date.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.0
    }

    /// The quarter after it.
    #[must_use]
    pub fn next(self) -> Self {
        let after = self.0.checked_add_months(Months::new(3));
        Self(after.expect("a quarter lies within chrono's dates"))
    }

    /// The quarter a number of quarters before it.
    #[must_use]
    pub fn before(self, quarters: u32) -> Self {
        let before = self.0.checked_sub_months(Months::new(3 * quarters));
        Self(before.expect("a quarter lies within chrono's dates"))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.0.year(), self.0.month0() / 3 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter(date: &str) -> Quarter {
        Quarter::of(date.parse().expect("a date"))
    }

    #[test]
    fn a_rating_has_both_answers_and_no_others() {
        assert!(Rating::new(1, 5).is_some());
        for (helped, understood) in [(0, 3), (3, 6), (-1, 1)] {
            assert_eq!(Rating::new(helped, understood), None);
        }
    }

    #[test]
    fn a_date_lies_in_one_quarter_and_quarters_follow_each_other() {
        assert_eq!(quarter("2026-12-31").to_string(), "2026-Q4");
        assert_eq!(quarter("2026-10-01"), quarter("2026-12-31"));
        assert_eq!(quarter("2026-11-20").next().to_string(), "2027-Q1");
        assert_eq!(quarter("2026-11-20").before(3), quarter("2026-03-31"));
    }
}
