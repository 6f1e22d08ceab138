//! The generation or publication of a month that was started last: how far it is, what came of it, or why nothing did.

use std::collections::HashMap;

use serde::Deserialize;
use zhiban_solver::Progress;
use zhiban_solver::roster::{Clash, Rule};

use super::{Named, named};
use crate::domain::job::{JobKind, JobState};
use crate::store::duties::{self, DutyRow, SeriesRow};
use crate::store::jobs::{self, JobRow};
use crate::store::rosters::RosterRow;
use crate::store::{Connection, StoreError, people, places, templates};

/// A job that works on a month, or did.
#[derive(Debug, Clone)]
pub struct Work {
    /// The job.
    pub job_id: String,
    /// A generation or a publication.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// How far a running solve is.
    pub progress: Option<Progress>,
    /// Whether an attempt failed before this one.
    pub is_again: bool,
    /// Why it failed for good.
    pub failure: Option<Failure>,
    /// What a publication came to.
    pub letters: Option<Letters>,
}

/// Why a job came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No roster keeps these together, by these rules; none where that was not kept.
    Clash(Vec<Promise>, Vec<Rule>),
    /// Something that only an operator can mend, in the program's words.
    Other(String),
}

/// A promise of the coordinator that takes part in a clash.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Who it is about.
    pub person: String,
    /// What was promised.
    pub what: Promised,
}

/// What was promised to somebody, or of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Promised {
    /// A pin to a duty.
    Pin {
        /// Name of the station.
        station: String,
        /// Its date.
        date: chrono::NaiveDate,
        /// Local minutes since midnight.
        start: i32,
        /// Local minutes since midnight.
        end: i32,
    },
    /// All duties of a series.
    Series {
        /// Name of the station.
        station: String,
        /// What it is called.
        name: Named,
    },
    /// Something in another district's month that was solved together with this one.
    Elsewhere,
}

/// The letters of a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Letters {
    /// In the outbox, or sent.
    pub letters: u32,
    /// Of people without an address that can be written to.
    pub parked: u32,
}

/// What a job that cannot be done leaves behind.
#[derive(Deserialize)]
struct Refused {
    conflict: Vec<Clash>,
    #[serde(default)]
    because: Vec<Rule>,
}

/// The last work on a roster; none where there was none, or it was swept from the queue.
pub(super) fn work(c: &mut Connection, roster: &RosterRow) -> Result<Option<Work>, StoreError> {
    let job = match &roster.job_id {
        Some(id) => jobs::find(c, id)?,
        None => None,
    };
    let Some((job, kind)) = job.and_then(|job| JobKind::parse(&job.kind).map(|kind| (job, kind)))
    else {
        return Ok(None);
    };
    let state = job.state();
    Ok(Some(Work {
        kind,
        state,
        // What a failed attempt told last says nothing of the next one.
        progress: (state == JobState::Running)
            .then(|| serde_json::from_str(&job.progress).ok())
            .flatten(),
        is_again: state.is_open() && !job.error.is_empty(),
        failure: match state {
            JobState::Failed => Some(failure(c, roster, &job)?),
            _ => None,
        },
        letters: serde_json::from_str(&job.result).ok(),
        job_id: job.id,
    }))
}

fn failure(c: &mut Connection, roster: &RosterRow, job: &JobRow) -> Result<Failure, StoreError> {
    let Ok(refused) = serde_json::from_str::<Refused>(&job.result) else {
        return Ok(Failure::Other(job.error.clone()));
    };
    let ids: Vec<String> = refused.conflict.iter().map(person).cloned().collect();
    let names: HashMap<String, String> = people::find_people(c, &ids)?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let all = All::read(c, roster)?;
    let promise = |clash: &Clash| Promise {
        person: names.get(person(clash)).cloned().unwrap_or_default(),
        what: all.promised(clash).unwrap_or(Promised::Elsewhere),
    };
    let promises = refused.conflict.iter().map(promise).collect();
    Ok(Failure::Clash(promises, refused.because))
}

fn person(clash: &Clash) -> &String {
    match clash {
        Clash::Pin(pair) => &pair.person,
        Clash::Holder { person, .. } => person,
    }
}

/// What a clash can name of a roster.
struct All {
    duties: Vec<DutyRow>,
    series: Vec<SeriesRow>,
    stations: HashMap<String, String>,
    templates: HashMap<String, Named>,
}

impl All {
    fn read(c: &mut Connection, roster: &RosterRow) -> Result<Self, StoreError> {
        let series = duties::series_of_roster(c, &roster.id)?;
        let template_ids: Vec<String> = series.iter().map(|s| s.template_id.clone()).collect();
        Ok(Self {
            duties: duties::of_roster(c, &roster.id)?,
            stations: places::stations_of_district(c, &roster.district_id)?
                .into_iter()
                .map(|row| (row.id, row.name))
                .collect(),
            templates: templates::find_templates(c, &template_ids)?
                .into_iter()
                .map(|row| (row.id, named(&row.name, &row.name_en)))
                .collect(),
            series,
        })
    }

    /// None where it lies in another roster.
    fn promised(&self, clash: &Clash) -> Option<Promised> {
        match clash {
            Clash::Pin(pair) => {
                let duty = self.duties.iter().find(|duty| duty.id == pair.duty)?;
                Some(Promised::Pin {
                    station: self.stations.get(&duty.station_id)?.clone(),
                    date: duty.date,
                    start: duty.start_minute,
                    end: duty.end_minute,
                })
            }
            Clash::Holder { series, .. } => {
                let series = self.series.iter().find(|row| row.id == *series)?;
                Some(Promised::Series {
                    station: self.stations.get(&series.station_id)?.clone(),
                    name: self.templates.get(&series.template_id)?.clone(),
                })
            }
        }
    }
}
