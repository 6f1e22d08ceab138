//! Who is disturbed by a version: what it changed of an earlier one, over HTTP.

use chrono::NaiveDateTime;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::rosters::{self, VersionRow};

use crate::rosters::{generate, quick, set_up, wait};
use crate::served::{Served, month};

/// A duty as a version says it.
fn said(duty: &str, day: &str, people: &[&str]) -> Value {
    json!({
        "duty": duty, "station": "station-east", "date": day, "start": 540, "end": 690, "min": 1, "ideal": 2,
        "people": people,
    })
}

fn version(number: i32, duties: &[Value]) -> VersionRow {
    let published_at: NaiveDateTime = "2026-11-20T00:00:00".parse().unwrap();
    VersionRow {
        id: format!("version-{number}"),
        roster_id: "roster".to_owned(),
        number,
        published_at,
        published_by: "command".to_owned(),
        snapshot: json!({"month": month::MONTH, "duties": duties}).to_string(),
        objective: 0,
        bound: 0.0,
    }
}

/// A published month of three versions.
fn three_versions() -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write(&served, "published", "asked");
    let (first, eighth, last) = ("2026-12-01", "2026-12-08", "2026-12-15");
    let versions = [
        version(
            1,
            &[
                said("duty-1", first, &["gu"]),
                said("duty-2", eighth, &["gu", "amina"]),
                said("duty-3", last, &[]),
            ],
        ),
        version(
            2,
            &[
                said("duty-1", first, &["amina"]),
                said("duty-2", eighth, &["gu", "amina"]),
                said("duty-3", last, &["nobody-knows"]),
            ],
        ),
        version(
            3,
            &[
                said("duty-1", first, &["gu"]),
                said("duty-2", eighth, &["gu", "amina"]),
                said("duty-3", last, &[]),
            ],
        ),
    ];
    let written = served.store.write(|c| {
        for version in &versions {
            rosters::insert_version(c, version)?;
        }
        Ok::<_, StoreError>(())
    });
    written.unwrap();
    served
}

const CHANGES: &str = "/api/v1/rosters/roster/versions";

#[test]
fn a_version_tells_who_lost_and_gained_what_since_the_one_before() {
    let served = three_versions();
    let coordinator = served.coordinator();
    let answer = coordinator.get(&format!("{CHANGES}/2/changes"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!((&body["number"], &body["since"]), (&json!(2), &json!(1)));
    assert_eq!(
        (&body["people_disturbed"], &body["duties_changed"]),
        (&json!(3), &json!(2))
    );
    let turn = |duty: &str, day: &str| {
        json!({
            "duty_id": duty, "station_id": "station-east", "station_code": "east-1", "station_name": "east法律之家",
            "date": day, "start": "09:00", "end": "11:30",
        })
    };
    let (first, last) = (turn("duty-1", "2026-12-01"), turn("duty-3", "2026-12-15"));
    assert_eq!(
        body["people"],
        json!([
            {"person_id": "amina", "code": "amina", "name": "Amina Okafor", "lost": [], "gained": [first]},
            {"person_id": "gu", "code": "gu", "name": "顾一鸣", "lost": [first], "gained": []},
            {"person_id": "nobody-knows", "code": null, "name": null, "lost": [], "gained": [last]},
        ])
    );
    let duties = &body["duties"];
    assert_eq!(duties[0]["duty_id"], "duty-1");
    assert_eq!(
        (&duties[0]["left"], &duties[0]["came"]),
        (
            &json!([{"person_id": "gu", "code": "gu", "name": "顾一鸣"}]),
            &json!([{"person_id": "amina", "code": "amina", "name": "Amina Okafor"}])
        )
    );
    assert_eq!(duties.as_array().unwrap().len(), 2);
}

#[test]
fn what_was_changed_back_disturbs_nobody_since_then() {
    let served = three_versions();
    let body = served
        .coordinator()
        .get(&format!("{CHANGES}/3/changes?since=1"))
        .json();
    assert_eq!(
        (&body["since"], &body["people_disturbed"], &body["duties"]),
        (&json!(1), &json!(0), &json!([]))
    );
}

#[test]
fn only_versions_that_are_there_are_compared_and_only_with_earlier_ones() {
    let served = three_versions();
    let coordinator = served.coordinator();
    for path in ["4/changes", "0/changes", "4/changes?since=9"] {
        let answer = coordinator.get(&format!("{CHANGES}/{path}"));
        assert_eq!(answer.status, 404, "{path}");
    }
    for since in ["2", "3", "-1"] {
        let answer = coordinator.get(&format!("{CHANGES}/2/changes?since={since}"));
        assert_eq!(answer.status, 422, "{since}: {}", answer.text);
        assert_eq!(answer.json()["errors"][0]["parameter"], "since");
    }
    let odd = coordinator.get(&format!("{CHANGES}/2/changes?since=odd"));
    assert_eq!(odd.status, 400);
    let west = served.signed_in("west@example.org");
    assert_eq!(west.get(&format!("{CHANGES}/2/changes")).status, 404);
    let evaluator = served.signed_in("evaluator@example.org");
    assert_eq!(evaluator.get(&format!("{CHANGES}/2/changes")).status, 403);
}

#[test]
fn the_first_version_that_is_published_disturbs_everybody_on_it() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    generate(&coordinator, &roster);
    let pressed = coordinator.post(&format!("{roster}/publication"), &json!({}));
    assert_eq!(
        wait(&coordinator, pressed.header("location"))["state"],
        "done"
    );
    let body = coordinator
        .get(&format!("{roster}/versions/1/changes"))
        .json();
    assert_eq!(
        (
            &body["since"],
            &body["people_disturbed"],
            &body["duties_changed"]
        ),
        (&json!(0), &json!(2), &json!(5)),
        "{body}"
    );
    for duty in body["duties"].as_array().unwrap() {
        assert_eq!(duty["left"], json!([]));
        assert_eq!(duty["came"].as_array().unwrap().len(), 2, "{duty}");
    }
}
