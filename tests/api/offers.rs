//! Instant offers over HTTP: what is shown is held, what is taken is booked once, and who is shown nothing is told why.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::slots::{request, take, with_slots, with_slots_and};
use crate::served::{Person, Served};

fn offers_of(person: &Person, request: &Value) -> Value {
    let path = format!(
        "/api/v1/requests/{}/offers",
        request["id"].as_str().unwrap()
    );
    let answer = person.get(&path);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn starts(offers: &Value) -> Vec<&str> {
    let items = offers["items"].as_array().unwrap().iter();
    items.map(|o| o["starts_at"].as_str().unwrap()).collect()
}

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// A resident who speaks French, whom the adviser `gu` does not understand.
fn french(person: &Person) -> Value {
    let mut french = request();
    french["languages"] = json!({"fr": "N"});
    let taken = person.post("/api/v1/requests", &french);
    assert_eq!(taken.status, 201, "{}", taken.text);
    taken.json()
}

const EARLY: &str = "2026-11-20T12:50:00Z";
const LATE: &str = "2026-11-20T14:30:00Z";

#[test]
fn what_one_resident_is_shown_is_held_and_nobody_else_sees_it() {
    let served = with_slots();
    let english = served.coordinator().with("accept-language", "en");
    let (first, second) = (take(&english), take(&english));
    let offers = offers_of(&english, &first);
    assert_eq!(starts(&offers), [EARLY, LATE]);
    let best = &offers["items"][0];
    assert_eq!(
        (
            &best["local_start"],
            &best["time_zone"],
            &best["adviser"]["name"],
            &best["station"]["id"]
        ),
        (
            &json!("2026-11-20T20:50"),
            &json!("Asia/Shanghai"),
            &json!("顾一鸣"),
            &json!("station-east")
        )
    );
    assert_eq!(
        (&best["interpreter"], &best["km"]),
        (&Value::Null, &json!(0.0))
    );
    let why = best["why"].as_str().unwrap();
    assert_eq!(
        why,
        "Speaks Chinese with you. The earliest of these. At the station where you are."
    );
    // Asked again, it is the same and no more is held.
    assert_eq!(offers_of(&english, &first), offers);
    let other = offers_of(&english, &second);
    assert_eq!(
        (starts(&other), &other["waiting"]["code"]),
        (vec![], &json!("all_taken"))
    );
}

#[test]
fn an_offer_is_booked_once_and_the_others_are_free_again() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let (first, second) = (take(&clerk), take(&clerk));
    let offers = offers_of(&clerk, &first);
    let body = json!({"offer_id": offers["items"][1]["id"]});
    let without = clerk.post("/api/v1/appointments", &body);
    assert_eq!(
        (without.status, &without.json()["code"]),
        (400, &json!("idempotency-key-missing"))
    );
    let booked = clerk.post_once("/api/v1/appointments", "k1", &body);
    assert_eq!(booked.status, 201, "{}", booked.text);
    let appointment = booked.json();
    assert_eq!(
        (
            &appointment["starts_at"],
            &appointment["state"],
            &appointment["code"]
        ),
        (&json!(LATE), &json!("booked"), &first["code"])
    );
    let place = format!(
        "/api/v1/appointments/{}",
        appointment["id"].as_str().unwrap()
    );
    assert_eq!(booked.header("location"), place);
    let again = clerk.post_once("/api/v1/appointments", "k1", &body);
    assert_eq!((again.status, again.json()), (201, appointment));
    let other = offers_of(&clerk, &second);
    assert_eq!(starts(&other), [EARLY]);
    let reused = json!({"offer_id": other["items"][0]["id"]});
    let reused = clerk.post_once("/api/v1/appointments", "k1", &reused);
    assert_eq!(
        (reused.status, &reused.json()["code"]),
        (422, &json!("idempotency-key-reused"))
    );
    let twice = clerk.post_once("/api/v1/appointments", "k2", &body);
    assert_eq!(
        (twice.status, &twice.json()["code"]),
        (409, &json!("request-booked"))
    );
    let gone = clerk.post_once("/api/v1/appointments", "k3", &json!({"offer_id": "none"}));
    assert_eq!(
        (gone.status, &gone.json()["code"]),
        (410, &json!("offer-gone"))
    );
    let own = format!("/api/v1/requests/{}", first["id"].as_str().unwrap());
    assert_eq!(clerk.get(&own).json()["state"], "booked");
}

/// Books the offer that is the best but `place` for a request.
fn booked(person: &Person, key: &str, request: &Value, place: usize) -> Value {
    let offers = offers_of(person, request);
    let body = json!({"offer_id": offers["items"][place]["id"]});
    let booked = person.post_once("/api/v1/appointments", key, &body);
    assert_eq!(booked.status, 201, "{}", booked.text);
    booked.json()
}

#[test]
fn an_appointment_moves_to_a_time_that_is_offered_and_its_own_is_free_again() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let (first, second) = (take(&clerk), take(&clerk));
    let early = booked(&clerk, "k1", &first, 0);
    let offers = offers_of(&clerk, &first);
    assert_eq!(starts(&offers), [LATE], "its own time is none to move to");
    let body = json!({"offer_id": offers["items"][0]["id"], "instead_of": early["id"]});
    let moved = clerk.post_once("/api/v1/appointments", "k2", &body);
    assert_eq!(moved.status, 201, "{}", moved.text);
    let late = moved.json();
    assert_eq!(
        (&late["starts_at"], &late["state"], &late["code"]),
        (&json!(LATE), &json!("booked"), &first["code"])
    );
    assert_ne!(late["id"], early["id"]);
    let place = |of: &Value| format!("/api/v1/appointments/{}", of["id"].as_str().unwrap());
    assert_eq!(clerk.get(&place(&early)).json()["state"], "moved");
    let again = clerk.post_once("/api/v1/appointments", "k2", &body);
    assert_eq!((again.status, again.json()), (201, late.clone()));
    assert_eq!(starts(&offers_of(&clerk, &second)), [EARLY]);
    let taken = booked(&clerk, "k3", &second, 0);
    assert_eq!(taken["starts_at"], EARLY);
    let own = format!("/api/v1/requests/{}", first["id"].as_str().unwrap());
    assert_eq!(clerk.get(&own).json()["state"], "booked");
}

#[test]
fn what_cannot_move_stays() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let (first, second) = (take(&clerk), take(&clerk));
    let early = booked(&clerk, "k1", &first, 0);
    let offers = offers_of(&clerk, &first);
    let moves = |key: &str, before: &Value| {
        let body = json!({"offer_id": offers["items"][0]["id"], "instead_of": before});
        let answer = clerk.post_once("/api/v1/appointments", key, &body);
        (answer.status, answer.json()["code"].clone())
    };
    let over = (409, json!("appointment-over"));
    assert_eq!(moves("k2", &json!("none")), over);
    // Not named, nothing moves.
    assert_eq!(moves("k3", &Value::Null), (409, json!("request-booked")));
    // Another resident's is not given up for it.
    execute(
        &served,
        "INSERT INTO slots VALUES ('slot-3', NULL, 'gu', 'station-east', '2026-11-20 15:30:00', '2026-11-20 16:00:00', 'open');",
    );
    let foreign = booked(&clerk, "k4", &second, 0);
    assert_eq!(moves("k5", &foreign["id"]), over);
    // What has begun has been attended or missed.
    execute(
        &served,
        "UPDATE slots SET starts_at = '2026-11-19 00:00:00' WHERE starts_at = '2026-11-20 12:50:00';",
    );
    assert_eq!(moves("k6", &early["id"]), (409, json!("appointment-begun")));
    let place = format!("/api/v1/requests/{}/offers", first["id"].as_str().unwrap());
    let answer = clerk.get(&place);
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (409, &json!("appointment-begun"))
    );
    execute(&served, "UPDATE requests SET state = 'closed';");
    let answer = clerk.get(&place);
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (409, &json!("request-closed"))
    );
    assert_eq!(moves("k7", &early["id"]), (409, json!("request-closed")));
}

#[test]
fn whose_offer_it_is_decides_who_may_see_and_book_it() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = take(&coordinator);
    let offers = offers_of(&coordinator, &taken);
    let path = format!("/api/v1/requests/{}/offers", taken["id"].as_str().unwrap());
    let body = json!({"offer_id": offers["items"][0]["id"]});
    for (who, seen, booked) in [
        // To them the offer is one that never was.
        ("west@example.org", 404, 410),
        ("evaluator@example.org", 403, 403),
    ] {
        let person = served.signed_in(who);
        assert_eq!(person.get(&path).status, seen, "{who}");
        let answer = person.post_once("/api/v1/appointments", "k", &body);
        assert_eq!(answer.status, booked, "{who}");
    }
    assert_eq!(served.anybody().get(&path).status, 401);
}

#[test]
fn an_offer_that_somebody_else_took_after_its_time_is_answered_with_what_is_free() {
    let served = with_slots_and(&[("ZHIBAN__MATCHING__HOLD_SECONDS", "0")]);
    let coordinator = served.coordinator();
    let (first, second) = (take(&coordinator), take(&coordinator));
    let (one, other) = (
        offers_of(&coordinator, &first),
        offers_of(&coordinator, &second),
    );
    assert_eq!(
        (starts(&one), starts(&other)),
        (vec![EARLY, LATE], vec![EARLY, LATE])
    );
    let book = |key: &str, offers: &Value| {
        let body = json!({"offer_id": offers["items"][0]["id"]});
        coordinator.post_once("/api/v1/appointments", key, &body)
    };
    assert_eq!(book("a", &one).status, 201);
    let lost = book("b", &other);
    assert_eq!(
        (lost.status, &lost.json()["code"]),
        (409, &json!("offer-taken"))
    );
    let instead = lost.json()["offers"].clone();
    assert_eq!(starts(&instead), [LATE]);
    assert_eq!(book("c", &instead).status, 201);
}

#[test]
fn who_is_shown_nothing_is_told_why_and_what_would_help() {
    let served = with_slots();
    let english = served.coordinator().with("accept-language", "en");
    let waiting = offers_of(&english, &french(&english));
    assert_eq!(starts(&waiting), Vec::<&str>::new());
    let waiting = &waiting["waiting"];
    assert_eq!(waiting["code"], "no_language");
    let codes: Vec<&Value> = waiting["wider"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| &w["code"])
        .collect();
    assert_eq!(codes, ["own_interpreter"]);
    let reason = waiting["reason"].as_str().unwrap();
    assert!(reason.contains("speaks your language"), "{reason}");
    let mut far = request();
    far["station_id"] = Value::Null;
    (far["lat"], far["lon"], far["max_km"]) = (json!(31.0), json!(120.0), json!(5.0));
    let taken = english.post("/api/v1/requests", &far);
    assert_eq!(taken.status, 201, "{}", taken.text);
    let waiting = offers_of(&english, &taken.json())["waiting"].clone();
    assert_eq!(
        (&waiting["code"], &waiting["wider"][0]["code"]),
        (&json!("no_place"), &json!("further"))
    );
}

/// The interpreter who is there can help one at a time, and what an offer holds of their time is held too.
#[test]
fn an_interpreter_is_offered_with_the_adviser_and_held_with_the_offer() {
    let served = with_slots();
    execute(
        &served,
        "INSERT INTO person_languages (person_id, tag, level) VALUES ('amina', 'fr', 'N'), ('amina', 'zh-Hans', 'C1');
         INSERT INTO shifts VALUES ('shift-1', NULL, 'amina', NULL, '2026-11-20 12:00:00', '2026-11-20 13:30:00', 'open');",
    );
    let english = served.coordinator().with("accept-language", "en");
    let resident = french(&english);
    let offers = offers_of(&english, &resident);
    assert_eq!(starts(&offers), [EARLY]);
    let why = offers["items"][0]["why"].as_str().unwrap();
    assert!(why.contains("interprets between you in French."), "{why}");
    let body = json!({"offer_id": offers["items"][0]["id"]});
    let booked = english.post_once("/api/v1/appointments", "k", &body);
    assert_eq!(
        (booked.status, &booked.json()["interpreter_id"]),
        (201, &json!("amina"))
    );
    let other = offers_of(&english, &french(&english));
    assert_eq!(starts(&other), Vec::<&str>::new());
}

#[test]
fn two_advisers_at_the_same_time_are_not_both_offered_with_the_one_interpreter() {
    let served = with_slots();
    execute(
        &served,
        "INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) SELECT 'bo', district_id, pool_id, 'bo', '柏舟', 'bo@example.org', phone, locale, lat, lon, max_km, max_day,
            max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm FROM people WHERE id = 'gu';
         INSERT INTO person_skills VALUES ('bo', 'labour');
         INSERT INTO person_languages (person_id, tag, level) VALUES ('bo', 'zh-Hans', 'N'), ('amina', 'fr', 'N'), ('amina', 'zh-Hans', 'C1');
         INSERT INTO slots VALUES ('slot-3', NULL, 'bo', 'station-west', '2026-11-20 13:00:00', '2026-11-20 13:30:00', 'open');
         INSERT INTO shifts VALUES ('shift-1', NULL, 'amina', NULL, '2026-11-20 12:00:00', '2026-11-20 14:00:00', 'open');",
    );
    let coordinator = served.coordinator();
    let offers = offers_of(&coordinator, &french(&coordinator));
    assert_eq!(starts(&offers), [EARLY]);
}

#[test]
fn two_advisers_at_a_station_with_one_room_are_not_offered_at_the_same_time() {
    let served = with_slots();
    execute(
        &served,
        "INSERT INTO person_skills VALUES ('amina', 'labour');
         INSERT INTO person_languages (person_id, tag, level) VALUES ('amina', 'zh-Hans', 'N');
         INSERT INTO slots VALUES ('slot-3', NULL, 'amina', 'station-east', '2026-11-20 13:00:00', '2026-11-20 13:30:00', 'open');",
    );
    let coordinator = served.coordinator();
    let offers = offers_of(&coordinator, &take(&coordinator));
    assert_eq!(starts(&offers), [EARLY, LATE]);
    execute(
        &served,
        "UPDATE stations SET rooms = 2; DELETE FROM offers;",
    );
    let offers = offers_of(&coordinator, &take(&coordinator));
    assert_eq!(starts(&offers), [EARLY, "2026-11-20T13:00:00Z", LATE]);
}

#[test]
fn a_cancelled_time_is_offered_to_the_next_at_once() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let first = take(&coordinator);
    let offers = offers_of(&coordinator, &first);
    let body = json!({"offer_id": offers["items"][0]["id"]});
    let booked = coordinator
        .post_once("/api/v1/appointments", "k", &body)
        .json();
    let path = format!("/api/v1/appointments/{}", booked["id"].as_str().unwrap());
    let cancelled = coordinator.patch(
        &path,
        Some("\"1\""),
        &json!({"state": "cancelled", "wants_another": true}),
    );
    assert_eq!(
        (cancelled.status, &cancelled.json()["state"]),
        (200, &json!("cancelled"))
    );
    let own = format!("/api/v1/requests/{}", first["id"].as_str().unwrap());
    assert!(
        ["waiting", "booked"].contains(&coordinator.get(&own).json()["state"].as_str().unwrap())
    );
    let other = served.coordinator();
    let second = take(&other);
    // The waiting list is matched anew meanwhile, and may give the first resident one of both times.
    let free = offers_of(&other, &second);
    assert!(!starts(&free).is_empty(), "{free}");
}
