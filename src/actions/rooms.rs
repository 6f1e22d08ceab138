//! Which rooms of stations are free. A station has so many rooms as it says; one without a room has the one place where its adviser sits.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;

use super::matching_instance::distinct;
use crate::store::claims::{self, Wish, minute, room};
use crate::store::slots::SlotRow;
use crate::store::{Connection, StoreError, places};

/// Rooms of some stations, with the minutes at which they are claimed.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    /// How many each station has.
    counts: HashMap<String, u32>,
    /// Claimed minutes by room.
    claimed: HashMap<String, HashSet<i64>>,
}

/// Every room of the station is taken then.
#[derive(Debug)]
pub(super) struct NoRoom;

impl Rooms {
    /// The rooms of these stations, with what is claimed of them from an instant on.
    pub(super) fn load(
        c: &mut Connection,
        station_ids: Vec<String>,
        now: NaiveDateTime,
    ) -> Result<Self, StoreError> {
        let counts = counts(c, station_ids)?;
        let all: Vec<String> = counts
            .iter()
            .flat_map(|(id, &count)| rooms_of(id, count))
            .collect();
        let mut claimed: HashMap<String, HashSet<i64>> = HashMap::new();
        for (room, minute) in claims::taken_from(c, &all, now)? {
            claimed.entry(room).or_default().insert(minute);
        }
        Ok(Self { counts, claimed })
    }

    /// Adds the rooms of the stations of these slots, with what is claimed of them during the slots.
    pub(super) fn look_up(
        &mut self,
        c: &mut Connection,
        slots: &[SlotRow],
        now: NaiveDateTime,
    ) -> Result<(), StoreError> {
        let stations = distinct(slots.iter().filter_map(|s| s.station_id.as_ref()));
        self.counts.extend(counts(c, stations)?);
        let wish = |slot: &SlotRow, resource| Wish {
            resource,
            from: slot.starts_at,
            to: slot.ends_at,
        };
        let wishes = slots.iter().flat_map(|slot| {
            let rooms = slot.station_id.iter();
            let rooms = rooms.flat_map(|id| rooms_of(id, count(&self.counts, id)));
            rooms.map(move |room| wish(slot, room))
        });
        let wishes: Vec<Wish> = wishes.collect();
        for wish in claims::refused(c, &wishes, now)? {
            let minutes = wish.minutes();
            self.claimed
                .entry(wish.resource)
                .or_default()
                .extend(minutes);
        }
        Ok(())
    }

    /// Whether a slot would find a room; by video it needs none.
    pub(super) fn has_one_for(&self, slot: &SlotRow) -> bool {
        let station = slot.station_id.as_ref();
        station.is_none_or(|id| {
            rooms_of(id, count(&self.counts, id)).any(|room| self.is_free(&room, slot))
        })
    }

    fn is_free(&self, room: &str, slot: &SlotRow) -> bool {
        let mut minutes = minute(slot.starts_at)..minute(slot.ends_at);
        let claimed = self.claimed.get(room);
        claimed.is_none_or(|claimed| !minutes.any(|minute| claimed.contains(&minute)))
    }

    /// Takes a room for a slot, and gives it as what is claimed; none is needed by video. Taken in the order of their starts, as many
    /// slots find a room as can have one.
    pub(super) fn take_for(&mut self, slot: &SlotRow) -> Result<Option<String>, NoRoom> {
        let Some(id) = &slot.station_id else {
            return Ok(None);
        };
        let mut rooms = rooms_of(id, count(&self.counts, id));
        let room = rooms.find(|room| self.is_free(room, slot)).ok_or(NoRoom)?;
        let minutes = minute(slot.starts_at)..minute(slot.ends_at);
        self.claimed
            .entry(room.clone())
            .or_default()
            .extend(minutes);
        Ok(Some(room))
    }
}

/// How many rooms each station has.
fn counts(
    c: &mut Connection,
    station_ids: Vec<String>,
) -> Result<HashMap<String, u32>, StoreError> {
    let stations = places::find_stations(c, &station_ids)?.into_iter();
    let rooms = |rooms: i32| u32::try_from(rooms).unwrap_or(0).max(1);
    Ok(stations.map(|s| (s.id, rooms(s.rooms))).collect())
}

fn count(counts: &HashMap<String, u32>, station_id: &str) -> u32 {
    counts.get(station_id).copied().unwrap_or(1)
}

fn rooms_of(station_id: &str, count: u32) -> impl Iterator<Item = String> {
    (1..=count).map(move |number| room(station_id, number))
}
