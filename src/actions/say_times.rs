//! Says when one can serve, by the link of a letter: the times as they are right, or others in their place.

use chrono::{NaiveDate, NaiveDateTime};
use thiserror::Error;

use super::Context;
use super::change_availability::{AvailabilityError, WhereBroken, change_times, times_of};
use super::matching_instance::zone;
use super::open_link::{LinkError, valid};
use super::show_calendar::{OwnCalendar, own_calendar};
use crate::domain::availability::Times;
use crate::domain::calendar::local;
use crate::domain::capability::{Purpose, Token};
use crate::store::kept::Kept;
use crate::store::links::LinkRow;
use crate::store::times::{self, SaidRow};
use crate::store::whole_people::WholePerson;
use crate::store::{Connection, Store, StoreError, links, places};

/// What a link of this kind opens.
#[derive(Debug, Clone)]
pub struct OwnTimes {
    /// As it is shown.
    pub person: String,
    /// BCP 47 tag of the language of the person's letters.
    pub locale: String,
    /// The month for which it was asked: `2026-12`.
    pub month: String,
    /// Whether they have said it for that month.
    pub has_said: bool,
    /// What was said last.
    pub times: Times,
    /// The person's, to be named when it is changed.
    pub revision: i32,
    /// Today where they serve: what is over by then is not shown.
    pub today: NaiveDate,
    /// Their own calendar, by which they are busy too.
    pub calendar: Option<OwnCalendar>,
}

/// What somebody says.
#[derive(Debug, Clone)]
pub enum Said {
    /// What was said last is right.
    Right,
    /// These, in the place of those of a revision.
    Times {
        /// The times.
        times: Times,
        /// The person's revision that was seen.
        seen: i32,
        /// What to do with what it breaks.
        broken: WhereBroken,
    },
}

/// Why it was not taken.
#[derive(Debug, Error)]
pub enum SayError {
    /// The link opens nothing.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The times were not kept.
    #[error(transparent)]
    Availability(#[from] AvailabilityError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the link opens; the person serves still.
pub(super) fn own_times(
    c: &mut Connection,
    link: &LinkRow,
    now: NaiveDateTime,
) -> Result<OwnTimes, LinkError> {
    let whole = person(c, link)?;
    let district = places::find_district(c, &whole.row.district_id)?.ok_or(LinkError::Wrong)?;
    let city = places::find_city(c, &district.city_id)?.ok_or(LinkError::Wrong)?;
    Ok(OwnTimes {
        today: local(zone(&city), now).0,
        calendar: own_calendar(c, &whole.row.id, now)?,
        has_said: times::has_said(c, &whole.row.id, &link.subject_id)?,
        month: link.subject_id.clone(),
        times: times_of(&whole.own),
        revision: whole.row.revision,
        person: whole.row.name,
        locale: whole.row.locale,
    })
}

fn person(c: &mut Connection, link: &LinkRow) -> Result<WholePerson, LinkError> {
    let id = link.person_id.as_ref().ok_or(LinkError::Wrong)?;
    let whole = WholePerson::find(c, id)?.filter(|whole| whole.row.state == "active");
    whole.ok_or(LinkError::Wrong)
}

/// Takes what somebody says, and that they have said it.
pub fn say_times(
    store: &Store,
    context: &Context,
    token: &Token,
    said: &Said,
) -> Result<(), SayError> {
    let now = context.instant();
    store.write(|c| {
        let link = valid(c, token, now)?;
        if link.purpose() != Purpose::Availability {
            return Err(LinkError::Wrong.into());
        }
        let person_id = person(c, &link)?.row.id;
        let context = Context {
            actor: format!("person:{person_id}"),
            ..context.clone()
        };
        if let Said::Times {
            times,
            seen,
            broken,
        } = said
        {
            change_times(c, &context, &person_id, *seen, times, *broken)?;
        }
        let row = SaidRow {
            person_id: person_id.clone(),
            month: link.subject_id.clone(),
            said_at: now,
        };
        times::say(c, &row)?;
        context.note(c, "say_times", &person_id, "", &row.month)?;
        Ok(links::mark_used(c, &link.id, now)?)
    })
}
