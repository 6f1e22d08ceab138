//! Openings beside duties, on both databases: nobody can be booked twice at one time, whoever opens first; what is taken back is told; and
//! how breaks and video sessions come out of a publication.

use std::sync::Barrier;
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::connection::SimpleConnection;
use zhiban::actions::add_opening::{NewOpening, OpeningError, add_opening};
use zhiban::actions::find_replacement::{self, Replacement, ReplacementError, SearchTerms};
use zhiban::actions::withdraw_time::{WithdrawError, withdraw_shift, withdraw_slot};
use zhiban::domain::appointment::RequestState;
use zhiban::domain::job::JobKind;
use zhiban::store::people::{self, PersonRow};
use zhiban::store::slots::{self, SlotRow};
use zhiban::store::{Store, StoreError, duties};
use zhiban_solver::matching::Instance;
use zhiban_solver::roster::{self, RosterAnswer};
use zhiban_solver::{Limits, solve_roster};

use crate::databases::each;
use crate::month::{WEIGHTS, context};
use crate::published::{Month, PRICES, distinct, solved, starts};

/// By what a replacement is searched.
const TERMS: SearchTerms = SearchTerms {
    weights: WEIGHTS,
    matching: PRICES,
};

/// Half hours of somebody by video, between two minutes of the duty; the city's clock is eight hours before UTC's.
fn between(month: &Month, person: &str, from: i64, to: i64) -> NewOpening {
    let local = |minute| month.duty.starts_at + TimeDelta::hours(8) + TimeDelta::minutes(minute);
    NewOpening {
        person_id: person.to_owned(),
        station_id: None,
        starts: local(from),
        ends: local(to),
        slot_minutes: Some(30),
        break_minutes: None,
    }
}

/// A slot that was opened before anybody knew of the duty, from its 40th to its 70th minute.
fn opened(month: &Month) -> SlotRow {
    SlotRow {
        id: "opened".to_owned(),
        duty_id: None,
        adviser_id: month.adviser.id.clone(),
        station_id: None,
        starts_at: month.duty.starts_at + TimeDelta::minutes(40),
        ends_at: month.duty.starts_at + TimeDelta::minutes(70),
        state: "open".to_owned(),
    }
}

/// The starts of an adviser's open slots, in minutes of the duty.
fn minutes(month: &Month, rows: &[SlotRow]) -> Vec<i64> {
    let minute = |at: NaiveDateTime| (at - month.duty.starts_at).num_minutes();
    starts(rows).into_iter().map(minute).collect()
}

fn execute(store: &Store, statement: &str) {
    let done = store.write(|c| c.batch_execute(statement).map_err(StoreError::from));
    done.expect("executed");
}

#[test]
fn a_publication_opens_nothing_where_an_opening_is_already() {
    each(|database| {
        let month = Month::published_after(database, |month| {
            let row = opened(month);
            let insert = month
                .store
                .write(|c| slots::insert(c, std::slice::from_ref(&row), &[]));
            insert.expect("opened");
        });
        let open = month.slots("open");
        assert_eq!(
            minutes(&month, &open),
            [0, 40, 90, 120, 150],
            "{}",
            database.name
        );
        Instance::new(month.document()).expect("no slots that overlap");
    });
}

#[test]
fn an_opening_that_comes_at_the_same_moment_as_the_publication_is_not_opened_twice() {
    each(|database| {
        let given = Barrier::new(2);
        let month = std::thread::scope(|scope| {
            Month::published_after(database, |month| {
                let row = opened(month);
                let (store, given) = (month.store.clone(), &given);
                scope.spawn(move || {
                    let done = store.write(|c| {
                        people::hold(c, std::slice::from_ref(&row.adviser_id))?;
                        slots::insert(c, std::slice::from_ref(&row), &[])?;
                        given.wait();
                        std::thread::sleep(Duration::from_secs(1));
                        Ok::<_, StoreError>(())
                    });
                    done.expect("opened");
                });
                given.wait();
            })
        });
        let open = month.slots("open");
        assert_eq!(
            minutes(&month, &open),
            [0, 40, 90, 120, 150],
            "{}",
            database.name
        );
    });
}

#[test]
fn of_two_who_open_time_of_one_person_at_once_one_is_refused() {
    each(|database| {
        let month = Month::published(database);
        let first = between(&month, &month.adviser.id, 300, 360);
        let given = Barrier::new(2);
        let refused = std::thread::scope(|scope| {
            scope.spawn(|| {
                let done = month.store.write(|c| {
                    people::hold(c, std::slice::from_ref(&first.person_id))?;
                    let row = SlotRow {
                        starts_at: first.starts - TimeDelta::hours(8),
                        ends_at: first.ends - TimeDelta::hours(8),
                        ..opened(&month)
                    };
                    slots::insert(c, &[row], &[])?;
                    given.wait();
                    std::thread::sleep(Duration::from_millis(500));
                    Ok::<_, StoreError>(())
                });
                done.expect("opened");
            });
            given.wait();
            // Other starts, so that no key of the table refuses it.
            let second = between(&month, &month.adviser.id, 315, 375);
            add_opening(&month.store, &distinct(), &second)
        });
        assert!(
            matches!(refused, Err(OpeningError::BookableAlready(_))),
            "{}: {refused:?}",
            database.name
        );
        Instance::new(month.document()).expect("no slots that overlap");
    });
}

#[test]
fn an_opening_does_not_meet_what_the_person_can_be_booked_for_or_holds() {
    each(|database| {
        let month = Month::published(database);
        let open = |person: &str, from, to| {
            let new = between(&month, person, from, to);
            add_opening(&month.store, &distinct(), &new)
        };
        let own = month.adviser.id.as_str();
        for (from, to) in [(-60, 15), (165, 240), (15, 75)] {
            let refused = open(own, from, to);
            assert!(
                matches!(refused, Err(OpeningError::BookableAlready(_))),
                "{}: {from} {refused:?}",
                database.name
            );
        }
        // Without slots it is still a duty.
        execute(&month.store, "UPDATE slots SET state = 'withdrawn'");
        let refused = open(own, 15, 75);
        assert!(
            matches!(refused, Err(OpeningError::OnDuty(_))),
            "{refused:?}"
        );
        assert_eq!(open(own, 180, 240).expect("after it").slots.len(), 2);
        // The interpreter's shift is bookable time too.
        let mut shift = between(&month, &month.interpreter.id, 30, 90);
        shift.slot_minutes = None;
        let refused = add_opening(&month.store, &distinct(), &shift);
        assert!(
            matches!(refused, Err(OpeningError::BookableAlready(_))),
            "{refused:?}"
        );
        shift.starts += TimeDelta::minutes(30);
        let opened = add_opening(&month.store, &distinct(), &shift).expect("after it");
        assert_eq!((opened.slots.len(), opened.shifts.len()), (0, 1));
        Instance::new(month.document()).expect("no times that overlap");
    });
}

/// The declined seat of the month's duty, and the answer that finds somebody else for it; they are the month's adviser then.
fn replaced(month: Month) -> (Month, String, RosterAnswer) {
    month.decline();
    let seats = |c: &mut _| duties::of_duty(c, &month.duty.id);
    let seat = month.store.read(seats).expect("seats").remove(0).id;
    let answer = searched(&month, &seat);
    let chosen = answer.assignments.iter().find(|pair| pair.duty == seat);
    let chosen = [chosen.expect("somebody can").person.clone()];
    let found = month.store.read(|c| people::find_people(c, &chosen));
    let adviser = found.expect("read").remove(0);
    (Month { adviser, ..month }, seat, answer)
}

fn searched(month: &Month, seat: &str) -> RosterAnswer {
    let problem = find_replacement::problem(&month.store, &context(), seat, WEIGHTS);
    let problem = problem.expect("a problem").expect("the seat is free");
    let instance = roster::Instance::new(problem).expect("a problem that holds");
    let limits = Limits::seconds(2.0, 1, 0);
    let solved = solve_roster(&instance, &limits, &mut |_| true);
    let Ok(roster::Answer::Roster(answer)) = solved else {
        panic!("the problem has a roster")
    };
    answer
}

#[test]
fn who_is_opened_while_a_replacement_is_searched_for_is_not_asked_and_somebody_else_is() {
    each(|database| {
        let (month, seat, answer) = replaced(Month::published(database));
        let new = between(&month, &month.adviser.id, 40, 70);
        add_opening(&month.store, &distinct(), &new).expect("not on duty yet");
        let attempt = month.attempt(JobKind::FindReplacement);
        let (asking, what) = (month.asking(), (seat.as_str(), &TERMS));
        let ask = |answer| {
            find_replacement::ask(&month.store, &distinct(), &asking, what, answer, &attempt)
        };
        let refused = ask(&answer);
        let changed = matches!(refused, Err(ReplacementError::Changed(_)));
        assert!(changed, "{}: {refused:?}", database.name);
        let asked = ask(&searched(&month, &seat));
        let Ok(Replacement::Asked { person, .. }) = asked else {
            panic!("{}: {asked:?}", database.name)
        };
        assert_ne!(person, month.adviser.id);
        Instance::new(month.document()).expect("no slots that overlap");
    });
}

#[test]
fn a_replacement_opens_nothing_where_the_person_can_be_booked_already() {
    each(|database| {
        let (month, seat, answer) = replaced(Month::published(database));
        // Left of a duty, and so no opening that keeps them from being asked.
        let row = SlotRow {
            duty_id: Some(month.duty.id.clone()),
            ..opened(&month)
        };
        let insert = month
            .store
            .write(|c| slots::insert(c, std::slice::from_ref(&row), &[]));
        insert.expect("opened");
        let attempt = month.attempt(JobKind::FindReplacement);
        let (asking, what) = (month.asking(), (seat.as_str(), &TERMS));
        let asked =
            find_replacement::ask(&month.store, &distinct(), &asking, what, &answer, &attempt);
        assert!(matches!(asked, Ok(Replacement::Asked { .. })), "{asked:?}");
        let open = month.slots("open");
        assert_eq!(
            minutes(&month, &open),
            [0, 40, 90, 120, 150],
            "{}",
            database.name
        );
        Instance::new(month.document()).expect("no slots that overlap");
    });
}

#[test]
fn an_interpreters_duty_is_a_shift_in_pieces_around_what_was_opened_of_them() {
    each(|database| {
        let month = Month::published_after(database, |month| {
            // Another than the one who is there by video anyway.
            let pool = |p: &PersonRow| p.pool_id == month.interpreter.pool_id;
            let everybody = month.store.read(|c| people::people_of(c, &month.city_id));
            let others = everybody.expect("people").into_iter().filter(pool);
            let mut others = others.filter(|p| p.id != month.interpreter.id);
            let interpreter = others.next().expect("another interpreter");
            let mut shift = month.shift("opened");
            shift.interpreter_id.clone_from(&interpreter.id);
            shift.starts_at += TimeDelta::minutes(30);
            let insert = month
                .store
                .write(|c| slots::insert(c, &[], std::slice::from_ref(&shift)));
            insert.expect("opened");
            // The duty is an interpreter's now.
            let duty = &month.duty;
            let statements = format!(
                "UPDATE duties SET pool_id = '{}' WHERE id = '{}'; UPDATE assignments SET person_id = '{}' WHERE duty_id = '{1}';
                UPDATE stations SET video = FALSE WHERE id = '{}'",
                interpreter.pool_id, duty.id, interpreter.id, duty.station_id
            );
            execute(&month.store, &statements);
        });
        let all = month.store.read(|c| {
            let from = month.duty.starts_at - TimeDelta::hours(1);
            slots::open_shifts(c, &month.city_id, from)
        });
        let minute = |at: NaiveDateTime| (at - month.duty.starts_at).num_minutes();
        let pieces: Vec<(i64, i64, bool)> = all
            .expect("shifts")
            .iter()
            .filter(|s| s.duty_id.is_some())
            .map(|s| {
                (
                    minute(s.starts_at),
                    minute(s.ends_at),
                    s.station_id.is_some(),
                )
            })
            .collect();
        assert_eq!(
            pieces,
            [(0, 30, true), (60, 180, true)],
            "{}",
            database.name
        );
    });
}

#[test]
fn a_video_session_with_a_break_is_published_without_a_station() {
    for (video, by_video) in [("TRUE", true), ("FALSE", false)] {
        each(|database| {
            let month = Month::published_after(database, |month| {
                let statements = format!(
                    "UPDATE demand_templates SET by_video = TRUE, break_minutes = 15 WHERE id = '{}';
                    UPDATE stations SET video = {video} WHERE id = '{}'",
                    month.duty.template_id, month.duty.station_id
                );
                execute(&month.store, &statements);
            });
            let open = month.slots("open");
            assert_eq!(
                minutes(&month, &open),
                [0, 30, 60, 105, 135],
                "{}",
                database.name
            );
            // Where the video was taken away since, residents come.
            assert!(open.iter().all(|s| s.station_id.is_none() == by_video));
        });
    }
}

#[test]
fn a_time_taken_back_ends_what_was_offered_of_it_and_not_what_is_booked() {
    each(|database| {
        let month = Month::published(database);
        // As if an opening had made them.
        execute(&month.store, "UPDATE slots SET duty_id = NULL");
        let (li, moussa) = (month.ask("Li", "zh-Hans"), month.ask("Moussa", "fr"));
        month.matched();
        let (asking, context) = (month.asking(), distinct());
        let slot = |taken| month.held(taken)[0].appointment.row.slot_id.clone();
        let (offered, booked) = (slot(&li), slot(&moussa));
        month.accept(&moussa);
        let withdraw = |id: &str| withdraw_slot(&month.store, &context, &asking, id);
        let refused = withdraw(&booked);
        assert!(matches!(refused, Err(WithdrawError::Booked)), "{refused:?}");
        let interpreter = month.store.read(|c| {
            let from = month.duty.starts_at - TimeDelta::hours(1);
            let shifts = slots::open_shifts(c, &month.city_id, from)?;
            Ok::<_, StoreError>(shifts[0].id.clone())
        });
        let shift = interpreter.expect("the shift");
        let refused = withdraw_shift(&month.store, &context, &asking, &shift);
        assert!(matches!(refused, Err(WithdrawError::Booked)), "{refused:?}");
        assert_eq!(month.state(&moussa), RequestState::Booked);
        for _ in 0..2 {
            withdraw(&offered).expect("taken back");
        }
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        let kinds: Vec<String> = month.letters(&li).into_iter().map(|m| m.kind).collect();
        let ended = kinds.iter().filter(|kind| *kind == "offer_ended").count();
        assert_eq!(ended, 1, "{kinds:?}");
        assert_eq!(month.slots("withdrawn").len(), 1);
        // Of Moussa: the adviser, the interpreter and a room.
        assert_eq!(month.claims(), 90);
        // The list is matched anew, without the time that was taken back.
        let document = month.document();
        assert_eq!(document.slots.len(), 4);
        month.offer(document.clone(), &solved(&document));
        assert_eq!(month.state(&li), RequestState::Offered);
    });
}

#[test]
fn a_shift_taken_back_ends_what_was_offered_with_it() {
    each(|database| {
        let month = Month::published(database);
        let moussa = month.ask("Moussa", "fr");
        month.matched();
        let shift = month.held(&moussa)[0].appointment.row.shift_id.clone();
        let shift = shift.expect("with the interpreter");
        withdraw_shift(&month.store, &distinct(), &month.asking(), &shift).expect("taken back");
        assert_eq!(
            month.state(&moussa),
            RequestState::Waiting,
            "{}",
            database.name
        );
        assert_eq!((month.claims(), month.slots("open").len()), (0, 6));
        let gone = withdraw_shift(&month.store, &distinct(), &month.asking(), "none");
        assert!(matches!(gone, Err(WithdrawError::Gone)), "{gone:?}");
    });
}
