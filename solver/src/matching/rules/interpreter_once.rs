//! Rule 6: one interpreter serves no two matches that share a minute.
//!
//! One voice, one conversation. Example: slots 9:00–9:30 and 9:15–9:45 cannot both have her; 9:00–9:30 and 9:30–10:00 can.

use std::collections::{BTreeMap, BTreeSet};

use crate::matching::audit::Facts;
use crate::matching::instance::Index;
use crate::matching::model::Model;
use crate::program::Var;

/// At each start of a slot an interpreter could help in, at most one of the matches under way then. Any two matches that share a
/// minute are both under way when the later of them starts.
pub fn post(model: &mut Model<'_>) {
    let instance = model.instance;
    let mut of_interpreter: BTreeMap<Index, Vec<Index>> = BTreeMap::new();
    for (t, triple) in instance.triples.iter().enumerate() {
        if let Some(h) = triple.shift {
            of_interpreter
                .entry(instance.shifts[h].owner)
                .or_default()
                .push(t);
        }
    }
    for mut triples in of_interpreter.into_values() {
        triples.sort_by_key(|&t| instance.slots[instance.triples[t].slot].start);
        let starts: BTreeSet<i64> = triples
            .iter()
            .map(|&t| instance.slots[instance.triples[t].slot].start)
            .collect();
        let mut last: Vec<Index> = Vec::new();
        for start in starts {
            let under_way: Vec<Index> = triples
                .iter()
                .copied()
                .take_while(|&t| instance.slots[instance.triples[t].slot].start <= start)
                .filter(|&t| instance.slots[instance.triples[t].slot].end > start)
                .collect();
            let slots: BTreeSet<Index> = under_way
                .iter()
                .map(|&t| instance.triples[t].slot)
                .collect();
            let requests: BTreeSet<Index> = under_way
                .iter()
                .map(|&t| instance.triples[t].request)
                .collect();
            // One slot or one request is held to one match by rule 1; what the row before says already is not said again.
            if slots.len() > 1 && requests.len() > 1 && !under_way.iter().all(|t| last.contains(t))
            {
                let vars: Vec<Var> = under_way.iter().map(|&t| model.matches[t]).collect();
                model.program.at_most(&vars, 1);
                last = under_way;
            }
        }
    }
}

/// Interpreters in two matches at once.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut busy: BTreeMap<&str, Vec<(i64, i64, &str)>> = BTreeMap::new();
    for m in &facts.matches {
        if let Some((_, interpreter)) = m.help {
            let span = (
                m.slot.start.minutes(),
                m.slot.end.minutes(),
                m.request.id.as_str(),
            );
            busy.entry(&interpreter.id).or_default().push(span);
        }
    }
    let mut wrong = Vec::new();
    for (interpreter, mut spans) in busy {
        spans.sort_unstable();
        let mut until = (i64::MIN, "");
        for (start, end, request) in spans {
            if start < until.0 {
                wrong.push(format!(
                    "rule 6: {interpreter} is with {} and {request} at once",
                    until.1
                ));
            }
            until = until.max((end, request));
        }
    }
    wrong
}
