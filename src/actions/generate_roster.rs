//! Generates one or more districts' month: `start` takes the rosters, `problem` makes the solver's document, `propose` writes its
//! answer, `refuse` ends what cannot be solved. Between them the solver runs, outside any transaction; `give_up` lets the rosters go.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;
use thiserror::Error;
use zhiban_solver::roster::document::{Document, Weights};
use zhiban_solver::roster::{
    Clash, Infeasible, Instance, RosterAnswer, Rule, Status, audit, explain,
};

use crate::actions::roster_instance::{CityMonth, document};
use crate::actions::{Context, as_json};
use crate::domain::assignment::AssignmentState;
use crate::domain::calendar::Month;
use crate::domain::job::{Attempt, GenerateRoster, JobKind};
use crate::domain::roster::{RosterEvent, RosterRefusal};
use crate::mail::LetterError;
use crate::store::duties::{self, AssignmentRow, Choice, DutyRow};
use crate::store::rosters::{self, RosterRow, SolveRow};
use crate::store::{Connection, Store, StoreError, jobs, people, places};

/// Why a month was not generated.
#[derive(Debug, Error)]
pub enum GenerateError {
    /// No roster was named.
    #[error("no roster was named; right would be at least one")]
    Nothing,
    /// There is no such roster: the month was never set up.
    #[error("there is no roster {0}; right would be to set the month up first")]
    NoRoster(String),
    /// Rosters of different months or cities are not solved together.
    #[error("the rosters are of different months or cities; right would be one month of one city")]
    Mixed,
    /// A roster is in a state that does not allow it.
    #[error(transparent)]
    Refused(#[from] RosterRefusal),
    /// Somebody else changed a roster meanwhile.
    #[error("roster {0} was changed meanwhile")]
    Changed(String),
    /// Somebody was given a duty of another roster at the same time while the solver ran: the month must be solved again.
    #[error("person {person} was given duty {duty} at the same time while the solver ran")]
    Overtaken {
        /// Who.
        person: String,
        /// The duty of the other roster.
        duty: String,
    },
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// The document or the answer does not hold.
    #[error("{0}")]
    Wrong(String),
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes rosters for solving and puts the job into the queue. Gives the job's id.
pub fn start(
    store: &Store,
    context: &Context,
    roster_ids: &[String],
) -> Result<String, GenerateError> {
    store.write(|c| {
        let rosters = load(c, roster_ids)?;
        city_and_month(c, &rosters)?;
        let payload = GenerateRoster {
            rosters: roster_ids.to_vec(),
        };
        let job = context.job(JobKind::GenerateRoster, &payload, None);
        for roster in &rosters {
            turn(c, roster, RosterEvent::Solve)?;
            rosters::set_job(c, &roster.id, &job.id)?;
            context.note(c, "start_generation", &roster.id, &roster.state, "solving")?;
        }
        Ok(jobs::enqueue(c, &job)?)
    })
}

/// The problem of rosters that were taken.
pub fn problem(
    store: &Store,
    roster_ids: &[String],
    weights: Weights,
) -> Result<Document, GenerateError> {
    store.read(|c| problem_of(c, roster_ids, weights))
}

/// The same in a transaction of the caller's.
pub(super) fn problem_of(
    c: &mut Connection,
    roster_ids: &[String],
    weights: Weights,
) -> Result<Document, GenerateError> {
    let rosters = load(c, roster_ids)?;
    let (city_id, month) = city_and_month(c, &rosters)?;
    let city = CityMonth::load(c, &city_id, month)?;
    Ok(document(c, &city, &rosters, weights)?)
}

/// Writes an answer: who is proposed where, the series' choices, the figures and the reasons for gaps. The answer is audited here
/// again, whoever made it. The job that made it ends in the same transaction; where its attempt holds it no more, nothing is written.
pub fn propose(
    store: &Store,
    context: &Context,
    roster_ids: &[String],
    document: Document,
    answer: &RosterAnswer,
    attempt: Option<&Attempt>,
) -> Result<String, GenerateError> {
    let wrong = audit::audit(&document, answer);
    if !wrong.is_empty() {
        return Err(GenerateError::Wrong(format!(
            "the answer did not pass the audit: {}",
            wrong.join("; ")
        )));
    }
    let instance = Instance::new(document).map_err(|e| {
        GenerateError::Wrong(
            e.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
        )
    })?;
    let solve = SolveRow {
        rosters: i32::try_from(roster_ids.len()).unwrap_or(i32::MAX),
        ..solve_row(context, "roster", &instance, answer)
    };
    store
        .write(|c| {
            let rosters = load(c, roster_ids)?;
            insert_solve(c, &solve, answer)?;
            for roster in &rosters {
                turn(c, roster, RosterEvent::Propose)?;
                write_choices(c, roster, answer)?;
                write_assignments(c, context, roster, answer)?;
                rosters::set_solve(c, &roster.id, &solve.id)?;
                context.note(c, "propose_roster", &roster.id, "solving", "proposed")?;
            }
            refuse_overtaken(c, &rosters, answer)?;
            if let Some(attempt) = attempt {
                let result = format!("{{\"solve\":\"{}\"}}", solve.id);
                if !jobs::finish(c, attempt, &result, context.instant())? {
                    return Err(GenerateError::Superseded);
                }
            }
            Ok(())
        })
        .map(|()| solve.id.clone())
}

/// Ends a job whose pins and fixed holders no roster keeps together, and lets its rosters go, in one transaction. The job's result
/// names them and the rules that do not allow it, for whoever must take one back.
pub fn refuse(
    store: &Store,
    context: &Context,
    roster_ids: &[String],
    clash: &Infeasible,
    attempt: &Attempt,
) -> Result<(), GenerateError> {
    let words: Vec<String> = clash.conflict.iter().map(in_words).collect();
    let rules: Vec<String> = clash.because.iter().map(Rule::to_string).collect();
    let (words, rules) = (words.join("; "), rules.join("; "));
    let why = format!("no roster keeps these together: {words}. By {rules}");
    let result = json!({ "conflict": clash.conflict, "because": clash.because }).to_string();
    store.write(|c| {
        if !jobs::refuse(c, attempt, &why, &result, context.instant())? {
            return Err(GenerateError::Superseded);
        }
        give_up_in(c, context, roster_ids, &why)
    })
}

/// Refuses an answer that gives somebody a time at which they hold a duty of another roster by now: a replacement may have been
/// asked there since the problem was made.
fn refuse_overtaken(
    c: &mut Connection,
    rosters: &[RosterRow],
    answer: &RosterAnswer,
) -> Result<(), GenerateError> {
    let chosen: BTreeSet<&String> = answer.assignments.iter().map(|p| &p.person).collect();
    let chosen: Vec<String> = chosen.into_iter().cloned().collect();
    let month = rosters.first().map_or("", |r| r.month.as_str());
    people::hold(c, &chosen)?;
    let mut held: HashMap<String, Vec<DutyRow>> = HashMap::new();
    for (seat, duty) in duties::of_people_in_month(c, &chosen, month)? {
        if seat.state().holds_seat() {
            held.entry(seat.person_id).or_default().push(duty);
        }
    }
    for (person, duties) in held {
        let (own, others): (Vec<_>, Vec<_>) = duties
            .into_iter()
            .partition(|d| rosters.iter().any(|r| r.id == d.roster_id));
        let meets = |d: &DutyRow| {
            own.iter()
                .any(|o| o.starts_at < d.ends_at && d.starts_at < o.ends_at)
        };
        if let Some(duty) = others.into_iter().find(meets) {
            return Err(GenerateError::Overtaken {
                person,
                duty: duty.id,
            });
        }
    }
    Ok(())
}

fn in_words(clash: &Clash) -> String {
    match clash {
        Clash::Pin(pair) => format!("the pin of person {} to duty {}", pair.person, pair.duty),
        Clash::Holder { series, person } => {
            format!("person {person} as the holder of series {series}")
        }
    }
}

/// Lets rosters go whose solve failed or was cancelled: what was proposed before is so again, the others are drafts. Those that are
/// gone or not being solved are left alone.
pub fn give_up(
    store: &Store,
    context: &Context,
    roster_ids: &[String],
    why: &str,
) -> Result<(), GenerateError> {
    store.write(|c| give_up_in(c, context, roster_ids, why))
}

/// The same in a transaction of the caller's.
pub(super) fn give_up_in(
    c: &mut Connection,
    context: &Context,
    roster_ids: &[String],
    why: &str,
) -> Result<(), GenerateError> {
    for roster in rosters::find_all(c, roster_ids)? {
        let event = if roster.solve_id.is_some() {
            RosterEvent::Restore
        } else {
            RosterEvent::GiveUp
        };
        if roster.state().after(event).is_ok() {
            turn(c, &roster, event)?;
            context.note(c, "give_up_roster", &roster.id, "solving", why)?;
        }
    }
    Ok(())
}

fn load(c: &mut Connection, roster_ids: &[String]) -> Result<Vec<RosterRow>, GenerateError> {
    if roster_ids.is_empty() {
        return Err(GenerateError::Nothing);
    }
    let mut found: HashMap<String, RosterRow> = rosters::find_all(c, roster_ids)?
        .into_iter()
        .map(|r| (r.id.clone(), r))
        .collect();
    roster_ids
        .iter()
        .map(|id| {
            found
                .remove(id)
                .ok_or_else(|| GenerateError::NoRoster(id.clone()))
        })
        .collect()
}

fn turn(c: &mut Connection, roster: &RosterRow, event: RosterEvent) -> Result<(), GenerateError> {
    let from = roster.state();
    if rosters::change_state(c, &roster.id, from, from.after(event)?)? {
        Ok(())
    } else {
        Err(GenerateError::Changed(roster.id.clone()))
    }
}

/// The one city and month of these rosters.
fn city_and_month(
    c: &mut Connection,
    rosters: &[RosterRow],
) -> Result<(String, Month), GenerateError> {
    let ids: Vec<String> = rosters.iter().map(|r| r.district_id.clone()).collect();
    let mut cities: Vec<String> = places::find_districts(c, &ids)?
        .into_iter()
        .map(|d| d.city_id)
        .collect();
    cities.sort_unstable();
    cities.dedup();
    let mut months: Vec<&str> = rosters.iter().map(|r| r.month.as_str()).collect();
    months.sort_unstable();
    months.dedup();
    match (cities.as_slice(), months.as_slice()) {
        ([city], [month]) => {
            let month = Month::parse(month)
                .ok_or_else(|| GenerateError::Wrong(format!("{month:?} is no month")))?;
            Ok((city.clone(), month))
        }
        _ => Err(GenerateError::Mixed),
    }
}

/// A solver run as it is kept, with the reasons for its gaps.
pub(super) fn solve_row(
    context: &Context,
    kind: &str,
    instance: &Instance,
    answer: &RosterAnswer,
) -> SolveRow {
    let gaps = explain(instance, answer);
    SolveRow {
        id: context.new_id(),
        kind: kind.to_owned(),
        status: match answer.status {
            Status::Optimal => "optimal".to_owned(),
            Status::Feasible => "feasible".to_owned(),
        },
        objective: answer.objective,
        bound: answer.bound,
        terms: as_json(&answer.terms),
        reasons: as_json(&gaps),
        seconds: answer.seconds,
        solved_at: context.instant(),
        rosters: 1,
        proof: answer.proof.word().to_owned(),
    }
}

/// Keeps a solver run with the prices that prove its bound.
pub(super) fn insert_solve(
    c: &mut Connection,
    solve: &SolveRow,
    answer: &RosterAnswer,
) -> Result<(), StoreError> {
    let prices = answer.certificate.as_ref().map(as_json);
    rosters::insert_solve(c, solve, prices.as_deref())
}

fn write_choices(
    c: &mut Connection,
    roster: &RosterRow,
    answer: &RosterAnswer,
) -> Result<(), GenerateError> {
    let choices: Vec<Choice> = duties::series_of_roster(c, &roster.id)?
        .into_iter()
        .filter_map(|s| {
            Some(Choice {
                option_id: answer.options.get(&s.id)?.clone(),
                holder_id: answer.holders.get(&s.id)?.clone(),
                series_id: s.id,
            })
        })
        .collect();
    Ok(duties::choose_options(c, &roster.id, &choices)?)
}

fn write_assignments(
    c: &mut Connection,
    context: &Context,
    roster: &RosterRow,
    answer: &RosterAnswer,
) -> Result<(), GenerateError> {
    duties::delete_proposed(c, &roster.id)?;
    let own: std::collections::HashSet<String> = duties::of_roster(c, &roster.id)?
        .into_iter()
        .map(|d| d.id)
        .collect();
    let rows: Vec<AssignmentRow> = answer
        .assignments
        .iter()
        .filter(|pair| own.contains(&pair.duty))
        .map(|pair| AssignmentRow {
            id: context.new_id(),
            duty_id: pair.duty.clone(),
            person_id: pair.person.clone(),
            state: AssignmentState::Proposed.as_str().to_owned(),
            replaces_id: None,
            asked_at: None,
            answered_at: None,
            reason: String::new(),
            revision: 1,
        })
        .collect();
    Ok(duties::insert_assignments(c, &rows)?)
}
