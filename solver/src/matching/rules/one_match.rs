//! Rule 1: a request has at most one match; a slot serves at most one request.
//!
//! One resident, one chair. Example: a slot from 9:00 to 9:30 is either for the one or for the other.

use std::collections::{BTreeMap, HashSet};

use crate::matching::audit::Facts;
use crate::matching::instance::Index;
use crate::matching::model::Model;
use crate::program::Var;

/// Each request is matched once or left; each slot is taken at most once.
pub fn post(model: &mut Model<'_>) {
    let mut of_request: Vec<Vec<(f64, Var)>> =
        model.unmatched.iter().map(|&u| vec![(1.0, u)]).collect();
    let mut of_slot: BTreeMap<Index, Vec<Index>> = BTreeMap::new();
    for (t, (request, pair)) in model.pairs.iter().enumerate() {
        of_request[*request].push((1.0, model.matches[t]));
        of_slot.entry(pair.slot as Index).or_default().push(t);
    }
    for row in of_request {
        model.program.equal(&row, 1.0);
    }
    for pairs in of_slot.into_values() {
        let requests: HashSet<Index> = pairs.iter().map(|&t| model.pairs[t].0).collect();
        // A slot that one request only can use needs no row: the request's own says it.
        if requests.len() > 1 {
            let vars: Vec<Var> = pairs.iter().map(|&t| model.matches[t]).collect();
            model.program.at_most(&vars, 1);
        }
    }
}

/// Requests matched twice and slots taken twice.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let (mut requests, mut slots) = (HashSet::new(), HashSet::new());
    for m in &facts.matches {
        if !requests.insert(&m.request.id) {
            wrong.push(format!("rule 1: request {} is matched twice", m.request.id));
        }
        if !slots.insert(&m.slot.id) {
            wrong.push(format!("rule 1: slot {} is taken twice", m.slot.id));
        }
    }
    wrong
}
