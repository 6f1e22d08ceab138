//! Rule 6: one interpreter serves no two matches that share a minute.
//!
//! One voice, one conversation. Example: slots 9:00–9:30 and 9:15–9:45 cannot both have her; 9:00–9:30 and 9:30–10:00 can.

use std::collections::BTreeMap;

use crate::matching::audit::Facts;
use crate::matching::model::Model;
use crate::matching::voices::{ALONE, ListId};
use crate::program::Var;

/// As many of a list help as matches need somebody of it; and no cell of an interpreter's time is used twice (see `voices`).
pub fn post(model: &mut Model<'_>) {
    let mut of_list: BTreeMap<ListId, Vec<(f64, Var)>> = BTreeMap::new();
    for ((_, pair), &made) in model.pairs.iter().zip(&model.matches) {
        if pair.voices != ALONE {
            of_list.entry(pair.voices).or_default().push((1.0, made));
        }
    }
    let mut of_cell: BTreeMap<usize, Vec<Var>> = BTreeMap::new();
    for (list, vars) in &model.voices {
        let row = of_list.entry(*list).or_default();
        row.extend(vars.iter().map(|&var| (-1.0, var)));
        for (voice, &var) in model.instance.pairs.voices.list(*list).iter().zip(vars) {
            for cell in voice.cells() {
                of_cell.entry(cell).or_default().push(var);
            }
        }
    }
    for row in of_list.into_values() {
        model.program.equal(&row, 0.0);
    }
    for vars in of_cell.into_values().filter(|vars| vars.len() > 1) {
        model.program.at_most(&vars, 1);
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
