//! What is refused where calendars are given out.

use crate::actions::make_feed::FeedError;
use crate::actions::show_feed::ShowFeedError;
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
