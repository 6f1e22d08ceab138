//! Loads a country's calendar of public holidays and make-up working days, whole years at once: what a year said before and says no more is
//! taken out. It holds for every city of the country.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::Context;
use super::noting::{Change, note};
use crate::domain::city::{Holiday, HolidayKind};
use crate::files::holidays::{self as calendars, CHINA};
use crate::store::templates::{self, HolidayRow};
use crate::store::{Connection, Store, StoreError};

/// What loading a calendar did, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loaded {
    /// New.
    pub new: usize,
    /// Said otherwise before.
    pub changed: usize,
    /// As they were.
    pub unchanged: usize,
    /// Taken out: their year does not name them any more.
    pub gone: usize,
}

/// Loads the years that have days in a calendar.
pub fn load_calendar(
    store: &Store,
    context: &Context,
    country: &str,
    days: &[Holiday],
) -> Result<Loaded, StoreError> {
    store.write(|c| load(c, context, country, days))
}

/// The same, and takes it back: what it would do.
pub fn try_calendar(
    store: &Store,
    context: &Context,
    country: &str,
    days: &[Holiday],
) -> Result<Loaded, StoreError> {
    let tried = store.write(|c| Err::<(), _>(Stopped::Tried(load(c, context, country, days)?)));
    match tried {
        Err(Stopped::Failed(error)) => Err(error),
        Err(Stopped::Tried(loaded)) => Ok(loaded),
        Ok(()) => Ok(Loaded::default()),
    }
}

/// Why nothing is kept.
#[derive(Debug, Error)]
enum Stopped {
    #[error("it was only tried")]
    Tried(Loaded),
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// Loads what comes with the installation for a country of which no day is kept.
pub(super) fn load_installed(
    c: &mut Connection,
    context: &Context,
    country: &str,
) -> Result<(), StoreError> {
    if country != "CN" || !templates::holidays_of(c, country)?.is_empty() {
        return Ok(());
    }
    let days = calendars::read(CHINA).expect("a calendar of the project, which its tests read");
    load(c, context, country, &days).map(|_| ())
}

/// A day as it is kept.
pub(super) fn row(country: &str, day: &Holiday) -> HolidayRow {
    HolidayRow {
        country: country.to_owned(),
        date: day.date,
        name: day.name.clone(),
        name_en: day.name_en.clone(),
        kind: match day.kind {
            HolidayKind::Off => "off".to_owned(),
            HolidayKind::Work => "work".to_owned(),
        },
        statutory: day.statutory,
        provisional: day.provisional,
    }
}

/// What the audit trail calls a day, which has no id.
pub(super) fn named(row: &HolidayRow) -> String {
    format!("{} {}", row.country, row.date)
}

fn load(
    c: &mut Connection,
    context: &Context,
    country: &str,
    days: &[Holiday],
) -> Result<Loaded, StoreError> {
    let years: BTreeSet<i32> = days.iter().map(|day| day.date.year()).collect();
    let there = templates::holidays_of(c, country)?.into_iter();
    let mut there: HashMap<NaiveDate, HolidayRow> = there
        .filter(|row| years.contains(&row.date.year()))
        .map(|row| (row.date, row))
        .collect();
    let mut loaded = Loaded::default();
    let (mut write, mut changes) = (Vec::new(), Vec::new());
    for day in days {
        let row = row(country, day);
        match there.remove(&day.date) {
            Some(old) if old == row => loaded.unchanged += 1,
            old => {
                match &old {
                    Some(_) => loaded.changed += 1,
                    None => loaded.new += 1,
                }
                changes.push(Change::of(old.as_ref(), &row).about(named(&row)));
                write.push(row);
            }
        }
    }
    loaded.gone = there.len();
    let mut gone: Vec<HolidayRow> = there.into_values().collect();
    gone.sort_by_key(|row| row.date);
    changes.extend(gone.iter().map(|row| Change::gone(row).about(named(row))));
    templates::replace_holidays(c, country, &write)?;
    let dates: Vec<NaiveDate> = gone.iter().map(|row| row.date).collect();
    templates::delete_holidays(c, country, &dates)?;
    note(c, context, &changes)?;
    Ok(loaded)
}
