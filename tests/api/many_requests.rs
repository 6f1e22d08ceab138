//! Many requests at once: all or none, and every place that is wrong.

use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::schema::{audit, creations, links, request_languages, requests};

use crate::served::slots::{request, with_slots};
use crate::served::{Answer, Served};

fn many(count: usize) -> Vec<Value> {
    let one = |n: usize| {
        let mut new = request();
        new["contact"]["name"] = json!(format!("林{n}"));
        new["windows"] =
            json!([{"starts_at": "2026-12-01T01:00:00Z", "ends_at": "2026-12-01T09:00:00Z"}]);
        new
    };
    (0..count).map(one).collect()
}

/// How many requests, languages, links and notes there are.
fn counts(served: &Served) -> [i64; 4] {
    let read = served.store.read(|c| {
        Ok::<_, StoreError>([
            requests::table.count().get_result(c)?,
            request_languages::table.count().get_result(c)?,
            links::table
                .filter(links::purpose.eq("appointment"))
                .count()
                .get_result(c)?,
            audit::table
                .filter(audit::action.eq("add_request"))
                .count()
                .get_result(c)?,
        ])
    });
    read.unwrap()
}

#[test]
fn ten_thousand_requests_of_which_three_are_wrong_are_none_and_each_is_told() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let before = counts(&served);
    let mut items = many(10_000);
    items[17]["languages"] = json!({"中文": "N"});
    items[4_000]["urgency"] = json!("high");
    items[9_999]["district_id"] = json!("west");
    items[9_999]["windows"][0]["ends_at"] = json!("2026-11-01T09:00:00Z");
    let refused = clerk.post_once("/api/v1/requests/batch", "a", &json!({"items": items}));
    assert_eq!(refused.status, 422, "{}", refused.text);
    let errors = refused.json()["errors"].as_array().unwrap().clone();
    let pointers: Vec<&str> = errors
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        pointers,
        [
            "/items/17/languages/中文",
            "/items/4000/urgency",
            "/items/9999/district_id",
            "/items/9999/windows/0/ends_at",
            "/items/9999/windows/0/ends_at",
        ]
    );
    assert!(
        errors
            .iter()
            .all(|e| !e["detail"].as_str().unwrap().is_empty())
    );
    assert_eq!(counts(&served), before);
    // Corrected, all are there.
    let taken = clerk.post_once(
        "/api/v1/requests/batch",
        "a",
        &json!({"items": many(10_000)}),
    );
    assert_eq!(taken.status, 201, "{}", taken.text);
    let taken = taken.json()["items"].as_array().unwrap().clone();
    assert_eq!(counts(&served), before.map(|n| n + 10_000));
    // What is kept of it for a day: a hash, and the ids.
    let kept = served.store.read(|c| {
        let rows = creations::table.select((creations::fingerprint, creations::subject));
        Ok::<_, StoreError>(rows.load::<(String, String)>(c)?)
    });
    let kept = kept.unwrap();
    assert_eq!((kept.len(), kept[0].0.len()), (1, 64));
    assert!(kept[0].1.len() < 400_000, "{}", kept[0].1.len());
    let path = |n: usize| format!("/api/v1/requests/{}", taken[n]["id"].as_str().unwrap());
    let last = clerk.get(&path(9_999)).json();
    assert_eq!(
        (&last["contact"]["name"], &last["code"]),
        (&json!("林9999"), &taken[9_999]["code"])
    );
    let page = served.anybody().get(
        taken[0]["link"]
            .as_str()
            .unwrap()
            .strip_prefix(&served.base)
            .unwrap(),
    );
    assert!(
        page.text.contains(taken[0]["code"].as_str().unwrap()),
        "{}",
        page.text
    );
}

#[test]
fn what_is_sent_twice_under_a_key_is_taken_once_and_answered_alike() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let send = |key: &str, body: &Value| clerk.post_once("/api/v1/requests/batch", key, body);
    let before = counts(&served);
    let body = json!({"items": many(3)});
    let first = send("a", &body);
    assert_eq!(first.status, 201, "{}", first.text);
    let again = send("a", &body);
    assert_eq!(again.status, 201, "{}", again.text);
    let named = |answer: &Answer| -> Vec<(Value, Value)> {
        let items = answer.json()["items"].as_array().unwrap().clone();
        let named = items.iter().map(|i| (i["id"].clone(), i["code"].clone()));
        named.collect()
    };
    assert_eq!(named(&first), named(&again));
    let after = counts(&served);
    assert_eq!(after[0], before[0] + 3);
    assert_eq!(after[3], before[3] + 3);
    // Both links open, since only the hash of the first is known.
    for answer in [&first, &again] {
        let taken = &answer.json()["items"][2];
        let link = taken["link"].as_str().unwrap();
        let page = served
            .anybody()
            .get(link.strip_prefix(&served.base).unwrap());
        assert!(page.text.contains(taken["code"].as_str().unwrap()));
    }
    let other = send("a", &json!({"items": many(2)}));
    assert_eq!(
        (other.status, &other.json()["code"]),
        (422, &json!("idempotency-key-reused"))
    );
    let missing = clerk.post("/api/v1/requests/batch", &body);
    assert_eq!(
        (missing.status, &missing.json()["code"]),
        (400, &json!("idempotency-key-missing"))
    );
    // Another key, or another caller's, is another batch.
    assert_eq!(send("b", &body).status, 201);
    let coordinator = served.coordinator();
    assert_eq!(
        coordinator
            .post_once("/api/v1/requests/batch", "a", &body)
            .status,
        201
    );
    assert_eq!(counts(&served)[0], before[0] + 9);
}

#[test]
fn eight_who_send_the_same_at_once_are_answered_alike() {
    let served = with_slots();
    let before = counts(&served);
    let body = json!({"items": many(20)});
    let ids: Vec<Value> = std::thread::scope(|scope| {
        let send = || {
            let clerk = served.signed_in("clerk@example.org");
            let answer = clerk.post_once("/api/v1/requests/batch", "a", &body);
            assert_eq!(answer.status, 201, "{}", answer.text);
            answer.json()["items"][0]["id"].clone()
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(counts(&served)[0], before[0] + 20);
}

#[test]
fn too_many_none_and_what_is_no_list_are_told() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    for count in [0, 10_001] {
        let refused = clerk.post_once(
            "/api/v1/requests/batch",
            "a",
            &json!({"items": vec![json!({}); count]}),
        );
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(refused.json()["errors"][0]["pointer"], "/items");
    }
    let refused = clerk.post_once("/api/v1/requests/batch", "a", &json!([]));
    assert_eq!(refused.status, 400, "{}", refused.text);
    let evaluator = served.signed_in("evaluator@example.org");
    let refused = evaluator.post_once("/api/v1/requests/batch", "a", &json!({"items": many(1)}));
    assert_eq!(refused.status, 403, "{}", refused.text);
    let long = json!({"items": ["x".repeat(21 << 20)]});
    assert_eq!(
        clerk.post_once("/api/v1/requests/batch", "a", &long).status,
        413
    );
    // A single body may be longer than what the framework takes unasked.
    let mut new = request();
    new["contact"]["case_text"] = json!("长".repeat(150_000));
    assert_eq!(clerk.post("/api/v1/requests", &new).status, 201);
    new["contact"]["case_text"] = json!("长".repeat(400_000));
    assert_eq!(clerk.post("/api/v1/requests", &new).status, 413);
}
