//! Months, working days with make-up working days (调休), and local times as instants.

use std::collections::HashMap;
use std::fmt;

use chrono::{
    DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, TimeDelta, TimeZone,
    Timelike, Utc, Weekday,
};
use chrono_tz::Tz;
use thiserror::Error;

use crate::domain::city::{Holiday, HolidayKind, Span};

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month a date lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(date.with_day(1).expect("every month has a first day"))
    }

    /// Reads `2026-12`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let month = Self(NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?);
        (month.to_string() == text).then_some(month)
    }

    /// Its first date.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.0
    }

    /// Its last date.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        self.next()
            .0
            .pred_opt()
            .expect("a month lies within chrono's dates")
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(
            self.0
                .checked_add_months(Months::new(1))
                .expect("a month lies within chrono's dates"),
        )
    }

    /// Its dates.
    pub fn dates(self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last();
        self.0.iter_days().take_while(move |date| *date <= last)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// Which dates are worked in a country.
#[derive(Debug, Clone, Default)]
pub struct WorkingDays {
    listed: HashMap<NaiveDate, HolidayKind>,
}

impl WorkingDays {
    /// From a country's list; a date that is not listed follows its weekday.
    #[must_use]
    pub fn new(holidays: &[Holiday]) -> Self {
        Self {
            listed: holidays.iter().map(|h| (h.date, h.kind)).collect(),
        }
    }

    /// Whether a date is listed as free.
    #[must_use]
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        self.listed.get(&date) == Some(&HolidayKind::Off)
    }

    /// Whether a date is worked: Monday to Friday that is no holiday, or a make-up working day.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        match self.listed.get(&date) {
            Some(HolidayKind::Off) => false,
            Some(HolidayKind::Work) => true,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The first working day after a date; none where a year of holidays follows.
    #[must_use]
    pub fn next_working(&self, date: NaiveDate) -> Option<NaiveDate> {
        date.iter_days()
            .skip(1)
            .take(366)
            .find(|d| self.is_working(*d))
    }
}

/// A local time that is no instant, or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClockError {
    /// The clock jumps over it.
    #[error("{date} {hour:02}:{minute:02} does not exist in {zone}: the clocks go forward over it")]
    Missing {
        /// The local date.
        date: NaiveDate,
        /// The hour.
        hour: u16,
        /// The minute of the hour.
        minute: u16,
        /// The zone.
        zone: Tz,
    },
    /// The clock passes it twice.
    #[error("{date} {hour:02}:{minute:02} is there twice in {zone}: the clocks go back over it")]
    Twice {
        /// The local date.
        date: NaiveDate,
        /// The hour.
        hour: u16,
        /// The minute of the hour.
        minute: u16,
        /// The zone.
        zone: Tz,
    },
}

/// The instant of a minute of a local date; 1440 is midnight at its end.
pub fn instant(zone: Tz, date: NaiveDate, minute: u16) -> Result<DateTime<Utc>, ClockError> {
    let midnight = date
        .and_hms_opt(0, 0, 0)
        .expect("every date has a midnight on paper");
    let local = midnight + TimeDelta::minutes(i64::from(minute));
    let (hour, past) = (minute / 60, minute % 60);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(at.to_utc()),
        LocalResult::None => Err(ClockError::Missing {
            date,
            hour,
            minute: past,
            zone,
        }),
        LocalResult::Ambiguous(..) => Err(ClockError::Twice {
            date,
            hour,
            minute: past,
            zone,
        }),
    }
}

/// The next instant at which a clock on the wall says so many minutes after midnight; an hour later where the clocks jump there.
#[must_use]
pub fn next(zone: Tz, after: NaiveDateTime, minute: u16) -> NaiveDateTime {
    let (today, _) = local(zone, after);
    let on = |date| {
        let later = |_| instant(zone, date, minute + 60);
        instant(zone, date, minute).or_else(later)
    };
    let mut nights = today
        .iter_days()
        .filter_map(|date| Some(on(date).ok()?.naive_utc()));
    let next = nights.find(|at| *at > after);
    next.unwrap_or(after + TimeDelta::days(1))
}

/// The local date of an instant, and its minute since midnight.
#[must_use]
pub fn local(zone: Tz, at: NaiveDateTime) -> (NaiveDate, u16) {
    let there = zone.from_utc_datetime(&at).naive_local();
    let minute = u16::try_from(there.hour() * 60 + there.minute());
    (there.date(), minute.expect("a day has 1440 minutes"))
}

/// A span of instants as its local date and the minutes of it; the midnight at its end is 1440. None where it leaves its date, or
/// where the clock jumps, so that the local times alone would not say it.
#[must_use]
pub fn local_span(zone: Tz, from: NaiveDateTime, to: NaiveDateTime) -> Option<(NaiveDate, Span)> {
    let (date, start) = local(zone, from);
    let (last, end) = match local(zone, to) {
        (next, 0) => (next.pred_opt()?, 1440),
        other => other,
    };
    let says = |minute, at: NaiveDateTime| {
        instant(zone, date, minute).is_ok_and(|read| read.naive_utc() == at)
    };
    let holds = date == last && start < end && says(start, from) && says(end, to);
    holds.then_some((date, Span { start, end }))
}

/// The Monday of a date's ISO week.
#[must_use]
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn holiday(text: &str, kind: HolidayKind) -> Holiday {
        Holiday {
            date: date(text),
            name: "国庆节".into(),
            name_en: "National Day".into(),
            kind,
            statutory: false,
            provisional: false,
        }
    }

    #[test]
    fn the_next_night_is_one_hour_later_where_the_clocks_jump() {
        let zone = chrono_tz::Europe::Berlin;
        let at = |text: &str| -> NaiveDateTime { text.parse().expect("an instant") };
        for (after, night) in [
            ("2027-01-10T00:00:00", "2027-01-10T01:30:00"),
            ("2027-01-10T01:30:00", "2027-01-11T01:30:00"),
            // 02:30 is not there on the 28th of March, and twice on the 31st of October.
            ("2027-03-27T12:00:00", "2027-03-28T01:30:00"),
            ("2027-10-30T12:00:00", "2027-10-31T02:30:00"),
        ] {
            assert_eq!(next(zone, at(after), 150), at(night), "{after}");
        }
    }

    #[test]
    fn a_month_ends_where_the_next_begins_also_in_leap_years_and_december() {
        let last = |text| Month::parse(text).map(|m| m.last().to_string());
        assert_eq!(last("2028-02").as_deref(), Some("2028-02-29"));
        assert_eq!(last("2026-02").as_deref(), Some("2026-02-28"));
        assert_eq!(last("2026-12").as_deref(), Some("2026-12-31"));
        for wrong in ["2026-13", "2026-1", "202612", "26-12", ""] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_make_up_saturday_is_worked_and_the_next_working_day_after_a_long_holiday_may_be_one() {
        let days = WorkingDays::new(&[
            holiday("2026-10-07", HolidayKind::Off),
            holiday("2026-10-08", HolidayKind::Off),
            holiday("2026-10-09", HolidayKind::Off),
            holiday("2026-10-10", HolidayKind::Work),
        ]);
        assert!(days.is_working(date("2026-10-10")) && !days.is_working(date("2026-10-11")));
        assert_eq!(
            days.next_working(date("2026-10-07")),
            Some(date("2026-10-10"))
        );
    }

    #[test]
    fn an_hour_that_does_not_exist_or_is_there_twice_is_an_error() {
        let zone = chrono_tz::Europe::Berlin;
        let missing = instant(zone, date("2026-03-29"), 150).map_err(|e| e.to_string());
        assert_eq!(
            missing,
            Err(
                "2026-03-29 02:30 does not exist in Europe/Berlin: the clocks go forward over it"
                    .into()
            )
        );
        let twice = instant(zone, date("2026-10-25"), 150).map_err(|e| e.to_string());
        assert_eq!(
            twice,
            Err(
                "2026-10-25 02:30 is there twice in Europe/Berlin: the clocks go back over it"
                    .into()
            )
        );
    }

    #[test]
    fn the_end_of_a_day_is_the_next_midnight() {
        let end =
            instant(chrono_tz::Asia::Shanghai, date("2026-12-31"), 1440).map(|at| at.to_string());
        assert_eq!(end, Ok("2026-12-31 16:00:00 UTC".into()));
    }

    #[test]
    fn a_span_is_said_by_local_times_only_where_they_say_it() {
        let at = |text: &str| text.parse::<NaiveDateTime>().expect("an instant");
        let shanghai = |from, to| local_span(chrono_tz::Asia::Shanghai, at(from), at(to));
        assert_eq!(
            shanghai("2026-12-01T14:00:00", "2026-12-01T16:00:00"),
            Some((
                date("2026-12-01"),
                Span {
                    start: 1320,
                    end: 1440
                }
            ))
        );
        assert_eq!(
            shanghai("2026-12-01T15:00:00", "2026-12-01T17:00:00"),
            None,
            "over midnight"
        );
        let berlin = |from, to| local_span(chrono_tz::Europe::Berlin, at(from), at(to));
        assert_eq!(
            berlin("2026-10-25T00:30:00", "2026-10-25T03:00:00"),
            None,
            "02:30 is there twice"
        );
        assert!(berlin("2026-10-25T02:00:00", "2026-10-25T03:00:00").is_some());
    }

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(monday(date("2026-12-06")), date("2026-11-30"));
        assert_eq!(monday(date("2026-12-07")), date("2026-12-07"));
    }
}
