//! Appointments as they are shown to who books: when, where, with whom. Not who the resident is.

use super::appointment_words::AppointmentWords;
pub use super::appointment_words::Shown;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::kept::Cut;
use crate::store::{Connection, Store, StoreError};

/// The appointments of districts that a page asks for.
pub fn show_appointments(
    store: &Store,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<Shown>, StoreError> {
    store.read(|c| {
        let rows = appointments::page(c, district_ids, cut)?;
        shown(c, rows)
    })
}

/// One appointment; none where there is no such.
pub fn show_appointment(store: &Store, id: &str) -> Result<Option<Shown>, StoreError> {
    store.read(|c| {
        let row = appointments::find(c, id)?;
        Ok(shown(c, row.into_iter().collect())?.pop())
    })
}

fn shown(c: &mut Connection, rows: Vec<AppointmentRow>) -> Result<Vec<Shown>, StoreError> {
    let words = AppointmentWords::load(c, &rows)?;
    Ok(rows.into_iter().map(|row| words.shown(row)).collect())
}
