//! The solver's answer as appointments. Letters are written before the transaction; in it, whatever was taken meanwhile by
//! somebody else is left out, and its resident goes on waiting.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use zhiban_solver::matching::document::Document;
use zhiban_solver::matching::{Answer, Instance, Match, Status, audit, explain};

use super::{MatchError, shift_of};
use crate::actions::appointment_words::AppointmentWords;
use crate::actions::asking::Asking;
use crate::actions::{Context, queue_letters};
use crate::domain::appointment::{AppointmentState, RequestState};
use crate::domain::job::Attempt;
use crate::store::appointments::{self, AppointmentRow, ClaimRow, claims_of};
use crate::store::links::{self, LinkRow};
use crate::store::messages::MessageRow;
use crate::store::rosters::{self, SolveRow};
use crate::store::slots::{ShiftRow, SlotRow};
use crate::store::{Connection, Store, StoreError, jobs, requests, slots};

/// What a matching came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// Id of the solver run.
    pub solve: String,
    /// Residents who have an appointment now.
    pub served: usize,
    /// Those who go on waiting.
    pub waiting: usize,
}

/// Writes an answer. It is audited here again, whoever made it. The job that made it ends in the same transaction; where its
/// attempt holds it no more, nothing is written.
pub fn book(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    document: Document,
    answer: &Answer,
    attempt: &Attempt,
) -> Result<Booked, MatchError> {
    let wrong = audit::audit(&document, answer);
    if !wrong.is_empty() {
        return Err(MatchError::Wrong(wrong.join("; ")));
    }
    let all = document.requests.len();
    let solve = solve_row(context, document, answer)?;
    let drafts = store.read(|c| drafts(c, context, asking, answer))?;
    store.write(|c| {
        let kept = still_free(c, context, &drafts)?;
        write(c, context, &kept)?;
        rosters::insert_solve(c, &solve)?;
        let booked = Booked {
            solve: solve.id.clone(),
            served: kept.len(),
            waiting: all - kept.len(),
        };
        let after = format!("{} appointments", booked.served);
        context.note(c, "match_waiting_list", &booked.solve, "", &after)?;
        let result = json!({
            "solve": booked.solve, "served": booked.served, "waiting": booked.waiting,
            "objective": answer.objective, "bound": answer.bound,
        });
        if !jobs::finish(c, attempt, &result.to_string(), context.instant())? {
            return Err(MatchError::Superseded);
        }
        Ok(booked)
    })
}

/// A solver run as it is kept, with the reason why each request waits.
fn solve_row(
    context: &Context,
    document: Document,
    answer: &Answer,
) -> Result<SolveRow, MatchError> {
    let instance = Instance::new(document).map_err(|problems| {
        let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
        MatchError::Wrong(words.join("; "))
    })?;
    let reasons: HashMap<_, _> = explain(&instance, answer).into_iter().collect();
    Ok(SolveRow {
        id: context.new_id(),
        kind: "match".to_owned(),
        status: match answer.status {
            Status::Optimal => "optimal".to_owned(),
            Status::Feasible => "feasible".to_owned(),
        },
        objective: answer.objective,
        bound: answer.bound,
        terms: serde_json::to_string(&answer.terms).expect("integers are JSON"),
        reasons: serde_json::to_string(&reasons).expect("ids and words are JSON"),
        seconds: answer.seconds,
        solved_at: context.instant(),
    })
}

/// One match as it would be written.
struct Draft {
    row: AppointmentRow,
    claims: Vec<ClaimRow>,
    letter: MessageRow,
    link: LinkRow,
}

fn drafts(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    answer: &Answer,
) -> Result<Vec<Draft>, MatchError> {
    let rows: Vec<AppointmentRow> = answer.matches.iter().map(|m| row(context, m)).collect();
    let words = AppointmentWords::load(c, &rows)?;
    rows.into_iter()
        .map(|row| {
            let (letter, link) = words.confirmed(context, asking, &row)?;
            Ok(Draft {
                claims: claims(&words, &row),
                letter,
                link: link.row,
                row,
            })
        })
        .collect()
}

fn row(context: &Context, matched: &Match) -> AppointmentRow {
    AppointmentRow {
        id: context.new_id(),
        request_id: matched.request.clone(),
        slot_id: matched.slot.clone(),
        shift_id: matched.shift.as_deref().map(|s| shift_of(s).to_owned()),
        state: AppointmentState::Booked.as_str().to_owned(),
        booked_at: context.instant(),
        revision: 1,
    }
}

/// The minutes of the adviser and of the interpreter.
fn claims(words: &AppointmentWords, row: &AppointmentRow) -> Vec<ClaimRow> {
    let (slot, shift): (&SlotRow, Option<&ShiftRow>) = words.times(row);
    let people = std::iter::once(&slot.adviser_id).chain(shift.map(|s| &s.interpreter_id));
    people
        .flat_map(|person| claims_of(person, &row.id, slot.starts_at, slot.ends_at))
        .collect()
}

/// The drafts whose resident still waits and whose times nobody else has taken. Two who take one at once are told apart by the
/// tables' keys.
fn still_free<'a>(
    c: &mut Connection,
    context: &Context,
    drafts: &'a [Draft],
) -> Result<Vec<&'a Draft>, StoreError> {
    let ids = |of: &dyn Fn(&Draft) -> Option<String>| -> Vec<String> {
        drafts.iter().filter_map(of).collect()
    };
    let waiting: HashSet<String> =
        requests::find_all(c, &ids(&|d| Some(d.row.request_id.clone())))?
            .into_iter()
            .filter(|r| r.state() == RequestState::Waiting)
            .map(|r| r.id)
            .collect();
    let open_slots: HashSet<String> = slots::find_slots(c, &ids(&|d| Some(d.row.slot_id.clone())))?
        .into_iter()
        .filter(|s| s.state == "open")
        .map(|s| s.id)
        .collect();
    let shifts = slots::find_shifts(c, &ids(&|d| d.row.shift_id.clone()))?;
    let interpreters: Vec<String> = shifts.iter().map(|s| s.interpreter_id.clone()).collect();
    let open_shifts: HashSet<String> = shifts
        .into_iter()
        .filter(|s| s.state == "open")
        .map(|s| s.id)
        .collect();
    let claimed: HashSet<(String, i64)> =
        appointments::claimed_from(c, &interpreters, context.instant())?
            .into_iter()
            .map(|claim| (claim.resource, claim.minute))
            .collect();
    let holds = |d: &&Draft| {
        let shift = d.row.shift_id.as_ref();
        let free = |claim: &ClaimRow| !claimed.contains(&(claim.resource.clone(), claim.minute));
        waiting.contains(&d.row.request_id)
            && open_slots.contains(&d.row.slot_id)
            && shift.is_none_or(|id| open_shifts.contains(id))
            && d.claims.iter().all(free)
    };
    Ok(drafts.iter().filter(holds).collect())
}

fn write(c: &mut Connection, context: &Context, kept: &[&Draft]) -> Result<(), StoreError> {
    let rows: Vec<AppointmentRow> = kept.iter().map(|d| d.row.clone()).collect();
    let claims: Vec<ClaimRow> = kept.iter().flat_map(|d| d.claims.iter().cloned()).collect();
    appointments::insert(c, &rows, &claims)?;
    let slot_ids: Vec<String> = rows.iter().map(|row| row.slot_id.clone()).collect();
    slots::change_slots(c, &slot_ids, "open", "booked")?;
    let request_ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    requests::change_state(c, &request_ids, RequestState::Waiting, RequestState::Booked)?;
    let new_links: Vec<LinkRow> = kept.iter().map(|d| d.link.clone()).collect();
    links::insert(c, &new_links)?;
    let letters: Vec<MessageRow> = kept.iter().map(|d| d.letter.clone()).collect();
    queue_letters::queue(c, context, &letters)?;
    Ok(())
}
