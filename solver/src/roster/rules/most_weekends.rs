//! Rule 6, weekends: at most `max_weekends` weekends (a Saturday with the Sunday after it) with a duty.
//!
//! Families see each other. Example: with `max_weekends` 1, a Saturday and the Sunday after it are one weekend, and the last.
//! A Sunday on the first day of the horizon is a weekend of its own.

use std::collections::{BTreeMap, HashSet};

use crate::calendar::weekend;
use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// A weekend counts where one of its turns is held.
pub fn post(model: &mut Model<'_>) {
    for &p in &model.part.people {
        let most = model.instance.people[p].caps.weekends;
        let mut weekends: BTreeMap<i32, Vec<Var>> = BTreeMap::new();
        for &(d, x) in model.turns(p) {
            if let Some(saturday) = model.instance.duties[d].weekend {
                weekends.entry(saturday).or_default().push(x);
            }
        }
        if weekends.len() <= most as usize {
            continue;
        }
        let used: Vec<Var> = weekends
            .into_values()
            .map(|turns| model.any(&turns))
            .collect();
        model.program.at_most(&used, most);
    }
}

/// People who serve on too many weekends.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, turns) in &facts.by_person {
        let weekends: HashSet<_> = turns.iter().filter_map(|d| weekend(d.date)).collect();
        if let Some(most) = facts.people[id].max_weekends
            && weekends.len() > most as usize
        {
            wrong.push(format!(
                "rule 6: {id} serves {} weekends, max_weekends is {most}",
                weekends.len()
            ));
        }
    }
    wrong
}
