//! Says on which days a station is closed. What a published month has there then is told before anything is kept; kept all the same, it is
//! called off: whoever was asked is told and loses it from their calendar, and residents are found another time. In a month that is not
//! published, its duties are left out until the station is open again.

use chrono::NaiveDate;
use chrono_tz::Tz;
use thiserror::Error;

use super::adjust_roster::AdjustError;
use super::asking::Asking;
use super::change_availability::{BrokenDuty, WhereBroken, broken};
use super::keep::KeepError;
use super::letter_duties::DutyWords;
use super::noting::{Change, note};
use super::{Context, adjust_roster, hand_over, offering, queue_letters};
use crate::domain::assignment::AssignmentState;
use crate::domain::calendar::local;
use crate::domain::opening_hours::{Closure, closed_on};
use crate::domain::roster::RosterState;
use crate::mail::LetterError;
use crate::mail::letters::Cancelled;
use crate::store::appointments::{self, AppointmentRow};
use crate::store::closures::{self, ClosureRow};
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::kept::Kept;
use crate::store::places::{self, StationRow};
use crate::store::rosters::RosterRow;
use crate::store::{Connection, Store, StoreError, offers, people, slots};
use crate::texts::Lang;

/// Why nothing was kept.
#[derive(Debug, Error)]
pub enum ClosureError {
    /// People were asked to serve there on those days, or residents are booked there.
    #[error("{} duties and {appointments} appointments lie on those days", duties.len())]
    InUse {
        /// Each seat of a duty whose person was asked.
        duties: Vec<BrokenDuty>,
        /// How many appointments are booked.
        appointments: usize,
    },
    /// There is no such station, or it was changed meanwhile.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// A month of it is being solved.
    #[error(transparent)]
    Adjust(#[from] AdjustError),
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts these closures in the place of those of the station with this id, if it still has the revision `seen`. Gives the station as it is
/// then.
pub fn close_station(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    (station_id, seen): (&str, i32),
    then: &[Closure],
    where_broken: WhereBroken,
) -> Result<StationRow, ClosureError> {
    store.write(|c| {
        // Whoever opens time there at this moment has done so, or waits and finds it closed.
        places::hold_station(c, station_id)?;
        let before = StationRow::find(c, station_id)?.ok_or(KeepError::Gone)?;
        let there = Affected::load(c, context, &before, then)?;
        if where_broken == WhereBroken::Refuse {
            there.refuse_in_use(c, &before)?;
        }
        let after = keep(c, context, &before, seen, then)?;
        there.mark_rosters(c)?;
        there.call_off(c, context, asking, then)?;
        Ok(after)
    })
}

/// The closures of a station as its change keeps and notes them.
#[derive(serde::Serialize)]
struct Said {
    closures: Vec<ClosureRow>,
}

fn keep(
    c: &mut Connection,
    context: &Context,
    before: &StationRow,
    seen: i32,
    then: &[Closure],
) -> Result<StationRow, ClosureError> {
    let after = StationRow {
        revision: seen + 1,
        ..before.clone()
    };
    if !after.replace(c, seen)? {
        return Err(KeepError::Changed.into());
    }
    let was = Said {
        closures: closures::of_station(c, &before.id)?,
    };
    let rows = then.iter().map(|closure| ClosureRow {
        station_id: before.id.clone(),
        first_date: closure.first_date,
        last_date: closure.last_date,
        note: closure.note.clone(),
    });
    let is = Said {
        closures: rows.collect(),
    };
    closures::replace(c, &before.id, &is.closures)?;
    let change = Change::with(Some((before, Some(&was))), (&after, Some(&is)));
    note(c, context, &[change])?;
    Ok(after)
}

/// What closures change of what is to come at a station.
struct Affected {
    city_id: String,
    /// Duties that are not held any more.
    closed: Vec<DutyRow>,
    /// Duties of months that are not published, which are held again.
    open: Vec<DutyRow>,
    /// The months of either that are not published.
    rosters: Vec<RosterRow>,
    slot_ids: Vec<String>,
    shift_ids: Vec<String>,
}

impl Affected {
    fn load(
        c: &mut Connection,
        context: &Context,
        station: &StationRow,
        then: &[Closure],
    ) -> Result<Self, ClosureError> {
        let now = context.instant();
        let district = places::find_district(c, &station.district_id)?.ok_or(KeepError::Gone)?;
        let (mut closed, mut open) = (Vec::new(), Vec::new());
        let mut rosters: Vec<RosterRow> = Vec::new();
        for (duty, roster) in closures::duties_at(c, &station.id, now)? {
            let is_told = roster.state() == RosterState::Published;
            match (closed_on(then, duty.date), duty.called_off) {
                (Some(_), false) => closed.push(duty),
                // What people were told is off is not on again without being asked.
                (None, true) if !is_told => open.push(duty),
                _ => continue,
            }
            if !is_told && rosters.iter().all(|there| there.id != roster.id) {
                rosters.push(roster);
            }
        }
        // Whoever is asked for one of them at this moment is found below, or finds it called off.
        let duty_ids = ids(&closed);
        duties::hold(c, &duty_ids)?;
        let (slots, shifts) = slots::at_station(c, &station.id, &duty_ids, now)?;
        let zone: Tz = station.time_zone.parse().unwrap_or(Tz::UTC);
        let is_closed = |duty_id: &Option<String>, starts_at| {
            let of_closed = duty_id.as_ref().is_some_and(|id| duty_ids.contains(id));
            of_closed || closed_on(then, local(zone, starts_at).0).is_some()
        };
        let slots = slots
            .into_iter()
            .filter(|slot| is_closed(&slot.duty_id, slot.starts_at));
        let shifts = shifts
            .into_iter()
            .filter(|shift| is_closed(&shift.duty_id, shift.starts_at));
        Ok(Self {
            city_id: district.city_id,
            slot_ids: slots.map(|slot| slot.id).collect(),
            shift_ids: shifts.map(|shift| shift.id).collect(),
            closed,
            open,
            rosters,
        })
    }

    fn booked(&self, c: &mut Connection) -> Result<Vec<AppointmentRow>, StoreError> {
        if self.slot_ids.is_empty() && self.shift_ids.is_empty() {
            return Ok(Vec::new());
        }
        appointments::booked_at(c, &self.slot_ids, &self.shift_ids)
    }

    fn refuse_in_use(&self, c: &mut Connection, station: &StationRow) -> Result<(), ClosureError> {
        let seats = duties::assignments_of_duties(c, &ids(&self.closed))?;
        let asked = [AssignmentState::Asked, AssignmentState::Confirmed];
        let asked = seats.iter().filter(|seat| asked.contains(&seat.state()));
        let told = asked.filter_map(|seat| {
            let duty = self.closed.iter().find(|duty| duty.id == seat.duty_id)?;
            Some(broken(seat, duty, &station.name))
        });
        let duties: Vec<BrokenDuty> = told.collect();
        let appointments = self.booked(c)?.len();
        if duties.is_empty() && appointments == 0 {
            return Ok(());
        }
        Err(ClosureError::InUse {
            duties,
            appointments,
        })
    }

    /// A month that is solved at this moment is waited for, and a publication that read it before begins again.
    fn mark_rosters(&self, c: &mut Connection) -> Result<(), ClosureError> {
        for roster in &self.rosters {
            adjust_roster::mark(c, roster)?;
        }
        Ok(())
    }

    fn call_off(
        &self,
        c: &mut Connection,
        context: &Context,
        asking: &Asking<'_>,
        then: &[Closure],
    ) -> Result<(), ClosureError> {
        closures::call_off(c, &ids(&self.closed))?;
        closures::hold_again(c, &ids(&self.open))?;
        for (duties, was, is) in [
            (&self.closed, "", "called off"),
            (&self.open, "called off", ""),
        ] {
            for duty in duties {
                context.note(c, "call_off_duty", &duty.id, was, is)?;
            }
        }
        let seats = closures::withdraw_seats(c, &ids(&self.closed))?;
        self.tell(c, context, asking, then, &seats)?;
        slots::withdraw_all(c, &self.slot_ids, &self.shift_ids)?;
        if self.slot_ids.is_empty() && self.shift_ids.is_empty() {
            return Ok(());
        }
        let offered = offers::asked_at(c, &self.slot_ids, &self.shift_ids)?;
        offering::withdraw::<ClosureError>(c, context, asking, &offered)?;
        let booked = self.booked(c)?;
        hand_over::let_fall_these(c, context, asking, &self.city_id, booked)
    }

    /// One letter for each seat that was asked for, which takes it out of the calendar.
    fn tell(
        &self,
        c: &mut Connection,
        context: &Context,
        asking: &Asking<'_>,
        then: &[Closure],
        seats: &[AssignmentRow],
    ) -> Result<(), ClosureError> {
        if seats.is_empty() {
            return Ok(());
        }
        let person_ids: Vec<String> = seats.iter().map(|seat| seat.person_id.clone()).collect();
        let people = people::find_people(c, &person_ids)?;
        let words = DutyWords::load(c, self.closed.iter())?;
        let mut letters = Vec::new();
        for seat in seats {
            let duty = self.closed.iter().find(|duty| duty.id == seat.duty_id);
            let person = people.iter().find(|person| person.id == seat.person_id);
            let (Some(duty), Some(person)) = (duty, person) else {
                continue;
            };
            let lang = Lang::choose([person.locale.as_str()]);
            let why = closed_on(then, duty.date).map_or("", |closure| closure.note.as_str());
            let letter = Cancelled {
                duty: words.duty(lang, seat, duty, seat.revision, Vec::new()),
                reason: why.to_owned(),
            };
            let receiver = queue_letters::Receiver::Person(person);
            letters.push(queue_letters::write(
                context,
                asking.head,
                "duty_cancelled",
                receiver,
                &letter,
            )?);
        }
        Ok(queue_letters::queue(c, context, &letters)?)
    }
}

fn ids(duties: &[DutyRow]) -> Vec<String> {
    duties.iter().map(|duty| duty.id.clone()).collect()
}

/// The closure that a local date of a station lies in, where it does.
pub(super) fn closure_on(
    c: &mut Connection,
    station_id: &str,
    date: NaiveDate,
) -> Result<Option<Closure>, StoreError> {
    let rows = closures::of_station(c, station_id)?;
    let all: Vec<Closure> = rows.into_iter().map(Closure::from).collect();
    Ok(closed_on(&all, date).cloned())
}
