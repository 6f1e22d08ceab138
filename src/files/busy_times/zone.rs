//! The zones of a calendar: by the name that everybody knows, or as the calendar itself describes them (RFC 5545, 3.6.5), as those of office
//! programs that call them `China Standard Time`.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property};

use super::series::{Budget, expand};
use super::{Looking, Moment, parameter, written};
use crate::domain::busy_time::Unread;

/// How far the clocks of a zone are known beyond the last day that is looked at.
const BEYOND: TimeDelta = TimeDelta::days(400);

/// A clock.
#[derive(Clone)]
pub(super) enum Zone {
    /// One that everybody knows.
    Named(Tz),
    /// One that the calendar describes: its changes, by time.
    Own(Rc<[Change]>),
}

/// A change of a clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    /// When, by the clock as it was until then.
    at: NaiveDateTime,
    /// Seconds east of UTC before it.
    before: i32,
    /// And from then on.
    after: i32,
}

impl Zone {
    /// The instant at which the clock shows this. An hour that is skipped is counted on; of one that comes twice, the first is meant.
    pub(super) fn utc(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self {
            Self::Named(zone) => match zone.from_local_datetime(&local) {
                MappedLocalTime::Single(time) | MappedLocalTime::Ambiguous(time, _) => {
                    time.with_timezone(&Utc)
                }
                MappedLocalTime::None => {
                    let before = local - TimeDelta::hours(3);
                    let offset = zone.offset_from_utc_datetime(&before).fix();
                    shifted(local, -offset.local_minus_utc())
                }
            },
            Self::Own(changes) => shifted(local, -offset_at(changes, local)),
        }
    }

    /// What the clock shows at an instant.
    pub(super) fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::Named(zone) => instant.with_timezone(zone).naive_local(),
            Self::Own(changes) => {
                let utc = instant.naive_utc();
                let passed = |c: &&Change| shifted(c.at, -c.before).naive_utc() <= utc;
                let offset = changes.iter().rev().find(passed).map(|change| change.after);
                let first = changes.first().map(|change| change.before);
                let offset = offset.or(first).unwrap_or_default();
                shifted(utc, offset).naive_utc()
            }
        }
    }
}

fn offset_at(changes: &[Change], local: NaiveDateTime) -> i32 {
    let passed = changes.iter().rev().find(|change| change.at <= local);
    let first = changes.first().map(|change| change.before);
    passed
        .map(|change| change.after)
        .or(first)
        .unwrap_or_default()
}

fn shifted(time: NaiveDateTime, seconds: i32) -> DateTime<Utc> {
    let delta = TimeDelta::seconds(i64::from(seconds));
    time.checked_add_signed(delta).unwrap_or(time).and_utc()
}

/// The zones of one calendar.
pub(super) struct Zones {
    floating: Tz,
    own: HashMap<String, Zone>,
}

impl Zones {
    pub(super) fn read(
        all: &[Component<'_>],
        looking: &Looking<'_>,
        budget: &mut Budget<'_>,
    ) -> Result<Self, Unread> {
        let until = looking.last.and_time(chrono::NaiveTime::MIN) + BEYOND;
        let mut own = HashMap::new();
        for zone in all.iter().filter(|c| c.name == "VTIMEZONE") {
            let Some(name) = zone.find_prop("TZID").map(|p| p.val.as_str().trim()) else {
                continue;
            };
            if named(name).is_some() {
                continue;
            }
            let place = zone.find_prop("X-LIC-LOCATION");
            let known = place.and_then(|p| named(p.val.as_str().trim()));
            let zone = match known {
                Some(zone) => Zone::Named(zone),
                None => Zone::Own(changes(zone, until, budget)?.into()),
            };
            own.insert(name.to_owned(), zone);
        }
        Ok(Self {
            floating: looking.zone,
            own,
        })
    }

    fn find(&self, name: &str) -> Result<Zone, Unread> {
        let named = named(name).map(Zone::Named);
        let found = named.or_else(|| self.own.get(name).cloned());
        found.ok_or(Unread::UnknownZone)
    }

    /// The moment that a property says.
    pub(super) fn moment(&self, property: &Property<'_>) -> Result<Moment, Unread> {
        let moments = self.moments(property)?;
        moments.into_iter().next().ok_or(Unread::Event)
    }

    /// The moments that a property says. Of a period, its beginning.
    pub(super) fn moments(&self, property: &Property<'_>) -> Result<Vec<Moment>, Unread> {
        let zone = match parameter(property, "TZID") {
            Some(name) => self.find(name)?,
            None => Zone::Named(self.floating),
        };
        let values = property.val.as_str().split(',');
        let moment = |value: &str| {
            let value = value.split('/').next().unwrap_or_default();
            let (local, is_utc, is_day) = written(value).ok_or(Unread::Event)?;
            let zone = if is_utc {
                Zone::Named(Tz::UTC)
            } else {
                zone.clone()
            };
            Ok(Moment {
                local,
                zone,
                is_day,
            })
        };
        values.map(moment).collect()
    }
}

/// A zone that everybody knows, by its name or by a path that ends in it.
fn named(name: &str) -> Option<Tz> {
    let mut rest = name;
    loop {
        if let Ok(zone) = rest.parse() {
            return Some(zone);
        }
        rest = rest.split_once('/')?.1;
    }
}

/// The changes of the clock that a calendar describes.
fn changes(
    zone: &Component<'_>,
    until: NaiveDateTime,
    budget: &mut Budget<'_>,
) -> Result<Vec<Change>, Unread> {
    let mut all = Vec::new();
    for rule in &zone.components {
        let text = |name: &str| rule.find_prop(name).map(|p| p.val.as_str().trim());
        let offset = |name: &str| text(name).and_then(offset).ok_or(Unread::UnknownZone);
        let (before, after) = (offset("TZOFFSETFROM")?, offset("TZOFFSETTO")?);
        let start = text("DTSTART")
            .and_then(written)
            .ok_or(Unread::UnknownZone)?
            .0;
        // Its rule ends by the clock as it was before each change.
        let clock = Zone::Own(Rc::new([Change {
            at: NaiveDateTime::MIN,
            before,
            after: before,
        }]));
        let mut times = expand(start, text("RRULE"), &clock, until, budget)?;
        let more = rule.properties.iter().filter(|p| p.name == "RDATE");
        let more = more.flat_map(|p| p.val.as_str().split(','));
        times.extend(more.filter_map(|value| Some(written(value)?.0)));
        all.extend(times.into_iter().map(|at| Change { at, before, after }));
    }
    if all.is_empty() {
        return Err(Unread::UnknownZone);
    }
    all.sort_by_key(|change| change.at);
    Ok(all)
}

/// Seconds east of UTC, from `+0800` or `-012345`.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let is_written = matches!(digits.len(), 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_written {
        return None;
    }
    let part = |at: usize| digits.get(at..at + 2).map_or(0, |d| d.parse().unwrap_or(0));
    Some(sign * (part(0) * 3600 + part(2) * 60 + part(4)))
}
