//! When the events of a series begin, on their own clock: the rule is counted as if that clock never changed, since a meeting at nine is at
//! nine all year.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

use super::written;
use super::zone::Zone;
use crate::domain::busy_time::Unread;

/// Most repetitions that are counted in one calendar, those that are over too: half a century of ten events a day.
const MOST: u32 = 200_000;

/// Most times of a day in one rule.
const MOST_A_DAY: usize = 24;

/// What may still be spent on a calendar.
pub(super) struct Budget<'a> {
    left: u32,
    may_go_on: &'a dyn Fn() -> bool,
}

impl<'a> Budget<'a> {
    pub(super) fn new(may_go_on: &'a dyn Fn() -> bool) -> Self {
        Self {
            left: MOST,
            may_go_on,
        }
    }

    /// Takes one repetition.
    pub(super) fn take(&mut self) -> Result<(), Unread> {
        self.left = self.left.checked_sub(1).ok_or(Unread::TooMuch)?;
        if self.left.is_multiple_of(1_000) {
            self.check()?;
        }
        Ok(())
    }

    /// Whether there is time left.
    pub(super) fn check(&self) -> Result<(), Unread> {
        if (self.may_go_on)() {
            Ok(())
        } else {
            Err(Unread::TooMuch)
        }
    }
}

/// The starts of a series before `until`, the first one too: all of them, since a rule counts from the first.
pub(super) fn expand(
    first: NaiveDateTime,
    rule: Option<&str>,
    zone: &Zone,
    until: NaiveDateTime,
    budget: &mut Budget<'_>,
) -> Result<Vec<NaiveDateTime>, Unread> {
    let Some(rule) = rule else {
        return Ok(vec![first]);
    };
    let text = on_its_clock(rule, zone).ok_or(Unread::Event)?;
    let rule: RRule<Unvalidated> = text.parse().map_err(|_| Unread::Event)?;
    if is_too_fine(&rule) {
        return Err(Unread::TooMuch);
    }
    let start: DateTime<Tz> = first.and_utc().with_timezone(&Tz::UTC);
    if rule.get_until().is_some_and(|last| *last < start) {
        return Ok(vec![first]);
    }
    let rule = rule.validate(start).map_err(|_| Unread::Event)?;
    let series = RRuleSet::new(start).rrule(rule).limit();
    // The first one belongs to it, whatever the rule says of it.
    let mut starts = vec![first];
    for next in &series {
        budget.take()?;
        let next = next.with_timezone(&Utc).naive_utc();
        if next >= until {
            break;
        }
        if next != first {
            starts.push(next);
        }
    }
    budget.check()?;
    Ok(starts)
}

/// Whether it is none of a person's: a bomb of seconds, or of a whole day's minutes, is not counted.
fn is_too_fine(rule: &RRule<Unvalidated>) -> bool {
    let often = matches!(
        rule.get_freq(),
        Frequency::Hourly | Frequency::Minutely | Frequency::Secondly
    );
    let times = [
        rule.get_by_hour().len(),
        rule.get_by_minute().len(),
        rule.get_by_second().len(),
    ];
    let times: usize = times.iter().map(|n| (*n).max(1)).product();
    often || times > MOST_A_DAY
}

/// The rule with its last moment on the series' own clock, where it is told in UTC. A day as the last counts whole.
fn on_its_clock(rule: &str, zone: &Zone) -> Option<String> {
    let part = |part: &str| {
        let Some(last) = part.strip_prefix("UNTIL=") else {
            return Some(part.to_owned());
        };
        let (time, is_utc, is_day) = written(last)?;
        let local = match (is_utc, is_day) {
            (true, _) => zone.local(time.and_utc()),
            (_, true) => time + TimeDelta::seconds(86_399),
            _ => time,
        };
        Some(format!("UNTIL={}Z", local.format("%Y%m%dT%H%M%S")))
    };
    let upper = rule.to_ascii_uppercase();
    let parts = upper.split(';').filter(|text| !text.is_empty()).map(part);
    Some(parts.collect::<Option<Vec<_>>>()?.join(";"))
}
