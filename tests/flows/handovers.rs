//! What becomes of residents' appointments when their adviser declines: they stay until the search for somebody else ends; go to the
//! replacement where topic and language fit; else their residents are found another time before anybody else. Each is told once. On
//! both databases, with the solver in this process.

use diesel::prelude::*;
use zhiban::actions::cancel_appointment::cancel_appointment;
use zhiban::actions::fail_job::fail_job;
use zhiban::actions::find_replacement::Replacement;
use zhiban::actions::match_waiting_list::{rematch, rematching};
use zhiban::actions::show_result::{Standing, show_result};
use zhiban::actions::take_request::Taken;
use zhiban::domain::appointment::RequestState;
use zhiban::domain::job::JobKind;
use zhiban::store::schema::rematches;
use zhiban::store::slots::{self, SlotRow};
use zhiban::store::{StoreError, jobs};

use crate::databases::each;
use crate::declines::{
    booked, claimed, declined, everybody_knows_everything, fails, nobody_stands_in, rematched,
    searched, sql, told,
};
use crate::published::{Month, PRICES, distinct, solved};

#[test]
fn an_appointment_stays_until_the_search_ends_and_goes_to_the_replacement() {
    each(|database| {
        let month = Month::published(database);
        everybody_knows_everything(&month);
        let li = declined(&month);
        let (row, slot) = booked(&month, &li).expect("it stays");
        assert_eq!(
            (slot.state.as_str(), told(&month, &li)),
            ("withdrawn", Vec::new())
        );
        let page = show_result(&month.store, &li.row.id, distinct().instant()).unwrap();
        assert!(matches!(page.standing, Standing::Booked(view) if view.falls_through));
        let Replacement::Asked { person, .. } = searched(&month) else {
            panic!("{}: nobody found", database.name)
        };
        let (after, now) = booked(&month, &li).expect("handed over");
        assert_eq!((&after.id, after.revision), (&row.id, row.revision + 1));
        assert_eq!((&now.adviser_id, now.state.as_str()), (&person, "booked"));
        assert_eq!(
            (now.starts_at, &now.station_id),
            (slot.starts_at, &slot.station_id)
        );
        // Half an hour of who comes, and of the room; nothing of who does not.
        assert_eq!(month.claims(), 60);
        let own = claimed(&month);
        assert!(own.contains(&format!("person:{person}")), "{own:?}");
        assert!(
            !own.contains(&format!("person:{}", month.adviser.id)),
            "{own:?}"
        );
        assert_eq!(told(&month, &li), ["adviser_changed"]);
        assert!(!rematched(&month), "nobody fell through");
        let page = show_result(&month.store, &li.row.id, distinct().instant()).unwrap();
        assert!(matches!(page.standing, Standing::Booked(view) if !view.falls_through));
        // What is handed over can be cancelled as any other, and its time is open then.
        let (context, asking) = (distinct(), month.asking());
        cancel_appointment(
            &month.store,
            &context,
            &asking,
            &after.id,
            after.revision,
            false,
        )
        .unwrap();
        assert_eq!(month.claims(), 0, "{}", database.name);
        let again = month.store.read(|c| slots::find_slots(c, &[now.id]));
        assert_eq!(again.unwrap()[0].state, "open");
    });
}

/// The replacement takes over nobody whom this keeps from it.
fn falls_through(month: &Month, li: &Taken) {
    let Replacement::Asked { person, .. } = searched(month) else {
        panic!("nobody found")
    };
    assert!(booked(month, li).is_none());
    assert_eq!(month.state(li), RequestState::Waiting);
    assert!(
        told(month, li).is_empty(),
        "told before there is something to tell"
    );
    let own = claimed(month);
    assert!(own.is_empty(), "{person}: {own:?}");
}

#[test]
fn whoever_speaks_another_language_than_the_replacement_is_found_another_time_before_others() {
    each(|database| {
        let month = Month::published(database);
        everybody_knows_everything(&month);
        let li = declined(&month);
        // Nobody who could stand in speaks Chinese; but one time is left of somebody who does, after the duty.
        let other = month.ask("Wang", "zh-Hans");
        let speaker = speaker(&month);
        sql(
            &month,
            &format!(
                "DELETE FROM person_languages WHERE tag IN ('zh-Hans', 'zh') AND person_id <> '{}'",
                speaker.adviser_id
            ),
        );
        falls_through(&month, &li);
        assert!(rematched(&month));
        assert_eq!(month.state(&li), RequestState::Offered, "{}", database.name);
        assert_eq!(month.held(&li)[0].appointment.starts_at, speaker.starts_at);
        assert_eq!(month.state(&other), RequestState::Waiting);
        assert_eq!(told(&month, &li), Vec::<String>::new());
        let letters = month.letters(&li);
        let offers: Vec<_> = letters
            .iter()
            .filter(|l| l.kind == "time_offered")
            .collect();
        assert_eq!(offers.len(), 2, "the first offer, and this");
        let last = offers.iter().find(|l| l.subject.contains("无法进行"));
        let rendered = &last.expect("in the place of the other").rendered;
        assert!(rendered.contains("method=CANCEL"), "{rendered}");
        assert_eq!(notes(&month), 0);
        month.accept(&li);
        assert_eq!(booked(&month, &li).unwrap().1.id, speaker.id);
    });
}

/// A time of an adviser who is not to stand in, since they serve no more turns.
fn speaker(month: &Month) -> SlotRow {
    let person = month.store.read(|c| {
        use zhiban::store::schema::people;
        let other = people::table
            .filter(people::pool_id.eq(&month.adviser.pool_id))
            .filter(people::id.ne(&month.adviser.id))
            .select(people::id);
        Ok::<_, StoreError>(other.order(people::id.desc()).first::<String>(c)?)
    });
    let slot = SlotRow {
        id: distinct().new_id(),
        duty_id: None,
        adviser_id: person.unwrap(),
        station_id: Some(month.duty.station_id.clone()),
        starts_at: month.duty.ends_at,
        ends_at: month.duty.ends_at + chrono::TimeDelta::minutes(30),
        state: "open".to_owned(),
    };
    sql(
        month,
        &format!(
            "UPDATE people SET max_month = 0 WHERE id = '{}'",
            slot.adviser_id
        ),
    );
    let opened = month
        .store
        .write(|c| slots::insert(c, std::slice::from_ref(&slot), &[]));
    opened.unwrap();
    slot
}

fn notes(month: &Month) -> i64 {
    let read = month
        .store
        .read(|c| Ok::<_, StoreError>(rematches::table.count().get_result(c)?));
    read.unwrap()
}

#[test]
fn whose_replacement_nobody_is_is_told_once_that_they_wait() {
    each(|database| {
        let month = Month::published(database);
        let li = declined(&month);
        nobody_stands_in(&month);
        assert!(told(&month, &li).is_empty());
        assert!(rematched(&month));
        assert_eq!(
            told(&month, &li),
            ["appointment_cancelled"],
            "{}",
            database.name
        );
        assert_eq!(
            (month.state(&li), month.claims(), notes(&month)),
            (RequestState::Waiting, 0, 0)
        );
        let letters = month.letters(&li);
        let off = letters
            .iter()
            .find(|m| m.kind == "appointment_cancelled")
            .unwrap();
        assert!(off.rendered.contains("method=CANCEL"), "{}", off.rendered);
    });
}

#[test]
fn a_search_that_fails_for_good_leaves_nobody_with_an_adviser_who_does_not_come() {
    each(|database| {
        let month = Month::published(database);
        let li = declined(&month);
        fails(&month, JobKind::FindReplacement);
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert!(rematched(&month));
        assert_eq!(told(&month, &li), ["appointment_cancelled"]);
    });
}

#[test]
fn who_takes_a_time_themselves_meanwhile_is_told_of_that_alone() {
    each(|database| {
        let month = Month::published(database);
        let li = declined(&month);
        let speaker = speaker(&month);
        nobody_stands_in(&month);
        everybody_knows_everything(&month);
        let attempt = month.attempt(JobKind::MatchWaitingList);
        let context = distinct();
        let fallen = rematching(&month.store, &context, &month.city_id, PRICES).unwrap();
        let fallen = fallen.expect("one fell through");
        let answer = solved(&fallen.document);
        assert_eq!(answer.matches.len(), 1);
        // They look at their page while the solver runs, and take it.
        month.take_one(&li);
        // Should they wait again one day, it is not for that appointment.
        assert_eq!(notes(&month), 0, "{}", database.name);
        assert_eq!(booked(&month, &li).unwrap().1.id, speaker.id);
        rematch(
            &month.store,
            &context,
            &month.asking(),
            fallen,
            &answer,
            &attempt,
        )
        .unwrap();
        assert_eq!(told(&month, &li), Vec::<String>::new(), "{}", database.name);
        assert_eq!((month.state(&li), notes(&month)), (RequestState::Booked, 0));
    });
}

#[test]
fn a_replacement_who_is_booked_elsewhere_at_that_time_takes_nobody_over() {
    each(|database| {
        let month = Month::published(database);
        everybody_knows_everything(&month);
        let li = declined(&month);
        let (row, slot) = booked(&month, &li).unwrap();
        let minute = slot.starts_at.and_utc().timestamp() / 60;
        sql(
            &month,
            &format!(
                "INSERT INTO claims (resource, minute, appointment_id) SELECT 'person:' || id, {minute}, '{}' FROM people \
                 WHERE id <> '{}'",
                row.id, month.adviser.id
            ),
        );
        falls_through(&month, &li);
        assert!(rematched(&month), "{}", database.name);
    });
}

/// A resident of the interpreter's, who has declined.
fn interpreter_declined(month: &Month) -> Taken {
    let moussa = month.ask("Moussa", "fr");
    assert_eq!(month.matched().offered, 1);
    month.accept(&moussa);
    let (row, _) = booked(month, &moussa).unwrap();
    month.interpreter_declines();
    let (stays, slot) = booked(month, &moussa).expect("it stays");
    assert_eq!(
        (&stays.shift_id, slot.state.as_str()),
        (&row.shift_id, "booked")
    );
    moussa
}

#[test]
fn an_adviser_whose_interpreter_nobody_replaces_is_free_for_others() {
    each(|database| {
        let month = Month::published(database);
        let moussa = interpreter_declined(&month);
        // The seat is an adviser's duty's: who takes it interprets nothing.
        falls_through(&month, &moussa);
        assert_eq!(month.slots("open").len(), 6, "{}", database.name);
        assert!(rematched(&month));
        assert_eq!(told(&month, &moussa), ["appointment_cancelled"]);
    });
}

#[test]
fn an_interpreter_s_appointment_goes_to_the_interpreter_who_stands_in() {
    each(|database| {
        let month = Month::published(database);
        everybody_knows_everything(&month);
        let moussa = interpreter_declined(&month);
        let pool = &month.interpreter.pool_id;
        // The duty is the interpreters', as if the adviser were on another one.
        sql(
            &month,
            &format!(
                "UPDATE assignments SET state = 'withdrawn' WHERE person_id = '{}'",
                month.adviser.id
            ),
        );
        sql(
            &month,
            &format!(
                "UPDATE duties SET pool_id = '{pool}' WHERE id = '{}'",
                month.duty.id
            ),
        );
        sql(
            &month,
            &format!(
                "INSERT INTO person_languages (person_id, tag, level) SELECT id, 'fr', 'N' FROM people WHERE pool_id = '{pool}' \
                 AND NOT EXISTS (SELECT 1 FROM person_languages l WHERE l.person_id = people.id AND l.tag = 'fr')"
            ),
        );
        let found = searched(&month);
        let Replacement::Asked { person, .. } = found else {
            panic!("{}: {found:?}", database.name)
        };
        let (after, slot) = booked(&month, &moussa).expect("handed over");
        assert_eq!(&slot.adviser_id, &month.adviser.id);
        let shift = month
            .store
            .read(|c| slots::find_shifts(c, &[after.shift_id.unwrap()]));
        assert_eq!(shift.unwrap()[0].interpreter_id, person);
        let own = claimed(&month);
        assert_eq!(own.len(), 3, "adviser, interpreter, room: {own:?}");
        assert!(own.contains(&format!("person:{person}")), "{own:?}");
        assert_eq!(told(&month, &moussa), ["adviser_changed"]);
    });
}

#[test]
fn a_matching_that_fails_for_good_tells_who_lost_their_appointment() {
    each(|database| {
        let month = Month::published(database);
        let li = declined(&month);
        nobody_stands_in(&month);
        assert!(told(&month, &li).is_empty());
        fails(&month, JobKind::MatchWaitingList);
        assert_eq!(
            told(&month, &li),
            ["appointment_cancelled"],
            "{}",
            database.name
        );
        assert_eq!(
            (month.state(&li), notes(&month)),
            (RequestState::Waiting, 0)
        );
    });
}

#[test]
fn whose_appointment_is_near_is_told_at_once_and_by_no_matching() {
    each(|database| {
        let month = Month::published(database);
        let li = declined(&month);
        let seat = month.attempt(JobKind::FindReplacement);
        let job = month.store.read(|c| jobs::find(c, &seat.job_id));
        let near = booked(&month, &li).unwrap().1.starts_at - chrono::TimeDelta::minutes(90);
        let context = zhiban::actions::Context {
            now: near.and_utc(),
            ..distinct()
        };
        let job = job.unwrap().unwrap();
        assert!(fail_job(&month.store, &context, &month.asking(), &job, "a test").unwrap());
        assert_eq!(
            told(&month, &li),
            ["appointment_cancelled"],
            "{}",
            database.name
        );
        assert_eq!(
            (month.state(&li), notes(&month)),
            (RequestState::Waiting, 0)
        );
    });
}

#[test]
fn who_took_a_time_and_gave_it_up_while_the_solver_ran_is_not_told_of_the_first() {
    each(|database| {
        let month = Month::published(database);
        let li = declined(&month);
        speaker(&month);
        nobody_stands_in(&month);
        everybody_knows_everything(&month);
        let attempt = month.attempt(JobKind::MatchWaitingList);
        let context = distinct();
        let fallen = rematching(&month.store, &context, &month.city_id, PRICES).unwrap();
        let fallen = fallen.expect("one fell through");
        let answer = solved(&fallen.document);
        month.take_one(&li);
        let (row, _) = booked(&month, &li).unwrap();
        let asking = month.asking();
        cancel_appointment(&month.store, &context, &asking, &row.id, row.revision, true).unwrap();
        let before = month.letters(&li).len();
        rematch(&month.store, &context, &asking, fallen, &answer, &attempt).unwrap();
        assert_eq!(month.letters(&li).len(), before, "{}", database.name);
        assert_eq!(month.state(&li), RequestState::Waiting);
    });
}

#[test]
fn whoever_interprets_already_stays_when_the_adviser_is_replaced() {
    each(|database| {
        let month = Month::published(database);
        everybody_knows_everything(&month);
        let second = month.second_interpreter();
        let (moussa, awa) = (month.ask("Moussa", "fr"), month.ask("Awa", "fr"));
        assert_eq!(month.matched().offered, 2);
        month.accept(&moussa);
        month.accept(&awa);
        // Each has an interpreter of their own, who is there all the time.
        let pair = |taken: &Taken, shift: &str| {
            let (row, _) = booked(&month, taken).unwrap();
            let interpreter = if shift == second.id {
                &second.interpreter_id
            } else {
                &month.interpreter.id
            };
            sql(
                &month,
                &format!(
                    "UPDATE appointments SET shift_id = '{shift}' WHERE id = '{}'",
                    row.id
                ),
            );
            sql(
                &month,
                &format!(
                    "UPDATE claims SET resource = 'person:{interpreter}' WHERE appointment_id = '{}' \
                     AND resource IN ('person:{}', 'person:{}')",
                    row.id, month.interpreter.id, second.interpreter_id
                ),
            );
        };
        let first = booked(&month, &moussa).unwrap().0.shift_id.unwrap();
        let first = if first == second.id {
            booked(&month, &awa).unwrap().0.shift_id.unwrap()
        } else {
            first
        };
        assert_ne!(first, second.id, "one of them is the month's own");
        pair(&moussa, &first);
        pair(&awa, &second.id);
        month.decline();
        let Replacement::Asked { .. } = searched(&month) else {
            panic!("{}: nobody found", database.name)
        };
        let shift = |taken: &Taken| booked(&month, taken).expect("kept").0.shift_id.unwrap();
        assert_eq!(
            (shift(&moussa), shift(&awa)),
            (first, second.id.clone()),
            "{}",
            database.name
        );
    });
}
