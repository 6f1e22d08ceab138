//! Whether a document follows the format: ids unique and known, spans and numbers in their ranges. Everything wrong is listed.

use std::collections::{HashMap, HashSet};

use super::document::{Document, Duty, FORMAT, Pair, Person};
use crate::problem::Problem;

/// Above this the objective could leave the integers that a double holds exactly (2^53).
const MOST_OBJECTIVE: f64 = 4.0e15;

pub(super) fn check(document: &Document) -> Result<(), Vec<Problem>> {
    let mut check = Check {
        document,
        problems: Vec::new(),
    };
    check.head();
    check.stations();
    check.people();
    check.duties();
    check.series();
    check.cover();
    check.pairs();
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
        if d.start > d.end {
            self.say("end", format!("{} lies before start {}", d.end, d.start));
        }
    }

    /// Each id is not empty and stands once.
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

    fn filled(&mut self, path: &str, list: &[String]) {
        for (i, text) in list.iter().enumerate() {
            if text.is_empty() {
                self.say(format!("{path}[{i}]"), "is empty; right would be a name");
            }
        }
    }

    fn name(&mut self, path: String, text: &str) {
        if text.is_empty() {
            self.say(path, "is empty; right would be a name");
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

    fn horizon(&mut self, path: &str, date: chrono::NaiveDate) {
        let (start, end) = (self.document.start, self.document.end);
        // Of a horizon without dates one fault is enough.
        if start <= end && (date < start || date > end) {
            self.say(
                format!("{path}.date"),
                format!("{date} is not in the horizon {start} to {end}"),
            );
        }
    }

    fn span(&mut self, path: &str, start: crate::calendar::Minute, end: crate::calendar::Minute) {
        if start >= end {
            self.say(
                format!("{path}.end"),
                format!("{end} is not after the start {start}"),
            );
        }
    }

    fn stations(&mut self) {
        let document = self.document;
        self.ids("stations", document.stations.iter().map(|s| &s.id));
        for (i, s) in document.stations.iter().enumerate() {
            let path = format!("stations[{i}]");
            self.name(format!("{path}.district"), &s.district);
            self.place(&path, s.lat, s.lon);
        }
    }

    fn people(&mut self) {
        let document = self.document;
        let stations: HashSet<&str> = document.stations.iter().map(|s| s.id.as_str()).collect();
        self.ids("people", document.people.iter().map(|p| &p.id));
        for (i, p) in document.people.iter().enumerate() {
            self.person(&format!("people[{i}]"), p, &stations);
        }
    }

    fn person(&mut self, path: &str, p: &Person, stations: &HashSet<&str>) {
        self.name(format!("{path}.pool"), &p.pool);
        self.place(path, p.lat, p.lon);
        self.filled(&format!("{path}.skills"), &p.skills);
        if p.languages.contains_key("") {
            self.say(format!("{path}.languages"), "has an empty tag");
        }
        for (k, w) in p.windows.iter().enumerate() {
            let path = format!("{path}.windows[{k}]");
            self.horizon(&path, w.date);
            self.span(&path, w.start, w.end);
        }
        for (key, list) in [("avoid", &p.avoid), ("prefers", &p.prefers)] {
            for (k, s) in list.iter().enumerate() {
                if !stations.contains(s.as_str()) {
                    self.say(
                        format!("{path}.{key}[{k}]"),
                        format!("there is no station {s:?}"),
                    );
                }
            }
        }
        if p.max_km.is_some_and(|km| km < 0.0) {
            self.say(format!("{path}.max_km"), "is below 0");
        }
    }

    fn duties(&mut self) {
        let document = self.document;
        let stations: HashSet<&str> = document.stations.iter().map(|s| s.id.as_str()).collect();
        self.ids("duties", document.duties.iter().map(|d| &d.id));
        for (i, d) in document.duties.iter().enumerate() {
            self.duty(&format!("duties[{i}]"), d, &stations);
        }
    }

    fn duty(&mut self, path: &str, d: &Duty, stations: &HashSet<&str>) {
        if !stations.contains(d.station.as_str()) {
            self.say(
                format!("{path}.station"),
                format!("there is no station {:?}", d.station),
            );
        }
        self.horizon(path, d.date);
        self.span(path, d.start, d.end);
        self.name(format!("{path}.pool"), &d.pool);
        self.filled(&format!("{path}.skills"), &d.skills);
        self.filled(&format!("{path}.any_skills"), &d.any_skills);
        if d.languages.contains_key("") {
            self.say(format!("{path}.languages"), "has an empty tag");
        }
        if d.ideal < 1 {
            self.say(format!("{path}.ideal"), "is 0; right would be 1 or more");
        } else if d.min > d.ideal {
            self.say(
                format!("{path}.min"),
                format!("{} is above the ideal of {}", d.min, d.ideal),
            );
        }
        if d.weight < 1 {
            self.say(format!("{path}.weight"), "is 0; right would be 1 or more");
        }
        if let Some(q) = &d.supervised_by {
            self.name(format!("{path}.supervised_by"), q);
            if *q == d.pool {
                self.say(
                    format!("{path}.supervised_by"),
                    "a pool does not supervise itself",
                );
            }
        }
    }

    fn series(&mut self) {
        let document = self.document;
        self.ids("series", document.series.iter().map(|s| &s.id));
        let people: HashSet<&str> = document.people.iter().map(|p| p.id.as_str()).collect();
        let duties: HashSet<&str> = document.duties.iter().map(|d| d.id.as_str()).collect();
        let mut taken: HashMap<&str, String> = HashMap::new();
        for (i, s) in document.series.iter().enumerate() {
            let path = format!("series[{i}]");
            if let Some(holder) = s.holder.as_ref().filter(|h| !people.contains(h.as_str())) {
                self.say(
                    format!("{path}.holder"),
                    format!("there is no person {holder:?}"),
                );
            }
            if s.options.is_empty() {
                self.say(
                    format!("{path}.options"),
                    "is empty; right would be one option or more",
                );
            }
            self.ids(&format!("{path}.options"), s.options.iter().map(|o| &o.id));
            for (k, o) in s.options.iter().enumerate() {
                for (n, d) in o.duties.iter().enumerate() {
                    let path = format!("{path}.options[{k}].duties[{n}]");
                    if !duties.contains(d.as_str()) {
                        self.say(path, format!("there is no duty {d:?}"));
                    } else if let Some(other) = taken.insert(d, path.clone()) {
                        self.say(path, format!("duty {d:?} stands at {other} already; it belongs to one option of one series"));
                    }
                }
            }
        }
    }

    fn cover(&mut self) {
        for (i, r) in self.document.language_cover.iter().enumerate() {
            self.name(format!("language_cover[{i}].district"), &r.district);
            self.name(format!("language_cover[{i}].language"), &r.language);
        }
    }

    fn pairs(&mut self) {
        let document = self.document;
        let people: HashSet<&str> = document.people.iter().map(|p| p.id.as_str()).collect();
        let duties: HashSet<&str> = document.duties.iter().map(|d| d.id.as_str()).collect();
        let lists = [
            ("pins", &document.pins),
            ("bans", &document.bans),
            ("previous", &document.previous),
        ];
        for (list, rows) in lists {
            let mut seen: HashSet<&Pair> = HashSet::new();
            for (i, r) in rows.iter().enumerate() {
                if !duties.contains(r.duty.as_str()) {
                    self.say(
                        format!("{list}[{i}].duty"),
                        format!("there is no duty {:?}", r.duty),
                    );
                }
                if !people.contains(r.person.as_str()) {
                    self.say(
                        format!("{list}[{i}].person"),
                        format!("there is no person {:?}", r.person),
                    );
                }
                if !seen.insert(r) {
                    self.say(
                        format!("{list}[{i}]"),
                        format!(
                            "duty {:?} and person {:?} stand there twice",
                            r.duty, r.person
                        ),
                    );
                }
            }
        }
    }

    /// The dearest roster thinkable must be a number that a double holds exactly.
    fn size(&mut self) {
        let w = self.document.weights;
        let per_turn =
            f64::from(w.substitute) + f64::from(w.travel_km) * 20_100.0 + f64::from(w.preference);
        let mut most = 0.0;
        let mut turns = 0.0;
        for d in &self.document.duties {
            let ideal = f64::from(d.ideal);
            most += f64::from(d.weight) * ideal * f64::from(w.shortfall.max(w.below_ideal));
            most += per_turn * ideal;
            turns += 1.0;
        }
        for p in &self.document.people {
            most += f64::from(w.fairness) * f64::from(p.target).max(turns).powi(2);
        }
        for r in &self.document.language_cover {
            most += f64::from(w.language) * f64::from(r.weight) * f64::from(r.min);
        }
        most += f64::from(w.change) * self.document.previous.len() as f64;
        if most > MOST_OBJECTIVE {
            self.say(
                "weights",
                format!(
                    "the objective could reach {most:.1e}, more than the {MOST_OBJECTIVE:.0e} that are computed exactly; \
                     right would be smaller weights (of `weights`, duties, language_cover) or targets"
                ),
            );
        }
    }
}
