//! Which error of ours is which problem: the only place where an error meets HTTP. One `From` for each error, by part.

mod feeds;
mod residents;
mod times;

pub use feeds::wrong_address;

use actix_web::http::StatusCode;

use super::problem::{At, Place, Problem, Said};
use crate::actions::adjust_roster::AdjustError;
use crate::actions::answer_duties::AnswerError;
use crate::actions::cancel_job::CancelError;
use crate::actions::compare_versions::CompareError;
use crate::actions::export_city::ExportError;
use crate::actions::export_roster::ExportRosterError;
use crate::actions::generate_roster::GenerateError;
use crate::actions::import_city::ImportError;
use crate::actions::keep::KeepError;
use crate::actions::open_link::LinkError;
use crate::actions::publish_roster::PublishError;
use crate::actions::search_again::SearchError;
use crate::actions::set_up_month::SetUpError;
use crate::actions::show_month::ShowMonthError;
use crate::actions::show_questions::ShowQuestionError;
use crate::actions::sign_in::SignInError;
use crate::actions::station_fits::Misfit;
use crate::domain::assignment::AssignmentState;
use crate::domain::calendar::ClockError;
use crate::domain::roster::{RosterRefusal, RosterState, Word};
use crate::domain::word_set::Listed;
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

impl From<ExportRosterError> for Problem {
    fn from(error: ExportRosterError) -> Self {
        match error {
            ExportRosterError::NotSetUp => Self::new(StatusCode::NOT_FOUND, "month-not-set-up"),
            ExportRosterError::NotGenerated => {
                Self::new(StatusCode::CONFLICT, "roster-not-generated")
            }
            ExportRosterError::Store(error) => error.into(),
        }
    }
}

impl From<CompareError> for Problem {
    fn from(error: CompareError) -> Self {
        match error {
            CompareError::Gone => Self::not_found(),
            CompareError::NotBefore { number, since } => {
                let said = vec![
                    ("value", since.to_string().into()),
                    ("least", "0".into()),
                    ("most", (number - 1).to_string().into()),
                ];
                let at = At::Query("since".to_owned());
                Self::invalid().at(at, Said::Message("problem-place-range", said))
            }
            damaged @ CompareError::Damaged(..) => Self::unknown(damaged),
            CompareError::Store(error) => error.into(),
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
            KeepError::KeyReused => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")
            }
            error @ KeepError::Overtaken => Self::unknown(error),
            KeepError::CodeTaken => Self::new(StatusCode::CONFLICT, "exists-already"),
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
            ImportError::Shared { what, code } => Self::new(StatusCode::CONFLICT, "import-shared")
                .with("what", what)
                .with("code", code),
            ImportError::NotGiven {
                template,
                service,
                pool,
            } => Self::new(unprocessable, "service-not-given")
                .with("template", template)
                .with("service", service)
                .with("pool", pool),
            ImportError::Misfit { station, misfit } => match misfit {
                Misfit::NotOffered { template, service } => {
                    Self::new(unprocessable, "service-not-offered")
                        .with("template", template)
                        .with("service", service.as_str())
                        .with("station", station)
                }
                Misfit::Outside { template, date, .. } => {
                    Self::new(unprocessable, "template-outside-hours")
                        .with("template", template)
                        .with("date", date.to_string())
                        .with("station", station)
                }
            },
            ImportError::LicenceHeld { number, by, holder } => {
                Self::new(unprocessable, "licence-held")
                    .with("number", number)
                    .with("by", by)
                    .with("holder", holder)
            }
            ImportError::NotYours { city } => {
                Self::new(StatusCode::FORBIDDEN, "city-not-yours").with("city", city)
            }
            ImportError::Wrong(problems) => problems.into(),
            ImportError::WhichCity => Self::new(unprocessable, "import-which-city"),
            ImportError::OtherCity { said, wanted } => {
                Self::new(unprocessable, "import-other-city")
                    .with("said", said)
                    .with("wanted", wanted)
            }
            ImportError::NotDistricts { list } => {
                Self::new(StatusCode::FORBIDDEN, "import-not-districts").with("list", list)
            }
            ImportError::Elsewhere { list, code } => {
                Self::new(StatusCode::CONFLICT, "import-elsewhere")
                    .with("list", list)
                    .with("code", code)
            }
            ImportError::Gone => Self::not_found(),
            ImportError::Export(error) => error.into(),
            ImportError::Store(error) => error.into(),
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Gone => Self::not_found(),
            damaged @ ExportError::Damaged(_) => Self::unknown(damaged),
            ExportError::Store(error) => error.into(),
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

impl From<ShowQuestionError> for Problem {
    fn from(error: ShowQuestionError) -> Self {
        match error {
            ShowQuestionError::Gone => Self::not_found(),
            ShowQuestionError::Seal(error) => Self::unknown(error),
            ShowQuestionError::Store(error) => error.into(),
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

impl From<SetUpError> for Problem {
    fn from(error: SetUpError) -> Self {
        let wrong = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code);
        match error {
            SetUpError::NoDistrict(_) => Self::not_found(),
            SetUpError::Done { month, roster_id } => {
                Self::new(StatusCode::CONFLICT, "month-set-up-already")
                    .header("Location", format!("/api/v1/rosters/{roster_id}"))
                    .with("month", month.to_string())
                    .with("roster", roster_id)
            }
            SetUpError::Recurrence { template, cause } => wrong("template-recurrence")
                .with("template", template)
                .because(cause),
            SetUpError::Clock { template, cause } => wrong("template-clock")
                .with("template", template)
                .with("time", clock_time(&cause))
                .because(cause),
            SetUpError::Zone { station, zone } => wrong("station-zone")
                .with("station", station)
                .with("zone", zone),
            SetUpError::Store(error) => error.into(),
        }
    }
}

impl From<RosterRefusal> for Problem {
    fn from(refusal: RosterRefusal) -> Self {
        match refusal.from {
            RosterState::Draft => Self::new(StatusCode::CONFLICT, "roster-not-proposed"),
            RosterState::Solving => Self::new(StatusCode::CONFLICT, "roster-solving"),
            RosterState::Published => Self::new(StatusCode::CONFLICT, "roster-published"),
            // A proposed roster refuses only what no caller can ask for.
            RosterState::Proposed => Self::unknown(refusal),
        }
    }
}

impl From<GenerateError> for Problem {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Nothing => Self::invalid(),
            GenerateError::NoRoster(_) => Self::new(StatusCode::NOT_FOUND, "roster-not-found"),
            GenerateError::Mixed => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "rosters-mixed"),
            GenerateError::Refused(refusal) => refusal.into(),
            GenerateError::Changed(_) | GenerateError::Overtaken { .. } => {
                Self::new(StatusCode::CONFLICT, "changed-meanwhile")
            }
            GenerateError::Store(error) => error.into(),
            error @ (GenerateError::Superseded
            | GenerateError::Wrong(_)
            | GenerateError::Letter(_)) => Self::unknown(error),
        }
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::NoRoster(_) => Self::new(StatusCode::NOT_FOUND, "roster-not-found"),
            PublishError::Refused(refusal) => refusal.into(),
            PublishError::Outdated => Self::new(StatusCode::CONFLICT, "roster-outdated"),
            PublishError::UnderMinimum(left) => {
                Self::new(StatusCode::CONFLICT, "under-legal-minimum")
                    .with("count", i64::try_from(left.len()).unwrap_or(i64::MAX))
            }
            PublishError::Changed(_) => Self::new(StatusCode::CONFLICT, "changed-meanwhile"),
            PublishError::Store(error) => error.into(),
            error @ (PublishError::Superseded | PublishError::Letter(_)) => Self::unknown(error),
        }
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Gone => Self::not_found(),
            SearchError::NotFree => Self::new(StatusCode::CONFLICT, "seat-not-free"),
            SearchError::TooLate => Self::new(StatusCode::CONFLICT, "duty-begun"),
            SearchError::Store(error) => error.into(),
        }
    }
}

impl From<AdjustError> for Problem {
    fn from(error: AdjustError) -> Self {
        match error {
            AdjustError::Gone => Self::not_found(),
            AdjustError::CalledOff => Self::new(StatusCode::CONFLICT, "duty-called-off"),
            AdjustError::Changed => Self::new(StatusCode::PRECONDITION_FAILED, "changed-meanwhile"),
            AdjustError::NotHere => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "person-not-of-district")
            }
            AdjustError::Opposite(Word::Pin) => Self::new(StatusCode::CONFLICT, "pinned-already"),
            AdjustError::Opposite(Word::Ban) => Self::new(StatusCode::CONFLICT, "banned-already"),
            AdjustError::Refused(refusal) => refusal.into(),
            AdjustError::Store(error) => error.into(),
        }
    }
}

/// The local time that is no instant, or two: `2026-03-29 02:30 Europe/Berlin`.
fn clock_time(error: &ClockError) -> String {
    let (ClockError::Missing {
        date,
        hour,
        minute,
        zone,
    }
    | ClockError::Twice {
        date,
        hour,
        minute,
        zone,
    }) = error;
    format!("{date} {hour:02}:{minute:02} {zone}")
}
