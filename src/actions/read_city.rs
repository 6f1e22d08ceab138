//! Rows of the kept data as nouns of the domain or words of the solver, and times of the domain as rows: the calendar, availability,
//! levels. Shared by the actions that plan a month, match residents or keep a city.

use std::collections::BTreeMap;

use chrono::Datelike;
use zhiban_solver::language::Level;

use super::Context;
use crate::domain::calendar::WorkingDays;
use crate::domain::city::{Exception, ExceptionKind, Holiday, HolidayKind, Span, WeeklyWindow};
use crate::domain::district_calendar::{DistrictDays, over};
use crate::store::belongings::{AvailabilityRow, ExceptionRow};
use crate::store::places::DistrictRow;
use crate::store::templates::HolidayRow;
use crate::store::{Connection, StoreError, district_calendars, places, templates};

/// The working days of a district.
pub(super) fn working_days(
    c: &mut Connection,
    district: &DistrictRow,
) -> Result<WorkingDays, StoreError> {
    Ok(WorkingDays::new(&special_days(c, district)?.days))
}

/// The days of a district that are not as their weekday says, by date.
pub(super) struct SpecialDays {
    /// Its country's, with its own in their place.
    pub(super) days: Vec<Holiday>,
    /// Of the country's years, whether one of their days may still change.
    pub(super) provisional: BTreeMap<i32, bool>,
    /// Its own calendar.
    pub(super) own: Vec<DistrictDays>,
}

/// What a district's calendar and its country's say.
pub(super) fn special_days(
    c: &mut Connection,
    district: &DistrictRow,
) -> Result<SpecialDays, StoreError> {
    let listed = match places::find_city(c, &district.city_id)? {
        Some(city) => templates::holidays_of(c, &city.country)?,
        None => Vec::new(),
    };
    let own = district_calendars::of_district(c, &district.id)?.into_iter();
    let own: Vec<DistrictDays> = own.map(DistrictDays::from).collect();
    let mut provisional = BTreeMap::new();
    for row in &listed {
        *provisional.entry(row.date.year()).or_default() |= row.provisional;
    }
    Ok(SpecialDays {
        days: over(listed.into_iter().map(holiday).collect(), &own),
        provisional,
        own,
    })
}

/// A day of the calendar.
pub(super) fn holiday(row: HolidayRow) -> Holiday {
    Holiday {
        date: row.date,
        kind: if row.kind == "work" {
            HolidayKind::Work
        } else {
            HolidayKind::Off
        },
        name: row.name,
        name_en: row.name_en,
        statutory: row.statutory,
        provisional: row.provisional,
    }
}

/// A level as the solver's word.
pub(super) fn level(word: &str) -> Option<Level> {
    Level::try_from(word.to_owned()).ok()
}

/// A weekly window.
pub(super) fn weekly(row: &AvailabilityRow) -> WeeklyWindow {
    WeeklyWindow {
        weekday: u8::try_from(row.weekday).unwrap_or(0),
        span: span(row.start_minute, row.end_minute),
        interval_weeks: u16::try_from(row.interval_weeks).unwrap_or(1),
        first_date: row.first_date,
        last_date: row.last_date,
    }
}

/// A time away or extra.
pub(super) fn exception(row: &ExceptionRow) -> Exception {
    Exception {
        kind: if row.kind == "extra" {
            ExceptionKind::Extra
        } else {
            ExceptionKind::Away
        },
        first_date: row.first_date,
        last_date: row.last_date,
        span: row
            .start_minute
            .zip(row.end_minute)
            .map(|(start, end)| span(start, end)),
        note: row.note.clone(),
    }
}

/// Minutes of a day; the table's CHECK keeps them from 0 to 1440.
pub(super) fn span(start: i32, end: i32) -> Span {
    let minute = |m: i32| u16::try_from(m).unwrap_or(0);
    Span {
        start: minute(start),
        end: minute(end),
    }
}

/// A weekly window as a new row.
pub(super) fn weekly_row(
    context: &Context,
    person_id: &str,
    window: &WeeklyWindow,
) -> AvailabilityRow {
    AvailabilityRow {
        id: context.new_id(),
        person_id: person_id.to_owned(),
        weekday: i32::from(window.weekday),
        start_minute: i32::from(window.span.start),
        end_minute: i32::from(window.span.end),
        interval_weeks: i32::from(window.interval_weeks),
        first_date: window.first_date,
        last_date: window.last_date,
    }
}

/// A time away or extra as a new row.
pub(super) fn exception_row(
    context: &Context,
    person_id: &str,
    exception: &Exception,
) -> ExceptionRow {
    ExceptionRow {
        id: context.new_id(),
        person_id: person_id.to_owned(),
        kind: exception.kind.as_str().to_owned(),
        first_date: exception.first_date,
        last_date: exception.last_date,
        start_minute: exception.span.map(|span| i32::from(span.start)),
        end_minute: exception.span.map(|span| i32::from(span.end)),
        note: exception.note.clone(),
    }
}
