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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::document::Person;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, posted, problem};

    type Limit = fn(&mut Person);

    /// Three duties that li could all hold but for what `limit` says; two days of the month each.
    fn three(days: [u32; 3], limit: Limit) -> crate::roster::Document {
        let hours = ["08:00-10:00", "10:00-12:00", "14:00-16:00"];
        let duties = (0..3).map(|i| duty(&format!("d{i}"), "A", days[i], hours[i]));
        let mut document = problem(vec![adviser("li")], duties.collect());
        document.weights.shortfall = 1;
        limit(&mut document.people[0]);
        document
    }

    #[test]
    fn nobody_has_more_turns_than_they_allow() {
        // Friday 4, Sunday 6, Monday 7: the Sunday is the last day of its ISO week.
        let cases: [([u32; 3], Limit, usize); 8] = [
            ([7, 7, 7], |_| {}, 3),
            ([7, 7, 7], |p| p.max_day = Some(2), 2),
            ([7, 7, 8], |p| p.max_day = Some(1), 2),
            ([7, 7, 8], |p| p.max_day = Some(0), 0),
            ([4, 6, 7], |p| p.max_week = Some(1), 2),
            ([7, 8, 13], |p| p.max_week = Some(2), 2),
            ([4, 7, 14], |p| p.max_month = Some(2), 2),
            ([4, 7, 14], |p| p.max_month = Some(0), 0),
        ];
        for (days, limit, most) in cases {
            let document = three(days, limit);
            assert_eq!(held(&best(&document)).len(), most, "{days:?} {most}");
            let all = answer(&[("d0", "li"), ("d1", "li"), ("d2", "li")], &[]);
            let wrong = judged(audit, &document, &all);
            assert_eq!(wrong.is_empty(), most == 3, "{days:?} {wrong:?}");
            assert!(
                wrong.iter().all(|w| w.starts_with("rule 6: li has")),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn a_cap_that_cannot_bite_has_no_row() {
        let cases: [([u32; 3], Limit, usize); 10] = [
            ([7, 7, 8], |_| {}, 0),
            ([7, 7, 8], |p| p.max_day = Some(2), 0),
            // Not for the 8th, where there is one turn only.
            ([7, 7, 8], |p| p.max_day = Some(1), 1),
            ([7, 7, 8], |p| p.max_day = Some(0), 2),
            ([4, 6, 7], |p| p.max_week = Some(2), 0),
            ([4, 6, 7], |p| p.max_week = Some(1), 1),
            ([4, 7, 14], |p| p.max_month = Some(3), 0),
            ([4, 7, 14], |p| p.max_month = Some(2), 1),
            // One in each of the two weeks is two in all.
            (
                [4, 6, 7],
                |p| (p.max_week, p.max_month) = (Some(1), Some(2)),
                1,
            ),
            (
                [4, 6, 7],
                |p| (p.max_week, p.max_month) = (Some(1), Some(1)),
                2,
            ),
        ];
        for (case, (days, limit, rows)) in cases.into_iter().enumerate() {
            assert_eq!(posted(post, &three(days, limit)), (0, rows), "{case}");
        }
    }

    #[test]
    fn a_cap_is_counted_by_its_own_span_of_time() {
        let document = three([4, 6, 7], |p| p.max_week = Some(1));
        let sunday_and_monday = answer(&[("d1", "li"), ("d2", "li")], &[]);
        assert!(judged(audit, &document, &sunday_and_monday).is_empty());
        let friday_and_sunday = answer(&[("d0", "li"), ("d1", "li")], &[]);
        assert_eq!(judged(audit, &document, &friday_and_sunday).len(), 1);
    }
}
