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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    fn on(days: &[u32], most: Option<u32>) -> crate::roster::Document {
        let duties = days.iter().enumerate().map(|(i, &day)| {
            let hours = if i % 2 == 0 {
                "09:00-11:00"
            } else {
                "14:00-16:00"
            };
            duty(&i.to_string(), "A", day, hours)
        });
        let mut document = problem(vec![adviser("li")], duties.collect());
        document.weights.shortfall = 1;
        document.people[0].max_run = most;
        document
    }

    #[test]
    fn nobody_serves_too_many_dates_in_a_row() {
        let cases: [(&[u32], Option<u32>, usize); 7] = [
            (&[4, 5, 6, 7], None, 4),
            (&[4, 5, 6, 7], Some(3), 3),
            (&[4, 5, 6, 7], Some(2), 3),
            (&[4, 5, 6, 7], Some(1), 2),
            (&[4, 6, 8], Some(1), 3),
            // Two turns on one date are one date.
            (&[4, 4, 5], Some(2), 3),
            (&[4, 6], Some(0), 0),
        ];
        for (days, most, turns) in cases {
            let document = on(days, most);
            assert_eq!(held(&best(&document)).len(), turns, "{days:?} {most:?}");
            let all: Vec<String> = (0..days.len()).map(|i| i.to_string()).collect();
            let all: Vec<_> = all.iter().map(|d| (d.as_str(), "li")).collect();
            let wrong = judged(audit, &document, &answer(&all, &[]));
            assert_eq!(wrong.is_empty(), turns == days.len(), "{days:?} {wrong:?}");
        }
    }
}
