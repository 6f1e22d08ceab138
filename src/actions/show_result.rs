//! What became of a resident's request: an appointment, still waiting, or over. For the page behind the resident's link.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::matching_instance::zone;
use super::open_link::LinkError;
use super::show_month::{Named, Station};
use crate::domain::appointment::{AppointmentState, RequestState};
use crate::domain::calendar::local;
use crate::domain::sealing::Reach;
use crate::store::results::{AppointmentView, RequestView};
use crate::store::{Connection, Store, StoreError, people, places, requests, results};

/// A request and what became of it.
#[derive(Debug, Clone)]
pub struct ResultView {
    /// Id of the request.
    pub request_id: String,
    /// The code to name on the telephone.
    pub code: String,
    /// BCP 47 tag of the language of the resident's letters.
    pub locale: String,
    /// What it is about.
    pub topic: Named,
    /// Whether anybody is written to or telephoned about it.
    pub is_told: bool,
    /// Where it stands.
    pub standing: Standing,
    /// The adviser whom the resident wants again, while it is not over.
    pub wanted: Option<WantedAdviser>,
}

/// An adviser whom a resident wants again.
#[derive(Debug, Clone)]
pub struct WantedAdviser {
    /// Their name.
    pub name: String,
    /// Whether they still serve and may advise this resident; if not, somebody else is looked for.
    pub can_come: bool,
}

/// Where a request stands.
#[derive(Debug, Clone)]
pub enum Standing {
    /// An appointment is booked.
    Booked(Box<BookedView>),
    /// On the waiting list, with a promise of word by then, and where that is local.
    Waiting(NaiveDateTime, Tz),
    /// A time was found, and the resident asked whether they take it.
    Offered,
    /// Withdrawn before there was an appointment.
    Closed,
    /// The appointment with this id is over or was given up.
    Over(AppointmentState, String),
}

/// A booked appointment, in local time.
#[derive(Debug, Clone)]
pub struct BookedView {
    /// Id of the appointment.
    pub id: String,
    /// The revision that was read.
    pub revision: i32,
    /// Whether it has not begun, so that it may be moved or cancelled.
    pub can_change: bool,
    /// Whether adviser, interpreter or a mediator do not come, and somebody else is being looked for.
    pub falls_through: bool,
    /// The local date.
    pub date: NaiveDate,
    /// Local minutes since midnight.
    pub start: i32,
    /// Local minutes since midnight.
    pub end: i32,
    /// Where; none by video.
    pub station: Option<Station>,
    /// The adviser.
    pub adviser: String,
    /// The interpreter, where there is one.
    pub interpreter: Option<String>,
    /// The mediators who sit beside the adviser.
    pub mediators: Vec<String>,
    /// BCP 47 tags of the languages the resident named.
    pub languages: Vec<String>,
}

/// Gives what became of a request; `subject_id` is the request's id or its appointment's.
pub fn show_result(
    store: &Store,
    subject_id: &str,
    now: NaiveDateTime,
) -> Result<ResultView, LinkError> {
    store.read(|c| {
        let request = results::request(c, subject_id)?.ok_or(LinkError::Wrong)?;
        let latest = results::appointment(c, &request.id)?;
        let standing = match RequestState::parse(&request.state) {
            Some(RequestState::Offered) => Standing::Offered,
            // Whatever became of an earlier appointment.
            Some(RequestState::Waiting) | None => {
                Standing::Waiting(request.word_by, city_zone(c, &request.city_id)?)
            }
            Some(RequestState::Booked | RequestState::Closed) => match latest {
                None => Standing::Closed,
                Some(view) => match AppointmentState::parse(&view.state) {
                    Some(AppointmentState::Booked) | None => {
                        Standing::Booked(Box::new(booked(c, &request, &view, now)?))
                    }
                    Some(state) => Standing::Over(state, view.id),
                },
            },
        };
        let id = request.id;
        Ok(ResultView {
            request_id: id.clone(),
            code: request.code,
            locale: request.locale,
            is_told: request.reach != Reach::Nobody.as_str(),
            topic: Named {
                own: request.topic,
                english: request.topic_en,
            },
            wanted: wanted(c, &id)?,
            standing,
        })
    })
}

fn wanted(c: &mut Connection, request_id: &str) -> Result<Option<WantedAdviser>, StoreError> {
    let row = requests::find(c, request_id)?;
    let row = row.filter(|row| row.state() != RequestState::Closed);
    let Some(adviser_id) = row.and_then(|row| row.with_adviser_id) else {
        return Ok(None);
    };
    let parts = requests::parts_of(c, &[request_id.to_owned()])?;
    let can_come = parts.values().any(|own| own.with_adviser_id.is_some());
    let person = people::find_people(c, &[adviser_id])?.pop();
    Ok(person.map(|person| WantedAdviser {
        name: person.name,
        can_come,
    }))
}

fn booked(
    c: &mut Connection,
    request: &RequestView,
    view: &AppointmentView,
    now: NaiveDateTime,
) -> Result<BookedView, StoreError> {
    let station = match &view.station_id {
        Some(id) => places::find_station(c, id)?,
        None => None,
    };
    // A zone was checked when it was kept; a damaged one shows UTC rather than nothing.
    let zone = match &station {
        Some(station) => station.time_zone.parse().unwrap_or(Tz::UTC),
        None => city_zone(c, &request.city_id)?,
    };
    let (date, start) = local(zone, view.starts_at);
    let (_, end) = local(zone, view.ends_at);
    let interpreter = match &view.shift_id {
        Some(id) => results::interpreter(c, id)?,
        None => None,
    };
    let beside = [&view.mediator_slot_id, &view.second_mediator_slot_id];
    let beside: Vec<&String> = beside.into_iter().flatten().collect();
    let mediators = results::mediators(c, &beside)?;
    let mut others = interpreter.iter().chain(&mediators);
    let is_withdrawn = |(_, state): &(String, String)| state == "withdrawn";
    let falls_through = view.slot_state == "withdrawn" || others.any(is_withdrawn);
    Ok(BookedView {
        id: view.id.clone(),
        revision: view.revision,
        can_change: view.starts_at > now,
        falls_through,
        date,
        start: i32::from(start),
        end: i32::from(end),
        station: station.map(|row| Station {
            id: row.id,
            code: row.code,
            name: row.name,
            address: row.address,
            phone: row.phone,
        }),
        adviser: view.adviser.clone(),
        interpreter: interpreter.map(|(name, _)| name),
        mediators: mediators.into_iter().map(|(name, _)| name).collect(),
        languages: results::languages(c, &request.id)?,
    })
}

/// The zone of the city with this id.
pub(super) fn city_zone(c: &mut Connection, city_id: &str) -> Result<Tz, StoreError> {
    let city = places::find_city(c, city_id)?;
    Ok(city.as_ref().map_or(Tz::UTC, zone))
}
