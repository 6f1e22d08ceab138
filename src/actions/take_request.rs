//! Takes a resident's request: onto the waiting list, sealed, with a code to name on the telephone and a link to its page.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::match_waiting_list;
use super::noting::{Change, note};
use crate::domain::appointment::RequestState;
use crate::domain::capability::Purpose;
use crate::domain::conflict::NameHash;
use crate::domain::language::{Level, Tag};
use crate::domain::sealing::Contact;
use crate::store::links::{self, LinkRow};
use crate::store::requests::{
    self, ExclusionRow, RequestLanguageRow, RequestParts, RequestRow, RequestWindowRow,
};
use crate::store::{Connection, Store, StoreError, conflicts, places};

/// Letters of a code: those that are not taken for another when they are read out or written by hand.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Letters of a code; 32⁶ are a thousand million codes.
const CODE_LENGTH: usize = 6;

/// How far a time to come may lie from now.
pub const FURTHEST: TimeDelta = TimeDelta::days(1000);

/// Why a request was not taken.
#[derive(Debug, Error)]
pub enum TakeError {
    /// A window that does not end after it starts, or lies years away.
    #[error("a time to come ends before it starts, or lies years away")]
    Window,
    /// Neither in person nor by video.
    #[error("neither in person nor by video; right would be one of them, or both")]
    NoMode,
    /// The store; a skill, district or adviser that does not exist is among its refusals.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a resident asks for.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Id of the district they turned to.
    pub district_id: String,
    /// Id of the topic.
    pub skill_id: String,
    /// The language of letters and of the page.
    pub locale: Tag,
    /// Who they are.
    pub contact: Contact,
    /// Where they are: WGS 84 degrees, north and east.
    pub place: (f64, f64),
    /// How far they go, kilometres.
    pub max_km: Option<f64>,
    /// Whether they come to a station.
    pub in_person: bool,
    /// Whether they can be met by video.
    pub video: bool,
    /// 1 to 3.
    pub urgency: u8,
    /// The languages they speak.
    pub languages: Vec<(Tag, Level)>,
    /// When they can come, UTC; empty is any time.
    pub windows: Vec<(NaiveDateTime, NaiveDateTime)>,
    /// Ids of advisers they are never to meet.
    pub exclude: Vec<String>,
    /// The other side.
    pub opponents: BTreeSet<NameHash>,
    /// How many mediators sit beside the adviser, 0 to [`crate::domain::appointment::MOST_MEDIATORS`].
    pub mediators: u8,
    /// Where it goes on from an appointment.
    pub follows: Option<Follows>,
}

/// What a further talk goes on from.
#[derive(Debug, Clone)]
pub struct Follows {
    /// Id of the appointment.
    pub appointment_id: String,
    /// Id of its adviser, where the resident wants them again.
    pub adviser_id: Option<String>,
}

/// A request that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Its row.
    pub row: RequestRow,
    /// The address of the resident's page; it is nowhere else.
    pub url: String,
}

/// Takes a request.
pub fn take_request(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    new: &NewRequest,
) -> Result<Taken, TakeError> {
    let new = std::slice::from_ref(new);
    check(context.instant(), new)?;
    store.write(|c| Ok(take_in(c, context, asking, new)?.remove(0)))
}

/// Whether requests can be taken now.
pub(super) fn check(now: NaiveDateTime, new: &[NewRequest]) -> Result<(), TakeError> {
    let holds = |(from, to): &(NaiveDateTime, NaiveDateTime)| {
        from < to && *from >= now - FURTHEST && *to <= now + FURTHEST
    };
    if !new.iter().flat_map(|new| &new.windows).all(holds) {
        return Err(TakeError::Window);
    }
    if new.iter().any(|new| !new.in_person && !new.video) {
        return Err(TakeError::NoMode);
    }
    Ok(())
}

/// Takes requests in a transaction of the caller's. Gives them in their order.
pub(super) fn take_in(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    new: &[NewRequest],
) -> Result<Vec<Taken>, StoreError> {
    let codes = free_codes(c, context, new.len())?.into_iter();
    let rows = new.iter().zip(codes);
    let rows: Vec<RequestRow> = rows
        .map(|(new, code)| row(context, asking, new, code))
        .collect();
    let parts = rows.iter().zip(new);
    let parts: Vec<RequestParts> = parts
        .map(|(row, new)| parts_of(context, &row.id, new))
        .collect();
    requests::insert(c, &rows, &parts)?;
    let opponents = rows.iter().zip(new);
    let opponents = opponents.map(|(row, new)| (row.id.as_str(), &new.opponents));
    conflicts::insert_opponents(c, opponents)?;
    let district_ids: BTreeSet<String> = rows.iter().map(|row| row.district_id.clone()).collect();
    let districts = places::find_districts(c, &Vec::from_iter(district_ids))?;
    let city_ids: BTreeSet<String> = districts.into_iter().map(|d| d.city_id).collect();
    for city_id in city_ids {
        match_waiting_list::plan_night(c, context, &asking.promise, &city_id)?;
    }
    let notes: Vec<Change> = rows.iter().map(|row| Change::of(None, row)).collect();
    note(c, context, &notes)?;
    with_links(c, context, asking, rows)
}

/// Requests, each with a fresh link to the resident's page.
pub(super) fn with_links(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    rows: Vec<RequestRow>,
) -> Result<Vec<Taken>, StoreError> {
    let link = |row: &RequestRow| {
        let purpose = Purpose::Appointment;
        asking.link(context, purpose, &row.id, None, context.instant())
    };
    let (new_links, urls): (Vec<LinkRow>, Vec<String>) = rows
        .iter()
        .map(link)
        .map(|link| (link.row, link.url))
        .unzip();
    links::insert(c, &new_links)?;
    let taken = rows.into_iter().zip(urls);
    Ok(taken.map(|(row, url)| Taken { row, url }).collect())
}

/// Codes that nobody has. Two that are drawn alike at once are refused by the table's key.
fn free_codes(
    c: &mut Connection,
    context: &Context,
    count: usize,
) -> Result<Vec<String>, StoreError> {
    let mut free = BTreeSet::new();
    while free.len() < count {
        let drawn: BTreeSet<String> = (free.len()..count).map(|_| code(context)).collect();
        let drawn = Vec::from_iter(drawn);
        let taken = requests::taken_codes(c, &drawn)?;
        free.extend(drawn.into_iter().filter(|code| !taken.contains(code)));
    }
    Ok(free.into_iter().collect())
}

fn code(context: &Context) -> String {
    let mut random = [0; CODE_LENGTH];
    context.random.fill(&mut random);
    let letter = |byte: u8| char::from(CODE_LETTERS[usize::from(byte % 32)]);
    random.into_iter().map(letter).collect()
}

fn row(context: &Context, asking: &Asking<'_>, new: &NewRequest, code: String) -> RequestRow {
    let id = context.new_id();
    RequestRow {
        district_id: new.district_id.clone(),
        code,
        skill_id: new.skill_id.clone(),
        locale: new.locale.to_string(),
        sealed: asking.sealer.seal(&new.contact, &id, context.new_nonce()),
        lat: new.place.0,
        lon: new.place.1,
        max_km: new.max_km,
        in_person: new.in_person,
        video: new.video,
        urgency: i32::from(new.urgency),
        state: RequestState::Waiting.as_str().to_owned(),
        created_at: context.instant(),
        revision: 1,
        word_by: asking.promise.word_by(context.instant()),
        reach: new.contact.reach().as_str().to_owned(),
        follows_id: new.follows.as_ref().map(|f| f.appointment_id.clone()),
        with_adviser_id: new.follows.as_ref().and_then(|f| f.adviser_id.clone()),
        mediators: i32::from(new.mediators),
        id,
    }
}

fn parts_of(context: &Context, id: &str, new: &NewRequest) -> RequestParts {
    let request_id = || id.to_owned();
    let language = |(tag, level): &(Tag, Level)| RequestLanguageRow {
        request_id: request_id(),
        tag: tag.to_string(),
        level: level.as_str().to_owned(),
    };
    let window = |&(starts_at, ends_at): &(NaiveDateTime, NaiveDateTime)| RequestWindowRow {
        id: context.new_id(),
        request_id: request_id(),
        starts_at,
        ends_at,
    };
    let exclusion = |person_id: &String| ExclusionRow {
        request_id: request_id(),
        person_id: person_id.clone(),
    };
    RequestParts {
        languages: new.languages.iter().map(language).collect(),
        windows: new.windows.iter().map(window).collect(),
        exclusions: new.exclude.iter().map(exclusion).collect(),
        ..RequestParts::default()
    }
}
