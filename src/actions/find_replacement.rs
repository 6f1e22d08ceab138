//! Finds somebody for a seat that fell free: `problem` makes a solver's document in which everything else is pinned, so that nobody
//! else is disturbed; `ask` writes the answer and asks the person. Between them the solver runs, outside any transaction.

use std::collections::HashSet;

use serde_json::json;
use thiserror::Error;
use zhiban_solver::problem::in_a_line;
use zhiban_solver::roster::document::{Document, FORMAT, Pair, Weights};
use zhiban_solver::roster::explain::Reason;
use zhiban_solver::roster::{Instance, RosterAnswer, audit, explain};

use super::asking::Asking;
use super::generate_roster::{insert_solve, solve_row};
use super::letter_duties::DutyWords;
use super::matching_instance::Prices;
use super::open_times::{Bookable, Times};
use super::roster_instance::{CityMonth, add_promised, hold_to_law};
use super::{Context, hand_over, match_waiting_list, queue_letters};
use crate::domain::assignment::{AssignmentEvent, AssignmentState};
use crate::domain::calendar::Month;
use crate::domain::capability::Purpose;
use crate::domain::job::Attempt;
use crate::mail::LetterError;
use crate::mail::letters::PleaseReplace;
use crate::store::duties::{self, AssignmentChange, AssignmentRow, DutyRow};
use crate::store::people::PersonRow;
use crate::store::places::DistrictRow;
use crate::store::{
    Connection, Store, StoreError, conflicts, jobs, links, people, places, rosters,
};
use crate::texts::Lang;

/// Why nobody was asked.
#[derive(Debug, Error)]
pub enum ReplacementError {
    /// The data does not hold together.
    #[error("{0}")]
    Wrong(String),
    /// Something changed while the solver ran: the search must be made again.
    #[error("what the search rested on was changed meanwhile: {0}")]
    Changed(String),
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// The letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// By what is searched.
#[derive(Debug, Clone, Copy)]
pub struct SearchTerms {
    /// What each term of a roster's objective weighs.
    pub weights: Weights,
    /// Who can meet whom of the residents that are booked there.
    pub matching: Prices,
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replacement {
    /// Somebody was asked.
    Asked {
        /// Their assignment.
        assignment: String,
        /// Who.
        person: String,
    },
    /// Nobody can; the first reason for it.
    Nobody(Option<Reason>),
}

/// The problem of one free seat; none where it is not free any more, or the duty has begun.
pub fn problem(
    store: &Store,
    context: &Context,
    assignment_id: &str,
    weights: Weights,
) -> Result<Option<Document>, ReplacementError> {
    store.read(|c| Ok(FreeSeat::load(c, context, assignment_id, weights)?.map(|free| free.problem)))
}

/// Ends a job whose seat needs nobody any more. Whoever is still booked there is found another time.
pub fn not_needed(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    assignment_id: &str,
    attempt: &Attempt,
) -> Result<(), ReplacementError> {
    store.write(|c| {
        let_fall::<ReplacementError>(c, context, asking, assignment_id)?;
        finish(c, context, attempt, &json!({ "needed": false }))
    })
}

/// Leaves whoever is booked with somebody who declined, and whose seat nobody takes, to the next matching.
pub(super) fn let_fall<E: From<StoreError> + From<LetterError>>(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    assignment_id: &str,
) -> Result<(), E> {
    let Some((declined, duty)) = duties::find_assignment(c, assignment_id)? else {
        return Ok(());
    };
    let roster = rosters::find(c, &duty.roster_id)?;
    let district = match roster {
        Some(roster) => places::find_district(c, &roster.district_id)?,
        None => None,
    };
    match district {
        Some(district) => {
            let place = (district.city_id.as_str(), duty.id.as_str());
            hand_over::let_fall(c, context, asking, place, &declined.person_id)
        }
        None => Ok(()),
    }
}

/// Writes the solver's answer: the seat is another's, who is asked by letter. The answer is audited again on what is true now.
/// The job ends in the same transaction.
pub fn ask(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    (assignment_id, terms): (&str, &SearchTerms),
    answer: &RosterAnswer,
    attempt: &Attempt,
) -> Result<Replacement, ReplacementError> {
    let chosen = answer.assignments.iter().find(|p| p.duty == assignment_id);
    let chosen: Vec<String> = chosen.map(|p| p.person.clone()).into_iter().collect();
    store.write(|c| {
        // Appointments are handed over at the end.
        conflicts::hold(c)?;
        // Whoever else gives them a duty at this moment has done so before the audit below looks, or does so after the commit.
        people::hold(c, &chosen)?;
        // Whoever closes the station has called the duty off, or waits and finds who is asked here.
        if let Some((_, duty)) = duties::find_assignment(c, assignment_id)? {
            duties::hold(c, &[duty.id])?;
        }
        let free = FreeSeat::load(c, context, assignment_id, terms.weights)?
            .ok_or_else(|| ReplacementError::Changed("the seat is not free".to_owned()))?;
        let wrong = audit::audit(&free.problem, answer);
        if !wrong.is_empty() {
            return Err(ReplacementError::Changed(wrong.join("; ")));
        }
        let disturbed = free.disturbed(answer);
        let instance = Instance::new(free.problem.clone());
        let instance = instance.map_err(|wrong| ReplacementError::Wrong(in_a_line(&wrong)))?;
        let solve = solve_row(context, "replacement", &instance, answer);
        insert_solve(c, &solve, answer)?;
        let mut result = json!({ "solve": solve.id, "disturbed": disturbed, "bound": answer.bound, "objective": answer.objective });
        let found = match free.found(answer) {
            Some(person_id) => free.ask(c, context, asking, &person_id, terms.matching)?,
            None => {
                free.let_fall(c, context, asking)?;
                let gaps = explain(&instance, answer);
                let own = gaps.iter().find(|gap| gap.duty == assignment_id);
                Replacement::Nobody(own.map(|gap| gap.reason))
            }
        };
        match &found {
            Replacement::Asked { assignment, person } => {
                result["assignment"] = json!(assignment);
                result["person"] = json!(person);
            }
            Replacement::Nobody(reason) => {
                result["reason"] = json!(reason);
                let word = result["reason"].to_string();
                context.note(c, "no_replacement", assignment_id, "declined", &word)?;
            }
        }
        finish(c, context, attempt, &result)?;
        Ok(found)
    })
}

fn finish(
    c: &mut Connection,
    context: &Context,
    attempt: &Attempt,
    result: &serde_json::Value,
) -> Result<(), ReplacementError> {
    if jobs::finish(c, attempt, &result.to_string(), context.instant())? {
        Ok(())
    } else {
        Err(ReplacementError::Superseded)
    }
}

/// A seat that fell free, and the problem of filling it.
struct FreeSeat {
    declined: AssignmentRow,
    duty: DutyRow,
    district: DistrictRow,
    /// Who else holds the duty.
    others: Vec<String>,
    problem: Document,
}

impl FreeSeat {
    fn load(
        c: &mut Connection,
        context: &Context,
        assignment_id: &str,
        weights: Weights,
    ) -> Result<Option<Self>, ReplacementError> {
        let gone =
            |what: &str| ReplacementError::Wrong(format!("{what} of {assignment_id} is gone"));
        let (declined, duty) =
            duties::find_assignment(c, assignment_id)?.ok_or_else(|| gone("the duty"))?;
        if duty.called_off
            || declined.state().after(AssignmentEvent::Replace).is_err()
            || duty.starts_at <= context.instant()
        {
            return Ok(None);
        }
        let roster = rosters::find(c, &duty.roster_id)?.ok_or_else(|| gone("the roster"))?;
        let district =
            places::find_district(c, &roster.district_id)?.ok_or_else(|| gone("the district"))?;
        let month = Month::parse(&roster.month).ok_or_else(|| gone("the month"))?;
        let city = CityMonth::load(c, &district.city_id, month)?;
        let on_duty = duties::of_duty(c, &duty.id)?;
        let problem = problem_of(c, &city, &declined, &duty, &district, &on_duty, weights)?;
        let others = on_duty.into_iter().filter(|seat| seat.state().holds_seat());
        Ok(Some(Self {
            others: others.map(|seat| seat.person_id).collect(),
            declined,
            duty,
            district,
            problem,
        }))
    }

    /// Who takes the seat in this answer.
    fn found(&self, answer: &RosterAnswer) -> Option<String> {
        let pair = answer
            .assignments
            .iter()
            .find(|p| p.duty == self.declined.id);
        pair.map(|pair| pair.person.clone())
    }

    /// Leaves whoever is booked with who declined to the next matching.
    fn let_fall(
        &self,
        c: &mut Connection,
        context: &Context,
        asking: &Asking<'_>,
    ) -> Result<(), ReplacementError> {
        hand_over::let_fall(c, context, asking, self.place(), &self.declined.person_id)
    }

    /// Whose city, and which duty.
    fn place(&self) -> (&str, &str) {
        (&self.district.city_id, &self.duty.id)
    }

    /// How many held seats the answer changes.
    fn disturbed(&self, answer: &RosterAnswer) -> usize {
        let kept: HashSet<(&str, &str)> = answer
            .assignments
            .iter()
            .map(|p| (p.duty.as_str(), p.person.as_str()))
            .collect();
        let held = self.problem.pins.iter();
        held.filter(|p| !kept.contains(&(p.duty.as_str(), p.person.as_str())))
            .count()
    }

    fn ask(
        &self,
        c: &mut Connection,
        context: &Context,
        asking: &Asking<'_>,
        person_id: &str,
        prices: Prices,
    ) -> Result<Replacement, ReplacementError> {
        let free = &self.declined;
        let replaced = AssignmentState::Replaced;
        if !duties::change_assignment(c, free, replaced, &AssignmentChange::default())? {
            return Err(ReplacementError::Changed("the declined seat".to_owned()));
        }
        let seat = AssignmentRow {
            id: context.new_id(),
            duty_id: self.duty.id.clone(),
            person_id: person_id.to_owned(),
            state: AssignmentState::Asked.as_str().to_owned(),
            replaces_id: Some(free.id.clone()),
            asked_at: Some(context.instant()),
            answered_at: None,
            reason: String::new(),
            revision: 1,
        };
        duties::insert_assignments(c, std::slice::from_ref(&seat))?;
        let mut times = Times::default();
        Bookable::load(c, std::iter::once(&self.duty))?
            .add(context, &self.duty, person_id, &mut times);
        let opened = times.open(context, c)?;
        if !opened.is_empty() {
            match_waiting_list::enqueue(c, context, &self.district.city_id)?;
        }
        let (place, before) = (self.place(), &free.person_id);
        hand_over::hand_over(c, context, asking, prices, place, before, &opened)?;
        self.write_letter(c, context, asking, &seat)?;
        context.note(c, "ask_replacement", &seat.id, &free.id, "asked")?;
        Ok(Replacement::Asked {
            assignment: seat.id,
            person: seat.person_id,
        })
    }

    fn write_letter(
        &self,
        c: &mut Connection,
        context: &Context,
        asking: &Asking<'_>,
        seat: &AssignmentRow,
    ) -> Result<(), ReplacementError> {
        let mut ids = self.others.clone();
        ids.push(seat.person_id.clone());
        let mut known = people::find_people(c, &ids)?;
        let at = known.iter().position(|p| p.id == seat.person_id);
        let person: PersonRow = known.swap_remove(at.ok_or_else(|| {
            ReplacementError::Wrong(format!("person {} is gone", seat.person_id))
        })?);
        let lang = Lang::choose([person.locale.as_str()]);
        let words = DutyWords::load(c, std::iter::once(&self.duty))?;
        let with = known.into_iter().map(|other| other.name).collect();
        let needed = self.duty.ends_at;
        let subject = (Purpose::Assignment, seat.id.as_str());
        let link = asking.link(context, subject.0, subject.1, Some(&person.id), needed);
        let letter = PleaseReplace {
            duty: words.duty(lang, seat, &self.duty, seat.revision, with),
            asker: lang
                .name(&self.district.name, &self.district.name_en)
                .to_owned(),
            answer_by: asking.replacement_answer_by(context.now, self.duty.starts_at),
            link: link.url,
        };
        let receiver = queue_letters::Receiver::Person(&person);
        let row = queue_letters::write(context, asking.head, "please_replace", receiver, &letter)?;
        links::insert(c, &[link.row])?;
        Ok(queue_letters::queue(c, context, &[row])?)
    }
}

/// The seat as a duty of its own, named by the declined assignment; whoever was on the duty may not take it; whatever the
/// district's people hold in the month is pinned.
fn problem_of(
    c: &mut Connection,
    city: &CityMonth,
    declined: &AssignmentRow,
    duty: &DutyRow,
    district: &DistrictRow,
    on_duty: &[AssignmentRow],
    weights: Weights,
) -> Result<Document, StoreError> {
    let here = HashSet::from([district.id.as_str()]);
    let rows = city.people_for(&here);
    let ids: Vec<String> = rows.iter().map(|p| p.id.clone()).collect();
    let mut seat = city.duty(duty, &district.id);
    seat.id.clone_from(&declined.id);
    (seat.min, seat.ideal) = (1, 1);
    let mut problem = Document {
        format: FORMAT.to_owned(),
        name: format!("a seat of {}", city.month),
        time_zone: city.time_zone.clone(),
        start: city.month.first(),
        end: city.month.last(),
        stations: city.all_stations(),
        people: rows.iter().map(|p| city.person(p)).collect(),
        duties: vec![seat],
        language_cover: city.cover_for(&here),
        weights,
        ..Document::default()
    };
    let known: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let were = on_duty.iter().map(|seat| seat.person_id.as_str());
    problem.bans = were
        .filter(|person| known.contains(person))
        .map(|person| Pair {
            duty: declined.id.clone(),
            person: person.to_owned(),
        })
        .collect();
    let held = duties::of_people_in_month(c, &ids, &city.month.to_string())?;
    let held = held
        .into_iter()
        .filter(|(seat, _)| seat.state().holds_seat());
    add_promised(&mut problem, city, held.collect());
    hold_to_law(&mut problem, city);
    Ok(problem)
}
