//! What becomes of a duty that falls on a public holiday, as its demand template says.

use super::word_set::Listed;

/// What happens to a duty that falls on a public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OnHoliday {
    /// It is left out.
    Skip,
    /// It goes to the next working day.
    Move,
    /// It stays.
    Keep,
}

impl Listed for OnHoliday {
    const EACH: &'static [Self] = &[Self::Skip, Self::Move, Self::Keep];

    fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Move => "move",
            Self::Keep => "keep",
        }
    }
}
