//! Term `substitute`: 1 for each assignment to a duty of a series whose person is not the series' holder.
//!
//! Residents should meet the same face. Example: four Tuesdays, three held by the holder, one by a colleague: 1.
//! A series without a holder has substitutes only.

use std::collections::HashMap;

use crate::roster::audit::Facts;
use crate::roster::instance::Index;
use crate::roster::model::Model;

/// Prices each seat of a series but the holder's own.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.substitute);
    if price == 0 {
        return;
    }
    for &s in &model.part.series {
        let series = &model.instance.series[s];
        for (o, (_, members)) in series.options.iter().enumerate() {
            let holders: HashMap<Index, _> = model.holders(s, o).iter().copied().collect();
            for &d in members {
                for (p, seat) in model.seats(d).to_vec() {
                    if series.holder == Some(p) {
                        continue;
                    }
                    let Some(&holder) = holders.get(&p) else {
                        model.program.price(seat, price);
                        continue;
                    };
                    let stands_in = model.program.start(seat) - model.program.start(holder);
                    let substitute = model.program.number(0, 1, stands_in.max(0.0));
                    model.program.price(substitute, price);
                    let row = [(1.0, seat), (-1.0, holder), (-1.0, substitute)];
                    model.program.most(&row, 0.0);
                }
            }
        }
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let substitutes = facts.held.iter().filter(|(d, p)| {
        facts.option_of.get(d.id.as_str()).is_some_and(|(s, _)| {
            facts.answer.holders.get(*s).and_then(Option::as_deref) != Some(p.id.as_str())
        })
    });
    substitutes.count() as i64 * i64::from(facts.document.weights.substitute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, judged, problem, series};

    /// Three Tuesdays of which li is free for two, wang for one.
    fn three_tuesdays() -> crate::roster::Document {
        let days = [7, 8, 9];
        let duties = days.map(|day| duty(&day.to_string(), "A", day, "09:00-12:00"));
        let mut document = problem(vec![adviser("li"), adviser("wang")], duties.into());
        let free = |p: usize, day: u32| (p == 0) == (day != 9);
        for (p, person) in document.people.iter_mut().enumerate() {
            let keeps = |w: &crate::roster::document::Window| {
                days.iter()
                    .any(|&d| w.date == crate::roster::sample::date(d) && free(p, d))
            };
            person.windows.retain(keeps);
        }
        document.series = vec![series("s", &[&["7", "8", "9"]])];
        document.weights.shortfall = 100;
        document.weights.substitute = 4;
        document
    }

    #[test]
    fn the_face_that_is_there_most_often_is_the_holder() {
        let best = best(&three_tuesdays());
        assert_eq!(best.holders["s"].as_deref(), Some("li"));
        assert_eq!(best.objective, 4);
    }

    #[test]
    fn turns_of_others_than_a_given_holder_are_priced() {
        let mut document = three_tuesdays();
        document.series[0].holder = Some("wang".into());
        assert_eq!(best(&document).objective, 8);
    }

    #[test]
    fn without_a_holder_every_turn_is_a_substitute_s_and_duties_of_no_series_have_none() {
        let mut document = three_tuesdays();
        let held = [("7", "li"), ("8", "li"), ("9", "wang")];
        for (holder, cost) in [(None, 12), (Some("li"), 4), (Some("wang"), 8)] {
            let given = answer(&held, &[("s", "0", holder)]);
            assert_eq!(judged(audit, &document, &given), cost, "{holder:?}");
        }
        document.series.clear();
        assert_eq!(judged(audit, &document, &answer(&held, &[])), 0);
        assert_eq!(best(&document).objective, 0);
    }
}
