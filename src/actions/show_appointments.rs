//! Appointments as they are shown to who books: when, where, with whom. Not who the resident is.

use chrono::NaiveDateTime;

use super::appointment_words::AppointmentWords;
pub use super::appointment_words::Shown;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::kept::Cut;
use crate::store::{Connection, Store, StoreError, conflicts};

/// An appointment as who books sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The appointment.
    pub shown: Shown,
    /// Whether the resident is against a client of whom they would meet, or of that one's firm, as far as names tell.
    pub in_conflict: bool,
}

/// The appointments of districts that a page asks for.
pub fn show_appointments(
    store: &Store,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<Listed>, StoreError> {
    store.read(|c| {
        let rows = appointments::page(c, district_ids, cut)?;
        listed(c, rows)
    })
}

/// One appointment; none where there is no such.
pub fn show_appointment(store: &Store, id: &str) -> Result<Option<Listed>, StoreError> {
    store.read(|c| {
        let row = appointments::find(c, id)?;
        Ok(listed(c, row.into_iter().collect())?.pop())
    })
}

/// The appointments of districts from an instant on that are in conflict: the first, first.
pub fn show_conflicts(
    store: &Store,
    now: NaiveDateTime,
    district_ids: &[String],
) -> Result<Vec<Shown>, StoreError> {
    store.read(|c| {
        let rows = conflicts::booked(c, district_ids, now)?;
        let against = listed(c, rows)?.into_iter();
        let mut against: Vec<Shown> = against
            .filter(|listed| listed.in_conflict)
            .map(|listed| listed.shown)
            .collect();
        against.sort_by_key(|shown| shown.starts_at);
        Ok(against)
    })
}

fn listed(c: &mut Connection, rows: Vec<AppointmentRow>) -> Result<Vec<Listed>, StoreError> {
    let request_ids: Vec<String> = rows.iter().map(|row| row.request_id.clone()).collect();
    let against = conflicts::of_requests(c, &request_ids)?;
    let listed = shown(c, rows)?.into_iter().map(|shown| {
        let people = against.get(&shown.row.request_id);
        let mut with = std::iter::once(&shown.adviser).chain(&shown.mediators);
        Listed {
            in_conflict: people.is_some_and(|people| with.any(|(id, _)| people.contains(id))),
            shown,
        }
    });
    Ok(listed.collect())
}

/// Appointments in words.
pub(super) fn shown(
    c: &mut Connection,
    rows: Vec<AppointmentRow>,
) -> Result<Vec<Shown>, StoreError> {
    let words = AppointmentWords::load(c, &rows)?;
    Ok(rows.into_iter().map(|row| words.shown(row)).collect())
}
