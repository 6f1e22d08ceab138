//! The outbox: letters that wait, are being sent, were sent, or are parked. Who gets which letter is decided in `actions`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{CHUNK, insert_all};
use super::schema::messages;
use super::{Connection, StoreError};

/// A letter, rendered whole when it was queued.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
pub struct MessageRow {
    pub id: String,
    pub message_id: String,
    pub kind: String,
    pub recipient: String,
    pub person_id: Option<String>,
    pub request_id: Option<String>,
    pub subject: String,
    pub rendered: String,
    pub state: String,
    pub attempts: i32,
    pub next_attempt_at: NaiveDateTime,
    pub lease_until: Option<NaiveDateTime>,
    pub queued_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub last_error: String,
}

/// Without address, subject and text: rows are printed into logs.
impl std::fmt::Debug for MessageRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageRow")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// The kind of the letter that asks how a visit was: nobody telephones for it.
pub const PLEASE_RATE: &str = "please_rate";

/// Puts letters into the outbox.
pub fn queue(c: &mut Connection, rows: &[MessageRow]) -> Result<(), StoreError> {
    insert_all!(c, messages::table, rows);
    Ok(())
}

/// Takes the next letter that is due, or whose sender was lost: it is `sending`, under its number of attempts. None where there is none.
pub fn lease(
    c: &mut Connection,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<Option<MessageRow>, StoreError> {
    loop {
        let due = messages::state
            .eq("queued")
            .and(messages::next_attempt_at.le(now));
        let lost = messages::state
            .eq("sending")
            .and(messages::lease_until.lt(now).assume_not_null());
        let found: Option<MessageRow> = messages::table
            .filter(due.or(lost))
            .order((messages::next_attempt_at, messages::id))
            .select(MessageRow::as_select())
            .first(c)
            .optional()?;
        let Some(mut row) = found else {
            return Ok(None);
        };
        let changed = diesel::update(
            messages::table
                .filter(messages::id.eq(&row.id))
                .filter(messages::state.eq(&row.state))
                .filter(messages::attempts.eq(row.attempts)),
        )
        .set((
            messages::state.eq("sending"),
            messages::attempts.eq(row.attempts + 1),
            messages::lease_until.eq(until),
        ))
        .execute(c)?;
        // Where another worker was quicker, the next one is looked for.
        if changed == 1 {
            row.attempts += 1;
            "sending".clone_into(&mut row.state);
            return Ok(Some(row));
        }
    }
}

/// How an attempt at sending ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server took it.
    Taken,
    /// Not now: another attempt at this instant.
    Later(NaiveDateTime, String),
    /// Never: it waits for a person to look at it.
    Parked(String),
}

/// Notes how an attempt ended. False where the attempt no longer held the letter.
pub fn end(
    c: &mut Connection,
    row: &MessageRow,
    ended: &Sent,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let (state, again, sent_at, error) = match ended {
        Sent::Taken => ("sent", row.next_attempt_at, Some(now), ""),
        Sent::Later(at, why) => ("queued", *at, None, why.as_str()),
        Sent::Parked(why) => ("parked", row.next_attempt_at, None, why.as_str()),
    };
    let changed = diesel::update(
        messages::table
            .filter(messages::id.eq(&row.id))
            .filter(messages::state.eq("sending"))
            .filter(messages::attempts.eq(row.attempts)),
    )
    .set((
        messages::state.eq(state),
        messages::next_attempt_at.eq(again),
        messages::lease_until.eq(None::<NaiveDateTime>),
        messages::sent_at.eq(sent_at),
        messages::last_error.eq(error),
    ))
    .execute(c)?;
    if changed == 1 && *ended == Sent::Taken {
        forget_resident(c, row)?;
    }
    Ok(changed == 1)
}

/// A letter to a resident is kept in the clear only until it went out: then neither where it went nor what it said.
fn forget_resident(c: &mut Connection, row: &MessageRow) -> Result<(), StoreError> {
    if row.request_id.is_some() {
        diesel::update(messages::table.find(&row.id))
            .set((messages::recipient.eq(""), messages::rendered.eq("")))
            .execute(c)?;
    }
    Ok(())
}

/// When the outbox should be looked at again: the earliest attempt that waits, or lease that may run out. None where it is empty.
pub fn next_due(c: &mut Connection) -> Result<Option<NaiveDateTime>, StoreError> {
    use diesel::dsl::min;
    let waits: Option<NaiveDateTime> = messages::table
        .filter(messages::state.eq("queued"))
        .select(min(messages::next_attempt_at))
        .first(c)?;
    let leased: Option<NaiveDateTime> = messages::table
        .filter(messages::state.eq("sending"))
        .select(min(messages::lease_until))
        .first(c)?;
    Ok([waits, leased].into_iter().flatten().min())
}

/// Which of these residents' requests have a letter that cannot be sent, so that somebody must telephone.
pub fn parked_of(c: &mut Connection, request_ids: &[String]) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for chunk in request_ids.chunks(CHUNK) {
        let rows = messages::table
            .filter(messages::request_id.eq_any(chunk).assume_not_null())
            .filter(messages::state.eq("parked"))
            .filter(messages::kind.ne(PLEASE_RATE))
            .select(messages::request_id.assume_not_null())
            .distinct();
        found.extend(rows.load::<String>(c)?);
    }
    Ok(found)
}

/// Every letter to a person, oldest first.
pub fn to_person(c: &mut Connection, person_id: &str) -> Result<Vec<MessageRow>, StoreError> {
    Ok(messages::table
        .filter(messages::person_id.eq(person_id))
        .order((messages::queued_at, messages::id))
        .select(MessageRow::as_select())
        .load(c)?)
}

/// Every letter to a resident about a request, oldest first.
pub fn to_resident(c: &mut Connection, request_id: &str) -> Result<Vec<MessageRow>, StoreError> {
    Ok(messages::table
        .filter(messages::request_id.eq(request_id))
        .order((messages::queued_at, messages::id))
        .select(MessageRow::as_select())
        .load(c)?)
}

/// How many letters are in each state.
pub fn count_by_state(c: &mut Connection) -> Result<Vec<(String, i64)>, StoreError> {
    use diesel::dsl::count;
    Ok(messages::table
        .group_by(messages::state)
        .order(messages::state)
        .select((messages::state, count(messages::id)))
        .load(c)?)
}
