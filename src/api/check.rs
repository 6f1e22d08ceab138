//! Checks of what a body says, all of them before it is answered, each with a pointer to the place and what would be right.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::calendar::Month;
use crate::domain::email::is_address;
use crate::domain::language::Tag;
use crate::texts::Value;
use crate::web::problem::{At, Problem, Said};

/// Collects what is wrong.
#[derive(Debug)]
pub struct Checks(Problem);

impl Default for Checks {
    fn default() -> Self {
        Self(Problem::invalid())
    }
}

impl Checks {
    /// A text that must say something.
    pub fn says(&mut self, name: &str, text: &str) {
        if text.trim().is_empty() {
            self.wrong(name, "problem-place-empty", Vec::new());
        }
    }

    /// A number within bounds.
    pub fn within(&mut self, name: &str, value: f64, least: f64, most: f64) {
        if !(least..=most).contains(&value) {
            let arguments = vec![
                ("value", value.to_string().into()),
                ("least", least.to_string().into()),
                ("most", most.to_string().into()),
            ];
            self.wrong(name, "problem-place-range", arguments);
        }
    }

    /// A month such as `2026-12`; none where it is not.
    pub fn month(&mut self, name: &str, text: &str) -> Option<Month> {
        let month = Month::parse(text);
        if month.is_none() {
            self.form(name, text, "2026-12");
        }
        month
    }

    /// An IANA time zone.
    pub fn time_zone(&mut self, name: &str, text: &str) {
        if text.parse::<Tz>().is_err() {
            self.form(name, text, "Asia/Shanghai");
        }
    }

    /// A BCP 47 language tag.
    pub fn language(&mut self, name: &str, text: &str) {
        if Tag::parse(text).is_none() {
            self.form(name, text, "zh-Hans");
        }
    }

    /// An e-mail address.
    pub fn email(&mut self, name: &str, text: &str) {
        if !is_address(text) {
            self.form(name, text, "name@example.org");
        }
    }

    /// One of a few words.
    pub fn word(&mut self, name: &str, text: &str, words: &[&str]) {
        if !words.contains(&text) {
            self.form(name, text, &words.join(", "));
        }
    }

    /// Something that a code or id must name.
    pub fn known(&mut self, name: &str, text: &str, known: bool) {
        if !known {
            let value = vec![("value", text.to_owned().into())];
            self.wrong(name, "problem-place-unknown", value);
        }
    }

    /// Something that must be said one way or the other, such as one of two places.
    pub fn given(&mut self, name: &str, said: bool) {
        if !said {
            self.wrong(name, "problem-place-empty", Vec::new());
        }
    }

    /// An end that must come after its start.
    pub fn order(&mut self, name: &str, rises: bool) {
        if !rises {
            self.wrong(name, "problem-place-order", Vec::new());
        }
    }

    /// An instant that lies no further from now.
    pub fn near(&mut self, name: &str, at: DateTime<Utc>, now: DateTime<Utc>, most: TimeDelta) {
        let (least, latest) = (now - most, now + most);
        if !(least..=latest).contains(&at) {
            let arguments = vec![
                ("value", at.to_rfc3339().into()),
                ("least", least.to_rfc3339().into()),
                ("most", latest.to_rfc3339().into()),
            ];
            self.wrong(name, "problem-place-range", arguments);
        }
    }

    /// An instant that is not over.
    pub fn not_over(&mut self, name: &str, at: DateTime<Utc>, now: DateTime<Utc>) {
        if at <= now {
            let value = vec![("value", at.to_rfc3339().into())];
            self.wrong(name, "problem-place-over", value);
        }
    }

    /// A length in minutes of an appointment or a break, where one is said.
    pub fn minutes(&mut self, name: &str, minutes: Option<i32>) {
        if let Some(minutes) = minutes {
            self.within(name, f64::from(minutes), 5.0, 480.0);
        }
    }

    /// A local time in whole minutes, such as `2026-12-03T14:00`; none where it is not. Which instant it is, its place decides.
    pub fn local_time(&mut self, name: &str, text: &str) -> Option<NaiveDateTime> {
        let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
        // The parser takes `2026-12-3T9:5` too.
        let exact = time.filter(|t| t.format("%Y-%m-%dT%H:%M").to_string() == text);
        if exact.is_none() {
            self.form(name, text, "2026-12-03T14:00");
        }
        exact
    }

    /// Something that is wrong in a way that only its route knows.
    pub fn wrong_with(&mut self, name: &str, message: &'static str) {
        self.wrong(name, message, Vec::new());
    }

    /// A place that is not far from every station of the city.
    pub fn within_reach(&mut self, name: &str, is_near: bool, most: f64) {
        if !is_near {
            self.wrong(name, "problem-place-far", vec![("most", most.into())]);
        }
    }

    /// Nothing was wrong, or all of it.
    pub fn done(self) -> Result<(), Problem> {
        if self.0.places.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }

    fn form(&mut self, name: &str, value: &str, right: &str) {
        let arguments = vec![
            ("value", value.to_owned().into()),
            ("right", right.to_owned().into()),
        ];
        self.wrong(name, "problem-place-format", arguments);
    }

    fn wrong(
        &mut self,
        name: &str,
        id: &'static str,
        arguments: Vec<(&'static str, Value<'static>)>,
    ) {
        self.0.places.push(crate::web::problem::Place {
            at: At::Body(format!("/{name}")),
            said: Said::Message(id, arguments),
        });
    }
}
