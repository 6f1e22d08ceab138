//! Rows of one month as a problem for the roster solver. The only place where rosters, people and duties become a document.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use zhiban_solver::calendar::{Minute, Week};
use zhiban_solver::language::Languages;
use zhiban_solver::roster::document::{
    Document, Duty, FORMAT, LanguageCover, Person, Series, SeriesOption, Station, Weights, Window,
};

use crate::actions::close_month::since;
use crate::actions::read_city::{self, level};
use crate::actions::show_calendar::busy_time;
use crate::domain::availability::spans_on;
use crate::domain::calendar::Month;
use crate::domain::city::{Exception, Span};
use crate::domain::fairness::due;
use crate::store::belongings::{self, Belongings};
use crate::store::duties::{self, DutyRow};
use crate::store::own_calendars::{self, BusyRow};
use crate::store::people::{self, PersonRow};
use crate::store::rosters::RosterRow;
use crate::store::templates::{self, Asked, TemplateRow};
use crate::store::{Connection, StoreError, person_months, places};

mod away;
mod legal;
mod opened;
mod promised;
mod words;

use away::Away;
use legal::MostStations;
pub(super) use legal::hold_to_law;
use opened::Opened;
pub(super) use promised::add_promised;
use words::add_words;

/// Everything of a city that a month's problem is made of: loaded once, one query a table.
pub(super) struct CityMonth {
    pub(super) month: Month,
    pub(super) time_zone: String,
    stations: Vec<places::StationRow>,
    people: Vec<PersonRow>,
    belongings: HashMap<String, Belongings>,
    pools: HashMap<String, people::PoolRow>,
    skills: HashMap<String, String>,
    templates: HashMap<String, TemplateRow>,
    asked: HashMap<String, Asked>,
    cover: Vec<templates::CoverRow>,
    opened: Opened,
    /// When people are busy by their own calendars.
    busy: HashMap<String, Vec<Exception>>,
    /// What people owe from the months before, or are ahead by.
    balances: HashMap<String, i64>,
    most_stations: MostStations,
    away: Away,
}

impl CityMonth {
    /// Loads a city's month.
    pub(super) fn load(
        c: &mut Connection,
        city_id: &str,
        month: Month,
    ) -> Result<Self, StoreError> {
        let time_zone =
            places::find_city(c, city_id)?.map_or_else(|| "UTC".to_owned(), |city| city.time_zone);
        let zone = time_zone.parse().unwrap_or(Tz::UTC);
        Ok(Self {
            month,
            time_zone,
            stations: places::stations_of(c, city_id)?,
            people: people::people_of(c, city_id)?
                .into_iter()
                .filter(|p| p.state == "active")
                .collect(),
            belongings: belongings::belongings_of(c, city_id)?,
            pools: people::all_pools(c)?
                .into_iter()
                .map(|p| (p.id.clone(), p))
                .collect(),
            skills: people::all_skills(c)?
                .into_iter()
                .map(|s| (s.id, s.code))
                .collect(),
            templates: templates::templates_of(c, city_id)?
                .into_iter()
                .map(|t| (t.id.clone(), t))
                .collect(),
            asked: templates::asked_of(c, city_id)?,
            cover: templates::cover_of(c, city_id)?,
            opened: Opened::load(c, city_id, zone, month)?,
            busy: busy(c, city_id, month)?,
            balances: person_months::balances(c, city_id, &since(month))?,
            most_stations: MostStations::load(c, city_id, month)?,
            away: Away::load(c, city_id, month)?,
        })
    }

    /// A person as the solver sees them, with the turns that are due of them: skills by code, a skill `panel-<district>` for each district they may serve in, and
    /// their windows of the month, those without a valid licence and what was opened beside their duties left out.
    pub(super) fn person(&self, row: &PersonRow) -> Person {
        let none = Belongings::default();
        let own = self.belongings.get(&row.id).unwrap_or(&none);
        let mut skills: Vec<String> = own
            .skills
            .iter()
            .filter_map(|s| self.skills.get(&s.skill_id).cloned())
            .collect();
        skills.extend(districts(row, own).map(panel));
        let count = |n: Option<i32>| n.and_then(|n| u32::try_from(n).ok());
        let stations = |attitude: &str| {
            let named = own.stations.iter().filter(|s| s.attitude == attitude);
            named.map(|s| s.station_id.clone()).collect()
        };
        Person {
            id: row.id.clone(),
            pool: self.pool_code(&row.pool_id),
            lat: row.lat,
            lon: row.lon,
            skills,
            languages: own
                .languages
                .iter()
                .filter_map(|l| Some((l.tag.clone(), level(&l.level)?)))
                .collect(),
            windows: self.windows(row, own),
            max_day: count(row.max_day),
            max_week: count(row.max_week),
            max_month: count(row.max_month),
            max_stations: count(row.max_stations),
            max_run: count(row.max_run),
            max_weekends: count(row.max_weekends),
            target: due(
                count(Some(row.target)).unwrap_or(0),
                self.balances.get(&row.id).copied().unwrap_or(0),
            ),
            avoid: stations("avoid"),
            prefers: stations("prefers"),
            max_km: row.max_km,
        }
    }

    fn windows(&self, row: &PersonRow, own: &Belongings) -> Vec<Window> {
        let weekly: Vec<_> = own.weekly.iter().map(read_city::weekly).collect();
        let mut exceptions: Vec<_> = own.exceptions.iter().map(read_city::exception).collect();
        exceptions.extend(self.busy.get(&row.id).into_iter().flatten().cloned());
        let pool = self.pools.get(&row.pool_id);
        let away = pool.map_or(&[][..], |pool| self.away.of(&row.district_id, &pool.code));
        self.month
            .dates()
            .filter(|date| {
                !away
                    .iter()
                    .any(|(first, last)| first <= date && date <= last)
            })
            .filter(|date| pool.is_none_or(|pool| pool.lacks(&own.qualifications, *date).is_none()))
            .flat_map(|date| {
                let spans = spans_on(date, &weekly, &exceptions);
                self.opened
                    .taken_out(&row.id, date, spans)
                    .into_iter()
                    .map(move |span| window(date, span))
            })
            .collect()
    }

    fn pool_code(&self, pool_id: &str) -> String {
        self.pools
            .get(pool_id)
            .map_or_else(String::new, |p| p.code.clone())
    }

    /// A duty as the solver sees it; it asks for the skill `panel-<district>` of its station's district.
    pub(super) fn duty(&self, row: &DutyRow, district_id: &str) -> Duty {
        let none = Asked::default();
        let asked = self.asked.get(&row.template_id).unwrap_or(&none);
        let named = |need: &str| -> Vec<String> {
            let rows = asked.skills.iter().filter(|s| s.need == need);
            rows.filter_map(|s| self.skills.get(&s.skill_id).cloned())
                .collect()
        };
        let mut skills = named("all");
        skills.push(panel(district_id));
        let count = |n: i32| u32::try_from(n).unwrap_or(0);
        Duty {
            id: row.id.clone(),
            station: row.station_id.clone(),
            date: row.date,
            start: minute(row.start_minute),
            end: minute(row.end_minute),
            pool: self.pool_code(&row.pool_id),
            min: count(row.min),
            ideal: count(row.ideal),
            skills,
            any_skills: named("any"),
            languages: asked
                .languages
                .iter()
                .filter_map(|l| Some((l.tag.clone(), level(&l.level)?)))
                .collect::<Languages>(),
            weight: count(row.weight),
            supervised_by: row.supervised_by.clone(),
        }
    }

    /// The stations as the solver sees them.
    pub(super) fn all_stations(&self) -> Vec<Station> {
        let station = |s: &places::StationRow| Station {
            id: s.id.clone(),
            district: s.district_id.clone(),
            lat: s.lat,
            lon: s.lon,
        };
        self.stations.iter().map(station).collect()
    }

    /// People who may serve in one of these districts.
    pub(super) fn people_for(&self, district_ids: &HashSet<&str>) -> Vec<&PersonRow> {
        let none = Belongings::default();
        let serves = |p: &&PersonRow| {
            let own = self.belongings.get(&p.id).unwrap_or(&none);
            districts(p, own).any(|d| district_ids.contains(d))
        };
        self.people.iter().filter(serves).collect()
    }

    /// The rows of language cover of these districts, one for each ISO week of the month.
    pub(super) fn cover_for(&self, district_ids: &HashSet<&str>) -> Vec<LanguageCover> {
        let weeks: BTreeSet<Week> = self.month.dates().map(Week::of).collect();
        let count = |n: i32| u32::try_from(n).unwrap_or(0);
        let mut rows = Vec::new();
        for row in self
            .cover
            .iter()
            .filter(|r| district_ids.contains(r.district_id.as_str()))
        {
            let Some(level) = level(&row.level) else {
                continue;
            };
            rows.extend(weeks.iter().map(|&week| LanguageCover {
                district: row.district_id.clone(),
                week,
                language: row.tag.clone(),
                level,
                min: count(row.min),
                weight: count(row.weight),
            }));
        }
        rows
    }
}

/// The problem of one or more districts' month, solved together. What their people hold in other districts' rosters stands in it
/// as duties that are full: pinned, with a window for each, since it is promised.
pub(super) fn document(
    c: &mut Connection,
    city: &CityMonth,
    rosters: &[RosterRow],
    weights: Weights,
) -> Result<Document, StoreError> {
    let district_ids: HashSet<&str> = rosters.iter().map(|r| r.district_id.as_str()).collect();
    let own: HashSet<&str> = rosters.iter().map(|r| r.id.as_str()).collect();
    let mut problem = Document {
        format: FORMAT.to_owned(),
        name: format!("{}, {} districts", city.month, rosters.len()),
        time_zone: city.time_zone.clone(),
        start: city.month.first(),
        end: city.month.last(),
        stations: city.all_stations(),
        language_cover: city.cover_for(&district_ids),
        weights,
        ..Document::default()
    };
    for roster in rosters {
        let rows = duties::of_roster(c, &roster.id)?;
        problem
            .duties
            .extend(rows.iter().map(|d| city.duty(d, &roster.district_id)));
        let series = duties::series_of_roster(c, &roster.id)?;
        problem.series.extend(read_series(city, &series, &rows));
    }
    let people = city.people_for(&district_ids);
    problem.people = people.iter().map(|p| city.person(p)).collect();
    add_words(c, &mut problem, rosters)?;
    let ids: Vec<String> = people.iter().map(|p| p.id.clone()).collect();
    let elsewhere = duties::of_people_in_month(c, &ids, &city.month.to_string())?;
    let elsewhere = elsewhere
        .into_iter()
        .filter(|(a, d)| a.state().holds_seat() && !own.contains(d.roster_id.as_str()));
    add_promised(&mut problem, city, elsewhere.collect());
    hold_to_law(&mut problem, city);
    Ok(problem)
}

/// A series with its options in the order of their codes, and the holder its template gives, if any.
fn read_series(city: &CityMonth, series: &[duties::SeriesRow], rows: &[DutyRow]) -> Vec<Series> {
    let mut of_series: HashMap<&str, BTreeMap<&str, Vec<String>>> = HashMap::new();
    for d in rows {
        if let Some(series_id) = &d.series_id {
            let options = of_series.entry(series_id).or_default();
            options.entry(&d.option_id).or_default().push(d.id.clone());
        }
    }
    let read = |s: &duties::SeriesRow| {
        let options = of_series.remove(s.id.as_str())?;
        Some(Series {
            id: s.id.clone(),
            options: options
                .into_iter()
                .map(|(id, duties)| SeriesOption {
                    id: id.to_owned(),
                    duties,
                })
                .collect(),
            holder: city
                .templates
                .get(&s.template_id)
                .and_then(|t| t.holder_id.clone()),
        })
    };
    series.iter().filter_map(read).collect()
}

/// When a city's people are busy in a month by their own calendars: times away, as those that they say themselves.
fn busy(
    c: &mut Connection,
    city_id: &str,
    month: Month,
) -> Result<HashMap<String, Vec<Exception>>, StoreError> {
    let days = (month.first(), month.last());
    let all = own_calendars::busy_of_city(c, city_id, days)?;
    let away = |rows: Vec<BusyRow>| rows.iter().map(|row| busy_time(row).away()).collect();
    Ok(all.into_iter().map(|(id, rows)| (id, away(rows))).collect())
}

/// The districts a person may serve in: the home district first.
fn districts<'a>(row: &'a PersonRow, own: &'a Belongings) -> impl Iterator<Item = &'a str> {
    std::iter::once(row.district_id.as_str())
        .chain(own.districts.iter().map(|d| d.district_id.as_str()))
}

fn panel(district_id: &str) -> String {
    format!("panel-{district_id}")
}

fn window(date: NaiveDate, span: Span) -> Window {
    Window {
        date,
        start: minute(i32::from(span.start)),
        end: minute(i32::from(span.end)),
    }
}

/// A CHECK of the table keeps minutes within a day.
fn minute(minute: i32) -> Minute {
    u16::try_from(minute)
        .ok()
        .and_then(Minute::new)
        .expect("minutes of a day are from 0 to 1440")
}
