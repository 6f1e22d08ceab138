//! A further talk after an appointment: with the same adviser, once, and only where there was a first.

use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::schema::{audit, jobs};

use crate::served::slots::{adviser_leaves, request, take, with_another, with_slots};
use crate::served::{Answer, Person, Served};

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

/// Whom offers are with, each once.
fn advisers(offers: &Value) -> Vec<String> {
    let items = offers["items"].as_array().unwrap().iter();
    let mut ids: Vec<String> = items
        .map(|o| o["adviser"]["id"].as_str().unwrap().to_owned())
        .collect();
    ids.dedup();
    ids
}

/// A further talk with the same adviser, where somebody else holds what that one has left and another adviser is free.
fn waits_for_one(served: &Served, clerk: &Person) -> Value {
    let (first, other) = (take(clerk), take(clerk));
    let path = attended(clerk, &first);
    assert_eq!(offers(clerk, &other)["items"].as_array().unwrap().len(), 1);
    with_another(served);
    clerk.post(&format!("{path}/follow-up"), &json!({})).json()
}

fn change(clerk: &Person, request: &Value, body: &Value) -> Answer {
    let own = format!("/api/v1/requests/{}", request["id"].as_str().unwrap());
    let etag = clerk.get(&own).header("etag").to_owned();
    clerk.patch(&own, Some(&etag), body)
}

#[test]
fn who_waits_for_one_adviser_can_take_anybody_and_a_matching_is_planned() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let again = waits_for_one(&served, &clerk);
    let none = offers(&clerk, &again);
    let reason = none["waiting"]["reason"].as_str().unwrap();
    assert!(
        reason.contains("want to meet again") || reason.contains("再见"),
        "{none}"
    );
    // What a matching will do at night is planned anew, where nothing is.
    let forget = |c: &mut zhiban::store::Connection| {
        diesel::delete(jobs::table.filter(jobs::kind.eq("match_waiting_list"))).execute(c)?;
        Ok::<_, StoreError>(())
    };
    served.store.write(forget).unwrap();
    let nothing = change(&clerk, &again, &json!({"any_adviser": false, "urgency": 2}));
    assert_eq!(nothing.json()["with_adviser_id"], "gu", "{}", nothing.text);
    served.store.write(forget).unwrap();
    let any = change(&clerk, &again, &json!({"any_adviser": true}));
    assert_eq!(
        (any.status, &any.json()["with_adviser_id"]),
        (200, &Value::Null)
    );
    assert_eq!(advisers(&offers(&clerk, &again)), ["bo"]);
    let (planned, notes) = served
        .store
        .read(|c| {
            let planned = jobs::table.filter(jobs::kind.eq("match_waiting_list"));
            let notes = audit::table
                .filter(audit::action.eq("change_request"))
                .order(audit::id)
                .select((audit::before, audit::after));
            Ok::<_, StoreError>((
                planned.count().get_result::<i64>(c)?,
                notes.load::<(String, String)>(c)?,
            ))
        })
        .unwrap();
    assert_eq!(planned, 1);
    let (before, after) = notes.last().unwrap();
    assert!(before.contains(r#""with_adviser_id":"gu""#), "{before}");
    assert!(after.contains(r#""with_adviser_id":null"#), "{after}");
}

#[test]
fn an_adviser_who_has_left_is_waited_for_no_more() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let again = waits_for_one(&served, &clerk);
    assert_eq!(offers(&clerk, &again)["items"], json!([]));
    adviser_leaves(&served);
    assert_eq!(advisers(&offers(&clerk, &again)), ["bo"]);
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
    assert_eq!(advisers(&offers(&clerk, &again)), ["gu"]);
    // The other side is the same as before.
    let coordinator = served.coordinator();
    let declared = coordinator.put_json("/api/v1/people/gu/clients", &json!({"names": ["acme"]}));
    assert_eq!(declared.status, 200);
    // One in conflict is no wish that could be fulfilled: it is another's turn.
    assert_eq!(advisers(&offers(&clerk, &again)), ["bo"]);
}

#[test]
fn where_the_same_adviser_has_no_time_another_one_would_do() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let again = waits_for_one(&served, &clerk);
    let path = format!(
        "/api/v1/appointments/{}",
        again["follows_id"].as_str().unwrap()
    );
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
