//! A VTIMEZONE (RFC 5545, 3.6.5) that is right for the span of one event: the offset in force at its start, and each change until
//! its end. Shanghai has one; a zone with summer time has the one before the event and those within.

use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

/// How far before an event the change that brought its offset is looked for; beyond it the offset counts as always there.
const DAYS_BACK: i64 = 400;

/// The VTIMEZONE, with CRLF.
pub(super) fn zone_text(zone: Tz, starts: DateTime<Utc>, ends: DateTime<Utc>) -> String {
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    match last_change(zone, starts - Duration::days(DAYS_BACK), starts) {
        Some(change) => text.push_str(&observance(zone, Some(change), change)),
        None => text.push_str(&observance(zone, None, starts)),
    }
    let mut from = starts;
    while let Some(change) = first_change(zone, from, ends) {
        text.push_str(&observance(zone, Some(change), change));
        from = change;
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

/// The offset in force at `instant`, since the change if there was one.
fn observance(zone: Tz, change: Option<DateTime<Utc>>, instant: DateTime<Utc>) -> String {
    let to = seconds(zone, instant);
    let from = change.map_or(to, |change| seconds(zone, change - Duration::seconds(1)));
    let since = change.map_or_else(
        || "19700101T000000".to_owned(),
        // By the clock as it was until then.
        |change| {
            let local = change.naive_utc() + Duration::seconds(from.into());
            local.format("%Y%m%dT%H%M%S").to_string()
        },
    );
    let offset = zone.offset_from_utc_datetime(&instant.naive_utc());
    let kind = if offset.dst_offset().is_zero() {
        "STANDARD"
    } else {
        "DAYLIGHT"
    };
    let name = offset
        .abbreviation()
        .map_or_else(String::new, |name| format!("TZNAME:{name}\r\n"));
    format!(
        "BEGIN:{kind}\r\nDTSTART:{since}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n{name}END:{kind}\r\n",
        offset_text(from),
        offset_text(to)
    )
}

/// Seconds east of UTC.
fn seconds(zone: Tz, instant: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&instant.naive_utc())
        .fix()
        .local_minus_utc()
}

fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (minutes, rest) = (seconds.abs() / 60, seconds.abs() % 60);
    let text = format!("{sign}{:02}{:02}", minutes / 60, minutes % 60);
    if rest == 0 {
        text
    } else {
        format!("{text}{rest:02}")
    }
}

/// The first instant in `(from, until]` with another offset than the second before it.
fn first_change(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut day = from;
    while day < until {
        let next = (day + Duration::days(1)).min(until);
        if seconds(zone, day) != seconds(zone, next) {
            return Some(bisect(zone, day, next));
        }
        day = next;
    }
    None
}

/// The last instant in `(from, until]` with another offset than the second before it.
fn last_change(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut day = until;
    while day > from {
        let before = (day - Duration::days(1)).max(from);
        if seconds(zone, before) != seconds(zone, day) {
            return Some(bisect(zone, before, day));
        }
        day = before;
    }
    None
}

/// Halves a span whose ends differ in offset until the second of the change.
fn bisect(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    let old = seconds(zone, before);
    while after - before > Duration::seconds(1) {
        let middle = before + Duration::seconds((after - before).num_seconds() / 2);
        if seconds(zone, middle) == old {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn shanghai_has_one_offset_and_always_had_it() {
        let text = zone_text(
            chrono_tz::Asia::Shanghai,
            at("2026-12-08T01:00:00Z"),
            at("2026-12-08T04:00:00Z"),
        );
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r"
        BEGIN:VTIMEZONE
        TZID:Asia/Shanghai
        BEGIN:STANDARD
        DTSTART:19700101T000000
        TZOFFSETFROM:+0800
        TZOFFSETTO:+0800
        TZNAME:CST
        END:STANDARD
        END:VTIMEZONE
        ");
    }

    #[test]
    fn an_event_over_the_change_of_the_clock_has_both_offsets() {
        let text = zone_text(
            chrono_tz::Europe::Berlin,
            at("2026-03-28T23:00:00Z"),
            at("2026-03-29T04:00:00Z"),
        );
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r"
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:STANDARD
        DTSTART:20251026T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:20260329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        END:DAYLIGHT
        END:VTIMEZONE
        ");
    }
}
