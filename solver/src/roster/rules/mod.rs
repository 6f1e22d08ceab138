//! The table of contents of the roster's rules and terms, in the order of the exchange format.
//!
//! Each file is one rule or term: the sentence, why, an example; `post` into the model; `audit` by counting from the
//! documents alone, which shares nothing with the model; its tests.

pub mod ability;
pub mod holder;
pub mod longest_run;
pub mod most_stations;
pub mod most_turns;
pub mod most_weekends;
pub mod one_option;
pub mod overlap;
pub mod pins;
pub mod seats;
pub mod supervision;
pub mod windows;

pub mod below_ideal;
pub mod change;
pub mod fairness;
pub mod language;
pub mod preference;
pub mod shortfall;
pub mod substitute;
pub mod travel;

use super::answer::Terms;
use super::audit::Facts;
use super::model::Model;
use super::rule::Rule;

/// A hard rule, and how it is posted.
pub type HardRule = (Rule, fn(&mut Model<'_>));

/// The hard rules. Rules 3 and 4 and the bans need no row: pairs they forbid have no variable.
pub const HARD: [HardRule; 10] = [
    (Rule::OneOption, one_option::post),
    (Rule::Seats, seats::post),
    (Rule::Overlap, overlap::post),
    (Rule::MostTurns, most_turns::post),
    (Rule::MostStations, most_stations::post),
    (Rule::LongestRun, longest_run::post),
    (Rule::MostWeekends, most_weekends::post),
    (Rule::Supervision, supervision::post),
    (Rule::Holder, holder::post),
    (Rule::Pins, pins::post),
];

/// Posts the hard rules into the model.
pub fn post_rules(model: &mut Model<'_>) {
    for (_, post) in HARD {
        post(model);
    }
}

/// Posts the terms of the objective into the model.
pub fn post_terms(model: &mut Model<'_>) {
    shortfall::post(model);
    below_ideal::post(model);
    substitute::post(model);
    language::post(model);
    travel::post(model);
    fairness::post(model);
    preference::post(model);
    change::post(model);
}

/// Every breach of a hard rule, in words.
#[must_use]
pub fn audit_rules(facts: &Facts<'_>) -> Vec<String> {
    let rules: [fn(&Facts<'_>) -> Vec<String>; 12] = [
        one_option::audit,
        seats::audit,
        ability::audit,
        windows::audit,
        overlap::audit,
        most_turns::audit,
        most_stations::audit,
        longest_run::audit,
        most_weekends::audit,
        supervision::audit,
        holder::audit,
        pins::audit,
    ];
    rules.iter().flat_map(|rule| rule(facts)).collect()
}

/// The terms of the objective, counted.
#[must_use]
pub fn audit_terms(facts: &Facts<'_>) -> Terms {
    Terms {
        shortfall: shortfall::audit(facts),
        below_ideal: below_ideal::audit(facts),
        substitute: substitute::audit(facts),
        language: language::audit(facts),
        travel_km: travel::audit(facts),
        fairness: fairness::audit(facts),
        preference: preference::audit(facts),
        change: change::audit(facts),
    }
}
