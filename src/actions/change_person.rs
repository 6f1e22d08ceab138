//! Changes a person. A change of their firm changes who is in conflict with whom: what residents were offered and cannot be any more ends with
//! the matching that follows, and what is booked stands on the first page of whoever books.

use super::Context;
use super::keep::{KeepError, change_in};
use super::match_waiting_list::enqueue;
use crate::domain::conflict::letters_of;
use crate::store::kept::Kept;
use crate::store::people::PersonRow;
use crate::store::whole_people::WholePerson;
use crate::store::{Connection, Store, StoreError, conflicts, places};

/// Changes the person with this id, if they still have the revision `seen`. Gives them as they are then.
pub fn change_person(
    store: &Store,
    context: &Context,
    id: &str,
    seen: i32,
    edit: impl Fn(&mut WholePerson),
) -> Result<WholePerson, KeepError> {
    store.write(|c| {
        conflicts::hold_to_change(c)?;
        let before = PersonRow::find(c, id)?.ok_or(KeepError::Gone)?;
        let after = change_in(c, context, id, seen, &edit)?;
        if letters_of(&before.firm) != letters_of(&after.row.firm) {
            match_anew(c, context, &after.row.district_id)?;
        }
        Ok(after)
    })
}

/// Has the waiting list of a district's city matched.
fn match_anew(c: &mut Connection, context: &Context, district_id: &str) -> Result<(), StoreError> {
    if let Some(district) = places::find_district(c, district_id)? {
        enqueue(c, context, &district.city_id)?;
    }
    Ok(())
}
