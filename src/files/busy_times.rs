//! A person's own calendar (RFC 5545) as the times in which they are busy. Nothing else of it is looked at: lines that do not say when are
//! dropped before it is parsed.
//!
//! Who gives such a file out may mean harm: its depth, events, repetitions and time are bounded.

mod series;
mod zone;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property, read_calendar_simple, unfold};
use uuid::Uuid;

use crate::domain::busy_time::{BusyTime, Unread};
use crate::domain::city::Span;
use series::{Budget, expand};
use zone::{Zone, Zones};

/// Deepest nesting: an alarm in an event in a calendar is three.
const DEEPEST: usize = 8;

/// Most busy spans that are told.
const MOST_SPANS: usize = 5_000;

/// Properties that say when, and whether.
const READ: [&str; 16] = [
    "BEGIN",
    "END",
    "UID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "STATUS",
    "TRANSP",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "X-LIC-LOCATION",
];

/// What is looked for.
pub struct Looking<'a> {
    /// Where busy times are told, and where times without a zone and whole days are local.
    pub zone: Tz,
    /// The first day that is looked at.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
    /// What stands after the `@` of our own events' UIDs: those are duties, and nobody is busy because of a duty of ours.
    pub ours: &'a str,
    /// Whether there is time left.
    pub may_go_on: &'a dyn Fn() -> bool,
}

/// An event, as far as it is looked at.
struct Event<'a> {
    uid: &'a str,
    start: Moment,
    length: Length,
    rule: Option<&'a str>,
    more: Vec<Moment>,
    except: Vec<Moment>,
    /// Which one of a series it stands for.
    instead_of: Option<Moment>,
    is_busy: bool,
}

/// A moment as it is written: on the clock of a zone.
#[derive(Clone)]
struct Moment {
    local: NaiveDateTime,
    zone: Zone,
    /// A date without time.
    is_day: bool,
}

#[derive(Clone, Copy)]
enum Length {
    Days(i64),
    Time(TimeDelta),
}

/// When a calendar says that its owner is busy: spans of local days, by time, apart from each other.
pub fn busy_times(text: &str, looking: &Looking<'_>) -> Result<Vec<BusyTime>, Unread> {
    let texts = components(text)?;
    let all: Vec<Component<'_>> = texts
        .iter()
        .map(|text| {
            let read = read_calendar_simple(text).ok();
            read.and_then(|all| all.into_iter().next())
                .ok_or(Unread::NotACalendar)
        })
        .collect::<Result<_, _>>()?;
    let mut budget = Budget::new(looking.may_go_on);
    let zones = Zones::read(&all, looking, &mut budget)?;
    let events = all.iter().filter(|c| c.name == "VEVENT");
    let events: Vec<Event<'_>> = events
        .map(|component| Event::read(component, &zones))
        .collect::<Result<_, _>>()?;
    let mut instead: HashMap<&str, Vec<&Moment>> = HashMap::new();
    for event in &events {
        if let Some(moment) = &event.instead_of {
            instead.entry(event.uid).or_default().push(moment);
        }
    }
    let mut spans = Vec::new();
    for event in &events {
        budget.check()?;
        if event.is_busy && !is_ours(event.uid, looking.ours) {
            let replaced = instead.get(event.uid).map_or(&[][..], Vec::as_slice);
            event.add_to(&mut spans, replaced, looking, &mut budget)?;
        }
    }
    days(spans)
}

/// The components of a calendar, each as text of its own with the lines that are looked at, unfolded: the parser takes the square of a text's
/// length.
fn components(text: &str) -> Result<Vec<String>, Unread> {
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    let mut all: Vec<String> = Vec::new();
    let (mut depth, mut has_begun) = (0_usize, false);
    for line in unfold(&text).lines() {
        let name = line.split([':', ';']).next().unwrap_or_default();
        let rest = &line[name.len()..];
        let name = name.to_ascii_uppercase();
        if !READ.contains(&name.as_str()) {
            continue;
        }
        let is_root = depth == 0;
        match name.as_str() {
            "BEGIN" if is_root && !rest.trim().eq_ignore_ascii_case(":VCALENDAR") => {
                return Err(Unread::NotACalendar);
            }
            "BEGIN" => {
                depth += 1;
                has_begun = true;
                if depth == 2 {
                    all.push(String::new());
                }
            }
            "END" => depth = depth.checked_sub(1).ok_or(Unread::NotACalendar)?,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Unread::NotACalendar);
        }
        let is_inside = depth >= 2 || (name == "END" && depth == 1);
        if let Some(component) = all.last_mut().filter(|_| is_inside) {
            component.extend([name.as_str(), rest, "\n"]);
        }
    }
    if has_begun && depth == 0 {
        Ok(all)
    } else {
        Err(Unread::NotACalendar)
    }
}

/// Whether it is an event that we made: their UIDs are a UUIDv7 at our domain. Others' at the same domain are not of that kind.
fn is_ours(uid: &str, domain: &str) -> bool {
    let Some((id, at)) = uid.trim().rsplit_once('@') else {
        return false;
    };
    let is_id = Uuid::try_parse(id).is_ok_and(|id| id.get_version_num() == 7);
    is_id && at.eq_ignore_ascii_case(domain)
}

impl<'a> Event<'a> {
    fn read(component: &'a Component<'_>, zones: &Zones) -> Result<Self, Unread> {
        let text = |name: &str| component.find_prop(name).map(|p| p.val.as_str().trim());
        let start = component.find_prop("DTSTART").ok_or(Unread::Event)?;
        let start = zones.moment(start)?;
        let all = |name: &str| -> Result<Vec<Moment>, Unread> {
            let own = component.properties.iter().filter(|p| p.name == name);
            let each: Vec<Vec<Moment>> = own.map(|p| zones.moments(p)).collect::<Result<_, _>>()?;
            Ok(each.into_iter().flatten().collect())
        };
        let instead_of = component.find_prop("RECURRENCE-ID");
        let is = |name: &str, word: &str| text(name).is_some_and(|t| t.eq_ignore_ascii_case(word));
        Ok(Self {
            uid: text("UID").unwrap_or_default(),
            length: length(component, &start, zones)?,
            rule: text("RRULE"),
            more: all("RDATE")?,
            except: all("EXDATE")?,
            instead_of: instead_of.map(|p| zones.moment(p)).transpose()?,
            is_busy: !is("TRANSP", "TRANSPARENT") && !is("STATUS", "CANCELLED"),
            start,
        })
    }

    /// Adds when it takes place, on the clock where it is told.
    fn add_to(
        &self,
        spans: &mut Vec<(NaiveDateTime, NaiveDateTime)>,
        replaced: &[&Moment],
        looking: &Looking<'_>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Unread> {
        let begins = looking.first.and_time(NaiveTime::MIN);
        let ends = (looking.last + TimeDelta::days(1)).and_time(NaiveTime::MIN);
        // On its own clock, which may be a day before or after.
        let until = ends + TimeDelta::days(1);
        let mut starts = expand(self.start.local, self.rule, &self.start.zone, until, budget)?;
        starts.extend(self.more.iter().map(|m| self.start.zone.local(m.utc())));
        let mut left_out = Meant::default();
        self.except
            .iter()
            .for_each(|m| left_out.add(m, &self.start));
        if self.instead_of.is_some() {
            starts.truncate(1);
        } else {
            replaced.iter().for_each(|m| left_out.add(m, &self.start));
        }
        for local in starts {
            if left_out.has(local, &self.start.zone) {
                continue;
            }
            let (from, to) = self.span(local, looking.zone);
            let (from, to) = (from.max(begins), to.min(ends));
            if from < to {
                spans.push((from, to));
                budget.take()?;
            }
        }
        Ok(())
    }

    fn span(&self, local: NaiveDateTime, zone: Tz) -> (NaiveDateTime, NaiveDateTime) {
        match self.length {
            // Days are days wherever one is.
            Length::Days(days) => (local, add(local, TimeDelta::days(days))),
            Length::Time(time) => {
                let starts = self.start.zone.utc(local);
                let ends = starts.checked_add_signed(time).unwrap_or(starts);
                let told = Zone::Named(zone);
                (told.local(starts), told.local(ends))
            }
        }
    }
}

fn add(time: NaiveDateTime, delta: TimeDelta) -> NaiveDateTime {
    time.checked_add_signed(delta).unwrap_or(time)
}

/// Those of a series that are meant: by their instants, or by their days.
#[derive(Default)]
struct Meant {
    instants: HashSet<DateTime<Utc>>,
    days: HashSet<NaiveDate>,
}

impl Meant {
    /// Adds the one of a series that a moment names.
    fn add(&mut self, moment: &Moment, first: &Moment) {
        if moment.is_day || first.is_day {
            self.days.insert(moment.local.date());
        } else {
            self.instants.insert(moment.utc());
        }
    }

    fn has(&self, local: NaiveDateTime, zone: &Zone) -> bool {
        let is_day = !self.days.is_empty() && self.days.contains(&local.date());
        is_day || (!self.instants.is_empty() && self.instants.contains(&zone.utc(local)))
    }
}

impl Moment {
    fn utc(&self) -> DateTime<Utc> {
        self.zone.utc(self.local)
    }
}

/// How long it takes: by its end, its duration, or as RFC 5545 (3.6.1) says where there is neither.
fn length(component: &Component<'_>, start: &Moment, zones: &Zones) -> Result<Length, Unread> {
    let by_end = component
        .find_prop("DTEND")
        .map(|p| zones.moment(p))
        .transpose()?;
    let by_duration = component.find_prop("DURATION");
    let by_duration = by_duration.map(|p| duration(p.val.as_str().trim()).ok_or(Unread::Event));
    let by_duration = by_duration.transpose()?;
    Ok(match (start.is_day, by_end, by_duration) {
        (true, Some(end), _) => Length::Days((end.local.date() - start.local.date()).num_days()),
        (true, None, Some(time)) => Length::Days(time.num_days()),
        (true, None, None) => Length::Days(1),
        (false, Some(end), _) => Length::Time(end.utc() - start.utc()),
        (false, None, time) => Length::Time(time.unwrap_or_default()),
    })
}

/// A duration such as `PT1H30M` or `P1W`.
fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut sum = TimeDelta::zero();
    let mut digits = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        let unit = match letter {
            'T' if digits.is_empty() => continue,
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        let number: u32 = std::mem::take(&mut digits).parse().ok()?;
        sum += TimeDelta::try_seconds(i64::from(number) * unit)?;
    }
    digits.is_empty().then_some(sum)
}

/// A value such as `20261208`, `20261208T090000` or `20261208T010000Z`: its time on the clock, whether it is in UTC, whether it is a day.
fn written(text: &str) -> Option<(NaiveDateTime, bool, bool)> {
    let text = text.trim();
    if text.len() == 8 {
        let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok()?;
        return Some((day.and_time(NaiveTime::MIN), false, true));
    }
    let bare = text.strip_suffix('Z');
    let time = NaiveDateTime::parse_from_str(bare.unwrap_or(text), "%Y%m%dT%H%M%S").ok()?;
    Some((time, bare.is_some(), false))
}

/// The value of a parameter, without quotes.
fn parameter<'a>(property: &'a Property<'_>, key: &str) -> Option<&'a str> {
    let found = property.params.iter();
    let mut found = found.filter(|p| p.key.as_str().eq_ignore_ascii_case(key));
    let value = found.next()?.val.as_ref()?;
    Some(value.as_str().trim_matches('"'))
}

/// Spans as those of days, in whole minutes; what touches or overlaps becomes one.
fn days(mut spans: Vec<(NaiveDateTime, NaiveDateTime)>) -> Result<Vec<BusyTime>, Unread> {
    spans.sort_unstable();
    let mut whole: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
    for (from, to) in spans {
        match whole.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => whole.push((from, to)),
        }
    }
    let mut told: Vec<BusyTime> = Vec::new();
    for (from, to) in whole {
        let mut date = from.date();
        while date.and_time(NaiveTime::MIN) < to {
            let start = if date == from.date() {
                minute(from, 0)
            } else {
                0
            };
            let end = if date == to.date() {
                minute(to, 59)
            } else {
                1440
            };
            match told.last_mut() {
                Some(last) if last.date == date && start <= last.span.end => last.span.end = end,
                _ => told.push(BusyTime {
                    date,
                    span: Span { start, end },
                }),
            }
            date += TimeDelta::days(1);
        }
        if told.len() > MOST_SPANS {
            return Err(Unread::TooMuch);
        }
    }
    Ok(told)
}

/// Minutes since midnight; with 59 seconds added, rounded up.
fn minute(time: NaiveDateTime, seconds: u32) -> u16 {
    u16::try_from((time.num_seconds_from_midnight() + seconds) / 60).unwrap_or(1440)
}
