//! What somebody must hold to serve: a licence, and an approval of their employer or university. Each is valid for a time.

use chrono::NaiveDate;

/// What is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualificationKind {
    /// Of the profession; its number is one person's own.
    Licence,
    /// Of the employer or the university, that the person may serve.
    Approval,
}

impl QualificationKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Licence, Self::Approval];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Approval => "approval",
        }
    }

    /// The kind of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// The days before its end at which the coordinator is told, the longest first.
pub const TOLD_BEFORE: [u16; 3] = [60, 30, 7];

/// Which word is due of what ends on a date: how many of the days [`TOLD_BEFORE`] there were at most, when this many or fewer are left. None
/// where more are left, and on none of the days after the end: nobody can mend what is over by being told that it will be.
#[must_use]
pub fn word_due(until: NaiveDate, today: NaiveDate) -> Option<u16> {
    let left = (until - today).num_days();
    let reached = |before: &u16| left <= i64::from(*before);
    let mut shortest_first = TOLD_BEFORE.into_iter().rev();
    shortest_first.find(reached).filter(|_| left >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_word_is_due_from_sixty_thirty_and_seven_days_before_the_end() {
        let until = day("2027-03-01");
        for (today, due) in [
            ("2026-12-30", None),
            ("2026-12-31", Some(60)),
            ("2027-01-29", Some(60)),
            ("2027-01-30", Some(30)),
            ("2027-02-21", Some(30)),
            ("2027-02-22", Some(7)),
            ("2027-03-01", Some(7)),
            ("2027-03-02", None),
        ] {
            assert_eq!(word_due(until, day(today)), due, "{today}");
        }
    }

    #[test]
    fn every_word_reads_back() {
        for kind in QualificationKind::ALL {
            assert_eq!(QualificationKind::parse(kind.as_str()), Some(kind));
        }
    }
}
