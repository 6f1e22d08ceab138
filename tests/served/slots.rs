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
            let rows = "INSERT INTO skills VALUES ('labour', 'labour', '劳动争议', 'Labour dispute', NULL);
                INSERT INTO person_skills VALUES ('gu', 'labour');
                INSERT INTO person_languages VALUES ('gu', 'zh-Hans', 'N');
                INSERT INTO slots VALUES ('slot-1', 'duty-1', 'gu', 'station-east', '2026-11-20 12:50:00', '2026-11-20 13:20:00', 'open');
                INSERT INTO slots VALUES ('slot-2', 'duty-1', 'gu', 'station-east', '2026-11-20 14:30:00', '2026-11-20 15:00:00', 'open');";
            c.batch_execute(rows).map_err(StoreError::from)
        })
        .unwrap();
    served
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
