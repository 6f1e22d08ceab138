//! An appointment as letters tell it to the resident: as labelled facts, and as an event of the calendar. Nothing of the case: mail
//! is read over shoulders and on other people's telephones.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::{Answer, Event};
use super::body::Fact;
use super::duty::{place, span_text};
use crate::texts::Lang;

/// A booked appointment.
#[derive(Debug, Clone)]
pub struct Appointment {
    /// Id of the resident's request: the calendar event's name for ever, whatever it is moved to.
    pub request_id: String,
    /// Above every one that the calendar was told before.
    pub sequence: u32,
    /// When it starts.
    pub starts: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
    /// Where its times are local.
    pub zone: Tz,
    /// Where it is.
    pub place: Place,
    /// The adviser's name.
    pub adviser: String,
    /// The interpreter's name, if there is one.
    pub interpreter: Option<String>,
    /// The names of the mediators who sit beside the adviser.
    pub mediators: Vec<String>,
    /// The code to name on the telephone.
    pub code: String,
}

/// Where an appointment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At a station.
    Station {
        /// Its name.
        name: String,
        /// Its address.
        address: String,
    },
    /// By video.
    Video,
}

impl Appointment {
    /// Date and time in words.
    pub(super) fn when(&self, lang: Lang) -> String {
        span_text(lang, self.starts, self.ends, self.zone)
    }

    /// When, where, with whom, and the code.
    pub(super) fn facts(&self, lang: Lang) -> Vec<Fact> {
        let fact = |label: &str, value: &str| Fact {
            label: lang.text(label),
            value: value.to_owned(),
        };
        let mut facts = vec![
            fact("letter-label-when", &self.when(lang)),
            fact("letter-label-where", &self.place_text(lang)),
            fact("letter-label-adviser", &self.adviser),
        ];
        if let Some(interpreter) = &self.interpreter {
            facts.push(fact("letter-label-interpreter", interpreter));
        }
        if !self.mediators.is_empty() {
            facts.push(Fact {
                label: lang.count("letter-label-mediators", self.mediators.len()),
                value: self.mediators.join(&lang.text("list-separator")),
            });
        }
        facts.push(fact("letter-label-code", &self.code));
        facts
    }

    /// The appointment in the calendar.
    pub(super) fn event(&self, lang: Lang) -> Event {
        Event {
            id: self.request_id.clone(),
            sequence: self.sequence,
            starts: self.starts,
            ends: self.ends,
            zone: self.zone,
            summary: lang.text("letter-appointment-event"),
            location: self.place_text(lang),
            description: String::new(),
            answer: Answer::Given,
        }
    }

    fn place_text(&self, lang: Lang) -> String {
        match &self.place {
            Place::Station { name, address } => place(lang, name, address),
            Place::Video => lang.text("letter-by-video"),
        }
    }
}
