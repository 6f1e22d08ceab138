//! A duty as a letter tells it: as a row of the table, and as an event of the calendar.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

use super::super::{Answer, Event};
use super::body::Row;
use crate::texts::Lang;

/// One person's turn at one duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Id of the assignment: the calendar event's name for ever.
    pub assignment_id: String,
    /// How often the calendar was told of it before.
    pub sequence: u32,
    /// When it starts.
    pub starts: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
    /// The station's zone.
    pub zone: Tz,
    /// The station's name.
    pub station: String,
    /// The station's address.
    pub address: String,
    /// What the duty is called: the template's or the pool's name.
    pub role: String,
    /// Who else is there.
    pub with: Vec<String>,
    /// Whom to call on the day.
    pub call: Option<Contact>,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name, of a person or a place.
    pub name: String,
    /// The telephone number.
    pub phone: String,
}

impl Duty {
    /// Date and time in words: `12月8日（周二）09:00–12:00`.
    pub(super) fn when(&self, lang: Lang) -> String {
        span_text(lang, self.starts, self.ends, self.zone)
    }

    /// The duty in the table.
    pub(super) fn row(&self, lang: Lang) -> Row {
        let mut lines = Vec::new();
        if !self.with.is_empty() {
            let names = self.with.join(&lang.text("list-separator"));
            lines.push(lang.text_with("letter-with", &[("names", names.into())]));
        }
        if let Some(contact) = &self.call {
            let arguments = [
                ("name", contact.name.as_str().into()),
                ("phone", contact.phone.as_str().into()),
            ];
            lines.push(lang.text_with("letter-call", &arguments));
        }
        let hours = hours(lang, self.starts, self.ends, self.zone);
        Row {
            day: say(lang, "letter-day", local(self.starts, self.zone), &hours),
            hours,
            when: self.when(lang),
            role: self.role.clone(),
            station: self.station.clone(),
            address: self.address.clone(),
            lines,
        }
    }

    /// The duty in the calendar.
    #[must_use]
    pub fn event(&self, lang: Lang, answer: Answer) -> Event {
        let row = self.row(lang);
        let summary = [
            ("role", self.role.as_str().into()),
            ("station", self.station.as_str().into()),
        ];
        Event {
            id: self.assignment_id.clone(),
            sequence: self.sequence,
            starts: self.starts,
            ends: self.ends,
            zone: self.zone,
            summary: lang.text_with("letter-event", &summary),
            location: place(lang, &self.station, &self.address),
            description: row.lines.join("\n"),
            answer,
        }
    }
}

/// A station and its address on one line.
pub(in crate::mail) fn place(lang: Lang, station: &str, address: &str) -> String {
    if address.is_empty() {
        return station.to_owned();
    }
    let arguments = [("station", station.into()), ("address", address.into())];
    lang.text_with("letter-place", &arguments)
}

/// A span of time on the clock of its place.
pub(super) fn span_text(
    lang: Lang,
    starts: DateTime<Utc>,
    ends: DateTime<Utc>,
    zone: Tz,
) -> String {
    say(
        lang,
        "letter-when",
        local(starts, zone),
        &hours(lang, starts, ends, zone),
    )
}

/// An instant on the clock of its place.
pub(super) fn instant_text(lang: Lang, instant: DateTime<Utc>, zone: Tz) -> String {
    let local = local(instant, zone);
    say(lang, "letter-when", local, &lang.time(minute(local)))
}

fn hours(lang: Lang, starts: DateTime<Utc>, ends: DateTime<Utc>, zone: Tz) -> String {
    let (start, end) = (local(starts, zone), local(ends, zone));
    // Midnight at the end of a day is its 24:00.
    let days = end.date().signed_duration_since(start.date()).num_days();
    let end_minute = if days == 1 && minute(end) == 0 {
        1440
    } else {
        minute(end)
    };
    lang.span(minute(start), end_minute)
}

fn say(lang: Lang, id: &str, date: NaiveDateTime, time: &str) -> String {
    let arguments = [
        ("month", i64::from(date.month()).into()),
        ("day", i64::from(date.day()).into()),
        (
            "weekday",
            i64::from(date.weekday().number_from_monday()).into(),
        ),
        ("time", time.into()),
    ];
    lang.text_with(id, &arguments)
}

fn local(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    zone.from_utc_datetime(&instant.naive_utc()).naive_local()
}

fn minute(time: NaiveDateTime) -> i32 {
    i32::try_from(time.hour() * 60 + time.minute()).expect("a day has 1440 minutes")
}
