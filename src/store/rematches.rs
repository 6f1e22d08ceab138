//! Appointments that fell through, until a matching has found their residents another time or told them that there is none.

use diesel::prelude::*;

use super::appointments::AppointmentRow;
use super::dialect::{CHUNK, insert_all};
use super::schema::{appointments, districts, rematches, requests};
use super::{Connection, StoreError};
use crate::domain::appointment::RequestState;

#[derive(Insertable)]
#[diesel(table_name = rematches)]
struct RematchRow {
    appointment_id: String,
}

/// Notes appointments that were cancelled just now, and so are not noted yet.
pub fn note(c: &mut Connection, ids: &[String]) -> Result<(), StoreError> {
    let row = |id: &String| RematchRow {
        appointment_id: id.clone(),
    };
    let rows: Vec<RematchRow> = ids.iter().map(row).collect();
    insert_all!(c, rematches::table, rows);
    Ok(())
}

/// Those of a city whose residents wait, in the order they were booked.
pub fn of_city(c: &mut Connection, city_id: &str) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(rematches::table
        .inner_join(appointments::table.inner_join(requests::table.inner_join(districts::table)))
        .filter(districts::city_id.eq(city_id))
        .filter(requests::state.eq(RequestState::Waiting.as_str()))
        .order(appointments::id)
        .select(AppointmentRow::as_select())
        .load(c)?)
}

/// Those of some appointments that are noted still, and whose residents wait.
pub fn noted(c: &mut Connection, ids: &[String]) -> Result<Vec<AppointmentRow>, StoreError> {
    let mut noted = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = rematches::table
            .inner_join(appointments::table.inner_join(requests::table))
            .filter(rematches::appointment_id.eq_any(chunk))
            .filter(requests::state.eq(RequestState::Waiting.as_str()))
            .select(AppointmentRow::as_select());
        noted.extend(rows.load::<AppointmentRow>(c)?);
    }
    Ok(noted)
}

/// Takes out the notes of these requests: whoever has a time again is told of that.
pub fn forget(c: &mut Connection, request_ids: &[String]) -> Result<(), StoreError> {
    for chunk in request_ids.chunks(CHUNK) {
        let own = appointments::table
            .filter(appointments::request_id.eq_any(chunk))
            .select(appointments::id);
        diesel::delete(rematches::table.filter(rematches::appointment_id.eq_any(own)))
            .execute(c)?;
    }
    Ok(())
}
