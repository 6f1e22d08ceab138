//! A resident asks a person, since a program looked for their times: the question is sealed, and those who can answer it are written to.
//! See docs/decisions/0010-ask-a-person.md.

use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::queue_letters::{self, Receiver};
use super::remind_question;
use super::show_result::city_zone;
use crate::domain::access::Role;
use crate::domain::appointment::RequestState;
use crate::domain::sealing::CannotOpen;
use crate::mail::LetterError;
use crate::mail::letters::QuestionAsked;
use crate::store::kept::Kept;
use crate::store::places::DistrictRow;
use crate::store::questions::{self, QuestionRow};
use crate::store::requests::RequestRow;
use crate::store::users::{self, UserRow};
use crate::store::{Connection, Store, StoreError, offers, places, requests};

/// Most characters of what is said at once.
pub const LONGEST: usize = 1000;
/// Most characters of a question to which more is added.
const LONGEST_OF_ALL: usize = 4000;

/// What stands between what was said at different times.
const JOINT: &str = "\n\n";

/// What is asked.
#[derive(Clone)]
pub struct NewQuestion {
    /// The resident's request.
    pub request_id: String,
    /// The offer it is about; one that is gone is none.
    pub offer_id: Option<String>,
    /// At most [`LONGEST`] characters; may be empty.
    pub words: String,
}

/// Why a question was not taken.
#[derive(Debug, Error)]
pub enum AskError {
    /// There is no such request.
    #[error("there is no such request")]
    Gone,
    /// Nothing is decided of it any more.
    #[error("the request is closed")]
    Closed,
    /// With what was asked before and has no answer yet, it is too long.
    #[error("the question is longer than {LONGEST_OF_ALL} characters with what was asked before")]
    Full,
    /// What was asked before cannot be opened.
    #[error(transparent)]
    Seal(#[from] CannotOpen),
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a question, and gives its id. Where one waits for an answer already, it is added to that, but not twice.
pub fn ask_person(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    new: &NewQuestion,
) -> Result<String, AskError> {
    let words = tidied(&new.words);
    store.write(|c| {
        // Who presses twice at the same moment waits here.
        let state = requests::hold(c, &new.request_id)?.ok_or(AskError::Gone)?;
        let slot_id = slot(c, new)?;
        if let Some(open) = questions::open_of(c, &new.request_id)? {
            return add(c, context, asking, &open, &words, slot_id);
        }
        if state == RequestState::Closed {
            return Err(AskError::Closed);
        }
        let id = context.new_id();
        let row = QuestionRow {
            sealed: asking.sealer.seal_words(&words, &id, context.new_nonce()),
            id,
            request_id: new.request_id.clone(),
            slot_id,
            state: "open".to_owned(),
            asked_at: context.instant(),
            sealed_answer: String::new(),
            answered_at: None,
            answered_by: None,
            revision: 1,
        };
        row.insert(c)?;
        context.note(c, "ask_person", &row.id, "", "open")?;
        let request = requests::find(c, &new.request_id)?.ok_or(AskError::Gone)?;
        tell(c, context, asking, &request, &row, Occasion::Asked)?;
        remind_question::plan(c, context, asking, &row)?;
        Ok(row.id)
    })
}

/// What a form or program sent, with line ends of one kind.
#[must_use]
pub fn tidied(words: &str) -> String {
    words.replace("\r\n", "\n").trim().to_owned()
}

/// The time of the offer that the question is about. The offer itself is taken out when its time is over.
fn slot(c: &mut Connection, new: &NewQuestion) -> Result<Option<String>, StoreError> {
    let Some(id) = &new.offer_id else {
        return Ok(None);
    };
    let offer = offers::find(c, id)?;
    let own = offer.filter(|offer| offer.request_id == new.request_id);
    Ok(own.map(|offer| offer.slot_id))
}

fn add(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    open: &QuestionRow,
    words: &str,
    slot_id: Option<String>,
) -> Result<String, AskError> {
    let before = asking.sealer.open_words(&open.sealed, &open.id)?;
    let is_said = words.is_empty() || said_before(&before, words);
    let is_same_time = slot_id.is_none() || slot_id == open.slot_id;
    if is_said && is_same_time {
        return Ok(open.id.clone());
    }
    let all = match (is_said, before.is_empty()) {
        (true, _) => before,
        (false, true) => words.to_owned(),
        (false, false) => format!("{before}{JOINT}{words}"),
    };
    if all.chars().count() > LONGEST_OF_ALL {
        return Err(AskError::Full);
    }
    let row = QuestionRow {
        sealed: asking
            .sealer
            .seal_words(&all, &open.id, context.new_nonce()),
        slot_id: slot_id.or_else(|| open.slot_id.clone()),
        revision: open.revision + 1,
        ..open.clone()
    };
    // The request is held, and whoever answers holds it too: nobody has changed the question since it was read.
    row.replace(c, open.revision)?;
    context.note(c, "ask_person", &row.id, "open", "open")?;
    Ok(row.id)
}

/// Whether words are the whole of what was said before, or the whole of one of the times.
fn said_before(before: &str, words: &str) -> bool {
    format!("{JOINT}{before}{JOINT}").contains(&format!("{JOINT}{words}{JOINT}"))
}

/// Why those who can answer are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// Something is asked.
    Asked,
    /// The answer that was promised is due.
    Overdue,
}

/// Writes to those who can answer: neither who asks nor what. Gives how many they are.
pub(super) fn tell(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    request: &RequestRow,
    question: &QuestionRow,
    occasion: Occasion,
) -> Result<usize, AskError> {
    let Some(district) = places::find_district(c, &request.district_id)? else {
        return Ok(0);
    };
    let zone = city_zone(c, &district.city_id)?;
    let letter = QuestionAsked {
        code: request.code.clone(),
        asked_at: question.asked_at.and_utc(),
        answer_by: asking.promise.word_by(question.asked_at).and_utc(),
        zone,
        link: format!("{}/#questions", asking.base_url),
        is_overdue: occasion == Occasion::Overdue,
    };
    let kind = match occasion {
        Occasion::Asked => "question_asked",
        Occasion::Overdue => "question_overdue",
    };
    let mut letters = Vec::new();
    for user in answerers(c, &district, occasion)? {
        let receiver = Receiver::User(&user);
        letters.push(queue_letters::write(
            context,
            asking.head,
            kind,
            receiver,
            &letter,
        )?);
    }
    queue_letters::queue(c, context, &letters)?;
    Ok(letters.len())
}

/// The district's clerks; where it has none, its coordinators; else whoever administers it. What is overdue, the coordinators hear beside
/// the clerks.
fn answerers(
    c: &mut Connection,
    district: &DistrictRow,
    occasion: Occasion,
) -> Result<Vec<UserRow>, StoreError> {
    let mut told: Vec<UserRow> = Vec::new();
    for role in [Role::Clerk, Role::Coordinator, Role::Administrator] {
        let beside = occasion == Occasion::Overdue && role == Role::Coordinator;
        if told.is_empty() || beside {
            let users = users::with_role(c, role, &district.city_id, &district.id)?;
            let others = users.into_iter();
            let others = others.filter(|user| told.iter().all(|other| other.id != user.id));
            let others: Vec<UserRow> = others.collect();
            told.extend(others);
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::{said_before, tidied};

    #[test]
    fn the_same_words_are_said_once_and_a_part_of_them_is_not_the_same() {
        let before = "Why so late?\n\nI can come at noon.\nOr later.";
        for same in [before, "Why so late?", "I can come at noon.\nOr later."] {
            assert!(said_before(before, same), "{same}");
        }
        for other in ["Why", "I can come at noon.", "late?\n\nI can"] {
            assert!(!said_before(before, other), "{other}");
        }
    }

    #[test]
    fn a_form_s_line_ends_are_one_character_each() {
        assert_eq!(tidied(" a\r\nb \r\n"), "a\nb");
    }
}
