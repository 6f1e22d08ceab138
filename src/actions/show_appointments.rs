//! Appointments as they are shown to who books: when, where, with whom. Not who the resident is.

use chrono::NaiveDateTime;

use super::appointment_words::AppointmentWords;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::kept::Cut;
use crate::store::{Connection, Store, StoreError};

/// An appointment as it is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The appointment.
    pub row: AppointmentRow,
    /// The district whose request it is for.
    pub district_id: String,
    /// What the resident names on the telephone.
    pub code: String,
    /// When it starts, UTC.
    pub starts_at: NaiveDateTime,
    /// When it ends, UTC.
    pub ends_at: NaiveDateTime,
    /// Where; none by video.
    pub station_id: Option<String>,
    /// Id and name of the adviser.
    pub adviser: (String, String),
    /// Id and name of the interpreter, where there is one.
    pub interpreter: Option<(String, String)>,
}

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
