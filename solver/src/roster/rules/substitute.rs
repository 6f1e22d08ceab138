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
