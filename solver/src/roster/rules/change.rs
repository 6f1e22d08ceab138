//! Term `change`: 1 for each row of the published roster that is absent, though the person may still hold the duty by rules 3
//! and 4 and no ban forbids it. Choosing another option does not excuse it.
//!
//! What people were told should stay. Example: a person fell ill (window withdrawn): not a change; a person was swapped out
//! to save two kilometres: a change.

use std::collections::HashSet;

use crate::roster::audit::Facts;
use crate::roster::model::Model;
use crate::roster::rules::ability;

/// Prices every such row, and takes the price back where the seat is held again.
pub fn post(model: &mut Model<'_>) {
    let price = i64::from(model.instance.weights.change);
    let here: HashSet<_> = model.part.duties.iter().copied().collect();
    for &(d, p) in &model.instance.previous {
        if here.contains(&d)
            && let Some(seat) = model.seat(d, p)
        {
            model.program.constant(price);
            model.program.price(seat, -price);
        }
    }
}

/// The term, counted.
#[must_use]
pub fn audit(facts: &Facts<'_>) -> i64 {
    let held: HashSet<(&str, &str)> = facts
        .held
        .iter()
        .map(|(d, p)| (d.id.as_str(), p.id.as_str()))
        .collect();
    let banned: HashSet<_> = facts.document.bans.iter().collect();
    let changed = facts.document.previous.iter().filter(|r| {
        let (d, p) = (
            facts.duties[r.duty.as_str()],
            facts.people[r.person.as_str()],
        );
        let free = p
            .windows
            .iter()
            .any(|w| w.date == d.date && w.start <= d.start && d.end <= w.end);
        !held.contains(&(r.duty.as_str(), r.person.as_str()))
            && free
            && !banned.contains(r)
            && ability::missing(facts, d, p).is_none()
    });
    changed.count() as i64 * i64::from(facts.document.weights.change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Minute;
    use crate::roster::document::Person;
    use crate::roster::sample::{
        adviser, answer, best, date, duty, held, judged, pair, problem, series,
    };

    type Alter = fn(&mut crate::roster::Document);

    /// wang was told to come, and lives 11 km farther than li.
    fn published() -> crate::roster::Document {
        let wang = Person {
            lat: 30.1,
            ..adviser("wang")
        };
        let duties = vec![duty("d", "A", 7, "09:00-12:00")];
        let mut document = problem(vec![adviser("li"), wang], duties);
        document.previous = vec![pair("d", "wang")];
        document.weights.shortfall = 1000;
        document.weights.travel_km = 1;
        document.weights.change = 20;
        document
    }

    #[test]
    fn what_people_were_told_stays_where_it_does_not_cost_more_than_changing_it() {
        let mut document = published();
        assert_eq!(held(&best(&document)), [("d", "wang")]);
        document.weights.change = 5;
        let changed = best(&document);
        assert_eq!((held(&changed), changed.objective), (vec![("d", "li")], 5));
    }

    /// wang is free on the 7th only, from and to these times.
    fn free_on_the_7th(document: &mut crate::roster::Document, start: &str, end: &str) {
        let minute = |text| Minute::parse(text).expect("a time of day");
        let windows = &mut document.people[1].windows;
        windows.retain(|w| w.date == date(7));
        (windows[0].start, windows[0].end) = (minute(start), minute(end));
    }

    #[test]
    fn a_row_counts_only_while_the_person_may_still_hold_the_duty() {
        let cases: [(Alter, i64); 8] = [
            (|_| {}, 20),
            (|d| d.people[1].windows.clear(), 0),
            (|d| d.people[1].windows.retain(|w| w.date != date(7)), 0),
            (|d| free_on_the_7th(d, "09:01", "12:00"), 0),
            (|d| free_on_the_7th(d, "09:00", "11:59"), 0),
            (|d| d.people[1].avoid = vec!["A".into()], 0),
            (|d| d.bans = vec![pair("d", "wang")], 0),
            // A limit of turns excuses nothing.
            (|d| d.people[1].max_month = Some(0), 20),
        ];
        for (case, (alter, cost)) in cases.into_iter().enumerate() {
            let mut document = published();
            alter(&mut document);
            let li = answer(&[("d", "li")], &[]);
            assert_eq!(judged(audit, &document, &li), cost, "{case}");
            if case > 0 {
                let best = best(&document);
                assert_eq!(
                    (held(&best), best.objective),
                    (vec![("d", "li")], cost),
                    "{case}"
                );
            }
        }
    }

    #[test]
    fn choosing_another_option_does_not_excuse_a_change() {
        let mut document = published();
        document.series = vec![series("s", &[&["d"], &[]])];
        let other = answer(&[], &[("s", "1", None)]);
        assert_eq!(judged(audit, &document, &other), 20);
        assert_eq!(best(&document).objective, 11);
    }
}
