//! The solver's answer as offers. Letters are written before each transaction; in it, whatever was taken meanwhile by somebody else is
//! left out, and its resident goes on waiting.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use serde_json::json;
use zhiban_solver::calendar::Moment;
use zhiban_solver::matching::document::Document;
use zhiban_solver::matching::explain::Reason;
use zhiban_solver::matching::{Answer, Instance, Match, Status, audit, explain};
use zhiban_solver::problem::in_a_line;

use super::MatchError;
use super::forecast::has_history;
use super::panels::Panels;
use super::tell_waiting::tell_waiting;
use crate::actions::appointment_words::AppointmentWords;
use crate::actions::asking::Asking;
use crate::actions::booking;
use crate::actions::make_offers::why;
use crate::actions::matching_instance::shift_of;
use crate::actions::offering::{self, Draft};
use crate::actions::rooms::Rooms;
use crate::actions::{Context, as_json};
use crate::domain::appointment::RequestState;
use crate::domain::job::Attempt;
use crate::domain::sealing::Reach;
use crate::store::appointments::AppointmentRow;
use crate::store::claims::{self, ClaimRow, Wish};
use crate::store::rosters::{self, SolveRow};
use crate::store::slots::SlotRow;
use crate::store::{self, Connection, Store, StoreError, conflicts, jobs, requests, slots};

/// What a matching came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Id of the solver run.
    pub solve: String,
    /// Residents who have an offer now.
    pub offered: usize,
    /// Those who go on waiting.
    pub waiting: usize,
    /// Of those who have an offer, who cannot be written to: somebody must telephone.
    pub untold: usize,
    /// Of those who have an offer, whom nobody may write to or telephone: it is held for longer, and they are told when they come.
    pub in_person: usize,
}

/// What was found for a waiting list: its problem with the solver's answer, and the panels that were offered before it.
#[derive(Debug)]
pub struct Matched {
    /// The problem.
    pub document: Document,
    /// Its answer.
    pub answer: Answer,
    /// What came of those who asked for one.
    pub panels: Panels,
}

/// Most matches of one transaction: with one writer, the others wait no longer than a caller's patience.
const AT_ONCE: usize = 500;

/// Writes an answer, some matches at a time. It is audited here again, whoever made it. Where the attempt holds the job no more,
/// nothing more is written; what was offered before stays, and its residents wait no more for the next attempt.
pub fn offer(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
    matched: Matched,
    attempt: &Attempt,
) -> Result<Offered, MatchError> {
    let (document, panels) = (matched.document, matched.panels);
    let answer = &matched.answer;
    let wrong = audit::audit(&document, answer);
    if !wrong.is_empty() {
        return Err(MatchError::Wrong(wrong.join("; ")));
    }
    let instance = Instance::new(document).map_err(|wrong| MatchError::Wrong(in_a_line(&wrong)))?;
    let all = instance.document.requests.len() + panels.written.offered + panels.reasons.len();
    let by_start = by_start(&instance.document, answer);
    let mut reasons = panels.reasons;
    reasons.extend(explain(&instance, answer));
    let solve = solve_row(context, answer, &reasons);
    let prices = answer.certificate.as_ref().map(as_json);
    let mut sum = panels.written;
    for matches in by_start.chunks(AT_ONCE) {
        let drafts = drafts(store, context, asking, &instance, matches, &HashMap::new())?;
        sum.add(store.write(|c| offer_some(c, context, &drafts, attempt))?);
    }
    let Written {
        offered,
        untold,
        in_person,
    } = sum;
    tell_waiting(store, context, asking, city_id, &reasons, attempt)?;
    let done = Offered {
        solve: solve.id.clone(),
        offered,
        waiting: all - offered,
        untold,
        in_person,
    };
    store.write(|c| {
        rosters::insert_solve(c, &solve, prices.as_deref())?;
        // Those of a forecast know more.
        if let Some(prices) = &prices
            && !has_history(c, context, city_id)?
        {
            store::prices::keep(c, city_id, prices, context.instant())?;
        }
        let after = format!("{offered} offers");
        context.note(c, "match_waiting_list", &done.solve, "", &after)?;
        let result = json!({
            "solve": done.solve, "offered": offered, "waiting": done.waiting, "untold": untold, "in_person": in_person,
            "objective": answer.objective, "bound": answer.bound, "proof": answer.proof,
        });
        if !jobs::finish(c, attempt, &result.to_string(), context.instant())? {
            return Err(MatchError::Superseded);
        }
        Ok(super::plan(c, context, &asking.promise, city_id)?)
    })?;
    Ok(done)
}

/// How many offers were written, as in [`Offered`].
#[derive(Debug, Default)]
pub struct Written {
    /// All.
    pub offered: usize,
    /// Of them, to whom nobody can be written, though they may.
    pub untold: usize,
    /// Of them, to whom nobody may write.
    pub in_person: usize,
}

impl Written {
    fn of(kept: &[&Draft]) -> Self {
        let is_alone = |draft: &Draft| draft.reach == Reach::Nobody;
        let is_parked = |draft: &Draft| draft.appointment.letter.state == "parked";
        let count = |what: &dyn Fn(&Draft) -> bool| kept.iter().filter(|d| what(d)).count();
        Self {
            offered: kept.len(),
            untold: count(&|draft| is_parked(draft) && !is_alone(draft)),
            in_person: count(&is_alone),
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.offered += other.offered;
        self.untold += other.untold;
        self.in_person += other.in_person;
    }
}

/// Offers what of these is still free, if the attempt still holds the job.
pub(super) fn offer_some(
    c: &mut Connection,
    context: &Context,
    drafts: &[Draft],
    attempt: &Attempt,
) -> Result<Written, MatchError> {
    conflicts::hold(c)?;
    if !jobs::is_held(c, attempt)? {
        return Err(MatchError::Superseded);
    }
    claims::take_out_expired(c, context.instant())?;
    let waiting = RequestState::Waiting;
    let free = still_free(c, context.instant(), drafts, waiting)?;
    let (kept, claims): (Vec<&Draft>, Vec<Vec<ClaimRow>>) =
        free.into_iter().map(|f| (f.draft, f.claims)).unzip();
    if !offering::write(c, context, &kept, waiting, claims.concat())? {
        return Err(MatchError::Changed);
    }
    Ok(Written::of(&kept))
}

/// The matches in the order in which rooms are taken, so that as many find one as the batch counted on.
fn by_start<'a>(document: &Document, answer: &'a Answer) -> Vec<&'a Match> {
    let slots = document.slots.iter();
    let starts: HashMap<&str, Moment> = slots.map(|s| (s.id.as_str(), s.start)).collect();
    let mut matches: Vec<&Match> = answer.matches.iter().collect();
    matches.sort_by_key(|m| starts.get(m.slot.as_str()).copied());
    matches
}

/// A solver run as it is kept, with the reason why each request waits.
fn solve_row(context: &Context, answer: &Answer, reasons: &HashMap<String, Reason>) -> SolveRow {
    SolveRow {
        id: context.new_id(),
        kind: "match".to_owned(),
        status: match answer.status {
            Status::Optimal => "optimal".to_owned(),
            Status::Feasible => "feasible".to_owned(),
        },
        objective: answer.objective,
        bound: answer.bound,
        terms: as_json(&answer.terms),
        reasons: as_json(reasons),
        seconds: answer.seconds,
        solved_at: context.instant(),
        rosters: 0,
        proof: answer.proof.word().to_owned(),
    }
}

/// The matches as they would be offered; some of them in the place of appointments that fall through, by request.
pub(super) fn drafts(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    instance: &Instance,
    matches: &[&Match],
    instead_of: &HashMap<&str, &AppointmentRow>,
) -> Result<Vec<Draft>, MatchError> {
    let row = |m: &&Match| {
        let shift = m.shift.as_deref().map(shift_of);
        booking::row(context, &m.request, &m.slot, shift)
    };
    let rows: Vec<AppointmentRow> = matches.iter().map(row).collect();
    let before = instead_of.values().copied();
    let all: Vec<AppointmentRow> = rows.iter().chain(before).cloned().collect();
    let words = store.read(|c| AppointmentWords::load(c, &all))?;
    let whys = why::each_match(instance, matches);
    rows.into_iter()
        .zip(whys)
        .map(|(row, why)| {
            let before = instead_of.get(row.request_id.as_str()).copied();
            Ok(Draft::new(&words, context, asking, (row, before), &why)?)
        })
        .collect()
}

/// A draft that can be offered, as far as one can see, with what it claims.
pub(super) struct Free<'a> {
    pub(super) draft: &'a Draft,
    pub(super) claims: Vec<ClaimRow>,
}

/// The drafts whose request is still in the state `before` and whose times nobody else has taken, as far as one can see. Who takes one or withdraws
/// it at the same moment is told apart by the tables' keys and by [`offering::write`].
pub(super) fn still_free<'a>(
    c: &mut Connection,
    now: NaiveDateTime,
    drafts: &'a [Draft],
    before: RequestState,
) -> Result<Vec<Free<'a>>, StoreError> {
    let ids = |of: &dyn Fn(&Draft) -> Option<String>| -> Vec<String> {
        drafts.iter().filter_map(of).collect()
    };
    let waiting: HashSet<String> =
        requests::find_all(c, &ids(&|d| Some(d.row.request_id.clone())))?
            .into_iter()
            .filter(|r| r.state() == before)
            .map(|r| r.id)
            .collect();
    let slot_ids = drafts.iter().flat_map(|d| d.appointment.row.slot_ids());
    let open_slots = slots::find_open(c, &slot_ids.cloned().collect::<Vec<_>>(), now)?;
    let open_shifts: HashSet<String> = slots::find_shifts(c, &ids(&|d| d.row.shift_id.clone()))?
        .into_iter()
        .filter(|s| s.state == "open")
        .map(|s| s.id)
        .collect();
    // Declared while the solver ran.
    let against = conflicts::of_requests(c, &Vec::from_iter(waiting.iter().cloned()))?;
    let is_against = |draft: &Draft, slot: &SlotRow| {
        let people = against.get(&draft.row.request_id);
        people.is_some_and(|people| people.contains(&slot.adviser_id))
    };
    // A panel takes the mediators' slots too.
    let can_meet = |draft: &Draft| {
        let mut all = draft.appointment.row.slot_ids();
        all.all(|id| {
            open_slots
                .get(id)
                .is_some_and(|slot| !is_against(draft, slot))
        })
    };
    let people_of = |draft: &'a Draft| draft.appointment.people.iter();
    let wishes: Vec<Wish> = drafts.iter().flat_map(people_of).cloned().collect();
    let refused = claims::refused(c, &wishes, now)?;
    let mut rooms = Rooms::default();
    rooms.look_up(c, &Vec::from_iter(open_slots.values().cloned()), now)?;
    let mut free = Vec::new();
    for draft in drafts {
        let shift = draft.row.shift_id.as_ref();
        let Some(slot) = open_slots.get(&draft.row.slot_id) else {
            continue;
        };
        let holds = waiting.contains(&draft.row.request_id)
            && can_meet(draft)
            && shift.is_none_or(|id| open_shifts.contains(id))
            && !people_of(draft).any(|wish| refused.contains(wish));
        if holds && let Ok(room) = rooms.take_for(slot) {
            let claims = draft.claims(room);
            free.push(Free { draft, claims });
        }
    }
    Ok(free)
}
