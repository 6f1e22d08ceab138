//! When a station is open: its weekly hours, and the days on which it is closed all the same.

use chrono::{Days, NaiveDate};
use opening_hours::{OpeningHours as Expression, RuleKind};
use thiserror::Error;

use super::city::Span;
use super::demand::Recurrence;

/// How far ahead a recurrence is held against the hours: whatever goes by the week, the month or the year has come round by then.
const A_YEAR: Days = Days::new(366);

/// Hours as OpenStreetMap's `opening_hours` says them, such as `Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00`
/// (<https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification>). Public holidays are no part of them: each demand template says
/// what becomes of its duties then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours(Expression);

/// A text that says no hours.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{0:?} says no opening hours; right would be such as Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00"
)]
pub struct NoHours(String);

impl OpeningHours {
    /// Reads hours. None where nothing is said: then nothing is outside.
    pub fn parse(text: &str) -> Result<Option<Self>, NoHours> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let read = text.parse().map_err(|_| NoHours(text.to_owned()))?;
        Ok(Some(Self(read)))
    }

    /// Whether all of a time of a date lies within the hours.
    #[must_use]
    pub fn cover(&self, date: NaiveDate, span: Span) -> bool {
        let mut reached = span.start;
        for part in self.0.schedule_at(date) {
            let (from, to) = (
                part.range.start.mins_from_midnight(),
                part.range.end.mins_from_midnight(),
            );
            if part.kind == RuleKind::Open && from <= reached && reached < to {
                reached = to;
            }
        }
        reached >= span.end
    }

    /// The first day within a year on which a time that comes again and again lies outside the hours.
    #[must_use]
    pub fn first_outside(
        &self,
        recurrence: &Recurrence,
        (first, last): (NaiveDate, Option<NaiveDate>),
        span: Span,
    ) -> Option<NaiveDate> {
        let year = first.checked_add_days(A_YEAR).unwrap_or(first);
        let to = last.map_or(year, |last| last.min(year));
        let mut days = recurrence.between(first, to).into_iter();
        days.find(|day| !self.cover(*day, span))
    }
}

/// Days on which a station is closed, whatever its hours say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The first.
    pub first_date: NaiveDate,
    /// The last.
    pub last_date: NaiveDate,
    /// Why, as those read it who would have served there.
    pub note: String,
}

/// The closure that a date lies in.
#[must_use]
pub fn closed_on(closures: &[Closure], date: NaiveDate) -> Option<&Closure> {
    let within = |c: &&Closure| (c.first_date..=c.last_date).contains(&date);
    closures.iter().find(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn hours(text: &str) -> OpeningHours {
        OpeningHours::parse(text)
            .expect("hours")
            .expect("some hours")
    }

    fn span(start: u16, end: u16) -> Span {
        Span {
            start: start * 60,
            end: end * 60,
        }
    }

    #[test]
    fn a_time_is_covered_where_no_minute_of_it_is_closed() {
        let week = hours("Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00");
        // A Friday, a Saturday and a Sunday.
        let (fri, sat, sun) = (date("2026-12-04"), date("2026-12-05"), date("2026-12-06"));
        assert!(week.cover(fri, span(9, 12)) && week.cover(fri, span(15, 18)));
        assert!(!week.cover(fri, span(11, 15)) && !week.cover(fri, span(8, 10)));
        assert!(week.cover(sat, span(9, 11)) && !week.cover(sat, span(14, 15)));
        assert!(!week.cover(sun, span(9, 10)));
        // What touches is one; an end after midnight covers the whole evening.
        assert!(hours("Mo-Su 09:00-12:00,12:00-18:00").cover(fri, span(10, 14)));
        assert!(hours("Mo-Su 18:00-02:00").cover(fri, span(19, 24)));
    }

    #[test]
    fn the_first_day_outside_is_told() {
        let week = hours("Mo-Fr 09:00-17:00; Aug off");
        let first = date("2026-12-01");
        let outside = |rule: &str, span| {
            let recurrence = Recurrence::parse(rule, first).expect("a rule");
            week.first_outside(&recurrence, (first, None), span)
        };
        assert_eq!(
            outside("FREQ=MONTHLY;BYDAY=2SA", span(9, 10)),
            Some(date("2026-12-12"))
        );
        assert_eq!(
            outside("FREQ=WEEKLY;BYDAY=TU", span(9, 17)),
            Some(date("2027-08-03"))
        );
        assert_eq!(
            outside("FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=12", span(9, 17)),
            None
        );
    }

    #[test]
    fn what_says_no_hours_is_refused_and_nothing_said_is_none() {
        for wrong in ["周一至周五", "Mo-Fr 9", "always", "Mo-Xx 09:00-10:00"] {
            assert_eq!(OpeningHours::parse(wrong), Err(NoHours(wrong.to_owned())));
        }
        assert_eq!(OpeningHours::parse("  "), Ok(None));
    }

    #[test]
    fn both_ends_of_a_closure_are_closed() {
        let closures = [Closure {
            first_date: date("2026-12-07"),
            last_date: date("2026-12-08"),
            note: "装修".to_owned(),
        }];
        let closed = |day: &str| closed_on(&closures, date(day)).is_some();
        assert!(closed("2026-12-07") && closed("2026-12-08"));
        assert!(!closed("2026-12-06") && !closed("2026-12-09"));
    }
}
