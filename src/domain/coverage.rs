//! How well a duty is held, from the states of the people on it. Who should hold it is the solver's matter.

use super::assignment::AssignmentState;

/// How well a duty is held, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// Fewer people than it needs, and nobody declined: nobody was found.
    Uncovered,
    /// Fewer people than it needs because somebody declined or did not answer; a replacement is looked for.
    Replacing,
    /// Somebody was to come and did not.
    Absent,
    /// As many as it needs, fewer than it would like.
    BelowIdeal,
    /// Enough people, who have not been asked.
    Proposed,
    /// Enough people, some of whom have not answered.
    Asked,
    /// Enough people, all of whom will come.
    Confirmed,
    /// The duty was held.
    Served,
}

impl Coverage {
    /// Every kind, the worst first.
    pub const ALL: [Self; 8] = [
        Self::Uncovered,
        Self::Replacing,
        Self::Absent,
        Self::BelowIdeal,
        Self::Proposed,
        Self::Asked,
        Self::Confirmed,
        Self::Served,
    ];

    /// The coverage of a duty that needs `min` and would like `ideal` people, with assignments in these states.
    #[must_use]
    pub fn of(min: u32, ideal: u32, states: &[AssignmentState]) -> Self {
        use AssignmentState as S;
        let has = |wanted: S| states.contains(&wanted);
        let held = states.iter().filter(|state| state.holds_seat()).count();
        let reaches = |wanted: u32| usize::try_from(wanted).is_ok_and(|wanted| held >= wanted);
        if !reaches(min) {
            return if has(S::Declined) || has(S::Lapsed) {
                Self::Replacing
            } else if has(S::Absent) {
                Self::Absent
            } else {
                Self::Uncovered
            };
        }
        if held > 0 && states.iter().all(|s| !s.holds_seat() || *s == S::Served) {
            Self::Served
        } else if !reaches(ideal) {
            Self::BelowIdeal
        } else if has(S::Proposed) {
            Self::Proposed
        } else if has(S::Asked) {
            Self::Asked
        } else {
            Self::Confirmed
        }
    }

    /// The word in the API, the style sheet and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uncovered => "uncovered",
            Self::Replacing => "replacing",
            Self::Absent => "absent",
            Self::BelowIdeal => "below-ideal",
            Self::Proposed => "proposed",
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Served => "served",
        }
    }

    /// Whether the duty has the people it needs.
    #[must_use]
    pub fn is_covered(self) -> bool {
        !matches!(self, Self::Uncovered | Self::Replacing | Self::Absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AssignmentState as S;

    #[test]
    fn a_duty_without_people_is_uncovered() {
        assert_eq!(Coverage::of(1, 1, &[]), Coverage::Uncovered);
        assert_eq!(Coverage::of(2, 2, &[S::Confirmed]), Coverage::Uncovered);
    }

    #[test]
    fn a_declined_seat_is_being_replaced_until_somebody_takes_it() {
        assert_eq!(Coverage::of(1, 1, &[S::Declined]), Coverage::Replacing);
        assert_eq!(
            Coverage::of(1, 1, &[S::Replaced, S::Asked]),
            Coverage::Asked
        );
    }

    #[test]
    fn fewer_than_ideal_is_told_before_who_answered() {
        assert_eq!(Coverage::of(1, 2, &[S::Confirmed]), Coverage::BelowIdeal);
    }

    #[test]
    fn one_who_has_not_answered_keeps_the_duty_from_being_confirmed() {
        assert_eq!(
            Coverage::of(2, 2, &[S::Confirmed, S::Asked]),
            Coverage::Asked
        );
        assert_eq!(
            Coverage::of(2, 2, &[S::Confirmed, S::Confirmed]),
            Coverage::Confirmed
        );
        assert_eq!(Coverage::of(1, 1, &[S::Served]), Coverage::Served);
        assert_eq!(Coverage::of(1, 1, &[S::Absent]), Coverage::Absent);
    }
}
