//! A checked problem with numbers for names: what the rules, the model and the explanations are written on.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::document::{Document, Weights};
use super::eligibility;
use crate::calendar::{Week, weekend};
use crate::language::{Languages, Level};
use crate::place::Point;
use crate::problem::Problem;

/// Number of a station, person, duty or series: its place in the document's list.
pub type Index = usize;

/// A span of minutes of one date, start before end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First minute.
    pub start: i32,
    /// Minute after the last.
    pub end: i32,
}

impl Span {
    /// Whether all of `other` lies in this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A station.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Station {
    pub id: String,
    pub district: String,
    pub at: Point,
}

/// Most turns and the like; `u32::MAX` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Caps {
    pub day: u32,
    pub week: u32,
    pub month: u32,
    pub stations: u32,
    pub run: u32,
    pub weekends: u32,
}

/// A person. `skills`, `avoid` and `prefers` are sorted.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Person {
    pub id: String,
    pub pool: String,
    pub at: Point,
    pub skills: Vec<String>,
    pub languages: Languages,
    pub windows: HashMap<i32, Vec<Span>>,
    pub caps: Caps,
    pub target: u32,
    pub avoid: Vec<Index>,
    pub prefers: Vec<Index>,
    pub max_km: Option<f64>,
}

/// A duty. `day` counts from the common era; `weekend` is the day of its Saturday.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Duty {
    pub id: String,
    pub station: Index,
    pub day: i32,
    pub week: Week,
    pub weekend: Option<i32>,
    pub span: Span,
    pub pool: String,
    pub min: u32,
    pub ideal: u32,
    pub skills: Vec<String>,
    pub any_skills: Vec<String>,
    pub languages: Languages,
    pub weight: u32,
    pub supervised_by: Option<String>,
    /// The series and option it belongs to; none is always active.
    pub option: Option<(Index, Index)>,
}

/// A series: its options' ids and duties, and the holder if it is given.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Series {
    pub id: String,
    pub options: Vec<(String, Vec<Index>)>,
    pub holder: Option<Index>,
}

/// A row of language cover.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Cover {
    pub district: String,
    pub week: Week,
    pub language: String,
    pub level: Level,
    pub min: u32,
    pub weight: u32,
}

/// A checked problem. `able` and `fit` are the pairs that rules 3 and 4 allow.
#[derive(Debug, Clone)]
pub struct Instance {
    /// What it was made of: the audit counts from this alone.
    pub document: Document,
    /// Where duties are.
    pub stations: Vec<Station>,
    /// Who can hold them.
    pub people: Vec<Person>,
    /// What is to be held.
    pub duties: Vec<Duty>,
    /// Duties that want one face.
    pub series: Vec<Series>,
    /// Languages of the week.
    pub cover: Vec<Cover>,
    /// Duty and person that must be in the answer.
    pub pins: Vec<(Index, Index)>,
    /// Duty and person that must not be.
    pub bans: Vec<(Index, Index)>,
    /// The published roster.
    pub previous: Vec<(Index, Index)>,
    /// Prices.
    pub weights: Weights,
    /// For each duty the people rule 3 allows, rising; duties that ask the same at one station share the list.
    pub able: Vec<std::sync::Arc<[Index]>>,
    /// For each duty the people rules 3, 4 and the bans allow, rising.
    pub fit: Vec<Vec<Index>>,
}

impl Instance {
    /// Checks a document. Everything that is wrong is listed.
    pub fn new(document: Document) -> Result<Self, Vec<Problem>> {
        super::check::check(&document)?;
        let mut instance = Self::numbered(&document);
        instance.document = document;
        (instance.able, instance.fit) = eligibility::pairs(&instance);
        Ok(instance)
    }

    /// A checked document with numbers for names; the pairs are still to be found.
    fn numbered(document: &Document) -> Self {
        let stations = number(document.stations.iter().map(|s| &s.id));
        let people = number(document.people.iter().map(|p| &p.id));
        let duties = number(document.duties.iter().map(|d| &d.id));
        let series = read_series(document, &people, &duties);
        let mut option_of = vec![None; document.duties.len()];
        for (s, one) in series.iter().enumerate() {
            for (o, (_, members)) in one.options.iter().enumerate() {
                for &d in members {
                    option_of[d] = Some((s, o));
                }
            }
        }
        let pairs = |rows: &[super::document::Pair]| {
            rows.iter()
                .map(|r| (duties[r.duty.as_str()], people[r.person.as_str()]))
                .collect::<Vec<_>>()
        };
        Self {
            document: Document::default(),
            stations: document.stations.iter().map(read_station).collect(),
            people: document
                .people
                .iter()
                .map(|p| read_person(p, &stations))
                .collect(),
            duties: document
                .duties
                .iter()
                .zip(option_of)
                .map(|(d, option)| read_duty(d, stations[d.station.as_str()], option))
                .collect(),
            series,
            cover: document.language_cover.iter().map(read_cover).collect(),
            pins: pairs(&document.pins),
            bans: pairs(&document.bans),
            previous: pairs(&document.previous),
            weights: document.weights,
            able: Vec::new(),
            fit: Vec::new(),
        }
    }

    /// Whether rules 3, 4 and the bans allow the pair.
    #[must_use]
    pub fn fits(&self, duty: Index, person: Index) -> bool {
        self.fit[duty].binary_search(&person).is_ok()
    }

    /// Where a duty is held.
    #[must_use]
    pub fn place(&self, duty: Index) -> Point {
        self.stations[self.duties[duty].station].at
    }

    /// How many pairs the rules allow.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.fit.iter().map(Vec::len).sum()
    }

    /// Minutes needed between the end of a duty at one station and the start of one at the other.
    #[must_use]
    pub fn way(&self, a: Index, b: Index) -> i32 {
        if a == b {
            0
        } else {
            crate::place::way_minutes(self.stations[a].at, self.stations[b].at)
        }
    }

    /// Whether nobody can hold both duties (rule 5).
    #[must_use]
    pub fn clash(&self, a: Index, b: Index) -> bool {
        let (a, b) = (&self.duties[a], &self.duties[b]);
        if a.day != b.day {
            return false;
        }
        let (first, then) = if a.span <= b.span { (a, b) } else { (b, a) };
        then.span.start - first.span.end < self.way(first.station, then.station)
    }
}

/// Day number of a date.
#[must_use]
pub fn day(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}

fn number<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<&'a str, Index> {
    ids.enumerate().map(|(i, id)| (id.as_str(), i)).collect()
}

fn read_station(s: &super::document::Station) -> Station {
    Station {
        id: s.id.clone(),
        district: s.district.clone(),
        at: Point {
            lat: s.lat,
            lon: s.lon,
        },
    }
}

fn read_person(p: &super::document::Person, stations: &HashMap<&str, Index>) -> Person {
    let sorted = |ids: &[String]| {
        let mut out: Vec<Index> = ids.iter().map(|s| stations[s.as_str()]).collect();
        out.sort_unstable();
        out
    };
    let mut windows: HashMap<i32, Vec<Span>> = HashMap::new();
    for w in &p.windows {
        windows.entry(day(w.date)).or_default().push(Span {
            start: w.start.get(),
            end: w.end.get(),
        });
    }
    let cap = |most: Option<u32>| most.unwrap_or(u32::MAX);
    let mut skills = p.skills.clone();
    skills.sort_unstable();
    Person {
        id: p.id.clone(),
        pool: p.pool.clone(),
        at: Point {
            lat: p.lat,
            lon: p.lon,
        },
        skills,
        languages: p.languages.clone(),
        windows,
        caps: Caps {
            day: cap(p.max_day),
            week: cap(p.max_week),
            month: cap(p.max_month),
            stations: cap(p.max_stations),
            run: cap(p.max_run),
            weekends: cap(p.max_weekends),
        },
        target: p.target,
        avoid: sorted(&p.avoid),
        prefers: sorted(&p.prefers),
        max_km: p.max_km,
    }
}

fn read_duty(d: &super::document::Duty, station: Index, option: Option<(Index, Index)>) -> Duty {
    Duty {
        id: d.id.clone(),
        station,
        day: day(d.date),
        week: Week::of(d.date),
        weekend: weekend(d.date).map(day),
        span: Span {
            start: d.start.get(),
            end: d.end.get(),
        },
        pool: d.pool.clone(),
        min: d.min,
        ideal: d.ideal,
        skills: d.skills.clone(),
        any_skills: d.any_skills.clone(),
        languages: d.languages.clone(),
        weight: d.weight,
        supervised_by: d.supervised_by.clone(),
        option,
    }
}

fn read_series(
    document: &Document,
    people: &HashMap<&str, Index>,
    duties: &HashMap<&str, Index>,
) -> Vec<Series> {
    document
        .series
        .iter()
        .map(|s| Series {
            id: s.id.clone(),
            options: s
                .options
                .iter()
                .map(|o| {
                    let members = o.duties.iter().map(|d| duties[d.as_str()]).collect();
                    (o.id.clone(), members)
                })
                .collect(),
            holder: s.holder.as_deref().map(|p| people[p]),
        })
        .collect()
}

fn read_cover(r: &super::document::LanguageCover) -> Cover {
    Cover {
        district: r.district.clone(),
        week: r.week,
        language: r.language.clone(),
        level: r.level,
        min: r.min,
        weight: r.weight,
    }
}
