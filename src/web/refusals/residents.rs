//! Which error about residents is which problem: what they ask for, are offered, book and say.

use actix_web::http::StatusCode;

use crate::actions::answer_question::QuestionError;
use crate::actions::ask_person::AskError;
use crate::actions::book_appointment::BookError;
use crate::actions::close_appointment::CloseError;
use crate::actions::declare_clients::DeclareError;
use crate::actions::follow_up::FollowUpError;
use crate::actions::make_offers::OfferError;
use crate::actions::market::MarketError;
use crate::actions::match_waiting_list::MatchError;
use crate::actions::rate_visit::RateError;
use crate::actions::refuse_offer::RefuseError;
use crate::actions::take_batch::BatchError;
use crate::actions::take_request::TakeError;
use crate::web::problem::Problem;

impl From<RateError> for Problem {
    fn from(error: RateError) -> Self {
        match error {
            RateError::Link(error) => error.into(),
            RateError::Store(error) => error.into(),
        }
    }
}

impl From<TakeError> for Problem {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Window | TakeError::NoMode => Self::invalid().because(error),
            TakeError::Store(error) => error.into(),
        }
    }
}

impl From<BatchError> for Problem {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::KeyReused => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")
            }
            error @ BatchError::Overtaken => Self::unknown(error),
            BatchError::Take(error) => error.into(),
            BatchError::Store(error) => error.into(),
        }
    }
}

impl From<MatchError> for Problem {
    fn from(error: MatchError) -> Self {
        match error {
            MatchError::NoCity(_) => Self::not_found().because(error),
            MatchError::Store(error) => error.into(),
            error => Self::unknown(error),
        }
    }
}

impl From<CloseError> for Problem {
    fn from(error: CloseError) -> Self {
        match error {
            CloseError::Gone => Self::not_found(),
            CloseError::Changed => Self::new(StatusCode::PRECONDITION_FAILED, "changed-meanwhile"),
            CloseError::Refused(_) => Self::new(StatusCode::CONFLICT, "appointment-over"),
            CloseError::TooLate => Self::new(StatusCode::CONFLICT, "appointment-begun"),
            CloseError::Letter(error) => Self::unknown(error),
            CloseError::TooEarly => Self::new(StatusCode::CONFLICT, "appointment-not-begun"),
            CloseError::Store(error) => error.into(),
        }
    }
}

impl From<OfferError> for Problem {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::Gone => Self::not_found(),
            OfferError::Closed => Self::new(StatusCode::CONFLICT, "request-closed"),
            OfferError::NotWaiting => Self::new(StatusCode::CONFLICT, "request-not-waiting"),
            OfferError::Begun => Self::new(StatusCode::CONFLICT, "appointment-begun"),
            OfferError::Market(error) => error.into(),
            OfferError::Store(error) => error.into(),
        }
    }
}

impl From<DeclareError> for Problem {
    fn from(error: DeclareError) -> Self {
        match error {
            DeclareError::Letter(error) => Self::unknown(error),
            DeclareError::Store(error) => error.into(),
        }
    }
}

impl From<FollowUpError> for Problem {
    fn from(error: FollowUpError) -> Self {
        match error {
            FollowUpError::Gone => Self::not_found(),
            FollowUpError::NotAttended => {
                Self::new(StatusCode::CONFLICT, "appointment-not-attended")
            }
            error @ FollowUpError::Damaged => Self::unknown(error),
            FollowUpError::Store(error) => error.into(),
        }
    }
}

impl From<RefuseError> for Problem {
    fn from(error: RefuseError) -> Self {
        match error {
            RefuseError::Gone => Self::new(StatusCode::GONE, "offer-gone"),
            RefuseError::Store(error) => error.into(),
        }
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Gone => Self::not_found(),
            AskError::Closed => Self::new(StatusCode::CONFLICT, "request-closed"),
            AskError::Full => Self::new(StatusCode::CONFLICT, "question-full"),
            AskError::Store(error) => error.into(),
            error @ (AskError::Seal(_) | AskError::Letter(_)) => Self::unknown(error),
        }
    }
}

impl From<QuestionError> for Problem {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::Gone => Self::not_found(),
            QuestionError::Changed => {
                Self::new(StatusCode::PRECONDITION_FAILED, "changed-meanwhile")
            }
            QuestionError::Answered => Self::new(StatusCode::CONFLICT, "question-answered"),
            QuestionError::Letter(error) => Self::unknown(error),
            QuestionError::Store(error) => error.into(),
        }
    }
}

impl From<MarketError> for Problem {
    fn from(error: MarketError) -> Self {
        match error {
            MarketError::Store(error) => error.into(),
            error => Self::unknown(error),
        }
    }
}

impl From<BookError> for Problem {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Gone | BookError::InConflict => Self::new(StatusCode::GONE, "offer-gone"),
            BookError::Taken { .. } => Self::new(StatusCode::CONFLICT, "offer-taken"),
            BookError::Closed => Self::new(StatusCode::CONFLICT, "request-closed"),
            BookError::Booked => Self::new(StatusCode::CONFLICT, "request-booked"),
            BookError::Over => Self::new(StatusCode::CONFLICT, "appointment-over"),
            BookError::Begun => Self::new(StatusCode::CONFLICT, "appointment-begun"),
            BookError::KeyReused => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")
            }
            BookError::Letter(error) => Self::unknown(error),
            BookError::Store(error) => error.into(),
        }
    }
}
