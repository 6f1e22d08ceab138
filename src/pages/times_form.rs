//! The form of one's own times: rows of texts as they were typed, read into times or shown again with what is wrong.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::availability::{Times, clock, minute_of};
use crate::domain::city::{Exception, ExceptionKind, Span, WeeklyWindow};

/// Empty rows for what is new.
const SPARE: usize = 2;

/// Most rows of a kind that are read.
const MOST: usize = 200;

/// Most characters of a note.
const LONGEST: usize = 200;

/// A weekly window as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WindowRow {
    /// 1 (Monday) to 7.
    pub weekday: String,
    /// `09:00`.
    pub from: String,
    /// `12:00`.
    pub to: String,
    /// 1 is every week.
    pub every: String,
    /// Its first day, kept as it is.
    pub first: String,
    /// Its last day, kept as it is; empty is open.
    pub last: String,
}

/// Days away, or extra, as they are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysRow {
    /// `away` or `extra`.
    pub kind: String,
    /// The first day.
    pub first: String,
    /// The last; empty is the first.
    pub last: String,
    /// `09:00`; empty, with `to`, is the whole day.
    pub from: String,
    /// `12:00`.
    pub to: String,
    /// A word for those who plan.
    pub note: String,
}

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimesForm {
    /// The windows.
    pub windows: Vec<WindowRow>,
    /// The days.
    pub days: Vec<DaysRow>,
}

/// A row in which something is wrong: its number from 1, and the message that says what.
pub type WrongRow = (usize, &'static str);

impl TimesForm {
    /// What was said last and is not over, and empty rows for what is new.
    #[must_use]
    pub fn of(times: &Times, today: NaiveDate) -> Self {
        let text = |date: Option<NaiveDate>| date.map_or_else(String::new, |d| d.to_string());
        let windows = times.weekly.iter().filter(|w| !is_over_window(w, today));
        let windows = windows.map(|w| WindowRow {
            weekday: w.weekday.to_string(),
            from: clock(w.span.start),
            // A field for times of day ends at 23:59; midnight stands there as 00:00.
            to: clock(w.span.end % 1440),
            every: w.interval_weeks.to_string(),
            first: w.first_date.to_string(),
            last: text(w.last_date),
        });
        let days = times.exceptions.iter().filter(|e| e.last_date >= today);
        let days = days.map(|e| DaysRow {
            kind: e.kind.as_str().to_owned(),
            first: e.first_date.to_string(),
            last: e.last_date.to_string(),
            from: e.span.map_or_else(String::new, |s| clock(s.start)),
            to: e.span.map_or_else(String::new, |s| clock(s.end % 1440)),
            note: e.note.clone(),
        });
        let mut form = Self {
            windows: windows.collect(),
            days: days.collect(),
        };
        form.add_spare();
        form
    }

    /// What was typed, from the fields' names: `w0-from`, `d2-note`.
    #[must_use]
    pub fn typed(fields: &HashMap<String, String>) -> Self {
        let field = |row: String, name: &str| {
            let text = fields.get(&format!("{row}-{name}"));
            text.map_or_else(String::new, |text| text.trim().to_owned())
        };
        let has = |row: &str| fields.contains_key(&format!("{row}-from"));
        let rows = |letter: char| {
            let names = (0..MOST).map(move |n| format!("{letter}{n}"));
            names.take_while(|row| has(row))
        };
        let windows = rows('w').map(|row| WindowRow {
            weekday: field(row.clone(), "weekday"),
            from: field(row.clone(), "from"),
            to: field(row.clone(), "to"),
            every: field(row.clone(), "every"),
            first: field(row.clone(), "first"),
            last: field(row, "last"),
        });
        let days = rows('d').map(|row| DaysRow {
            kind: field(row.clone(), "kind"),
            first: field(row.clone(), "first"),
            last: field(row.clone(), "last"),
            from: field(row.clone(), "from"),
            to: field(row.clone(), "to"),
            note: field(row, "note"),
        });
        Self {
            windows: windows.collect(),
            days: days.collect(),
        }
    }

    /// The times that were typed, with those of before that are over and not shown; or the rows in which something is wrong. A row
    /// without times, or without days, is none.
    pub fn times(&self, before: &Times, today: NaiveDate) -> Result<Times, Vec<WrongRow>> {
        let mut wrong = Vec::new();
        let mut times = Times {
            weekly: before.weekly.clone(),
            exceptions: before.exceptions.clone(),
        };
        times.weekly.retain(|w| is_over_window(w, today));
        times.exceptions.retain(|e| e.last_date < today);
        for (n, row) in (1..).zip(&self.windows) {
            match row.window(today) {
                Ok(window) => times.weekly.extend(window),
                Err(message) => wrong.push((n, message)),
            }
        }
        for (n, row) in (1..).zip(&self.days) {
            match row.exception() {
                Ok(exception) => times.exceptions.extend(exception),
                Err(message) => wrong.push((n, message)),
            }
        }
        if wrong.is_empty() {
            Ok(times)
        } else {
            Err(wrong)
        }
    }

    fn add_spare(&mut self) {
        let window = WindowRow {
            weekday: "1".to_owned(),
            every: "1".to_owned(),
            ..WindowRow::default()
        };
        let days = DaysRow {
            kind: ExceptionKind::Away.as_str().to_owned(),
            ..DaysRow::default()
        };
        self.windows.extend(std::iter::repeat_n(window, SPARE));
        self.days.extend(std::iter::repeat_n(days, SPARE));
    }
}

fn is_over_window(window: &WeeklyWindow, today: NaiveDate) -> bool {
    window.last_date.is_some_and(|last| last < today)
}

/// A date that may be left out.
fn date(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| "times-wrong-date"),
    }
}

/// A span of a day; midnight as its end is the end of the day.
fn span(from: &str, to: &str) -> Result<Span, &'static str> {
    let minute = |text: &str| minute_of(text).ok_or("times-wrong-time");
    let (start, end) = (minute(from)?, minute(to)?);
    let end = if end == 0 { 1440 } else { end };
    if start < end {
        Ok(Span { start, end })
    } else {
        Err("times-wrong-order")
    }
}

impl WindowRow {
    fn window(&self, today: NaiveDate) -> Result<Option<WeeklyWindow>, &'static str> {
        if self.from.is_empty() && self.to.is_empty() {
            return Ok(None);
        }
        let weekday = self
            .weekday
            .parse()
            .ok()
            .filter(|day| (1..=7).contains(day));
        let every = self
            .every
            .parse()
            .ok()
            .filter(|weeks| (1..=52).contains(weeks));
        Ok(Some(WeeklyWindow {
            weekday: weekday.ok_or("times-wrong-row")?,
            span: span(&self.from, &self.to)?,
            interval_weeks: every.ok_or("times-wrong-row")?,
            first_date: date(&self.first)?.unwrap_or(today),
            last_date: date(&self.last)?,
        }))
    }
}

impl DaysRow {
    fn exception(&self) -> Result<Option<Exception>, &'static str> {
        let Some(first) = date(&self.first)? else {
            let is_empty = [&self.last, &self.from, &self.to, &self.note];
            let is_empty = is_empty.iter().all(|text| text.is_empty());
            return if is_empty {
                Ok(None)
            } else {
                Err("times-wrong-first")
            };
        };
        let last = date(&self.last)?.unwrap_or(first);
        if last < first {
            return Err("times-wrong-days");
        }
        let is_whole = self.from.is_empty() && self.to.is_empty();
        Ok(Some(Exception {
            kind: ExceptionKind::parse(&self.kind).ok_or("times-wrong-row")?,
            first_date: first,
            last_date: last,
            span: match is_whole {
                true => None,
                false => Some(span(&self.from, &self.to)?),
            },
            note: self.note.chars().take(LONGEST).collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn fields(form: &TimesForm) -> HashMap<String, String> {
        let mut all = HashMap::new();
        let mut put = |row: String, name: &str, text: &String| {
            all.insert(format!("{row}-{name}"), text.clone());
        };
        for (n, w) in form.windows.iter().enumerate() {
            let row = || format!("w{n}");
            for (name, text) in [
                ("weekday", &w.weekday),
                ("from", &w.from),
                ("to", &w.to),
                ("every", &w.every),
                ("first", &w.first),
                ("last", &w.last),
            ] {
                put(row(), name, text);
            }
        }
        for (n, d) in form.days.iter().enumerate() {
            let row = || format!("d{n}");
            for (name, text) in [
                ("kind", &d.kind),
                ("first", &d.first),
                ("last", &d.last),
                ("from", &d.from),
                ("to", &d.to),
                ("note", &d.note),
            ] {
                put(row(), name, text);
            }
        }
        all
    }

    fn said() -> Times {
        let window = |weekday, start, end, last: Option<&str>| WeeklyWindow {
            weekday,
            span: Span { start, end },
            interval_weeks: 2,
            first_date: day("2026-03-02"),
            last_date: last.map(day),
        };
        let away = |first: &str, last: &str| Exception {
            kind: ExceptionKind::Away,
            first_date: day(first),
            last_date: day(last),
            span: None,
            note: "休假".to_owned(),
        };
        Times {
            weekly: vec![
                window(1, 540, 720, Some("2026-10-31")),
                window(2, 1080, 1440, None),
            ],
            exceptions: vec![
                away("2026-05-01", "2026-05-05"),
                away("2026-12-24", "2026-12-31"),
            ],
        }
    }

    #[test]
    fn what_is_shown_and_sent_back_says_the_same() {
        let today = day("2026-11-27");
        let form = TimesForm::of(&said(), today);
        assert_eq!(
            (form.windows.len(), form.days.len()),
            (1 + SPARE, 1 + SPARE)
        );
        let typed = TimesForm::typed(&fields(&form));
        assert_eq!(typed, form);
        assert_eq!(typed.times(&said(), today), Ok(said()));
    }

    #[test]
    fn a_row_without_times_is_none_and_a_new_one_begins_today() {
        let today = day("2026-11-27");
        let mut form = TimesForm::of(&said(), today);
        form.windows[0].from.clear();
        form.windows[0].to.clear();
        form.windows[1].from = "09:00".to_owned();
        form.windows[1].to = "00:00".to_owned();
        form.days[0].first.clear();
        form.days[0].last.clear();
        form.days[0].note.clear();
        let times = form.times(&said(), today).expect("nothing is wrong");
        assert_eq!((times.weekly.len(), times.exceptions.len()), (2, 1));
        let new = &times.weekly[1];
        assert_eq!(
            (new.first_date, new.span.end, new.interval_weeks),
            (today, 1440, 1)
        );
    }

    #[test]
    fn every_row_in_which_something_is_wrong_is_told() {
        let mut form = TimesForm::default();
        form.add_spare();
        form.add_spare();
        form.windows[0].from = "09:00".to_owned();
        form.windows[1].from = "09:00".to_owned();
        form.windows[1].to = "08:00".to_owned();
        form.days[0].note = "休假".to_owned();
        form.days[1].first = "31.12.".to_owned();
        form.days[2].first = "2026-12-31".to_owned();
        form.days[2].last = "2026-12-30".to_owned();
        let wrong = form.times(&Times::default(), day("2026-11-27"));
        let expected = [
            (1, "times-wrong-time"),
            (2, "times-wrong-order"),
            (1, "times-wrong-first"),
            (2, "times-wrong-date"),
            (3, "times-wrong-days"),
        ];
        assert_eq!(wrong, Err(expected.to_vec()));
    }
}
