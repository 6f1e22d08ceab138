//! When a person can serve: weekly windows and exceptions, as spans of each date.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use crate::domain::calendar::monday;
use crate::domain::city::{Exception, ExceptionKind, Span, WeeklyWindow};

const WHOLE_DAY: Span = Span {
    start: 0,
    end: 1440,
};

/// When somebody can serve, as they said it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// Weekly windows.
    pub weekly: Vec<WeeklyWindow>,
    /// Days on which those do not say it all.
    pub exceptions: Vec<Exception>,
}

impl Times {
    /// Whether all of a time of a date is among them.
    #[must_use]
    pub fn cover(&self, date: NaiveDate, span: Span) -> bool {
        let spans = spans_on(date, &self.weekly, &self.exceptions);
        let covers = |there: &Span| there.start <= span.start && span.end <= there.end;
        spans.iter().any(covers)
    }
}

/// A time of day such as `09:00`, at most `24:00`, as minutes since midnight. None for any other text.
#[must_use]
pub fn minute_of(text: &str) -> Option<u16> {
    if text == "24:00" {
        return Some(1440);
    }
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
    let minute = u16::try_from(time.num_seconds_from_midnight() / 60).ok()?;
    // The parser takes `9:5` too.
    (clock(minute) == text).then_some(minute)
}

/// Minutes since midnight as a time of day.
#[must_use]
pub fn clock(minute: impl Into<u32>) -> String {
    let minute = minute.into();
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The spans of one date, rising, apart from each other. Extra times are added to the weekly windows; what touches or overlaps
/// becomes one; away times are cut out last, so nobody is asked for a time they said they are away.
#[must_use]
pub fn spans_on(date: NaiveDate, weekly: &[WeeklyWindow], exceptions: &[Exception]) -> Vec<Span> {
    let here = |kind| {
        exceptions
            .iter()
            .filter(move |e| e.kind == kind && e.first_date <= date && date <= e.last_date)
            .map(|e| e.span.unwrap_or(WHOLE_DAY))
    };
    let windows = weekly.iter().filter(|w| falls_on(w, date)).map(|w| w.span);
    let there = merge(windows.chain(here(ExceptionKind::Extra)).collect());
    here(ExceptionKind::Away).fold(there, |spans, away| {
        spans.into_iter().flat_map(|span| cut(span, away)).collect()
    })
}

/// Whether a weekly window holds on a date. Weeks are counted from the Monday of the week of its first date.
#[must_use]
pub fn falls_on(window: &WeeklyWindow, date: NaiveDate) -> bool {
    let weeks = (monday(date) - monday(window.first_date)).num_weeks();
    date.weekday().number_from_monday() == u32::from(window.weekday)
        && date >= window.first_date
        && window.last_date.is_none_or(|last| date <= last)
        && weeks % i64::from(window.interval_weeks.max(1)) == 0
}

fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

fn cut(span: Span, away: Span) -> impl Iterator<Item = Span> {
    let before = Span {
        start: span.start,
        end: span.end.min(away.start),
    };
    let after = Span {
        start: span.start.max(away.end),
        end: span.end,
    };
    [before, after].into_iter().filter(|s| s.start < s.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn mondays(interval_weeks: u16, first: &str, last: Option<&str>) -> WeeklyWindow {
        WeeklyWindow {
            weekday: 1,
            span: Span {
                start: 540,
                end: 720,
            },
            interval_weeks,
            first_date: date(first),
            last_date: last.map(date),
        }
    }

    fn exception(
        kind: ExceptionKind,
        first: &str,
        last: &str,
        span: Option<(u16, u16)>,
    ) -> Exception {
        Exception {
            kind,
            first_date: date(first),
            last_date: date(last),
            span: span.map(|(start, end)| Span { start, end }),
            note: String::new(),
        }
    }

    #[test]
    fn a_time_of_day_reads_back_and_nothing_else_is_one() {
        for text in ["00:00", "09:05", "23:59", "24:00"] {
            assert_eq!(minute_of(text).map(clock).as_deref(), Some(text));
        }
        for text in ["9:05", "24:01", "25:00", "09:60", "", "09:00:00", "-1:00"] {
            assert_eq!(minute_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_covered_by_windows_that_touch_and_not_by_a_part() {
        let mut times = Times {
            weekly: vec![mondays(1, "2026-12-07", None)],
            exceptions: Vec::new(),
        };
        let span = |start, end| Span { start, end };
        let monday = date("2026-12-07");
        assert!(times.cover(monday, span(540, 720)));
        assert!(!times.cover(monday, span(540, 721)));
        let kind = ExceptionKind::Extra;
        let extra = exception(kind, "2026-12-07", "2026-12-07", Some((720, 800)));
        times.exceptions.push(extra);
        assert!(times.cover(monday, span(600, 800)));
        assert!(!times.cover(date("2026-12-08"), span(540, 720)));
    }

    #[test]
    fn every_other_week_is_counted_from_the_week_of_the_first_date() {
        // The first date is a Wednesday; its week's Monday is before it, the next one counted is two weeks later.
        let window = mondays(2, "2026-12-02", None);
        let held: Vec<_> = date("2026-11-30")
            .iter_days()
            .take(30)
            .filter(|d| falls_on(&window, *d))
            .collect();
        assert_eq!(held, [date("2026-12-14"), date("2026-12-28")]);
    }

    #[test]
    fn a_window_holds_from_its_first_to_its_last_date() {
        let window = mondays(1, "2026-12-07", Some("2026-12-14"));
        assert!(falls_on(&window, date("2026-12-07")) && falls_on(&window, date("2026-12-14")));
        assert!(!falls_on(&window, date("2026-11-30")) && !falls_on(&window, date("2026-12-21")));
    }

    #[test]
    fn away_cuts_a_window_in_two() {
        let away = exception(
            ExceptionKind::Away,
            "2026-12-07",
            "2026-12-07",
            Some((600, 660)),
        );
        let spans = spans_on(
            date("2026-12-07"),
            &[mondays(1, "2026-12-07", None)],
            &[away],
        );
        assert_eq!(
            spans,
            [
                Span {
                    start: 540,
                    end: 600
                },
                Span {
                    start: 660,
                    end: 720
                }
            ]
        );
    }

    #[test]
    fn away_for_whole_days_leaves_nothing_even_of_extra_times() {
        let exceptions = [
            exception(ExceptionKind::Away, "2026-12-01", "2026-12-10", None),
            exception(
                ExceptionKind::Extra,
                "2026-12-07",
                "2026-12-07",
                Some((800, 900)),
            ),
        ];
        assert_eq!(
            spans_on(
                date("2026-12-07"),
                &[mondays(1, "2026-12-07", None)],
                &exceptions
            ),
            []
        );
    }

    #[test]
    fn extra_times_that_touch_a_window_make_it_longer() {
        let extra = exception(
            ExceptionKind::Extra,
            "2026-12-07",
            "2026-12-08",
            Some((720, 780)),
        );
        let weekly = [mondays(1, "2026-12-07", None)];
        assert_eq!(
            spans_on(date("2026-12-07"), &weekly, std::slice::from_ref(&extra)),
            [Span {
                start: 540,
                end: 780
            }]
        );
        assert_eq!(
            spans_on(date("2026-12-08"), &weekly, &[extra]),
            [Span {
                start: 720,
                end: 780
            }]
        );
    }
}
