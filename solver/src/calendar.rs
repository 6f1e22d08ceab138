//! Wall-clock times as the exchange formats write them: minutes of a day, ISO weeks, weekends.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A minute of a day, 0 to 1440 (`24:00`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(u16);

impl Minute {
    /// The minute with this number since midnight, none above 1440.
    #[must_use]
    pub fn new(minutes: u16) -> Option<Self> {
        (minutes <= 1440).then_some(Self(minutes))
    }

    /// Reads `HH:MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(hour) || !digits(minute) {
            return None;
        }
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        if minute > 59 {
            return None;
        }
        Self::new(hour * 60 + minute)
    }

    /// Minutes since midnight.
    #[must_use]
    pub fn get(self) -> i32 {
        i32::from(self.0)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Minute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is not a time of day; right would be \"HH:MM\" from \"00:00\" to \"24:00\""
            ))
        })
    }
}

/// A local date and time of the form `2026-12-01T09:30`; `T24:00` is the end of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The date.
    pub date: NaiveDate,
    /// The time of day.
    pub minute: Minute,
}

impl Moment {
    /// Reads `2026-12-01T09:30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, minute) = text.split_once('T')?;
        Some(Self {
            date: parse_date(date)?,
            minute: Minute::parse(minute)?,
        })
    }

    /// The moment so many minutes since the common era; none outside of the calendar.
    #[must_use]
    pub fn at(minutes: i64) -> Option<Self> {
        let days = i32::try_from(minutes.div_euclid(1440)).ok()?;
        Some(Self {
            date: NaiveDate::from_num_days_from_ce_opt(days)?,
            minute: Minute::new(minutes.rem_euclid(1440) as u16)?,
        })
    }

    /// Days since the common era.
    #[must_use]
    pub fn day(self) -> i64 {
        i64::from(self.date.num_days_from_ce())
    }

    /// Minutes since the common era.
    #[must_use]
    pub fn minutes(self) -> i64 {
        self.day() * 1440 + i64::from(self.minute.get())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date.format("%Y-%m-%d"), self.minute)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is not a local time; right would be such as \"2026-12-01T09:30\""
            ))
        })
    }
}

/// Reads a date of the strict form `2026-12-01`.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_date(&text).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "{text:?} is not a date; right would be \"YYYY-MM-DD\", such as \"2026-12-01\""
        ))
    })
}

/// The date of a text of the strict form `2026-12-01`.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (date.format("%Y-%m-%d").to_string() == text).then_some(date)
}

/// An ISO week, such as `2026-W49`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    /// The ISO year.
    pub year: i32,
    /// 1 to 53.
    pub number: u32,
}

impl Week {
    /// The ISO week of a date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let week = date.iso_week();
        Self {
            year: week.year(),
            number: week.week(),
        }
    }

    /// Reads `2026-W49`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once("-W")?;
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 2) {
            return None;
        }
        let week = Self {
            year: year.parse().ok()?,
            number: number.parse().ok()?,
        };
        NaiveDate::from_isoywd_opt(week.year, week.number, Weekday::Mon)?;
        Some(week)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.number)
    }
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Week {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is not an ISO week; right would be such as \"2026-W49\""
            ))
        })
    }
}

/// The Saturday of the weekend a date lies in, none for working days of the ordinary week.
#[must_use]
pub fn weekend(date: NaiveDate) -> Option<NaiveDate> {
    match date.weekday() {
        Weekday::Sat => Some(date),
        Weekday::Sun => date.pred_opt(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_at_the_end_of_a_day_is_legal() {
        assert_eq!(Minute::parse("24:00").map(Minute::get), Some(1440));
        for text in ["24:01", "9:00", "09:60", "0900", "+9:00", "09:00 "] {
            assert_eq!(Minute::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_days_of_a_year_may_belong_to_the_last_week_of_the_one_before() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 1);
        assert_eq!(
            day.map(|d| Week::of(d).to_string()).as_deref(),
            Some("2026-W53")
        );
        assert_eq!(Week::parse("2027-W53"), None);
        assert_eq!(Week::parse("2026-W53").map(|w| w.number), Some(53));
    }

    #[test]
    fn a_date_without_leading_noughts_is_refused() {
        assert_eq!(parse_date("2026-2-01"), None);
        assert_eq!(parse_date("2026-02-29"), None);
        assert!(parse_date("2028-02-29").is_some());
    }

    #[test]
    fn a_sunday_belongs_to_the_weekend_of_the_saturday_before() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 12, d);
        assert_eq!(day(6).and_then(weekend), day(5));
        assert_eq!(day(7).and_then(weekend), None);
    }
}
