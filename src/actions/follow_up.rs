//! A further talk after an appointment: a new request that says what the first said, with the same adviser where the resident wants them.

use std::collections::BTreeSet;

use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::take_request::{Follows, NewRequest, Taken, take_in};
use crate::domain::appointment::AppointmentState;
use crate::domain::capability::Purpose;
use crate::domain::language::{Level, Tag};
use crate::store::appointments::{self, AppointmentRow};
use crate::store::requests::{RequestParts, RequestRow};
use crate::store::{Connection, Store, StoreError, conflicts, links, requests, slots};

/// Why there is no further talk.
#[derive(Debug, Error)]
pub enum FollowUpError {
    /// There is no such appointment.
    #[error("there is no such appointment")]
    Gone,
    /// It has not taken place.
    #[error("the appointment has not taken place")]
    NotAttended,
    /// What the first request says cannot be read.
    #[error("the request cannot be read")]
    Damaged,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks for a further talk. Asked twice, while the first is not over, it is one: none is given the second time.
pub fn follow_up(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    appointment_id: &str,
    same_adviser: bool,
) -> Result<Option<Taken>, FollowUpError> {
    store.write(|c| {
        let (row, there) = held(c, appointment_id)?;
        if there.is_some() {
            return Ok(None);
        }
        take_again(c, context, asking, &row, same_adviser).map(Some)
    })
}

/// The same for a resident: asked twice, they are given a link to the one.
pub fn follow_up_by_link(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    appointment_id: &str,
    same_adviser: bool,
) -> Result<String, FollowUpError> {
    store.write(|c| {
        let (row, there) = held(c, appointment_id)?;
        let Some(there) = there else {
            return Ok(take_again(c, context, asking, &row, same_adviser)?.url);
        };
        let now = context.instant();
        let link = asking.link(context, Purpose::Appointment, &there.id, None, now);
        links::insert(c, &[link.row])?;
        Ok(link.url)
    })
}

/// An appointment that took place, and what goes on from it already. Whoever asks at the same moment is waited for.
fn held(
    c: &mut Connection,
    appointment_id: &str,
) -> Result<(AppointmentRow, Option<RequestRow>), FollowUpError> {
    let row = appointments::find(c, appointment_id)?.ok_or(FollowUpError::Gone)?;
    requests::hold(c, &row.request_id)?;
    if row.state() != AppointmentState::Attended {
        return Err(FollowUpError::NotAttended);
    }
    Ok((row, requests::follow_up_of(c, appointment_id)?))
}

fn take_again(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    row: &AppointmentRow,
    same_adviser: bool,
) -> Result<Taken, FollowUpError> {
    let first = requests::find(c, &row.request_id)?.ok_or(FollowUpError::Gone)?;
    let parts = requests::parts_of(c, std::slice::from_ref(&first.id))?.remove(&first.id);
    let slot = slots::find_slots(c, std::slice::from_ref(&row.slot_id))?.pop();
    let follows = Follows {
        appointment_id: row.id.clone(),
        adviser_id: slot.map(|slot| slot.adviser_id).filter(|_| same_adviser),
    };
    let opponents = conflicts::opponents(c, &first.id)?;
    let new = NewRequest {
        opponents,
        ..again(asking, first, parts.unwrap_or_default(), follows)?
    };
    Ok(take_in(c, context, asking, &[new])?.remove(0))
}

/// The same request once more, at any time.
fn again(
    asking: &Asking<'_>,
    row: RequestRow,
    parts: RequestParts,
    follows: Follows,
) -> Result<NewRequest, FollowUpError> {
    let contact = asking
        .sealer
        .open(&row.sealed, &row.id)
        .map_err(|_| FollowUpError::Damaged)?;
    let languages = parts.languages.iter();
    Ok(NewRequest {
        district_id: row.district_id,
        skill_id: row.skill_id,
        locale: Tag::parse(&row.locale).ok_or(FollowUpError::Damaged)?,
        contact,
        place: (row.lat, row.lon),
        max_km: row.max_km,
        in_person: row.in_person,
        video: row.video,
        urgency: u8::try_from(row.urgency).unwrap_or(1),
        languages: languages
            .filter_map(|l| Tag::parse(&l.tag).zip(Level::parse(&l.level)))
            .collect(),
        windows: Vec::new(),
        exclude: parts.exclusions.into_iter().map(|e| e.person_id).collect(),
        opponents: BTreeSet::new(),
        mediators: u8::try_from(row.mediators).unwrap_or_default(),
        follows: Some(follows),
    })
}
