//! Bookable times: advisers' slots and interpreters' shifts, which come of the duties they hold or were opened beside them.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{CHUNK, insert_all};
use super::kept::Cut;
use super::schema::{districts, people, shifts, slots};
use super::{Connection, StoreError};

/// Every state of a slot; a shift is never `booked`, since what is booked of it are minutes.
const STATES: &[&str] = &["open", "booked", "withdrawn"];

/// A bookable time of one adviser; without station, by video.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = slots, treat_none_as_default_value = false)]
pub struct SlotRow {
    pub id: String,
    pub duty_id: Option<String>,
    pub adviser_id: String,
    pub station_id: Option<String>,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub state: String,
}

/// When an interpreter is there; without station, for every slot by video or telephone.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = shifts, treat_none_as_default_value = false)]
pub struct ShiftRow {
    pub id: String,
    pub duty_id: Option<String>,
    pub interpreter_id: String,
    pub station_id: Option<String>,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub state: String,
}

/// Inserts slots and shifts. A time that the person is bookable at already is refused by the tables' keys.
pub fn insert(
    c: &mut Connection,
    new_slots: &[SlotRow],
    new_shifts: &[ShiftRow],
) -> Result<(), StoreError> {
    insert_all!(c, slots::table, new_slots);
    insert_all!(c, shifts::table, new_shifts);
    Ok(())
}

/// A city's slots in one of some states that begin at or after an instant, by time; not of people who have left.
pub fn slots_of(
    c: &mut Connection,
    city_id: &str,
    states: &[&str],
    from: NaiveDateTime,
) -> Result<Vec<SlotRow>, StoreError> {
    Ok(slots::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(people::state.eq("active"))
        .filter(slots::state.eq_any(states))
        .filter(slots::starts_at.ge(from))
        .order((slots::starts_at, slots::id))
        .select(SlotRow::as_select())
        .load(c)?)
}

/// A city's shifts that end after an instant, by time; not of people who have left.
pub fn open_shifts(
    c: &mut Connection,
    city_id: &str,
    from: NaiveDateTime,
) -> Result<Vec<ShiftRow>, StoreError> {
    Ok(shifts::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(people::state.eq("active"))
        .filter(shifts::state.eq("open"))
        .filter(shifts::ends_at.gt(from))
        .order((shifts::starts_at, shifts::id))
        .select(ShiftRow::as_select())
        .load(c)?)
}

/// When these people can be booked, or are, between two instants: the person, from when, until when. Slots and shifts that were
/// withdrawn are none.
pub fn bookable(
    c: &mut Connection,
    person_ids: &[String],
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<(String, NaiveDateTime, NaiveDateTime)>, StoreError> {
    let mut found = Vec::new();
    for chunk in person_ids.chunks(CHUNK) {
        let own_slots = slots::table
            .filter(slots::adviser_id.eq_any(chunk))
            .filter(slots::state.ne("withdrawn"))
            .filter(slots::starts_at.lt(to))
            .filter(slots::ends_at.gt(from))
            .select((slots::adviser_id, slots::starts_at, slots::ends_at));
        found.extend(own_slots.load::<(String, NaiveDateTime, NaiveDateTime)>(c)?);
        let own_shifts = shifts::table
            .filter(shifts::interpreter_id.eq_any(chunk))
            .filter(shifts::state.ne("withdrawn"))
            .filter(shifts::starts_at.lt(to))
            .filter(shifts::ends_at.gt(from))
            .select((shifts::interpreter_id, shifts::starts_at, shifts::ends_at));
        found.extend(own_shifts.load::<(String, NaiveDateTime, NaiveDateTime)>(c)?);
    }
    Ok(found)
}

/// The times between two instants that were opened beside the duties of a city's people: the person, from when, until when.
pub fn opened(
    c: &mut Connection,
    city_id: &str,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<Vec<(String, NaiveDateTime, NaiveDateTime)>, StoreError> {
    let mut found: Vec<(String, NaiveDateTime, NaiveDateTime)> = slots::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(slots::duty_id.is_null())
        .filter(slots::state.ne("withdrawn"))
        .filter(slots::starts_at.between(from, to))
        .select((slots::adviser_id, slots::starts_at, slots::ends_at))
        .load(c)?;
    let of_interpreters = shifts::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(shifts::duty_id.is_null())
        .filter(shifts::state.ne("withdrawn"))
        .filter(shifts::starts_at.between(from, to))
        .select((shifts::interpreter_id, shifts::starts_at, shifts::ends_at));
    found.extend(of_interpreters.load::<(String, NaiveDateTime, NaiveDateTime)>(c)?);
    Ok(found)
}

/// The ids of the newest slot and shift: whatever is opened comes after them, since ids go by time.
pub fn newest(c: &mut Connection) -> Result<(Option<String>, Option<String>), StoreError> {
    use diesel::dsl::max;
    let slot = slots::table.select(max(slots::id)).first(c)?;
    let shift = shifts::table.select(max(shifts::id)).first(c)?;
    Ok((slot, shift))
}

/// The slots with these ids, in no order.
pub fn find_slots(c: &mut Connection, ids: &[String]) -> Result<Vec<SlotRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows = slots::table
            .filter(slots::id.eq_any(chunk))
            .select(SlotRow::as_select());
        found.extend(rows.load::<SlotRow>(c)?);
    }
    Ok(found)
}

/// Those of the slots with these ids that are open and still to come, by id.
pub fn find_open(
    c: &mut Connection,
    ids: &[String],
    now: NaiveDateTime,
) -> Result<HashMap<String, SlotRow>, StoreError> {
    let rows = find_slots(c, ids)?.into_iter();
    let open = rows.filter(|slot| slot.state == "open" && slot.starts_at > now);
    Ok(open.map(|slot| (slot.id.clone(), slot)).collect())
}

/// The shifts with these ids, in no order.
pub fn find_shifts(c: &mut Connection, ids: &[String]) -> Result<Vec<ShiftRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows = shifts::table
            .filter(shifts::id.eq_any(chunk))
            .select(ShiftRow::as_select());
        found.extend(rows.load::<ShiftRow>(c)?);
    }
    Ok(found)
}

/// Brings slots that are in one state to another. Gives how many were.
pub fn change_slots(
    c: &mut Connection,
    ids: &[String],
    from: &str,
    to: &str,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    for chunk in ids.chunks(CHUNK) {
        let rows = slots::table
            .filter(slots::id.eq_any(chunk))
            .filter(slots::state.eq(from));
        changed += diesel::update(rows).set(slots::state.eq(to)).execute(c)?;
    }
    Ok(changed)
}

/// Brings shifts that are in one state to another. Gives how many were.
pub fn change_shifts(
    c: &mut Connection,
    ids: &[String],
    from: &str,
    to: &str,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    for chunk in ids.chunks(CHUNK) {
        let rows = shifts::table
            .filter(shifts::id.eq_any(chunk))
            .filter(shifts::state.eq(from));
        changed += diesel::update(rows).set(shifts::state.eq(to)).execute(c)?;
    }
    Ok(changed)
}

/// Holds open shifts against a withdrawal until the transaction ends. Gives how many of them are open.
pub fn hold_shifts(c: &mut Connection, ids: &[String]) -> Result<usize, StoreError> {
    change_shifts(c, ids, "open", "open")
}

/// Slots of the advisers of districts, by id; those in one state only where one is wanted.
pub fn slots_page(
    c: &mut Connection,
    district_ids: &[String],
    state: Option<&str>,
    cut: &Cut,
) -> Result<Vec<SlotRow>, StoreError> {
    let states = state.as_ref().map_or(STATES, std::slice::from_ref);
    Ok(slots::table
        .inner_join(people::table)
        .filter(people::district_id.eq_any(district_ids))
        .filter(slots::state.eq_any(states))
        .filter(slots::id.gt(&cut.after))
        .order(slots::id)
        .limit(cut.most)
        .select(SlotRow::as_select())
        .load(c)?)
}

/// Shifts of the interpreters of districts, by id; those in one state only where one is wanted.
pub fn shifts_page(
    c: &mut Connection,
    district_ids: &[String],
    state: Option<&str>,
    cut: &Cut,
) -> Result<Vec<ShiftRow>, StoreError> {
    let states = state.as_ref().map_or(STATES, std::slice::from_ref);
    Ok(shifts::table
        .inner_join(people::table)
        .filter(people::district_id.eq_any(district_ids))
        .filter(shifts::state.eq_any(states))
        .filter(shifts::id.gt(&cut.after))
        .order(shifts::id)
        .limit(cut.most)
        .select(ShiftRow::as_select())
        .load(c)?)
}

/// What was taken back of a person on a duty: ids of slots and of shifts.
pub fn withdrawn(
    c: &mut Connection,
    duty_id: &str,
    person_id: &str,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let own_slots = slots::table
        .filter(slots::duty_id.eq(duty_id))
        .filter(slots::adviser_id.eq(person_id))
        .filter(slots::state.eq("withdrawn"));
    let own_shifts = shifts::table
        .filter(shifts::duty_id.eq(duty_id))
        .filter(shifts::interpreter_id.eq(person_id))
        .filter(shifts::state.eq("withdrawn"));
    Ok((
        own_slots.select(slots::id).load(c)?,
        own_shifts.select(shifts::id).load(c)?,
    ))
}

/// What can be booked at a station, or is, after an instant, and what of these duties: the slots, and the shifts.
pub fn at_station(
    c: &mut Connection,
    station_id: &str,
    duty_ids: &[String],
    after: NaiveDateTime,
) -> Result<(Vec<SlotRow>, Vec<ShiftRow>), StoreError> {
    let mut all_slots: Vec<SlotRow> = slots::table
        .filter(slots::station_id.eq(station_id))
        .filter(slots::starts_at.gt(after))
        .filter(slots::state.ne("withdrawn"))
        .select(SlotRow::as_select())
        .load(c)?;
    let mut all_shifts: Vec<ShiftRow> = shifts::table
        .filter(shifts::station_id.eq(station_id))
        .filter(shifts::ends_at.gt(after))
        .filter(shifts::state.ne("withdrawn"))
        .select(ShiftRow::as_select())
        .load(c)?;
    // By video, though their people sit at the station.
    for chunk in duty_ids.chunks(CHUNK) {
        let rows = slots::table
            .filter(slots::duty_id.eq_any(chunk))
            .filter(slots::station_id.is_null())
            .filter(slots::state.ne("withdrawn"));
        all_slots.extend(rows.select(SlotRow::as_select()).load::<SlotRow>(c)?);
        let rows = shifts::table
            .filter(shifts::duty_id.eq_any(chunk))
            .filter(shifts::station_id.is_null())
            .filter(shifts::state.ne("withdrawn"));
        all_shifts.extend(rows.select(ShiftRow::as_select()).load::<ShiftRow>(c)?);
    }
    Ok((all_slots, all_shifts))
}

/// Takes slots and shifts back, booked ones among them.
pub fn withdraw_all(
    c: &mut Connection,
    slot_ids: &[String],
    shift_ids: &[String],
) -> Result<(), StoreError> {
    for chunk in slot_ids.chunks(CHUNK) {
        diesel::update(slots::table.filter(slots::id.eq_any(chunk)))
            .set(slots::state.eq("withdrawn"))
            .execute(c)?;
    }
    for chunk in shift_ids.chunks(CHUNK) {
        diesel::update(shifts::table.filter(shifts::id.eq_any(chunk)))
            .set(shifts::state.eq("withdrawn"))
            .execute(c)?;
    }
    Ok(())
}

/// Takes back every bookable time of a person on a duty. Gives the ids of what was taken back of them, now or before: of slots and of
/// shifts.
pub fn withdraw(
    c: &mut Connection,
    duty_id: &str,
    person_id: &str,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let own_slots = slots::table
        .filter(slots::duty_id.eq(duty_id))
        .filter(slots::adviser_id.eq(person_id))
        .filter(slots::state.ne("withdrawn"));
    let own_shifts = shifts::table
        .filter(shifts::duty_id.eq(duty_id))
        .filter(shifts::interpreter_id.eq(person_id))
        .filter(shifts::state.ne("withdrawn"));
    diesel::update(own_slots)
        .set(slots::state.eq("withdrawn"))
        .execute(c)?;
    diesel::update(own_shifts)
        .set(shifts::state.eq("withdrawn"))
        .execute(c)?;
    withdrawn(c, duty_id, person_id)
}
