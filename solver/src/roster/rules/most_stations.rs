//! Rule 6, stations: at most `max_stations` distinct stations in the horizon.
//!
//! An adviser who is everywhere is known nowhere. Example: with `max_stations` 2, a turn at a third station is not given.

use std::collections::{BTreeMap, HashSet};

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::instance::Index;
use crate::roster::model::Model;

/// A station counts where one of the turns at it is held.
pub fn post(model: &mut Model<'_>) {
    for &p in &model.part.people {
        let most = model.instance.people[p].caps.stations;
        let mut stations: BTreeMap<Index, Vec<Var>> = BTreeMap::new();
        for &(d, x) in model.turns(p) {
            stations
                .entry(model.instance.duties[d].station)
                .or_default()
                .push(x);
        }
        if stations.len() <= most as usize {
            continue;
        }
        let used: Vec<Var> = stations
            .into_values()
            .map(|turns| model.any(&turns))
            .collect();
        model.program.at_most(&used, most);
    }
}

/// People at more stations than they allow.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, turns) in &facts.by_person {
        let stations: HashSet<&str> = turns.iter().map(|d| d.station.as_str()).collect();
        if let Some(most) = facts.people[id].max_stations
            && stations.len() > most as usize
        {
            wrong.push(format!(
                "rule 6: {id} serves {} stations, max_stations is {most}",
                stations.len()
            ));
        }
    }
    wrong
}
