//! Who came is asked how it was, once and by letter only; what they said is told by station and language, in groups.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::store::schema::{links, messages};
use zhiban::store::{StoreError, messages as letters};

use crate::served::slots::{request, with_slots};
use crate::served::{Person, Served, context};

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// Takes a request, books its best time and marks it. Gives the appointment.
fn marked(person: &Person, request: &Value, state: &str) -> Value {
    let taken = person.post("/api/v1/requests", request);
    assert_eq!(taken.status, 201, "{}", taken.text);
    let taken = taken.json();
    let id = taken["id"].as_str().unwrap();
    let offers = person.get(&format!("/api/v1/requests/{id}/offers")).json();
    let body = json!({"offer_id": offers["items"][0]["id"]});
    let booked = person.post_once("/api/v1/appointments", id, &body).json();
    let path = format!("/api/v1/appointments/{}", booked["id"].as_str().unwrap());
    let marked = person.patch(&path, Some("\"1\""), &json!({"state": state}));
    assert_eq!(marked.status, 200, "{}", marked.text);
    marked.json()
}

/// Kinds of the letters about a request, and subjects and ends of the links to ratings.
fn asked(
    served: &Served,
    appointment: &Value,
) -> (Vec<String>, Vec<(String, chrono::NaiveDateTime)>) {
    let request = appointment["request_id"].as_str().unwrap();
    let read = served.store.read(|c| {
        let kinds = messages::table
            .filter(messages::request_id.eq(request))
            .order(messages::id)
            .select(messages::kind);
        let own = links::table
            .filter(links::purpose.eq("rating"))
            .select((links::subject_id, links::expires_at));
        Ok::<_, StoreError>((kinds.load(c)?, own.load(c)?))
    });
    read.unwrap()
}

#[test]
fn who_came_is_asked_once_by_a_link_of_thirty_days() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let appointment = marked(&clerk, &request(), "attended");
    let (kinds, links) = asked(&served, &appointment);
    assert_eq!(kinds, ["appointment_confirmed", "please_rate"]);
    let [(subject, ends)] = links.as_slice() else {
        panic!("{links:?}")
    };
    assert_eq!(subject, appointment["id"].as_str().unwrap());
    let days = (*ends - context().instant()).num_hours();
    assert!((719..=720).contains(&days), "{ends}");
}

#[test]
fn nobody_telephones_for_a_rating() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let mut without = request();
    without["contact"]["email"] = json!("");
    let appointment = marked(&clerk, &without, "attended");
    let (kinds, links) = asked(&served, &appointment);
    assert_eq!(
        (kinds, links.len()),
        (vec!["appointment_confirmed".to_owned()], 0)
    );
}

#[test]
fn nobody_telephones_for_a_rating_whose_address_does_not_take_it() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let other = marked(&clerk, &request(), "attended");
    let id = other["request_id"].as_str().unwrap().to_owned();
    execute(
        &served,
        "UPDATE messages SET state = 'parked' WHERE kind = 'please_rate';",
    );
    let parked = served.store.read(|c| letters::parked_of(c, &[id])).unwrap();
    assert_eq!(parked, Vec::<String>::new());
}

#[test]
fn who_did_not_come_is_not_asked() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let taken = clerk.post("/api/v1/requests", &request()).json();
    let id = taken["id"].as_str().unwrap();
    let offers = clerk.get(&format!("/api/v1/requests/{id}/offers")).json();
    let body = json!({"offer_id": offers["items"][0]["id"]});
    let booked = clerk.post_once("/api/v1/appointments", id, &body).json();
    execute(
        &served,
        "UPDATE slots SET starts_at = '2026-11-20 11:00:00' WHERE id = 'slot-1';",
    );
    let path = format!("/api/v1/appointments/{}", booked["id"].as_str().unwrap());
    let missed = clerk.patch(&path, Some("\"1\""), &json!({"state": "missed"}));
    assert_eq!(missed.status, 200, "{}", missed.text);
    let (kinds, links) = asked(&served, &missed.json());
    assert_eq!(
        (kinds, links.len()),
        (vec!["appointment_confirmed".to_owned()], 0)
    );
}

/// Visits at a station in French, from a number on, with their answers.
fn rated(served: &Served, from: usize, answers: &[i32]) {
    for (n, answer) in (from..).zip(answers) {
        let id = format!("visit-{n}");
        execute(
            served,
            &format!(
                "INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, max_km, in_person, video, urgency, state, created_at, revision, word_by, reach, follows_id, with_adviser_id, mediators) VALUES ('{id}', 'east', '{id}', 'labour', 'en', '', 30, 120, NULL, true, false, 1, 'closed',
                     '2026-10-20 12:00:00', 1, '2030-01-01 00:00:00', 'resident', NULL, NULL, 0);
                 INSERT INTO request_languages VALUES ('{id}', 'fr', 'N');
                 INSERT INTO slots VALUES ('{id}', NULL, 'gu', 'station-east', '2026-10-20 01:{n:02}:00', '2026-10-20 02:00:00', 'booked');
                 INSERT INTO appointments (id, request_id, slot_id, shift_id, state, booked_at, revision, mediator_slot_id, second_mediator_slot_id) VALUES ('{id}', '{id}', '{id}', NULL, 'attended', '2026-10-20 00:00:00', 2, NULL, NULL);
                 INSERT INTO ratings VALUES ('{id}', {answer}, 5, '2026-10-21 00:{n:02}:00');"
            ),
        );
    }
}

fn only_row(person: &Person) -> Value {
    let answer = person.get("/api/v1/ratings");
    assert_eq!(answer.status, 200, "{}", answer.text);
    let rows = answer.json()["items"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    rows[0].clone()
}

#[test]
fn fewer_than_five_answers_are_counted_and_not_told() {
    let served = with_slots();
    let evaluator = served.signed_in("evaluator@example.org");
    rated(&served, 0, &[1, 2, 3, 4]);
    assert_eq!(
        only_row(&evaluator),
        json!({
            "quarter": "2026-Q4", "first_date": "2026-10-01", "district_id": "east", "station_id": "station-east", "language": "fr",
            "count": 4, "told": 0, "helped": null, "understood": null
        })
    );
    rated(&served, 4, &[5]);
    let five = only_row(&evaluator);
    assert_eq!(
        (&five["count"], &five["helped"], &five["understood"]),
        (
            &json!(5),
            &json!({"mean": 3.0, "answers": [1, 1, 1, 1, 1]}),
            &json!({"mean": 5.0, "answers": [0, 0, 0, 0, 5]})
        )
    );
    // Who looks again after one more visit does not learn what was said in it: not before there are five more.
    for (n, told) in [(5, 5), (6, 5), (7, 5), (8, 5), (9, 10)] {
        rated(&served, n, &[1]);
        let row = only_row(&evaluator);
        assert_eq!(row["told"], told, "{row}");
        assert_eq!(row["helped"] == five["helped"], told == 5, "{row}");
    }
}

#[test]
fn whole_quarters_are_told_whatever_dates_are_asked_for() {
    let served = with_slots();
    let evaluator = served.signed_in("evaluator@example.org");
    rated(&served, 0, &[1, 2, 3, 4, 5, 5]);
    let row = only_row(&evaluator);
    let rows = |query: &str| {
        let answer = evaluator.get(&format!("/api/v1/ratings?{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["items"].clone()
    };
    for query in [
        "from=2026-10-20&to=2026-10-20",
        "from=2026-12-31",
        "from=2025-01-01&to=2026-10-01",
        "district=east",
    ] {
        assert_eq!(rows(query), json!([row]), "{query}");
    }
    for query in [
        "to=2026-09-30",
        "to=2500-01-01",
        "from=2027-01-01",
        "district=west",
    ] {
        assert_eq!(rows(query), json!([]), "{query}");
    }
}

#[test]
fn results_come_in_pages_in_one_order() {
    let served = with_slots();
    let evaluator = served.signed_in("evaluator@example.org");
    rated(&served, 0, &[1, 2, 3, 4, 5]);
    for (n, tag) in ["sw", "ar", "en", "am"].iter().enumerate() {
        execute(
            &served,
            &format!("UPDATE request_languages SET tag = '{tag}' WHERE request_id = 'visit-{n}'"),
        );
    }
    let page = |query: &str| {
        let answer = evaluator.get(&format!("/api/v1/ratings?{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    };
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let some = page(&format!("limit=2{after}"));
        let items = some["items"].as_array().unwrap().clone();
        assert!((1..=2).contains(&items.len()), "{some}");
        seen.extend(items.iter().map(|row| row["language"].clone()));
        match some["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["am", "ar", "en", "fr", "sw"]);
    assert_eq!(page("")["next"], Value::Null);
    assert_eq!(evaluator.get("/api/v1/ratings?limit=0").status, 422);
}

#[test]
fn results_are_of_the_own_districts_and_wrong_dates_are_told() {
    let served = with_slots();
    rated(&served, 0, &[1, 2, 3, 4, 5]);
    assert_eq!(served.anybody().get("/api/v1/ratings").status, 401);
    let west = served.signed_in("west@example.org");
    assert_eq!(west.get("/api/v1/ratings").json()["items"], json!([]));
    assert_eq!(west.get("/api/v1/ratings?district=east").status, 404);
    only_row(&served.signed_in("clerk@example.org"));
    let evaluator = served.signed_in("evaluator@example.org");
    for (query, status, place) in [
        ("from=2026-12-01&to=2026-11-01", 422, "to"),
        ("from=0001-01-01", 422, "from"),
        ("to=3000-01-01", 422, "to"),
        ("from=2001-01-01", 422, "from"),
        ("from=yesterday", 400, ""),
    ] {
        let answer = evaluator.get(&format!("/api/v1/ratings?{query}"));
        assert_eq!(answer.status, status, "{query}: {}", answer.text);
        assert_eq!(
            answer.json()["errors"][0]["parameter"],
            place,
            "{query}: {}",
            answer.text
        );
    }
}
