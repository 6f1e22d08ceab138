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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem};

    fn on(days: &[u32], most: Option<u32>) -> crate::roster::Document {
        let duties = days
            .iter()
            .map(|day| duty(&day.to_string(), "A", *day, "09:00-12:00"));
        let mut document = problem(vec![adviser("li")], duties.collect());
        document.weights.shortfall = 1;
        document.people[0].max_weekends = most;
        document
    }

    #[test]
    fn a_saturday_and_the_sunday_after_it_are_one_weekend() {
        // 5 and 12 December 2026 are Saturdays.
        let cases: [(&[u32], Option<u32>, usize); 6] = [
            (&[5, 6, 12], None, 3),
            (&[5, 6], Some(1), 2),
            (&[5, 6, 12], Some(1), 2),
            (&[6, 12], Some(1), 1),
            (&[4, 5, 7], Some(0), 2),
            (&[5, 6, 12, 13], Some(2), 4),
        ];
        for (days, most, turns) in cases {
            let document = on(days, most);
            assert_eq!(held(&best(&document)).len(), turns, "{days:?} {most:?}");
            let all: Vec<String> = days.iter().map(ToString::to_string).collect();
            let all: Vec<_> = all.iter().map(|d| (d.as_str(), "li")).collect();
            let wrong = judged(audit, &document, &answer(&all, &[]));
            assert_eq!(wrong.is_empty(), turns == days.len(), "{days:?} {wrong:?}");
        }
    }

    #[test]
    fn a_sunday_on_the_first_day_is_a_weekend_of_its_own() {
        let mut document = on(&[6, 12], Some(1));
        document.start = crate::roster::sample::date(6);
        document.people[0]
            .windows
            .retain(|w| w.date >= document.start);
        assert_eq!(held(&best(&document)).len(), 1);
    }
}
