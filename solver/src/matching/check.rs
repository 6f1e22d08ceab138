//! Whether a document follows the format: ids unique and known, times and numbers in their ranges. Everything wrong is listed.

use std::collections::{HashMap, HashSet};

use super::document::{Document, FORMAT, Request};
use crate::calendar::Moment;
use crate::language::Languages;
use crate::problem::Problem;

/// Above this the objective could leave the integers that a double holds exactly (2^53).
const MOST_OBJECTIVE: f64 = 4.0e15;

pub(super) fn check(document: &Document) -> Result<(), Vec<Problem>> {
    let mut check = Check {
        document,
        problems: Vec::new(),
    };
    check.head();
    check.who();
    check.slots();
    check.shifts();
    check.requests();
    check.size();
    if check.problems.is_empty() {
        Ok(())
    } else {
        Err(check.problems)
    }
}

struct Check<'a> {
    document: &'a Document,
    problems: Vec<Problem>,
}

/// A slot or a shift: id, owner, station, start, end.
type Timed<'a> = (&'a str, &'a str, Option<&'a str>, Moment, Moment);

impl<'a> Check<'a> {
    fn say(&mut self, path: impl Into<String>, what: impl Into<String>) {
        self.problems.push(Problem::new(path, what));
    }

    fn head(&mut self) {
        let d = self.document;
        if d.format != FORMAT {
            self.say("format", format!("{:?} is not {FORMAT:?}", d.format));
        }
        if d.time_zone.parse::<chrono_tz::Tz>().is_err() {
            self.say(
                "time_zone",
                format!(
                    "{:?} is no IANA name; right would be such as \"Asia/Shanghai\"",
                    d.time_zone
                ),
            );
        }
        if d.now.minute.get() == 1440 {
            self.say(
                "now",
                "24:00 can only end something; right would be T00:00 of the next date",
            );
        }
    }

    fn ids(&mut self, list: &str, ids: impl Iterator<Item = &'a String>) -> HashSet<&'a str> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (i, id) in ids.enumerate() {
            if id.is_empty() {
                self.say(format!("{list}[{i}].id"), "is empty; right would be a name");
            } else if let Some(first) = seen.insert(id, i) {
                self.say(
                    format!("{list}[{i}].id"),
                    format!(
                        "{id:?} is the id of {list}[{first}] too; right would be one of its own"
                    ),
                );
            }
        }
        seen.into_keys().collect()
    }

    fn languages(&mut self, path: &str, languages: &Languages) {
        if languages.contains_key("") {
            self.say(format!("{path}.languages"), "has an empty tag");
        }
    }

    fn place(&mut self, path: &str, lat: f64, lon: f64) {
        if !(-90.0..=90.0).contains(&lat) {
            self.say(
                format!("{path}.lat"),
                format!("{lat} is not from -90 to 90 degrees"),
            );
        }
        if !(-180.0..=180.0).contains(&lon) {
            self.say(
                format!("{path}.lon"),
                format!("{lon} is not from -180 to 180 degrees"),
            );
        }
    }

    fn who(&mut self) {
        let d = self.document;
        self.ids("stations", d.stations.iter().map(|s| &s.id));
        for (i, s) in d.stations.iter().enumerate() {
            self.place(&format!("stations[{i}]"), s.lat, s.lon);
        }
        self.ids("advisers", d.advisers.iter().map(|a| &a.id));
        for (i, a) in d.advisers.iter().enumerate() {
            self.languages(&format!("advisers[{i}]"), &a.languages);
            if a.skills.iter().any(String::is_empty) {
                self.say(format!("advisers[{i}].skills"), "has an empty name");
            }
        }
        self.ids("interpreters", d.interpreters.iter().map(|n| &n.id));
        for (i, n) in d.interpreters.iter().enumerate() {
            self.languages(&format!("interpreters[{i}]"), &n.languages);
        }
    }

    fn slots(&mut self) {
        let d = self.document;
        self.ids("slots", d.slots.iter().map(|s| &s.id));
        let advisers = d.advisers.iter().map(|a| a.id.as_str()).collect();
        let rows = d.slots.iter().map(|s| {
            (
                s.id.as_str(),
                s.adviser.as_str(),
                s.station.as_deref(),
                s.start,
                s.end,
            )
        });
        self.timed("slots", "adviser", &advisers, rows.collect());
    }

    fn shifts(&mut self) {
        let d = self.document;
        self.ids("shifts", d.shifts.iter().map(|s| &s.id));
        let interpreters = d.interpreters.iter().map(|n| n.id.as_str()).collect();
        let rows = d.shifts.iter().map(|s| {
            (
                s.id.as_str(),
                s.interpreter.as_str(),
                s.station.as_deref(),
                s.start,
                s.end,
            )
        });
        self.timed("shifts", "interpreter", &interpreters, rows.collect());
    }

    /// Owners and stations are known, spans lie in one date, and those of one owner do not overlap.
    fn timed(&mut self, list: &str, owner_key: &str, owners: &HashSet<&str>, rows: Vec<Timed<'a>>) {
        let stations: HashSet<&str> = self
            .document
            .stations
            .iter()
            .map(|s| s.id.as_str())
            .collect();
        for (i, &(_, owner, station, start, end)) in rows.iter().enumerate() {
            let path = format!("{list}[{i}]");
            if !owners.contains(owner) {
                self.say(
                    format!("{path}.{owner_key}"),
                    format!("there is no {owner_key} {owner:?}"),
                );
            }
            if let Some(s) = station.filter(|s| !stations.contains(s)) {
                self.say(
                    format!("{path}.station"),
                    format!("there is no station {s:?}"),
                );
            }
            self.span(&path, start, end);
            if start.date != end.date {
                self.say(
                    format!("{path}.end"),
                    format!("{end} is not on the date of the start {start}"),
                );
            }
        }
        let mut sorted: Vec<(usize, &Timed<'_>)> = rows.iter().enumerate().collect();
        sorted.sort_by_key(|(i, row)| (row.1, row.3, *i));
        let mut latest: Option<(usize, &str, Moment)> = None;
        for (i, &(id, owner, _, start, end)) in sorted {
            if let Some((j, last, until)) =
                latest.filter(|&(_, last, until)| last == owner && start < until)
            {
                self.say(
                    format!("{list}[{i}].start"),
                    format!("{id:?} starts at {start}, but {list}[{j}] of {owner_key} {last:?} ends at {until}; they must not overlap"),
                );
            }
            if latest.is_none_or(|(_, last, until)| last != owner || end > until) {
                latest = Some((i, owner, end));
            }
        }
    }

    fn span(&mut self, path: &str, start: Moment, end: Moment) {
        if start.minute.get() == 1440 {
            self.say(
                format!("{path}.start"),
                "24:00 can only end something; right would be T00:00 of the next date",
            );
        }
        if start >= end {
            self.say(
                format!("{path}.end"),
                format!("{end} is not after the start {start}"),
            );
        }
    }

    fn requests(&mut self) {
        let d = self.document;
        self.ids("requests", d.requests.iter().map(|r| &r.id));
        let advisers: HashSet<&str> = d.advisers.iter().map(|a| a.id.as_str()).collect();
        for (i, r) in d.requests.iter().enumerate() {
            self.request(&format!("requests[{i}]"), r, &advisers);
        }
    }

    fn request(&mut self, path: &str, r: &Request, advisers: &HashSet<&str>) {
        self.languages(path, &r.languages);
        self.place(path, r.lat, r.lon);
        if r.skill.is_empty() {
            self.say(format!("{path}.skill"), "is empty; right would be a name");
        }
        if r.modes.is_empty()
            || (r.modes.len() > 1 && (r.modes.len() > 2 || r.modes[0] == r.modes[1]))
        {
            self.say(
                format!("{path}.modes"),
                "right would be \"in_person\", \"video\" or both, each once",
            );
        }
        if r.max_km.is_some_and(|km| km < 0.0) {
            self.say(format!("{path}.max_km"), "is below 0");
        }
        if !(1..=3).contains(&r.urgency) {
            self.say(
                format!("{path}.urgency"),
                format!("{} is not 1, 2 or 3", r.urgency),
            );
        }
        if r.group.as_ref().is_some_and(String::is_empty) {
            self.say(
                format!("{path}.group"),
                "is empty; right would be a name, or to leave it out",
            );
        }
        for (k, w) in r.windows.iter().enumerate() {
            self.span(&format!("{path}.windows[{k}]"), w.start, w.end);
        }
        for (k, a) in r.exclude.iter().enumerate() {
            if !advisers.contains(a.as_str()) {
                self.say(
                    format!("{path}.exclude[{k}]"),
                    format!("there is no adviser {a:?}"),
                );
            }
        }
    }

    /// The dearest answer thinkable must be a number that a double holds exactly.
    fn size(&mut self) {
        let d = self.document;
        let w = d.weights;
        let now = d.now.day();
        let latest = d.slots.iter().map(|s| s.start.day()).max().unwrap_or(now);
        let days = (latest - now).max(0) as f64;
        let each = f64::from(w.unmatched) * 9.0
            + f64::from(w.wait_day) * 3.0 * days
            + f64::from(w.travel_km) * 20_100.0
            + f64::from(w.interpreter);
        let most = each * d.requests.len() as f64 + f64::from(w.equity) * 100.0;
        if most > MOST_OBJECTIVE {
            self.say(
                "weights",
                format!("the objective could reach {most:.1e}, more than the {MOST_OBJECTIVE:.0e} that are computed exactly; right would be smaller weights"),
            );
        }
    }
}
