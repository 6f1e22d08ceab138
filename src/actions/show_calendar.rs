//! A person's own calendar as it is shown to them and to who plans: its host, when it was read, when they are busy by it, and which of their
//! duties lie in those times. The address is shown to nobody.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::change_availability::{BrokenDuty, broken};
use super::matching_instance::zone;
use super::read_city::span;
use crate::domain::assignment::AssignmentState;
use crate::domain::busy_time::{BusyTime, Unread};
use crate::domain::calendar::local;
use crate::store::duties::{AssignmentRow, DutyRow};
use crate::store::own_calendars::{self, BusyRow};
use crate::store::people::PersonRow;
use crate::store::places::find_stations;
use crate::store::{Connection, StoreError, duties, people, places};

/// How far ahead duties are looked at: as far as calendars are.
const AHEAD: Months = Months::new(12);

/// A person's own calendar.
#[derive(Debug, Clone)]
pub struct OwnCalendar {
    /// The machine where it is.
    pub host: String,
    /// When its address was given.
    pub given_at: DateTime<Utc>,
    /// When it was tried last.
    pub tried_at: Option<DateTime<Utc>>,
    /// When it was read well last.
    pub read_at: Option<DateTime<Utc>>,
    /// Why the last try failed; none where it did not.
    pub failure: Option<Unread>,
    /// Since when it fails.
    pub failing_since: Option<DateTime<Utc>>,
    /// The zone of the person's city, in which the times are told.
    pub zone: Tz,
    /// When they are busy, from today on.
    pub busy: Vec<BusyTime>,
    /// Duties to come that they were asked for and that lie in those times, or partly.
    pub duties: Vec<BrokenDuty>,
}

/// A person's own calendar; none where they have given none.
pub fn own_calendar(
    c: &mut Connection,
    person_id: &str,
    now: NaiveDateTime,
) -> Result<Option<OwnCalendar>, StoreError> {
    let Some(row) = own_calendars::find(c, person_id)? else {
        return Ok(None);
    };
    let zone = zone_of(c, person_id)?;
    let busy = busy_of(c, person_id, local(zone, now).0)?;
    let instant = |at: NaiveDateTime| at.and_utc();
    Ok(Some(OwnCalendar {
        duties: duties_in(c, person_id, &busy, now)?,
        host: row.host,
        given_at: instant(row.given_at),
        tried_at: row.tried_at.map(instant),
        read_at: row.read_at.map(instant),
        failure: Unread::parse(&row.failure),
        failing_since: row.failing_since.map(instant),
        zone,
        busy,
    }))
}

/// When somebody is busy from a day on.
pub(super) fn busy_of(
    c: &mut Connection,
    person_id: &str,
    from: NaiveDate,
) -> Result<Vec<BusyTime>, StoreError> {
    let rows = own_calendars::busy_from(c, person_id, from)?;
    Ok(rows.iter().map(busy_time).collect())
}

/// A row as a time.
pub(super) fn busy_time(row: &BusyRow) -> BusyTime {
    BusyTime {
        date: row.date,
        span: span(row.start_minute, row.end_minute),
    }
}

fn zone_of(c: &mut Connection, person_id: &str) -> Result<Tz, StoreError> {
    let person = people::find_people(c, &[person_id.to_owned()])?.pop();
    let district = match &person {
        Some(person) => places::find_district(c, &person.district_id)?,
        None => None,
    };
    let city = match &district {
        Some(district) => places::find_city(c, &district.city_id)?,
        None => None,
    };
    Ok(city.map_or(Tz::UTC, |city| zone(&city)))
}

fn duties_in(
    c: &mut Connection,
    person_id: &str,
    busy: &[BusyTime],
    now: NaiveDateTime,
) -> Result<Vec<BrokenDuty>, StoreError> {
    let until = now.checked_add_months(AHEAD).unwrap_or(now);
    let mut held = duties::of_person_between(c, person_id, now, until)?;
    held.retain(|(seat, duty)| {
        let told = [AssignmentState::Asked, AssignmentState::Confirmed];
        let meant = span(duty.start_minute, duty.end_minute);
        told.contains(&seat.state()) && busy.iter().any(|time| time.meets(duty.date, meant))
    });
    let ids: Vec<String> = held.iter().map(|(_, d)| d.station_id.clone()).collect();
    let stations = find_stations(c, &ids)?;
    let name = |id: &str| {
        let station = stations.iter().find(|station| station.id == id);
        station.map_or_else(String::new, |station| station.name.clone())
    };
    let shown = held.iter();
    let shown = shown.map(|(seat, duty)| broken(seat, duty, &name(&duty.station_id)));
    Ok(shown.collect())
}

/// A seat in a time in which who holds it is busy by their own calendar.
#[derive(Debug, Clone)]
pub struct BusySeat {
    /// The assignment.
    pub assignment_id: String,
    /// Who holds it.
    pub person: PersonRow,
    /// What they hold.
    pub duty: BrokenDuty,
}

/// Such seats of a district's published month, by time.
pub fn busy_seats(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<Vec<BusySeat>, StoreError> {
    let rows = own_calendars::busy_seats(c, district_id, month)?;
    let ids = |of: fn(&(AssignmentRow, DutyRow)) -> &String| {
        let once: BTreeSet<&String> = rows.iter().map(of).collect();
        once.into_iter().cloned().collect::<Vec<String>>()
    };
    let stations = find_stations(c, &ids(|(_, duty)| &duty.station_id))?;
    let people = people::find_people(c, &ids(|(seat, _)| &seat.person_id))?;
    // A row that refers to nothing is refused by the tables.
    let seat = |(seat, duty): &(AssignmentRow, DutyRow)| {
        let station = stations.iter().find(|s| s.id == duty.station_id)?;
        let person = people.iter().find(|p| p.id == seat.person_id)?;
        Some(BusySeat {
            assignment_id: seat.id.clone(),
            person: person.clone(),
            duty: broken(seat, duty, &station.name),
        })
    };
    Ok(rows.iter().filter_map(seat).collect())
}
