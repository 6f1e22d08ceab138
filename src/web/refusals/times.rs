//! What is refused where time is opened beside the duties, or taken back.

use actix_web::http::StatusCode;

use super::clock_time;
use crate::actions::add_opening::{Meeting, OpeningError};
use crate::actions::withdraw_time::WithdrawError;
use crate::domain::qualification::QualificationKind;
use crate::texts::Value;
use crate::web::problem::{At, Problem, Said};

/// What is wrong at one place of the body.
fn wrong(
    pointer: &str,
    message: &'static str,
    arguments: Vec<(&'static str, Value<'static>)>,
) -> Problem {
    let said = Said::Message(message, arguments);
    Problem::invalid().at(At::Body(pointer.to_owned()), said)
}

fn meets(code: &'static str, there: Meeting) -> Problem {
    Problem::new(StatusCode::CONFLICT, code)
        .with("from", there.from)
        .with("to", there.to)
}

impl From<OpeningError> for Problem {
    fn from(error: OpeningError) -> Self {
        use OpeningError as E;
        let plain = |pointer, message| wrong(pointer, message, Vec::new());
        let with = |pointer, message, name, value: String| {
            wrong(pointer, message, vec![(name, value.into())])
        };
        match error {
            E::NoPerson(id) => with("/adviser_id", "problem-place-unknown", "value", id),
            E::NoStation(id) => with("/station_id", "problem-place-unknown", "value", id),
            E::NotAlone(_) => plain("/adviser_id", "problem-place-not-alone"),
            E::Lacks { kind, date } => {
                let message = match kind {
                    QualificationKind::Licence => "problem-place-no-licence",
                    QualificationKind::Approval => "problem-place-no-approval",
                };
                with("/adviser_id", message, "date", date.to_string())
            }
            E::Starts(clock) => {
                let time = clock_time(&clock);
                with("/starts_at", "problem-place-clock", "time", time)
            }
            E::Ends(clock) => {
                let time = clock_time(&clock);
                with("/ends_at", "problem-place-clock", "time", time)
            }
            E::Order => plain("/ends_at", "problem-place-order"),
            E::TooLong => plain("/ends_at", "problem-place-too-long"),
            E::Over => plain("/starts_at", "problem-place-begun"),
            E::TooFar => plain("/starts_at", "problem-place-too-far-ahead"),
            E::SlotMinutesMissing => plain("/slot_minutes", "problem-place-empty"),
            E::SlotMinutesGiven => plain("/slot_minutes", "problem-place-interprets"),
            E::NoneFits => plain("/slot_minutes", "problem-place-none-fits"),
            E::OverMidnight => plain("/ends_at", "problem-place-over-midnight"),
            E::Closed(date) => with(
                "/starts_at",
                "problem-place-station-closed",
                "date",
                date.to_string(),
            ),
            E::BookableAlready(there) => meets("bookable-already", there),
            E::OnDuty(there) => meets("person-on-duty", there),
            E::Store(error) => error.into(),
        }
    }
}

impl From<WithdrawError> for Problem {
    fn from(error: WithdrawError) -> Self {
        match error {
            WithdrawError::Gone => Self::not_found(),
            WithdrawError::OfDuty => Self::new(StatusCode::CONFLICT, "time-of-duty"),
            WithdrawError::Booked => Self::new(StatusCode::CONFLICT, "time-booked"),
            WithdrawError::Letter(error) => Self::unknown(error),
            WithdrawError::Store(error) => error.into(),
        }
    }
}
