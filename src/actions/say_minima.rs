//! Says what the law asks for in a district, in the place of what was said before. What was published stays published; what was accepted
//! stays as it was then.

use super::Context;
use super::keep::KeepError;
use super::noting::{Change, note};
use crate::store::Store;
use crate::store::kept::Kept;
use crate::store::legal_minima::{self, MinimumRow};
use crate::store::places::DistrictRow;

/// The minima of a district as its change notes them.
#[derive(serde::Serialize)]
struct Said<'a> {
    legal_minima: &'a [MinimumRow],
}

/// Puts these minima in the place of those of the district with this id, if it still has the revision `seen`. Gives the district as it
/// is then.
pub fn say_minima(
    store: &Store,
    context: &Context,
    (district_id, seen): (&str, i32),
    then: &[MinimumRow],
) -> Result<DistrictRow, KeepError> {
    store.write(|c| {
        let before = DistrictRow::find(c, district_id)?.ok_or(KeepError::Gone)?;
        let after = DistrictRow {
            revision: seen + 1,
            ..before.clone()
        };
        if !after.replace(c, seen)? {
            return Err(KeepError::Changed);
        }
        let there = legal_minima::of_district(c, district_id)?;
        legal_minima::replace(c, district_id, then)?;
        let (was, is) = (
            Said {
                legal_minima: &there,
            },
            Said { legal_minima: then },
        );
        note(
            c,
            context,
            &[Change::with(
                Some((&before, Some(&was))),
                (&after, Some(&is)),
            )],
        )?;
        Ok(after)
    })
}
