//! Opens time of an adviser, or of an interpreter, beside their duties: residents can book it as they can a duty's. What is refused is
//! refused before anything is written, and whoever opens time of the same person at this moment comes before or after.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use thiserror::Error;

use super::close_station::closure_on;
use super::match_waiting_list::enqueue;
use super::open_times::{Times, cut_of, slots_of_turn};
use super::take_request::FURTHEST;
use super::{Context, matching_instance};
use crate::domain::calendar::{ClockError, instant, local, local_span};
use crate::domain::city::Span;
use crate::domain::qualification::QualificationKind;
use crate::store::people::{PersonRow, PoolRow};
use crate::store::places::{CityRow, StationRow};
use crate::store::slots::{self, ShiftRow, SlotRow};
use crate::store::{
    Connection, Store, StoreError, belongings, duties, people, places, qualifications,
};

/// The longest opening: a slip of the date opens no week.
pub const LONGEST: TimeDelta = TimeDelta::hours(24);

/// Time to be opened.
#[derive(Debug, Clone)]
pub struct NewOpening {
    /// Whose.
    pub person_id: String,
    /// Where residents come to; none is by video.
    pub station_id: Option<String>,
    /// When it begins, as the station's clock says it, or the city's by video; whole minutes.
    pub starts: NaiveDateTime,
    /// When it ends, by the same clock.
    pub ends: NaiveDateTime,
    /// Minutes of one appointment: given for who advises, and not for who interprets.
    pub slot_minutes: Option<i32>,
    /// Minutes of a break in the middle.
    pub break_minutes: Option<i32>,
}

/// What was opened: slots of an adviser, or a shift of an interpreter.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// By time.
    pub slots: Vec<SlotRow>,
    /// At most one.
    pub shifts: Vec<ShiftRow>,
}

/// A time by the clock of the place, such as `2026-12-03 14:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// When what is there already begins.
    pub from: String,
    /// When it ends.
    pub to: String,
}

/// Why nothing was opened.
#[derive(Debug, Error)]
pub enum OpeningError {
    /// There is no such person, or they have left.
    #[error("there is nobody active with the id {0}")]
    NoPerson(String),
    /// There is no such station where the person serves.
    #[error("there is no station {0} where the person serves")]
    NoStation(String),
    /// People of this pool are never without somebody else.
    #[error("people of the pool {0} do not serve alone")]
    NotAlone(String),
    /// What the pool asks for is not held, or not valid.
    #[error("the person has no valid {} on {date}", .kind.as_str())]
    Lacks {
        /// What is asked for.
        kind: QualificationKind,
        /// When they would serve.
        date: NaiveDate,
    },
    /// It would begin at a time that is none, or two.
    #[error("it cannot begin then: {0}")]
    Starts(ClockError),
    /// It would end at such a time.
    #[error("it cannot end then: {0}")]
    Ends(ClockError),
    /// It ends before it begins.
    #[error("its end is not after its start")]
    Order,
    /// It is longer than [`LONGEST`].
    #[error("it is longer than a day")]
    TooLong,
    /// It has begun.
    #[error("it lies in the past")]
    Over,
    /// It is further away than anything is planned.
    #[error("it is too far away")]
    TooFar,
    /// Whoever advises is booked by appointments of some length.
    #[error("the length of an appointment is missing")]
    SlotMinutesMissing,
    /// Whoever interprets is there for the whole time.
    #[error("an interpreter's time is not cut into appointments")]
    SlotMinutesGiven,
    /// Not one appointment fits.
    #[error("no appointment fits into it")]
    NoneFits,
    /// An appointment would begin on one day and end on the next, or while the clocks are changed.
    #[error("an appointment would go over midnight, or over a change of the clocks")]
    OverMidnight,
    /// The station is closed.
    #[error("the station is closed on {0}")]
    Closed(NaiveDate),
    /// The person can be booked already.
    #[error("the person can be booked already from {} to {}", .0.from, .0.to)]
    BookableAlready(Meeting),
    /// The person holds a duty.
    #[error("the person holds a duty from {} to {}", .0.from, .0.to)]
    OnDuty(Meeting),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens it, and has the city's waiting list matched. Gives what residents can book then.
pub fn add_opening(
    store: &Store,
    context: &Context,
    new: &NewOpening,
) -> Result<Opened, OpeningError> {
    store.write(|c| {
        // Whoever else gives this person a time has done so before the look below, or does so after the commit.
        people::hold(c, std::slice::from_ref(&new.person_id))?;
        let place = Place::load(c, new)?;
        let turn = place.turn(context, new)?;
        place.refuse_closed(c, new)?;
        place.refuse_unqualified(c, turn)?;
        place.refuse_meeting(c, turn)?;
        let times = place.times(context, new, turn)?;
        slots::insert(c, &times.slots, &times.shifts)?;
        enqueue(c, context, &place.city.id)?;
        let after = format!("{:?} to {:?} UTC", turn.0, turn.1);
        context.note(c, "add_opening", &new.person_id, "", &after)?;
        Ok(Opened {
            slots: times.slots,
            shifts: times.shifts,
        })
    })
}

/// From when, until when.
type Turn = (NaiveDateTime, NaiveDateTime);

/// Who is there, and where.
struct Place {
    person: PersonRow,
    pool: PoolRow,
    city: CityRow,
    station: Option<StationRow>,
    /// Of the clock by which the opening is said.
    zone: Tz,
}

impl Place {
    fn load(c: &mut Connection, new: &NewOpening) -> Result<Self, OpeningError> {
        let none = || OpeningError::NoPerson(new.person_id.clone());
        let found = people::find_people(c, std::slice::from_ref(&new.person_id))?;
        let active = |p: &PersonRow| p.state == "active";
        let person = found.into_iter().find(active).ok_or_else(none)?;
        let pools = people::all_pools(c)?.into_iter();
        let pool = pools.into_iter().find(|p| p.id == person.pool_id);
        let pool = pool.ok_or_else(none)?;
        if !pool.may_serve_alone && !pool.interprets {
            return Err(OpeningError::NotAlone(pool.code));
        }
        let district = places::find_district(c, &person.district_id)?.ok_or_else(none)?;
        let city = places::find_city(c, &district.city_id)?.ok_or_else(none)?;
        let station = match &new.station_id {
            Some(id) => Some(station(c, &person, id)?),
            None => None,
        };
        let zone = station.as_ref().and_then(|s| s.time_zone.parse().ok());
        Ok(Self {
            zone: zone.unwrap_or_else(|| matching_instance::zone(&city)),
            person,
            pool,
            city,
            station,
        })
    }

    /// The instants of the opening.
    fn turn(&self, context: &Context, new: &NewOpening) -> Result<Turn, OpeningError> {
        let starts = self.instant(new.starts).map_err(OpeningError::Starts)?;
        let ends = self.instant(new.ends).map_err(OpeningError::Ends)?;
        let now = context.instant();
        if ends <= starts {
            return Err(OpeningError::Order);
        }
        if ends - starts > LONGEST {
            return Err(OpeningError::TooLong);
        }
        if starts <= now {
            return Err(OpeningError::Over);
        }
        if ends > now + FURTHEST {
            return Err(OpeningError::TooFar);
        }
        Ok((starts, ends))
    }

    fn instant(&self, at: NaiveDateTime) -> Result<NaiveDateTime, ClockError> {
        // On paper every day has its minutes, whatever the clocks do.
        let (_, minute) = local(Tz::UTC, at);
        instant(self.zone, at.date(), minute).map(|at| at.naive_utc())
    }

    /// Whoever closes the station at this moment has done so, or waits and finds what is opened here.
    fn refuse_closed(&self, c: &mut Connection, new: &NewOpening) -> Result<(), OpeningError> {
        let Some(station) = &self.station else {
            return Ok(());
        };
        places::hold_station(c, &station.id)?;
        let last = (new.ends - TimeDelta::minutes(1)).date();
        for date in [new.starts.date(), last] {
            if closure_on(c, &station.id, date)?.is_some() {
                return Err(OpeningError::Closed(date));
            }
        }
        let (date, start) = local(Tz::UTC, new.starts);
        let (_, end) = local(Tz::UTC, new.ends);
        let end = if last == new.ends.date() { end } else { 1440 };
        match station.hours() {
            // What goes over midnight is refused for that.
            Some(hours) if last == date && !hours.cover(date, Span { start, end }) => {
                Err(OpeningError::Closed(date))
            }
            _ => Ok(()),
        }
    }

    fn refuse_unqualified(&self, c: &mut Connection, turn: Turn) -> Result<(), OpeningError> {
        let (date, _) = local(self.zone, turn.0);
        let held = qualifications::of_person(c, &self.person.id)?;
        match self.pool.lacks(&held, date) {
            Some(kind) => Err(OpeningError::Lacks { kind, date }),
            None => Ok(()),
        }
    }

    fn refuse_meeting(&self, c: &mut Connection, (starts, ends): Turn) -> Result<(), OpeningError> {
        let ids = std::slice::from_ref(&self.person.id);
        let bookable = slots::bookable(c, ids, starts, ends)?.into_iter();
        if let Some((_, from, to)) = bookable.min_by_key(|(_, from, _)| *from) {
            return Err(OpeningError::BookableAlready(self.meeting(from, to)));
        }
        let held = duties::of_person_between(c, &self.person.id, starts, ends)?;
        let mut held = held
            .into_iter()
            .filter(|(seat, _)| seat.state().holds_seat());
        if let Some((_, duty)) = held.next() {
            return Err(OpeningError::OnDuty(
                self.meeting(duty.starts_at, duty.ends_at),
            ));
        }
        Ok(())
    }

    fn meeting(&self, from: NaiveDateTime, to: NaiveDateTime) -> Meeting {
        let said = |at| {
            let (date, minute) = local(self.zone, at);
            format!("{date} {:02}:{:02}", minute / 60, minute % 60)
        };
        Meeting {
            from: said(from),
            to: said(to),
        }
    }

    fn times(
        &self,
        context: &Context,
        new: &NewOpening,
        (starts, ends): Turn,
    ) -> Result<Times, OpeningError> {
        let mut times = Times::default();
        let station_id = self.station.as_ref().map(|s| &s.id);
        let cut = cut_of(new.slot_minutes, new.break_minutes);
        match (self.pool.interprets, cut) {
            (true, Some(_)) => return Err(OpeningError::SlotMinutesGiven),
            (false, None) => return Err(OpeningError::SlotMinutesMissing),
            (true, None) => times.shifts.push(ShiftRow {
                id: context.new_id(),
                duty_id: None,
                interpreter_id: self.person.id.clone(),
                station_id: station_id.cloned(),
                starts_at: starts,
                ends_at: ends,
                state: "open".to_owned(),
            }),
            (false, Some(cut)) => {
                let turn = (starts, ends);
                times.slots = slots_of_turn(context, &self.person.id, station_id, turn, cut);
            }
        }
        if times.slots.is_empty() && times.shifts.is_empty() {
            return Err(OpeningError::NoneFits);
        }
        // A matching is told local times of one date, and would leave out what they cannot say.
        let zone = matching_instance::zone(&self.city);
        let of_slots = times.slots.iter().map(|s| (s.starts_at, s.ends_at));
        let mut all = of_slots.chain(times.shifts.iter().map(|s| (s.starts_at, s.ends_at)));
        if all.any(|(from, to)| local_span(zone, from, to).is_none()) {
            return Err(OpeningError::OverMidnight);
        }
        Ok(times)
    }
}

/// The station, where it lies in a district in which the person serves.
fn station(c: &mut Connection, person: &PersonRow, id: &str) -> Result<StationRow, OpeningError> {
    let none = || OpeningError::NoStation(id.to_owned());
    let station = places::find_station(c, id)?.ok_or_else(none)?;
    let serves = person.district_id == station.district_id
        || belongings::serves_in(c, &person.id, &station.district_id)?;
    if serves { Ok(station) } else { Err(none()) }
}
