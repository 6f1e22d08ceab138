//! Term `language`: for each row of language cover, its weight times the turns missing to `min` that speakers hold in that
//! district and week.
//!
//! Somebody who speaks it is there every week. Example: two turns in Tibetan wished for, one held by a speaker at B2: 1 missing.

use std::collections::BTreeMap;

use crate::calendar::Week;
use crate::language::speaks;
use crate::program::Var;
use crate::roster::audit::Facts;
use crate::roster::instance::Index;
use crate::roster::model::Model;
use crate::roster::plan::{cover_rows, rows_served};

/// Prices the turns missing in each row.
pub fn post(model: &mut Model<'_>) {
    let instance = model.instance;
    let rows = cover_rows(instance);
    let mut speakers: BTreeMap<Index, Vec<Var>> =
        model.part.cover.iter().map(|&r| (r, Vec::new())).collect();
    for &d in &model.part.duties {
        for &(p, seat) in model.seats(d) {
            for r in rows_served(instance, &rows, d, p) {
                speakers.entry(r).or_default().push(seat);
            }
        }
    }
    let mut staying = vec![0; instance.cover.len()];
    for (d, p) in model.stays() {
        for r in rows_served(instance, &rows, d, p) {
            staying[r] += 1;
        }
    }
    for (r, seats) in speakers {
        let row = &instance.cover[r];
        let min = row.min.saturating_sub(staying[r]);
        let there: f64 = seats.iter().map(|&x| model.program.start(x)).sum();
        let missing = (f64::from(min) - there).max(0.0);
        let missing = model.program.number(0, min, missing);
        let price = i64::from(instance.weights.language) * i64::from(row.weight);
        model.program.price(missing, price);
        let mut sum: Vec<(f64, Var)> = seats.iter().map(|&x| (1.0, x)).collect();
        sum.push((1.0, missing));
        model.program.least(&sum, f64::from(min));
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let missing: i64 = facts
        .document
        .language_cover
        .iter()
        .map(|row| {
            let spoken = facts.held.iter().filter(|(d, p)| {
                facts.stations[d.station.as_str()].district == row.district
                    && Week::of(d.date) == row.week
                    && speaks(&p.languages, &row.language, row.level)
            });
            i64::from(row.weight) * (i64::from(row.min) - spoken.count() as i64).max(0)
        })
        .sum();
    missing * i64::from(facts.document.weights.language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Level;
    use crate::roster::document::LanguageCover;
    use crate::roster::sample::{adviser, answer, best, duty, judged, problem};

    /// Two turns a week in Tibetan at B2, wished for in the week of Friday 4; li speaks it at B2, wang at B1.
    fn tibetan(district: &str) -> crate::roster::Document {
        let days = [4, 5, 7];
        let duties = days.map(|day| duty(&day.to_string(), "A", day, "09:00-12:00"));
        let mut people = vec![adviser("li"), adviser("wang")];
        people[0].languages = [("bo".into(), Level::B2)].into();
        people[1].languages = [("bo".into(), Level::B1)].into();
        let mut document = problem(people, duties.into());
        document.language_cover = vec![LanguageCover {
            district: district.to_owned(),
            week: Week::of(crate::roster::sample::date(4)),
            language: "bo".to_owned(),
            level: Level::B2,
            min: 2,
            weight: 3,
        }];
        document.weights.language = 5;
        document.weights.shortfall = 1;
        document
    }

    #[test]
    fn speakers_of_the_level_are_sent_where_they_are_wished_for() {
        let mut document = tibetan("north");
        let both = best(&document);
        assert_eq!(both.terms.language, 0);
        document.people[0].max_week = Some(1);
        assert_eq!(best(&document).terms.language, 15);
    }

    #[test]
    fn only_turns_of_that_district_week_and_level_count() {
        let document = tibetan("north");
        let cases: [(&[(&str, &str)], i64); 5] = [
            (&[], 30),
            (&[("4", "li")], 15),
            (&[("4", "wang"), ("5", "wang")], 30),
            (&[("4", "li"), ("7", "li")], 15),
            (&[("4", "li"), ("5", "li")], 0),
        ];
        for (held, cost) in cases {
            assert_eq!(
                judged(audit, &document, &answer(held, &[])),
                cost,
                "{held:?}"
            );
        }
    }

    #[test]
    fn a_row_of_a_district_without_stations_costs_what_it_costs() {
        let document = tibetan("south");
        assert_eq!(best(&document).terms.language, 30);
        let held = answer(&[("4", "li")], &[]);
        assert_eq!(judged(audit, &document, &held), 30);
    }

    #[test]
    fn more_speakers_than_wished_for_do_not_pay() {
        let mut document = tibetan("north");
        document.language_cover[0].min = 1;
        let two = answer(&[("4", "li"), ("5", "li")], &[]);
        assert_eq!(judged(audit, &document, &two), 0);
        assert_eq!(best(&document).objective, 0);
    }
}
