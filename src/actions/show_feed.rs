//! What stands in a feed: a person's duties, or who sits at a station. Reads only. Who has left, and whose feed was ended, is as unknown as an
//! address that never was.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Months, NaiveDateTime, TimeDelta, Utc};
use thiserror::Error;

use super::letter_duties::DutyWords;
use crate::domain::assignment::AssignmentState;
use crate::domain::capability::Token;
use crate::mail::letters::Duty;
use crate::mail::{Answer, Entry, Event, Feed, LetterError, Letterhead};
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::feeds::{self, FeedRow};
use crate::store::people::PersonRow;
use crate::store::places::StationRow;
use crate::store::{Connection, Store, StoreError, people, places};
use crate::texts::Lang;

/// How far back duties are shown.
const BACK: TimeDelta = TimeDelta::days(92);

/// How far ahead, which is further than any month is published.
const AHEAD: Months = Months::new(24);

/// Why a feed is not shown.
#[derive(Debug, Error)]
pub enum ShowFeedError {
    /// There is no such address, or not any more.
    #[error("there is no such feed")]
    NoFeed,
    /// It cannot be written.
    #[error("the feed cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A duty and the seats of it that are told.
type Told<'a> = (&'a DutyRow, Vec<&'a AssignmentRow>);

/// The calendar of an address, as text. In the language that is wanted, else the person's; a station's has the first one that there is.
pub fn show_feed(
    store: &Store,
    head: &Letterhead,
    token: &Token,
    now: NaiveDateTime,
    wanted: Option<Lang>,
) -> Result<String, ShowFeedError> {
    let feed = store.read(|c| {
        let feed = feeds::find(c, &token.hash())?.ok_or(ShowFeedError::NoFeed)?;
        let until = now.checked_add_months(AHEAD).unwrap_or(now);
        let mut rows = feeds::duties_of(c, &feed, (now - BACK, until))?;
        rows.retain(|(seat, _)| answer(seat).is_some());
        match owner(c, &feed)? {
            Owner::Person(person) => {
                let own = Lang::nearest(&person.locale);
                let lang = wanted.or(own).unwrap_or_default();
                Ok::<_, ShowFeedError>(of_person(c, lang, &person, &rows)?)
            }
            Owner::Station(station) => {
                let lang = wanted.unwrap_or_default();
                Ok(of_station(c, lang, &station, &rows)?)
            }
        }
    })?;
    Ok(feed.write(head)?)
}

enum Owner {
    Person(PersonRow),
    Station(StationRow),
}

fn owner(c: &mut Connection, feed: &FeedRow) -> Result<Owner, ShowFeedError> {
    if let Some(id) = &feed.person_id {
        let found = people::find_people(c, std::slice::from_ref(id))?.pop();
        let serves = found.filter(|person| person.state == "active");
        return serves.map(Owner::Person).ok_or(ShowFeedError::NoFeed);
    }
    let id = feed.station_id.as_deref().unwrap_or_default();
    let station = places::find_station(c, id)?;
    station.map(Owner::Station).ok_or(ShowFeedError::NoFeed)
}

/// Whether somebody has said that they come; none where it is not, or no more, theirs.
fn answer(seat: &AssignmentRow) -> Option<Answer> {
    match seat.state() {
        AssignmentState::Asked => Some(Answer::Wanted),
        AssignmentState::Confirmed | AssignmentState::Served => Some(Answer::Given),
        _ => None,
    }
}

fn of_person(
    c: &mut Connection,
    lang: Lang,
    person: &PersonRow,
    rows: &[(AssignmentRow, DutyRow)],
) -> Result<Feed, StoreError> {
    let words = DutyWords::load(c, rows.iter().map(|(_, duty)| duty))?;
    let ids: Vec<String> = rows.iter().map(|(_, duty)| duty.id.clone()).collect();
    let mut others = duties::assignments_of_duties(c, &ids)?;
    others.retain(|seat| seat.person_id != person.id && answer(seat).is_some());
    let names = names(c, others.iter())?;
    let entries = rows.iter().map(|(seat, duty)| {
        let with = others.iter().filter(|other| other.duty_id == duty.id);
        let with = with.filter_map(|other| names.get(&other.person_id).cloned());
        let told = words.duty(lang, seat, duty, seat.revision, with.collect());
        Entry {
            event: told.event(lang, answer(seat).unwrap_or(Answer::Wanted)),
            changed: changed(seat, duty),
        }
    });
    Ok(Feed {
        entries: entries.collect(),
        name: lang.text_with("feed-of-person", &[("name", person.name.as_str().into())]),
    })
}

fn of_station(
    c: &mut Connection,
    lang: Lang,
    station: &StationRow,
    rows: &[(AssignmentRow, DutyRow)],
) -> Result<Feed, StoreError> {
    let words = DutyWords::load(c, rows.iter().map(|(_, duty)| duty))?;
    let names = names(c, rows.iter().map(|(seat, _)| seat))?;
    let ids: Vec<String> = rows.iter().map(|(_, duty)| duty.id.clone()).collect();
    // Whoever sat there before counts too, so that the number rises when somebody is replaced.
    let mut revisions: HashMap<String, i32> = HashMap::new();
    for seat in duties::assignments_of_duties(c, &ids)? {
        *revisions.entry(seat.duty_id).or_default() += seat.revision + 1;
    }
    let mut told: BTreeMap<(NaiveDateTime, &str), Told<'_>> = BTreeMap::new();
    for (seat, duty) in rows {
        let key = (duty.starts_at, duty.id.as_str());
        told.entry(key).or_insert((duty, Vec::new())).1.push(seat);
    }
    let entries = told.into_values().map(|(duty, seats)| {
        let sequence = revisions.get(&duty.id).copied().unwrap_or(0);
        let shown = words.duty(lang, seats[0], duty, sequence, Vec::new());
        Entry {
            event: who_sits(lang, &shown, duty, &seats, &names),
            changed: seats
                .iter()
                .map(|seat| changed(seat, duty))
                .max()
                .unwrap_or_default(),
        }
    });
    Ok(Feed {
        entries: entries.collect(),
        name: lang.text_with(
            "feed-of-station",
            &[("station", station.name.as_str().into())],
        ),
    })
}

/// A duty as its station sees it: the names in the title, what each has said below.
fn who_sits(
    lang: Lang,
    shown: &Duty,
    duty: &DutyRow,
    seats: &[&AssignmentRow],
    names: &HashMap<String, String>,
) -> Event {
    let name = |seat: &AssignmentRow| names.get(&seat.person_id).cloned().unwrap_or_default();
    let mut all: Vec<(String, &str)> = seats
        .iter()
        .map(|seat| (name(seat), seat.state().as_str()))
        .collect();
    all.sort();
    let joined: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let title = [
        ("role", shown.role.as_str().into()),
        ("names", joined.join(&lang.text("list-separator")).into()),
    ];
    let line = |(name, state): &(String, &str)| {
        let said = lang.word("answer", state);
        let arguments = [("name", name.as_str().into()), ("said", said.into())];
        lang.text_with("feed-who", &arguments)
    };
    let lines: Vec<String> = all.iter().map(line).collect();
    let is_sure = seats.iter().all(|seat| answer(seat) == Some(Answer::Given));
    let given = if is_sure {
        Answer::Given
    } else {
        Answer::Wanted
    };
    Event {
        id: duty.id.clone(),
        summary: lang.text_with("feed-event", &title),
        description: lines.join("\n"),
        ..shown.event(lang, given)
    }
}

fn names<'a>(
    c: &mut Connection,
    seats: impl Iterator<Item = &'a AssignmentRow>,
) -> Result<HashMap<String, String>, StoreError> {
    let ids: BTreeSet<String> = seats.map(|seat| seat.person_id.clone()).collect();
    let found = people::find_people(c, &Vec::from_iter(ids))?;
    Ok(found.into_iter().map(|row| (row.id, row.name)).collect())
}

/// When what is told of a seat was changed last: they were asked, or answered.
fn changed(seat: &AssignmentRow, duty: &DutyRow) -> DateTime<Utc> {
    let told = seat.asked_at.max(seat.answered_at);
    told.unwrap_or(duty.starts_at).and_utc()
}
