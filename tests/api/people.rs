//! People whole: what belongs to them is read, added and changed with them, checked, and noted.

use serde_json::{Value, json};

use crate::served::slots::with_slots;
use crate::served::{Answer, Person};

const GU: &str = "/api/v1/people/gu";

fn changed(person: &Person, change: &Value) -> Answer {
    let etag = person.get(GU).header("etag").to_owned();
    person.patch(GU, Some(&etag), change)
}

fn pointers(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().unwrap().iter();
    errors
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect()
}

fn whole() -> Value {
    json!({
        "skills": ["labour"],
        "languages": [{"tag": "zh-hans", "speaks": "N"}, {"tag": "en", "speaks": "B2", "understands": "C1", "reads": "C2"}],
        "also_districts": ["west"], "avoids": ["station-west"], "prefers": ["station-east"],
        "qualifications": [
            {"kind": "licence", "number": " L-1 ", "issued_by": "司法局", "valid_from": "2024-01-01", "valid_until": "2027-01-01"},
            {"kind": "licence", "number": "L-2", "valid_from": "2027-01-02"}
        ],
        "practises_since": 2011, "position": "office"
    })
}

#[test]
fn what_belongs_to_a_person_is_changed_with_them_and_said_again() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let answer = changed(&coordinator, &whole());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let person = coordinator.get(GU).json();
    assert_eq!(person, answer.json());
    assert_eq!(
        person["languages"][0]["tag"], "en",
        "in one order: {person}"
    );
    assert_eq!(
        person["languages"][1],
        json!({"tag": "zh-Hans", "speaks": "N", "understands": null, "reads": null})
    );
    for name in [
        "skills",
        "also_districts",
        "avoids",
        "prefers",
        "practises_since",
        "position",
    ] {
        assert_eq!(person[name], whole()[name], "{name}");
    }
    let held = &person["qualifications"];
    assert_eq!(
        (&held[0]["number"], &held[1]["number"]),
        (&json!("L-1"), &json!("L-2"))
    );
    // What is left out stays, what is said again changes nothing else, and an empty list is nothing.
    let only = changed(
        &coordinator,
        &json!({"avoids": [], "languages": whole()["languages"]}),
    )
    .json();
    assert_eq!(only["avoids"], json!([]));
    for name in ["skills", "prefers", "qualifications"] {
        assert_eq!(only[name], person[name], "{name}");
    }
    let history = coordinator.get(&format!("{GU}/history?limit=1")).json();
    let latest = &history["items"][0];
    assert_eq!(latest["action"], "change_person", "{history}");
    let after = latest["after"].as_object().unwrap();
    let names: Vec<&str> = after.keys().map(String::as_str).collect();
    assert_eq!(names, ["revision", "stations"], "{history}");
    let listed = coordinator.get("/api/v1/people").json();
    let gu = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["id"] == "gu");
    assert_eq!(gu.unwrap()["skills"], json!(["labour"]));
}

#[test]
fn a_person_is_added_whole_and_once() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let mut new = whole();
    let row = json!({"district_id": "east", "pool_id": "adviser", "code": "A9", "name": "文", "email": "wen@example.org",
        "locale": "zh-Hans", "lat": 30.0, "lon": 120.0, "target": 2});
    new.as_object_mut()
        .unwrap()
        .extend(row.as_object().unwrap().clone());
    let added = coordinator.post_once("/api/v1/people", "k", &new);
    assert_eq!(added.status, 201, "{}", added.text);
    assert_eq!(added.json()["qualifications"][0]["number"], "L-1");
    let again = coordinator.post_once("/api/v1/people", "k", &new);
    assert_eq!((again.status, again.json()), (201, added.json()));
}

#[test]
fn what_is_wrong_with_what_belongs_to_a_person_is_told_with_its_place() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let licence = |number: &str| json!({"kind": "licence", "number": number});
    let amina = "/api/v1/people/amina";
    let etag = coordinator.get(amina).header("etag").to_owned();
    let given = coordinator.patch(
        amina,
        Some(&etag),
        &json!({"qualifications": [licence("L-7")]}),
    );
    assert_eq!(given.status, 200, "{}", given.text);
    let table = [
        (json!({"skills": ["labour", "none"]}), "/skills/1"),
        (json!({"also_districts": ["nowhere"]}), "/also_districts/0"),
        (json!({"prefers": ["none"]}), "/prefers/0"),
        (
            json!({"avoids": ["station-east"], "prefers": ["station-east"]}),
            "/prefers",
        ),
        (
            json!({"languages": [{"tag": "中文", "speaks": "N"}]}),
            "/languages/0/tag",
        ),
        (
            json!({"languages": [{"tag": "en", "speaks": "B2"}, {"tag": "EN", "speaks": "C1"}]}),
            "/languages/1/tag",
        ),
        (
            json!({"languages": [{"tag": "en", "speaks": "B3"}]}),
            "/languages/0/speaks",
        ),
        (
            json!({"languages": [{"tag": "en", "speaks": "B2", "reads": "much"}]}),
            "/languages/0/reads",
        ),
        (
            json!({"qualifications": [{"kind": "diploma", "number": "1"}]}),
            "/qualifications/0/kind",
        ),
        (
            json!({"qualifications": [licence("  ")]}),
            "/qualifications/0/number",
        ),
        (
            json!({"qualifications": [licence("L-7")]}),
            "/qualifications/0/number",
        ),
        (
            json!({"qualifications": [licence("L-8"), licence("L-8")]}),
            "/qualifications/1/number",
        ),
        (
            json!({"qualifications": [{"kind": "approval", "number": "1", "valid_from": "2027-01-02", "valid_until": "2027-01-01"}]}),
            "/qualifications/0/valid_until",
        ),
        (json!({"position": "street"}), "/position"),
        (json!({"practises_since": 1812}), "/practises_since"),
    ];
    for (change, pointer) in table {
        let answer = changed(&coordinator, &change);
        assert_eq!(answer.status, 422, "{change}: {}", answer.text);
        assert_eq!(pointers(&answer), [pointer], "{change}: {}", answer.text);
        assert!(!answer.text.contains("problem-place"), "{}", answer.text);
    }
}

/// The served month's adviser has duties on Tuesday 1 and 8 December, nine to half past eleven, and was asked for them.
fn tuesdays(from: &str, to: &str) -> Value {
    json!({"weekly": [{"weekday": 2, "from": from, "to": to, "first_date": "2026-11-02", "last_date": null}], "exceptions": []})
}

#[test]
fn a_change_of_times_that_breaks_a_published_duty_says_so_before_it_is_kept() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let path = format!("{GU}/availability");
    let say = |query: &str, times: &Value| {
        let etag = coordinator.get(&path).header("etag").to_owned();
        coordinator.put_seen(&format!("{path}{query}"), &etag, times)
    };
    let wide = say("", &tuesdays("08:30", "24:00"));
    assert_eq!(wide.status, 200, "{}", wide.text);
    let shown = coordinator.get(&path).json();
    assert_eq!(shown["weekly"][0]["to"], "24:00", "{shown}");
    let mut away = tuesdays("08:30", "24:00");
    away["exceptions"] = json!([{"kind": "away", "first_date": "2026-12-07", "last_date": "2026-12-09", "note": "休假"}]);
    for (breaking, dates) in [
        (tuesdays("09:30", "12:00"), vec!["2026-12-01", "2026-12-08"]),
        (away.clone(), vec!["2026-12-08"]),
    ] {
        let refused = say("", &breaking);
        let body = refused.json();
        assert_eq!(
            (refused.status, &body["code"]),
            (409, &json!("duties-broken")),
            "{body}"
        );
        let duties = body["duties"].as_array().unwrap();
        let told: Vec<&str> = duties.iter().map(|d| d["date"].as_str().unwrap()).collect();
        assert_eq!(told, dates, "{body}");
        assert_eq!(
            (&duties[0]["from"], &duties[0]["state"]),
            (&json!("09:00"), &json!("asked"))
        );
        assert_eq!(coordinator.get(&path).json(), shown, "nothing was kept");
    }
    let kept = say("?anyway=true", &away);
    assert_eq!(
        (kept.status, &kept.json()["exceptions"][0]["note"]),
        (200, &json!("休假"))
    );
    // What was broken already does not stand in the way of anything else.
    away["exceptions"][0]["first_date"] = json!("2026-12-06");
    assert_eq!(say("", &away).status, 200);
    let stale = coordinator.put_seen(&path, "\"1\"", &away);
    assert_eq!(stale.status, 412, "{}", stale.text);
}

#[test]
fn times_that_are_none_are_told_with_their_places() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let path = format!("{GU}/availability");
    let etag = coordinator.get(&path).header("etag").to_owned();
    let wrong = json!({
        "weekly": [
            {"weekday": 8, "from": "9:00", "to": "24:01", "every_weeks": 0, "first_date": "2026-11-02", "last_date": "2026-11-01"},
            {"weekday": 1, "from": "12:00", "to": "12:00", "first_date": "2026-11-02", "last_date": null}
        ],
        "exceptions": [
            {"kind": "ill", "first_date": "2026-12-07", "last_date": "2026-12-06"},
            {"kind": "extra", "first_date": "2026-12-07", "last_date": "2026-12-07", "from": "09:00"}
        ]
    });
    let answer = coordinator.put_seen(&path, &etag, &wrong);
    assert_eq!(answer.status, 422, "{}", answer.text);
    let mut told = pointers(&answer);
    told.sort();
    assert_eq!(
        told,
        [
            "/exceptions/0/kind",
            "/exceptions/0/last_date",
            "/exceptions/1/to",
            "/weekly/0/every_weeks",
            "/weekly/0/from",
            "/weekly/0/last_date",
            "/weekly/0/to",
            "/weekly/0/weekday",
            "/weekly/1/to",
        ]
    );
}
