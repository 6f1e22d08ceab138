//! Which error of ours is which problem: the only place where an error meets HTTP. One `From` for each error, by part.

use actix_web::http::StatusCode;

use super::problem::{At, Place, Problem, Said};
use crate::actions::answer_duties::AnswerError;
use crate::actions::cancel_job::CancelError;
use crate::actions::import_city::ImportError;
use crate::actions::keep::KeepError;
use crate::actions::open_link::LinkError;
use crate::actions::show_month::ShowMonthError;
use crate::actions::sign_in::SignInError;
use crate::domain::assignment::AssignmentState;
use crate::files::workbook::WorkbookProblem;
use crate::store::StoreError;

/// Seconds after which a busy database is worth another try.
const BUSY_SECONDS: u32 = 2;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::busy(BUSY_SECONDS).because(error),
            error if error.is_taken() => {
                Self::new(StatusCode::CONFLICT, "exists-already").because(error)
            }
            error => Self::unknown(error),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::new(StatusCode::UNAUTHORIZED, "wrong-password"),
            SignInError::Store(error) => error.into(),
            error @ SignInError::NoHash => Self::unknown(error),
        }
    }
}

impl From<ShowMonthError> for Problem {
    fn from(error: ShowMonthError) -> Self {
        match error {
            ShowMonthError::NoMonth => Self::not_found().because(error),
            ShowMonthError::NotSetUp => Self::new(StatusCode::NOT_FOUND, "month-not-set-up"),
            ShowMonthError::Store(error) => error.into(),
        }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Wrong => Self::new(StatusCode::NOT_FOUND, "link-wrong"),
            LinkError::Expired => Self::new(StatusCode::GONE, "link-expired"),
            LinkError::Store(error) => error.into(),
        }
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Link(error) => error.into(),
            AnswerError::NotYours => Self::new(StatusCode::NOT_FOUND, "link-wrong"),
            AnswerError::Closed(AssignmentState::Replaced | AssignmentState::Withdrawn) => {
                Self::new(StatusCode::CONFLICT, "link-taken")
            }
            AnswerError::Closed(_) => Self::new(StatusCode::CONFLICT, "link-closed"),
            AnswerError::TooLate => Self::new(StatusCode::CONFLICT, "link-too-late"),
            AnswerError::Letter(error) => Self::unknown(error),
            AnswerError::Store(error) => error.into(),
        }
    }
}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Gone => Self::not_found(),
            KeepError::Changed => Self::new(StatusCode::PRECONDITION_FAILED, "changed-meanwhile"),
            KeepError::Store(error) => error.into(),
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        match error {
            ImportError::Unknown { what, code, by } => Self::new(unprocessable, "import-unknown")
                .with("what", what)
                .with("code", code)
                .with("by", by),
            ImportError::LicenceHeld { number, by, holder } => {
                Self::new(unprocessable, "licence-held")
                    .with("number", number)
                    .with("by", by)
                    .with("holder", holder)
            }
            ImportError::NotYours { city } => {
                Self::new(StatusCode::FORBIDDEN, "city-not-yours").with("city", city)
            }
            ImportError::Store(error) => error.into(),
        }
    }
}

impl From<Vec<WorkbookProblem>> for Problem {
    fn from(problems: Vec<WorkbookProblem>) -> Self {
        let place = |problem: WorkbookProblem| Place {
            said: Said::Messages(problem.messages().into()),
            at: At::Cell {
                sheet: problem.sheet.to_owned(),
                row: problem.row,
                column: problem.column,
                value: problem.value,
            },
        };
        let count = i64::try_from(problems.len()).unwrap_or(i64::MAX);
        let wrong =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "workbook-wrong").with("count", count);
        Self {
            places: problems.into_iter().map(place).collect(),
            ..wrong
        }
    }
}

impl From<CancelError> for Problem {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::Gone => Self::not_found(),
            CancelError::Ended => Self::new(StatusCode::CONFLICT, "job-ended"),
            CancelError::Store(error) => error.into(),
            CancelError::Rosters(error) => Self::unknown(error),
        }
    }
}
