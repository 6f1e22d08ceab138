//! Recurrence rules in words, and rules that were said in words.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;

use super::{Lang, Value};
use crate::domain::pattern::Pattern;

impl Lang {
    /// An RRULE in words, such as `the second Saturday of each month`. One for which there are none stands for itself.
    #[must_use]
    pub fn rule(self, rule: &str) -> String {
        Pattern::of(rule).map_or_else(|| rule.to_owned(), |pattern| self.pattern(&pattern))
    }

    fn pattern(self, pattern: &Pattern) -> String {
        let number = |n: i64| -> Value<'static> { n.into() };
        match pattern {
            Pattern::Weekly { every, days } => self.text_with(
                "rule-weekly",
                &[
                    ("every", number((*every).into())),
                    ("days", self.days(days).into()),
                ],
            ),
            Pattern::MonthlyWeekday { every, nth, day } => self.text_with(
                "rule-monthly-weekday",
                &[
                    ("every", number((*every).into())),
                    ("nth", number((*nth).into())),
                    ("day", self.day(*day).into()),
                ],
            ),
            Pattern::MonthlyDay { every, day } => self.text_with(
                "rule-monthly-day",
                &[
                    ("every", number((*every).into())),
                    ("day", number((*day).into())),
                ],
            ),
            Pattern::Yearly { month, day } => self.text_with(
                "rule-yearly",
                &[
                    ("month", number((*month).into())),
                    ("day", number((*day).into())),
                ],
            ),
        }
    }

    fn day(self, day: Weekday) -> String {
        let number = i64::from(day.number_from_monday());
        self.text_with("rule-day", &[("weekday", number.into())])
    }

    /// Days with what stands between them: `Monday, Wednesday and Friday`.
    fn days(self, days: &[Weekday]) -> String {
        let mut names = days.iter().map(|day| self.day(*day));
        let first = names.next().unwrap_or_default();
        let last = names.next_back();
        let commas = names.fold(first, |all, name| all + &self.text("rule-comma") + &name);
        match last {
            Some(last) => commas + &self.text("rule-and") + &last,
            None => commas,
        }
    }
}

/// The RRULE of words in which some language says it: those that [`Lang::rule`] writes, in any case and spacing. None for any other text.
#[must_use]
pub fn said_rule(words: &str) -> Option<&'static str> {
    static KNOWN: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let each = |pattern: Pattern| {
            let words = move |lang: Lang| (plain(&lang.pattern(&pattern)), pattern.rule());
            Lang::all().into_iter().map(words)
        };
        Pattern::sayable().flat_map(each).collect()
    });
    KNOWN.get(&plain(words)).map(String::as_str)
}

/// Words without what people write in several ways.
fn plain(words: &str) -> String {
    let words = words
        .to_lowercase()
        .replace("星期", "周")
        .replace("礼拜", "周");
    let words = words.replace("周天", "周日").replace("每个月", "每月");
    let words = words.replace(['、', '，'], ",");
    let words = words.strip_prefix("on ").unwrap_or(&words);
    let words = words.replace("the ", "");
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(rule: &str) -> [String; 2] {
        ["zh", "en"].map(|tag| Lang::nearest(tag).unwrap().rule(rule))
    }

    #[test]
    fn a_rule_reads_as_people_say_it() {
        for (rule, chinese, english) in [
            ("FREQ=WEEKLY;BYDAY=TU", "每周二", "every Tuesday"),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE,FR",
                "每周一、周三、周五",
                "every Monday, Wednesday and Friday",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
                "每隔一周的周二",
                "every other Tuesday",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH",
                "每3周的周二、周四",
                "every 3 weeks on Tuesday and Thursday",
            ),
            (
                "FREQ=MONTHLY;BYDAY=2SA",
                "每月第二个周六",
                "the second Saturday of each month",
            ),
            (
                "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
                "每两个月最后一个周五",
                "the last Friday of every other month",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=15",
                "每月15日",
                "day 15 of each month",
            ),
            (
                "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1",
                "每3个月最后一天",
                "the last day of every 3 months",
            ),
            (
                "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=4",
                "每年12月4日",
                "every year on 4 December",
            ),
        ] {
            assert_eq!(both(rule), [chinese, english]);
        }
        let odd = "FREQ=WEEKLY;BYDAY=TU;COUNT=4";
        assert_eq!(both(odd), [odd, odd]);
    }

    #[test]
    fn what_a_rule_is_called_is_the_rule() {
        for pattern in Pattern::sayable() {
            for lang in Lang::all() {
                let words = lang.pattern(&pattern);
                assert_eq!(said_rule(&words), Some(pattern.rule().as_str()), "{words}");
            }
        }
        for (words, rule) in [
            ("每星期二", "FREQ=WEEKLY;BYDAY=TU"),
            (" 每个月 第二个 星期六", "FREQ=MONTHLY;BYDAY=2SA"),
            ("每周一、周天", "FREQ=WEEKLY;BYDAY=MO,SU"),
            ("Second saturday of each month", "FREQ=MONTHLY;BYDAY=2SA"),
            (
                "on the last Friday of each month",
                "FREQ=MONTHLY;BYDAY=-1FR",
            ),
        ] {
            assert_eq!(said_rule(words), Some(rule), "{words}");
        }
        assert_eq!(said_rule("sometimes"), None);
        assert_eq!(said_rule(""), None);
    }
}
