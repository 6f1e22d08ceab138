//! The recurrences that people have words for. Which words, the texts know.

use chrono::Weekday;
use rrule::{Frequency, NWeekday, RRule, Unvalidated};

/// A recurrence that is said in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// On some days of every so many weeks; Monday first, at least one.
    Weekly {
        /// 1 is every week.
        every: u16,
        /// The days.
        days: Vec<Weekday>,
    },
    /// On the first to fifth, or last (-1), such weekday of every so many months.
    MonthlyWeekday {
        /// 1 is every month.
        every: u16,
        /// Which of the month's.
        nth: i16,
        /// The weekday.
        day: Weekday,
    },
    /// On a day of every so many months; -1 is the last.
    MonthlyDay {
        /// 1 is every month.
        every: u16,
        /// The day.
        day: i8,
    },
    /// On a date of every year.
    Yearly {
        /// 1 is January.
        month: u8,
        /// The day.
        day: i8,
    },
}

impl Pattern {
    /// The pattern of an RRULE; none where it says more, or something else.
    #[must_use]
    pub fn of(rule: &str) -> Option<Self> {
        if !rule.is_ascii() {
            return None;
        }
        let read: RRule<Unvalidated> = rule.parse().ok()?;
        let every = read.get_interval();
        let pattern = match read.get_freq() {
            Frequency::Weekly => {
                let plain = |day: &NWeekday| match day {
                    NWeekday::Every(day) => Some(*day),
                    NWeekday::Nth(..) => None,
                };
                let days: Option<Vec<Weekday>> = read.get_by_weekday().iter().map(plain).collect();
                let mut days = days.filter(|days| !days.is_empty())?;
                days.sort_by_key(Weekday::num_days_from_monday);
                days.dedup();
                Self::Weekly { every, days }
            }
            Frequency::Monthly => match (read.get_by_weekday(), read.get_by_month_day()) {
                ([NWeekday::Nth(nth @ (-1 | 1..=5), day)], []) => Self::MonthlyWeekday {
                    every,
                    nth: *nth,
                    day: *day,
                },
                ([], [day @ (-1 | 1..=31)]) => Self::MonthlyDay { every, day: *day },
                _ => return None,
            },
            Frequency::Yearly if every == 1 => {
                match (read.get_by_month(), read.get_by_month_day()) {
                    ([month], [day @ 1..=31]) => Self::Yearly {
                        month: *month,
                        day: *day,
                    },
                    _ => return None,
                }
            }
            _ => return None,
        };
        // Whatever else the rule says is in its own text, and not in the pattern's.
        let parts = |rule: &str| -> std::collections::BTreeSet<String> {
            let each = rule.split(';').map(|part| part.trim().to_ascii_uppercase());
            each.filter(|part| !part.is_empty() && part != "INTERVAL=1")
                .map(|part| {
                    part.split_once('=')
                        .map_or(part.clone(), |p| p.0.to_owned())
                })
                .collect()
        };
        (parts(rule) == parts(&pattern.rule())).then_some(pattern)
    }

    /// The RRULE of it.
    #[must_use]
    pub fn rule(&self) -> String {
        let interval = |every: u16| match every {
            1 => String::new(),
            every => format!(";INTERVAL={every}"),
        };
        match self {
            Self::Weekly { every, days } => {
                let days: Vec<&str> = days.iter().map(|day| letters(*day)).collect();
                format!("FREQ=WEEKLY{};BYDAY={}", interval(*every), days.join(","))
            }
            Self::MonthlyWeekday { every, nth, day } => {
                let (every, day) = (interval(*every), letters(*day));
                format!("FREQ=MONTHLY{every};BYDAY={nth}{day}")
            }
            Self::MonthlyDay { every, day } => {
                format!("FREQ=MONTHLY{};BYMONTHDAY={day}", interval(*every))
            }
            Self::Yearly { month, day } => {
                format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")
            }
        }
    }

    /// Patterns that a cell may say in words: every and every other week on any days, each weekday and day of a month, each date of a
    /// year.
    pub fn sayable() -> impl Iterator<Item = Self> {
        let week = DAYS;
        let weekly = (1..=2).flat_map(move |every| {
            (1u8..128).map(move |some| Self::Weekly {
                every,
                days: (0..7)
                    .filter(|n| some >> n & 1 == 1)
                    .map(|n| week[n])
                    .collect(),
            })
        });
        let nth = [1, 2, 3, 4, 5, -1];
        let of_month = (1..=3).flat_map(move |every| {
            let weekdays = nth.into_iter().flat_map(move |nth| {
                week.into_iter()
                    .map(move |day| Self::MonthlyWeekday { every, nth, day })
            });
            let days = (1..=31).chain([-1]);
            weekdays.chain(days.map(move |day| Self::MonthlyDay { every, day }))
        });
        let of_year =
            (1..=12).flat_map(|month| (1..=31).map(move |day| Self::Yearly { month, day }));
        weekly.chain(of_month).chain(of_year)
    }
}

const DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A weekday as RFC 5545 writes it.
fn letters(day: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day.num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sayable_pattern_is_read_from_its_own_rule() {
        assert!(Pattern::sayable().count() > 500);
        for pattern in Pattern::sayable() {
            assert_eq!(
                Pattern::of(&pattern.rule()),
                Some(pattern.clone()),
                "{}",
                pattern.rule()
            );
        }
    }

    #[test]
    fn a_rule_that_says_more_has_no_pattern() {
        for rule in [
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101T000000Z",
            "FREQ=WEEKLY;BYDAY=TU;WKST=SU;BYMONTH=3",
            "FREQ=MONTHLY;BYDAY=2SA,4SA",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1",
            "FREQ=MONTHLY;BYDAY=-2FR",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=4",
            "每周二",
            "no rule",
        ] {
            assert_eq!(Pattern::of(rule), None, "{rule}");
        }
        let weekly = Pattern::of("freq=weekly;interval=1;byday=TH,MO,TH");
        assert_eq!(
            weekly.map(|pattern| pattern.rule()).as_deref(),
            Some("FREQ=WEEKLY;BYDAY=MO,TH")
        );
    }
}
