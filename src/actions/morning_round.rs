//! What is looked at in each city every morning: licences and approvals that end, who has not said when
//! they can serve, whether a month is to be closed, and whose calendars end because they have left.

use chrono::NaiveDate;
use serde_json::json;
use thiserror::Error;

use super::Context;
use super::ask_times::ask_times;
use super::asking::Asking;
use super::close_month::close_month;
use super::matching_instance::zone;
use super::tell_expiries::tell_expiries;
use super::{give_calendar, make_feed};
use crate::domain::calendar::{self, local};
use crate::domain::job::{Attempt, JobKind, MorningRound};
use crate::mail::LetterError;
use crate::store::places::{self, CityRow};
use crate::store::{Connection, Store, StoreError, jobs};

/// When: minutes after midnight, in the city's zone.
const MORNING: u16 = 6 * 60;

/// Why a round was not ended.
#[derive(Debug, Error)]
pub enum RoundError {
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
pub fn look_after_mornings(store: &Store, context: &Context) -> Result<(), StoreError> {
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
    let payload = MorningRound {
        city: city.id.clone(),
    };
    let mut job = context.job(JobKind::MorningRound, &payload, Some(payload.key()));
    job.run_after = calendar::next(zone(city), context.instant(), MORNING);
    jobs::enqueue(c, &job).map(|_| ())
}

/// Goes round a city and ends the job. Gives how many letters that made. The next morning's job is left first: whatever becomes of this
/// one, it is looked at again.
pub fn morning_round(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city_id: &str,
    attempt: &Attempt,
) -> Result<usize, RoundError> {
    let found = store.write(|c| {
        let Some(city) = places::find_city(c, city_id)? else {
            return Ok(None);
        };
        plan(c, context, &city)?;
        make_feed::end_of_who_left(c, context)?;
        give_calendar::end_of_who_left(c, context)?;
        let districts = places::districts_of(c, city_id)?;
        Ok::<_, StoreError>(Some((city, districts)))
    })?;
    let mut letters = 0;
    if let Some((city, districts)) = &found {
        let today: NaiveDate = local(zone(city), context.instant()).0;
        letters += tell_expiries(store, context, asking, (city, districts), today, attempt)?;
        for district in districts {
            close_month(store, context, district, today, attempt)?;
            letters += ask_times(store, context, asking, district, today, attempt)?;
        }
    }
    let result = json!({ "letters": letters }).to_string();
    let ended = store.write(|c| jobs::finish(c, attempt, &result, context.instant()))?;
    if ended {
        Ok(letters)
    } else {
        Err(RoundError::Superseded)
    }
}
