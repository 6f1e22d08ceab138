//! The table of contents of the matching's rules and terms, in the order of the exchange format.
//!
//! Each file is one rule or term: the sentence, why, an example; `post` into the model where a row or price is needed (rules 2
//! to 5 need none: matches they forbid have no variable, see `pairs`); `audit` by counting from the documents alone.

pub mod adviser;
pub mod interpreter_once;
pub mod one_match;
pub mod times;
pub mod tongue;
pub mod way;

pub mod equity;
pub mod interpreter;
pub mod travel;
pub mod unmatched;
pub mod wait;

use super::answer::Terms;
use super::audit::Facts;
use super::model::Model;

/// Posts rules and terms into the model.
pub fn post(model: &mut Model<'_>) {
    one_match::post(model);
    interpreter_once::post(model);
    price_matches(model);
    unmatched::post(model);
    equity::post(model);
}

/// The terms `wait_day`, `travel_km` and `interpreter` are prices of single matches; each pair carries their sum.
fn price_matches(model: &mut Model<'_>) {
    for ((_, pair), &made) in model.pairs.iter().zip(&model.matches) {
        model.program.price(made, pair.price);
    }
}

/// Every breach of a hard rule, in words.
#[must_use]
pub fn audit_rules(facts: &Facts<'_>) -> Vec<String> {
    let rules: [fn(&Facts<'_>) -> Vec<String>; 6] = [
        one_match::audit,
        times::audit,
        adviser::audit,
        way::audit,
        tongue::audit,
        interpreter_once::audit,
    ];
    rules.iter().flat_map(|rule| rule(facts)).collect()
}

/// The terms of the objective, counted.
#[must_use]
pub fn audit_terms(facts: &Facts<'_>) -> Terms {
    Terms {
        unmatched: unmatched::audit(facts),
        wait_day: wait::audit(facts),
        travel_km: travel::audit(facts),
        interpreter: interpreter::audit(facts),
        equity: equity::audit(facts),
    }
}
