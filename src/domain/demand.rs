//! From demand templates to the duties of a month: recurrences, public holidays, the month's ends.

use chrono::{DateTime, Days, NaiveDate, NaiveTime};
use rrule::{Frequency, RRule, Tz, Unvalidated};
use thiserror::Error;

use crate::domain::calendar::{Month, WorkingDays};
use crate::domain::on_holiday::OnHoliday;

/// No duty is moved further than this: the longest row of holidays with the weekends around it is shorter.
const LONGEST_MOVE: Days = Days::new(31);

/// A recurrence that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecurrenceError {
    /// It is no RRULE of RFC 5545.
    #[error("{0:?} is no recurrence rule ({1}); right would be such as FREQ=WEEKLY;BYDAY=TU")]
    Syntax(String, String),
    /// It repeats more often than daily, or names times: the times stand beside it.
    #[error(
        "{0:?} says a time of day; right would be a rule of days, with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"
    )]
    TimeOfDay(String),
}

/// A recurrence of dates from a first date on.
#[derive(Debug, Clone)]
pub struct Recurrence(RRule<rrule::Validated>, DateTime<Tz>);

impl Recurrence {
    /// Reads an RRULE without DTSTART, such as `FREQ=MONTHLY;BYDAY=2SA`, counted from `first`.
    pub fn parse(text: &str, first: NaiveDate) -> Result<Self, RecurrenceError> {
        let syntax =
            |e: &dyn std::fmt::Display| RecurrenceError::Syntax(text.to_owned(), e.to_string());
        // The parser cuts texts by bytes and would panic within a letter of several.
        if !text.is_ascii() {
            return Err(syntax(&"a rule has Latin letters, digits and ;=,+- only"));
        }
        let rule: RRule<Unvalidated> = text.parse().map_err(|e: rrule::RRuleError| syntax(&e))?;
        let finer = matches!(
            rule.get_freq(),
            Frequency::Hourly | Frequency::Minutely | Frequency::Secondly
        );
        if finer
            || ["BYHOUR", "BYMINUTE", "BYSECOND"]
                .iter()
                .any(|part| text.to_ascii_uppercase().contains(part))
        {
            return Err(RecurrenceError::TimeOfDay(text.to_owned()));
        }
        let start = midnight(first);
        let rule = rule.validate(start).map_err(|e| syntax(&e))?;
        Ok(Self(rule, start))
    }

    /// The dates from `from` to `to`, both included, rising.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        // `limit` ends the search for a date that never comes, such as 30 February.
        rrule::RRuleSet::new(self.counted_from(from))
            .rrule(self.0.clone())
            .limit()
            .into_iter()
            .map(|at| at.date_naive())
            .skip_while(|date| *date < from)
            .take_while(|date| *date <= to)
            .collect()
    }

    /// Where the counting begins, so that years of weeks before `from` are not counted one by one: some whole intervals after the first
    /// date, and more than a week before `from`, so that no week is cut there. The months of a rule are few; and one that has so many dates
    /// is counted from its first.
    fn counted_from(&self, from: NaiveDate) -> DateTime<Tz> {
        let Self(rule, first) = self;
        let days = match rule.get_freq() {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            _ => return *first,
        };
        let interval = days * u64::from(rule.get_interval());
        let before = (from - first.date_naive()).num_days() - 7;
        match u64::try_from(before) {
            Ok(before) if interval > 0 && rule.get_count().is_none() => {
                midnight(first.date_naive() + Days::new(before / interval * interval))
            }
            _ => *first,
        }
    }
}

/// Dates are counted at midnight UTC, where no clock ever jumps.
fn midnight(date: NaiveDate) -> DateTime<Tz> {
    date.and_time(NaiveTime::MIN)
        .and_utc()
        .with_timezone(&Tz::UTC)
}

/// A date on which a template's option falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it is held.
    pub date: NaiveDate,
    /// The holiday it was moved from.
    pub moved_from: Option<NaiveDate>,
}

/// When a recurrence falls in a month, rising. `last` is the template's last date.
///
/// A date that is moved belongs to the month it is held in, whichever it was moved from. One that would be moved to a date on which
/// the recurrence falls anyway, or to which another was moved before it, is dropped: one duty a date.
#[must_use]
pub fn occurrences(
    recurrence: &Recurrence,
    last: Option<NaiveDate>,
    month: Month,
    on_holiday: OnHoliday,
    days: &WorkingDays,
) -> Vec<Occurrence> {
    let to = last.map_or(month.last(), |last| last.min(month.last()));
    let dates = recurrence.between(month.first() - LONGEST_MOVE, to);
    let mut out: Vec<Occurrence> = Vec::new();
    for &date in &dates {
        let held = match on_holiday {
            _ if !days.is_holiday(date) => Some(Occurrence {
                date,
                moved_from: None,
            }),
            OnHoliday::Keep => Some(Occurrence {
                date,
                moved_from: None,
            }),
            OnHoliday::Skip => None,
            OnHoliday::Move => days
                .next_working(date)
                .filter(|to| dates.binary_search(to).is_err())
                .map(|to| Occurrence {
                    date: to,
                    moved_from: Some(date),
                }),
        };
        let held = held.filter(|o| Month::of(o.date) == month);
        if let Some(held) = held
            && out.iter().all(|o| o.date != held.date)
        {
            out.push(held);
        }
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::city::{Holiday, HolidayKind};

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn days(off: &[&str], work: &[&str]) -> WorkingDays {
        let row = |text: &&str, kind| Holiday {
            date: date(text),
            name: "节".into(),
            name_en: "Holiday".into(),
            kind,
            statutory: true,
            provisional: false,
        };
        let off = off.iter().map(|d| row(d, HolidayKind::Off));
        let all: Vec<Holiday> = off
            .chain(work.iter().map(|d| row(d, HolidayKind::Work)))
            .collect();
        WorkingDays::new(&all)
    }

    fn held(
        rule: &str,
        first: &str,
        month: &str,
        on_holiday: OnHoliday,
        days: &WorkingDays,
    ) -> Vec<String> {
        let recurrence = Recurrence::parse(rule, date(first)).expect("a rule");
        let month = Month::parse(month).expect("a month");
        occurrences(&recurrence, None, month, on_holiday, days)
            .into_iter()
            .map(|o| match o.moved_from {
                Some(from) => format!("{} from {from}", o.date),
                None => o.date.to_string(),
            })
            .collect()
    }

    #[test]
    fn a_weekly_duty_falls_on_every_such_day_up_to_the_months_last() {
        assert_eq!(
            held(
                "FREQ=WEEKLY;BYDAY=TH",
                "2026-01-01",
                "2026-12",
                OnHoliday::Keep,
                &WorkingDays::default()
            ),
            [
                "2026-12-03",
                "2026-12-10",
                "2026-12-17",
                "2026-12-24",
                "2026-12-31"
            ]
        );
    }

    #[test]
    fn every_other_week_goes_on_over_the_months() {
        assert_eq!(
            held(
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
                "2026-11-02",
                "2026-12",
                OnHoliday::Keep,
                &WorkingDays::default()
            ),
            ["2026-12-14", "2026-12-28"]
        );
    }

    #[test]
    fn the_fifth_saturday_is_there_only_where_the_month_has_one() {
        let rule = "FREQ=MONTHLY;BYDAY=5SA";
        assert_eq!(
            held(
                rule,
                "2026-01-01",
                "2026-12",
                OnHoliday::Keep,
                &WorkingDays::default()
            ),
            [""; 0]
        );
        assert_eq!(
            held(
                rule,
                "2026-01-01",
                "2027-01",
                OnHoliday::Keep,
                &WorkingDays::default()
            ),
            ["2027-01-30"]
        );
    }

    #[test]
    fn a_leap_day_is_a_day() {
        assert_eq!(
            held(
                "FREQ=WEEKLY;BYDAY=TU",
                "2026-01-01",
                "2028-02",
                OnHoliday::Keep,
                &WorkingDays::default()
            )
            .last()
            .map(String::as_str),
            Some("2028-02-29")
        );
    }

    #[test]
    fn a_duty_on_a_holiday_is_skipped_kept_or_moved_to_the_next_working_day() {
        let days = days(
            &[
                "2026-10-01",
                "2026-10-02",
                "2026-10-05",
                "2026-10-06",
                "2026-10-07",
            ],
            &["2026-10-10"],
        );
        let on = |rule| {
            held(
                "FREQ=MONTHLY;BYMONTHDAY=7",
                "2026-01-01",
                "2026-10",
                rule,
                &days,
            )
        };
        assert_eq!(on(OnHoliday::Skip), [""; 0]);
        assert_eq!(on(OnHoliday::Keep), ["2026-10-07"]);
        assert_eq!(on(OnHoliday::Move), ["2026-10-08 from 2026-10-07"]);
    }

    #[test]
    fn a_make_up_saturday_takes_a_moved_duty() {
        let days = days(&["2026-10-07", "2026-10-08", "2026-10-09"], &["2026-10-10"]);
        assert_eq!(
            held(
                "FREQ=MONTHLY;BYMONTHDAY=8",
                "2026-01-01",
                "2026-10",
                OnHoliday::Move,
                &days
            ),
            ["2026-10-10 from 2026-10-08"]
        );
    }

    #[test]
    fn a_duty_moved_over_the_months_end_belongs_to_the_month_it_is_held_in() {
        let days = days(&["2026-09-30", "2026-10-01"], &[]);
        let rule = "FREQ=MONTHLY;BYMONTHDAY=30";
        assert_eq!(
            held(rule, "2026-01-01", "2026-09", OnHoliday::Move, &days),
            [""; 0]
        );
        assert_eq!(
            held(rule, "2026-01-01", "2026-10", OnHoliday::Move, &days),
            ["2026-10-02 from 2026-09-30", "2026-10-30"]
        );
    }

    #[test]
    fn two_duties_of_one_option_never_fall_on_one_date() {
        // Thursday and Friday are free; both would be moved to Monday, on which it falls anyway.
        let days = days(&["2026-10-01", "2026-10-02"], &[]);
        let october = |rule| held(rule, "2026-01-01", "2026-10", OnHoliday::Move, &days);
        assert_eq!(
            october("FREQ=DAILY;COUNT=280")
                .iter()
                .filter(|d| d.starts_with("2026-10-05"))
                .count(),
            1
        );
        let both = october("FREQ=WEEKLY;BYDAY=TH,FR");
        assert_eq!(both[0], "2026-10-05 from 2026-10-01");
        assert_eq!(
            both.iter().filter(|d| d.starts_with("2026-10-05")).count(),
            1
        );
    }

    #[test]
    fn the_dates_are_the_same_wherever_the_counting_begins() {
        let mut rules = Vec::new();
        for interval in 1..=5 {
            for more in [
                "",
                ";BYDAY=MO",
                ";BYDAY=SU,WE",
                ";WKST=SU;BYDAY=SA,SU",
                ";WKST=WE;BYDAY=TU,WE",
                ";BYDAY=MO,TU,FR;BYSETPOS=-1",
                ";BYDAY=MO,TU,FR;BYSETPOS=1",
                ";BYMONTH=2,12",
            ] {
                rules.push(format!("FREQ=WEEKLY;INTERVAL={interval}{more}"));
                rules.push(format!(
                    "FREQ=DAILY;INTERVAL={interval}{}",
                    more.split(";BYSETPOS").next().unwrap_or_default()
                ));
            }
        }
        rules.extend(
            [
                "FREQ=WEEKLY;COUNT=60",
                "FREQ=DAILY;INTERVAL=3;COUNT=200",
                "FREQ=WEEKLY;UNTIL=20261101T000000Z",
            ]
            .map(String::from),
        );
        for rule in rules {
            for first in ["2023-12-29", "2024-02-29", "2025-01-01", "2026-10-04"] {
                let recurrence = Recurrence::parse(&rule, date(first)).expect("a rule");
                let to = date("2028-03-01");
                let all = recurrence.between(date(first), to);
                for from in [
                    "2024-12-28",
                    "2026-10-05",
                    "2026-10-12",
                    "2027-01-01",
                    "2028-02-29",
                ]
                .map(date)
                {
                    let later: Vec<NaiveDate> =
                        all.iter().copied().filter(|d| *d >= from).collect();
                    assert_eq!(
                        recurrence.between(from, to),
                        later,
                        "{rule} from {first}, {from}"
                    );
                }
            }
        }
    }

    #[test]
    fn leap_days_and_last_days_fall_where_a_month_has_them() {
        let keep =
            |rule, first, month| held(rule, first, month, OnHoliday::Keep, &WorkingDays::default());
        assert_eq!(keep("FREQ=YEARLY", "2024-02-29", "2028-02"), ["2028-02-29"]);
        assert_eq!(keep("FREQ=YEARLY", "2024-02-29", "2027-02"), [""; 0]);
        assert_eq!(
            keep("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", "2026-11"),
            [""; 0]
        );
        for (month, last) in [
            ("2026-11", "2026-11-30"),
            ("2027-02", "2027-02-28"),
            ("2028-02", "2028-02-29"),
        ] {
            assert_eq!(
                keep("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-01", month),
                [last]
            );
        }
        assert_eq!(
            keep("FREQ=DAILY;INTERVAL=2", "2028-02-28", "2028-03")[0],
            "2028-03-01"
        );
    }

    #[test]
    fn a_template_ends_with_its_last_date() {
        let recurrence =
            Recurrence::parse("FREQ=WEEKLY;BYDAY=TH", date("2026-01-01")).expect("a rule");
        let month = Month::parse("2026-12").expect("a month");
        let held = occurrences(
            &recurrence,
            Some(date("2026-12-10")),
            month,
            OnHoliday::Keep,
            &WorkingDays::default(),
        );
        assert_eq!(held.last().map(|o| o.date), Some(date("2026-12-10")));
    }

    #[test]
    fn a_rule_that_is_none_or_names_an_hour_is_refused_with_what_would_be_right() {
        let refused = |rule| {
            Recurrence::parse(rule, date("2026-01-01"))
                .map(|_| ())
                .map_err(|e| e.to_string())
        };
        assert!(refused("every Tuesday").is_err_and(|e| e.contains("FREQ=WEEKLY;BYDAY=TU")));
        assert!(refused("FREQ=HOURLY").is_err_and(|e| e.contains("time of day")));
        assert!(refused("FREQ=DAILY;BYHOUR=9").is_err_and(|e| e.contains("time of day")));
        assert!(refused("FREQ=WEEKLY;BYDAY=XX").is_err());
        assert!(refused("FREQ=WEEKLY;BYDAY=TU从模板起").is_err_and(|e| e.contains("Latin")));
    }
}
