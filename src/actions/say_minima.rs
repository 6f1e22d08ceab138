//! Says what the law asks for in a district, in the place of what was said before. What was published stays published; what was accepted
//! stays as it was then.

use super::Context;
use super::keep::{KeepError, change_belongings};
use crate::store::Store;
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
        let there = legal_minima::of_district(c, district_id)?;
        let was = Said {
            legal_minima: &there,
        };
        let is = Said { legal_minima: then };
        let after = change_belongings(c, context, (district_id, seen), (&was, &is))?;
        legal_minima::replace(c, district_id, then)?;
        Ok(after)
    })
}
