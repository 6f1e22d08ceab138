//! What is refused where calendars are given out, and where they are taken in.

use crate::actions::give_calendar::GiveError;
use crate::actions::make_feed::FeedError;
use crate::actions::show_feed::ShowFeedError;
use crate::domain::calendar_address::WrongAddress;
use crate::web::problem::Problem;

impl From<FeedError> for Problem {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Gone => Self::not_found(),
            FeedError::Link(error) => error.into(),
            FeedError::Store(error) => error.into(),
        }
    }
}

impl From<ShowFeedError> for Problem {
    fn from(error: ShowFeedError) -> Self {
        match error {
            ShowFeedError::NoFeed => Self::not_found(),
            ShowFeedError::Letter(error) => Self::unknown(error),
            ShowFeedError::Store(error) => error.into(),
        }
    }
}

impl From<GiveError> for Problem {
    fn from(error: GiveError) -> Self {
        match error {
            GiveError::Gone => Self::not_found(),
            GiveError::Link(error) => error.into(),
            GiveError::Store(error) => error.into(),
        }
    }
}

/// The message that says what is wrong with the address of a calendar.
#[must_use]
pub fn wrong_address(why: WrongAddress) -> &'static str {
    match why {
        WrongAddress::NoAddress => "calendar-wrong-no-address",
        WrongAddress::NotSecure => "calendar-wrong-not-secure",
        WrongAddress::WithPassword => "calendar-wrong-with-password",
        WrongAddress::Inner => "calendar-wrong-inner",
    }
}
