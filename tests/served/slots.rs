//! A served month with times that residents can book, and a resident. No tests here.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use super::{Person, Served, month};

/// A served month in which the adviser `gu` knows labour law and has two half hours that can be booked, soon after the clock of the
/// tests and later.
pub(crate) fn with_slots() -> Served {
    with_slots_and(&[])
}

/// The same, with settings of its own.
pub(crate) fn with_slots_and(settings: &[(&str, &str)]) -> Served {
    let served = Served::with_city_and(settings);
    month::write(&served, "published", "asked");
    served
        .store
        .write(|c| {
            let rows = "INSERT INTO skills (id, code, name, name_en, parent_id) VALUES ('labour', 'labour', '劳动争议', 'Labour dispute', NULL);
                INSERT INTO person_skills VALUES ('gu', 'labour');
                INSERT INTO person_languages (person_id, tag, level) VALUES ('gu', 'zh-Hans', 'N');
                INSERT INTO slots VALUES ('slot-1', 'duty-1', 'gu', 'station-east', '2026-11-20 12:50:00', '2026-11-20 13:20:00', 'open');
                INSERT INTO slots VALUES ('slot-2', 'duty-1', 'gu', 'station-east', '2026-11-20 14:30:00', '2026-11-20 15:00:00', 'open');";
            c.batch_execute(rows).map_err(StoreError::from)
        })
        .unwrap();
    served
}

/// Another adviser who could help as well, at the same times and before.
pub(crate) fn with_another(served: &Served) {
    let sql = "INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) SELECT 'bo', district_id, pool_id, 'bo', '柏舟', 'bo@example.org', phone, locale, lat, lon, max_km, max_day,
            max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm FROM people WHERE id = 'gu';
         INSERT INTO person_skills VALUES ('bo', 'labour');
         INSERT INTO person_languages (person_id, tag, level) VALUES ('bo', 'zh-Hans', 'N');
         INSERT INTO slots VALUES ('slot-3', NULL, 'bo', 'station-west', '2026-11-20 13:30:00', '2026-11-20 14:00:00', 'open');";
    let written = served
        .store
        .write(|c| c.batch_execute(sql).map_err(StoreError::from));
    written.unwrap();
}

pub(crate) fn request() -> Value {
    json!({
        "district_id": "east", "skill_id": "labour", "locale": "zh-Hans", "station_id": "station-east",
        "contact": {"name": "林小满", "email": "lin@example.org", "phone": "555-0177", "case_text": "拖欠工资"},
        "in_person": true, "languages": {"zh-Hans": "N"}
    })
}

pub(crate) fn take(person: &Person) -> Value {
    let answer = person.post("/api/v1/requests", &request());
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

/// The adviser `gu` serves no more.
pub(crate) fn adviser_leaves(served: &Served) {
    let coordinator = served.coordinator();
    let etag = coordinator
        .get("/api/v1/people/gu")
        .header("etag")
        .to_owned();
    let left = coordinator.patch("/api/v1/people/gu", Some(&etag), &json!({"state": "left"}));
    assert_eq!(left.status, 200, "{}", left.text);
}
