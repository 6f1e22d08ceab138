//! Matches a city's waiting list: `enqueue` puts the job into the queue, `problem` makes the solver's document, `book` writes its
//! answer: appointments, the minutes they claim, letters. Between them the solver runs, outside any transaction.

mod book;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use thiserror::Error;
use zhiban_solver::calendar::{Minute, Moment};
use zhiban_solver::language::{Languages, Level};
use zhiban_solver::matching::document::{
    Adviser, Document, FORMAT, Interpreter, Mode, Request, Shift, Slot, Station, Weights, Window,
};

use super::Context;
use super::read_city::level;
use crate::domain::appointment::RequestState;
use crate::domain::bookable::without;
use crate::domain::calendar::{local, local_span};
use crate::domain::city::Span;
use crate::domain::job::{JobKind, MatchWaitingList};
use crate::mail::LetterError;
use crate::store::appointments::{ClaimRow, minute, resource};
use crate::store::belongings::{Belongings, belongings_of};
use crate::store::requests::{RequestParts, RequestRow};
use crate::store::slots::{ShiftRow, SlotRow};
use crate::store::{
    Connection, Store, StoreError, appointments, jobs, places, requests, slots as times,
};

pub use book::{Booked, book};

/// What divides a shift's id from the number of its piece, where others booked minutes of it before. No id of ours has it.
const PIECE: char = '~';

/// Why a waiting list was not matched.
#[derive(Debug, Error)]
pub enum MatchError {
    /// There is no such city.
    #[error("there is no city {0}")]
    NoCity(String),
    /// The answer does not hold.
    #[error("the answer did not pass the audit: {0}")]
    Wrong(String),
    /// A time or a request was changed while it was being booked.
    #[error("a time or a request was changed while it was being booked")]
    Changed,
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a match costs, and how well two people must speak a language to share it.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// Prices of the objective's terms.
    pub weights: Weights,
    /// Both speak it at this level or above.
    pub working_level: Level,
}

/// Puts the matching of a city's waiting list into the queue. Gives the job's id; asked twice before it begins, it is one job. Asked
/// while one runs, it is another that runs after it: the first has read the list already.
pub fn start(store: &Store, context: &Context, city_id: &str) -> Result<String, MatchError> {
    store.write(|c| {
        if places::find_city(c, city_id)?.is_none() {
            return Err(MatchError::NoCity(city_id.to_owned()));
        }
        context.note(c, "start_matching", city_id, "", "")?;
        Ok(enqueue(c, context, city_id)?)
    })
}

/// The same in a transaction of the caller's.
pub(super) fn enqueue(
    c: &mut Connection,
    context: &Context,
    city_id: &str,
) -> Result<String, StoreError> {
    let payload = MatchWaitingList {
        city: city_id.to_owned(),
    };
    let key = Some(format!("match:{city_id}"));
    jobs::enqueue(c, &context.job(JobKind::MatchWaitingList, &payload, key))
}

/// The problem of a city's waiting list as it is now.
pub fn problem(
    store: &Store,
    context: &Context,
    city_id: &str,
    prices: Prices,
) -> Result<Document, MatchError> {
    store.read(|c| document(c, context.instant(), city_id, prices))
}

fn document(
    c: &mut Connection,
    now: NaiveDateTime,
    city_id: &str,
    prices: Prices,
) -> Result<Document, MatchError> {
    let city =
        places::find_city(c, city_id)?.ok_or_else(|| MatchError::NoCity(city_id.to_owned()))?;
    // A zone was checked when it was kept.
    let zone: Tz = city.time_zone.parse().unwrap_or(Tz::UTC);
    let waiting = requests::in_state(c, city_id, RequestState::Waiting)?;
    let ids: Vec<String> = waiting.iter().map(|r| r.id.clone()).collect();
    let parts = requests::parts_of(c, &ids)?;
    let open_slots = times::open_slots(c, city_id, now)?;
    let open_shifts = times::open_shifts(c, city_id, now)?;
    let people = belongings_of(c, city_id)?;
    let interpreter_ids = distinct(open_shifts.iter().map(|s| &s.interpreter_id));
    let claimed = appointments::claimed_from(c, &interpreter_ids, now)?;
    let slots: Vec<Slot> = open_slots.iter().filter_map(|s| slot(zone, s)).collect();
    let shifts = shifts(zone, &open_shifts, &claimed);
    let stations = stations(c, &slots, &shifts)?;
    let advisers: Vec<Adviser> = distinct(slots.iter().map(|s| &s.adviser))
        .into_iter()
        .map(|id| adviser(&people, id))
        .collect();
    Ok(Document {
        format: FORMAT.to_owned(),
        name: format!("the waiting list of {}", city.code),
        time_zone: city.time_zone,
        now: moment(local(zone, now)),
        working_level: prices.working_level,
        stations,
        interpreters: distinct(shifts.iter().map(|s| &s.interpreter))
            .into_iter()
            .map(|id| Interpreter {
                languages: languages_of(&people, &id),
                id,
            })
            .collect(),
        slots,
        shifts,
        requests: waiting
            .iter()
            .filter_map(|row| request(zone, row, parts.get(&row.id), &advisers))
            .collect(),
        advisers,
        weights: prices.weights,
    })
}

fn distinct<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    ids.collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

fn moment((date, minute): (chrono::NaiveDate, u16)) -> Moment {
    let minute = Minute::new(minute).expect("a minute of a day");
    Moment { date, minute }
}

fn span((date, span): (chrono::NaiveDate, Span)) -> (Moment, Moment) {
    (moment((date, span.start)), moment((date, span.end)))
}

/// A slot that the clock jumps over cannot be said in local times, and is left out.
fn slot(zone: Tz, row: &SlotRow) -> Option<Slot> {
    let (start, end) = span(local_span(zone, row.starts_at, row.ends_at)?);
    Some(Slot {
        id: row.id.clone(),
        adviser: row.adviser_id.clone(),
        station: row.station_id.clone(),
        start,
        end,
    })
}

/// What is left of the shifts beside the minutes that are booked already.
fn shifts(zone: Tz, rows: &[ShiftRow], claimed: &[ClaimRow]) -> Vec<Shift> {
    let mut taken: HashMap<&str, Vec<(i64, i64)>> = HashMap::new();
    for claim in claimed {
        let spans = taken.entry(&claim.resource).or_default();
        spans.push((claim.minute, claim.minute + 1));
    }
    let mut left = Vec::new();
    for row in rows {
        let whole = (minute(row.starts_at), minute(row.ends_at));
        let own = taken.get(resource(&row.interpreter_id).as_str());
        let pieces = without(whole, own.map_or(&[][..], Vec::as_slice));
        for (number, (from, to)) in (1..).zip(pieces) {
            let Some(said) = local_span(zone, instant(from), instant(to)) else {
                continue;
            };
            let (start, end) = span(said);
            left.push(Shift {
                id: format!("{}{PIECE}{number}", row.id),
                interpreter: row.interpreter_id.clone(),
                station: row.station_id.clone(),
                start,
                end,
            });
        }
    }
    left
}

fn instant(minute: i64) -> NaiveDateTime {
    let at = chrono::DateTime::from_timestamp(minute * 60, 0);
    at.expect("a minute of ours lies within chrono's dates")
        .naive_utc()
}

/// The id of the shift that a piece is of.
fn shift_of(piece: &str) -> &str {
    piece.split(PIECE).next().unwrap_or(piece)
}

fn stations(
    c: &mut Connection,
    slots: &[Slot],
    shifts: &[Shift],
) -> Result<Vec<Station>, StoreError> {
    let named = slots.iter().map(|s| &s.station);
    let ids = distinct(named.chain(shifts.iter().map(|s| &s.station)).flatten());
    let mut stations = places::find_stations(c, &ids)?;
    stations.sort_by(|a, b| a.id.cmp(&b.id));
    let station = |s: places::StationRow| Station {
        id: s.id,
        lat: s.lat,
        lon: s.lon,
    };
    Ok(stations.into_iter().map(station).collect())
}

/// An adviser; skills are ids of topics, as in requests.
fn adviser(people: &HashMap<String, Belongings>, id: String) -> Adviser {
    let skills = people.get(&id).map(|own| own.skills.iter());
    Adviser {
        skills: skills
            .into_iter()
            .flatten()
            .map(|s| s.skill_id.clone())
            .collect(),
        languages: languages_of(people, &id),
        id,
    }
}

fn languages_of(people: &HashMap<String, Belongings>, id: &str) -> Languages {
    let own = people.get(id).map(|own| own.languages.iter());
    own.into_iter()
        .flatten()
        .filter_map(|l| Some((l.tag.clone(), level(&l.level)?)))
        .collect()
}

/// A request; none where the clock jumps over every time at which the resident can come, since without times it would be any time.
fn request(
    zone: Tz,
    row: &RequestRow,
    parts: Option<&RequestParts>,
    advisers: &[Adviser],
) -> Option<Request> {
    let none = RequestParts::default();
    let parts = parts.unwrap_or(&none);
    let modes = [(row.in_person, Mode::InPerson), (row.video, Mode::Video)];
    let windows: Vec<Window> = parts
        .windows
        .iter()
        .map(|w| Window {
            start: moment(local(zone, w.starts_at)),
            end: moment(local(zone, w.ends_at)),
        })
        .filter(|w| w.start < w.end)
        .collect();
    if windows.is_empty() && !parts.windows.is_empty() {
        return None;
    }
    let listed = |id: &&String| advisers.binary_search_by(|a| a.id.cmp(id)).is_ok();
    Some(Request {
        id: row.id.clone(),
        skill: row.skill_id.clone(),
        languages: parts
            .languages
            .iter()
            .filter_map(|l| Some((l.tag.clone(), level(&l.level)?)))
            .collect(),
        modes: modes.into_iter().filter(|m| m.0).map(|m| m.1).collect(),
        lat: row.lat,
        lon: row.lon,
        max_km: row.max_km,
        windows,
        urgency: u32::try_from(row.urgency).unwrap_or(1),
        exclude: parts
            .exclusions
            .iter()
            .map(|e| &e.person_id)
            .filter(listed)
            .cloned()
            .collect(),
        group: None,
    })
}
