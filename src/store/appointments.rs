//! Appointments. The minutes they claim are in `claims`.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{CHUNK, insert_all};
use super::kept::Cut;
use super::schema::{appointments, requests};
use super::slots::SlotRow;
use super::{Connection, StoreError, claims};
use crate::domain::appointment::AppointmentState;

/// An appointment.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = appointments, treat_none_as_default_value = false)]
pub struct AppointmentRow {
    pub id: String,
    pub request_id: String,
    pub slot_id: String,
    pub shift_id: Option<String>,
    pub state: String,
    pub booked_at: NaiveDateTime,
    pub revision: i32,
    pub mediator_slot_id: Option<String>,
    pub second_mediator_slot_id: Option<String>,
}

impl AppointmentRow {
    /// The state as the domain's word.
    #[must_use]
    pub fn state(&self) -> AppointmentState {
        AppointmentState::parse(&self.state).expect("a CHECK of the table lets no other word in")
    }

    /// The same with mediators beside the adviser, in these slots: two at most.
    #[must_use]
    pub fn with_mediators(self, slots: &[SlotRow]) -> Self {
        let id = |n: usize| slots.get(n).map(|slot| slot.id.clone());
        Self {
            mediator_slot_id: id(0),
            second_mediator_slot_id: id(1),
            ..self
        }
    }

    /// The slots of the mediators who sit beside the adviser.
    pub fn mediator_slot_ids(&self) -> impl Iterator<Item = &String> {
        let both = [&self.mediator_slot_id, &self.second_mediator_slot_id];
        both.into_iter().flatten()
    }

    /// Every slot that it takes: the adviser's, and the mediators'.
    pub fn slot_ids(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.slot_id).chain(self.mediator_slot_ids())
    }
}

/// Inserts appointments; what they claim, the caller claims.
pub fn insert(c: &mut Connection, rows: &[AppointmentRow]) -> Result<(), StoreError> {
    insert_all!(c, appointments::table, rows);
    Ok(())
}

/// The appointment with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<AppointmentRow>, StoreError> {
    Ok(appointments::table
        .find(id)
        .select(AppointmentRow::as_select())
        .first(c)
        .optional()?)
}

/// The booked appointments that take these slots or shifts.
pub fn booked_at(
    c: &mut Connection,
    slot_ids: &[String],
    shift_ids: &[String],
) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(appointments::table
        .filter(appointments::state.eq(AppointmentState::Booked.as_str()))
        .filter(
            appointments::slot_id
                .eq_any(slot_ids)
                .or(appointments::shift_id.eq_any(shift_ids).assume_not_null())
                .or(appointments::mediator_slot_id
                    .eq_any(slot_ids)
                    .assume_not_null())
                .or(appointments::second_mediator_slot_id
                    .eq_any(slot_ids)
                    .assume_not_null()),
        )
        .order(appointments::id)
        .select(AppointmentRow::as_select())
        .load(c)?)
}

/// The booked appointments of these requests, by the time they were booked.
pub fn booked_of(
    c: &mut Connection,
    request_ids: &[String],
) -> Result<Vec<AppointmentRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in request_ids.chunks(CHUNK) {
        let rows = appointments::table
            .filter(appointments::request_id.eq_any(chunk))
            .filter(appointments::state.eq(AppointmentState::Booked.as_str()))
            .order(appointments::id)
            .select(AppointmentRow::as_select());
        found.extend(rows.load::<AppointmentRow>(c)?);
    }
    Ok(found)
}

/// Brings an appointment from the state it was read in to another; its claims go where `release` says so. False where somebody
/// changed it meanwhile.
pub fn change(
    c: &mut Connection,
    row: &AppointmentRow,
    to: AppointmentState,
    release: bool,
) -> Result<bool, StoreError> {
    let target = appointments::table
        .find(&row.id)
        .filter(appointments::revision.eq(row.revision));
    let changed = diesel::update(target)
        .set((
            appointments::state.eq(to.as_str()),
            appointments::revision.eq(row.revision + 1),
        ))
        .execute(c)?;
    if changed == 1 && release {
        claims::release(c, &row.id)?;
    }
    Ok(changed == 1)
}

/// Hands a booked appointment over to other people: `to` is the same appointment with their slots and shift. False where somebody changed
/// it meanwhile.
pub fn hand_over(
    c: &mut Connection,
    row: &AppointmentRow,
    to: &AppointmentRow,
) -> Result<bool, StoreError> {
    let target = appointments::table
        .find(&row.id)
        .filter(appointments::state.eq(AppointmentState::Booked.as_str()))
        .filter(appointments::revision.eq(row.revision));
    let changed = diesel::update(target)
        .set((
            appointments::slot_id.eq(&to.slot_id),
            appointments::shift_id.eq(&to.shift_id),
            appointments::mediator_slot_id.eq(&to.mediator_slot_id),
            appointments::second_mediator_slot_id.eq(&to.second_mediator_slot_id),
            appointments::revision.eq(row.revision + 1),
        ))
        .execute(c)?;
    Ok(changed == 1)
}

/// Appointments of requests of districts, by id: by the time they were booked.
pub fn page(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(appointments::table
        .inner_join(requests::table)
        .filter(requests::district_id.eq_any(district_ids))
        .filter(appointments::id.gt(&cut.after))
        .order(appointments::id)
        .limit(cut.most)
        .select(AppointmentRow::as_select())
        .load(c)?)
}
