//! Says a district's calendar, in the place of what it said before. As with its country's calendar, months that are set up stay as they are;
//! who is away is read when a month is generated, and when a replacement is looked for.

use super::Context;
use super::keep::{KeepError, change_belongings};
use crate::store::Store;
use crate::store::district_calendars::{self, DaysRow};
use crate::store::places::DistrictRow;

/// A district's calendar as its change notes it.
#[derive(serde::Serialize)]
struct Said<'a> {
    calendar: &'a [DaysRow],
}

/// Puts these days in the place of those of the district with this id, if it still has the revision `seen`. Gives the district as it is
/// then.
pub fn say_district_calendar(
    store: &Store,
    context: &Context,
    (district_id, seen): (&str, i32),
    then: &[DaysRow],
) -> Result<DistrictRow, KeepError> {
    store.write(|c| {
        let there = district_calendars::of_district(c, district_id)?;
        let (was, is) = (Said { calendar: &there }, Said { calendar: then });
        let after = change_belongings(c, context, (district_id, seen), (&was, &is))?;
        district_calendars::replace(c, district_id, then)?;
        Ok(after)
    })
}
