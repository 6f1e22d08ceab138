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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, judged, problem, series};

    /// Option 0 has a duty in March's language that only wang speaks; option 1 has none such, and nobody is free for it.
    fn two_ways() -> crate::roster::Document {
        let mut labour = duty("labour", "A", 8, "09:00-12:00");
        labour.skills = vec!["labour".into()];
        let duties = vec![
            labour,
            duty("plain", "A", 8, "14:00-16:00"),
            duty("other", "A", 9, "00:00-24:00"),
        ];
        let mut wang = adviser("wang");
        wang.skills = vec!["labour".into()];
        let mut document = problem(vec![adviser("li"), wang], duties);
        for person in &mut document.people {
            person
                .windows
                .retain(|w| w.date != crate::roster::sample::date(9));
        }
        document.series = vec![series("s", &[&["labour", "plain"], &["other"]])];
        document.weights.shortfall = 10;
        document.weights.substitute = 1;
        document
    }

    #[test]
    fn the_holder_is_able_for_every_duty_of_the_option() {
        let mut document = two_ways();
        // li is cheaper for the plain duty, and could not be the face of the other one.
        document.people[1].max_day = Some(1);
        let best = best(&document);
        assert_eq!(best.holders["s"].as_deref(), Some("wang"));
        assert_eq!(best.objective, 1);
    }

    #[test]
    fn an_option_that_the_given_holder_is_not_able_for_is_not_chosen() {
        let mut document = two_ways();
        document.series[0].holder = Some("li".into());
        let best = best(&document);
        assert_eq!((best.options["s"].as_str(), best.objective), ("1", 10));
        assert_eq!(best.holders["s"].as_deref(), Some("li"));
    }

    #[test]
    fn a_holder_who_is_not_able_or_not_the_given_one_is_found() {
        let mut document = two_ways();
        let li = answer(&[], &[("s", "0", Some("li"))]);
        let wrong = judged(audit, &document, &li);
        assert_eq!(
            wrong,
            ["rule 8: li is the holder of s, but lacks a skill for labour"]
        );
        document.series[0].holder = Some("wang".into());
        for other in [Some("li"), None] {
            let given = answer(&[], &[("s", "1", other)]);
            assert_eq!(judged(audit, &document, &given).len(), 1, "{other:?}");
        }
    }

    #[test]
    fn windows_and_bans_do_not_limit_who_may_be_the_holder() {
        let mut document = two_ways();
        document.bans = vec![crate::roster::sample::pair("labour", "wang")];
        document.people[1].windows.clear();
        let wang = answer(&[], &[("s", "0", Some("wang"))]);
        assert!(judged(audit, &document, &wang).is_empty());
    }
}
