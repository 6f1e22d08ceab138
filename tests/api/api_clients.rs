//! Programs that call with a token: what it opens, until when, and who makes and ends it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::{Answer, Person, Served};

fn make(person: &Person, scopes: &[&str], district: Option<&str>, until: DateTime<Utc>) -> Answer {
    let body =
        json!({"name": "热线", "scopes": scopes, "district_id": district, "expires_at": until});
    person.post("/api/v1/cities/city/api-clients", &body)
}

/// The tests' clock begins on 20 November 2026.
fn in_a_month() -> DateTime<Utc> {
    DateTime::from_timestamp(1_797_768_000, 0).unwrap()
}

fn with_token(served: &Served, made: &Answer) -> Person {
    let token = made.json()["token"].as_str().unwrap().to_owned();
    served
        .anybody()
        .with("authorization", &format!("Bearer {token}"))
}

fn code(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.json()["code"].clone())
}

#[test]
fn a_token_opens_what_it_is_made_for_and_is_shown_once() {
    let served = Served::with_city();
    let admin = served.administrator();
    let made = make(&admin, &["look", "see-people"], None, in_a_month());
    assert_eq!(made.status, 201, "{}", made.text);
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("zhiban_") && token.len() == 39, "{token}");
    let program = with_token(&served, &made);
    let session = program.get("/api/v1/session").json();
    assert_eq!(session["user_id"], Value::Null);
    assert_eq!(
        (&session["client_id"], &session["name"]),
        (&made.json()["id"], &json!("热线"))
    );
    let stations = program.get("/api/v1/stations");
    assert_eq!(
        (
            stations.status,
            stations.json()["items"].as_array().unwrap().len()
        ),
        (200, 2)
    );
    assert_eq!(program.get("/api/v1/people").status, 200);
    for (path, scope) in [
        ("/api/v1/requests?district=east", "book"),
        ("/api/v1/districts/east/history", "plan"),
    ] {
        let refused = program.get(path);
        assert_eq!(code(&refused), (403, json!("not-allowed")), "{scope}");
    }
    let list = admin.get("/api/v1/cities/city/api-clients");
    assert!(
        !list.text.contains("token") && !list.text.contains(&token),
        "{}",
        list.text
    );
    let listed = list.json();
    let [only] = &listed["items"].as_array().unwrap()[..] else {
        panic!("{}", list.text);
    };
    assert_eq!(only["scopes"], json!(["look", "see-people"]));
    assert!(only["last_used_at"].is_string(), "{only}");
    let path = format!("/api/v1/api-clients/{}", only["id"].as_str().unwrap());
    assert_eq!(admin.get(&path).json(), *only);
}

#[test]
fn a_token_of_a_district_opens_nothing_of_another() {
    let served = Served::with_city();
    let admin = served.administrator();
    let made = make(
        &admin,
        &["look", "book", "plan"],
        Some("east"),
        in_a_month(),
    );
    let program = with_token(&served, &made);
    let seen = program.get("/api/v1/stations").json();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(program.get("/api/v1/districts/west").status, 404);
    assert_eq!(program.get("/api/v1/requests?district=east").status, 200);
    assert_eq!(program.get("/api/v1/requests?district=west").status, 404);
}

#[test]
fn a_token_that_has_ended_or_was_ended_or_never_was_is_answered_alike() {
    let served = Served::with_city();
    let admin = served.administrator();
    let made = make(&admin, &["look"], None, in_a_month());
    let program = with_token(&served, &made);
    assert_eq!(program.get("/api/v1/stations").status, 200);
    let path = format!(
        "/api/v1/api-clients/{}",
        made.json()["id"].as_str().unwrap()
    );
    for _ in 0..2 {
        assert_eq!(admin.delete(&path).status, 204);
    }
    let ended = program.get("/api/v1/stations");
    let odd = [
        "zhiban_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "zhiban_",
        "none",
        "",
    ];
    for token in odd {
        let never = served
            .anybody()
            .with("authorization", &format!("Bearer {token}"));
        let never = never.get("/api/v1/stations");
        assert_eq!((never.status, &never.text), (401, &ended.text), "{token}");
    }
    assert!(admin.get(&path).json()["revoked_at"].is_string());
    let short = make(&admin, &["look"], None, in_a_month());
    let program = with_token(&served, &short);
    assert_eq!(program.get("/api/v1/stations").status, 200);
    let over = "UPDATE api_clients SET expires_at = '2026-11-20 11:00:00' WHERE revoked_at IS NULL";
    let moved = served
        .store
        .write(|c| Ok::<_, StoreError>(diesel::sql_query(over).execute(c)?));
    assert_eq!(moved.unwrap(), 1);
    assert_eq!(program.get("/api/v1/stations").status, 401);
    // What a proxy in front of us asks for is no business of ours.
    let behind_proxy = served.administrator().with("authorization", "Basic eDp5");
    assert_eq!(behind_proxy.get("/api/v1/stations").status, 200);
}

#[test]
fn a_program_makes_no_programs_and_no_cities_and_stands_in_the_history() {
    let served = Served::with_city();
    let admin = served.administrator();
    let made = make(
        &admin,
        &["look", "see-people", "plan", "set-up"],
        None,
        in_a_month(),
    );
    let program = with_token(&served, &made);
    let another = make(&program, &["look"], None, in_a_month());
    assert_eq!(code(&another), (403, json!("not-allowed")));
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let city = zhiban::files::workbook::write(&crate::book::city()).unwrap();
    let brought = program.post_text("/api/v1/imports", kind, &city);
    assert_eq!(code(&brought), (403, json!("city-not-yours")));
    let station = program.get("/api/v1/stations").json()["items"][0].clone();
    let path = format!("/api/v1/stations/{}", station["id"].as_str().unwrap());
    let etag = format!("\"{}\"", station["revision"]);
    let changed = program.patch(&path, Some(&etag), &json!({"phone": "000-1"}));
    assert_eq!(changed.status, 200, "{}", changed.text);
    let history = admin.get(&format!("{path}/history")).json();
    let latest = &history["items"][0];
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(latest["actor"], format!("client:{id}"), "{history}");
    assert_eq!(latest["by"], "热线", "{history}");
}

#[test]
fn what_is_wrong_with_a_new_program_is_told_at_once() {
    let served = Served::with_city();
    let admin = served.administrator();
    let body = json!({"name": " ", "scopes": ["look", "rule"], "district_id": "nowhere", "expires_at": "2020-01-01T00:00:00Z"});
    let refused = admin.post("/api/v1/cities/city/api-clients", &body);
    assert_eq!(refused.status, 422, "{}", refused.text);
    let answer = refused.json();
    let wrong = answer["errors"].as_array().unwrap().iter();
    let pointers: Vec<&str> = wrong.map(|e| e["pointer"].as_str().unwrap()).collect();
    assert!(
        ["/name", "/scopes/1", "/district_id", "/expires_at"]
            .iter()
            .all(|p| pointers.contains(p)),
        "{pointers:?}"
    );
    let none = make(&admin, &[], None, in_a_month());
    assert_eq!(none.status, 422);
    let long = make(&admin, &["look"], None, in_a_month() + TimeDelta::days(400));
    assert_eq!(long.status, 422);
}
