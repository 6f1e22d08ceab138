//! Appointments in words: rows become what is shown to who books, and `mail::letters` to residents. Who the resident is, is opened
//! only here and only for the letter.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::Context;
use super::asking::{Asking, NewLink};
use super::queue_letters::{self, Receiver};
use crate::domain::capability::Purpose;
use crate::domain::sealing::{Contact, Reach};
use crate::mail::letters::{
    AdviserChanged, Appointment, AppointmentCancelled, AppointmentConfirmed, ForAnother, Letter,
    OfferEnded, Place, PleaseRate, TimeOffered, WhyCancelled, WhyEnded,
};
use crate::mail::{LetterError, Recipient};
use crate::store::appointments::AppointmentRow;
use crate::store::messages::{self, MessageRow};
use crate::store::people::PersonRow;
use crate::store::places::{CityRow, StationRow};
use crate::store::requests::RequestRow;
use crate::store::slots::{ShiftRow, SlotRow};
use crate::store::{Connection, StoreError, people, places, requests, slots};
use crate::texts::Lang;

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
    /// Name and address of the station; none by video.
    pub station: Option<(String, String)>,
    /// The zone of the station; by video, of the city.
    pub zone: Tz,
    /// Id and name of the adviser.
    pub adviser: (String, String),
    /// Id and name of the interpreter, where there is one.
    pub interpreter: Option<(String, String)>,
    /// Ids and names of the mediators who sit beside the adviser.
    pub mediators: Vec<(String, String)>,
    /// Whether word of it could not be sent: somebody must telephone.
    pub to_telephone: bool,
}

/// Who, when and where some appointments are.
pub(super) struct AppointmentWords {
    requests: HashMap<String, RequestRow>,
    slots: HashMap<String, SlotRow>,
    shifts: HashMap<String, ShiftRow>,
    stations: HashMap<String, StationRow>,
    people: HashMap<String, PersonRow>,
    /// By district.
    cities: HashMap<String, CityRow>,
    /// Requests with a letter that cannot be sent.
    parked: Vec<String>,
}

impl AppointmentWords {
    /// Loads what these appointments need: one query a table.
    pub(super) fn load(c: &mut Connection, rows: &[AppointmentRow]) -> Result<Self, StoreError> {
        let request_ids: Vec<String> = rows.iter().map(|r| r.request_id.clone()).collect();
        let slot_ids: Vec<String> = rows
            .iter()
            .flat_map(AppointmentRow::slot_ids)
            .cloned()
            .collect();
        let shift_ids: Vec<String> = rows.iter().filter_map(|r| r.shift_id.clone()).collect();
        let requests = requests::find_all(c, &request_ids)?;
        let slots = slots::find_slots(c, &slot_ids)?;
        let shifts = slots::find_shifts(c, &shift_ids)?;
        let station_ids: BTreeSet<String> =
            slots.iter().filter_map(|s| s.station_id.clone()).collect();
        let person_ids: BTreeSet<String> = slots
            .iter()
            .map(|s| s.adviser_id.clone())
            .chain(shifts.iter().map(|s| s.interpreter_id.clone()))
            .collect();
        let district_ids: BTreeSet<String> =
            requests.iter().map(|r| r.district_id.clone()).collect();
        let stations = places::find_stations(c, &Vec::from_iter(station_ids))?;
        let people = people::find_people(c, &Vec::from_iter(person_ids))?;
        let districts = places::find_districts(c, &Vec::from_iter(district_ids))?;
        let all_cities = places::all_cities(c)?;
        let city = |id: &str| all_cities.iter().find(|city| city.id == id).cloned();
        Ok(Self {
            cities: districts
                .into_iter()
                .filter_map(|d| Some((d.id, city(&d.city_id)?)))
                .collect(),
            parked: messages::parked_of(c, &request_ids)?,
            requests: requests.into_iter().map(|r| (r.id.clone(), r)).collect(),
            slots: slots.into_iter().map(|s| (s.id.clone(), s)).collect(),
            shifts: shifts.into_iter().map(|s| (s.id.clone(), s)).collect(),
            stations: stations.into_iter().map(|s| (s.id.clone(), s)).collect(),
            people: people.into_iter().map(|p| (p.id.clone(), p)).collect(),
        })
    }

    /// The cities whose residents they are, each once.
    pub(super) fn cities(&self) -> BTreeSet<String> {
        self.cities.values().map(|city| city.id.clone()).collect()
    }

    /// An appointment as it is shown.
    pub(super) fn shown(&self, row: AppointmentRow) -> Shown {
        let (slot, shift) = self.times(&row);
        let request = &self.requests[&row.request_id];
        let named = |id: &String| (id.clone(), self.people[id].name.clone());
        Shown {
            district_id: request.district_id.clone(),
            code: request.code.clone(),
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            station_id: slot.station_id.clone(),
            station: self
                .station(slot)
                .map(|s| (s.name.clone(), s.address.clone())),
            zone: self.zone(slot, request),
            adviser: named(&slot.adviser_id),
            interpreter: shift.map(|s| named(&s.interpreter_id)),
            mediators: self.mediators(&row).map(|s| named(&s.adviser_id)).collect(),
            to_telephone: request.reach() != Reach::Nobody && self.parked.contains(&row.request_id),
            row,
        }
    }

    /// The letter that confirms a booking, or that one was moved to it; and the link in it.
    pub(super) fn confirmed(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
        instead_of: Option<&AppointmentRow>,
    ) -> Result<(MessageRow, NewLink), LetterError> {
        let link = self.link(context, asking, row);
        let letter = AppointmentConfirmed {
            appointment: self.appointment(context, row),
            instead_of: instead_of.map(|before| self.appointment(context, before)),
            link: link.url.clone(),
        };
        let kind = match instead_of {
            None => "appointment_confirmed",
            Some(_) => "appointment_moved",
        };
        Ok((self.write(context, asking, row, kind, &letter)?, link))
    }

    /// The letter that somebody else comes to an appointment, and the link in it.
    pub(super) fn handed_over(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
    ) -> Result<(MessageRow, NewLink), LetterError> {
        let link = self.link(context, asking, row);
        let letter = AdviserChanged {
            appointment: self.appointment(context, row),
            link: link.url.clone(),
        };
        Ok((
            self.write(context, asking, row, "adviser_changed", &letter)?,
            link,
        ))
    }

    /// The letter that offers a time, in the place of an appointment that falls through where there is one; and the link in it.
    pub(super) fn offered(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
        instead_of: Option<&AppointmentRow>,
        answer_by: NaiveDateTime,
    ) -> Result<(MessageRow, NewLink), LetterError> {
        let link = self.link(context, asking, row);
        let letter = TimeOffered {
            appointment: self.appointment(context, row),
            instead_of: instead_of.map(|before| self.appointment(context, before)),
            answer_by: answer_by.and_utc(),
            link: link.url.clone(),
        };
        Ok((
            self.write(context, asking, row, "time_offered", &letter)?,
            link,
        ))
    }

    /// The letter that an offered time is no longer held, and the link in it.
    pub(super) fn offer_ended(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
        why: WhyEnded,
    ) -> Result<(MessageRow, NewLink), LetterError> {
        let link = self.link(context, asking, row);
        let letter = OfferEnded {
            appointment: self.appointment(context, row),
            why,
            link: link.url.clone(),
        };
        Ok((
            self.write(context, asking, row, "offer_ended", &letter)?,
            link,
        ))
    }

    /// The letter that takes a booking back.
    pub(super) fn cancelled(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
        why: WhyCancelled,
    ) -> Result<MessageRow, LetterError> {
        let letter = AppointmentCancelled {
            appointment: self.appointment(context, row),
            why,
        };
        self.write(context, asking, row, "appointment_cancelled", &letter)
    }

    /// The letter that asks how a visit was, and the link in it; none for who has no address for letters: nobody telephones for this.
    pub(super) fn please_rate(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
    ) -> Result<Option<(MessageRow, NewLink)>, LetterError> {
        let request = &self.requests[&row.request_id];
        let link = asking.rating_link(context, &row.id);
        let letter = PleaseRate {
            link: link.url.clone(),
            link_ends: link.row.expires_at.and_utc(),
            zone: self.zone(self.times(row).0, request),
        };
        let written = self.write(context, asking, row, messages::PLEASE_RATE, &letter)?;
        Ok((written.state != "parked").then_some((written, link)))
    }

    fn write(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        row: &AppointmentRow,
        kind: &str,
        letter: &dyn Letter,
    ) -> Result<MessageRow, LetterError> {
        let request = &self.requests[&row.request_id];
        write_to(context, asking, request, kind, letter)
    }

    /// It opens the resident's request, whatever becomes of this appointment, until a week after it.
    fn link(&self, context: &Context, asking: &Asking<'_>, row: &AppointmentRow) -> NewLink {
        let needed = self.times(row).0.ends_at + chrono::TimeDelta::days(7);
        asking.link(context, Purpose::Appointment, &row.request_id, None, needed)
    }

    /// Who is written to about an appointment.
    pub(super) fn reach(&self, row: &AppointmentRow) -> Reach {
        self.requests[&row.request_id].reach()
    }

    /// The slot of an appointment, and the interpreter's shift, if there is one.
    pub(super) fn times(&self, row: &AppointmentRow) -> (&SlotRow, Option<&ShiftRow>) {
        let shift = row.shift_id.as_ref().map(|id| &self.shifts[id]);
        (&self.slots[&row.slot_id], shift)
    }

    /// The slots of the mediators who sit beside the adviser.
    pub(super) fn mediators<'a>(
        &'a self,
        row: &'a AppointmentRow,
    ) -> impl Iterator<Item = &'a SlotRow> {
        row.mediator_slot_ids().map(|id| &self.slots[id])
    }

    fn station(&self, slot: &SlotRow) -> Option<&StationRow> {
        slot.station_id.as_ref().map(|id| &self.stations[id])
    }

    /// The zone of the station; by video, of the city. It was checked when it was kept; a damaged one shows UTC rather than nothing.
    fn zone(&self, slot: &SlotRow, request: &RequestRow) -> Tz {
        let zone = self.station(slot).map_or_else(
            || self.cities[&request.district_id].time_zone.as_str(),
            |station| station.time_zone.as_str(),
        );
        zone.parse().unwrap_or(Tz::UTC)
    }

    /// A resident has one event in the calendar, of which each letter says more than the last: its sequence is the seconds since they
    /// came to us.
    fn appointment(&self, context: &Context, row: &AppointmentRow) -> Appointment {
        let (slot, shift) = self.times(row);
        let request = &self.requests[&row.request_id];
        let station = self.station(slot);
        Appointment {
            request_id: request.id.clone(),
            sequence: u32::try_from((context.instant() - request.created_at).num_seconds())
                .unwrap_or_default(),
            starts: slot.starts_at.and_utc(),
            ends: slot.ends_at.and_utc(),
            zone: self.zone(slot, request),
            place: station.map_or(Place::Video, |s| Place::Station {
                name: s.name.clone(),
                address: s.address.clone(),
            }),
            adviser: self.people[&slot.adviser_id].name.clone(),
            interpreter: shift.map(|s| self.people[&s.interpreter_id].name.clone()),
            mediators: self
                .mediators(row)
                .map(|s| self.people[&s.adviser_id].name.clone())
                .collect(),
            code: request.code.clone(),
        }
    }
}

/// A letter to a resident, or to who asked for them.
pub(super) fn write_to(
    context: &Context,
    asking: &Asking<'_>,
    request: &RequestRow,
    kind: &str,
    letter: &dyn Letter,
) -> Result<MessageRow, LetterError> {
    let recipient = recipient(asking, request);
    let receiver = Receiver::Resident(&request.id, &recipient);
    let for_another = ForAnother {
        letter,
        code: &request.code,
    };
    let letter = match request.reach() {
        Reach::Proxy => &for_another,
        Reach::Resident | Reach::Nobody => letter,
    };
    queue_letters::write(context, asking.head, kind, receiver, letter)
}

/// Where word about a request goes. A contact that cannot be opened has no address, nor has a resident whom word could harm: the letter is
/// parked, and somebody sees it.
fn recipient(asking: &Asking<'_>, request: &RequestRow) -> Recipient {
    let contact = asking.sealer.open(&request.sealed, &request.id).ok();
    let (name, email) = match contact.as_ref().and_then(Contact::addressee) {
        Some(to) => (to.name.to_owned(), to.email.to_owned()),
        None => (request.code.clone(), String::new()),
    };
    Recipient {
        name,
        email,
        lang: Lang::choose([request.locale.as_str()]),
    }
}
