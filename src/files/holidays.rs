//! The calendar format `cn_holidays/1`: a country's public holidays and make-up working days, by year.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use thiserror::Error;

use crate::domain::city::{Holiday, HolidayKind};

/// Mainland China: 2025 and 2026 as published by the State Council, 2027 provisional.
pub const CHINA: &str = include_str!("../../calendars/cn.json");

/// A calendar that cannot be read.
#[derive(Debug, Error)]
#[error("not a calendar of holidays: {0}; right would be the format of calendars/cn.json")]
pub struct CalendarError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct Calendar {
    years: BTreeMap<String, Year>,
}

#[derive(Deserialize)]
struct Year {
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Day {
    date: NaiveDate,
    name: String,
    kind: Kind,
    statutory: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Off,
    Work,
}

/// The holidays of every year in the file, by date.
pub fn read(json: &str) -> Result<Vec<Holiday>, CalendarError> {
    let calendar: Calendar = serde_json::from_str(json)?;
    let mut holidays: Vec<Holiday> = calendar
        .years
        .into_values()
        .flat_map(|year| year.days)
        .map(|day| Holiday {
            date: day.date,
            name_en: in_english(&day.name),
            name: day.name,
            kind: match day.kind {
                Kind::Off => HolidayKind::Off,
                Kind::Work => HolidayKind::Work,
            },
            statutory: day.statutory,
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
    fn a_file_that_is_no_calendar_is_refused_with_what_would_be_right() {
        let refusal = read("{\"years\": 3}")
            .map(|_| ())
            .map_err(|e| e.to_string());
        assert!(refusal.is_err_and(|e| e.contains("calendars/cn.json")));
    }
}
