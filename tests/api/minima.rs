//! Legal minima over HTTP: said for a district, told with a month, accepted by whoever publishes under one.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::month;
use crate::served::{Answer, Person, Served};

const MINIMA: &str = "/api/v1/districts/east/legal-minima";
const ROSTER: &str = "/api/v1/rosters/roster";

/// A month of three duties of two hours and a half each, of which two are held.
fn served(state: &str) -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write(&served, state, "proposed");
    served
}

fn hours(value: i32) -> Value {
    json!({
        "kind": "hours-on-site", "value": value, "pool_id": "adviser", "first_date": "2026-01-01",
        "source": "一村一法律顾问意见", "document": "司规〔2026〕3号", "url": "https://law.example.org/3"
    })
}

fn stations(value: i32) -> Value {
    json!({
        "kind": "stations-per-adviser", "value": value, "pool_id": "adviser", "first_date": "2026-01-01",
        "last_date": "2027-12-31", "source": "顾问管理办法"
    })
}

fn said(person: &Person, minima: &Value) -> Answer {
    let etag = person.get(MINIMA).header("etag").to_owned();
    person.put_seen(MINIMA, &etag, &json!({ "minima": minima }))
}

fn pointers(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text);
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap().iter();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    errors
        .inspect(|error| assert!(!text(error, "detail").starts_with("problem-"), "{error}"))
        .map(|error| text(error, "pointer"))
        .collect()
}

#[test]
fn a_districts_minima_are_said_whole_by_its_administrator_and_noted() {
    let served = served("draft");
    let admin = served.administrator();
    let none = served.coordinator().get(MINIMA);
    assert_eq!((none.status, &none.json()["minima"]), (200, &json!([])));
    let kept = said(&admin, &json!([hours(8), stations(5)]));
    assert_eq!(kept.status, 200, "{}", kept.text);
    let kept = kept.json();
    assert_eq!(kept["minima"][0]["source"], "一村一法律顾问意见");
    assert_eq!(kept["minima"][1]["last_date"], "2027-12-31");
    assert_eq!(served.coordinator().get(MINIMA).json(), kept);
    // Sent back with its id, one stays the same; another is new.
    let id = kept["minima"][0]["id"].clone();
    let mut raised = kept["minima"][0].clone();
    raised["value"] = json!(10);
    let then = said(&admin, &json!([raised, hours(9)])).json();
    let minima = then["minima"].as_array().unwrap();
    let of = |value: i32| minima.iter().find(|one| one["value"] == value).unwrap();
    assert_eq!((&of(10)["id"], minima.len()), (&id, 2), "{then}");
    assert_ne!(of(9)["id"], id);
    let noted = admin.get("/api/v1/districts/east/history").json();
    let after = &noted["items"][0]["after"]["legal_minima"];
    assert_eq!(after.as_array().unwrap().len(), 2, "{noted}");
    assert_eq!(noted["items"][0]["before"]["legal_minima"][0]["value"], 8);
    let old = admin.put_seen(MINIMA, "\"1\"", &json!({"minima": []}));
    assert_eq!(old.status, 412);
}

#[test]
fn what_is_wrong_with_minima_is_told_by_its_place() {
    let served = served("draft");
    let admin = served.administrator();
    let odd = json!([
        {"id": "nowhere", "kind": "wishes", "value": 0, "pool_id": "none", "first_date": "2026-02-01", "last_date": "2026-01-31",
         "source": " ", "url": "javascript:alert(1)"},
    ]);
    let told = pointers(&said(&admin, &odd));
    let at = |name: &str| format!("/minima/0/{name}");
    let names = [
        "id",
        "kind",
        "value",
        "pool_id",
        "last_date",
        "source",
        "url",
    ];
    assert_eq!(told, names.map(at));
    let mut twice = said(&admin, &json!([hours(8)])).json()["minima"].clone();
    let same = twice[0].clone();
    twice.as_array_mut().unwrap().push(same);
    assert_eq!(pointers(&said(&admin, &twice)), ["/minima/1/id"]);
    let many = vec![hours(8); 51];
    assert_eq!(pointers(&said(&admin, &json!(many))), ["/minima"]);
    let mut long = hours(8);
    long["source"] = json!("长".repeat(201));
    long["url"] = json!("https://");
    assert_eq!(
        pointers(&said(&admin, &json!([long]))),
        ["/minima/0/source", "/minima/0/url"]
    );
}

#[test]
fn a_month_says_what_it_cannot_meet_when_it_is_set_up_and_when_it_is_generated() {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write_kept(&served);
    said(&served.administrator(), &json!([hours(13)]));
    let coordinator = served.coordinator();
    let new = json!({"district_id": "east", "month": month::MONTH});
    let roster = coordinator.post("/api/v1/rosters", &new);
    let cannot = roster.json()["legal"]["cannot_meet"].clone();
    // Five Tuesdays of two hours and a half.
    assert_eq!(cannot[0]["found"], 12.5, "{}", roster.text);
    assert_eq!(cannot[0]["station_id"], "station-east");
    let text = cannot[0]["text"].as_str().unwrap();
    for words in [
        "12.5",
        "13",
        "一村一法律顾问意见",
        "司规〔2026〕3号",
        "律师",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let id = roster.json()["id"].clone();
    let english = served.coordinator().with("accept-language", "en");
    let started = english.post("/api/v1/generations", &json!({"rosters": [id]}));
    let started = started.json();
    assert_eq!(
        (&started["kind"], &started["cannot_meet"][0]["roster_id"]),
        (&json!("generate_roster"), &id)
    );
    let text = started["cannot_meet"][0]["text"].as_str().unwrap();
    assert!(text.contains("at least 13 h a month"), "{text}");
    assert_eq!(started["cannot_meet"].as_array().unwrap().len(), 1);
}

#[test]
fn publishing_under_a_minimum_needs_a_reason_and_each_that_is_accepted() {
    let served = served("proposed");
    let admin = served.administrator();
    said(&admin, &json!([hours(8)]));
    let coordinator = served.coordinator();
    let publish = |body: &Value| coordinator.post(&format!("{ROSTER}/publication"), body);
    let refused = publish(&json!({}));
    let problem = refused.json();
    assert_eq!(
        (refused.status, &problem["code"]),
        (409, &json!("under-legal-minimum"))
    );
    let under = &problem["under"][0];
    assert_eq!(
        (&under["station_id"], &under["found"], &under["value"]),
        (&json!("station-east"), &json!(5.0), &json!(8))
    );
    assert_eq!(problem["errors"][0]["detail"], under["text"]);
    assert_eq!(coordinator.get(ROSTER).json()["legal"]["under"][0], *under);
    let accepts = json!([{"minimum_id": under["minimum_id"], "station_id": "station-east"}]);
    let word = |reason: &str, accepts: &Value| json!({"legal_override": {"reason": reason, "accepts": accepts}});
    assert_eq!(
        pointers(&publish(&word("  ", &accepts))),
        ["/legal_override/reason"]
    );
    assert_eq!(
        pointers(&publish(&word(&"长".repeat(501), &accepts))),
        ["/legal_override/reason"]
    );
    let nobody = json!([{"minimum_id": under["minimum_id"]}]);
    assert_eq!(
        pointers(&publish(&word("缺人", &nobody))),
        ["/legal_override/accepts/0"]
    );
    assert_eq!(publish(&word("缺人", &json!([]))).status, 409);
    assert_eq!(
        coordinator.get(ROSTER).json()["legal"]["overrides"],
        json!([])
    );
    let done = publish(&word("暂无律师", &accepts));
    assert_eq!(
        (done.status, &done.json()["kind"]),
        (202, &json!("publish_roster")),
        "{}",
        done.text
    );
    let kept = coordinator.get(ROSTER).json();
    let given = &kept["legal"]["overrides"][0];
    assert_eq!(
        (
            &given["version"],
            &given["reason"],
            &given["given_by"],
            &given["accepted"][0]["found"]
        ),
        (&json!(1), &json!("暂无律师"), &json!("周协调"), &json!(5.0)),
        "{kept}"
    );
    // Without a body, as before.
    let again = coordinator.post_text(&format!("{ROSTER}/publication"), "application/json", b"{}");
    assert_eq!(again.json()["id"], done.json()["id"]);
    let empty = coordinator.post_text(&format!("{ROSTER}/publication"), "application/json", b"");
    assert_eq!(
        (empty.status, &empty.json()["id"]),
        (202, &done.json()["id"])
    );
    let bare = coordinator.post_bare(&format!("{ROSTER}/publication"));
    assert_eq!(
        (bare.status, &bare.json()["id"]),
        (202, &done.json()["id"]),
        "{}",
        bare.text
    );
}

#[test]
fn who_sees_no_people_is_not_told_who_serves_at_too_many_stations() {
    let served = served("proposed");
    let second = "INSERT INTO stations (id, district_id, code, name, address, lat, lon, time_zone, rooms, video, step_free, phone, revision)
        VALUES ('east-2', 'east', 'east-2', '二站', '', 30, 120, 'Asia/Shanghai', 1, FALSE, FALSE, '', 1);
        UPDATE duties SET station_id = 'east-2' WHERE id = 'duty-2';";
    let done = served
        .store
        .write(|c| c.batch_execute(second).map_err(StoreError::from));
    done.unwrap();
    said(&served.administrator(), &json!([stations(1)]));
    let seen = |email: &str| {
        let roster = served.signed_in(email).get(ROSTER).json();
        let under = roster["legal"]["under"].as_array().unwrap().clone();
        assert_eq!(under.len(), 1, "{roster}");
        under[0].clone()
    };
    let coordinator = seen("coordinator@example.org");
    assert_eq!(
        (&coordinator["person_id"], &coordinator["found"]),
        (&json!("gu"), &json!(2.0))
    );
    assert!(coordinator["text"].as_str().unwrap().contains("顾一鸣"));
    let evaluator = seen("evaluator@example.org");
    assert_eq!(evaluator["person_id"], Value::Null);
    let text = evaluator["text"].as_str().unwrap();
    assert!(
        text.contains("一名人员") && !text.contains("顾一鸣"),
        "{text}"
    );
}
