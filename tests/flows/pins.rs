//! Pins and bans on both databases: what is written, what is noted, and what a solve is told of them.

use diesel::prelude::*;
use zhiban::actions::adjust_roster::AdjustError;
use zhiban::actions::change_duty::{Need, change_duty};
use zhiban::actions::generate_roster;
use zhiban::actions::pin_or_ban::{give_word, take_word_back};
use zhiban::domain::roster::{RosterState, Word};
use zhiban::store::duties::{self, DutyRow};
use zhiban::store::people::{self, PersonRow};
use zhiban::store::schema::{audit, people as people_table};
use zhiban::store::{Store, StoreError, places, rosters, words};

use crate::databases::{Database, each};
use crate::month::{WEIGHTS, context, set_up_all};
use crate::published::distinct;

/// A roster of the demo's city with its first duty, somebody of its district, and somebody who does not serve there.
struct Scene {
    roster: String,
    duty: DutyRow,
    here: PersonRow,
    elsewhere: PersonRow,
}

fn scene(database: &Database) -> Scene {
    let roster = set_up_all(database, &context()).swap_remove(0);
    let read = database.store.read(|c| {
        let duty = duties::of_roster(c, &roster)?.swap_remove(0);
        let row = rosters::find(c, &roster)?.expect("there");
        let city = places::find_district(c, &row.district_id)?
            .expect("there")
            .city_id;
        let everyone = people::people_of(c, &city)?;
        let serves = zhiban::store::belongings::belongings_of(c, &city)?;
        let find = |wanted: bool| {
            let found = everyone.iter().find(|p| {
                let own = &serves[&p.id].districts;
                let here = p.district_id == row.district_id
                    || own.iter().any(|d| d.district_id == row.district_id);
                here == wanted
            });
            found.expect("somebody").clone()
        };
        Ok::<_, StoreError>((duty, find(true), find(false)))
    });
    let (duty, here, elsewhere) = read.expect("read");
    Scene {
        roster,
        duty,
        here,
        elsewhere,
    }
}

fn pairs(store: &Store, word: Word, roster: &str) -> usize {
    let read = store.read(|c| words::of_roster(c, word, roster));
    read.expect("read").len()
}

/// What the audit trail says of a duty: action, before, after.
fn notes(store: &Store, duty: &str) -> Vec<(String, String, String)> {
    let read = store.read(|c| -> Result<_, StoreError> {
        Ok(audit::table
            .filter(audit::subject.eq(duty))
            .order((audit::seal, audit::id))
            .select((audit::action, audit::before, audit::after))
            .load(c)?)
    });
    read.expect("read")
}

#[test]
fn a_word_is_written_once_noted_with_ids_alone_and_taken_back() {
    each(|database| {
        let (store, context, scene) = (&database.store, distinct(), scene(database));
        let (duty, person) = (&scene.duty.id, &scene.here.id);
        for _ in 0..2 {
            give_word(store, &context, duty, person, Word::Pin).expect("pinned");
        }
        let opposite = give_word(store, &context, duty, person, Word::Ban);
        assert!(
            matches!(opposite, Err(AdjustError::Opposite(Word::Pin))),
            "{}",
            database.name
        );
        assert_eq!(pairs(store, Word::Pin, &scene.roster), 1);
        for _ in 0..2 {
            take_word_back(store, &context, duty, person, Word::Pin).expect("taken back");
        }
        assert_eq!(pairs(store, Word::Pin, &scene.roster), 0);
        let (none, id) = (String::new(), person.clone());
        assert_eq!(
            notes(store, duty),
            [
                ("pin".to_owned(), none.clone(), id.clone()),
                ("take_pin_back".to_owned(), id, none)
            ],
            "{}",
            database.name
        );
    });
}

#[test]
fn nobody_is_pinned_who_does_not_serve_in_the_district() {
    each(|database| {
        let (store, context, scene) = (&database.store, distinct(), scene(database));
        for person in [scene.elsewhere.id.as_str(), "nobody"] {
            let refused = give_word(store, &context, &scene.duty.id, person, Word::Pin);
            assert!(
                matches!(refused, Err(AdjustError::NotHere)),
                "{}: {refused:?}",
                database.name
            );
        }
    });
}

#[test]
fn who_has_gone_is_told_to_the_solver_only_where_they_are_pinned() {
    each(|database| {
        let (store, context, scene) = (&database.store, distinct(), scene(database));
        let (duty, person) = (&scene.duty.id, &scene.here.id);
        give_word(store, &context, duty, person, Word::Ban).expect("banned");
        let leave = |c: &mut zhiban::store::Connection| -> Result<usize, StoreError> {
            let row = people_table::table.find(person);
            Ok(diesel::update(row)
                .set(people_table::state.eq("left"))
                .execute(c)?)
        };
        store.write(leave).expect("left");
        let ids = [scene.roster.clone()];
        let problem = || generate_roster::problem(store, &ids, WEIGHTS).expect("a problem");
        let without = problem();
        assert!(without.bans.is_empty(), "{}", database.name);
        assert!(without.people.iter().all(|p| p.id != *person));
        store
            .write(|c| {
                let pair = words::PairRow {
                    duty_id: duty.clone(),
                    person_id: person.clone(),
                };
                words::delete(c, Word::Ban, &pair)?;
                words::insert(c, Word::Pin, &pair, "test")
            })
            .expect("pinned before they left");
        let with = problem();
        let gone = with.people.iter().find(|p| p.id == *person);
        assert!(gone.expect("named").windows.is_empty(), "{}", database.name);
        zhiban_solver::roster::Instance::new(with).expect("the problem follows the format");
    });
}

#[test]
fn a_month_that_is_solved_or_published_takes_no_word_and_no_change() {
    each(|database| {
        let (store, context, scene) = (&database.store, distinct(), scene(database));
        let ids = [scene.roster.clone()];
        generate_roster::start(store, &context, &ids).expect("taken");
        let need = Need {
            min: 0,
            ..Need::of(&scene.duty)
        };
        let refused = [
            give_word(store, &context, &scene.duty.id, &scene.here.id, Word::Ban),
            take_word_back(store, &context, &scene.duty.id, &scene.here.id, Word::Ban),
            change_duty(store, &context, &scene.duty.id, 1, need),
        ];
        for refusal in refused {
            assert!(
                matches!(&refusal, Err(AdjustError::Refused(r)) if r.from == RosterState::Solving),
                "{}: {refusal:?}",
                database.name
            );
        }
        generate_roster::give_up(store, &context, &ids, "cancelled").expect("let go");
        change_duty(store, &context, &scene.duty.id, 1, need).expect("changed");
        let late = change_duty(store, &context, &scene.duty.id, 1, need);
        assert!(
            matches!(late, Err(AdjustError::Changed)),
            "{}",
            database.name
        );
    });
}
