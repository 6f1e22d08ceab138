//! Tells coordinators 60, 30 and 7 days before that a licence or approval ends which somebody must hold to serve. Once a day it is looked at;
//! each is told once for each of these days.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde_json::json;
use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::matching_instance::zone;
use super::queue_letters::{self, Receiver};
use crate::domain::access::Role;
use crate::domain::calendar::{self, local};
use crate::domain::job::{Attempt, JobKind, TellExpiries};
use crate::domain::qualification::{QualificationKind, TOLD_BEFORE, word_due};
use crate::mail::LetterError;
use crate::mail::letters::{EndingTogether, QualificationsEnd};
use crate::store::places::{self, CityRow, DistrictRow};
use crate::store::qualifications::{self, Ending, ExpiryNoticeRow};
use crate::store::users::{self, UserRow};
use crate::store::{Connection, Store, StoreError, jobs};

/// When it is looked at each day: minutes after midnight, in the city's zone.
const MORNING: u16 = 6 * 60;

/// Why nobody was told.
#[derive(Debug, Error)]
pub enum TellError {
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Leaves a job for the next morning of every city that has none.
pub fn look_after_expiries(store: &Store, context: &Context) -> Result<(), StoreError> {
    store.write(|c| {
        for city in places::all_cities(c)? {
            plan(c, context, &city)?;
        }
        Ok(())
    })
}

/// Leaves a job for a city's next morning, in a transaction of the caller's.
pub(super) fn plan(
    c: &mut Connection,
    context: &Context,
    city: &CityRow,
) -> Result<(), StoreError> {
    let payload = TellExpiries {
        city: city.id.clone(),
    };
    let mut job = context.job(JobKind::TellExpiries, &payload, Some(payload.key()));
    job.run_after = calendar::next(zone(city), context.instant(), MORNING);
    jobs::enqueue(c, &job).map(|_| ())
}

/// Tells what is due of a city, and ends the job in the same transaction. Gives how many letters that made. The next morning's job is left
/// first: whatever becomes of this one, it is looked at again.
pub fn tell_expiries(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
    attempt: &Attempt,
) -> Result<usize, TellError> {
    let city = store.write(|c| {
        let city = places::find_city(c, city_id)?;
        if let Some(city) = &city {
            plan(c, context, city)?;
        }
        Ok::<_, StoreError>(city)
    })?;
    store.write(|c| {
        let letters = match &city {
            Some(city) => tell(c, context, asking, city)?,
            None => 0,
        };
        let result = json!({ "letters": letters }).to_string();
        match jobs::finish(c, attempt, &result, context.instant())? {
            true => Ok(letters),
            false => Err(TellError::Superseded),
        }
    })
}

fn tell(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    city: &CityRow,
) -> Result<usize, TellError> {
    let (today, _) = local(zone(city), context.instant());
    let districts = places::districts_of(c, &city.id)?;
    let due = due(c, city, &districts, today)?;
    let mut told = Vec::new();
    // A reader of several districts has one letter.
    let mut readers: BTreeMap<String, (UserRow, Vec<&Ending>)> = BTreeMap::new();
    for district in &districts {
        let own = due
            .iter()
            .filter(|(e, _)| e.person.district_id == district.id);
        let own: Vec<_> = own.collect();
        if own.is_empty() {
            continue;
        }
        let users = planners(c, district)?;
        // Where there is nobody to be told, it is told as soon as there is.
        if !users.is_empty() {
            told.extend(own.iter().map(|(_, notice)| notice.clone()));
        }
        for user in users {
            let (_, all) = readers
                .entry(user.id.clone())
                .or_insert_with(|| (user, Vec::new()));
            all.extend(own.iter().map(|(ending, _)| ending));
        }
    }
    let link = format!("{}/#ending", asking.base_url);
    let mut letters = Vec::new();
    for (user, own) in readers.values() {
        let letter = QualificationsEnd {
            together: together(own, today),
            link: link.clone(),
        };
        let receiver = Receiver::User(user);
        let kind = "qualifications_end";
        letters.push(queue_letters::write(
            context,
            asking.head,
            kind,
            receiver,
            &letter,
        )?);
    }
    qualifications::note_told(c, &told)?;
    queue_letters::queue(c, context, &letters)?;
    Ok(letters.len())
}

/// What ends and has not been told for the days that are left.
fn due(
    c: &mut Connection,
    city: &CityRow,
    districts: &[DistrictRow],
    today: NaiveDate,
) -> Result<Vec<(Ending, ExpiryNoticeRow)>, StoreError> {
    let ids: Vec<String> = districts.iter().map(|d| d.id.clone()).collect();
    let told = qualifications::told(c, &city.id, today)?;
    let ending = qualifications::ending(c, &ids, (today, furthest(today)))?;
    let due = ending.into_iter().filter_map(|ending| {
        let notice = ExpiryNoticeRow {
            person_id: ending.person.id.clone(),
            kind: ending.held.kind.clone(),
            valid_until: ending.until,
            days: i32::from(word_due(ending.until, today)?),
        };
        Some((ending, notice))
    });
    Ok(due.filter(|(_, notice)| !told.contains(notice)).collect())
}

/// The last date of which anything is told today.
#[must_use]
pub(super) fn furthest(today: NaiveDate) -> NaiveDate {
    today + TimeDelta::days(i64::from(TOLD_BEFORE[0]))
}

/// The district's coordinators; where it has none, whoever administers it.
fn planners(c: &mut Connection, district: &DistrictRow) -> Result<Vec<UserRow>, StoreError> {
    let coordinators = users::with_role(c, Role::Coordinator, &district.city_id, &district.id)?;
    match coordinators.is_empty() {
        true => users::with_role(c, Role::Administrator, &district.city_id, &district.id),
        false => Ok(coordinators),
    }
}

/// What ends, with whoever holds the same for the same pool until the same day.
pub(super) fn together(own: &[&Ending], today: NaiveDate) -> Vec<EndingTogether> {
    let mut all: BTreeMap<(NaiveDate, String, String), EndingTogether> = BTreeMap::new();
    for ending in own {
        let key = (
            ending.until,
            ending.pool.code.clone(),
            ending.held.kind.clone(),
        );
        let one = all.entry(key).or_insert_with(|| EndingTogether {
            kind: QualificationKind::parse(&ending.held.kind)
                .expect("a CHECK of the table lets no other word in"),
            pool: (ending.pool.name.clone(), ending.pool.name_en.clone()),
            until: ending.until,
            days: (ending.until - today).num_days(),
            people: Vec::new(),
        });
        let person = &ending.person;
        one.people.push((person.name.clone(), person.code.clone()));
    }
    all.into_values().collect()
}
