//! What residents ask a person, and the answers. Both are sealed.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::Serialize;

use super::kept::{Cut, Kept, Noted};
use super::schema::{questions, requests};
use super::{Connection, StoreError};

/// A question.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = questions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct QuestionRow {
    pub id: String,
    pub request_id: String,
    pub slot_id: Option<String>,
    pub sealed: String,
    pub state: String,
    pub asked_at: NaiveDateTime,
    pub sealed_answer: String,
    pub answered_at: Option<NaiveDateTime>,
    pub answered_by: Option<String>,
    pub revision: i32,
}

/// Without what was said: rows are printed into logs. What the audit trail withholds is said by `Noted`.
impl std::fmt::Debug for QuestionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QuestionRow")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

impl QuestionRow {
    /// Whether it waits for an answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// What an answer is sealed for, so that it opens neither as the question nor for another one.
    #[must_use]
    pub fn answer_seal(&self) -> String {
        format!("{}/answer", self.id)
    }

    /// Where it stands in a list of open ones first, each by time.
    #[must_use]
    pub fn list_key(&self) -> String {
        format!("{}:{}", self.state, self.id)
    }
}

/// A question with what names its resident on the telephone.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct ListedQuestion {
    pub question: QuestionRow,
    pub code: String,
    pub district_id: String,
}

/// The open question of a request.
pub fn open_of(c: &mut Connection, request_id: &str) -> Result<Option<QuestionRow>, StoreError> {
    Ok(questions::table
        .filter(questions::request_id.eq(request_id))
        .filter(questions::state.eq("open"))
        .select(QuestionRow::as_select())
        .first(c)
        .optional()?)
}

/// The questions of a request, the latest first.
pub fn of_request(c: &mut Connection, request_id: &str) -> Result<Vec<QuestionRow>, StoreError> {
    Ok(questions::table
        .filter(questions::request_id.eq(request_id))
        .order(questions::id.desc())
        .select(QuestionRow::as_select())
        .load(c)?)
}

/// How many wait for an answer in districts.
pub fn count_open(c: &mut Connection, district_ids: &[String]) -> Result<i64, StoreError> {
    Ok(questions::table
        .inner_join(requests::table)
        .filter(requests::district_id.eq_any(district_ids))
        .filter(questions::state.eq("open"))
        .select(count_star())
        .first(c)?)
}

/// Questions of districts, the open ones first, each by the time they were asked; keys are those of [`QuestionRow::list_key`].
pub fn page(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<ListedQuestion>, StoreError> {
    let mut rows = questions::table
        .inner_join(requests::table)
        .filter(requests::district_id.eq_any(district_ids))
        .into_boxed();
    if let Some((state, id)) = cut.after.split_once(':') {
        // "open" comes after "answered" by alphabet, and is wanted first.
        let later = questions::state.eq(state.to_owned());
        let later = later.and(questions::id.gt(id.to_owned()));
        rows = rows.filter(questions::state.lt(state.to_owned()).or(later));
    }
    Ok(rows
        .order((questions::state.desc(), questions::id))
        .limit(cut.most)
        .select((
            QuestionRow::as_select(),
            requests::code,
            requests::district_id,
        ))
        .load(c)?)
}

impl Noted for QuestionRow {
    const NAME: &'static str = "question";
    const WITHHELD: &'static [&'static str] = &["sealed", "sealed_answer"];
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for QuestionRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        Ok(questions::table
            .find(id)
            .select(Self::as_select())
            .first(c)
            .optional()?)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        diesel::insert_into(questions::table)
            .values(self)
            .execute(c)?;
        Ok(())
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = questions::table
            .find(&self.id)
            .filter(questions::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, c: &mut Connection) -> Result<Option<String>, StoreError> {
        let request = super::requests::find(c, &self.request_id)?;
        Ok(request.map(|request| request.district_id))
    }
}
