//! Rows to the solver's document of a matching: whom residents can meet, and what residents ask for. The waiting list's batch and the
//! market of instant offers are made of the same parts.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use zhiban_solver::calendar::{Minute, Moment};
use zhiban_solver::language::{Languages, Level};
use zhiban_solver::matching::document::{
    Adviser, Document, FORMAT, Interpreter, Mode, Request, Shift, Slot, Station, Weights, Window,
};

use super::read_city::level;
use super::take_request::FURTHEST;
use crate::domain::bookable::without;
use crate::domain::calendar::{local, local_span};
use crate::domain::city::Span;
use crate::store::belongings::{Belongings, belongings_of};
use crate::store::claims::{minute, person};
use crate::store::places::CityRow;
use crate::store::requests::{RequestParts, RequestRow, RequestWindowRow};
use crate::store::slots::{ShiftRow, SlotRow};
use crate::store::{Connection, StoreError, places};

/// What divides a shift's id from the number of its piece, where others booked minutes of it before. No id of ours has it.
const PIECE: char = '~';

/// What a match costs, and how well two people must speak a language to share it.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// Prices of the objective's terms.
    pub weights: Weights,
    /// Both speak it at this level or above.
    pub working_level: Level,
}

/// The zone of a city. It was checked when it was kept; a damaged one is UTC rather than nothing.
pub(super) fn zone(city: &CityRow) -> Tz {
    city.time_zone.parse().unwrap_or(Tz::UTC)
}

/// A document of what there is to book, without requests.
pub(super) fn document(
    c: &mut Connection,
    now: NaiveDateTime,
    city: CityRow,
    prices: Prices,
    slots: &[SlotRow],
    shifts: Vec<Shift>,
) -> Result<Document, StoreError> {
    let zone = zone(&city);
    let people = belongings_of(c, &city.id)?;
    let slots: Vec<Slot> = slots.iter().filter_map(|s| slot(zone, s)).collect();
    let stations = stations(c, &slots, &shifts)?;
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
        advisers: distinct(slots.iter().map(|s| &s.adviser))
            .into_iter()
            .map(|id| adviser(&people, id))
            .collect(),
        slots,
        shifts,
        requests: Vec::new(),
        weights: prices.weights,
    })
}

/// Ids, each once, by alphabet.
pub(super) fn distinct<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
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

/// A shift as it is, whatever is booked of it.
pub(super) fn whole_shift(zone: Tz, row: &ShiftRow) -> Option<Shift> {
    shift(
        zone,
        row,
        row.id.clone(),
        (minute(row.starts_at), minute(row.ends_at)),
    )
}

fn shift(zone: Tz, row: &ShiftRow, id: String, (from, to): (i64, i64)) -> Option<Shift> {
    let (start, end) = span(local_span(zone, instant(from), instant(to))?);
    Some(Shift {
        id,
        interpreter: row.interpreter_id.clone(),
        station: row.station_id.clone(),
        start,
        end,
    })
}

/// What is left of the shifts beside the minutes that are claimed.
pub(super) fn pieces(zone: Tz, rows: &[ShiftRow], claimed: &[(String, i64)]) -> Vec<Shift> {
    let mut taken: HashMap<&str, Vec<(i64, i64)>> = HashMap::new();
    for (resource, minute) in claimed {
        let spans = taken.entry(resource).or_default();
        spans.push((*minute, minute + 1));
    }
    let mut left = Vec::new();
    for row in rows {
        let whole = (minute(row.starts_at), minute(row.ends_at));
        let own = taken.get(person(&row.interpreter_id).as_str());
        let pieces = without(whole, own.map_or(&[][..], Vec::as_slice));
        left.extend((1..).zip(pieces).filter_map(|(number, piece)| {
            shift(zone, row, format!("{}{PIECE}{number}", row.id), piece)
        }));
    }
    left
}

fn instant(minute: i64) -> NaiveDateTime {
    let at = chrono::DateTime::from_timestamp(minute * 60, 0);
    at.expect("a minute of ours lies within chrono's dates")
        .naive_utc()
}

/// The id of the shift that a piece is of.
pub(super) fn shift_of(piece: &str) -> &str {
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

/// A request to a document that lists these advisers; none where the clock jumps over every time at which the resident can come, since
/// without times it would be any time.
pub(super) fn request(
    zone: Tz,
    advisers: &[Adviser],
    row: &RequestRow,
    parts: &RequestParts,
) -> Option<Request> {
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
        exclude: excluded(advisers, parts),
        group: None,
    })
}

/// Whom of a document a resident is never to meet: because they said so, since it would be a conflict of interest, or since they want the
/// adviser whom they met before.
fn excluded(advisers: &[Adviser], parts: &RequestParts) -> Vec<String> {
    let wanted = parts.with_adviser_id.as_ref();
    let ids = advisers.iter().map(|adviser| &adviser.id);
    let out = |id: &&String| parts.is_never(id) || wanted.is_some_and(|wanted| wanted != *id);
    ids.filter(out).cloned().collect()
}

/// A time: from when, until when.
pub(super) type Time = (NaiveDateTime, NaiveDateTime);

/// What belongs to a request, without the times that the resident was offered and did not want; none where no time is left.
pub(super) fn without_times(
    now: NaiveDateTime,
    row: &RequestRow,
    parts: &RequestParts,
    refused: &[Time],
) -> Option<RequestParts> {
    let any = [(now, now + FURTHEST)];
    let own: Vec<Time> = parts
        .windows
        .iter()
        .map(|w| (w.starts_at, w.ends_at))
        .collect();
    let windows = if own.is_empty() { &any[..] } else { &own };
    let minutes = |&(from, to): &Time| (minute(from), minute(to));
    let taken: Vec<(i64, i64)> = refused.iter().map(minutes).collect();
    let left = windows
        .iter()
        .flat_map(|time| without(minutes(time), &taken));
    let window = |(from, to)| RequestWindowRow {
        id: String::new(),
        request_id: row.id.clone(),
        starts_at: instant(from),
        ends_at: instant(to),
    };
    let windows: Vec<RequestWindowRow> = left.map(window).collect();
    (!windows.is_empty()).then(|| RequestParts {
        windows,
        ..parts.clone()
    })
}
