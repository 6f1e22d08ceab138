//! A district's calendar over HTTP: said whole, wrong entries told by their places, taken into account by a template's dates.

use serde_json::{Value, json};

use crate::served::month;
use crate::served::{Answer, Person, Served};

const CALENDAR: &str = "/api/v1/districts/east/calendar";

fn served() -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write_kept(&served);
    served
}

fn said(person: &Person, days: &Value) -> Answer {
    let etag = person.get(CALENDAR).header("etag").to_owned();
    person.put_seen(CALENDAR, &etag, &json!({ "days": days }))
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
fn a_coordinator_says_the_districts_calendar_and_its_duties_fall_by_it() {
    let served = served();
    let coordinator = served.coordinator();
    let days = json!([
        {"kind": "festival", "first_date": "2026-12-08", "last_date": "2026-12-09", "name": "阔时节", "name_en": "Kuoshi", "pools": []},
        {"kind": "pool-away", "first_date": "2026-12-14", "last_date": "2027-01-20", "name": "考试周", "name_en": "Exams", "pools": ["adviser"]},
    ]);
    let kept = said(&coordinator, &days);
    assert_eq!(
        (kept.status, &kept.json()["days"]),
        (200, &days),
        "{}",
        kept.text
    );
    assert_eq!(
        served
            .signed_in("evaluator@example.org")
            .get(CALENDAR)
            .json(),
        kept.json()
    );
    let dates = coordinator.get("/api/v1/demand-templates/template/dates?month=2026-12");
    assert!(
        !dates.text.contains("2026-12-08") && dates.text.contains("2026-12-01"),
        "{}",
        dates.text
    );
    let noted = coordinator.get("/api/v1/districts/east/history").json();
    let after = &noted["items"][0]["after"]["calendar"];
    assert_eq!(
        (&after[0]["kind"], &after[1]["pools"]),
        (&json!("festival"), &json!("adviser")),
        "{noted}"
    );
    let new = json!({"district_id": "east", "month": month::MONTH});
    let roster = coordinator.post("/api/v1/rosters", &new).json();
    let duties = coordinator
        .get(&format!(
            "/api/v1/rosters/{}/duties",
            roster["id"].as_str().unwrap()
        ))
        .json();
    assert_eq!(duties["items"].as_array().unwrap().len(), 4, "{duties}");
    assert_eq!(
        coordinator
            .put_seen(CALENDAR, "\"1\"", &json!({"days": []}))
            .status,
        412
    );
    assert_eq!(
        coordinator.put_json(CALENDAR, &json!({"days": []})).status,
        428
    );
}

#[test]
fn what_is_wrong_with_a_calendar_is_told_by_its_place() {
    let served = served();
    let coordinator = served.coordinator();
    let day = |kind: &str, first: &str, last: &str, pools: Value| json!({"kind": kind, "first_date": first, "last_date": last, "name": "节", "pools": pools});
    let odd = json!([
        day("feast", "2026-12-08", "2026-12-09", json!([])),
        day("working", "2026-12-09", "2026-12-07", json!(["adviser"])),
        day("pool-away", "2026-01-01", "2027-02-01", json!(["adviser", "pilots"])),
        day("pool-away", "2026-01-01", "2026-02-01", json!([])),
        day("festival", "2026-12-09", "2026-12-12", json!([])),
        {"kind": "working", "first_date": "2026-12-12", "last_date": "2026-12-12", "name": " "},
    ]);
    let at = |n: usize, name: &str| format!("/days/{n}/{name}");
    assert_eq!(
        pointers(&said(&coordinator, &odd)),
        [
            at(0, "kind"),
            at(1, "last_date"),
            at(1, "pools"),
            at(2, "last_date"),
            at(2, "pools/1"),
            at(3, "pools"),
            at(4, "first_date"),
            at(5, "name"),
            at(5, "first_date"),
        ]
    );
    let many = vec![day("pool-away", "2026-12-08", "2026-12-08", json!(["adviser"])); 301];
    assert_eq!(pointers(&said(&coordinator, &json!(many))), ["/days"]);
}
