//! What residents can book: an adviser's slots, an interpreter's shifts. They come of the duties that people hold, with a publication and
//! with a replacement, or of an opening beside them (`add_opening`); in the same transaction, which has the waiting list matched.
//! `release_times` takes back what came of duties, `withdraw_time` what was opened.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDateTime};

use super::Context;
use super::matching_instance::distinct;
use crate::domain::bookable::{Cut, appointments, without};
use crate::store::duties::DutyRow;
use crate::store::places::StationRow;
use crate::store::slots::{self, ShiftRow, SlotRow};
use crate::store::templates::TemplateRow;
use crate::store::{Connection, StoreError, people, places, templates};

/// Slots and shifts to be opened.
#[derive(Debug, Default)]
pub(super) struct Times {
    pub(super) slots: Vec<SlotRow>,
    pub(super) shifts: Vec<ShiftRow>,
}

/// When somebody can be booked already, in seconds since 1970.
type Taken = HashMap<String, Vec<(i64, i64)>>;

impl Times {
    /// Opens them, but for when their people can be booked already: nobody is there twice, and a matching takes no document in which
    /// somebody is. Gives what that opened. Whoever opens time of the same people at this moment has done so before it looks,
    /// or looks after the commit.
    pub(super) fn open(&self, context: &Context, c: &mut Connection) -> Result<Self, StoreError> {
        let advisers = self.slots.iter().map(|s| &s.adviser_id);
        let interpreters = self.shifts.iter().map(|s| &s.interpreter_id);
        let people_ids = distinct(advisers.chain(interpreters));
        people::hold(c, &people_ids)?;
        let spans = self.slots.iter().map(|s| (s.starts_at, s.ends_at));
        let spans = spans.chain(self.shifts.iter().map(|s| (s.starts_at, s.ends_at)));
        let Some((from, to)) = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
            return Ok(Self::default());
        };
        let mut taken = Taken::new();
        for (person_id, starts, ends) in slots::bookable(c, &people_ids, from, to)? {
            let spans = taken.entry(person_id).or_default();
            spans.push((seconds(starts), seconds(ends)));
        }
        let (slots, shifts) = (self.free_slots(&taken), self.free_shifts(context, &taken));
        slots::insert(c, &slots, &shifts)?;
        Ok(Self { slots, shifts })
    }

    /// Whether there is nothing to book.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.shifts.is_empty()
    }

    /// The slots at which their advisers cannot be booked already.
    fn free_slots(&self, taken: &Taken) -> Vec<SlotRow> {
        let is_free = |slot: &&SlotRow| {
            let own = taken.get(&slot.adviser_id).into_iter().flatten();
            let (from, to) = (seconds(slot.starts_at), seconds(slot.ends_at));
            own.into_iter()
                .all(|&(start, end)| end <= from || to <= start)
        };
        self.slots.iter().filter(is_free).cloned().collect()
    }

    /// The shifts without the times at which their interpreters can be booked already, in pieces where need be.
    fn free_shifts(&self, context: &Context, taken: &Taken) -> Vec<ShiftRow> {
        let mut free = Vec::new();
        for shift in &self.shifts {
            let Some(own) = taken.get(&shift.interpreter_id) else {
                free.push(shift.clone());
                continue;
            };
            let whole = (seconds(shift.starts_at), seconds(shift.ends_at));
            let pieces = without(whole, own).into_iter();
            free.extend(pieces.map(|(from, to)| ShiftRow {
                id: context.new_id(),
                starts_at: instant(from),
                ends_at: instant(to),
                ..shift.clone()
            }));
        }
        free
    }
}

fn seconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp()
}

fn instant(seconds: i64) -> NaiveDateTime {
    let at = DateTime::from_timestamp(seconds, 0);
    at.expect("an instant of ours lies within chrono's dates")
        .naive_utc()
}

/// How a turn is cut, where residents can book it.
pub(super) fn cut_of(slot_minutes: Option<i32>, break_minutes: Option<i32>) -> Option<Cut> {
    Some(Cut {
        appointment: slot_minutes?,
        pause: break_minutes.unwrap_or(0),
    })
}

/// Slots of an adviser, as a turn is cut.
pub(super) fn slots_of_turn(
    context: &Context,
    adviser_id: &str,
    station_id: Option<&String>,
    (starts, ends): (NaiveDateTime, NaiveDateTime),
    cut: Cut,
) -> Vec<SlotRow> {
    let slot = |(starts_at, ends_at)| SlotRow {
        id: context.new_id(),
        duty_id: None,
        adviser_id: adviser_id.to_owned(),
        station_id: station_id.cloned(),
        starts_at,
        ends_at,
        state: "open".to_owned(),
    };
    let times = appointments(starts, ends, cut).into_iter();
    times.map(slot).collect()
}

/// What decides whether a duty can be booked: its template's length of an appointment and its break, its pool, its station.
pub(super) struct Bookable {
    stations: HashMap<String, StationRow>,
    templates: HashMap<String, TemplateRow>,
    interpreting: HashSet<String>,
}

impl Bookable {
    /// Loads what these duties need.
    pub(super) fn load<'a>(
        c: &mut Connection,
        duties: impl Iterator<Item = &'a DutyRow> + Clone,
    ) -> Result<Self, StoreError> {
        let distinct = |ids: HashSet<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
        let station_ids = distinct(duties.clone().map(|d| &d.station_id).collect());
        let template_ids = distinct(duties.map(|d| &d.template_id).collect());
        let stations = places::find_stations(c, &station_ids)?;
        let templates = templates::find_templates(c, &template_ids)?;
        let pools = people::all_pools(c)?.into_iter();
        Ok(Self {
            stations: stations.into_iter().map(|s| (s.id.clone(), s)).collect(),
            templates: templates.into_iter().map(|t| (t.id.clone(), t)).collect(),
            interpreting: pools.filter(|p| p.interprets).map(|p| p.id).collect(),
        })
    }

    /// Adds what can be booked of a person on a duty.
    pub(super) fn add(
        &self,
        context: &Context,
        duty: &DutyRow,
        person_id: &str,
        times: &mut Times,
    ) {
        if self.interpreting.contains(&duty.pool_id) {
            times.shifts.push(ShiftRow {
                id: context.new_id(),
                duty_id: Some(duty.id.clone()),
                interpreter_id: person_id.to_owned(),
                station_id: self.station_of_shift(duty),
                starts_at: duty.starts_at,
                ends_at: duty.ends_at,
                state: "open".to_owned(),
            });
            // Nobody advises and interprets at the same time.
            return;
        }
        let template = self.templates.get(&duty.template_id);
        let Some(cut) = template.and_then(|t| cut_of(t.slot_minutes, t.break_minutes)) else {
            return;
        };
        let station_id = self.station_of_slot(duty);
        let turn = (duty.starts_at, duty.ends_at);
        let slots = slots_of_turn(context, person_id, station_id.as_ref(), turn, cut);
        times.slots.extend(slots.into_iter().map(|slot| SlotRow {
            duty_id: Some(duty.id.clone()),
            ..slot
        }));
    }

    /// An outpost with video is served by video from its hub, and a video session by video; everywhere else the resident comes to the
    /// station. Where there is no video (any more), nobody is met by it.
    fn station_of_slot(&self, duty: &DutyRow) -> Option<String> {
        let station = self.stations.get(&duty.station_id);
        let session = self.templates.get(&duty.template_id).map(|t| t.by_video);
        let by_video =
            station.is_some_and(|s| s.video && (s.hub_id.is_some() || session == Some(true)));
        (!by_video).then(|| duty.station_id.clone())
    }

    /// An interpreter on duty at a station with video also helps elsewhere, by video or telephone; in a video session that is all.
    fn station_of_shift(&self, duty: &DutyRow) -> Option<String> {
        let station = self.stations.get(&duty.station_id);
        let reaches_all = station.is_some_and(|s| s.video);
        (!reaches_all).then(|| duty.station_id.clone())
    }
}
