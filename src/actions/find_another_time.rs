//! Takes an appointment away that must not take place, since its resident is against a client of whom they would meet. They are found another time
//! before anybody else, and told once, as those whose adviser does not come.

use super::asking::Asking;
use super::cancel_appointment::to_cancel;
use super::close_appointment::CloseError;
use super::{Context, hand_over};
use crate::store::{Store, places, requests};

/// Takes away an appointment that still has the revision `seen`. One that is cancelled already stays so.
pub fn find_another_time(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    id: &str,
    seen: i32,
) -> Result<(), CloseError> {
    store.write(|c| {
        let Some(row) = to_cancel(c, context, id, seen)? else {
            return Ok(());
        };
        let request = requests::find(c, &row.request_id)?.ok_or(CloseError::Gone)?;
        let district = places::find_district(c, &request.district_id)?.ok_or(CloseError::Gone)?;
        context.note(c, "find_another_time", id, "", "")?;
        let fallen = vec![row];
        hand_over::let_fall_these(c, context, asking, &district.city_id, fallen)
    })
}
