//! Rule 6, runs: at most `max_run` consecutive calendar dates with a duty.
//!
//! Rest is part of the work. Example: with `max_run` 3, duties on Monday to Wednesday leave Thursday free.

use std::collections::BTreeMap;

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// Of `max_run + 1` dates in a row, one stays free.
pub fn post(model: &mut Model<'_>) {
    for &p in &model.part.people {
        let most = model.instance.people[p].caps.run;
        let days = model.days(p);
        let Ok(most) = i32::try_from(most) else {
            continue;
        };
        let mut works: BTreeMap<i32, Var> = BTreeMap::new();
        for &first in days.keys() {
            let span = first..=first.saturating_add(most);
            if span.clone().any(|day| !days.contains_key(&day)) {
                continue;
            }
            let mut row = Vec::new();
            for day in span {
                let work = *works.entry(day).or_insert_with(|| {
                    let turns: Vec<Var> = days[&day].iter().map(|&(_, x)| x).collect();
                    model.any(&turns)
                });
                row.push(work);
            }
            model.program.at_most(&row, most.unsigned_abs());
        }
    }
}

/// People who serve too many dates in a row.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, turns) in &facts.by_person {
        let Some(most) = facts.people[id].max_run else {
            continue;
        };
        let (mut run, mut last) = (0, None);
        for date in turns.iter().map(|d| d.date) {
            run = match last {
                Some(last) if date == last => run,
                Some(last) if Some(date) == last.succ_opt() => run + 1,
                _ => 1,
            };
            last = Some(date);
            if run > most {
                wrong.push(format!(
                    "rule 6: {id} serves {run} dates in a row up to {date}, max_run is {most}"
                ));
            }
        }
    }
    wrong
}
