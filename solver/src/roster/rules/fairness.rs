//! Term `fairness`: for each person, the square of turns less target.
//!
//! Far from the target hurts more than twice as much as near it. Example: target 4, six turns: 4.

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// Unit steps: turns = target − under + over, where the k-th step away from the target costs 2k − 1 more than the one before,
/// so that k steps cost k². The steps rise in price, so a whole number of turns takes whole steps in order.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.fairness);
    if price == 0 {
        return;
    }
    for &p in &model.part.people {
        let target = model.instance.people[p].target;
        let turns: Vec<Var> = model.turns(p).iter().map(|&(_, x)| x).collect();
        let most = u32::try_from(turns.len())
            .unwrap_or(u32::MAX)
            .min(model.instance.people[p].caps.month);
        let now: f64 = turns.iter().map(|&x| model.program.start(x)).sum();
        let off = now - f64::from(target);
        // Below the target by more than there are turns is a fact, not a choice.
        let sure = target.saturating_sub(most);
        model.program.constant(price * i64::from(sure).pow(2));
        let mut row: Vec<(f64, Var)> = turns.iter().map(|&x| (1.0, x)).collect();
        for k in sure + 1..=target {
            let under = model
                .program
                .number(0, 1, f64::from(u8::from(-off >= f64::from(k))));
            model.program.price(under, price * (2 * i64::from(k) - 1));
            row.push((1.0, under));
        }
        for k in 1..=most.saturating_sub(target) {
            let over = model
                .program
                .number(0, 1, f64::from(u8::from(off >= f64::from(k))));
            model.program.price(over, price * (2 * i64::from(k) - 1));
            row.push((-1.0, over));
        }
        model.program.equal(&row, f64::from(target - sure));
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let squares: i64 = facts
        .document
        .people
        .iter()
        .map(|p| {
            let turns = facts.by_person.get(p.id.as_str()).map_or(0, Vec::len) as i64;
            (turns - i64::from(p.target)).pow(2)
        })
        .sum();
    squares * i64::from(facts.document.weights.fairness)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, judged, problem};

    fn turns_for(targets: &[u32], turns: u32) -> crate::roster::Document {
        let duties = (0..turns).map(|i| duty(&i.to_string(), "A", 4 + i, "09:00-12:00"));
        let people = targets.iter().enumerate().map(|(i, &target)| {
            let mut person = adviser(&format!("p{i}"));
            person.target = target;
            person
        });
        let mut document = problem(people.collect(), duties.collect());
        document.weights.shortfall = 1000;
        document.weights.fairness = 3;
        document
    }

    #[test]
    fn turns_are_spread_so_that_squares_are_least() {
        let cases: [(&[u32], u32, i64); 6] = [
            (&[4], 6, 4),
            (&[9], 2, 49),
            (&[0, 0], 4, 8),
            (&[3, 1], 4, 0),
            (&[5, 1], 4, 2),
            (&[2, 0, 0], 5, 3),
        ];
        for (targets, turns, squares) in cases {
            let document = turns_for(targets, turns);
            let best = best(&document);
            assert_eq!(best.objective, 3 * squares, "{targets:?} {turns}");
            assert_eq!(best.assignments.len(), turns as usize);
        }
    }

    #[test]
    fn a_target_beyond_reach_is_a_fact_and_people_without_turns_count() {
        let document = turns_for(&[2, 1000], 1);
        let held = answer(&[("0", "p0")], &[]);
        assert_eq!(judged(audit, &document, &held), 3 * (1 + 1_000_000));
        assert_eq!(best(&document).objective, 3 * (4 + 999 * 999));
    }
}
