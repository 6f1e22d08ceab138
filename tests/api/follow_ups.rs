//! A further talk after an appointment: with the same adviser, once, and only where there was a first.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::slots::{request, take, with_slots};
use crate::served::{Person, Served};

fn offers(person: &Person, request: &Value) -> Value {
    person
        .get(&format!(
            "/api/v1/requests/{}/offers",
            request["id"].as_str().unwrap()
        ))
        .json()
}

/// Books the earliest time, and marks that the resident came.
fn attended(person: &Person, request: &Value) -> String {
    let body = json!({"offer_id": offers(person, request)["items"][0]["id"]});
    let booked = person
        .post_once("/api/v1/appointments", "first", &body)
        .json();
    let path = format!("/api/v1/appointments/{}", booked["id"].as_str().unwrap());
    let etag = person.get(&path).header("etag").to_owned();
    let came = person.patch(&path, Some(&etag), &json!({"state": "attended"}));
    assert_eq!(came.status, 200, "{}", came.text);
    path
}

/// Another adviser who could help as well, at the same times and before.
fn with_another(served: &Served) {
    let sql = "INSERT INTO people SELECT 'bo', district_id, pool_id, 'bo', '柏舟', 'bo@example.org', phone, locale, lat, lon, max_km, max_day,
            max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm FROM people WHERE id = 'gu';
         INSERT INTO person_skills VALUES ('bo', 'labour');
         INSERT INTO person_languages VALUES ('bo', 'zh-Hans', 'N');
         INSERT INTO slots VALUES ('slot-3', NULL, 'bo', 'station-west', '2026-11-20 13:30:00', '2026-11-20 14:00:00', 'open');";
    let written = served
        .store
        .write(|c| c.batch_execute(sql).map_err(StoreError::from));
    written.unwrap();
}

#[test]
fn a_further_talk_is_with_the_same_adviser_and_says_what_the_first_said() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let mut new = request();
    new["opponents"] = json!(["Acme"]);
    let first = clerk.post("/api/v1/requests", &new).json();
    let path = attended(&clerk, &first);
    with_another(&served);
    let again = clerk.post(&format!("{path}/follow-up"), &json!({}));
    assert_eq!(again.status, 201, "{}", again.text);
    let again = again.json();
    assert_ne!(
        (&again["id"], &again["code"]),
        (&first["id"], &first["code"])
    );
    assert!(again["link"].as_str().unwrap().starts_with(&served.base));
    assert_eq!(again["with_adviser_id"], "gu");
    assert!(path.ends_with(again["follows_id"].as_str().unwrap()));
    let read = |of: &Value| {
        clerk
            .get(&format!("/api/v1/requests/{}", of["id"].as_str().unwrap()))
            .json()
    };
    let (one, two) = (read(&first), read(&again));
    for key in [
        "contact",
        "languages",
        "exclude",
        "skill_id",
        "locale",
        "in_person",
        "video",
    ] {
        assert_eq!(one[key], two[key], "{key}");
    }
    let held = offers(&clerk, &again);
    let advisers: Vec<&Value> = held["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| &o["adviser"]["id"])
        .collect();
    assert_eq!(advisers, ["gu"]);
    // The other side is the same as before.
    let coordinator = served.coordinator();
    let declared = coordinator.put_json("/api/v1/people/gu/clients", &json!({"names": ["acme"]}));
    assert_eq!(declared.status, 200);
    let none = offers(&clerk, &again);
    assert_eq!(none["items"], json!([]));
}

#[test]
fn where_the_same_adviser_has_no_time_another_one_would_do() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let (first, other) = (take(&clerk), take(&clerk));
    let path = attended(&clerk, &first);
    // Somebody else holds what the adviser has left.
    assert_eq!(offers(&clerk, &other)["items"].as_array().unwrap().len(), 1);
    with_another(&served);
    let again = clerk.post(&format!("{path}/follow-up"), &json!({})).json();
    let none = offers(&clerk, &again);
    assert_eq!(none["items"], json!([]));
    let wider = none["waiting"]["wider"].as_array().unwrap();
    assert_eq!(wider[0]["code"], "another_adviser", "{none}");
    // One at a time; and another adviser, where that was said.
    let twice = clerk.post(&format!("{path}/follow-up"), &json!({}));
    assert_eq!(
        (twice.status, &twice.json()["code"]),
        (409, &json!("follow-up-open"))
    );
    let own = format!("/api/v1/requests/{}", again["id"].as_str().unwrap());
    let etag = clerk.get(&own).header("etag").to_owned();
    assert_eq!(
        clerk
            .patch(&own, Some(&etag), &json!({"state": "closed"}))
            .status,
        200
    );
    let any = clerk.post(
        &format!("{path}/follow-up"),
        &json!({"same_adviser": false}),
    );
    assert_eq!(any.status, 201, "{}", any.text);
    assert_eq!(
        offers(&clerk, &any.json())["items"][0]["adviser"]["id"],
        "bo"
    );
}

#[test]
fn what_has_not_taken_place_has_no_further_talk() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let first = take(&clerk);
    let body = json!({"offer_id": offers(&clerk, &first)["items"][0]["id"]});
    let booked = clerk
        .post_once("/api/v1/appointments", "first", &body)
        .json();
    let path = format!(
        "/api/v1/appointments/{}/follow-up",
        booked["id"].as_str().unwrap()
    );
    let early = clerk.post(&path, &json!({}));
    assert_eq!(
        (early.status, &early.json()["code"]),
        (409, &json!("appointment-not-attended"))
    );
    let gone = clerk.post("/api/v1/appointments/none/follow-up", &json!({}));
    assert_eq!(gone.status, 404);
    let elsewhere = served.signed_in("west@example.org").post(&path, &json!({}));
    assert_eq!(elsewhere.status, 404, "{}", elsewhere.text);
}
