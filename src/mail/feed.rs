//! A calendar of many events that others read by an address (RFC 5545 and 7986), in the words of the letters' calendar parts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use icalendar::{Component, Property};

use super::address::one_line;
use super::calendar_part::Event;
use super::time_zone::zone_text;
use super::{LetterError, Letterhead};

/// How often it is worth to be read again: people change their minds by the hour, not by the minute.
const REFRESH: &str = "PT1H";

/// A calendar that others read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// What it is called in a list of calendars.
    pub name: String,
    /// What stands in it.
    pub entries: Vec<Entry>,
}

/// An event of a calendar that others read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// When it was changed last.
    pub changed: DateTime<Utc>,
}

impl Feed {
    /// The calendar with CRLF. The same entries give the same bytes: nothing in it tells when it was read.
    pub fn write(&self, head: &Letterhead) -> Result<String, LetterError> {
        let mut text = String::from("BEGIN:VCALENDAR\r\n");
        for property in self.properties() {
            let line: String = property.try_into()?;
            text.push_str(&line);
        }
        for (zone, (starts, ends)) in self.zones() {
            let zone = zone.parse().unwrap_or(chrono_tz::UTC);
            text.push_str(&zone_text(zone, starts, ends));
        }
        for entry in &self.entries {
            let event = &entry.event;
            if event.ends <= event.starts {
                return Err(LetterError::Backwards {
                    what: event.id.clone(),
                    starts: event.starts,
                    ends: event.ends,
                });
            }
            let event = event.published(head.domain(), &head.reply_to, entry.changed);
            text.push_str(&event.try_into_string()?);
        }
        text.push_str("END:VCALENDAR\r\n");
        Ok(text)
    }

    fn properties(&self) -> [Property; 8] {
        let name = one_line(&self.name);
        let typed = |key: &str, kind: &str, value: &str| {
            let mut property = Property::new(key, value);
            property.add_parameter("VALUE", kind).done()
        };
        [
            Property::new("VERSION", "2.0"),
            Property::new("PRODID", "-//Zhiban//Zhiban//EN"),
            Property::new("CALSCALE", "GREGORIAN"),
            Property::new("METHOD", "PUBLISH"),
            typed("NAME", "TEXT", &name),
            Property::new("X-WR-CALNAME", name),
            typed("REFRESH-INTERVAL", "DURATION", REFRESH),
            Property::new("X-PUBLISHED-TTL", REFRESH),
        ]
    }

    /// The zones by name, each with the span in which it is used.
    fn zones(&self) -> BTreeMap<&'static str, (DateTime<Utc>, DateTime<Utc>)> {
        let mut zones = BTreeMap::new();
        for Entry { event, .. } in &self.entries {
            let span = zones
                .entry(event.zone.name())
                .or_insert((event.starts, event.ends));
            *span = (span.0.min(event.starts), span.1.max(event.ends));
        }
        zones
    }
}
