//! Duties as calendars that others read: a person's and a station's, made, renewed and ended. On both databases, and read by another program.

use std::io::Write;
use std::process::{Command, Stdio};

use diesel::prelude::*;
use serde::Deserialize;
use zhiban::actions::answer_duties::{Answer as Said, answer_duties};
use zhiban::actions::make_feed::{FeedError, Whose, end_feed, make_feed, make_own_feed};
use zhiban::actions::morning_round::morning_round;
use zhiban::actions::show_feed::{ShowFeedError, show_feed};
use zhiban::domain::capability::Token;
use zhiban::domain::job::JobKind;
use zhiban::store::duties::{self, AssignmentRow};
use zhiban::store::schema::{audit, people as people_table};
use zhiban::store::{StoreError, feeds, messages};
use zhiban::texts::Lang;

use crate::databases::each;
use crate::published::{Month, distinct};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Event {
    uid: String,
    sequence: u32,
    starts: String,
    ends: String,
    changed: String,
    stamp: String,
    summary: String,
    status: String,
}

#[derive(Debug, Deserialize)]
struct Calendar {
    name: String,
    refresh: f64,
    zones: Vec<String>,
    events: Vec<Event>,
}

/// What a library that did not write it makes of a feed.
fn read(text: &str) -> Calendar {
    let python =
        std::env::var_os("PYTHON").expect("PYTHON names a Python, as tests/smtp/mod.rs says");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/flows/feeds.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("piped");
    let json = serde_json::to_vec(&[text]).expect("a text is JSON");
    input.write_all(&json).expect("Python reads");
    drop(input);
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "no calendar: {text}");
    let mut all: Vec<Calendar> = serde_json::from_slice(&output.stdout).expect("what it says");
    all.remove(0)
}

fn shown(month: &Month, token: &Token, lang: Option<&str>) -> Result<String, ShowFeedError> {
    let lang = lang.and_then(Lang::nearest);
    let now = distinct().instant();
    show_feed(&month.store, &month.head, token, now, lang)
}

fn seat(month: &Month) -> AssignmentRow {
    let seats = month.store.read(|c| duties::of_duty(c, &month.duty.id));
    let mut seats = seats.unwrap();
    seats.retain(|seat| seat.person_id == month.adviser.id);
    seats.remove(0)
}

/// The adviser answers by the letter's link.
fn say(month: &Month, said: &Said) {
    let (context, asking) = (distinct(), month.asking());
    answer_duties(&month.store, &context, &asking, &month.link(), said).unwrap();
}

#[test]
fn a_person_s_duty_is_the_event_of_its_letter_and_goes_where_it_is_declined() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        let token = make_own_feed(store, &distinct(), &month.link()).unwrap();
        let text = shown(&month, &token, None).unwrap();
        assert_eq!(
            shown(&month, &token, None).unwrap(),
            text,
            "{name}: the same bytes"
        );
        let asked = read(&text);
        let seat = seat(&month);
        let own = &asked.events[0];
        assert_eq!(asked.events.len(), 1, "{name}: {asked:?}");
        assert_eq!(
            asked.name,
            format!("{}的值班", month.adviser.name),
            "{name}"
        );
        assert_eq!((asked.refresh, asked.zones.len()), (3600.0, 1), "{name}");
        assert_eq!(own.status, "TENTATIVE", "{name}");
        let starts = month.duty.starts_at.and_utc();
        let told: chrono::DateTime<chrono::Utc> = own.starts.parse().unwrap();
        assert_eq!(told, starts, "{name}");
        assert!(own.ends > own.starts, "{name}");
        assert_eq!(
            (&own.stamp, own.sequence),
            (&own.changed, seat.revision.unsigned_abs()),
            "{name}"
        );
        let letters = store
            .read(|c| messages::to_person(c, &month.adviser.id))
            .unwrap();
        let uid = format!("UID:{}@legal.example.org", seat.id);
        assert_eq!(own.uid, uid["UID:".len()..], "{name}");
        assert!(
            decoded(&letters[0].rendered).contains(&uid),
            "{name}: the letter has the same"
        );
        say(&month, &Said::ConfirmAll);
        let confirmed = read(&shown(&month, &token, Some("en")).unwrap());
        assert_eq!(
            confirmed.name,
            format!("Duties of {}", month.adviser.name),
            "{name}"
        );
        let own = &confirmed.events[0];
        assert_eq!(own.status, "CONFIRMED", "{name}");
        assert!(own.sequence > asked.events[0].sequence, "{name}");
        assert!(own.changed >= asked.events[0].changed, "{name}");
        say(
            &month,
            &Said::Decline {
                assignment: seat.id,
                reason: String::new(),
            },
        );
        assert!(
            read(&shown(&month, &token, None).unwrap())
                .events
                .is_empty(),
            "{name}"
        );
    });
}

/// A letter with its base 64 parts in the clear.
fn decoded(rendered: &str) -> String {
    let message = mail_parser::MessageParser::default()
        .parse(rendered.as_bytes())
        .unwrap();
    let parts = message.parts.iter();
    let texts = parts.map(|part| String::from_utf8_lossy(part.contents()).replace("\r\n ", ""));
    texts.collect()
}

#[test]
fn a_station_s_calendar_says_who_sits_there_and_no_way_to_reach_them() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        let station = Whose::Station(month.duty.station_id.clone());
        let token = make_feed(store, &distinct(), &station).unwrap();
        let text = shown(&month, &token, None).unwrap();
        let there = read(&text);
        assert_eq!(there.events.len(), 1, "{name}: no gaps: {there:?}");
        assert!(
            there.events[0].summary.contains(&month.adviser.name),
            "{name}: {there:?}"
        );
        assert_eq!(
            there.events[0].uid,
            format!("{}@legal.example.org", month.duty.id),
            "{name}"
        );
        let unfolded = text.replace("\r\n ", "");
        for secret in [&month.adviser.email, &month.adviser.phone] {
            assert!(
                !secret.is_empty() && !unfolded.contains(secret.as_str()),
                "{name}: {unfolded}"
            );
        }
        say(&month, &Said::ConfirmAll);
        let then = read(&shown(&month, &token, None).unwrap());
        assert_eq!(then.events[0].status, "CONFIRMED", "{name}");
        assert!(then.events[0].sequence > there.events[0].sequence, "{name}");
    });
}

#[test]
fn a_feed_ends_by_another_by_its_owner_s_wish_and_where_they_leave() {
    each(|database| {
        let month = Month::published(database);
        let (store, name) = (&month.store, database.name);
        let whose = Whose::Person(month.adviser.id.clone());
        let first = make_feed(store, &distinct(), &whose).unwrap();
        let second = make_feed(store, &distinct(), &whose).unwrap();
        let is_gone =
            |token: &Token| matches!(shown(&month, token, None), Err(ShowFeedError::NoFeed));
        assert!(is_gone(&first) && !is_gone(&second), "{name}");
        end_feed(store, &distinct(), &whose).unwrap();
        end_feed(store, &distinct(), &whose).unwrap();
        assert!(is_gone(&second), "{name}");
        let third = make_feed(store, &distinct(), &whose).unwrap();
        let set = |state: &str| {
            let set = store.write(|c| {
                let own = people_table::table.find(&month.adviser.id);
                let set = diesel::update(own).set(people_table::state.eq(state));
                Ok::<_, StoreError>(set.execute(c)?)
            });
            assert_eq!(set.unwrap(), 1);
        };
        set("left");
        assert!(is_gone(&third), "{name}: who has left");
        let again = make_feed(store, &distinct(), &whose);
        assert!(matches!(again, Err(FeedError::Gone)), "{name}");
        // The next morning it ends, so that it is gone where they come back.
        let job = month.attempt_at(JobKind::MorningRound, 24);
        morning_round(store, &distinct(), &month.asking(), &month.city_id, &job).unwrap();
        set("active");
        assert!(is_gone(&third), "{name}: ended by the morning");
        let noted = store.read(|c| {
            let own = audit::table.filter(audit::subject.eq(&month.adviser.id));
            let own = own.filter(audit::action.like("%_feed"));
            let own = own.select((audit::action, audit::before, audit::after));
            Ok::<_, StoreError>(own.load::<(String, String, String)>(c)?)
        });
        let noted = noted.unwrap();
        assert_eq!(noted.len(), 5, "{name}: {noted:?}");
        for token in [first, second, third] {
            let written = format!("{noted:?}");
            assert!(
                !written.contains(token.reveal()) && !written.contains(&token.hash()),
                "{name}"
            );
        }
        let has = store.read(|c| feeds::has(c, &month.adviser.id));
        assert!(!has.unwrap(), "{name}");
    });
}
