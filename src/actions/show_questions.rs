//! What residents asked a person: for the resident's page, and for whoever answers. Words are opened one question at a time.

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use thiserror::Error;

use super::asking::Asking;
use super::show_result::city_zone;
use crate::domain::sealing::{CannotOpen, Contact};
use crate::store::kept::{Cut, Kept};
use crate::store::questions::{self, ListedQuestion, QuestionRow};
use crate::store::requests::RequestRow;
use crate::store::slots::SlotRow;
use crate::store::{Connection, Store, StoreError, places, requests, slots};

/// Why a question is not shown.
#[derive(Debug, Error)]
pub enum ShowQuestionError {
    /// There is no such question.
    #[error("there is no such question")]
    Gone,
    /// Its words cannot be opened.
    #[error(transparent)]
    Seal(#[from] CannotOpen),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A question as the resident sees it.
#[derive(Clone)]
pub struct OwnQuestion {
    /// When it was asked.
    pub asked_at: NaiveDateTime,
    /// By when an answer was promised.
    pub answer_by: NaiveDateTime,
    /// When it was answered, and how; none while it is open.
    pub answer: Option<(NaiveDateTime, String)>,
}

/// What a resident asked, and what they would be promised now.
#[derive(Clone)]
pub struct OwnQuestions {
    /// The latest first.
    pub asked: Vec<OwnQuestion>,
    /// By when who asks now has an answer.
    pub answer_by: NaiveDateTime,
    /// The city's zone.
    pub zone: Tz,
}

/// A question with everything that whoever answers it may see.
#[derive(Clone)]
pub struct OpenedQuestion {
    /// The question.
    pub row: QuestionRow,
    /// The resident's request.
    pub request: RequestRow,
    /// Who asks.
    pub contact: Contact,
    /// What they ask; may be empty.
    pub words: String,
    /// The answer; empty while it is open.
    pub answer: String,
    /// The time that it is about.
    pub slot: Option<SlotRow>,
    /// By when an answer was promised.
    pub answer_by: NaiveDateTime,
    /// The city's zone.
    pub zone: Tz,
}

/// What a resident asked. An answer that cannot be opened is left out: the page shows everything else.
pub fn own_questions(
    store: &Store,
    asking: &Asking<'_>,
    request_id: &str,
    now: NaiveDateTime,
) -> Result<OwnQuestions, StoreError> {
    store.read(|c| {
        let own = |row: QuestionRow| {
            let seal = row.answer_seal();
            let answer = asking.sealer.open_words(&row.sealed_answer, &seal);
            OwnQuestion {
                asked_at: row.asked_at,
                answer_by: asking.promise.word_by(row.asked_at),
                answer: row.answered_at.zip(answer.ok()),
            }
        };
        let rows = questions::of_request(c, request_id)?.into_iter();
        let shown = rows
            .map(|row| (row.is_open(), own(row)))
            .filter(|(is_open, own)| *is_open || own.answer.is_some());
        let asked = shown.map(|(_, own)| own).collect();
        let zone = match requests::find(c, request_id)? {
            Some(request) => zone_of(c, &request.district_id)?,
            None => Tz::UTC,
        };
        Ok(OwnQuestions {
            asked,
            answer_by: asking.promise.word_by(now),
            zone,
        })
    })
}

/// How many questions wait for an answer in districts, and the first of them.
pub fn open_questions(
    store: &Store,
    district_ids: &[String],
    most: i64,
) -> Result<(i64, Vec<ListedQuestion>), StoreError> {
    let first = Cut {
        after: String::new(),
        most,
    };
    store.read(|c| {
        let mut rows = questions::page(c, district_ids, &first)?;
        rows.retain(|listed| listed.question.is_open());
        Ok((questions::count_open(c, district_ids)?, rows))
    })
}

/// One question with its words.
pub fn opened_question(
    store: &Store,
    asking: &Asking<'_>,
    id: &str,
) -> Result<OpenedQuestion, ShowQuestionError> {
    store.read(|c| {
        let row = QuestionRow::find(c, id)?.ok_or(ShowQuestionError::Gone)?;
        let request = requests::find(c, &row.request_id)?.ok_or(ShowQuestionError::Gone)?;
        let slot_ids: Vec<String> = row.slot_id.clone().into_iter().collect();
        let answer = match row.is_open() {
            true => String::new(),
            false => {
                let seal = row.answer_seal();
                asking.sealer.open_words(&row.sealed_answer, &seal)?
            }
        };
        Ok(OpenedQuestion {
            contact: asking.sealer.open(&request.sealed, &request.id)?,
            words: asking.sealer.open_words(&row.sealed, &row.id)?,
            answer,
            slot: slots::find_slots(c, &slot_ids)?.pop(),
            answer_by: asking.promise.word_by(row.asked_at),
            zone: zone_of(c, &request.district_id)?,
            row,
            request,
        })
    })
}

fn zone_of(c: &mut Connection, district_id: &str) -> Result<Tz, StoreError> {
    match places::find_district(c, district_id)? {
        Some(district) => city_zone(c, &district.city_id),
        None => Ok(Tz::UTC),
    }
}
