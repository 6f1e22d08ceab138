//! What residents can book of the duties that people hold: an adviser's slots, an interpreter's shifts. They come with a
//! publication and with a replacement, in the same transaction, which has the waiting list matched; `release_times` takes them
//! back.

use std::collections::{HashMap, HashSet};

use super::Context;
use crate::domain::bookable::appointments;
use crate::store::duties::DutyRow;
use crate::store::places::StationRow;
use crate::store::slots::{self, ShiftRow, SlotRow};
use crate::store::{Connection, StoreError, people, places, templates};

/// Slots and shifts to be opened.
#[derive(Debug, Default)]
pub(super) struct Times {
    pub(super) slots: Vec<SlotRow>,
    pub(super) shifts: Vec<ShiftRow>,
}

impl Times {
    /// Whether there is nothing to book.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.shifts.is_empty()
    }

    /// Opens them.
    pub(super) fn open(&self, c: &mut Connection) -> Result<(), StoreError> {
        slots::insert(c, &self.slots, &self.shifts)
    }
}

/// What decides whether a duty can be booked: its template's length of an appointment, its pool, its station.
pub(super) struct Bookable {
    stations: HashMap<String, StationRow>,
    minutes: HashMap<String, i32>,
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
            minutes: templates
                .into_iter()
                .filter_map(|t| Some((t.id, t.slot_minutes?)))
                .collect(),
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
        let Some(&minutes) = self.minutes.get(&duty.template_id) else {
            return;
        };
        let station_id = self.station_of_slot(duty);
        let cut = appointments(duty.starts_at, duty.ends_at, minutes);
        times
            .slots
            .extend(cut.into_iter().map(|(starts_at, ends_at)| SlotRow {
                id: context.new_id(),
                duty_id: Some(duty.id.clone()),
                adviser_id: person_id.to_owned(),
                station_id: station_id.clone(),
                starts_at,
                ends_at,
                state: "open".to_owned(),
            }));
    }

    /// An outpost with video is served by video from its hub; everywhere else the resident comes to the station.
    fn station_of_slot(&self, duty: &DutyRow) -> Option<String> {
        let station = self.stations.get(&duty.station_id);
        let by_video = station.is_some_and(|s| s.hub_id.is_some() && s.video);
        (!by_video).then(|| duty.station_id.clone())
    }

    /// An interpreter on duty at a station with video also helps elsewhere, by video or telephone.
    fn station_of_shift(&self, duty: &DutyRow) -> Option<String> {
        let station = self.stations.get(&duty.station_id);
        let reaches_all = station.is_some_and(|s| s.video);
        (!reaches_all).then(|| duty.station_id.clone())
    }
}
