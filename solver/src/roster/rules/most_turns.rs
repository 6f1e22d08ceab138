//! Rule 6, turns: at most `max_day` a date, `max_week` an ISO week, `max_month` in the horizon.
//!
//! Volunteers have another life. Example: with `max_week` 2, a third turn before Sunday is not given.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Week;
use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::instance::Index;
use crate::roster::model::Model;

/// One row for each cap that could bite.
pub fn post(model: &mut Model<'_>) {
    for &p in &model.part.people {
        let caps = model.instance.people[p].caps;
        let mut weeks: BTreeMap<Week, Reach> = BTreeMap::new();
        for turns in model.days(p).into_values() {
            let fitting = most_on_a_day(model, &turns);
            let able = fitting.min(caps.day);
            // One a day says all of rule 5 too, so it stands wherever there are two turns.
            if fitting > caps.day || (caps.day == 1 && turns.len() > 1) {
                model.program.at_most(&vars(&turns), caps.day);
            }
            let week = weeks
                .entry(model.instance.duties[turns[0].0].week)
                .or_default();
            week.able += able;
            week.turns.extend(vars(&turns));
        }
        let mut able = 0;
        for week in weeks.values() {
            if week.able > caps.week {
                model.program.at_most(&week.turns, caps.week);
            }
            able += week.able.min(caps.week);
        }
        if able > caps.month {
            let all = vars(model.turns(p));
            model.program.at_most(&all, caps.month);
        }
    }
}

#[derive(Default)]
struct Reach {
    able: u32,
    turns: Vec<Var>,
}

fn vars(turns: &[(Index, Var)]) -> Vec<Var> {
    turns.iter().map(|&(_, x)| x).collect()
}

/// At most so many of these fit into one day: by earliest end, ways left out.
pub(super) fn most_on_a_day(model: &Model<'_>, turns: &[(Index, Var)]) -> u32 {
    let mut spans: Vec<_> = turns
        .iter()
        .map(|&(d, _)| model.instance.duties[d].span)
        .collect();
    spans.sort_by_key(|s| s.end);
    let (mut free, mut most) = (0, 0);
    for span in spans {
        if span.start >= free {
            free = span.end;
            most += 1;
        }
    }
    most
}

/// People with more turns than they allow.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, turns) in &facts.by_person {
        let p = facts.people[id];
        let mut say = |cap: &str, most: Option<u32>, n: usize, when: String| {
            if most.is_some_and(|most| n > most as usize) {
                wrong.push(format!(
                    "rule 6: {id} has {n} turns {when}, {cap} is {most:?}"
                ));
            }
        };
        say(
            "max_month",
            p.max_month,
            turns.len(),
            "in the horizon".into(),
        );
        let (mut days, mut weeks) = (HashMap::new(), HashMap::new());
        for d in turns {
            *days.entry(d.date).or_insert(0) += 1;
            *weeks.entry(Week::of(d.date)).or_insert(0) += 1;
        }
        for (day, n) in days {
            say("max_day", p.max_day, n, format!("on {day}"));
        }
        for (week, n) in weeks {
            say("max_week", p.max_week, n, format!("in {week}"));
        }
    }
    wrong
}
