//! Sets up a district's month: a roster in draft with the duties its templates ask for. Doing it twice is refused, nothing is lost.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use thiserror::Error;

use crate::actions::{Context, read_city};
use crate::domain::calendar::{ClockError, Month, WorkingDays, instant};
use crate::domain::demand::{Occurrence, Recurrence, RecurrenceError, occurrences};
use crate::domain::on_holiday::OnHoliday;
use crate::domain::opening_hours::{Closure, closed_on};
use crate::domain::roster::RosterState;
use crate::store::duties::{self, DutyRow, SeriesRow};
use crate::store::places::StationRow;
use crate::store::rosters::{self, RosterRow};
use crate::store::templates::{OptionRow, TemplateRow};
use crate::store::{Connection, Store, StoreError, closures, district_needs, people, places};

/// Why a month was not set up.
#[derive(Debug, Error)]
pub enum SetUpError {
    /// There is no such district.
    #[error("there is no district {0}")]
    NoDistrict(String),
    /// It is set up already.
    #[error("{month} of this district is set up already")]
    Done {
        /// The month.
        month: Month,
        /// Its roster.
        roster_id: String,
    },
    /// A template's recurrence cannot be used.
    #[error("template {template}: {cause}")]
    Recurrence {
        /// Code of the template.
        template: String,
        /// What is wrong with it.
        cause: RecurrenceError,
    },
    /// A duty would begin or end at a time that does not exist.
    #[error("template {template}: {cause}")]
    Clock {
        /// Code of the template.
        template: String,
        /// What is wrong with the time.
        cause: ClockError,
    },
    /// A station's time zone is none.
    #[error("station {station}: {zone:?} is no time zone; right would be such as Asia/Shanghai")]
    Zone {
        /// Code of the station.
        station: String,
        /// What stands there.
        zone: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets up a month. Gives the id of its roster.
pub fn set_up_month(
    store: &Store,
    context: &Context,
    district_id: &str,
    month: Month,
) -> Result<String, SetUpError> {
    store.write(|c| write(c, context, district_id, month))
}

fn write(
    c: &mut Connection,
    context: &Context,
    district_id: &str,
    month: Month,
) -> Result<String, SetUpError> {
    let district = places::find_districts(c, &[district_id.to_owned()])?
        .pop()
        .ok_or_else(|| SetUpError::NoDistrict(district_id.to_owned()))?;
    if let Some(there) = rosters::of_month(c, district_id, &month.to_string())? {
        return Err(SetUpError::Done {
            month,
            roster_id: there.id,
        });
    }
    let days = read_city::working_days(c, &district)?;
    let stations: HashMap<String, StationRow> = places::stations_of_district(c, district_id)?
        .into_iter()
        .map(|s| (s.id.clone(), s))
        .collect();
    let options = district_needs::active_options(c, district_id)?;
    let closures = closures::of_district(c, district_id)?;
    let pools = people::all_pools(c)?.into_iter();
    let pools = pools.filter(|pool| !pool.may_serve_alone);
    let roster = draft(context, district_id, month);
    let mut month_rows = Rows {
        context,
        roster_id: &roster.id,
        month,
        days: &days,
        closures: &closures,
        supervisors: pools
            .filter_map(|pool| Some((pool.id, pool.supervised_by?)))
            .collect(),
        held: HashMap::new(),
        series: Vec::new(),
        duties: Vec::new(),
    };
    for template in district_needs::templates(c, district_id)? {
        let of_template = (
            stations.get(&template.station_id),
            options.get(&template.id),
        );
        if let (Some(station), Some(options)) = of_template {
            month_rows.add(&template, station, options)?;
        }
    }
    rosters::insert(c, &roster)?;
    duties::insert_series(c, &month_rows.series)?;
    duties::insert_duties(c, &month_rows.duties)?;
    let what = format!("{month}: {} duties", month_rows.duties.len());
    context.note(c, "set_up_month", &roster.id, "", &what)?;
    Ok(roster.id)
}

fn draft(context: &Context, district_id: &str, month: Month) -> RosterRow {
    RosterRow {
        id: context.new_id(),
        district_id: district_id.to_owned(),
        month: month.to_string(),
        state: RosterState::Draft.as_str().to_owned(),
        version: 0,
        solve_id: None,
        revision: 1,
        created_at: context.instant(),
        published_at: None,
        job_id: None,
    }
}

/// The rows of a month as they are collected.
struct Rows<'a> {
    context: &'a Context,
    roster_id: &'a str,
    month: Month,
    days: &'a WorkingDays,
    /// By station. What falls on one is called off, and held once the station is open again.
    closures: &'a HashMap<String, Vec<Closure>>,
    /// Codes of the pools that must be there, by the ids of those that may not serve alone.
    supervisors: HashMap<String, String>,
    /// When rules fall in the month: many templates have the same.
    held: HashMap<Rule, Vec<Occurrence>>,
    series: Vec<SeriesRow>,
    duties: Vec<DutyRow>,
}

/// A rule, the first and last dates between which it holds, and what happens on a public holiday.
type Rule = (String, NaiveDate, Option<NaiveDate>, OnHoliday);

impl Rows<'_> {
    fn add(
        &mut self,
        template: &TemplateRow,
        station: &StationRow,
        options: &[OptionRow],
    ) -> Result<(), SetUpError> {
        let series = template.is_series.then(|| SeriesRow {
            id: self.context.new_id(),
            roster_id: self.roster_id.to_owned(),
            template_id: template.id.clone(),
            station_id: station.id.clone(),
            chosen_option_id: None,
            holder_id: template.holder_id.clone(),
        });
        for option in options {
            let series_id = series.as_ref().map(|s| s.id.clone());
            for held in self.when(template, option)? {
                let duty = self.duty(template, station, option, series_id.clone(), held)?;
                self.duties.push(duty);
            }
        }
        self.series.extend(series);
        Ok(())
    }

    fn when(
        &mut self,
        template: &TemplateRow,
        option: &OptionRow,
    ) -> Result<Vec<Occurrence>, SetUpError> {
        let on_holiday = template.on_holiday();
        let (first, last) = (template.first_date, template.last_date);
        let rule = (option.rrule.clone(), first, last, on_holiday);
        if let Some(there) = self.held.get(&rule) {
            return Ok(there.clone());
        }
        let recurrence =
            Recurrence::parse(&option.rrule, first).map_err(|cause| SetUpError::Recurrence {
                template: template.code.clone(),
                cause,
            })?;
        let held = occurrences(&recurrence, last, self.month, on_holiday, self.days);
        self.held.insert(rule, held.clone());
        Ok(held)
    }

    /// A duty of a series is not active before an option is chosen.
    fn duty(
        &self,
        template: &TemplateRow,
        station: &StationRow,
        option: &OptionRow,
        series_id: Option<String>,
        held: Occurrence,
    ) -> Result<DutyRow, SetUpError> {
        let zone: Tz = station.time_zone.parse().map_err(|_| SetUpError::Zone {
            station: station.code.clone(),
            zone: station.time_zone.clone(),
        })?;
        let at = |minute: i32| {
            let minute = u16::try_from(minute).unwrap_or(0);
            instant(zone, held.date, minute)
                .map(|at| at.naive_utc())
                .map_err(|cause| SetUpError::Clock {
                    template: template.code.clone(),
                    cause,
                })
        };
        let closures = self.closures.get(&station.id);
        let called_off = closures.is_some_and(|all| closed_on(all, held.date).is_some());
        Ok(DutyRow {
            id: self.context.new_id(),
            roster_id: self.roster_id.to_owned(),
            template_id: template.id.clone(),
            station_id: station.id.clone(),
            active: series_id.is_none() && !called_off,
            series_id,
            option_id: option.id.clone(),
            date: held.date,
            start_minute: option.start_minute,
            end_minute: option.end_minute,
            starts_at: at(option.start_minute)?,
            ends_at: at(option.end_minute)?,
            pool_id: template.pool_id.clone(),
            min: template.min,
            ideal: template.ideal,
            weight: template.weight,
            supervised_by: template
                .supervised_by
                .as_ref()
                .or_else(|| self.supervisors.get(&template.pool_id))
                .cloned(),
            moved_from: held.moved_from,
            revision: 1,
            called_off,
        })
    }
}
