//! What every route has in common: problems, languages, signing in, other sites, documentation, stopping.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;
use zhiban::actions::SystemRandomness;
use zhiban::app::{App, AppError, World};
use zhiban::config::Config;
use zhiban::store::schema::sessions as session_rows;
use zhiban::store::{StoreError, sessions};

use crate::served::{NovemberClock, PASSWORD, Served, context};

#[test]
fn a_path_that_does_not_exist_is_a_problem_in_the_callers_language() {
    let served = Served::start();
    let chinese = served.anybody().get("/api/v1/nothing");
    assert_eq!(chinese.status, 404);
    assert_eq!(chinese.header("content-type"), "application/problem+json");
    assert_eq!(chinese.json()["code"], "not-found");
    assert_eq!(chinese.json()["title"], "没有找到");
    let english = served.anybody().with("accept-language", "en-GB, zh;q=0.5");
    assert_eq!(english.get("/api/v1/nothing").json()["title"], "Not found");
}

#[test]
fn a_method_that_a_path_does_not_know_is_told_those_it_knows() {
    let served = Served::start();
    let answer = served.anybody().patch("/api/v1/session", None, &json!({}));
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), "GET, POST, DELETE");
    assert_eq!(answer.json()["code"], "method-not-allowed");
}

#[test]
fn a_body_that_cannot_be_read_is_pointed_at() {
    let served = Served::start();
    let answer = served
        .anybody()
        .post("/api/v1/session", &json!({"email": 7, "password": "x"}));
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["errors"][0]["pointer"], "/email");
    let answer = served
        .anybody()
        .post_text("/api/v1/session", "text/plain", b"hello");
    assert_eq!(answer.status, 415);
    let answer = served
        .anybody()
        .post_text("/api/v1/session", "application/json", b"{");
    assert_eq!(answer.json()["code"], "unreadable");
}

#[test]
fn one_signs_in_is_known_and_signs_out() {
    let served = Served::with_city();
    let person = served.coordinator();
    let session = person.get("/api/v1/session");
    assert_eq!(session.json()["email"], "coordinator@example.org");
    assert_eq!(person.delete("/api/v1/session").status, 204);
    assert_eq!(person.get("/api/v1/session").status, 401);
}

#[test]
fn sessions_that_have_ended_go_when_somebody_signs_in() {
    let served = Served::with_city();
    let ended = context().instant() - TimeDelta::seconds(1);
    let insert = |c: &mut _| sessions::insert(c, "ended", "{}", ended);
    served.store.write(insert).unwrap();
    let person = served.coordinator();
    let left = served.store.read(|c| -> Result<Vec<String>, StoreError> {
        Ok(session_rows::table.select(session_rows::key_hash).load(c)?)
    });
    let left = left.unwrap();
    assert!(left.len() == 1 && left[0] != "ended", "{left:?}");
    assert_eq!(person.get("/api/v1/session").status, 200);
}

#[test]
fn the_cookie_is_for_http_only_and_its_key_is_not_in_the_database() {
    let served = Served::with_city();
    let credentials = json!({"email": "COORDINATOR@example.org ", "password": PASSWORD});
    let answer = served.anybody().post("/api/v1/session", &credentials);
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_answered_alike_and_not_for_ever() {
    let served = Served::with_city();
    let person = served.anybody();
    let try_with = |email: &str| {
        let credentials = json!({"email": email, "password": "wrong password"});
        person.post("/api/v1/session", &credentials)
    };
    let wrong = try_with("coordinator@example.org");
    let unknown = try_with("nobody@example.org");
    assert_eq!((wrong.status, unknown.status), (401, 401));
    assert_eq!(wrong.text, unknown.text);
    for _ in 0..7 {
        try_with("nobody@example.org");
    }
    let last = try_with("nobody@example.org");
    assert_eq!(last.status, 429);
    // Five minutes, less what the test has taken.
    let seconds: u64 = last.header("retry-after").parse().unwrap();
    assert!((200..=300).contains(&seconds), "{seconds}");
}

#[test]
fn another_sites_page_cannot_change_anything() {
    let served = Served::with_city();
    let person = served
        .coordinator()
        .with("origin", "https://elsewhere.example");
    let answer = person.delete("/api/v1/session");
    assert_eq!(answer.status, 403);
    assert_eq!(person.get("/api/v1/session").status, 200);
}

#[test]
fn the_documentation_and_its_description_are_served() {
    let served = Served::start();
    let description = served.anybody().get("/api/openapi.json").json();
    assert!(description["paths"]["/api/v1/session"]["post"].is_object());
    let page = served.anybody().get("/api/docs/");
    assert_eq!(page.status, 200);
    assert!(page.text.contains("swagger"));
}

#[test]
fn a_taken_port_is_said_plainly() {
    let served = Served::start();
    let address = served.app.as_ref().unwrap().address;
    let settings = HashMap::from([(
        "ZHIBAN__SERVER__PORT".to_owned(),
        address.port().to_string(),
    )]);
    let config = Config::load(None, settings).unwrap();
    let world = World {
        clock: Arc::new(NovemberClock),
        random: Arc::new(SystemRandomness),
    };
    let error = App::build(config, served.store.clone(), &world).unwrap_err();
    assert!(matches!(error, AppError::PortTaken(_)));
    let text = error.to_string();
    let begin = format!(
        "port {} on 127.0.0.1 is taken by another program",
        address.port()
    );
    assert!(text.starts_with(&begin), "{text}");
}
