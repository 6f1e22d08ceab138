//! Holds a month against what the law asks for in its district: what no roster of it can meet, what is not met as it is held now, and what
//! was accepted at its publications. Computed anew each time, so that it is as things are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::show_month::Named;
use crate::domain::calendar::{Month, local};
use crate::domain::legal_minimum::{LegalMinimum, MinimumKind, Under, Whom, minutes_of};
use crate::domain::opening_hours::{Closure, closed_on};
use crate::domain::roster::Word;
use crate::store::duties::{self, DutyRow};
use crate::store::legal_minima::{self, OverrideRow};
use crate::store::places::{self, StationRow};
use crate::store::rosters::RosterRow;
use crate::store::templates::{self, TemplateRow};
use crate::store::{Connection, StoreError, closures, people, words};

mod names;

use names::Names;

/// A month beside what the law asks for.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What no roster of the month can meet, by what is known before it is solved.
    pub cannot: Vec<NamedUnder>,
    /// What is not met as the month is held now; nothing before somebody is on it.
    pub under: Vec<NamedUnder>,
    /// Of these, what was not accepted for the version that is published next.
    pub left: Vec<Under>,
    /// What was accepted, the first first.
    pub overrides: Vec<Override>,
}

/// What is not met, with names.
#[derive(Debug, Clone)]
pub struct NamedUnder {
    /// What is not met.
    pub under: Under,
    /// Name of the station or person; empty where they are gone.
    pub name: String,
    /// The pool that is asked for.
    pub pool: Named,
}

/// What was accepted when a version was published, or was about to be.
#[derive(Debug, Clone)]
pub struct Override {
    /// Its id.
    pub id: String,
    /// Number of the version.
    pub version: i32,
    /// When.
    pub given_at: NaiveDateTime,
    /// The date of it in the city.
    pub given_on: NaiveDate,
    /// By whom: the name of a user, else the word of the audit trail.
    pub given_by: String,
    /// Why.
    pub reason: String,
    /// What.
    pub accepted: Vec<NamedUnder>,
}

/// A month beside what the law asks for.
pub fn standing(c: &mut Connection, roster: &RosterRow) -> Result<Standing, StoreError> {
    let (cannot, under) = match Held::load(c, roster)? {
        Some(held) => (held.cannot(c, roster)?, held.under(c, roster)?),
        None => (Vec::new(), Vec::new()),
    };
    let rows = legal_minima::overrides_of(c, &roster.id)?;
    let zone = zone(c, roster)?;
    let left = left(roster, under.clone(), &rows);
    let accepted: Vec<Vec<Under>> = rows.iter().map(accepted).collect();
    let mut names = Names::load(
        c,
        cannot.iter().chain(&under).chain(accepted.iter().flatten()),
    )?;
    names.load_users(c, &rows)?;
    let all = |them: Vec<Under>| them.into_iter().map(|one| names.name(one)).collect();
    let overrides = rows
        .into_iter()
        .zip(accepted)
        .map(|(row, accepted)| Override {
            given_by: names.user(&row.given_by),
            id: row.id,
            version: row.version,
            given_at: row.given_at,
            given_on: local(zone, row.given_at).0,
            reason: row.reason,
            accepted: all(accepted),
        });
    Ok(Standing {
        overrides: overrides.collect(),
        cannot: all(cannot),
        under: all(under),
        left,
    })
}

/// What is not met as the month is held now, and was not accepted yet for the version that is published next.
pub fn not_accepted(c: &mut Connection, roster: &RosterRow) -> Result<Vec<Under>, StoreError> {
    let Some(held) = Held::load(c, roster)? else {
        return Ok(Vec::new());
    };
    let under = held.under(c, roster)?;
    let rows = legal_minima::overrides_of(c, &roster.id)?;
    Ok(left(roster, under, &rows))
}

fn left(roster: &RosterRow, mut under: Vec<Under>, rows: &[OverrideRow]) -> Vec<Under> {
    let next = rows.iter().filter(|row| row.version == roster.version + 1);
    let there: Vec<Under> = next.flat_map(accepted).collect();
    under.retain(|one| !there.iter().any(|accepted| one.is_within(accepted)));
    under
}

fn zone(c: &mut Connection, roster: &RosterRow) -> Result<Tz, StoreError> {
    let city = match places::city_of(c, &roster.district_id)? {
        Some(id) => places::find_city(c, &id)?,
        None => None,
    };
    Ok(city
        .and_then(|city| city.time_zone.parse().ok())
        .unwrap_or(Tz::UTC))
}

/// The same with names.
pub(super) fn with_names(
    c: &mut Connection,
    all: Vec<Under>,
) -> Result<Vec<NamedUnder>, StoreError> {
    let names = Names::load(c, all.iter())?;
    Ok(all.into_iter().map(|one| names.name(one)).collect())
}

fn accepted(row: &OverrideRow) -> Vec<Under> {
    serde_json::from_str(&row.accepted).expect("only what was accepted is written")
}

/// A month and the minima that are in force in it. One query for each table.
struct Held {
    month: Month,
    minima: Vec<LegalMinimum>,
    /// Those that are open on one day of the month at least: of the others nothing can be asked.
    stations: Vec<StationRow>,
    closed_days: HashMap<String, i64>,
    /// Without those that are called off.
    duties: Vec<DutyRow>,
    templates: HashMap<String, TemplateRow>,
}

impl Held {
    /// None where the law asks for nothing.
    fn load(c: &mut Connection, roster: &RosterRow) -> Result<Option<Self>, StoreError> {
        let Some(month) = Month::parse(&roster.month) else {
            return Ok(None);
        };
        let minima = legal_minima::of_district(c, &roster.district_id)?;
        let minima = minima.into_iter().map(LegalMinimum::from);
        let minima: Vec<LegalMinimum> = minima.filter(|m| m.holds_in(month)).collect();
        if minima.is_empty() {
            return Ok(None);
        }
        let days = i64::try_from(month.dates().count()).unwrap_or(i64::MAX);
        let closures = closures::of_district(c, &roster.district_id)?;
        let closed = |all: &Vec<Closure>| {
            let closed = month.dates().filter(|date| closed_on(all, *date).is_some());
            i64::try_from(closed.count()).unwrap_or(i64::MAX)
        };
        let closed = closures.iter().map(|(id, all)| (id.clone(), closed(all)));
        let closed_days: HashMap<String, i64> = closed.collect();
        let mut stations = places::stations_of_district(c, &roster.district_id)?;
        stations.retain(|station| closed_days.get(&station.id) != Some(&days));
        let duties = duties::of_roster(c, &roster.id)?;
        let ids: BTreeSet<&String> = duties.iter().map(|duty| &duty.template_id).collect();
        let ids: Vec<String> = ids.into_iter().cloned().collect();
        let templates = templates::find_templates(c, &ids)?.into_iter();
        Ok(Some(Self {
            month,
            minima,
            stations,
            closed_days,
            duties,
            templates: templates.map(|row| (row.id.clone(), row)).collect(),
        }))
    }

    fn of_kind(&self, kind: MinimumKind) -> impl Iterator<Item = &LegalMinimum> {
        self.minima.iter().filter(move |m| m.kind == kind)
    }

    /// What no roster of the month can meet: all duties of a station are held, and of what can fall one way or another, the longest; who
    /// is pinned, holds a series, or has a duty in another district's month is there.
    fn cannot(&self, c: &mut Connection, roster: &RosterRow) -> Result<Vec<Under>, StoreError> {
        let mut under = Vec::new();
        for minimum in self.of_kind(MinimumKind::HoursOnSite) {
            self.add_stations(minimum, &self.most_minutes(minimum), &mut under);
        }
        if self
            .of_kind(MinimumKind::StationsPerAdviser)
            .next()
            .is_none()
        {
            return Ok(under);
        }
        let fixed = self.fixed(c, roster)?;
        self.add_people(c, &fixed, &mut under)?;
        Ok(under)
    }

    /// What is not met as the month is held now.
    fn under(&self, c: &mut Connection, roster: &RosterRow) -> Result<Vec<Under>, StoreError> {
        let mut under = Vec::new();
        if !roster.is_generated() {
            return Ok(under);
        }
        let mut held: HashMap<&str, Vec<String>> = HashMap::new();
        let seats = duties::assignments_of_roster(c, &roster.id)?;
        let by_id: HashMap<&str, &DutyRow> =
            self.duties.iter().map(|d| (d.id.as_str(), d)).collect();
        for seat in seats.into_iter().filter(|seat| seat.state().holds_seat()) {
            if let Some(duty) = by_id.get(seat.duty_id.as_str()) {
                held.entry(&duty.id).or_default().push(seat.person_id);
            }
        }
        for minimum in self.of_kind(MinimumKind::HoursOnSite) {
            let there = self.on_site(minimum).into_iter();
            let there = there.filter(|d| d.active && held.contains_key(d.id.as_str()));
            let mut spans: HashMap<&str, Vec<_>> = HashMap::new();
            for duty in there {
                let spans = spans.entry(&duty.station_id).or_default();
                spans.push((duty.starts_at, duty.ends_at));
            }
            let minutes = spans.into_iter().map(|(id, spans)| (id, minutes_of(spans)));
            self.add_stations(minimum, &minutes.collect(), &mut under);
        }
        if self
            .of_kind(MinimumKind::StationsPerAdviser)
            .next()
            .is_some()
        {
            let people: BTreeSet<String> = held.into_values().flatten().collect();
            let mut served: BTreeMap<String, HashSet<String>> = BTreeMap::new();
            self.add_served(c, people, None, &mut served)?;
            self.add_people(c, &served, &mut under)?;
        }
        Ok(under)
    }

    /// Duties that count as hours on site: of the pool, and not by video.
    fn on_site<'a>(&'a self, minimum: &LegalMinimum) -> Vec<&'a DutyRow> {
        let by_video = |duty: &DutyRow| {
            let template = self.templates.get(&duty.template_id);
            template.is_some_and(|template| template.by_video)
        };
        let all = self.duties.iter();
        all.filter(|duty| duty.pool_id == minimum.pool_id && !by_video(duty))
            .collect()
    }

    /// Minutes on site of each station where all its duties are held.
    fn most_minutes<'a>(&'a self, minimum: &LegalMinimum) -> HashMap<&'a str, i64> {
        let mut fixed: HashMap<&str, Vec<_>> = HashMap::new();
        let mut options: BTreeMap<(&str, &str), BTreeMap<&str, Vec<_>>> = BTreeMap::new();
        for duty in self.on_site(minimum) {
            let span = (duty.starts_at, duty.ends_at);
            match &duty.series_id {
                None => fixed.entry(&duty.station_id).or_default().push(span),
                Some(series) => {
                    let of_series = options.entry((&duty.station_id, series)).or_default();
                    of_series.entry(&duty.option_id).or_default().push(span);
                }
            }
        }
        let fixed = fixed.into_iter().map(|(id, spans)| (id, minutes_of(spans)));
        let mut minutes: HashMap<&str, i64> = fixed.collect();
        for ((station, _), options) in options {
            let longest = options.into_values().map(minutes_of).max();
            *minutes.entry(station).or_default() += longest.unwrap_or(0);
        }
        minutes
    }

    fn add_stations(
        &self,
        minimum: &LegalMinimum,
        minutes: &HashMap<&str, i64>,
        under: &mut Vec<Under>,
    ) {
        for station in &self.stations {
            let found = minutes.get(station.id.as_str()).copied().unwrap_or(0);
            if !minimum.is_met(found) {
                under.push(Under {
                    minimum: minimum.clone(),
                    whom: Whom::Station(station.id.clone()),
                    found,
                    closed_days: self.closed_days.get(&station.id).copied().unwrap_or(0),
                });
            }
        }
    }

    /// Stations at which people are fixed, whatever the solver does.
    fn fixed(
        &self,
        c: &mut Connection,
        roster: &RosterRow,
    ) -> Result<BTreeMap<String, HashSet<String>>, StoreError> {
        let mut fixed: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        let stations: HashMap<&str, &str> = self
            .duties
            .iter()
            .map(|duty| (duty.id.as_str(), duty.station_id.as_str()))
            .collect();
        for pin in words::of_roster(c, Word::Pin, &roster.id)? {
            if let Some(station) = stations.get(pin.duty_id.as_str()) {
                fixed
                    .entry(pin.person_id)
                    .or_default()
                    .insert((*station).to_owned());
            }
        }
        for template in self.templates.values().filter(|t| t.is_series) {
            if let Some(holder) = &template.holder_id {
                let at = fixed.entry(holder.clone()).or_default();
                at.insert(template.station_id.clone());
            }
        }
        let people = fixed.keys().cloned().collect();
        self.add_served(c, people, Some(&roster.id), &mut fixed)?;
        Ok(fixed)
    }

    /// Adds the stations at which people hold a duty in the month, whichever district's; without those of one roster.
    fn add_served(
        &self,
        c: &mut Connection,
        people: BTreeSet<String>,
        without: Option<&str>,
        served: &mut BTreeMap<String, HashSet<String>>,
    ) -> Result<(), StoreError> {
        let people: Vec<String> = people.into_iter().collect();
        let month = self.month.to_string();
        for (seat, duty) in duties::of_people_in_month(c, &people, &month)? {
            if seat.state().holds_seat() && without != Some(duty.roster_id.as_str()) {
                served
                    .entry(seat.person_id)
                    .or_default()
                    .insert(duty.station_id);
            }
        }
        Ok(())
    }

    fn add_people(
        &self,
        c: &mut Connection,
        served: &BTreeMap<String, HashSet<String>>,
        under: &mut Vec<Under>,
    ) -> Result<(), StoreError> {
        let ids: Vec<String> = served.keys().cloned().collect();
        let rows = people::find_people(c, &ids)?.into_iter();
        let pools: HashMap<String, String> = rows.map(|row| (row.id, row.pool_id)).collect();
        for minimum in self.of_kind(MinimumKind::StationsPerAdviser) {
            for (person, stations) in served {
                let found = i64::try_from(stations.len()).unwrap_or(i64::MAX);
                if pools.get(person) == Some(&minimum.pool_id) && !minimum.is_met(found) {
                    under.push(Under {
                        minimum: minimum.clone(),
                        whom: Whom::Person(person.clone()),
                        found,
                        closed_days: 0,
                    });
                }
            }
        }
        Ok(())
    }
}
