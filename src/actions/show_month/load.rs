//! Reads a month as it is shown: one query for each table, put together in memory.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::work::work;
use super::{
    CalendarState, Day, Duty, Gap, Month, Named, PoolAway, Proof, Seat, ShowMonthError, Station,
    named,
};
use zhiban_solver::roster;

use crate::actions::check_minima::standing;
use crate::actions::publish_roster::breaks_a_word;
use crate::actions::read_city::special_days;
use crate::domain::assignment::AssignmentState;
use crate::domain::city::Holiday;
use crate::domain::coverage::Coverage;
use crate::domain::district_calendar::{DayKind, DistrictDays};
use crate::domain::roster::{RosterState, Word};
use crate::store::duties::{AssignmentRow, DutyRow};
use crate::store::people::{PersonRow, PoolRow};
use crate::store::places::{DistrictRow, StationRow};
use crate::store::rosters::SolveRow;
use crate::store::templates::TemplateRow;
use crate::store::{
    Connection, StoreError, district_needs, duties, people, places, rosters, words,
};

/// A gap as the solver tells it; what it says besides is not shown here.
#[derive(Deserialize)]
struct SolvedGap {
    duty: String,
    missing: u32,
    reason: String,
}

pub(super) fn month(
    c: &mut Connection,
    district: &DistrictRow,
    month: &str,
) -> Result<Month, ShowMonthError> {
    let dates = dates(month).ok_or(ShowMonthError::NoMonth)?;
    let roster = rosters::of_month(c, &district.id, month)?.ok_or(ShowMonthError::NotSetUp)?;
    let stations = places::stations_of_district(c, &district.id)?;
    let solve = match &roster.solve_id {
        Some(id) => rosters::find_solve(c, id)?,
        None => None,
    };
    let days = days(c, district, &dates)?;
    let duties = Lookup::read(c, &roster.id, district, &stations, solve.as_ref())?.duties();
    let work = work(c, &roster)?;
    let is_outdated = roster.state() == RosterState::Proposed && breaks_a_word(c, &roster.id)?;
    let law = standing(c, &roster)?;
    Ok(Month {
        district_id: district.id.clone(),
        district: named(&district.name, &district.name_en),
        state: roster.state(),
        roster_id: roster.id,
        month: roster.month,
        version: roster.version,
        days: days.days,
        calendar: days.state,
        away: days.away,
        stations: stations.into_iter().map(station).collect(),
        duties,
        proof: solve.as_ref().map(proof),
        work,
        is_outdated,
        law,
    })
}

/// Every date of a month such as `2026-12`.
fn dates(month: &str) -> Option<Vec<NaiveDate>> {
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok()?;
    let inside = |date: &NaiveDate| date.month() == first.month() && date.year() == first.year();
    Some(first.iter_days().take_while(inside).collect())
}

/// What the calendars say of a month.
struct Days {
    days: Vec<Day>,
    state: CalendarState,
    away: Vec<PoolAway>,
}

fn days(
    c: &mut Connection,
    district: &DistrictRow,
    dates: &[NaiveDate],
) -> Result<Days, StoreError> {
    let special = special_days(c, district)?;
    let year = dates.first().map(NaiveDate::year);
    let state = match year.and_then(|year| special.provisional.get(&year)) {
        None => CalendarState::Missing,
        Some(true) => CalendarState::Provisional,
        Some(false) => CalendarState::Published,
    };
    let by_date: HashMap<NaiveDate, &Holiday> =
        special.days.iter().map(|day| (day.date, day)).collect();
    let day = |date: &NaiveDate| Day {
        date: *date,
        special: by_date
            .get(date)
            .map(|day| (day.kind, named(&day.name, &day.name_en))),
    };
    let days = dates.iter().map(day).collect();
    let falls = |own: &&DistrictDays| {
        let from = dates.first().is_some_and(|first| own.last_date >= *first);
        own.kind == DayKind::PoolAway
            && from
            && dates.last().is_some_and(|last| own.first_date <= *last)
    };
    let own: Vec<&DistrictDays> = special.own.iter().filter(falls).collect();
    let pools = if own.is_empty() {
        Vec::new()
    } else {
        people::all_pools(c)?
    };
    let pool = |code: &String| {
        let pool = pools.iter().find(|pool| pool.code == *code);
        pool.map_or_else(|| named(code, ""), |pool| named(&pool.name, &pool.name_en))
    };
    let away = own.into_iter().map(|own| PoolAway {
        name: named(&own.name, &own.name_en),
        pools: own.pools.iter().map(pool).collect(),
        first: own.first_date,
        last: own.last_date,
    });
    Ok(Days {
        days,
        state,
        away: away.collect(),
    })
}

/// Rows of a month by what they are looked up with.
struct Lookup {
    duties: Vec<DutyRow>,
    stations: HashMap<String, usize>,
    assignments: HashMap<String, Vec<AssignmentRow>>,
    people: HashMap<String, PersonRow>,
    pools: HashMap<String, PoolRow>,
    templates: HashMap<String, TemplateRow>,
    pinned: HashSet<(String, String)>,
    gaps: HashMap<String, Gap>,
}

impl Lookup {
    fn read(
        c: &mut Connection,
        roster_id: &str,
        district: &DistrictRow,
        stations: &[StationRow],
        solve: Option<&SolveRow>,
    ) -> Result<Self, StoreError> {
        let mut assignments: HashMap<String, Vec<AssignmentRow>> = HashMap::new();
        let mut person_ids = HashSet::new();
        for row in duties::assignments_of_roster(c, roster_id)? {
            person_ids.insert(row.person_id.clone());
            assignments
                .entry(row.duty_id.clone())
                .or_default()
                .push(row);
        }
        let person_ids: Vec<String> = person_ids.into_iter().collect();
        let pins = words::of_roster(c, Word::Pin, roster_id)?;
        Ok(Self {
            duties: duties::of_roster(c, roster_id)?,
            stations: (0..)
                .zip(stations)
                .map(|(number, station)| (station.id.clone(), number))
                .collect(),
            assignments,
            people: by_id(people::find_people(c, &person_ids)?, |row| &row.id),
            pools: by_id(people::all_pools(c)?, |row| &row.id),
            templates: by_id(district_needs::templates(c, &district.id)?, |row| &row.id),
            pinned: pins.into_iter().map(|p| (p.duty_id, p.person_id)).collect(),
            gaps: solve.map(gaps).unwrap_or_default(),
        })
    }

    fn duties(&self) -> Vec<Duty> {
        let active = self.duties.iter().filter(|row| row.active);
        let mut duties: Vec<Duty> = active.filter_map(|row| self.duty(row)).collect();
        duties.sort_by(|a, b| {
            (a.station, a.date, a.start, &a.id).cmp(&(b.station, b.date, b.start, &b.id))
        });
        duties
    }

    /// None only for a station of another district, which a roster's duties do not have.
    fn duty(&self, row: &DutyRow) -> Option<Duty> {
        let assignments = self.assignments.get(&row.id).map_or(&[][..], Vec::as_slice);
        let states: Vec<AssignmentState> = assignments.iter().map(AssignmentRow::state).collect();
        let (min, ideal) = (count(row.min), count(row.ideal));
        let mut people: Vec<Seat> = assignments.iter().map(|a| self.seat(row, a)).collect();
        people.sort_by(|a, b| {
            (!a.state.holds_seat(), &a.name).cmp(&(!b.state.holds_seat(), &b.name))
        });
        let template = self.templates.get(&row.template_id);
        let pool = self.pools.get(&row.pool_id);
        Some(Duty {
            id: row.id.clone(),
            station: *self.stations.get(&row.station_id)?,
            date: row.date,
            start: row.start_minute,
            end: row.end_minute,
            name: template.map_or_else(Named::default, |t| named(&t.name, &t.name_en)),
            pool: pool.map_or_else(Named::default, |p| named(&p.name, &p.name_en)),
            min,
            ideal,
            moved_from: row.moved_from,
            coverage: Coverage::of(min, ideal, &states),
            people,
            gap: self.gaps.get(&row.id).cloned(),
        })
    }

    fn seat(&self, duty: &DutyRow, row: &AssignmentRow) -> Seat {
        let person = self.people.get(&row.person_id);
        let pair = (duty.id.clone(), row.person_id.clone());
        Seat {
            person_id: row.person_id.clone(),
            name: person.map_or_else(String::new, |person| person.name.clone()),
            phone: person.map_or_else(String::new, |person| person.phone.clone()),
            state: row.state(),
            replaces: row.replaces_id.is_some(),
            pinned: self.pinned.contains(&pair),
        }
    }
}

/// A CHECK of the tables lets no negative number in.
fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn by_id<R>(rows: Vec<R>, id: impl Fn(&R) -> &String) -> HashMap<String, R> {
    rows.into_iter()
        .map(|row| (id(&row).clone(), row))
        .collect()
}

fn station(row: StationRow) -> Station {
    Station {
        id: row.id,
        code: row.code,
        name: row.name,
        address: row.address,
        phone: row.phone,
    }
}

fn proof(row: &SolveRow) -> Proof {
    Proof {
        optimal: row.status == "optimal",
        objective: row.objective,
        bound: row.bound,
        seconds: row.seconds,
        rosters: row.rosters,
        is_recounted: row.proof == roster::Proof::Prices.word(),
    }
}

/// A solve without readable reasons has none to show.
pub(in crate::actions) fn gaps(row: &SolveRow) -> HashMap<String, Gap> {
    let gaps: Vec<SolvedGap> = serde_json::from_str(&row.reasons).unwrap_or_default();
    gaps.into_iter()
        .map(|gap| {
            let SolvedGap {
                duty,
                missing,
                reason,
            } = gap;
            (duty, Gap { missing, reason })
        })
        .collect()
}
