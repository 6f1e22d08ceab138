//! Loads a country's calendar of public holidays and make-up working days, whole years at once: what a year said before and says no more is
//! taken out. It holds for every city of the country.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

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
    store.rehearse(|c| load(c, context, country, days))
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
fn row(country: &str, day: &Holiday) -> HolidayRow {
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
fn named(row: &HolidayRow) -> String {
    format!("{} {}", row.country, row.date)
}

/// Days beside those that are kept.
pub(super) struct Compared {
    /// How many are what.
    pub(super) loaded: Loaded,
    /// Those that are to be written.
    pub(super) write: Vec<HolidayRow>,
    changes: Vec<Change>,
}

impl Compared {
    /// Takes each day out of what is there.
    pub(super) fn new(
        country: &str,
        days: &[Holiday],
        there: &mut HashMap<NaiveDate, HolidayRow>,
    ) -> Self {
        let mut compared = Self {
            loaded: Loaded::default(),
            write: Vec::new(),
            changes: Vec::new(),
        };
        for day in days {
            let row = row(country, day);
            let old = there.remove(&day.date);
            match &old {
                Some(old) if *old == row => {
                    compared.loaded.unchanged += 1;
                    continue;
                }
                Some(_) => compared.loaded.changed += 1,
                None => compared.loaded.new += 1,
            }
            let change = Change::of(old.as_ref(), &row).about(named(&row));
            compared.changes.push(change);
            compared.write.push(row);
        }
        compared
    }

    /// Writes the days and notes them.
    pub(super) fn write(
        &self,
        c: &mut Connection,
        context: &Context,
        country: &str,
    ) -> Result<(), StoreError> {
        templates::replace_holidays(c, country, &self.write)?;
        note(c, context, &self.changes)
    }
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
    let compared = Compared::new(country, days, &mut there);
    compared.write(c, context, country)?;
    let mut gone: Vec<HolidayRow> = there.into_values().collect();
    gone.sort_by_key(|row| row.date);
    let dates: Vec<NaiveDate> = gone.iter().map(|row| row.date).collect();
    templates::delete_holidays(c, country, &dates)?;
    let changes = gone.iter().map(|row| Change::gone(row).about(named(row)));
    note(c, context, &Vec::from_iter(changes))?;
    Ok(Loaded {
        gone: gone.len(),
        ..compared.loaded
    })
}
