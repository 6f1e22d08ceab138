//! What the link of a letter opens: a person's duties of a month, one duty, their times, a resident's appointment, the questions after it, or
//! a password to be chosen. Reads only; answers are
//! given by `answer_duties`.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use thiserror::Error;

use super::choose_password;
use super::close_month::account;
use super::read_city::span;
use super::say_times::{OwnTimes, own_times};
use super::show_calendar::busy_of;
use super::show_month::Named;
use crate::domain::assignment::{AssignmentEvent, AssignmentState};
use crate::domain::calendar::Month;
use crate::domain::capability::{Purpose, Token};
use crate::domain::fairness::balance;
use crate::store::duties::{AssignmentRow, DutyRow};
use crate::store::links::LinkRow;
use crate::store::{
    Connection, Store, StoreError, duties, feeds, links, people, places, rosters, templates,
};

/// Why a link opens nothing.
#[derive(Debug, Error)]
pub enum LinkError {
    /// Cut short, mistyped, or never sent.
    #[error("no such link")]
    Wrong,
    /// Its time is over.
    #[error("the link has expired")]
    Expired,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One person's duties of a month.
#[derive(Debug, Clone)]
pub struct OwnDuties {
    /// As it is shown.
    pub person: String,
    /// BCP 47 tag of the language of the person's letters.
    pub locale: String,
    /// The district.
    pub district: Named,
    /// `2026-12`.
    pub month: String,
    /// The duties, by time.
    pub duties: Vec<OwnDuty>,
    /// Turns owed from the months before, or below zero, turns ahead; none before the first month that counts.
    pub balance: Option<i64>,
    /// Whether their duties are given out as a calendar.
    pub has_feed: bool,
}

/// A duty of the person.
#[derive(Debug, Clone)]
pub struct OwnDuty {
    /// What an answer names.
    pub assignment_id: String,
    /// What the person said.
    pub state: AssignmentState,
    /// Its local date.
    pub date: NaiveDate,
    /// Local minutes since midnight.
    pub start: i32,
    /// Local minutes since midnight.
    pub end: i32,
    /// The station's name.
    pub station: String,
    /// The station's address.
    pub address: String,
    /// What it is called.
    pub name: Named,
    /// Who else holds it.
    pub together: Vec<String>,
    /// Whether their own calendar says that they are busy then.
    pub is_busy: bool,
    /// Whether it may be confirmed now.
    pub can_confirm: bool,
    /// Whether it may be declined now.
    pub can_decline: bool,
}

/// What a link opens.
#[derive(Debug, Clone)]
pub enum Opened {
    /// A person's duties.
    Duties(OwnDuties),
    /// A resident's appointment, by its id.
    Appointment(String),
    /// The questions after a visit.
    Rating,
    /// When the person can serve.
    Times(Box<OwnTimes>),
    /// A password to be chosen: the address it is for, and the BCP 47 tag of the language of its letters.
    Password(String, String),
}

/// Opens a link. Changes nothing, so that a mail scanner may do it too.
pub fn open_link(store: &Store, token: &Token, now: NaiveDateTime) -> Result<Opened, LinkError> {
    store.read(|c| {
        let link = valid(c, token, now)?;
        match link.purpose() {
            Purpose::Month | Purpose::Assignment => {
                let mine = assignments(c, &link)?;
                Ok(Opened::Duties(own_duties(c, &link, &mine, now)?))
            }
            Purpose::Appointment => Ok(Opened::Appointment(link.subject_id)),
            Purpose::Rating => Ok(Opened::Rating),
            Purpose::Availability => Ok(Opened::Times(Box::new(own_times(c, &link, now)?))),
            Purpose::Password => {
                let user = choose_password::whose(c, &link)?;
                Ok(Opened::Password(user.email, user.locale))
            }
        }
    })
}

/// The link of a token, if its time is not over.
pub(super) fn valid(
    c: &mut Connection,
    token: &Token,
    now: NaiveDateTime,
) -> Result<LinkRow, LinkError> {
    let link = links::find(c, &token.hash())?.ok_or(LinkError::Wrong)?;
    if link.expires_at <= now {
        return Err(LinkError::Expired);
    }
    Ok(link)
}

/// The assignments that a link is for, which the person has been asked about.
pub(super) fn assignments(
    c: &mut Connection,
    link: &LinkRow,
) -> Result<Vec<(AssignmentRow, DutyRow)>, LinkError> {
    let person_id = link.person_id.as_ref().ok_or(LinkError::Wrong)?;
    let mut found = match link.purpose() {
        Purpose::Month => duties::of_person(c, &link.subject_id, person_id)?,
        Purpose::Assignment => duties::find_assignment(c, &link.subject_id)?
            .into_iter()
            .collect(),
        Purpose::Appointment | Purpose::Rating | Purpose::Availability | Purpose::Password => {
            Vec::new()
        }
    };
    found.retain(|(row, _)| {
        row.person_id == *person_id
            && !matches!(
                row.state(),
                AssignmentState::Proposed | AssignmentState::Withdrawn
            )
    });
    Ok(found)
}

fn own_duties(
    c: &mut Connection,
    link: &LinkRow,
    mine: &[(AssignmentRow, DutyRow)],
    now: NaiveDateTime,
) -> Result<OwnDuties, LinkError> {
    let person_id = link.person_id.clone().ok_or(LinkError::Wrong)?;
    let person = people::find_people(c, &[person_id])?
        .pop()
        .ok_or(LinkError::Wrong)?;
    let first = mine.first();
    let roster_id = first.map_or(&link.subject_id, |(_, duty)| &duty.roster_id);
    let roster = rosters::find(c, roster_id)?.ok_or(LinkError::Wrong)?;
    let district = places::find_district(c, &roster.district_id)?.ok_or(LinkError::Wrong)?;
    let stations = places::stations_of_district(c, &district.id)?;
    let templates = templates::templates_of(c, &district.city_id)?;
    let others = others(c, &roster.id, mine)?;
    let busy = busy_in(c, &person.id, mine)?;
    let own = |(row, duty): &(AssignmentRow, DutyRow)| {
        let station = stations.iter().find(|s| s.id == duty.station_id);
        let template = templates.iter().find(|t| t.id == duty.template_id);
        let can = |event| duty.starts_at > now && row.state().after(event).is_ok();
        OwnDuty {
            assignment_id: row.id.clone(),
            state: row.state(),
            date: duty.date,
            start: duty.start_minute,
            end: duty.end_minute,
            station: station.map_or_else(String::new, |s| s.name.clone()),
            address: station.map_or_else(String::new, |s| s.address.clone()),
            is_busy: busy.contains(&row.id) && row.state().holds_seat() && duty.starts_at > now,
            name: template.map_or_else(Named::default, |t| Named {
                own: t.name.clone(),
                english: t.name_en.clone(),
            }),
            together: others
                .iter()
                .filter(|(duty_id, _)| *duty_id == duty.id)
                .map(|(_, name)| name.clone())
                .collect(),
            can_confirm: row.state() == AssignmentState::Asked && can(AssignmentEvent::Confirm),
            // Who has declined, or was replaced, is not asked again.
            can_decline: row.state().holds_seat() && can(AssignmentEvent::Decline),
        }
    };
    let months = match Month::parse(&roster.month) {
        Some(month) => account(c, &person.id, month)?,
        None => Vec::new(),
    };
    Ok(OwnDuties {
        has_feed: feeds::has(c, &person.id)?,
        balance: (!months.is_empty()).then(|| balance(&months)),
        person: person.name,
        locale: person.locale,
        district: Named {
            own: district.name,
            english: district.name_en,
        },
        month: roster.month,
        duties: mine.iter().map(own).collect(),
    })
}

/// Which of somebody's duties lie in a time, or partly, in which they are busy by their own calendar: ids of the assignments.
fn busy_in(
    c: &mut Connection,
    person_id: &str,
    mine: &[(AssignmentRow, DutyRow)],
) -> Result<HashSet<String>, StoreError> {
    let Some(first) = mine.iter().map(|(_, duty)| duty.date).min() else {
        return Ok(HashSet::new());
    };
    let busy = busy_of(c, person_id, first)?;
    let meets = |duty: &DutyRow| {
        let meant = span(duty.start_minute, duty.end_minute);
        busy.iter().any(|time| time.meets(duty.date, meant))
    };
    let met = mine.iter().filter(|(_, duty)| meets(duty));
    Ok(met.map(|(row, _)| row.id.clone()).collect())
}

/// Who else holds the same duties: duty and name.
fn others(
    c: &mut Connection,
    roster_id: &str,
    mine: &[(AssignmentRow, DutyRow)],
) -> Result<Vec<(String, String)>, StoreError> {
    let same_duty = |row: &AssignmentRow| {
        mine.iter()
            .any(|(own, _)| own.duty_id == row.duty_id && own.person_id != row.person_id)
    };
    let mut rows = duties::assignments_of_roster(c, roster_id)?;
    rows.retain(|row| row.state().holds_seat() && same_duty(row));
    let ids: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
    let people = people::find_people(c, &ids)?;
    let name = |row: &AssignmentRow| {
        let person = people.iter().find(|person| person.id == row.person_id)?;
        Some((row.duty_id.clone(), person.name.clone()))
    };
    Ok(rows.iter().filter_map(name).collect())
}
