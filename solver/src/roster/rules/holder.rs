//! Rule 8: a series' holder is able to hold every duty of the chosen option (pool, skills, languages, station); a holder
//! given in the problem is the holder in the answer.
//!
//! The face residents know can do the whole job. Windows and bans do not limit who may be a holder. Example: an adviser
//! who is away one Tuesday may be the holder of the Tuesdays.

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::model::Model;
use crate::roster::plan::is_able;
use crate::roster::rules::ability;

/// At most one holder, of the chosen option; options that a given holder is not able for are not chosen.
pub fn post(model: &mut Model<'_>) {
    for &s in &model.part.series {
        let series = &model.instance.series[s];
        for (o, (_, members)) in series.options.iter().enumerate() {
            let option = model.option(s, o);
            match series.holder {
                Some(p) if !is_able(model.instance, members, p) => model.program.fix(option, 0),
                Some(_) => {}
                None => {
                    let mut row: Vec<(f64, Var)> =
                        model.holders(s, o).iter().map(|&(_, h)| (1.0, h)).collect();
                    row.push((-1.0, option));
                    model.program.most(&row, 0.0);
                }
            }
        }
    }
}

/// Holders who are not able, or not the given ones.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for s in &facts.document.series {
        let holder = facts.answer.holders.get(&s.id).and_then(Option::as_ref);
        if s.holder.is_some() && holder != s.holder.as_ref() {
            wrong.push(format!(
                "rule 8: the holder of {} is {holder:?}, not the given one",
                s.id
            ));
        }
        let Some(person) = holder.map(|p| facts.people[p.as_str()]) else {
            continue;
        };
        let chosen = facts.answer.options.get(&s.id);
        for o in s.options.iter().filter(|o| Some(&o.id) == chosen) {
            for d in &o.duties {
                if let Some(why) = ability::missing(facts, facts.duties[d.as_str()], person) {
                    wrong.push(format!(
                        "rule 8: {} is the holder of {}, but {why} for {d}",
                        person.id, s.id
                    ));
                }
            }
        }
    }
    wrong
}
