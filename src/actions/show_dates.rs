//! When a demand template falls in a month, as `set_up_month` would have it now.

use super::read_city::working_days;
use crate::domain::calendar::{Month, WorkingDays};
use crate::domain::demand::{Occurrence, Recurrence, occurrences};
use crate::domain::opening_hours::{Closure, closed_on};
use crate::store::places;
use crate::store::whole_templates::WholeTemplate;
use crate::store::{Connection, StoreError, closures};

/// An option and the dates on which it falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldOption {
    /// Its code.
    pub code: String,
    /// Its rule.
    pub rrule: String,
    /// By date, with whether the station is closed then.
    pub dates: Vec<(Occurrence, bool)>,
}

/// When each option falls, by code.
pub fn show_dates(
    c: &mut Connection,
    whole: &WholeTemplate,
    month: Month,
) -> Result<Vec<HeldOption>, StoreError> {
    let row = &whole.row;
    let station = places::find_station(c, &row.station_id)?;
    let district = match &station {
        Some(station) => places::find_district(c, &station.district_id)?,
        None => None,
    };
    let days = match &district {
        Some(district) => working_days(c, district)?,
        None => WorkingDays::default(),
    };
    let closures = closures::of_station(c, &row.station_id)?;
    let closures: Vec<Closure> = closures.into_iter().map(Closure::from).collect();
    let options = whole.asked.options.iter().filter(|option| option.active);
    let held = options.map(|option| {
        // A rule was checked when it was kept.
        let recurrence = Recurrence::parse(&option.rrule, row.first_date).ok();
        let dates =
            recurrence.map(|r| occurrences(&r, row.last_date, month, row.on_holiday(), &days));
        let dates = dates.unwrap_or_default().into_iter();
        HeldOption {
            code: option.code.clone(),
            rrule: option.rrule.clone(),
            dates: dates
                .map(|held| (held, closed_on(&closures, held.date).is_some()))
                .collect(),
        }
    });
    Ok(held.collect())
}
