//! The job that solves a month: rows to a problem, the problem to a child process, its answer to rows.

use zhiban_solver::roster::{Answer, Clash};

use super::solver_process::solve;
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
    let answer: Answer = solve(&service.config.solver, "roster", &problem, report)?;
    let answer = match answer {
        Answer::Roster(answer) => answer,
        Answer::Infeasible(clash) => {
            let words: Vec<String> = clash.conflict.iter().map(in_words).collect();
            return Err(WorkError::ForGood(format!(
                "no roster keeps these together: {}",
                words.join("; ")
            )));
        }
    };
    let context = service.context(format!("job:{}", job.id));
    generate_roster::propose(
        &service.store,
        &context,
        &payload.rosters,
        problem,
        &answer,
        Some(&job.attempt()),
    )
    .map(|_| ())
    .map_err(sorted)
}

fn payload(job: &JobRow) -> Result<GenerateRoster, WorkError> {
    serde_json::from_str(&job.payload).map_err(|e| WorkError::ForGood(format!("its payload: {e}")))
}

/// What the database failed at may go well again; what the data forbids will not.
fn sorted(error: GenerateError) -> WorkError {
    match error {
        GenerateError::Store(_) => WorkError::Again(error.to_string()),
        GenerateError::Superseded => WorkError::Stopped,
        _ => WorkError::ForGood(error.to_string()),
    }
}

fn in_words(clash: &Clash) -> String {
    match clash {
        Clash::Pin(pair) => format!("the pin of person {} to duty {}", pair.person, pair.duty),
        Clash::Holder { series, person } => {
            format!("person {person} as the holder of series {series}")
        }
    }
}
