//! The calendar format `cn_holidays/1`: a country's public holidays and make-up working days, by year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use thiserror::Error;

use crate::domain::city::{Holiday, HolidayKind};

/// Mainland China: 2025 and 2026 as published by the State Council, 2027 provisional.
pub const CHINA: &str = include_str!("../../calendars/cn.json");

/// A calendar that cannot be read.
#[derive(Debug, Error)]
pub enum CalendarError {
    /// It is not of the form.
    #[error("not a calendar of holidays: {0}; right would be the format of calendars/cn.json")]
    Form(#[from] serde_json::Error),
    /// A day under another year.
    #[error("{date} stands under the year {year:?}; right would be its own")]
    Year {
        /// The day.
        date: NaiveDate,
        /// Where it stands.
        year: String,
    },
    /// A day that stands there twice.
    #[error("{0} stands there twice; right would be once")]
    Twice(NaiveDate),
}

#[derive(Deserialize)]
struct Calendar {
    years: BTreeMap<String, Year>,
}

#[derive(Deserialize)]
struct Year {
    #[serde(default)]
    status: Status,
    days: Vec<Day>,
}

/// Whether a year's calendar is published.
#[derive(Default, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    #[default]
    Official,
    Provisional,
}

#[derive(Deserialize)]
struct Day {
    date: NaiveDate,
    name: String,
    /// Where it is left out, that of a Chinese public holiday is known.
    #[serde(default)]
    name_en: Option<String>,
    kind: Kind,
    statutory: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Off,
    Work,
}

/// The holidays of every year in the file, by date. A day that stands under another year than its own, or twice, is refused.
pub fn read(json: &str) -> Result<Vec<Holiday>, CalendarError> {
    let calendar: Calendar = serde_json::from_str(json)?;
    let mut seen = BTreeSet::new();
    for (year, own) in &calendar.years {
        for day in &own.days {
            if day.date.year().to_string() != *year {
                let year = year.clone();
                return Err(CalendarError::Year {
                    date: day.date,
                    year,
                });
            }
            if !seen.insert(day.date) {
                return Err(CalendarError::Twice(day.date));
            }
        }
    }
    let mut holidays: Vec<Holiday> = calendar
        .years
        .into_values()
        .flat_map(|year| year.days.into_iter().map(move |day| (year.status, day)))
        .map(|(status, day)| Holiday {
            date: day.date,
            name_en: day.name_en.unwrap_or_else(|| in_english(&day.name)),
            name: day.name,
            kind: match day.kind {
                Kind::Off => HolidayKind::Off,
                Kind::Work => HolidayKind::Work,
            },
            statutory: day.statutory,
            provisional: status == Status::Provisional,
        })
        .collect();
    holidays.sort_by_key(|h| h.date);
    Ok(holidays)
}

/// The English name of a Chinese public holiday; one that is not known keeps its own.
fn in_english(name: &str) -> String {
    let known = |part: &str| match part {
        "元旦" => "New Year's Day".to_owned(),
        "春节" => "Spring Festival".to_owned(),
        "清明节" => "Qingming Festival".to_owned(),
        "劳动节" => "Labour Day".to_owned(),
        "端午节" => "Dragon Boat Festival".to_owned(),
        "中秋节" => "Mid-Autumn Festival".to_owned(),
        "国庆节" => "National Day".to_owned(),
        other => other.to_owned(),
    };
    name.split('、').map(known).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_of_china_knows_holidays_and_make_up_days() {
        let holidays = read(CHINA).expect("the file in the project");
        let on = |date: &str| {
            holidays
                .iter()
                .find(|h| h.date.to_string() == date)
                .map(|h| (h.kind, h.name_en.as_str()))
        };
        assert_eq!(on("2026-01-01"), Some((HolidayKind::Off, "New Year's Day")));
        assert_eq!(
            on("2025-01-26"),
            Some((HolidayKind::Work, "Spring Festival"))
        );
        assert_eq!(on("2026-03-03"), None);
    }

    #[test]
    fn a_year_says_whether_it_is_published() {
        let holidays = read(CHINA).expect("the file in the project");
        let provisional = |year: i32| {
            let mut days = holidays.iter().filter(|h| h.date.year() == year);
            days.all(|h| h.provisional)
        };
        assert_eq!([2025, 2026, 2027].map(provisional), [false, false, true]);
    }

    #[test]
    fn a_day_stands_once_and_under_its_own_year() {
        let of = |days: &str| {
            let json = format!(r#"{{"years":{{"2030":{{"days":[{days}]}}}}}}"#);
            read(&json).map_err(|e| e.to_string())
        };
        let day =
            |date: &str| format!(r#"{{"date":"{date}","name":"x","kind":"off","statutory":true}}"#);
        let twice = format!("{0},{0}", day("2030-01-01"));
        assert!(of(&day("2030-01-01")).is_ok());
        assert!(of(&twice).is_err_and(|e| e.contains("2030-01-01 stands there twice")));
        assert!(of(&day("2031-01-01")).is_err_and(|e| e.contains("under the year \"2030\"")));
    }

    #[test]
    fn a_file_that_is_no_calendar_is_refused_with_what_would_be_right() {
        let refusal = read("{\"years\": 3}")
            .map(|_| ())
            .map_err(|e| e.to_string());
        assert!(refusal.is_err_and(|e| e.contains("calendars/cn.json")));
    }
}
