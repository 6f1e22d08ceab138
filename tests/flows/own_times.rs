//! Once a month people say when they can serve: asked ten days before it is due, reminded three and one days before, and told again no more
//! once they have. On both databases.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use zhiban::actions::Context;
use zhiban::actions::change_availability::{AvailabilityError, WhereBroken};
use zhiban::actions::import_city::import_city;
use zhiban::actions::keep::KeepError;
use zhiban::actions::morning_round::morning_round;
use zhiban::actions::open_link::{LinkError, Opened, open_link};
use zhiban::actions::say_times::{OwnTimes, Said, SayError, say_times};
use zhiban::demo;
use zhiban::domain::capability::Token;
use zhiban::domain::city::{Exception, ExceptionKind};
use zhiban::domain::job::JobKind;
use zhiban::domain::sealing::Sealer;
use zhiban::mail::{Letterhead, button};
use zhiban::store::messages::MessageRow;
use zhiban::store::schema::{audit, districts, messages, people as people_table};
use zhiban::store::{Store, StoreError, jobs, places, times};

use crate::databases::{Database, each};
use crate::month::december;
use crate::published::{asking, distinct};

/// When it is eight in the morning there.
fn on(date: &str) -> Context {
    let now: DateTime<Utc> = format!("{date}T00:00:00Z").parse().unwrap();
    Context { now, ..distinct() }
}

/// The invented city, in one district of which times are due on the 20th; gives the ids of both.
fn city(database: &Database) -> (String, String) {
    let store = &database.store;
    let city = import_city(store, &on("2026-11-01"), &demo::city(1, december()));
    let city = city.unwrap().city_id;
    let district = store
        .read(|c| places::districts_of(c, &city))
        .unwrap()
        .remove(0)
        .id;
    let set = store.write(|c| {
        let own = districts::table.find(&district);
        let set = diesel::update(own).set(districts::times_due_day.eq(Some(20)));
        Ok::<_, StoreError>(set.execute(c)?)
    });
    assert_eq!(set.unwrap(), 1);
    (city, district)
}

/// Goes round in the morning of a day; gives the letters that ask for times.
fn letters(store: &Store, city: &str, date: &str) -> Vec<MessageRow> {
    let context = on(date);
    let before = all(store).len();
    let job = store.write(|c| {
        let until = context.instant() + chrono::TimeDelta::minutes(1);
        jobs::lease(
            c,
            &[JobKind::MorningRound],
            "test",
            context.instant(),
            until,
        )
    });
    let attempt = job.unwrap().expect("a job is due").attempt();
    let head = Letterhead::new("值班", "zhiban@legal.example.org", None).unwrap();
    let sealer = Sealer::new(&[7; 32]);
    morning_round(store, &context, &asking(&head, &sealer), city, &attempt).unwrap();
    all(store).split_off(before)
}

fn all(store: &Store) -> Vec<MessageRow> {
    let rows = |c: &mut zhiban::store::Connection| {
        let all = messages::table.filter(messages::kind.eq("times_wanted"));
        let all = all.order(messages::id).select(MessageRow::as_select());
        Ok::<_, StoreError>(all.load(c)?)
    };
    store.read(rows).unwrap()
}

fn token(letter: &MessageRow) -> Token {
    let link = button(&letter.rendered, "http://zhiban.test/l/").expect("a button");
    Token::parse(link.rsplit('/').next().unwrap()).unwrap()
}

fn opened(store: &Store, token: &Token, date: &str) -> OwnTimes {
    match open_link(store, token, on(date).instant()) {
        Ok(Opened::Times(own)) => *own,
        other => panic!("{other:?}"),
    }
}

#[test]
fn people_are_asked_once_reminded_twice_and_not_again_once_they_have_said_it() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let (city, district) = city(database);
        assert!(
            letters(store, &city, "2026-11-09").is_empty(),
            "{name}: it is not near"
        );
        let first = letters(store, &city, "2026-11-10");
        let (silent, said) = store
            .read(|c| times::silent(c, &district, "2026-12"))
            .unwrap();
        assert_eq!(
            (first.len(), said),
            (silent.len(), 0),
            "{name}: everybody at home there"
        );
        assert!(first.len() > 40, "{name}: {}", first.len());
        assert!(
            letters(store, &city, "2026-11-11").is_empty(),
            "{name}: asked once"
        );
        let own = opened(store, &token(&first[0]), "2026-11-12");
        assert_eq!(
            (own.month.as_str(), own.has_said),
            ("2026-12", false),
            "{name}"
        );
        say_times(store, &on("2026-11-12"), &token(&first[0]), &Said::Right).unwrap();
        say_times(store, &on("2026-11-12"), &token(&first[0]), &Said::Right).unwrap();
        assert!(
            opened(store, &token(&first[0]), "2026-11-12").has_said,
            "{name}"
        );
        for date in ["2026-11-17", "2026-11-19"] {
            let again = letters(store, &city, date);
            assert_eq!(again.len(), first.len() - 1, "{name}: {date}");
            let to = |letter: &MessageRow| letter.person_id == first[0].person_id;
            assert!(!again.iter().any(to), "{name}: {date}");
        }
        assert!(letters(store, &city, "2026-11-20").is_empty(), "{name}");
        // The next month begins anew, for everybody.
        let next = letters(store, &city, "2026-12-10");
        assert_eq!(next.len(), first.len(), "{name}");
    });
}

#[test]
fn who_says_other_times_by_their_link_has_said_it_and_the_trail_says_who() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let (city, _) = city(database);
        let letter = letters(store, &city, "2026-11-10").remove(0);
        let own = opened(store, &token(&letter), "2026-11-12");
        let mut times = own.times.clone();
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        times.exceptions.push(Exception {
            kind: ExceptionKind::Away,
            first_date: date("2026-12-24"),
            last_date: date("2026-12-31"),
            span: None,
            note: String::new(),
        });
        let say = |seen| {
            let said = Said::Times {
                times: times.clone(),
                seen,
                broken: WhereBroken::Refuse,
            };
            say_times(store, &on("2026-11-12"), &token(&letter), &said)
        };
        let stale = say(own.revision - 1);
        let changed = |error: &SayError| {
            matches!(
                error,
                SayError::Availability(AvailabilityError::Keep(KeepError::Changed))
            )
        };
        assert!(stale.as_ref().is_err_and(changed), "{name}: {stale:?}");
        assert!(
            !opened(store, &token(&letter), "2026-11-12").has_said,
            "{name}: nothing was kept"
        );
        say(own.revision).unwrap();
        let then = opened(store, &token(&letter), "2026-11-12");
        assert_eq!(
            then.times.exceptions.len(),
            own.times.exceptions.len() + 1,
            "{name}"
        );
        assert!(then.has_said, "{name}");
        let person = letter.person_id.clone().unwrap();
        let actor = format!("person:{person}");
        let noted = store.read(|c| {
            let own = audit::table.filter(audit::actor.eq(&actor));
            let own = own.select(audit::action);
            Ok::<_, StoreError>(own.load::<String>(c)?)
        });
        let mut noted = noted.unwrap();
        noted.sort();
        assert_eq!(noted, ["change_person", "say_times"], "{name}");
        // Who has left says nothing any more.
        let left = store.write(|c| {
            let set = diesel::update(people_table::table.find(&person))
                .set(people_table::state.eq("left"));
            Ok::<_, StoreError>(set.execute(c)?)
        });
        assert_eq!(left.unwrap(), 1);
        let gone = open_link(store, &token(&letter), on("2026-11-12").instant());
        assert!(matches!(gone, Err(LinkError::Wrong)), "{name}: {gone:?}");
        let gone = say(then.revision);
        assert!(
            matches!(gone, Err(SayError::Link(LinkError::Wrong))),
            "{name}: {gone:?}"
        );
    });
}
