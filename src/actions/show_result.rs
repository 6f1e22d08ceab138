//! What became of a resident's request: an appointment, still waiting, or over. For the page behind the resident's link.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::open_link::LinkError;
use super::show_month::{Named, Station};
use crate::domain::appointment::{AppointmentState, RequestState};
use crate::domain::calendar::local;
use crate::store::results::{AppointmentView, RequestView};
use crate::store::{Connection, Store, StoreError, places, results};

/// A request and what became of it.
#[derive(Debug, Clone)]
pub struct ResultView {
    /// The code to name on the telephone.
    pub code: String,
    /// BCP 47 tag of the language of the resident's letters.
    pub locale: String,
    /// What it is about.
    pub topic: Named,
    /// Where it stands.
    pub standing: Standing,
}

/// Where a request stands.
#[derive(Debug, Clone)]
pub enum Standing {
    /// An appointment is booked.
    Booked(Box<BookedView>),
    /// On the waiting list.
    Waiting,
    /// Withdrawn before there was an appointment.
    Closed,
    /// The appointment is over or was given up.
    Over(AppointmentState),
}

/// A booked appointment, in local time.
#[derive(Debug, Clone)]
pub struct BookedView {
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
    /// BCP 47 tags of the languages the resident named.
    pub languages: Vec<String>,
}

/// Gives what became of a request; `subject_id` is the request's id or its appointment's.
pub fn show_result(store: &Store, subject_id: &str) -> Result<ResultView, LinkError> {
    store.read(|c| {
        let request = results::request(c, subject_id)?.ok_or(LinkError::Wrong)?;
        let standing = match results::appointment(c, &request.id)? {
            None if request.state == RequestState::Closed.as_str() => Standing::Closed,
            None => Standing::Waiting,
            Some(view) => match AppointmentState::parse(&view.state) {
                Some(AppointmentState::Booked) | None => {
                    Standing::Booked(Box::new(booked(c, &request, &view)?))
                }
                // Cancelled or moved, and the resident asked for another time.
                Some(_) if request.state == RequestState::Waiting.as_str() => Standing::Waiting,
                Some(state) => Standing::Over(state),
            },
        };
        Ok(ResultView {
            code: request.code,
            locale: request.locale,
            topic: Named {
                own: request.topic,
                english: request.topic_en,
            },
            standing,
        })
    })
}

fn booked(
    c: &mut Connection,
    request: &RequestView,
    view: &AppointmentView,
) -> Result<BookedView, StoreError> {
    let station = match &view.station_id {
        Some(id) => places::find_station(c, id)?,
        None => None,
    };
    let zone = match &station {
        Some(station) => station.time_zone.clone(),
        None => {
            places::find_city(c, &request.city_id)?.map_or_else(String::new, |city| city.time_zone)
        }
    };
    // A zone was checked when it was kept; a damaged one shows UTC rather than nothing.
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let (date, start) = local(zone, view.starts_at);
    let (_, end) = local(zone, view.ends_at);
    let interpreter = match &view.shift_id {
        Some(id) => results::interpreter(c, id)?,
        None => None,
    };
    Ok(BookedView {
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
        interpreter,
        languages: results::languages(c, &request.id)?,
    })
}
