//! What was changed of something: shown to whoever plans there, by whom, with nothing that tells how somebody is reached.

use serde_json::json;

use crate::served::slots::{take, with_slots};

#[test]
fn who_plans_sees_what_was_changed_of_a_person_and_by_whom() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let path = "/api/v1/people/gu";
    for change in [
        json!({"target": 7}),
        json!({"email": "other@example.org", "target": 8}),
    ] {
        let etag = coordinator.get(path).header("etag").to_owned();
        let changed = coordinator.patch(path, Some(&etag), &change);
        assert_eq!(changed.status, 200, "{}", changed.text);
    }
    let history = coordinator.get(&format!("{path}/history?limit=1"));
    let latest = &history.json()["items"][0];
    assert_eq!(latest["action"], "change_person", "{}", history.text);
    assert_eq!(
        latest["before"],
        json!({"email": "withheld", "target": 7, "revision": 2})
    );
    assert_eq!(
        latest["after"],
        json!({"email": "withheld", "target": 8, "revision": 3})
    );
    let session = coordinator.get("/api/v1/session").json();
    assert_eq!(latest["by"], session["name"], "{session}");
    assert!(!history.text.contains("example.org"), "{}", history.text);
    let next = history.json()["next"].as_str().unwrap().to_owned();
    let before = coordinator.get(&format!("{path}/history?limit=1&after={next}"));
    assert_eq!(before.json()["items"][0]["after"]["target"], 7);
    assert_eq!(
        served
            .signed_in("clerk@example.org")
            .get(&format!("{path}/history"))
            .status,
        403
    );
    assert_eq!(
        served
            .signed_in("west@example.org")
            .get(&format!("{path}/history"))
            .status,
        404
    );
    assert_eq!(coordinator.get("/api/v1/people/nobody/history").status, 404);
}

#[test]
fn each_kind_of_thing_has_a_history() {
    let served = with_slots();
    let admin = served.administrator();
    let taken = take(&admin);
    let change = |path: &str, change: serde_json::Value| {
        let etag = admin.get(path).header("etag").to_owned();
        let changed = admin.patch(path, Some(&etag), &change);
        assert_eq!(changed.status, 200, "{path}: {}", changed.text);
        let history = admin.get(&format!("{path}/history")).json();
        let latest = history["items"][0]["after"].clone();
        for (name, value) in change.as_object().unwrap() {
            assert_eq!(&latest[name], value, "{path}: {history}");
        }
    };
    change("/api/v1/districts/east", json!({"name_en": "Eastern"}));
    change("/api/v1/stations/station-east", json!({"rooms": 5}));
    let request = format!("/api/v1/requests/{}", taken["id"].as_str().unwrap());
    change(&request, json!({"urgency": 3}));
    let templates = admin.get("/api/v1/demand-templates").json();
    if let Some(id) = templates["items"][0]["id"].as_str() {
        change(
            &format!("/api/v1/demand-templates/{id}"),
            json!({"weight": 77}),
        );
    }
    let history = admin.get("/api/v1/duties/duty-1/history");
    assert_eq!(
        (history.status, &history.json()["items"]),
        (200, &json!([]))
    );
}
