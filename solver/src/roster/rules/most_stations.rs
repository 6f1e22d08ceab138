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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    fn at_both(most: Option<u32>) -> crate::roster::Document {
        let duties = vec![
            duty("a1", "A", 7, "09:00-12:00"),
            duty("a2", "A", 8, "09:00-12:00"),
            duty("b", "B", 9, "09:00-12:00"),
        ];
        let mut document = problem(vec![adviser("li")], duties);
        document.weights.shortfall = 1;
        document.people[0].max_stations = most;
        document
    }

    #[test]
    fn a_station_counts_once_however_often_it_is_served() {
        for (most, turns) in [(None, 3), (Some(2), 3), (Some(1), 2), (Some(0), 0)] {
            let document = at_both(most);
            assert_eq!(held(&best(&document)).len(), turns, "{most:?}");
            let all = answer(&[("a1", "li"), ("a2", "li"), ("b", "li")], &[]);
            let wrong = judged(audit, &document, &all);
            assert_eq!(wrong.is_empty(), turns == 3, "{most:?} {wrong:?}");
        }
        let twice = answer(&[("a1", "li"), ("a2", "li")], &[]);
        assert!(judged(audit, &at_both(Some(1)), &twice).is_empty());
    }
}
