//! The solver's answer as appointments. Letters are written before each transaction; in it, whatever was taken meanwhile by
//! somebody else is left out, and its resident goes on waiting.

use std::collections::{BTreeSet, HashMap, HashSet};

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
    /// Of those served, who cannot be written to: somebody must telephone.
    pub untold: usize,
}

/// Most matches of one transaction: with one writer, the others wait no longer than a caller's patience.
const AT_ONCE: usize = 500;

/// Writes an answer, some matches at a time. It is audited here again, whoever made it. Where the attempt holds the job no more,
/// nothing more is written; what was booked before stays, and its residents wait no more for the next attempt.
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
    let prices = answer.certificate.as_ref();
    let prices = prices.map(|p| serde_json::to_string(p).expect("ids and integers are JSON"));
    let (mut served, mut untold) = (0, 0);
    for matches in answer.matches.chunks(AT_ONCE) {
        let drafts = drafts(store, context, asking, matches)?;
        let kept = store.write(|c| {
            if !jobs::is_held(c, attempt)? {
                return Err(MatchError::Superseded);
            }
            let kept = still_free(c, context, &drafts)?;
            write(c, context, &kept)?;
            let parked = kept.iter().filter(|d| d.letter.state == "parked").count();
            Ok((kept.len(), parked))
        })?;
        served += kept.0;
        untold += kept.1;
    }
    let booked = Booked {
        solve: solve.id.clone(),
        served,
        waiting: all - served,
        untold,
    };
    store.write(|c| {
        rosters::insert_solve(c, &solve, prices.as_deref())?;
        let after = format!("{served} appointments");
        context.note(c, "match_waiting_list", &booked.solve, "", &after)?;
        let result = json!({
            "solve": booked.solve, "served": served, "waiting": booked.waiting, "untold": untold,
            "objective": answer.objective, "bound": answer.bound, "proof": answer.proof,
        });
        if !jobs::finish(c, attempt, &result.to_string(), context.instant())? {
            return Err(MatchError::Superseded);
        }
        Ok(())
    })?;
    Ok(booked)
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
        rosters: 0,
        proof: answer.proof.word().to_owned(),
    })
}

/// One match as it would be written.
struct Draft {
    row: AppointmentRow,
    claims: Vec<ClaimRow>,
    letter: MessageRow,
    link: LinkRow,
}

/// The matches as they would be written. Letters are rendered outside of any transaction.
fn drafts(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    matches: &[Match],
) -> Result<Vec<Draft>, MatchError> {
    let rows: Vec<AppointmentRow> = matches.iter().map(|m| row(context, m)).collect();
    let words = store.read(|c| AppointmentWords::load(c, &rows))?;
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

/// The drafts whose resident still waits and whose times nobody else has taken, as far as one can see. Who takes one or withdraws
/// it at the same moment is told apart by the tables' keys and by [`write`].
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
        .filter(|s| s.state == "open" && s.starts_at > context.instant())
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

/// Books. What these appointments rest on is held first: what somebody changed since we looked makes another attempt.
fn write(c: &mut Connection, context: &Context, kept: &[&Draft]) -> Result<(), MatchError> {
    let rows: Vec<AppointmentRow> = kept.iter().map(|d| d.row.clone()).collect();
    let slot_ids: Vec<String> = rows.iter().map(|row| row.slot_id.clone()).collect();
    let shift_ids: BTreeSet<String> = rows.iter().filter_map(|row| row.shift_id.clone()).collect();
    let shift_ids = Vec::from_iter(shift_ids);
    let request_ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    let (waiting, booked) = (RequestState::Waiting, RequestState::Booked);
    if slots::change_slots(c, &slot_ids, "open", "booked")? != kept.len()
        || slots::hold_shifts(c, &shift_ids)? != shift_ids.len()
        || requests::change_state(c, &request_ids, waiting, booked)? != kept.len()
    {
        return Err(MatchError::Changed);
    }
    let claims: Vec<ClaimRow> = kept.iter().flat_map(|d| d.claims.iter().cloned()).collect();
    appointments::insert(c, &rows, &claims)?;
    let new_links: Vec<LinkRow> = kept.iter().map(|d| d.link.clone()).collect();
    links::insert(c, &new_links)?;
    let letters: Vec<MessageRow> = kept.iter().map(|d| d.letter.clone()).collect();
    Ok(queue_letters::queue(c, context, &letters)?)
}
