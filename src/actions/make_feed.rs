//! Makes the address under which a person's or a station's duties are read as a calendar, and ends it. Whoever has one has one only: a new one
//! ends the old. The address is told once; the database keeps a hash of it.

use chrono::NaiveDateTime;
use thiserror::Error;

use super::Context;
use super::open_link::{LinkError, valid};
use crate::domain::capability::{Purpose, Token};
use crate::store::feeds::{self, FeedRow};
use crate::store::{Connection, Store, StoreError, people, places};

/// Whose duties they are, by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// A person's.
    Person(String),
    /// A station's.
    Station(String),
}

impl Whose {
    fn id(&self) -> &str {
        match self {
            Self::Person(id) | Self::Station(id) => id,
        }
    }
}

/// Why there is no feed.
#[derive(Debug, Error)]
pub enum FeedError {
    /// There is no such station, or the person serves no more.
    #[error("there is nobody whose duties these would be")]
    Gone,
    /// The link opens nothing.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a feed; what was made before ends. Gives what its address holds.
pub fn make_feed(store: &Store, context: &Context, whose: &Whose) -> Result<Token, FeedError> {
    store.write(|c| make(c, context, whose))
}

/// Ends a feed. Where there is none, nothing is done.
pub fn end_feed(store: &Store, context: &Context, whose: &Whose) -> Result<(), StoreError> {
    store.write(|c| end(c, context, whose))
}

/// Makes one's own by the link of a letter about one's duties.
pub fn make_own_feed(store: &Store, context: &Context, link: &Token) -> Result<Token, FeedError> {
    store.write(|c| {
        let (context, whose) = own(c, context, link)?;
        make(c, &context, &whose)
    })
}

/// Ends one's own by the link of a letter about one's duties.
pub fn end_own_feed(store: &Store, context: &Context, link: &Token) -> Result<(), FeedError> {
    store.write(|c| {
        let (context, whose) = own(c, context, link)?;
        Ok(end(c, &context, &whose)?)
    })
}

/// Ends the feeds of people who serve no more. Their addresses show nothing from the moment they left; this keeps them from doing so again
/// where somebody comes back.
pub(super) fn end_of_who_left(c: &mut Connection, context: &Context) -> Result<(), StoreError> {
    for person in feeds::of_who_left(c)? {
        end(c, context, &Whose::Person(person))?;
    }
    Ok(())
}

fn make(c: &mut Connection, context: &Context, whose: &Whose) -> Result<Token, FeedError> {
    let is_there = match whose {
        Whose::Person(id) => {
            people::hold(c, std::slice::from_ref(id))?;
            let there = people::find_people(c, std::slice::from_ref(id))?;
            there.iter().any(|person| person.state == "active")
        }
        Whose::Station(id) => places::hold_station(c, id)?,
    };
    if !is_there {
        return Err(FeedError::Gone);
    }
    let had = take_out(c, whose)?;
    let token = context.new_token();
    feeds::insert(c, &row(whose, &token, context.instant()))?;
    let before = if had { "another" } else { "" };
    context.note(c, "make_feed", whose.id(), before, "")?;
    Ok(token)
}

fn end(c: &mut Connection, context: &Context, whose: &Whose) -> Result<(), StoreError> {
    if take_out(c, whose)? {
        context.note(c, "end_feed", whose.id(), "", "")?;
    }
    Ok(())
}

fn take_out(c: &mut Connection, whose: &Whose) -> Result<bool, StoreError> {
    match whose {
        Whose::Person(id) => feeds::end_of_person(c, id),
        Whose::Station(id) => feeds::end_of_station(c, id),
    }
}

fn row(whose: &Whose, token: &Token, made_at: NaiveDateTime) -> FeedRow {
    let (person_id, station_id) = match whose {
        Whose::Person(id) => (Some(id.clone()), None),
        Whose::Station(id) => (None, Some(id.clone())),
    };
    FeedRow {
        token_hash: token.hash(),
        person_id,
        station_id,
        made_at,
    }
}

/// Whose link it is; only one that shows duties.
fn own(c: &mut Connection, context: &Context, link: &Token) -> Result<(Context, Whose), LinkError> {
    let link = valid(c, link, context.instant())?;
    let shows_duties = matches!(link.purpose(), Purpose::Month | Purpose::Assignment);
    let person_id = link.person_id.filter(|_| shows_duties);
    let person_id = person_id.ok_or(LinkError::Wrong)?;
    let context = Context {
        actor: format!("person:{person_id}"),
        ..context.clone()
    };
    Ok((context, Whose::Person(person_id)))
}
