//! Rosters out of the database as they are written into a workbook: a district's month, or every district's that is asked for. Six
//! queries a district, whatever its size, and three for all together.

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::read_city::special_days;
use crate::domain::assignment::AssignmentState;
use crate::domain::calendar::Month;
use crate::files::roster_book::{
    BookDay, BookDuty, BookPerson, BookRoster, BookStation, Called, DistrictMonth, HeldMonth,
};
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::people::{self, PersonRow, PoolRow};
use crate::store::places::{self, DistrictRow};
use crate::store::rosters::{self, RosterRow};
use crate::store::{Connection, Store, StoreError};

/// Why there is no roster to write.
#[derive(Debug, Error)]
pub enum ExportRosterError {
    /// The month was set up in none of the districts.
    #[error("this month was never set up")]
    NotSetUp,
    /// It was set up, but nobody is on it yet.
    #[error(
        "this month was set up, but nothing was generated; right would be to generate it first"
    )]
    NotGenerated,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a month of districts of one city, in the order in which they are given. Where one has no roster, it says so; where none has,
/// there is nothing to write.
pub fn export_roster(
    store: &Store,
    districts: &[DistrictRow],
    month: Month,
) -> Result<Vec<DistrictMonth>, ExportRosterError> {
    let read = store.read(|c| read(c, districts, month))?;
    let has = |wanted: fn(&BookRoster) -> bool| read.iter().any(|d| wanted(&d.roster));
    if has(|roster| matches!(roster, BookRoster::Held(_))) {
        Ok(read)
    } else if has(|roster| matches!(roster, BookRoster::NotGenerated)) {
        Err(ExportRosterError::NotGenerated)
    } else {
        Err(ExportRosterError::NotSetUp)
    }
}

fn read(
    c: &mut Connection,
    districts: &[DistrictRow],
    month: Month,
) -> Result<Vec<DistrictMonth>, StoreError> {
    let pools: HashMap<String, PoolRow> = people::all_pools(c)?
        .into_iter()
        .map(|pool| (pool.id.clone(), pool))
        .collect();
    let mut read = Vec::with_capacity(districts.len());
    for district in districts {
        let roster = match rosters::of_month(c, &district.id, &month.to_string())? {
            None => BookRoster::NotSetUp,
            Some(roster) if !roster.is_generated() => BookRoster::NotGenerated,
            Some(roster) => BookRoster::Held(held(c, &roster, &pools)?),
        };
        read.push(DistrictMonth {
            district: called(&district.name, &district.name_en),
            month,
            days: days(c, district, month)?,
            roster,
        });
    }
    Ok(read)
}

fn called(own: &str, english: &str) -> Called {
    Called {
        own: own.to_owned(),
        english: english.to_owned(),
    }
}

fn days(
    c: &mut Connection,
    district: &DistrictRow,
    month: Month,
) -> Result<Vec<BookDay>, StoreError> {
    let listed = special_days(c, district)?.days;
    let special = |date| {
        let day = listed.iter().find(|day| day.date == date)?;
        Some((day.kind, called(&day.name, &day.name_en)))
    };
    let day = |date| BookDay {
        date,
        special: special(date),
    };
    Ok(month.dates().map(day).collect())
}

/// The seats of each duty, by the person's id.
type Seats = HashMap<String, Vec<(String, AssignmentState)>>;

fn held(
    c: &mut Connection,
    roster: &RosterRow,
    pools: &HashMap<String, PoolRow>,
) -> Result<HeldMonth, StoreError> {
    let stations = places::stations_of_district(c, &roster.district_id)?;
    let duties = duties::of_roster(c, &roster.id)?;
    let seats = seats(duties::assignments_of_roster(c, &roster.id)?);
    let people = people_of(c, &roster.district_id, &duties, &seats)?;
    let mut at_station: HashMap<String, usize> = HashMap::new();
    for (at, station) in stations.iter().enumerate() {
        at_station.insert(station.id.clone(), at);
    }
    let at_person: HashMap<&str, usize> = people.iter().map(|p| p.id.as_str()).zip(0..).collect();
    let mut written: Vec<BookDuty> = duties
        .iter()
        .filter(|duty| duty.active)
        .filter_map(|duty| book_duty(duty, &at_station, &at_person, &seats))
        .collect();
    written.sort_by_key(|duty| (duty.date, duty.start, duty.end, duty.station));
    let pool = |id: &str| {
        let pool = pools.get(id);
        pool.map_or_else(Called::default, |pool| called(&pool.name, &pool.name_en))
    };
    Ok(HeldMonth {
        state: roster.state(),
        version: roster.version,
        people: people
            .iter()
            .map(|person| BookPerson {
                name: person.name.clone(),
                code: person.code.clone(),
                pool: pool(&person.pool_id),
            })
            .collect(),
        stations: stations
            .into_iter()
            .map(|station| BookStation {
                name: station.name,
                code: station.code,
            })
            .collect(),
        duties: written,
    })
}

/// Those that are held, by duty.
fn seats(rows: Vec<AssignmentRow>) -> Seats {
    let mut seats = Seats::new();
    for row in rows.into_iter().filter(|row| row.state().holds_seat()) {
        let state = row.state();
        let of_duty = seats.entry(row.duty_id).or_default();
        of_duty.push((row.person_id, state));
    }
    seats
}

/// Who is of the district and active, and who holds a duty of it, wherever they are of: by code, the own before the others.
fn people_of(
    c: &mut Connection,
    district_id: &str,
    duties: &[DutyRow],
    seats: &Seats,
) -> Result<Vec<PersonRow>, StoreError> {
    let mut people = people::serving(c, district_id)?;
    let own: HashSet<&String> = people.iter().map(|person| &person.id).collect();
    let active = duties.iter().filter(|duty| duty.active);
    let held = active.filter_map(|duty| seats.get(&duty.id)).flatten();
    let mut others: Vec<String> = held
        .map(|(person, _)| person)
        .filter(|person| !own.contains(person))
        .cloned()
        .collect();
    others.sort_unstable();
    others.dedup();
    people.extend(people::find_people(c, &others)?);
    people.sort_by(|a, b| {
        let key = |p: &PersonRow| p.district_id != district_id;
        (key(a), &a.code, &a.id).cmp(&(key(b), &b.code, &b.id))
    });
    Ok(people)
}

/// None only for a station of another district, which a roster's duties do not have.
fn book_duty(
    duty: &DutyRow,
    stations: &HashMap<String, usize>,
    people: &HashMap<&str, usize>,
    seats: &Seats,
) -> Option<BookDuty> {
    let held = seats.get(&duty.id).map_or(&[][..], Vec::as_slice);
    let mut held: Vec<(usize, AssignmentState)> = held
        .iter()
        .filter_map(|(person, state)| Some((*people.get(person.as_str())?, *state)))
        .collect();
    held.sort_by_key(|(person, _)| *person);
    Some(BookDuty {
        station: *stations.get(&duty.station_id)?,
        date: duty.date,
        start: duty.start_minute,
        end: duty.end_minute,
        min: usize::try_from(duty.min).unwrap_or(0),
        seats: held,
    })
}
