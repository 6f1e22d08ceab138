//! Dates and times of day as a language says them. No clock and no time zone here: what comes in is local already.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Lang, Value};

impl Lang {
    /// A date with its year and weekday, such as `2026年12月3日 星期四` or `Thursday 3 December 2026`.
    #[must_use]
    pub fn long_date(self, date: NaiveDate) -> String {
        self.date("date-long", date)
    }

    /// A date without year, with its weekday, such as `12月3日 周四` or `Thu 3 Dec`.
    #[must_use]
    pub fn short_date(self, date: NaiveDate) -> String {
        self.date("date-short", date)
    }

    /// A month with its year: `2026年12月` or `December 2026`. A text that is no month (`2026-12`) stands for itself.
    #[must_use]
    pub fn month(self, month: &str) -> String {
        match NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d") {
            Ok(first) => self.date("date-month", first),
            Err(_) => month.to_owned(),
        }
    }

    /// A weekday in one to three letters: `四` or `Thu`.
    #[must_use]
    pub fn weekday(self, weekday: Weekday) -> String {
        self.text_with(
            "date-weekday-short",
            &[("weekday", number(weekday.number_from_monday()))],
        )
    }

    /// A time of day from minutes since midnight: `09:00`, `24:00` at the end of the day.
    #[must_use]
    pub fn time(self, minutes: i32) -> String {
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// A span of the day, such as `09:00–11:30`.
    #[must_use]
    pub fn span(self, start: i32, end: i32) -> String {
        format!("{}–{}", self.time(start), self.time(end))
    }

    fn date(self, id: &str, date: NaiveDate) -> String {
        self.text_with(
            id,
            &[
                // As texts, so that no language groups the digits of a year.
                ("year", date.year().to_string().into()),
                ("month", number(date.month())),
                ("day", number(date.day())),
                ("weekday", number(date.weekday().number_from_monday())),
            ],
        )
    }
}

fn number(value: u32) -> Value<'static> {
    i64::from(value).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_as_its_language_says_it() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 3).unwrap();
        let chinese = Lang::nearest("zh").unwrap();
        let english = Lang::nearest("en").unwrap();
        assert_eq!(chinese.long_date(date), "2026年12月3日 星期四");
        assert_eq!(english.long_date(date), "Thursday 3 December 2026");
        assert_eq!(chinese.short_date(date), "12月3日 周四");
        assert_eq!(english.short_date(date), "Thu 3 Dec");
        assert_eq!(chinese.month("2026-12"), "2026年12月");
        assert_eq!(english.month("2026-12"), "December 2026");
        assert_eq!(english.month("soon"), "soon");
    }

    #[test]
    fn the_end_of_the_day_is_twenty_four_hours() {
        assert_eq!(Lang::default().span(1320, 1440), "22:00–24:00");
    }
}
