//! The job that fills a seat that fell free: the same solver on a problem in which everything else is pinned.

use zhiban_solver::roster::Answer;

use super::solver_process::solve_roster;
use super::work::{Report, WorkError};
use crate::actions::find_replacement::{ReplacementError, SearchTerms, ask, not_needed, problem};
use crate::domain::job::FindReplacement;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Most seconds of a search: letters may wait for its worker. With everything else pinned, one seat takes far less.
const MOST_SECONDS: u32 = 10;

/// Searches, asks, and ends the job in the transaction that does it.
pub(super) fn work(service: &Service, job: &JobRow, report: &Report) -> Result<(), WorkError> {
    let payload: FindReplacement = serde_json::from_str(&job.payload)
        .map_err(|e| WorkError::ForGood(format!("its payload: {e}")))?;
    let store = &service.store;
    let terms = SearchTerms {
        weights: service.config.solver.weights,
        matching: service.prices(),
    };
    let context = || service.context(format!("job:{}", job.id));
    let seat = payload.assignment.as_str();
    let Some(problem) = problem(store, &context(), seat, terms.weights).map_err(sorted)? else {
        let asking = service.asking();
        return not_needed(store, &context(), &asking, seat, &job.attempt()).map_err(sorted);
    };
    let mut settings = service.config.solver.clone();
    settings.time_limit_seconds = settings.time_limit_seconds.min(MOST_SECONDS);
    let answer: Answer = solve_roster(&settings, &problem, report)?;
    let Answer::Roster(answer) = answer else {
        return Err(WorkError::ForGood(
            "what people hold already breaks a rule, so that nobody can be added".to_owned(),
        ));
    };
    let what = (seat, &terms);
    ask(
        store,
        &context(),
        &service.asking(),
        what,
        &answer,
        &job.attempt(),
    )
    .map(|_| ())
    .map_err(sorted)
}

fn sorted(error: ReplacementError) -> WorkError {
    match error {
        ReplacementError::Store(_) | ReplacementError::Changed(_) => {
            WorkError::Again(error.to_string())
        }
        ReplacementError::Superseded => WorkError::Stopped,
        _ => WorkError::ForGood(error.to_string()),
    }
}
