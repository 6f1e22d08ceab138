//! A roster's states: one district's month from draft to published. What it holds stands in `duty` and `assignment`.

use thiserror::Error;

/// The state of a district's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RosterState {
    /// Set up: duties are expanded, nobody is assigned yet.
    Draft,
    /// A job is solving it; it cannot be published or pinned meanwhile.
    Solving,
    /// The solver's answer is there for the coordinator to look at.
    Proposed,
    /// People have been asked; each publication is a version.
    Published,
}

/// What happens to a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterEvent {
    /// A generation was started.
    Solve,
    /// The solver's answer was stored.
    Propose,
    /// The generation failed or was cancelled; the state before it was not published.
    GiveUp,
    /// The coordinator published.
    Publish,
}

/// An event that the roster's state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a roster that is {from} cannot {event:?}", from = from.as_str())]
pub struct RosterRefusal {
    /// The state it is in.
    pub from: RosterState,
    /// What was asked for.
    pub event: RosterEvent,
}

impl RosterState {
    /// Every state, in order of life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Solving, Self::Proposed, Self::Published];

    /// The word in the database, the API and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Solving => "solving",
            Self::Proposed => "proposed",
            Self::Published => "published",
        }
    }

    /// The state of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// The state after an event, or why it is refused.
    pub fn after(self, event: RosterEvent) -> Result<Self, RosterRefusal> {
        use {RosterEvent as E, RosterState as S};
        match (self, event) {
            (S::Draft | S::Proposed, E::Solve) => Ok(S::Solving),
            (S::Solving, E::Propose) => Ok(S::Proposed),
            (S::Solving, E::GiveUp) => Ok(S::Draft),
            (S::Proposed, E::Publish) => Ok(S::Published),
            (from, event) => Err(RosterRefusal { from, event }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_goes_from_draft_over_solving_and_proposed_to_published() {
        let end = [
            RosterEvent::Solve,
            RosterEvent::Propose,
            RosterEvent::Publish,
        ]
        .into_iter()
        .try_fold(RosterState::Draft, RosterState::after);
        assert_eq!(end, Ok(RosterState::Published));
    }

    #[test]
    fn a_roster_being_solved_cannot_be_published() {
        let refusal = RosterState::Solving.after(RosterEvent::Publish);
        assert_eq!(refusal.map_err(|r| r.from), Err(RosterState::Solving));
    }

    #[test]
    fn a_published_roster_is_not_solved_again() {
        assert!(RosterState::Published.after(RosterEvent::Solve).is_err());
    }

    #[test]
    fn every_word_reads_back() {
        for state in RosterState::ALL {
            assert_eq!(RosterState::parse(state.as_str()), Some(state));
        }
        assert_eq!(RosterState::parse("Draft"), None);
    }
}
