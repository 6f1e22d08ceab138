//! Who is disturbed when a published month changes: what each person lost and gained, and at which turns. What a version says is read
//! elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

/// A turn as a version says it. One that is held at another time or station is another turn, whatever its duty's id: whoever holds it is
/// disturbed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Turn {
    /// The date.
    pub date: NaiveDate,
    /// Local minutes since midnight.
    pub start: i32,
    /// Local minutes since midnight.
    pub end: i32,
    /// Id of the station.
    pub station: String,
    /// Id of the duty.
    pub duty: String,
}

/// What a version says: its turns, with the ids of who holds each.
pub type Said = BTreeMap<Turn, BTreeSet<String>>;

/// A turn at which not the same people are any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedTurn {
    /// The turn.
    pub turn: Turn,
    /// Who held it before and does not now.
    pub left: Vec<String>,
    /// Who holds it now and did not before.
    pub came: Vec<String>,
}

/// What changed for one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangedPerson {
    /// Turns that they held before and do not now, by time.
    pub lost: Vec<Turn>,
    /// Turns that they hold now and did not before, by time.
    pub gained: Vec<Turn>,
}

/// What one version changed of another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disturbance {
    /// By id of the person: those for whom anything changed.
    pub people: BTreeMap<String, ChangedPerson>,
    /// The turns at which somebody left or came, by time.
    pub turns: Vec<ChangedTurn>,
}

impl Disturbance {
    /// Duties at which somebody left or came, each counted once.
    #[must_use]
    pub fn duties(&self) -> usize {
        let duties: BTreeSet<&str> = self.turns.iter().map(|t| t.turn.duty.as_str()).collect();
        duties.len()
    }
}

/// Compares what was said before with what is said now.
#[must_use]
pub fn compare(before: &Said, now: &Said) -> Disturbance {
    let nobody = BTreeSet::new();
    let turns: BTreeSet<&Turn> = before.keys().chain(now.keys()).collect();
    let mut found = Disturbance::default();
    for turn in turns {
        let (was, is) = (
            before.get(turn).unwrap_or(&nobody),
            now.get(turn).unwrap_or(&nobody),
        );
        let left: Vec<String> = was.difference(is).cloned().collect();
        let came: Vec<String> = is.difference(was).cloned().collect();
        for person in &left {
            let changed = found.people.entry(person.clone()).or_default();
            changed.lost.push(turn.clone());
        }
        for person in &came {
            let changed = found.people.entry(person.clone()).or_default();
            changed.gained.push(turn.clone());
        }
        if !left.is_empty() || !came.is_empty() {
            found.turns.push(ChangedTurn {
                turn: turn.clone(),
                left,
                came,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(duty: &str, day: u32, start: i32) -> Turn {
        Turn {
            date: NaiveDate::from_ymd_opt(2026, 12, day).unwrap(),
            start,
            end: start + 150,
            station: "station".to_owned(),
            duty: duty.to_owned(),
        }
    }

    fn said(turns: &[(Turn, &[&str])]) -> Said {
        let one = |(turn, people): &(Turn, &[&str])| {
            let people = people.iter().map(|p| (*p).to_owned()).collect();
            (turn.clone(), people)
        };
        turns.iter().map(one).collect()
    }

    #[test]
    fn who_holds_the_same_turns_is_not_disturbed() {
        let month = said(&[
            (turn("a", 1, 540), &["gu", "amina"]),
            (turn("b", 2, 540), &[]),
        ]);
        assert_eq!(compare(&month, &month), Disturbance::default());
    }

    #[test]
    fn a_turn_that_goes_from_one_to_another_disturbs_both_and_is_one_duty() {
        let before = said(&[(turn("a", 1, 540), &["gu", "lin"])]);
        let now = said(&[(turn("a", 1, 540), &["amina", "lin"])]);
        let found = compare(&before, &now);
        assert_eq!((found.people.len(), found.duties()), (2, 1));
        assert_eq!(found.people["gu"].lost, [turn("a", 1, 540)]);
        assert_eq!(found.people["amina"].gained, [turn("a", 1, 540)]);
        let changed = &found.turns[0];
        assert_eq!(
            (changed.left.join(","), changed.came.join(",")),
            ("gu".into(), "amina".into())
        );
    }

    #[test]
    fn a_duty_that_moves_disturbs_whoever_stays_on_it_and_counts_once() {
        let before = said(&[(turn("a", 1, 540), &["gu"])]);
        let now = said(&[(turn("a", 1, 600), &["gu"])]);
        let found = compare(&before, &now);
        assert_eq!((found.turns.len(), found.duties()), (2, 1));
        let gu = &found.people["gu"];
        assert_eq!((&gu.lost[0].start, &gu.gained[0].start), (&540, &600));
    }

    #[test]
    fn a_duty_that_is_new_or_gone_without_people_disturbs_nobody() {
        let before = said(&[(turn("a", 1, 540), &[])]);
        let now = said(&[(turn("b", 2, 540), &[])]);
        assert_eq!(compare(&before, &now), Disturbance::default());
    }
}
