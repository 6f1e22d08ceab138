//! The exchange format `zhiban-roster/1` as types: what stands in the file, unchecked beyond each value's own form.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{self, Minute, Week};
use crate::language::{Languages, Level};
use crate::problem::{null_is_default, object, objects, objects_or_none, unique_keys};

/// The name of the format.
pub const FORMAT: &str = "zhiban-roster/1";

/// One rostering problem. The default is empty and of no use but to be filled.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Always [`FORMAT`].
    pub format: String,
    /// Free text.
    pub name: String,
    /// IANA name of the zone all times are in.
    pub time_zone: String,
    /// First date of the horizon.
    #[serde(deserialize_with = "calendar::date")]
    pub start: NaiveDate,
    /// Last date of the horizon.
    #[serde(deserialize_with = "calendar::date")]
    pub end: NaiveDate,
    /// Where duties are.
    #[serde(deserialize_with = "objects")]
    pub stations: Vec<Station>,
    /// Who can hold them.
    #[serde(deserialize_with = "objects")]
    pub people: Vec<Person>,
    /// What is to be held.
    #[serde(deserialize_with = "objects")]
    pub duties: Vec<Duty>,
    /// Duties that recur and want one face.
    #[serde(default, deserialize_with = "objects_or_none")]
    pub series: Vec<Series>,
    /// Turns a week that speakers must hold.
    #[serde(default, deserialize_with = "objects_or_none")]
    pub language_cover: Vec<LanguageCover>,
    /// Pairs that must be in the answer.
    #[serde(default, deserialize_with = "objects_or_none")]
    pub pins: Vec<Pair>,
    /// Pairs that must not be in the answer.
    #[serde(default, deserialize_with = "objects_or_none")]
    pub bans: Vec<Pair>,
    /// The published roster that this one replaces.
    #[serde(default, deserialize_with = "objects_or_none")]
    pub previous: Vec<Pair>,
    /// Prices of the objective's terms.
    #[serde(deserialize_with = "object")]
    pub weights: Weights,
}

/// A station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Station {
    pub id: String,
    pub district: String,
    pub lat: f64,
    pub lon: f64,
}

/// An adviser or volunteer; a cap that is none is no limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Person {
    pub id: String,
    pub pool: String,
    pub lat: f64,
    pub lon: f64,
    #[serde(default, deserialize_with = "null_is_default")]
    pub skills: Vec<String>,
    #[serde(default, deserialize_with = "unique_keys")]
    pub languages: Languages,
    #[serde(deserialize_with = "objects")]
    pub windows: Vec<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_day: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_week: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_month: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_stations: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_run: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_weekends: Option<u32>,
    pub target: u32,
    #[serde(default, deserialize_with = "null_is_default")]
    pub avoid: Vec<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    pub prefers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_km: Option<f64>,
}

/// When a person can serve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Window {
    #[serde(deserialize_with = "calendar::date")]
    pub date: NaiveDate,
    pub start: Minute,
    pub end: Minute,
}

/// A turn to be held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Duty {
    pub id: String,
    pub station: String,
    #[serde(deserialize_with = "calendar::date")]
    pub date: NaiveDate,
    pub start: Minute,
    pub end: Minute,
    pub pool: String,
    pub min: u32,
    pub ideal: u32,
    #[serde(default, deserialize_with = "null_is_default")]
    pub skills: Vec<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    pub any_skills: Vec<String>,
    #[serde(default, deserialize_with = "unique_keys")]
    pub languages: Languages,
    pub weight: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervised_by: Option<String>,
}

/// Duties that recur, in one of several ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Series {
    pub id: String,
    #[serde(deserialize_with = "objects")]
    pub options: Vec<SeriesOption>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
}

/// One way a series can fall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct SeriesOption {
    pub id: String,
    pub duties: Vec<String>,
}

/// How many turns in a district and week must be held by a speaker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct LanguageCover {
    pub district: String,
    pub week: Week,
    pub language: String,
    pub level: Level,
    pub min: u32,
    pub weight: u32,
}

/// A duty and a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Pair {
    pub duty: String,
    pub person: String,
}

/// Prices of the objective's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Weights {
    pub shortfall: u32,
    pub below_ideal: u32,
    pub substitute: u32,
    pub language: u32,
    pub travel_km: u32,
    pub fairness: u32,
    pub preference: u32,
    pub change: u32,
}

impl Document {
    /// Reads a document from JSON; the first thing of a wrong form is the problem.
    pub fn from_json(json: &[u8]) -> Result<Self, crate::problem::Problem> {
        crate::problem::read(json)
    }
}
