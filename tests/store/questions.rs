//! Residents' questions to a person: one open one a request, the open ones first in a list; and who can answer them.
#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::NaiveDateTime;
use zhiban::domain::access::Role;
use zhiban::store::kept::{Cut, Kept};
use zhiban::store::questions::{self, QuestionRow};
use zhiban::store::{Store, StoreError, users};

use crate::databases::each;
use crate::ratings::{PLACES, execute};

fn question(id: &str, request: &str, state: &str) -> QuestionRow {
    let at: NaiveDateTime = "2026-11-20T12:00:00".parse().unwrap();
    QuestionRow {
        id: id.to_owned(),
        request_id: request.to_owned(),
        slot_id: None,
        sealed: String::new(),
        state: state.to_owned(),
        asked_at: at,
        sealed_answer: String::new(),
        answered_at: (state == "answered").then_some(at),
        answered_by: None,
        revision: 1,
    }
}

fn request(store: &Store, id: &str, district: &str) {
    execute(
        store,
        &format!(
            "INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, in_person, video, urgency, state, created_at, revision)
             VALUES ('{id}', '{district}', '{id}', 'labour', 'en', '', 30, 120, true, true, 1, 'waiting', '2026-01-01 00:00:00', 1)"
        ),
    );
}

fn insert(store: &Store, row: &QuestionRow) -> Result<(), StoreError> {
    store.write(|c| row.insert(c))
}

fn ids(store: &Store, district: &str, after: &str) -> Vec<String> {
    let cut = Cut {
        after: after.to_owned(),
        most: 2,
    };
    let rows = store.read(|c| questions::page(c, &[district.to_owned()], &cut));
    rows.unwrap()
        .into_iter()
        .map(|row| row.question.id)
        .collect()
}

#[test]
fn the_open_ones_come_first_each_by_time_and_no_page_leaves_one_out() {
    each(|database| {
        let store = &database.store;
        execute(store, PLACES);
        for (id, district) in [("a", "east"), ("b", "east"), ("c", "west")] {
            request(store, id, district);
        }
        for (id, of, state) in [
            ("q1", "a", "answered"),
            ("q2", "a", "open"),
            ("q3", "b", "answered"),
            ("q4", "b", "open"),
            ("q5", "c", "open"),
        ] {
            insert(store, &question(id, of, state)).unwrap();
        }
        assert_eq!(ids(store, "east", ""), ["q2", "q4"], "{}", database.name);
        assert_eq!(
            ids(store, "east", "open:q2"),
            ["q4", "q1"],
            "{}",
            database.name
        );
        assert_eq!(
            ids(store, "east", "open:q4"),
            ["q1", "q3"],
            "{}",
            database.name
        );
        assert_eq!(
            ids(store, "east", "answered:q1"),
            ["q3"],
            "{}",
            database.name
        );
        let open = store.read(|c| questions::count_open(c, &["east".to_owned()]));
        assert_eq!(open.unwrap(), 2, "{}", database.name);
    });
}

#[test]
fn a_second_open_question_of_a_request_is_refused() {
    each(|database| {
        let store = &database.store;
        execute(store, PLACES);
        request(store, "a", "east");
        insert(store, &question("q1", "a", "open")).unwrap();
        let second = insert(store, &question("q2", "a", "open"));
        assert!(second.is_err_and(|e| e.is_taken()), "{}", database.name);
        insert(store, &question("q3", "a", "answered")).unwrap();
    });
}

#[test]
fn a_role_in_the_city_is_one_in_each_district_and_who_is_blocked_has_none() {
    each(|database| {
        let store = &database.store;
        execute(store, PLACES);
        execute(
            store,
            "INSERT INTO users VALUES ('own', 'a', 'A', 'x', 'en', 'active', '2026-01-01 00:00:00'), ('all', 'b', 'B', 'x', 'en', 'active', '2026-01-01 00:00:00'),
                 ('west', 'c', 'C', 'x', 'en', 'active', '2026-01-01 00:00:00'), ('blocked', 'd', 'D', 'x', 'en', 'blocked', '2026-01-01 00:00:00');
             INSERT INTO roles VALUES ('1', 'own', 'clerk', 'city', 'east'), ('2', 'own', 'clerk', 'city', NULL), ('3', 'all', 'clerk', 'city', NULL),
                 ('4', 'west', 'clerk', 'city', 'west'), ('5', 'blocked', 'clerk', 'city', 'east'), ('6', 'west', 'coordinator', 'city', 'east');",
        );
        let found = store.read(|c| users::with_role(c, Role::Clerk, "city", "east"));
        let found: Vec<String> = found.unwrap().into_iter().map(|user| user.id).collect();
        assert_eq!(found, ["all", "own"], "{}", database.name);
    });
}
