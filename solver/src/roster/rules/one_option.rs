//! Rule 1: each series has exactly one chosen option; only its duties are active, and only active duties are assigned.
//!
//! Residents learn one weekday. Example: a station may have its adviser on Tuesday mornings or Thursday afternoons;
//! once Tuesday is chosen, nobody sits there on Thursday for this series.

use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::model::Model;

/// One option a series. That nobody sits in the others follows from the places of `seats`.
pub fn post(model: &mut Model<'_>) {
    for &s in &model.part.series {
        let n = model.instance.series[s].options.len();
        let options: Vec<(f64, Var)> = (0..n).map(|o| (1.0, model.option(s, o))).collect();
        model.program.equal(&options, 1.0);
    }
}

/// Assignments to duties of options that were not chosen.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> Vec<String> {
    facts
        .held
        .iter()
        .filter(|(d, _)| !facts.is_active(&d.id))
        .map(|(d, p)| {
            format!(
                "rule 1: {} holds {}, whose option is not chosen",
                p.id, d.id
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::sample::{adviser, answer, best, duty, held, judged, problem, series};

    fn tuesday_or_thursday() -> crate::roster::Document {
        let duties = vec![
            duty("tue", "A", 8, "09:00-12:00"),
            duty("thu", "A", 10, "09:00-12:00"),
        ];
        let mut document = problem(vec![adviser("li")], duties);
        document.series = vec![series("s", &[&["tue"], &["thu"]])];
        document.people[0].target = 2;
        document.weights.fairness = 1;
        document.weights.shortfall = 1;
        document
    }

    #[test]
    fn only_the_duties_of_the_chosen_option_are_held() {
        // Both turns would meet the target, but only one of them takes place.
        let best = best(&tuesday_or_thursday());
        assert_eq!((held(&best).len(), best.objective), (1, 1));
    }

    #[test]
    fn an_option_is_chosen_even_where_having_none_would_be_cheaper() {
        let mut document = tuesday_or_thursday();
        document.people.clear();
        let best = best(&document);
        assert_eq!((best.options.len(), best.objective), (1, 1));
    }

    #[test]
    fn a_turn_of_another_option_is_found() {
        let both = answer(&[("tue", "li"), ("thu", "li")], &[("s", "1", None)]);
        let wrong = judged(audit, &tuesday_or_thursday(), &both);
        assert_eq!(wrong, ["rule 1: li holds tue, whose option is not chosen"]);
    }
}
