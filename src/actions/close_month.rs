//! Closes a month that is over: what each person was to serve, and what they held, goes to their fairness account. And reads it.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};

use super::Context;
use super::morning_round::RoundError;
use crate::domain::calendar::Month;
use crate::domain::fairness::{AccountMonth, MONTHS};
use crate::domain::job::Attempt;
use crate::store::person_months::{self, PersonMonthRow};
use crate::store::places::DistrictRow;
use crate::store::{Connection, Store, StoreError, duties, jobs, people, rosters};

/// The day of the next month from which a month is closed: until then it is still marked who came.
const FROM_DAY: u32 = 4;

/// The months that count where this one is planned: from the first to the last but this, as `2026-01` and `2027-01`.
#[must_use]
pub(super) fn since(month: Month) -> (String, String) {
    let first = month.first().checked_sub_months(Months::new(MONTHS));
    let first = Month::of(first.unwrap_or_else(|| month.first()));
    (first.to_string(), month.to_string())
}

/// Closes the month before today's for the people at home in a district, where it was published. Gives how many accounts that moved. A
/// month that was closed stays as it is.
pub(super) fn close_month(
    store: &Store,
    context: &Context,
    district: &DistrictRow,
    today: NaiveDate,
    attempt: &Attempt,
) -> Result<usize, RoundError> {
    let over = today.with_day(1).and_then(|first| first.pred_opt());
    let Some(over) = over.filter(|_| today.day() >= FROM_DAY) else {
        return Ok(0);
    };
    let month = Month::of(over).to_string();
    store.write(|c| {
        if !jobs::is_held(c, attempt)? {
            return Err(RoundError::Superseded);
        }
        let roster = rosters::of_month(c, &district.id, &month)?;
        if roster.is_none_or(|roster| roster.version == 0) {
            return Ok(0);
        }
        let rows = open(c, &district.id, &month)?;
        person_months::insert(c, &rows)?;
        if !rows.is_empty() {
            let after = format!("{} accounts", rows.len());
            context.note(
                c,
                "close_month",
                &district.id,
                "",
                &format!("{month}: {after}"),
            )?;
        }
        Ok(rows.len())
    })
}

/// The months of people of a district who serve and whose month is not closed.
fn open(
    c: &mut Connection,
    district_id: &str,
    month: &str,
) -> Result<Vec<PersonMonthRow>, StoreError> {
    let closed = person_months::closed(c, district_id, month)?;
    let mut serving = people::serving(c, district_id)?;
    serving.retain(|person| !closed.contains(&person.id));
    let ids: Vec<String> = serving.iter().map(|person| person.id.clone()).collect();
    let mut held: HashMap<String, i32> = HashMap::new();
    for (assignment, _) in duties::of_people_in_month(c, &ids, month)? {
        if assignment.state().holds_seat() {
            *held.entry(assignment.person_id).or_default() += 1;
        }
    }
    let row = |person: people::PersonRow| PersonMonthRow {
        held: held.get(&person.id).copied().unwrap_or(0),
        month: month.to_owned(),
        target: person.target,
        person_id: person.id,
    };
    Ok(serving.into_iter().map(row).collect())
}

/// A person's account before a month: the months that still count, the latest first.
pub fn account(
    c: &mut Connection,
    person_id: &str,
    before: Month,
) -> Result<Vec<AccountMonth>, StoreError> {
    let rows = person_months::of_person(c, person_id, &since(before))?;
    let month = |row: PersonMonthRow| AccountMonth {
        month: row.month,
        target: i64::from(row.target),
        held: i64::from(row.held),
    };
    Ok(rows.into_iter().map(month).collect())
}
