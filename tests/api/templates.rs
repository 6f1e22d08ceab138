//! Demand templates over HTTP: added and changed whole, held against pool, station and calendar, and the dates on which they fall.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::slots::with_slots_and;
use crate::served::{Answer, Person, Served};

const TEMPLATES: &str = "/api/v1/demand-templates";

fn served() -> Served {
    with_slots_and(&[("ZHIBAN__JOBS__WORKERS", "0")])
}

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

fn new() -> Value {
    json!({
        "station_id": "station-east", "code": "east-sat", "name": "周末值班", "pool_id": "adviser", "min": 1, "ideal": 2, "weight": 5,
        "on_holiday": "move", "is_series": true, "holder_id": "gu", "first_date": "2026-12-01", "last_date": "2027-11-30",
        "slot_minutes": 30, "break_minutes": 15, "skills": ["labour"],
        "languages": [{"tag": "EN", "level": "B2"}],
        "options": [
            {"code": "sat", "rrule": "FREQ=MONTHLY;BYDAY=2SA", "from": "09:00", "to": "12:00"},
            {"code": "fri", "rrule": "FREQ=MONTHLY;BYDAY=-1FR", "from": "14:00", "to": "17:00"}
        ]
    })
}

fn with(changes: Value) -> Value {
    let mut body = new();
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn added(person: &Person) -> (String, Value) {
    let answer = person.post(TEMPLATES, &new());
    assert_eq!(answer.status, 201, "{}", answer.text);
    let body = answer.json();
    (
        format!("{TEMPLATES}/{}", body["id"].as_str().unwrap()),
        body,
    )
}

fn changed(person: &Person, path: &str, change: &Value) -> Answer {
    let etag = person.get(path).header("etag").to_owned();
    person.patch(path, Some(&etag), change)
}

/// Where everything that is wrong stands; each place says something.
fn pointers(answer: &Answer) -> (u16, Vec<String>) {
    let problem = answer.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let each = errors.iter().map(|error| {
        let said = error["detail"].as_str().unwrap_or_default();
        assert!(
            !said.is_empty() && !said.starts_with("problem-"),
            "{problem}"
        );
        error["pointer"].as_str().unwrap_or_default().to_owned()
    });
    (answer.status, each.collect())
}

fn at(places: &[&str]) -> (u16, Vec<String>) {
    (
        422,
        places.iter().map(|place| (*place).to_owned()).collect(),
    )
}

#[test]
fn a_template_is_added_with_all_that_belongs_to_it() {
    let served = served();
    let coordinator = served.coordinator();
    let (path, body) = added(&coordinator);
    for (name, value) in new().as_object().unwrap() {
        let expected = match name.as_str() {
            "languages" => json!([{"tag": "en", "level": "B2"}]),
            "options" => json!([value[1], value[0]]),
            _ => value.clone(),
        };
        assert_eq!(body[name], expected, "{name}");
    }
    assert_eq!(coordinator.get(&path).json(), body);
    let listed = coordinator.get(TEMPLATES).json();
    assert!(listed["items"].as_array().unwrap().contains(&body));
    // The code is its own in the city, also at another station.
    assert_eq!(coordinator.post(TEMPLATES, &new()).status, 409);
    let admin = served.administrator();
    let elsewhere = with(json!({"station_id": "station-west"}));
    assert_eq!(admin.post(TEMPLATES, &elsewhere).status, 409);
    // Sent twice under one key, it is added once.
    let once = with(json!({"code": "east-once"}));
    let first = coordinator.post_once(TEMPLATES, "k-1", &once);
    let second = coordinator.post_once(TEMPLATES, "k-1", &once);
    assert_eq!((first.status, second.status), (201, 201), "{}", second.text);
    assert_eq!(first.json()["id"], second.json()["id"]);
}

#[test]
fn what_is_wrong_with_a_template_is_told_by_its_place() {
    let served = served();
    execute(
        &served,
        "INSERT INTO pools (id, code, name, name_en, may_serve_alone, supervised_by, needs_licence, interprets, mediates, services)
            VALUES ('police', 'police', '民警', 'Police', TRUE, NULL, FALSE, FALSE, FALSE, 'publicity');
        UPDATE stations SET video = FALSE, opening_hours = 'Mo-Fr 09:00-17:00', services = 'advice publicity' WHERE id = 'station-east'",
    );
    let coordinator = served.coordinator();
    let odd = |changes: Value| pointers(&coordinator.post(TEMPLATES, &with(changes)));
    let option = |name: &str, value: &str| {
        let mut body = new();
        body["options"][0][name] = json!(value);
        pointers(&coordinator.post(TEMPLATES, &body))
    };
    // The second Saturday is not within the hours.
    assert_eq!(odd(json!({})), at(&["/options/0/from"]));
    let weekday = |changes: Value| {
        let mut body = with(changes);
        body["options"][0]["rrule"] = json!("FREQ=WEEKLY;BYDAY=TU");
        pointers(&coordinator.post(TEMPLATES, &body))
    };
    assert_eq!(weekday(json!({"by_video": true})), at(&["/by_video"]));
    assert_eq!(weekday(json!({"pool_id": "x"})).1[0], "/pool_id");
    assert_eq!(weekday(json!({"holder_id": "nobody"})), at(&["/holder_id"]));
    // Somebody of another pool than is asked for.
    assert_eq!(weekday(json!({"pool_id": "police"})), at(&["/holder_id"]));
    let of_police = json!({"pool_id": "police", "holder_id": null, "service": "advice"});
    assert_eq!(weekday(of_police), at(&["/service"]));
    assert_eq!(weekday(json!({"service": "drafting"})), at(&["/service"]));
    assert_eq!(
        weekday(json!({"supervised_by": "adviser"})),
        at(&["/supervised_by"])
    );
    assert_eq!(weekday(json!({"min": 3})), at(&["/ideal"]));
    assert_eq!(weekday(json!({"min": 0, "ideal": 0})), at(&["/ideal"]));
    assert_eq!(
        weekday(json!({"last_date": "2026-11-01"})),
        at(&["/last_date"])
    );
    assert_eq!(weekday(json!({"slot_minutes": 2})), at(&["/slot_minutes"]));
    assert_eq!(
        weekday(json!({"slot_minutes": null})),
        at(&["/break_minutes"])
    );
    assert_eq!(weekday(json!({"code": "a b"})), at(&["/code"]));
    assert_eq!(
        weekday(json!({"skills": ["labour", "law"]})),
        at(&["/skills/1"])
    );
    assert_eq!(
        weekday(json!({"any_skills": ["labour"]})),
        at(&["/any_skills"])
    );
    let languages = json!([{"tag": "en", "level": "B9"}, {"tag": "en", "level": "B1"}]);
    assert_eq!(
        weekday(json!({ "languages": languages })),
        at(&["/languages/0/level", "/languages/1/tag"])
    );
    assert_eq!(odd(json!({"options": []})), at(&["/options"]));
    assert_eq!(option("rrule", "every Tuesday"), at(&["/options/0/rrule"]));
    assert_eq!(
        option("rrule", "FREQ=DAILY;BYHOUR=9"),
        at(&["/options/0/rrule"])
    );
    assert_eq!(option("from", "9:00"), at(&["/options/0/from"]));
    assert_eq!(option("to", "08:00"), at(&["/options/0/to"]));
    assert_eq!(option("code", "fri"), at(&["/options/1/code"]));
    assert_eq!(weekday(json!({"station_id": "station-west"})).0, 404);
    assert_eq!(weekday(json!({})).0, 201);
}

#[test]
fn an_option_that_is_not_named_any_more_falls_no_more_and_comes_back_as_itself() {
    let served = served();
    let coordinator = served.coordinator();
    let (path, body) = added(&coordinator);
    let one = json!({"options": [body["options"][0]], "skills": [], "any_skills": ["labour"], "holder_id": null, "last_date": null});
    let answer = changed(&coordinator, &path, &one);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let then = answer.json();
    assert_eq!(then["options"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&then["skills"], &then["any_skills"]),
        (&json!([]), &json!(["labour"]))
    );
    assert_eq!(
        (&then["holder_id"], &then["last_date"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        then["languages"], body["languages"],
        "what is left out stays"
    );
    let both = json!({"options": body["options"], "skills": ["labour"], "any_skills": []});
    let again = changed(&coordinator, &path, &both);
    assert_eq!(again.json()["options"], body["options"], "{}", again.text);
    // The trail has each change whole.
    let noted = coordinator.get(&format!("{path}/history")).json();
    let of_second = &noted["items"][1];
    assert_eq!(of_second["action"], "change_demand-template", "{noted}");
    assert_eq!(of_second["after"]["holder_id"], Value::Null);
    let options = of_second["after"]["options"].as_array().unwrap();
    assert_eq!(
        options
            .iter()
            .filter(|o| o["active"] == json!(false))
            .count(),
        1
    );
    // Nothing changes without the ETag, or with an old one.
    assert_eq!(coordinator.patch(&path, None, &both).status, 428);
    assert_eq!(coordinator.patch(&path, Some("\"1\""), &both).status, 412);
}

#[test]
fn the_dates_of_a_month_are_told_in_words_with_holidays_and_closures() {
    let served = served();
    execute(
        &served,
        "INSERT INTO holidays (country, date, name, name_en, kind, statutory, provisional) VALUES
            ('CN', '2027-02-26', '假日', 'A holiday', 'off', TRUE, FALSE);
        INSERT INTO station_closures VALUES ('station-east', '2027-02-13', '2027-02-13', '')",
    );
    let coordinator = served.coordinator();
    let (path, _) = added(&coordinator);
    let dates = |person: &Person| person.get(&format!("{path}/dates?month=2027-02")).json();
    let english = dates(&served.coordinator().with("accept-language", "en"));
    assert_eq!(
        english,
        json!({"month": "2027-02", "options": [
            {"code": "fri", "in_words": "the last Friday of each month", "dates": [
                // The next working day would be a Monday of March.
            ]},
            {"code": "sat", "in_words": "the second Saturday of each month", "dates": [
                {"date": "2027-02-13", "moved_from": null, "closed": true}
            ]}
        ]})
    );
    let chinese = dates(&served.coordinator().with("accept-language", "zh-CN"));
    assert_eq!(chinese["options"][1]["in_words"], "每月第二个周六");
    let march = coordinator
        .get(&format!("{path}/dates?month=2027-03"))
        .json();
    assert_eq!(
        march["options"][0]["dates"][0],
        json!({"date": "2027-03-01", "moved_from": "2027-02-26", "closed": false})
    );
    let odd = coordinator.get(&format!("{path}/dates?month=2027"));
    assert_eq!(odd.status, 422);
    assert_eq!(
        odd.json()["errors"][0]["parameter"],
        "month",
        "{}",
        odd.text
    );
}
