//! Calendar parts: one iTIP object (RFC 5546) an occasion, with its time zone, so that every calendar shows the local time.
//!
//! No link of the letter stands in them: calendars are shared, and the link is a capability of one person.
//!
//! The frame and the zone are written here and only the event by the `icalendar` crate, which gives each component that has none
//! a DTSTAMP of the clock and a random UID: a VTIMEZONE may have neither, and the same letter must be the same bytes.

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::{Alarm, Component, EventLike, Property};
use lettre::message::Mailbox;

use super::LetterError;
use super::address::one_line;
use super::time_zone::zone_text;

/// What a calendar part asks the receiver's calendar to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Put the event in, or change it.
    Request,
    /// Take the event out.
    Cancel,
}

/// Whether the receiver has said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// No answer yet: the calendar offers to accept or decline.
    Wanted,
    /// Said yes: nothing to answer.
    Given,
}

/// One occasion in somebody's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Id of the assignment or appointment: the UID's left side, the same for ever.
    pub id: String,
    /// Rises with each change that is told, from 0.
    pub sequence: u32,
    /// When it starts.
    pub starts: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
    /// Where its times are local.
    pub zone: Tz,
    /// Its title.
    pub summary: String,
    /// Where it is.
    pub location: String,
    /// What else is to be known; with line ends.
    pub description: String,
    /// Whether the receiver has said yes.
    pub answer: Answer,
}

/// Who invites whom.
pub(super) struct Parties<'a> {
    /// Right side of UIDs.
    pub domain: &'a str,
    /// Where answers go.
    pub organiser: &'a Mailbox,
    /// The letter's receiver.
    pub attendee: &'a Mailbox,
}

impl Event {
    /// The iTIP object, with CRLF.
    pub(super) fn write(
        &self,
        method: Method,
        parties: &Parties<'_>,
        now: DateTime<Utc>,
    ) -> Result<String, LetterError> {
        if self.ends <= self.starts {
            return Err(LetterError::Backwards {
                what: self.id.clone(),
                starts: self.starts,
                ends: self.ends,
            });
        }
        let method_word = match method {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        };
        let zone = zone_text(self.zone, self.starts, self.ends);
        let event = self.event(method, parties, now).try_into_string()?;
        Ok(format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Zhiban//Zhiban//EN\r\nCALSCALE:GREGORIAN\r\n\
             METHOD:{method_word}\r\n{zone}{event}END:VCALENDAR\r\n"
        ))
    }

    fn event(&self, method: Method, parties: &Parties<'_>, now: DateTime<Utc>) -> icalendar::Event {
        let mut event = self.bare(parties.domain, parties.organiser, now);
        event.append_multi_property(self.attendee(method, parties.attendee));
        match method {
            Method::Cancel => {
                event.add_property("STATUS", "CANCELLED");
            }
            Method::Request => {
                let uid = self.uid(parties.domain);
                for (hours, name) in [(24, "day"), (2, "hours")] {
                    event.alarm(self.alarm(hours, &format!("{name}-{uid}"), now));
                }
            }
        }
        event.done()
    }

    /// The event as anybody may read it: nobody is invited, and nothing rings. It was changed last when `changed` says.
    pub(super) fn published(
        &self,
        domain: &str,
        organiser: &Mailbox,
        changed: DateTime<Utc>,
    ) -> icalendar::Event {
        let mut event = self.bare(domain, organiser, changed);
        event.last_modified(changed);
        event.done()
    }

    fn uid(&self, domain: &str) -> String {
        format!("{}@{domain}", self.id)
    }

    fn bare(&self, domain: &str, organiser: &Mailbox, stamp: DateTime<Utc>) -> icalendar::Event {
        let status = match self.answer {
            Answer::Wanted => "TENTATIVE",
            Answer::Given => "CONFIRMED",
        };
        let mut event = icalendar::Event::new();
        event
            .uid(&self.uid(domain))
            .sequence(self.sequence)
            .timestamp(stamp)
            .append_property(self.local("DTSTART", self.starts))
            .append_property(self.local("DTEND", self.ends))
            .summary(&one_line(&self.summary))
            .add_property("STATUS", status)
            .add_property("TRANSP", "OPAQUE")
            .append_property(party("ORGANIZER", organiser).done());
        if !self.location.is_empty() {
            event.location(&one_line(&self.location));
        }
        if !self.description.is_empty() {
            event.description(&self.description);
        }
        event
    }

    fn local(&self, key: &str, instant: DateTime<Utc>) -> Property {
        let local: NaiveDateTime = self
            .zone
            .from_utc_datetime(&instant.naive_utc())
            .naive_local();
        Property::new(key, local.format("%Y%m%dT%H%M%S").to_string())
            .add_parameter("TZID", self.zone.name())
            .done()
    }

    fn attendee(&self, method: Method, attendee: &Mailbox) -> Property {
        let (answer, wanted) = match self.answer {
            Answer::Wanted => ("NEEDS-ACTION", "TRUE"),
            Answer::Given => ("ACCEPTED", "FALSE"),
        };
        let mut property = party("ATTENDEE", attendee);
        property.add_parameter("ROLE", "REQ-PARTICIPANT");
        if method == Method::Request {
            property
                .add_parameter("PARTSTAT", answer)
                .add_parameter("RSVP", wanted);
        }
        property.done()
    }

    fn alarm(&self, hours: i64, uid: &str, now: DateTime<Utc>) -> Alarm {
        let mut alarm = Alarm::display(&one_line(&self.summary), -Duration::hours(hours));
        alarm.uid(uid).timestamp(now);
        alarm
    }
}

/// A calendar address with its name. A double quote has no place in a parameter (RFC 5545, 3.1).
fn party(key: &str, mailbox: &Mailbox) -> Property {
    let mut property = Property::new(key, format!("mailto:{}", mailbox.email));
    if let Some(name) = &mailbox.name {
        property.add_parameter("CN", &name.replace('"', "'"));
    }
    property
}
