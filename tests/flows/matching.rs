//! A waiting list matched: bookable times of a published month, offers that hold their minutes, letters to residents, and what happens
//! when somebody who is booked cannot come. On both databases, with the solver in this process.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use mail_parser::MessageParser;
use zhiban::actions::declare_clients::declare_clients;
use zhiban::actions::match_waiting_list::{self, MatchError, Matched, Panels};
use zhiban::actions::open_link::{Opened, open_link};
use zhiban::actions::show_result::{Standing, show_result};
use zhiban::domain::appointment::RequestState;
use zhiban::domain::capability::Token;
use zhiban::domain::conflict::NameKey;
use zhiban::domain::job::JobKind;
use zhiban::store::messages::{self};
use zhiban::store::people::{self, PersonRow};
use zhiban::store::slots::{self};
use zhiban::store::{StoreError, conflicts, jobs, requests};

use crate::databases::{each, postgres};
use crate::month::context;

use crate::published::{Month, distinct, solved, starts};

#[test]
fn a_published_adviser_day_can_be_booked_in_half_hours() {
    each(|database| {
        let month = Month::published(database);
        let open = month.slots("open");
        let expected: Vec<NaiveDateTime> = (0..6)
            .map(|n| month.duty.starts_at + TimeDelta::minutes(30 * n))
            .collect();
        assert_eq!(starts(&open), expected, "{}", database.name);
    });
}

#[test]
fn who_comes_while_a_matching_runs_is_matched_by_the_next_one() {
    each(|database| {
        let month = Month::published(database);
        let start = || {
            let start = match_waiting_list::start(&month.store, &distinct(), &month.city_id);
            start.expect("queued")
        };
        let early = month.ask("Li", "zh-Hans");
        let first = start();
        let attempt = month.attempt(JobKind::MatchWaitingList);
        let document = month.document();
        let late = month.ask("Moussa", "fr");
        let second = start();
        assert_ne!(first, second, "{}", database.name);
        let (asking, answer) = (month.asking(), solved(&document));
        let offer = match_waiting_list::offer;
        offer(
            &month.store,
            &distinct(),
            &asking,
            &month.city_id,
            Matched {
                document,
                answer,
                panels: Panels::default(),
            },
            &attempt,
        )
        .expect("offered");
        assert_eq!(month.state(&early), RequestState::Offered);
        assert_eq!(month.state(&late), RequestState::Waiting);
        let document = month.document();
        let answer = solved(&document);
        // It takes the job that waits: none is started here.
        month.offer(document, &answer);
        assert_eq!(
            month.state(&late),
            RequestState::Offered,
            "{}",
            database.name
        );
    });
}

#[test]
fn a_resident_who_speaks_no_chinese_gets_the_adviser_with_the_interpreter_and_a_letter() {
    each(|database| {
        let month = Month::published(database);
        let (li, moussa) = (month.ask("Li", "zh-Hans"), month.ask("Moussa", "fr"));
        let booked = month.matched();
        assert_eq!(
            (booked.offered, booked.waiting),
            (2, 0),
            "{}",
            database.name
        );
        assert_eq!(month.state(&moussa), RequestState::Offered);
        assert_eq!(month.slots("open").len(), 6);
        // Half an hour of the adviser and a room for each, and of the interpreter for one.
        assert_eq!(month.claims(), 150);
        let letters = month.letters(&moussa);
        assert_eq!(letters.len(), 1);
        assert_eq!(
            (letters[0].kind.as_str(), letters[0].recipient.as_str()),
            ("time_offered", "moussa@example.org")
        );
        let letter = MessageParser::default()
            .parse(&letters[0].rendered)
            .expect("a message");
        let text = letter.body_text(0).expect("a text");
        assert!(text.contains(&month.interpreter.name), "{text}");
        assert!(!text.contains("工资"), "the case stays out of letters");
        let li_text = &month.letters(&li)[0].subject;
        assert!(li_text.starts_with("为您找到时间"), "{li_text}");
        month.accept(&moussa);
        assert_eq!(month.state(&moussa), RequestState::Booked);
        assert_eq!((month.slots("booked").len(), month.claims()), (1, 150));
        let kinds: Vec<String> = month.letters(&moussa).into_iter().map(|m| m.kind).collect();
        assert!(
            kinds.contains(&"appointment_confirmed".to_owned()),
            "{kinds:?}"
        );
        // The link that the resident was given first now shows the appointment.
        let token = moussa.url.rsplit('/').next().and_then(Token::parse);
        let now = context().instant();
        let opened = open_link(&month.store, &token.expect("a token"), now).expect("opened");
        let Opened::Appointment(subject) = opened else {
            panic!("{opened:?}")
        };
        let shown = show_result(&month.store, &subject, now).expect("shown");
        let Standing::Booked(view) = shown.standing else {
            panic!("{:?}", shown.standing)
        };
        assert_eq!(view.adviser, month.adviser.name);
        assert_eq!(view.interpreter, Some(month.interpreter.name.clone()));
    });
}

#[test]
fn minutes_that_an_interpreter_is_booked_at_are_not_in_the_next_problem() {
    each(|database| {
        let month = Month::published(database);
        month.ask("Moussa", "fr");
        month.matched();
        month.ask("Aminata", "fr");
        let document = month.document();
        // Of an hour, the half that is left.
        let [left] = document.shifts.as_slice() else {
            panic!("{}: {:?}", database.name, document.shifts)
        };
        assert_eq!(left.end.minutes() - left.start.minutes(), 30);
        assert_eq!(document.slots.len(), 5);
        assert_eq!(month.matched().offered, 1);
        month.ask("Fatou", "fr");
        let nobody = month.matched();
        assert_eq!((nobody.offered, nobody.waiting), (0, 1));
    });
}

#[test]
fn a_slot_that_somebody_took_while_the_solver_ran_is_left_out_and_its_resident_waits() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        match_waiting_list::start(&month.store, &distinct(), &month.city_id).expect("queued");
        let document = month.document();
        let answer = solved(&document);
        let slot = answer.matches[0].slot.clone();
        month
            .store
            .write(|c| slots::change_slots(c, std::slice::from_ref(&slot), "open", "booked"))
            .expect("taken by somebody else");
        let booked = month.offer(document, &answer);
        assert_eq!(
            (booked.offered, booked.waiting),
            (0, 1),
            "{}",
            database.name
        );
        assert_eq!(month.state(&li), RequestState::Waiting);
        assert_eq!((month.claims(), month.letters(&li).len()), (0, 0));
    });
}

#[test]
fn whose_opponent_is_declared_while_the_solver_runs_is_not_offered_that_adviser() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        match_waiting_list::start(&month.store, &distinct(), &month.city_id).expect("queued");
        let document = month.document();
        let answer = solved(&document);
        assert_eq!(answer.matches.len(), 1);
        let name = NameKey::new([1; 32]).hash("Acme").expect("a name");
        let names = BTreeSet::from([name]);
        let opponent = |c: &mut zhiban::store::Connection| {
            conflicts::insert_opponents(c, std::iter::once((li.row.id.as_str(), &names)))
        };
        month.store.write(opponent).expect("an opponent");
        let (context, asking) = (distinct(), month.asking());
        declare_clients(&month.store, &context, &asking, &month.adviser.id, &names)
            .expect("declared");
        assert_eq!(
            month.offer(document, &answer).offered,
            0,
            "{}",
            database.name
        );
        // What is asked for from now on says so to the solver.
        assert_eq!(
            month.document().requests[0].exclude,
            std::slice::from_ref(&month.adviser.id)
        );
    });
}

#[test]
fn an_offer_by_letter_falls_away_when_the_adviser_acts_for_the_other_side() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        assert_eq!(month.matched().offered, 1);
        let names = BTreeSet::from([NameKey::new([1; 32]).hash("Acme").expect("a name")]);
        let opponent = |c: &mut zhiban::store::Connection| {
            conflicts::insert_opponents(c, std::iter::once((li.row.id.as_str(), &names)))
        };
        month.store.write(opponent).expect("an opponent");
        let (context, asking) = (distinct(), month.asking());
        declare_clients(&month.store, &context, &asking, &month.adviser.id, &names)
            .expect("declared");
        assert_eq!(
            (month.state(&li), month.claims()),
            (RequestState::Waiting, 0)
        );
        let kinds: Vec<String> = month.letters(&li).into_iter().map(|m| m.kind).collect();
        assert!(
            kinds.contains(&"offer_ended".to_owned()),
            "{}: {kinds:?}",
            database.name
        );
    });
}

#[test]
fn a_slot_withdrawn_while_it_is_being_booked_makes_another_attempt() {
    // On PostgreSQL: the writers of SQLite stand in line.
    let database = postgres();
    let month = Month::published(&database);
    let li = month.ask("Li", "zh-Hans");
    match_waiting_list::start(&month.store, &distinct(), &month.city_id).expect("queued");
    let document = month.document();
    let answer = solved(&document);
    let attempt = month.attempt(JobKind::MatchWaitingList);
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let month = &month;
        scope.spawn(move || {
            let withdraw = |c: &mut zhiban::store::Connection| {
                slots::withdraw(c, &month.duty.id, &month.adviser.id)?;
                tell.send(()).expect("heard");
                std::thread::sleep(std::time::Duration::from_millis(500));
                Ok::<_, StoreError>(())
            };
            month.store.write(withdraw).expect("withdrawn");
        });
        told.recv().expect("told");
        let asking = month.asking();
        let context = distinct();
        let refused = match_waiting_list::offer(
            &month.store,
            &context,
            &asking,
            &month.city_id,
            Matched {
                document,
                answer,
                panels: Panels::default(),
            },
            &attempt,
        );
        assert!(matches!(refused, Err(MatchError::Changed)), "{refused:?}");
    });
    assert_eq!(month.state(&li), RequestState::Waiting);
    assert_eq!((month.claims(), month.letters(&li).len()), (0, 0));
}

#[test]
fn a_publication_has_the_waiting_list_matched_and_who_has_left_is_not_booked() {
    each(|database| {
        let month = Month::published(database);
        let key = format!("match:{}", month.city_id);
        let job = month.store.read(|c| jobs::latest_with_key(c, &key));
        assert!(job.expect("read").is_some(), "{}", database.name);
        month.ask("Li", "zh-Hans");
        let leave = |c: &mut zhiban::store::Connection| {
            let gone = PersonRow {
                state: "left".to_owned(),
                ..month.adviser.clone()
            };
            people::update_person(c, &gone)
        };
        month.store.write(leave).expect("left");
        assert_eq!(month.document().slots.len(), 0);
    });
}

#[test]
fn a_letter_to_a_resident_is_kept_in_the_clear_only_until_it_went_out() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        let now = context().instant();
        let ended = month.store.write(|c| {
            while let Some(row) = messages::lease(c, now, now + TimeDelta::minutes(1))? {
                assert!(messages::end(c, &row, &messages::Sent::Taken, now)?);
            }
            Ok::<_, StoreError>(())
        });
        ended.expect("sent");
        let letter = month.letters(&li).remove(0);
        assert_eq!(
            (letter.recipient.as_str(), letter.rendered.as_str()),
            ("", "")
        );
        assert_eq!(
            (letter.state.as_str(), letter.message_id.is_empty()),
            ("sent", false)
        );
        let sealed = month
            .store
            .read(|c| requests::find(c, &li.row.id))
            .expect("read")
            .expect("there")
            .sealed;
        let bytes = data_encoding::BASE64
            .decode(sealed.as_bytes())
            .expect("base 64");
        let read = String::from_utf8_lossy(&bytes);
        assert!(!read.contains("example.org") && !read.contains("工资"));
    });
}
