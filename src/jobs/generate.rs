//! The job that solves a month: rows to a problem, the problem to a child process, its answer to rows.

use zhiban_solver::roster::Answer;

use super::solver_process::solve_roster;
use super::work::{Report, WorkError};
use crate::actions::generate_roster::{self, GenerateError};
use crate::domain::job::GenerateRoster;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Solves the rosters and ends the job in the transaction that writes the answer.
pub(super) fn work(service: &Service, job: &JobRow, report: &Report) -> Result<(), WorkError> {
    let payload = payload(job)?;
    let weights = service.config.solver.weights;
    let problem =
        generate_roster::problem(&service.store, &payload.rosters, weights).map_err(sorted)?;
    let answer: Answer = solve_roster(&service.config.solver, &problem, report)?;
    let (store, rosters, attempt) = (&service.store, &payload.rosters, job.attempt());
    let context = service.context(format!("job:{}", job.id));
    let ended = match answer {
        Answer::Roster(answer) => {
            generate_roster::propose(store, &context, rosters, problem, &answer, Some(&attempt))
                .map(|_| ())
        }
        Answer::Infeasible(clash) => {
            generate_roster::refuse(store, &context, rosters, &clash, &attempt)
        }
    };
    ended.map_err(sorted)
}

fn payload(job: &JobRow) -> Result<GenerateRoster, WorkError> {
    serde_json::from_str(&job.payload).map_err(|e| WorkError::ForGood(format!("its payload: {e}")))
}

/// What the database failed at may go well again, and so may what somebody else was faster at; what the data forbids will not.
fn sorted(error: GenerateError) -> WorkError {
    match error {
        GenerateError::Store(_) | GenerateError::Overtaken { .. } => {
            WorkError::Again(error.to_string())
        }
        GenerateError::Superseded => WorkError::Stopped,
        _ => WorkError::ForGood(error.to_string()),
    }
}
