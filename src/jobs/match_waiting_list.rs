//! The job that matches a city's waiting list: rows to a problem, the problem to a child process, its answer to offers.

use zhiban_solver::matching::Answer;

use super::solver_process::solve_match;
use super::work::{Report, WorkError};
use crate::actions::match_waiting_list::{
    MatchError, Matched, forecast, keep_forecast, lapse, offer, offer_panels, problem, rematch,
    rematching,
};
use crate::domain::job::MatchWaitingList;
use crate::service::Service;
use crate::store::jobs::JobRow;

/// Matches the list and ends the job in the transaction that writes the last of them.
pub(super) fn work(service: &Service, job: &JobRow, report: &Report) -> Result<(), WorkError> {
    let payload: MatchWaitingList = serde_json::from_str(&job.payload)
        .map_err(|e| WorkError::ForGood(format!("its payload: {e}")))?;
    let store = &service.store;
    let context = service.context(format!("job:{}", job.id));
    lapse(store, &context, &service.asking(), &payload.city).map_err(sorted)?;
    let asking = service.asking();
    let market = (&service.markets, service.prices());
    let panels = offer_panels(
        store,
        &context,
        &asking,
        market,
        &payload.city,
        &job.attempt(),
    );
    let panels = panels.map_err(sorted)?;
    if let Some(fallen) =
        rematching(store, &context, &payload.city, service.prices()).map_err(sorted)?
    {
        let answer: Answer = solve_match(&service.config.solver, &fallen.document, report)?;
        let context = service.context(format!("job:{}", job.id));
        let asking = service.asking();
        rematch(store, &context, &asking, fallen, &answer, &job.attempt()).map_err(sorted)?;
    }
    let document = problem(store, &context, &payload.city, service.prices()).map_err(sorted)?;
    let answer: Answer = solve_match(&service.config.solver, &document, report)?;
    let expected = forecast(store, &context, &payload.city, service.prices()).map_err(sorted)?;
    if let Some(problem) = expected {
        let expected = solve_match(&service.config.solver, &problem, report)?;
        keep_forecast(store, &context, &payload.city, &expected).map_err(sorted)?;
    }
    // Letters say the time at which they are written, not the one at which the solver began.
    let context = service.context(format!("job:{}", job.id));
    offer(
        store,
        &context,
        &service.asking(),
        &payload.city,
        Matched {
            document,
            answer,
            panels,
        },
        &job.attempt(),
    )
    .map(|_| ())
    .map_err(sorted)
}

/// What the database failed at, a time that somebody took at the same moment among it, may go well again.
fn sorted(error: MatchError) -> WorkError {
    match error {
        MatchError::Store(_) | MatchError::Changed => WorkError::Again(error.to_string()),
        MatchError::Superseded => WorkError::Stopped,
        _ => WorkError::ForGood(error.to_string()),
    }
}
