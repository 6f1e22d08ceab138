//! Rule 1: each series has exactly one chosen option; only its duties are active, and only active duties are assigned.
//!
//! Residents learn one weekday. Example: a station may have its adviser on Tuesday mornings or Thursday afternoons;
//! once Tuesday is chosen, nobody sits there on Thursday for this series.

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// One option a series. That nobody sits in the others follows from the places of `seats`.
pub fn post(model: &mut Model<'_>) {
    for &s in &model.part.series {
        let n = model.instance.series[s].options.len();
        let options: Vec<(f64, Var)> = (0..n).map(|o| (1.0, model.option(s, o))).collect();
        model.program.equal(&options, 1.0);
    }
}

/// Assignments to duties of options that were not chosen.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    facts
        .held
        .iter()
        .filter(|(d, _)| !facts.is_active(&d.id))
        .map(|(d, p)| {
            format!(
                "rule 1: {} holds {}, whose option is not chosen",
                p.id, d.id
            )
        })
        .collect()
}
