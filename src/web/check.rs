//! Checks of what a body says, all of them before it is answered, each with a pointer to the place and what would be right.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::calendar::Month;
use crate::domain::code::is_code;
use crate::domain::conflict::{NameHash, NameKey};
use crate::domain::email::is_address;
use crate::domain::language::Tag;
use crate::domain::opening_hours::OpeningHours;
use crate::domain::word_set::Listed;
use crate::texts::Value;
use crate::web::problem::{At, Problem, Said};

/// Most characters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Collects what is wrong.
#[derive(Debug)]
pub struct Checks {
    problem: Problem,
    /// Where the part that is looked at stands: empty, or such as `items/17/`.
    below: String,
}

impl Default for Checks {
    fn default() -> Self {
        Self {
            problem: Problem::invalid(),
            below: String::new(),
        }
    }
}

impl Checks {
    /// What is looked at from now on stands there: such as `items/17`.
    pub fn look_below(&mut self, place: &str) {
        self.below = format!("{place}/");
    }

    /// Notes a problem of what is looked at.
    pub fn take_in(&mut self, problem: Problem) {
        for mut place in problem.places {
            if let At::Body(pointer) = &mut place.at {
                let below = self.below.trim_end_matches('/');
                *pointer = format!("/{below}{pointer}");
            }
            self.problem.places.push(place);
        }
    }

    /// A text that must say something.
    pub fn says(&mut self, name: &str, text: &str) {
        if text.trim().is_empty() {
            self.wrong(name, "problem-place-empty", Vec::new());
        }
    }

    /// A code by which workbooks refer to it.
    pub fn code(&mut self, name: &str, text: &str) {
        if text.trim().is_empty() {
            self.says(name, text);
        } else if !is_code(text) {
            self.wrong(
                name,
                "problem-place-code",
                vec![("value", text.to_owned().into())],
            );
        }
    }

    /// A text of so many characters at most.
    pub fn no_longer(&mut self, name: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
            let arguments = vec![("count", number(length)), ("most", number(most))];
            self.wrong(name, "problem-place-long", arguments);
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

    /// A word of a closed list.
    pub fn one_of<W: Listed>(&mut self, name: &str, text: &str) {
        let known: Vec<&str> = W::EACH.iter().map(|word| word.as_str()).collect();
        self.word(name, text, &known);
    }

    /// Words of a closed list.
    pub fn words<W: Listed>(&mut self, name: &str, texts: &[String]) {
        for (n, text) in texts.iter().enumerate() {
            self.one_of::<W>(&format!("{name}/{n}"), text);
        }
    }

    /// Opening hours; empty says nothing.
    pub fn hours(&mut self, name: &str, text: &str) {
        if OpeningHours::parse(text).is_err() {
            let value = vec![("value", text.to_owned().into())];
            self.wrong(name, "problem-place-hours", value);
        }
    }

    /// An address of the web that a page may lead to; empty says nothing.
    pub fn web_address(&mut self, name: &str, text: &str) {
        let host = ["https://", "http://"]
            .iter()
            .find_map(|s| text.strip_prefix(s));
        let is_address = host.is_some_and(|host| {
            !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control())
        });
        if !text.is_empty() && !is_address {
            self.form(name, text, "https://www.example.org/regulation");
        }
    }

    /// Why something is done that should not be, in a sentence or a few.
    pub fn reason(&mut self, name: &str, text: &str) {
        self.says(name, text);
        self.no_longer(name, text, LONGEST_REASON);
    }

    /// Names of people or firms, as their hashes.
    pub fn names(&mut self, name: &str, texts: &[String], key: &NameKey) -> BTreeSet<NameHash> {
        let mut hashes = BTreeSet::new();
        for (n, text) in texts.iter().enumerate() {
            match key.hash(text) {
                Some(hash) => {
                    hashes.insert(hash);
                }
                None => self.wrong(&format!("{name}/{n}"), "problem-place-empty", Vec::new()),
            }
        }
        hashes
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

    /// A time of day that is none.
    pub fn clock(&mut self, name: &str, text: &str) {
        self.form(name, text, "09:00");
    }

    /// A list of so many at most.
    pub fn at_most(&mut self, name: &str, count: usize, most: usize) {
        let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        self.within(name, number(count), 0.0, number(most));
    }

    /// Something that is wrong in a way that only its route knows.
    pub fn wrong_with(&mut self, name: &str, message: &'static str) {
        self.wrong(name, message, Vec::new());
    }

    /// A way to whoever asks for a resident that must not be the resident's own.
    pub fn differs(&mut self, name: &str, other: &str, differs: bool) {
        if !differs {
            let other = format!("/{}{other}", self.below);
            self.wrong(name, "problem-place-unsafe", vec![("other", other.into())]);
        }
    }

    /// A place that is not far from every station of the city.
    pub fn within_reach(&mut self, name: &str, is_near: bool, most: f64) {
        if !is_near {
            self.wrong(name, "problem-place-far", vec![("most", most.into())]);
        }
    }

    /// Nothing was wrong, or all of it.
    pub fn done(self) -> Result<(), Problem> {
        if self.problem.places.is_empty() {
            Ok(())
        } else {
            Err(self.problem)
        }
    }

    fn form(&mut self, name: &str, value: &str, right: &str) {
        let arguments = vec![
            ("value", value.to_owned().into()),
            ("right", right.to_owned().into()),
        ];
        self.wrong(name, "problem-place-format", arguments);
    }

    /// Something else that is wrong, with what the message says of it.
    pub fn wrong(
        &mut self,
        name: &str,
        id: &'static str,
        arguments: Vec<(&'static str, Value<'static>)>,
    ) {
        self.problem.places.push(crate::web::problem::Place {
            at: At::Body(format!("/{}{name}", self.below)),
            said: Said::Message(id, arguments),
        });
    }
}
