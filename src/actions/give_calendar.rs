//! Takes the address of a person's own calendar, by which they are busy then, and takes it back. It is read at once by a job. The address is
//! sealed: whoever has it reads the calendar.

use thiserror::Error;

use super::Context;
use super::open_link::{LinkError, valid};
use super::read_calendars::plan;
use crate::domain::calendar_address::CalendarAddress;
use crate::domain::capability::{Purpose, Token};
use crate::domain::sealing::Sealer;
use crate::store::own_calendars::{self, OwnCalendarRow};
use crate::store::{Connection, Store, StoreError, people};

/// Why no calendar was taken.
#[derive(Debug, Error)]
pub enum GiveError {
    /// There is no such person, or they serve no more.
    #[error("there is nobody whose calendar it would be")]
    Gone,
    /// The link opens nothing.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person's address is sealed for.
pub(super) fn sealed_for(person_id: &str) -> String {
    format!("{person_id}/calendar")
}

/// Takes the address of a person's calendar, in the place of the one before. The same one again is read again at once.
pub fn give_calendar(
    store: &Store,
    context: &Context,
    sealer: &Sealer,
    person_id: &str,
    address: &CalendarAddress,
) -> Result<(), GiveError> {
    store.write(|c| give(c, context, sealer, person_id, address))
}

/// Takes a person's calendar back, and the times that came of it. Where there is none, nothing is done.
pub fn end_calendar(store: &Store, context: &Context, person_id: &str) -> Result<(), StoreError> {
    store.write(|c| end(c, context, person_id))
}

/// Gives one's own by the link of the letter that asks for one's times.
pub fn give_own_calendar(
    store: &Store,
    context: &Context,
    sealer: &Sealer,
    link: &Token,
    address: &CalendarAddress,
) -> Result<(), GiveError> {
    store.write(|c| {
        let (context, person_id) = own(c, context, link)?;
        give(c, &context, sealer, &person_id, address)
    })
}

/// Has one's own read again at once, by the link of the letter that asks for one's times.
pub fn read_own_again(store: &Store, context: &Context, link: &Token) -> Result<(), GiveError> {
    store.write(|c| {
        let (context, person_id) = own(c, context, link)?;
        match own_calendars::find(c, &person_id)? {
            Some(row) => Ok(again(c, &context, row)?),
            None => Ok(()),
        }
    })
}

/// Takes one's own back by the link of the letter that asks for one's times.
pub fn end_own_calendar(store: &Store, context: &Context, link: &Token) -> Result<(), GiveError> {
    store.write(|c| {
        let (context, person_id) = own(c, context, link)?;
        Ok(end(c, &context, &person_id)?)
    })
}

/// Takes back the calendars of people who serve no more.
pub(super) fn end_of_who_left(c: &mut Connection, context: &Context) -> Result<(), StoreError> {
    for person in own_calendars::of_who_left(c)? {
        end(c, context, &person)?;
    }
    Ok(())
}

fn give(
    c: &mut Connection,
    context: &Context,
    sealer: &Sealer,
    person_id: &str,
    address: &CalendarAddress,
) -> Result<(), GiveError> {
    let id = person_id.to_owned();
    people::hold(c, std::slice::from_ref(&id))?;
    let there = people::find_people(c, std::slice::from_ref(&id))?;
    if !there.iter().any(|person| person.state == "active") {
        return Err(GiveError::Gone);
    }
    let now = context.instant();
    let sealed_for = sealed_for(person_id);
    let before = own_calendars::find(c, person_id)?;
    let opened = before.map(|row| (sealer.open_words(&row.sealed, &sealed_for), row));
    if let Some((Ok(known), row)) = opened
        && known == address.reveal()
    {
        return Ok(again(c, context, row)?);
    }
    let had = own_calendars::delete(c, person_id)?;
    let row = OwnCalendarRow {
        sealed: sealer.seal_words(address.reveal(), &sealed_for, context.new_nonce()),
        person_id: id,
        host: address.host().to_owned(),
        given_at: now,
        next_read_at: now,
        tried_at: None,
        read_at: None,
        whole_at: None,
        failure: String::new(),
        failing_since: None,
        etag: String::new(),
        last_modified: String::new(),
    };
    own_calendars::insert(c, &row)?;
    let before = if had { "another" } else { "" };
    context.note(c, "give_calendar", person_id, before, "")?;
    Ok(plan(c, context, now)?)
}

fn again(c: &mut Connection, context: &Context, mut row: OwnCalendarRow) -> Result<(), StoreError> {
    row.next_read_at = context.instant();
    own_calendars::update(c, &row)?;
    plan(c, context, context.instant())
}

fn end(c: &mut Connection, context: &Context, person_id: &str) -> Result<(), StoreError> {
    people::hold(c, &[person_id.to_owned()])?;
    if own_calendars::delete(c, person_id)? {
        context.note(c, "end_calendar", person_id, "", "")?;
    }
    Ok(())
}

/// Whose link it is; only one that asks for times.
fn own(
    c: &mut Connection,
    context: &Context,
    link: &Token,
) -> Result<(Context, String), LinkError> {
    let link = valid(c, link, context.instant())?;
    let asks = link.purpose() == Purpose::Availability;
    let person_id = link.person_id.filter(|_| asks).ok_or(LinkError::Wrong)?;
    let context = Context {
        actor: format!("person:{person_id}"),
        ..context.clone()
    };
    Ok((context, person_id))
}
