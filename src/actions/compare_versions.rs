//! Who is disturbed by a version of a month: what it says, compared with what an earlier one said. Versions keep ids; codes and names are
//! those of now, where there are some.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;
use thiserror::Error;

use crate::domain::disturbance::{Disturbance, Said, Turn, compare};
use crate::store::people::PersonRow;
use crate::store::places::StationRow;
use crate::store::rosters::VersionRow;
use crate::store::{Connection, Store, StoreError, people, places, rosters};

/// Why versions were not compared.
#[derive(Debug, Error)]
pub enum CompareError {
    /// There is no version of this number, or none of the number to compare it with.
    #[error("there is no such version")]
    Gone,
    /// The other version is not an earlier one.
    #[error("version {since} is not before version {number}")]
    NotBefore {
        /// The version that is compared.
        number: i32,
        /// The one it was to be compared with.
        since: i32,
    },
    /// What a version said cannot be read.
    #[error("version {0} cannot be read")]
    Damaged(i32, #[source] serde_json::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a version changed, with whatever is known of whom and what it names.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The version.
    pub number: i32,
    /// The one it is compared with; 0 is before the first, when nobody was on duty.
    pub since: i32,
    /// What changed.
    pub disturbance: Disturbance,
    /// People by id, those who are still kept.
    pub people: HashMap<String, PersonRow>,
    /// Stations by id, those that are still kept.
    pub stations: HashMap<String, StationRow>,
}

/// What is read of a version's snapshot.
#[derive(Deserialize)]
struct Snapshot {
    #[serde(default)]
    duties: Vec<SaidDuty>,
}

#[derive(Deserialize)]
struct SaidDuty {
    duty: String,
    station: String,
    date: NaiveDate,
    start: i32,
    end: i32,
    people: BTreeSet<String>,
}

/// Compares a version of a roster with an earlier one, or with the one before it where none is named.
pub fn compare_versions(
    store: &Store,
    roster_id: &str,
    number: i32,
    since: Option<i32>,
) -> Result<Compared, CompareError> {
    store.read(|c| {
        let now = said(c, roster_id, number)?;
        let since = since.unwrap_or(number - 1);
        if !(0..number).contains(&since) {
            return Err(CompareError::NotBefore { number, since });
        }
        let before = if since == 0 {
            Said::new()
        } else {
            said(c, roster_id, since)?
        };
        let disturbance = compare(&before, &now);
        let ids: Vec<String> = disturbance.people.keys().cloned().collect();
        let people = people::find_people(c, &ids)?.into_iter();
        let turns = disturbance.turns.iter().map(|changed| &changed.turn);
        let ids: BTreeSet<&String> = turns.map(|turn| &turn.station).collect();
        let ids: Vec<String> = ids.into_iter().cloned().collect();
        let stations = places::find_stations(c, &ids)?.into_iter();
        Ok(Compared {
            number,
            since,
            people: people.map(|row| (row.id.clone(), row)).collect(),
            stations: stations.map(|row| (row.id.clone(), row)).collect(),
            disturbance,
        })
    })
}

fn said(c: &mut Connection, roster_id: &str, number: i32) -> Result<Said, CompareError> {
    let version = rosters::find_version(c, roster_id, number)?.ok_or(CompareError::Gone)?;
    read_said(&version).map_err(|error| CompareError::Damaged(number, error))
}

fn read_said(version: &VersionRow) -> Result<Said, serde_json::Error> {
    let snapshot: Snapshot = serde_json::from_str(&version.snapshot)?;
    let turn = |duty: SaidDuty| {
        let turn = Turn {
            date: duty.date,
            start: duty.start,
            end: duty.end,
            station: duty.station,
            duty: duty.duty,
        };
        (turn, duty.people)
    };
    Ok(snapshot.duties.into_iter().map(turn).collect())
}
