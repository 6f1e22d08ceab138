//! Term `equity`: the largest, over groups with at least 5 requests, of ceil(100 × unmatched requests / requests).
//!
//! No language group is left behind so that others fare better. Example: of 7 requests in Yi 3 wait: 43; of 500 in Chinese 50
//! wait: 10; the term is 43.

use std::collections::{BTreeMap, HashSet};

use crate::matching::audit::Facts;
use crate::matching::instance::LEAST_GROUP;
use crate::matching::model::Model;
use crate::program::Var;

/// One whole variable that is at least each group's share.
pub fn post(model: &mut Model<'_>) {
    let Some(equity) = model.equity else { return };
    model
        .program
        .price(equity, i64::from(model.instance.document.weights.equity));
    for members in model.instance.groups.values() {
        if let Some(e) = model.held {
            // Where the term is known, so is how many of the group may be left.
            let most = e as usize * members.len() / 100;
            let left: Vec<Var> = members.iter().map(|&r| model.unmatched[r]).collect();
            model.program.at_most(&left, most as u32);
            continue;
        }
        let mut row: Vec<(f64, Var)> = members
            .iter()
            .map(|&r| (-100.0, model.unmatched[r]))
            .collect();
        row.push((members.len() as f64, equity));
        model.program.least(&row, 0.0);
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let served: HashSet<&str> = facts
        .matches
        .iter()
        .map(|m| m.request.id.as_str())
        .collect();
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for r in &facts.document.requests {
        let (all, left) = groups.entry(r.group()).or_default();
        *all += 1;
        *left += usize::from(!served.contains(r.id.as_str()));
    }
    let worst = groups
        .values()
        .filter(|(all, _)| *all >= LEAST_GROUP)
        .map(|(all, left)| (100 * left).div_ceil(*all))
        .max();
    worst.unwrap_or(0) as i64 * i64::from(facts.document.weights.equity)
}
