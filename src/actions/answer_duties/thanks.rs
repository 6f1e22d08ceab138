//! The letters that an answer brings: thanks for a decline at once, for confirmations when nothing waits for an answer any more.

use chrono::NaiveDateTime;

use super::{Answer, AnswerError};
use crate::actions::asking::Asking;
use crate::actions::letter_duties::DutyWords;
use crate::actions::open_link::assignments;
use crate::actions::{Context, queue_letters};
use crate::domain::assignment::AssignmentState;
use crate::domain::capability::Token;
use crate::mail::letters::{Duty, ThankYou};
use crate::store::duties::{AssignmentRow, DutyRow};
use crate::store::links::LinkRow;
use crate::store::people::PersonRow;
use crate::store::{Connection, people};
use crate::texts::Lang;

/// Thanks the person of the link for what this answer changed.
pub(super) fn thank(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    (link, token): (&LinkRow, &Token),
    answer: &Answer,
) -> Result<(), AnswerError> {
    let mine = assignments(c, link)?;
    let ids = link.person_id.clone().into_iter().collect::<Vec<_>>();
    let Some(person) = people::find_people(c, &ids)?.pop() else {
        return Ok(());
    };
    let words = DutyWords::load(c, mine.iter().map(|(_, duty)| duty))?;
    let url = || format!("{}/l/{}", asking.base_url, token.reveal());
    let letter = match answer {
        Answer::Decline { assignment, .. } => declined(&words, &person, &mine, assignment),
        Answer::ConfirmAll | Answer::Confirm { .. } => {
            confirmed(&words, &person, &mine, url(), context.instant())
        }
    };
    let Some(letter) = letter else { return Ok(()) };
    let receiver = queue_letters::Receiver::Person(&person);
    let row = queue_letters::write(context, asking.head, "thank_you", receiver, &letter)?;
    Ok(queue_letters::queue(c, context, &[row])?)
}

fn declined(
    words: &DutyWords,
    person: &PersonRow,
    mine: &[(AssignmentRow, DutyRow)],
    assignment: &str,
) -> Option<ThankYou> {
    let (seat, duty) = mine.iter().find(|(seat, _)| seat.id == assignment)?;
    Some(ThankYou::Declined {
        duty: told(words, person, seat, duty),
    })
}

/// All duties to come that the person confirmed; none while one of them still waits for an answer.
fn confirmed(
    words: &DutyWords,
    person: &PersonRow,
    mine: &[(AssignmentRow, DutyRow)],
    link: String,
    now: NaiveDateTime,
) -> Option<ThankYou> {
    let in_state = |state: AssignmentState| {
        let to_come = mine.iter().filter(move |(_, duty)| duty.starts_at > now);
        to_come.filter(move |(seat, _)| seat.state() == state)
    };
    if in_state(AssignmentState::Asked).next().is_some() {
        return None;
    }
    let duties = in_state(AssignmentState::Confirmed);
    Some(ThankYou::Confirmed {
        duties: duties
            .map(|(seat, duty)| told(words, person, seat, duty))
            .collect(),
        link,
    })
}

fn told(words: &DutyWords, person: &PersonRow, seat: &AssignmentRow, duty: &DutyRow) -> Duty {
    let lang = Lang::choose([person.locale.as_str()]);
    words.duty(lang, seat, duty, seat.revision, Vec::new())
}
