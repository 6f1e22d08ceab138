//! The exchange format `zhiban-match/1` as types: what stands in the file, unchecked beyond each value's own form.

use serde::{Deserialize, Deserializer, Serialize};

use crate::calendar::Moment;
use crate::language::{Languages, Level};
use crate::problem::unique_keys;

/// The name of the format.
pub const FORMAT: &str = "zhiban-match/1";

/// One batch of requests and free slots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Document {
    pub format: String,
    pub name: String,
    pub time_zone: String,
    pub now: Moment,
    #[serde(default = "working_level", deserialize_with = "level_or_default")]
    pub working_level: Level,
    pub stations: Vec<Station>,
    pub advisers: Vec<Adviser>,
    pub interpreters: Vec<Interpreter>,
    pub slots: Vec<Slot>,
    pub shifts: Vec<Shift>,
    pub requests: Vec<Request>,
    pub weights: Weights,
}

fn working_level() -> Level {
    Level::B2
}

fn level_or_default<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Level, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(working_level))
}

/// A key that must be there, though it may be null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

/// A station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Station {
    pub id: String,
    pub lat: f64,
    pub lon: f64,
}

/// An adviser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Adviser {
    pub id: String,
    pub skills: Vec<String>,
    #[serde(deserialize_with = "unique_keys")]
    pub languages: Languages,
}

/// An interpreter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Interpreter {
    pub id: String,
    #[serde(deserialize_with = "unique_keys")]
    pub languages: Languages,
}

/// A free time of an adviser; without station, by video.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Slot {
    pub id: String,
    pub adviser: String,
    #[serde(deserialize_with = "present")]
    pub station: Option<String>,
    pub start: Moment,
    pub end: Moment,
}

/// When an interpreter is there; without station, by video or telephone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Shift {
    pub id: String,
    pub interpreter: String,
    #[serde(deserialize_with = "present")]
    pub station: Option<String>,
    pub start: Moment,
    pub end: Moment,
}

/// How a resident can be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "as in the exchange format")]
pub enum Mode {
    InPerson,
    Video,
}

/// A resident's request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Request {
    pub id: String,
    pub skill: String,
    #[serde(deserialize_with = "unique_keys")]
    pub languages: Languages,
    pub modes: Vec<Mode>,
    pub lat: f64,
    pub lon: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_km: Option<f64>,
    #[serde(default)]
    pub windows: Vec<Window>,
    pub urgency: u32,
    #[serde(default)]
    pub exclude: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl Request {
    /// Whom equity is measured for: the group given, else the first language tag, else "".
    #[must_use]
    pub fn group(&self) -> &str {
        let first = || self.languages.keys().next().map_or("", String::as_str);
        self.group.as_deref().unwrap_or_else(first)
    }
}

/// When a resident can come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Window {
    pub start: Moment,
    pub end: Moment,
}

/// Prices of the objective's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in the exchange format")]
pub struct Weights {
    pub unmatched: u32,
    pub wait_day: u32,
    pub travel_km: u32,
    pub interpreter: u32,
    pub equity: u32,
}

impl Document {
    /// Reads a document from JSON; the first thing of a wrong form is the problem.
    pub fn from_json(json: &[u8]) -> Result<Self, crate::problem::Problem> {
        crate::problem::read(json)
    }
}
