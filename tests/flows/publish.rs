//! A month published, answered and mended: letters, links, replacements.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use mail_parser::{MessageParser, MimeHeaders};
use zhiban::actions::publish_roster::{self, PublishError};
use zhiban::domain::assignment::AssignmentState;
use zhiban::domain::roster::RosterState;
use zhiban::store::duties::{self, AssignmentRow};
use zhiban::store::messages::{self, MessageRow};
use zhiban::store::{StoreError, rosters, schema};

use crate::jobs::{set_up, start, wait};
use crate::served::Served;

/// A district's month, generated but not published.
fn proposed() -> (Served, String) {
    let served = Served::with_settings(&[
        ("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "5"),
        ("ZHIBAN__JOBS__POLL_MILLISECONDS", "50"),
    ]);
    let ids = set_up(&served, 1);
    let job = wait(&served.store, &start(&served, &ids));
    assert_eq!(job.state, "done", "{}", job.error);
    (served, ids[0].clone())
}

fn published() -> (Served, String) {
    let (served, roster) = proposed();
    let context = served.service().context("test");
    let job = publish_roster::start(&served.store, &context, &roster, None).expect("taken");
    let job = wait(&served.store, &job);
    assert_eq!(job.state, "done", "{}", job.error);
    all_sent(&served);
    (served, roster)
}

/// Waits until the queue and the outbox are empty.
fn all_sent(served: &Served) {
    let began = Instant::now();
    let now = served.service().context("test").instant();
    loop {
        let left = served
            .store
            .read(|c| {
                // The night's matching waits for the night.
                let due = schema::jobs::table
                    .filter(schema::jobs::state.eq_any(["queued", "running"]))
                    .filter(schema::jobs::run_after.le(now));
                let due: i64 = due.count().get_result(c)?;
                Ok::<_, StoreError>((messages::count_by_state(c)?, due))
            })
            .expect("read");
        if left.0.iter().all(|(state, _)| state == "sent") && left.1 == 0 {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "left: {left:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn seats(served: &Served, roster: &str) -> Vec<AssignmentRow> {
    let read = served
        .store
        .read(|c| duties::assignments_of_roster(c, roster));
    read.expect("read")
}

fn letters(served: &Served, person: &str) -> Vec<MessageRow> {
    let read = served.store.read(|c| messages::to_person(c, person));
    read.expect("read")
}

/// The address behind a letter's button, as its reader finds it in the text.
fn link(letter: &MessageRow, served: &Served) -> String {
    let parsed = MessageParser::default()
        .parse(&letter.rendered)
        .expect("a message");
    let text = parsed.body_text(0).expect("a text").into_owned();
    let begin = format!("{}/l/", served.base);
    let word = text
        .split_whitespace()
        .find(|word| word.starts_with(&begin));
    word.expect("a link")[served.base.len()..].to_owned()
}

fn press(served: &Served, path: &str, fields: &[(&str, &str)]) -> u16 {
    served.anybody().form(path, fields).status
}

#[test]
fn a_published_month_asks_everybody_once_and_says_what_it_said() {
    let (served, roster) = published();
    let row = served
        .store
        .read(|c| rosters::find(c, &roster))
        .expect("read")
        .expect("there");
    assert_eq!((row.state(), row.version), (RosterState::Published, 1));
    let seats = seats(&served, &roster);
    assert!(seats.len() > 50 && seats.iter().all(|s| s.state() == AssignmentState::Asked));
    let mut of_person: BTreeMap<&str, usize> = BTreeMap::new();
    for seat in &seats {
        *of_person.entry(&seat.person_id).or_default() += 1;
    }
    let folder = served
        .service()
        .post
        .folder()
        .expect("no server")
        .to_owned();
    let files = std::fs::read_dir(&folder).expect("the mailbox").count();
    assert_eq!(files, of_person.len());
    let mut languages = BTreeSet::new();
    for (person, duties) in of_person {
        let own = letters(&served, person);
        assert_eq!(own.len(), 1, "letters to {person}");
        let path = folder.join(format!("{}.eml", own[0].message_id));
        let bytes = std::fs::read(path).expect("the letter's file");
        let letter = MessageParser::default().parse(&bytes).expect("a message");
        assert_eq!(letter.message_id(), Some(own[0].message_id.as_str()));
        let calendars = letter.attachments().filter(|part| {
            let name = part.attachment_name();
            name.is_some_and(|name| name.ends_with(".ics"))
        });
        assert_eq!(calendars.count(), duties, "calendar files for {person}");
        languages.insert(
            letter
                .header_raw("Content-Language")
                .expect("told")
                .trim()
                .to_owned(),
        );
    }
    assert!(
        languages.contains("zh-Hans") && languages.contains("en"),
        "{languages:?}"
    );
    let context = served.service().context("test");
    let again = publish_roster::start(&served.store, &context, &roster, None);
    assert!(matches!(again, Err(PublishError::Refused(r)) if r.from == RosterState::Published));
}

#[test]
fn a_roster_that_is_being_solved_is_not_published() {
    let served = Served::with_settings(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    let ids = set_up(&served, 1);
    start(&served, &ids);
    let context = served.service().context("test");
    let refused = publish_roster::start(&served.store, &context, &ids[0], None);
    assert!(matches!(refused, Err(PublishError::Refused(r)) if r.from == RosterState::Solving));
}

#[test]
fn a_declined_duty_asks_the_next_person_and_disturbs_nobody_else() {
    let (served, roster) = published();
    let before = seats(&served, &roster);
    let mut asked = Vec::new();
    // The first who can be replaced; a month may hold duties that only one person can.
    for seat in &before {
        let letter = letters(&served, &seat.person_id).swap_remove(0);
        let path = link(&letter, &served);
        assert_eq!(served.anybody().get(&path).status, 200);
        let decline = [
            ("answer", "decline"),
            ("assignment", seat.id.as_str()),
            ("reason", "病了"),
        ];
        assert_eq!(press(&served, &path, &decline), 200);
        assert_eq!(
            press(&served, &path, &decline),
            200,
            "pressing twice is the same as once"
        );
        all_sent(&served);
        let after = seats(&served, &roster);
        asked = after
            .iter()
            .filter(|s| s.replaces_id.as_ref() == Some(&seat.id))
            .cloned()
            .collect();
        let same = |s: &&AssignmentRow| {
            before
                .iter()
                .any(|b| b.id == s.id && b.person_id == s.person_id)
        };
        assert_eq!(
            after.iter().filter(same).count(),
            before.len(),
            "nobody else is disturbed"
        );
        let thanks = letters(&served, &seat.person_id);
        assert_eq!(thanks.iter().filter(|m| m.kind == "thank_you").count(), 1);
        assert_eq!(
            press(&served, &path, &decline),
            200,
            "also when somebody else has the seat"
        );
        if !asked.is_empty() {
            break;
        }
    }
    let [replacement] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(replacement.state(), AssignmentState::Asked);
    let own = letters(&served, &replacement.person_id);
    let letter = own
        .iter()
        .find(|m| m.kind == "please_replace")
        .expect("asked by letter");
    let path = link(letter, &served);
    let confirm = [
        ("answer", "confirm"),
        ("assignment", replacement.id.as_str()),
    ];
    assert_eq!(press(&served, &path, &confirm), 200);
    all_sent(&served);
    let now = seats(&served, &roster);
    let confirmed = now.iter().find(|s| s.id == replacement.id).expect("there");
    assert_eq!(confirmed.state(), AssignmentState::Confirmed);
    let own = letters(&served, &replacement.person_id);
    assert_eq!(own.iter().filter(|m| m.kind == "thank_you").count(), 1);
}
