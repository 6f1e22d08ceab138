//! A drawn month: what there is to book, who comes when, and what is taken of it so far.

use std::collections::{HashMap, HashSet};

use zhiban_solver::calendar::Moment;
use zhiban_solver::matching::Document;
use zhiban_solver::matching::document::{Request, Shift};

use crate::drawn::run;

/// A month.
pub struct Month {
    /// What there is to book, and who comes.
    pub this: Document,
    /// Who came the month before.
    pub last: Document,
    /// Dates of the working days, as day numbers.
    pub days: Vec<i64>,
}

impl Month {
    /// The market of a day at eight, without residents.
    pub fn market(&self, day: usize, taken: &Taken) -> Document {
        let now = Moment::at(self.days[day] * 1440 + 8 * 60).unwrap();
        let slots = self.this.slots.iter();
        let shifts = self.this.shifts.iter();
        Document {
            now,
            slots: slots
                .filter(|s| s.start >= now && !taken.slots.contains(&s.id))
                .cloned()
                .collect(),
            shifts: shifts
                .filter(|s| s.start >= now)
                .flat_map(|shift| taken.pieces(shift))
                .collect(),
            requests: Vec::new(),
            ..self.this.clone()
        }
    }
}

/// The day, from 0, on which a request comes.
pub fn comes(request: &Request) -> i64 {
    request.id[..2].parse().unwrap()
}

/// What is taken of a month so far.
#[derive(Default)]
pub struct Taken {
    /// Ids of slots.
    pub slots: HashSet<String>,
    /// Spans of minutes by interpreter.
    pub interpreters: HashMap<String, Vec<(i64, i64)>>,
}

impl Taken {
    /// Whether an interpreter is booked at some minute of a span.
    pub fn is_busy(&self, interpreter: &str, start: i64, end: i64) -> bool {
        let own = self.interpreters.get(interpreter);
        own.is_some_and(|spans| spans.iter().any(|&(from, to)| start < to && from < end))
    }

    /// What is left of a shift beside what its interpreter is booked at.
    fn pieces(&self, shift: &Shift) -> Vec<Shift> {
        let mut spans = self
            .interpreters
            .get(&shift.interpreter)
            .cloned()
            .unwrap_or_default();
        spans.sort_unstable();
        let (mut from, end) = (shift.start.minutes(), shift.end.minutes());
        let mut left = Vec::new();
        for (start, stop) in spans.into_iter().chain([(end, end)]) {
            if start > from && from < end {
                left.push((from, start.min(end)));
            }
            from = from.max(stop);
        }
        let piece = |(n, (from, to)): (usize, (i64, i64))| Shift {
            id: format!("{}-{n}", shift.id),
            start: Moment::at(from).unwrap(),
            end: Moment::at(to).unwrap(),
            ..shift.clone()
        };
        left.into_iter().enumerate().map(piece).collect()
    }
}

/// A month of the generator.
pub fn draw(kind: &str, seed: u32) -> Month {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/arrivals/draw.py");
    let (_folder, files) = run(script, kind, seed);
    let read = |name: &str| Document::from_json(&std::fs::read(files.join(name)).unwrap());
    let this = read("this.json").unwrap();
    let days: HashSet<i64> = this.slots.iter().map(|s| s.start.day()).collect();
    let mut days = Vec::from_iter(days);
    days.sort_unstable();
    Month {
        last: read("last.json").unwrap(),
        this,
        days,
    }
}
