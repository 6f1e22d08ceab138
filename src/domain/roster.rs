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
    /// The generation failed or was cancelled, and nothing was proposed before.
    GiveUp,
    /// The generation failed or was cancelled; what an earlier one proposed is still there.
    Restore,
    /// The coordinator pins, bans, or changes what a duty needs.
    Adjust,
    /// The coordinator published.
    Publish,
}

/// A coordinator's word on one person and one duty, which every later generation keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// The person holds the duty.
    Pin,
    /// The person does not hold the duty.
    Ban,
}

impl Word {
    /// The word in the audit trail and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Ban => "ban",
        }
    }

    /// What cannot be said beside it.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Pin => Self::Ban,
            Self::Ban => Self::Pin,
        }
    }
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

    /// Whether somebody is on a roster of this state. What was proposed stays while it is solved again.
    #[must_use]
    pub fn is_generated(self, was_solved: bool) -> bool {
        match self {
            Self::Draft => false,
            Self::Solving => was_solved,
            Self::Proposed | Self::Published => true,
        }
    }

    /// The state after an event, or why it is refused.
    pub fn after(self, event: RosterEvent) -> Result<Self, RosterRefusal> {
        use {RosterEvent as E, RosterState as S};
        match (self, event) {
            (S::Draft | S::Proposed, E::Solve) => Ok(S::Solving),
            (S::Solving, E::Propose) => Ok(S::Proposed),
            (S::Solving, E::GiveUp) => Ok(S::Draft),
            (S::Solving, E::Restore) => Ok(S::Proposed),
            (S::Draft | S::Proposed, E::Adjust) => Ok(self),
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
    fn a_roster_is_adjusted_before_and_after_a_solve_and_not_during_one_nor_once_it_is_published() {
        let adjusted = |state: RosterState| state.after(RosterEvent::Adjust).ok();
        for open in [RosterState::Draft, RosterState::Proposed] {
            assert_eq!(adjusted(open), Some(open));
        }
        assert_eq!(adjusted(RosterState::Solving), None);
        assert_eq!(adjusted(RosterState::Published), None);
    }

    #[test]
    fn what_was_proposed_is_there_until_it_is_proposed_anew() {
        let there = |was_solved| RosterState::ALL.map(|state| state.is_generated(was_solved));
        assert_eq!(there(true), [false, true, true, true]);
        assert_eq!(there(false), [false, false, true, true]);
    }

    #[test]
    fn every_word_reads_back() {
        for state in RosterState::ALL {
            assert_eq!(RosterState::parse(state.as_str()), Some(state));
        }
        assert_eq!(RosterState::parse("Draft"), None);
    }
}
