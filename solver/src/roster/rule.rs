//! The hard rules by name, as the reason of a clash tells them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of the format in which the rules behind a clash are written to a file.
pub const REASON_FORMAT: &str = "zhiban-roster-reason/1";

/// A hard rule, or the part of one that can forbid a pin or a holder by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// 1.
    OneOption,
    /// 2.
    Seats,
    /// 3, the pool.
    Pool,
    /// 3, `skills` and `any_skills`.
    Skills,
    /// 3, `languages`.
    Languages,
    /// 3, `avoid` and `max_km`.
    Station,
    /// 4.
    Windows,
    /// 5.
    Overlap,
    /// 6, `max_day`, `max_week` and `max_month`.
    MostTurns,
    /// 6, `max_stations`.
    MostStations,
    /// 6, `max_run`.
    LongestRun,
    /// 6, `max_weekends`.
    MostWeekends,
    /// 7.
    Supervision,
    /// 8.
    Holder,
    /// 9, the pins.
    Pins,
    /// 9, the bans.
    Bans,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OneOption => "rule 1: each series has exactly one option",
            Self::Seats => "rule 2: a duty has at most so many places as its ideal",
            Self::Pool => "rule 3: the person is of another pool than the duty asks for",
            Self::Skills => "rule 3: the person lacks a skill that the duty needs",
            Self::Languages => "rule 3: the person does not speak a language that the duty needs",
            Self::Station => "rule 3: the person must not go to the station, or lives too far away",
            Self::Windows => "rule 4: no window of the person contains the duty",
            Self::Overlap => {
                "rule 5: nobody is in two places, and the way between stations takes its time"
            }
            Self::MostTurns => {
                "rule 6: the most turns a date, a week, a month (max_day, max_week, max_month)"
            }
            Self::MostStations => "rule 6: the most stations (max_stations)",
            Self::LongestRun => "rule 6: the most dates in a row (max_run)",
            Self::MostWeekends => "rule 6: the most weekends (max_weekends)",
            Self::Supervision => {
                "rule 7: somebody of the supervising pool is beside who holds the duty"
            }
            Self::Holder => "rule 8: a series' holder is able to hold every duty of the option",
            Self::Pins => "rule 9: each pin is there, and its duty is active",
            Self::Bans => "rule 9: the person is banned from the duty",
        })
    }
}

/// The rules behind a clash, as they are written to a file: the exchange format of answers has no place for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Always [`REASON_FORMAT`].
    pub format: String,
    /// Rules that together do not allow it: without one of them all of it could be kept, as far as the solver had time to find out.
    pub because: Vec<Rule>,
}
