//! The states of a resident's request and of an appointment. Booking itself is in `actions`.

use thiserror::Error;

/// Most mediators who sit beside an adviser in one appointment.
pub const MOST_MEDIATORS: u8 = 2;

/// The state of a resident's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// On the waiting list.
    Waiting,
    /// An offer is out.
    Offered,
    /// An appointment is booked.
    Booked,
    /// Done with: attended, withdrawn or erased.
    Closed,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Offered, Self::Booked, Self::Closed];

    /// The word in the database, the API and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Booked => "booked",
            Self::Closed => "closed",
        }
    }

    /// The state of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// The state of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AppointmentState {
    /// Adviser, interpreter and room are held.
    Booked,
    /// The resident came.
    Attended,
    /// The resident did not come.
    Missed,
    /// Cancelled before its time; what was held is free again.
    Cancelled,
    /// Moved to another slot, which is an appointment of its own.
    Moved,
}

/// What happens to an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppointmentEvent {
    /// The resident came.
    Attend,
    /// The resident did not come.
    Miss,
    /// Either side cancels.
    Cancel,
    /// Another slot was taken instead.
    Move,
}

/// An event that the appointment's state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an appointment that is {from} cannot {event:?}", from = from.as_str())]
pub struct AppointmentRefusal {
    /// The state it is in.
    pub from: AppointmentState,
    /// What was asked for.
    pub event: AppointmentEvent,
}

impl AppointmentState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Booked,
        Self::Attended,
        Self::Missed,
        Self::Cancelled,
        Self::Moved,
    ];

    /// The word in the database, the API and the texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Attended => "attended",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
        }
    }

    /// The state of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// The state after an event, or why it is refused. Cancelling twice is the same as once.
    pub fn after(self, event: AppointmentEvent) -> Result<Self, AppointmentRefusal> {
        use {AppointmentEvent as E, AppointmentState as S};
        match (self, event) {
            (S::Booked, E::Attend) => Ok(S::Attended),
            (S::Booked, E::Miss) => Ok(S::Missed),
            (S::Booked | S::Cancelled, E::Cancel) => Ok(S::Cancelled),
            (S::Booked, E::Move) => Ok(S::Moved),
            (from, event) => Err(AppointmentRefusal { from, event }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_appointment_cannot_be_attended() {
        let refusal = AppointmentState::Cancelled.after(AppointmentEvent::Attend);
        assert_eq!(refusal.map_err(|r| r.event), Err(AppointmentEvent::Attend));
    }

    #[test]
    fn cancelling_twice_is_the_same_as_once() {
        let once = AppointmentState::Booked.after(AppointmentEvent::Cancel);
        assert_eq!(once.and_then(|s| s.after(AppointmentEvent::Cancel)), once);
    }

    #[test]
    fn every_word_reads_back() {
        for state in AppointmentState::ALL {
            assert_eq!(AppointmentState::parse(state.as_str()), Some(state));
        }
        for state in RequestState::ALL {
            assert_eq!(RequestState::parse(state.as_str()), Some(state));
        }
    }
}
