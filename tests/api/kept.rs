//! Kept data over HTTP: lists in pages, changes that need the revision that was seen, other districts that are not there.

use serde_json::{Value, json};

use crate::served::{Person, Served, month};

fn new_station(code: &str) -> Value {
    json!({
        "district_id": "east", "code": code, "name": "新站", "address": "长青路 9 号",
        "lat": 30.1, "lon": 120.2, "time_zone": "Asia/Shanghai"
    })
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

fn etag(person: &Person, path: &str) -> String {
    person.get(path).header("etag").to_owned()
}

#[test]
fn without_signing_in_nothing_is_told() {
    let served = Served::with_city();
    for path in [
        "/stations",
        "/people",
        "/districts",
        "/pools",
        "/stations/station-east",
    ] {
        let answer = served.anybody().get(&format!("/api/v1{path}"));
        assert_eq!(answer.status, 401, "{path}");
    }
}

#[test]
fn a_coordinator_sees_the_own_district_and_not_that_there_is_another() {
    let served = Served::with_city();
    let coordinator = served.coordinator();
    let stations = coordinator.get("/api/v1/stations").json();
    assert_eq!(ids(&stations), ["station-east"]);
    let hidden = coordinator.get("/api/v1/stations/station-west");
    let absent = coordinator.get("/api/v1/stations/none");
    assert_eq!((hidden.status, hidden.text), (404, absent.text));
    assert_eq!(
        coordinator.get("/api/v1/stations?district=west").status,
        404
    );
    let change = coordinator.patch(
        "/api/v1/districts/east",
        Some("\"1\""),
        &json!({"name": "东"}),
    );
    assert_eq!(change.status, 403);
    let all = served.administrator().get("/api/v1/stations").json();
    assert_eq!(ids(&all), ["station-east", "station-west"]);
}

#[test]
fn a_list_is_read_page_by_page_without_repeating_or_hiding() {
    let served = Served::with_city();
    let coordinator = served.coordinator();
    for number in 0..4 {
        let added = coordinator.post("/api/v1/stations", &new_station(&format!("new-{number}")));
        assert_eq!(added.status, 201, "{}", added.text);
    }
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = coordinator
            .get(&format!("/api/v1/stations?limit=2{after}"))
            .json();
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (5, 5));
    let refused = coordinator.get("/api/v1/stations?limit=0");
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["parameter"], "limit");
    let unreadable = coordinator.get("/api/v1/stations?limit=many");
    assert_eq!(unreadable.json()["code"], "unreadable");
}

#[test]
fn a_change_needs_the_revision_that_was_seen() {
    let served = Served::with_city();
    let coordinator = served.coordinator();
    let path = "/api/v1/stations/station-east";
    let name = json!({"name": "东站"});
    assert_eq!(coordinator.patch(path, None, &name).status, 428);
    let seen = etag(&coordinator, path);
    let changed = coordinator.patch(path, Some(&seen), &name);
    assert_eq!(changed.status, 200);
    assert_eq!(changed.json()["name"], "东站");
    assert_ne!(changed.header("etag"), seen);
    let late = coordinator.patch(path, Some(&seen), &json!({"name": "西站"}));
    assert_eq!(late.status, 412);
    assert_eq!(late.json()["code"], "changed-meanwhile");
    assert_eq!(coordinator.get(path).json()["name"], "东站");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_place() {
    let served = Served::with_city();
    let mut wrong = new_station("  ");
    wrong["lat"] = json!(91);
    wrong["time_zone"] = json!("Mars/Olympus");
    let english = served.coordinator().with("accept-language", "en");
    let answer = english.post("/api/v1/stations", &wrong);
    assert_eq!(answer.status, 422);
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap();
    let pointers: Vec<&str> = errors
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/code", "/lat", "/time_zone"]);
    assert_eq!(
        errors[1]["detail"],
        "91 is out of range; it must be -90 to 90."
    );
    let mut mistyped = new_station("x");
    mistyped["nmae"] = json!("?");
    let answer = english.post("/api/v1/stations", &mistyped);
    assert_eq!(answer.status, 400);
    assert!(answer.text.contains("nmae"), "{}", answer.text);
}

#[test]
fn a_code_that_is_taken_is_a_conflict() {
    let served = Served::with_city();
    let coordinator = served.coordinator();
    assert_eq!(
        coordinator
            .post("/api/v1/stations", &new_station("new"))
            .status,
        201
    );
    let again = coordinator.post("/api/v1/stations", &new_station("new"));
    assert_eq!(
        (again.status, again.json()["code"].clone()),
        (409, json!("exists-already"))
    );
}

#[test]
fn people_pools_and_templates_are_read_and_changed() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let coordinator = served.coordinator();
    assert_eq!(
        ids(&coordinator.get("/api/v1/people").json()),
        ["amina", "gu"]
    );
    assert_eq!(ids(&coordinator.get("/api/v1/pools").json()), ["adviser"]);
    assert_eq!(
        ids(&coordinator.get("/api/v1/demand-templates").json()),
        ["template"]
    );
    let path = "/api/v1/people/gu";
    let seen = etag(&coordinator, path);
    let changed = coordinator.patch(path, Some(&seen), &json!({"state": "left"}));
    assert_eq!(changed.json()["state"], "left");
    let seen = changed.header("etag").to_owned();
    let wrong = coordinator.patch(
        path,
        Some(&seen),
        &json!({"email": "nowhere", "locale": "中文"}),
    );
    assert_eq!(wrong.json()["errors"].as_array().unwrap().len(), 2);
    let nobody = json!({
        "district_id": "east", "pool_id": "none", "code": "new", "name": "新人",
        "email": "new@example.org", "locale": "zh-Hans", "lat": 30, "lon": 120, "target": 2
    });
    let unknown = coordinator.post("/api/v1/people", &nobody);
    assert_eq!(unknown.json()["errors"][0]["pointer"], "/pool_id");
    let path = "/api/v1/demand-templates/template";
    let seen = etag(&coordinator, path);
    let fewer = coordinator.patch(path, Some(&seen), &json!({"min": 3, "ideal": 2}));
    assert_eq!(fewer.json()["errors"][0]["pointer"], "/ideal");
}

#[test]
fn a_job_is_seen_and_cancelled_once_by_who_plans_its_district() {
    let served = Served::with_city();
    month::write(&served, "solving", "proposed");
    let id = month::write_job(&served);
    let path = format!("/api/v1/jobs/{id}");
    let coordinator = served.coordinator();
    assert_eq!(coordinator.get(&path).json()["kind"], "generate_roster");
    let cancel = || coordinator.post(&format!("{path}/cancel"), &json!({}));
    assert_eq!(cancel().status, 204);
    assert_eq!(coordinator.get(&path).json()["state"], "cancelled");
    let roster = served
        .store
        .read(|c| zhiban::store::rosters::find(c, "roster"));
    assert_eq!(
        roster.unwrap().unwrap().state,
        "proposed",
        "what an earlier solve proposed is still there"
    );
    let again = cancel();
    assert_eq!(
        (again.status, again.json()["code"].clone()),
        (409, json!("job-ended"))
    );
    assert_eq!(coordinator.get("/api/v1/jobs/none").status, 404);
}

#[test]
fn a_person_s_limits_are_set_and_taken_away_by_a_merge_patch() {
    let served = crate::served::slots::with_slots();
    let coordinator = served.coordinator();
    let path = "/api/v1/people/gu";
    let change = |change: &Value| coordinator.merge_patch(path, &etag(&coordinator, path), change);
    let limits = json!({"max_km": 12.5, "max_day": 1, "max_week": 2, "max_month": 6, "max_stations": 3, "max_run": 4, "max_weekends": 1,
        "lat": 30.5, "lon": 120.5});
    let set = change(&limits);
    assert_eq!(set.status, 200, "{}", set.text);
    for (name, value) in limits.as_object().unwrap() {
        assert_eq!(&set.json()[name], value, "{name}");
    }
    let cleared = change(&json!({"max_week": null, "max_km": null}));
    let body = cleared.json();
    assert_eq!(
        (&body["max_week"], &body["max_km"], &body["max_day"]),
        (&Value::Null, &Value::Null, &json!(1)),
        "{body}"
    );
    let wrong = change(&json!({"max_run": -1, "pool_id": "nobody"}));
    let wrong = wrong.json();
    let pointer = |n: usize| wrong["errors"][n]["pointer"].as_str();
    assert_eq!(
        [pointer(0), pointer(1)],
        [Some("/max_run"), Some("/pool_id")]
    );
}

#[test]
fn a_person_moves_to_a_district_where_the_caller_plans_too() {
    let served = crate::served::slots::with_slots();
    let path = "/api/v1/people/gu";
    let to_west = |person: &Person| {
        let seen = etag(person, path);
        person.patch(path, Some(&seen), &json!({"district_id": "west"}))
    };
    let coordinator = served.coordinator();
    assert_eq!(to_west(&coordinator).status, 404, "they do not know of it");
    let moved = to_west(&served.administrator());
    assert_eq!(
        (moved.status, &moved.json()["district_id"]),
        (200, &json!("west"))
    );
    assert_eq!(coordinator.get(path).status, 404);
}

#[test]
fn what_is_sent_twice_under_one_key_is_added_once() {
    let served = Served::with_city();
    let coordinator = served.coordinator();
    let send = |code: &str| coordinator.post_once("/api/v1/stations", "k", &new_station(code));
    let first = send("new");
    assert_eq!(first.status, 201, "{}", first.text);
    let again = send("new");
    assert_eq!((again.status, again.json()), (201, first.json()));
    let other = send("other");
    assert_eq!(
        (other.status, &other.json()["code"]),
        (422, &json!("idempotency-key-reused"))
    );
    let without = coordinator.post("/api/v1/stations", &new_station("new"));
    assert_eq!(without.status, 409, "{}", without.text);
    let list = coordinator.get("/api/v1/stations?limit=200").json();
    let codes = list["items"].as_array().unwrap().iter();
    assert_eq!(codes.filter(|s| s["code"] == "new").count(), 1);
    let empty = coordinator.post_once("/api/v1/stations", " ", &new_station("third"));
    assert_eq!(empty.status, 400, "{}", empty.text);
}
