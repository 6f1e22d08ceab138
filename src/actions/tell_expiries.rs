//! Tells coordinators 60, 30 and 7 days before that a licence or approval ends which somebody must hold to serve: each once for each of
//! these days.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::Context;
use super::asking::Asking;
use super::morning_round::RoundError;
use super::queue_letters::{self, Receiver};
use crate::domain::access::Role;
use crate::domain::job::Attempt;
use crate::domain::qualification::{QualificationKind, TOLD_BEFORE, word_due};
use crate::mail::letters::{EndingTogether, QualificationsEnd};
use crate::store::places::{CityRow, DistrictRow};
use crate::store::qualifications::{self, Ending, ExpiryNoticeRow};
use crate::store::users::{self, UserRow};
use crate::store::{Connection, Store, StoreError, jobs};

/// Tells what is due of a city. Gives how many letters that made.
pub(super) fn tell_expiries(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    (city, districts): (&CityRow, &[DistrictRow]),
    today: NaiveDate,
    attempt: &Attempt,
) -> Result<usize, RoundError> {
    store.write(|c| {
        if !jobs::is_held(c, attempt)? {
            return Err(RoundError::Superseded);
        }
        tell(c, context, asking, (city, districts), today)
    })
}

fn tell(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    (city, districts): (&CityRow, &[DistrictRow]),
    today: NaiveDate,
) -> Result<usize, RoundError> {
    let due = due(c, city, districts, today)?;
    let mut told = Vec::new();
    // A reader of several districts has one letter.
    let mut readers: BTreeMap<String, (UserRow, Vec<&Ending>)> = BTreeMap::new();
    for district in districts {
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
