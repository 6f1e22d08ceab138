//! Changes when somebody can serve. A duty of a published month that they could hold before and cannot then is told before anything is kept.

use chrono::{Months, NaiveDate};
use thiserror::Error;

use super::Context;
use super::keep::{KeepError, change_in};
use super::read_city::{self, exception_row, span, weekly_row};
use crate::domain::assignment::AssignmentState;
use crate::domain::availability::Times;
use crate::domain::city::Span;
use crate::store::belongings::Belongings;
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::kept::Kept;
use crate::store::people::hold;
use crate::store::places::find_stations;
use crate::store::whole_people::WholePerson;
use crate::store::{Connection, Store, StoreError};

/// How far ahead duties are looked at, which is further than any month is published.
const AHEAD: Months = Months::new(24);

/// A duty that somebody was asked for and could not hold any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenDuty {
    /// Its id.
    pub duty_id: String,
    /// Its local date.
    pub date: NaiveDate,
    /// Its local time.
    pub span: Span,
    /// Id of the station.
    pub station_id: String,
    /// The station's name.
    pub station: String,
    /// What they said of it: `asked` or `confirmed`.
    pub state: AssignmentState,
}

/// What to do where duties would be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhereBroken {
    /// Nothing is kept, and they are told.
    Refuse,
    /// Kept all the same: the caller has seen which.
    Keep,
}

impl WhereBroken {
    /// What whoever sends it wants, by whether they want it kept anyway.
    #[must_use]
    pub fn anyway(anyway: bool) -> Self {
        if anyway { Self::Keep } else { Self::Refuse }
    }
}

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum AvailabilityError {
    /// Duties would be broken.
    #[error("{} duties of a published month would be broken", .0.len())]
    Breaks(Vec<BrokenDuty>),
    /// There is no such person, or they were changed meanwhile.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the person said last.
#[must_use]
pub fn times_of(own: &Belongings) -> Times {
    Times {
        weekly: own.weekly.iter().map(read_city::weekly).collect(),
        exceptions: own.exceptions.iter().map(read_city::exception).collect(),
    }
}

/// Changes the times of the person with this id, if they still have the revision `seen`. Gives them as they are then.
pub fn change_availability(
    store: &Store,
    context: &Context,
    person_id: &str,
    seen: i32,
    times: &Times,
    broken: WhereBroken,
) -> Result<WholePerson, AvailabilityError> {
    store.write(|c| change_times(c, context, person_id, seen, times, broken))
}

/// The same in a transaction of the caller's.
pub(super) fn change_times(
    c: &mut Connection,
    context: &Context,
    person_id: &str,
    seen: i32,
    times: &Times,
    broken: WhereBroken,
) -> Result<WholePerson, AvailabilityError> {
    // Whoever gives them a duty at this moment holds them first, or waits until this is kept.
    hold(c, &[person_id.to_owned()])?;
    if broken == WhereBroken::Refuse {
        let there = WholePerson::find(c, person_id)?.ok_or(KeepError::Gone)?;
        let breaks = breaks(c, context, &there, times)?;
        if !breaks.is_empty() {
            return Err(AvailabilityError::Breaks(breaks));
        }
    }
    let edit = |whole: &mut WholePerson| {
        let windows = times.weekly.iter();
        whole.own.weekly = windows.map(|w| weekly_row(context, person_id, w)).collect();
        let exceptions = times.exceptions.iter();
        let rows = exceptions.map(|e| exception_row(context, person_id, e));
        whole.own.exceptions = rows.collect();
        whole.own.sort();
    };
    Ok(change_in(c, context, person_id, seen, edit)?)
}

/// The duties to come that the person could hold before and could not then.
fn breaks(
    c: &mut Connection,
    context: &Context,
    there: &WholePerson,
    then: &Times,
) -> Result<Vec<BrokenDuty>, StoreError> {
    let now = context.instant();
    let until = now.checked_add_months(AHEAD).unwrap_or(now);
    let before = times_of(&there.own);
    let held = duties::of_person_between(c, &there.row.id, now, until)?;
    let found = held.into_iter().filter(|(assignment, duty)| {
        let is_told =
            assignment.state().holds_seat() && assignment.state() != AssignmentState::Proposed;
        let span = span(duty.start_minute, duty.end_minute);
        is_told && before.cover(duty.date, span) && !then.cover(duty.date, span)
    });
    let found: Vec<(AssignmentRow, DutyRow)> = found.collect();
    let stations: Vec<String> = found
        .iter()
        .map(|(_, duty)| duty.station_id.clone())
        .collect();
    let stations = find_stations(c, &stations)?;
    let name = |id: &str| {
        let station = stations.iter().find(|station| station.id == id);
        station.map_or_else(String::new, |station| station.name.clone())
    };
    let shown = found.iter();
    let shown = shown.map(|(seat, duty)| broken(seat, duty, &name(&duty.station_id)));
    Ok(shown.collect())
}

/// A seat as it is told where it would be broken.
pub(super) fn broken(seat: &AssignmentRow, duty: &DutyRow, station: &str) -> BrokenDuty {
    BrokenDuty {
        duty_id: duty.id.clone(),
        date: duty.date,
        span: span(duty.start_minute, duty.end_minute),
        station_id: duty.station_id.clone(),
        station: station.to_owned(),
        state: seat.state(),
    }
}
