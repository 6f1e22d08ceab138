//! Takes a resident's request: onto the waiting list, sealed, with a code to name on the telephone and a link to its page.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::match_waiting_list;
use crate::domain::appointment::RequestState;
use crate::domain::capability::Purpose;
use crate::domain::conflict::NameHash;
use crate::domain::language::{Level, Tag};
use crate::domain::sealing::Contact;
use crate::store::requests::{
    self, ExclusionRow, RequestLanguageRow, RequestParts, RequestRow, RequestWindowRow,
};
use crate::store::{Connection, Store, StoreError, conflicts, links, places};

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
    let now = context.instant();
    let holds = |(from, to): &(NaiveDateTime, NaiveDateTime)| {
        from < to && *from >= now - FURTHEST && *to <= now + FURTHEST
    };
    if !new.windows.iter().all(holds) {
        return Err(TakeError::Window);
    }
    if !new.in_person && !new.video {
        return Err(TakeError::NoMode);
    }
    store.write(|c| {
        let code = free_code(c, context)?;
        let row = row(context, asking, new, code);
        requests::insert(c, &row, &parts(context, &row.id, new))?;
        conflicts::insert_opponents(c, &row.id, &new.opponents)?;
        let now = context.instant();
        let link = asking.link(context, Purpose::Appointment, &row.id, None, now);
        links::insert(c, &[link.row])?;
        if let Some(district) = places::find_district(c, &row.district_id)? {
            match_waiting_list::plan_night(c, context, &asking.promise, &district.city_id)?;
        }
        context.note(c, "take_request", &row.id, "", &format!("{row:?}"))?;
        Ok(Taken { row, url: link.url })
    })
}

/// A code that nobody has. Two that are drawn alike at once are refused by the table's key.
fn free_code(c: &mut Connection, context: &Context) -> Result<String, StoreError> {
    loop {
        let mut random = [0; CODE_LENGTH];
        context.random.fill(&mut random);
        let letter = |byte: u8| char::from(CODE_LETTERS[usize::from(byte % 32)]);
        let code: String = random.into_iter().map(letter).collect();
        if !requests::has_code(c, &code)? {
            return Ok(code);
        }
    }
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
        id,
    }
}

fn parts(context: &Context, id: &str, new: &NewRequest) -> RequestParts {
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
        conflicts: BTreeSet::new(),
    }
}
