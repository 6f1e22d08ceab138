//! An assignment's states: one person on one duty, from proposed to served. Who replaces whom is decided in `actions`.

use thiserror::Error;

/// The state of one person on one duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AssignmentState {
    /// The solver's or a coordinator's word; the person has not been asked.
    Proposed,
    /// The letter is in the outbox or sent; no answer yet.
    Asked,
    /// The person will come.
    Confirmed,
    /// The person will not come.
    Declined,
    /// No answer in time.
    Lapsed,
    /// Declined or lapsed, and somebody else holds the seat now.
    Replaced,
    /// The duty was held.
    Served,
    /// The person did not come.
    Absent,
    /// The coordinator took it back.
    Withdrawn,
}

/// What happens to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentEvent {
    /// A letter asks the person.
    Ask,
    /// The person says yes.
    Confirm,
    /// The person says no.
    Decline,
    /// The time to answer is over.
    Lapse,
    /// Somebody else took the seat.
    Replace,
    /// The duty was held.
    Serve,
    /// The person did not come.
    Miss,
    /// The coordinator takes it back.
    Withdraw,
}

/// An event that the assignment's state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an assignment that is {from} cannot {event:?}", from = from.as_str())]
pub struct AssignmentRefusal {
    /// The state it is in.
    pub from: AssignmentState,
    /// What was asked for.
    pub event: AssignmentEvent,
}

impl AssignmentState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Proposed,
        Self::Asked,
        Self::Confirmed,
        Self::Declined,
        Self::Lapsed,
        Self::Replaced,
        Self::Served,
        Self::Absent,
        Self::Withdrawn,
    ];

    /// The word in the database, the API and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Replaced => "replaced",
            Self::Served => "served",
            Self::Absent => "absent",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Whether the person takes a seat of the duty: counts as coverage and as a turn.
    #[must_use]
    pub fn holds_seat(self) -> bool {
        matches!(
            self,
            Self::Proposed | Self::Asked | Self::Confirmed | Self::Served
        )
    }

    /// The sign by which pages and files show it, beside its word.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Proposed => "○",
            Self::Asked => "?",
            Self::Confirmed => "✓",
            Self::Served => "●",
            Self::Absent => "–",
            Self::Declined | Self::Lapsed => "✕",
            Self::Replaced | Self::Withdrawn => "↻",
        }
    }

    /// The state after an event, or why it is refused. The same answer twice is the same as once.
    pub fn after(self, event: AssignmentEvent) -> Result<Self, AssignmentRefusal> {
        use {AssignmentEvent as E, AssignmentState as S};
        match (self, event) {
            (S::Proposed | S::Asked, E::Ask) => Ok(S::Asked),
            (S::Asked | S::Confirmed, E::Confirm) => Ok(S::Confirmed),
            (S::Asked | S::Confirmed | S::Declined, E::Decline) => Ok(S::Declined),
            (S::Replaced, E::Decline) => Ok(S::Replaced),
            (S::Asked, E::Lapse) => Ok(S::Lapsed),
            (S::Declined | S::Lapsed, E::Replace) => Ok(S::Replaced),
            // Some come without an answer; and what was marked wrongly is marked again.
            (S::Asked | S::Confirmed | S::Served | S::Absent, E::Serve) => Ok(S::Served),
            (S::Asked | S::Confirmed | S::Served | S::Absent, E::Miss) => Ok(S::Absent),
            (S::Proposed | S::Asked | S::Confirmed, E::Withdraw) => Ok(S::Withdrawn),
            (from, event) => Err(AssignmentRefusal { from, event }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressing_confirm_twice_is_the_same_as_once() {
        let once = AssignmentState::Asked.after(AssignmentEvent::Confirm);
        let twice = once.and_then(|s| s.after(AssignmentEvent::Confirm));
        assert_eq!(once, Ok(AssignmentState::Confirmed));
        assert_eq!(twice, once);
        let replaced = AssignmentState::Replaced;
        assert_eq!(replaced.after(AssignmentEvent::Decline), Ok(replaced));
    }

    #[test]
    fn who_confirmed_may_still_decline_but_a_replaced_seat_cannot_be_confirmed() {
        let declined = AssignmentState::Confirmed.after(AssignmentEvent::Decline);
        assert_eq!(declined, Ok(AssignmentState::Declined));
        assert!(
            AssignmentState::Replaced
                .after(AssignmentEvent::Confirm)
                .is_err()
        );
    }

    #[test]
    fn a_declined_assignment_takes_no_seat() {
        assert!(!AssignmentState::Declined.holds_seat());
        assert!(AssignmentState::Asked.holds_seat());
    }

    #[test]
    fn every_word_reads_back() {
        for state in AssignmentState::ALL {
            assert_eq!(AssignmentState::parse(state.as_str()), Some(state));
        }
    }
}
