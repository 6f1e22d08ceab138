//! Stations over HTTP: what they say of themselves, how their templates are held against it, and when they are closed.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::slots::{request, with_slots_and};
use crate::served::{Answer, Person, Served};

const STATION: &str = "/api/v1/stations/station-east";

fn served() -> Served {
    with_slots_and(&[("ZHIBAN__JOBS__WORKERS", "0")])
}

fn changed(person: &Person, change: &Value) -> Answer {
    let etag = person.get(STATION).header("etag").to_owned();
    person.patch(STATION, Some(&etag), change)
}

fn places(answer: &Answer) -> (u16, Vec<(String, String)>) {
    let problem = answer.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    let told = errors
        .iter()
        .map(|e| (text(e, "pointer"), text(e, "detail")));
    (answer.status, told.collect())
}

fn pointers(answer: &Answer) -> (u16, Vec<String>) {
    let (status, told) = places(answer);
    for (pointer, detail) in &told {
        assert!(!detail.starts_with("problem-"), "{pointer}: {detail}");
    }
    (
        status,
        told.into_iter().map(|(pointer, _)| pointer).collect(),
    )
}

#[test]
fn a_station_says_all_of_itself_and_what_is_wrong_is_told_by_its_place() {
    let served = served();
    let coordinator = served.coordinator();
    let new = json!({
        "district_id": "east", "code": "east-2", "name": "东山村法律之家", "address": "东山村 3 号", "lat": 30.1, "lon": 120.2,
        "time_zone": "Asia/Shanghai", "hub_id": "station-east", "subdistrict": "东山乡",
        "opening_hours": "Mo-Fr 09:00-12:00", "themes": ["rural", "minorities"], "services": ["publicity", "advice"]
    });
    let added = coordinator.post("/api/v1/stations", &new);
    assert_eq!(added.status, 201, "{}", added.text);
    let added = added.json();
    for (name, value) in [
        ("hub_id", json!("station-east")),
        ("subdistrict", json!("东山乡")),
        ("opening_hours", json!("Mo-Fr 09:00-12:00")),
        ("themes", json!(["minorities", "rural"])),
        ("services", json!(["advice", "publicity"])),
    ] {
        assert_eq!(added[name], value, "{name}");
    }
    let odd = |name: &str, value: Value| {
        let mut odd = new.clone();
        odd["code"] = json!("east-3");
        odd[name] = value;
        pointers(&coordinator.post("/api/v1/stations", &odd))
    };
    let at = |pointer: &str| (422, vec![pointer.to_owned()]);
    assert_eq!(odd("opening_hours", json!("always")), at("/opening_hours"));
    assert_eq!(odd("themes", json!(["rural", "x"])), at("/themes/1"));
    assert_eq!(odd("services", json!(["law"])), at("/services/0"));
    assert_eq!(odd("hub_id", json!("nowhere")), at("/hub_id"));
    // An outpost is no hub, and a hub no outpost.
    assert_eq!(odd("hub_id", added["id"].clone()), at("/hub_id"));
    let under = json!({"hub_id": "station-west"});
    assert_eq!(pointers(&changed(&coordinator, &under)), at("/hub_id"));
    let itself = json!({"hub_id": "station-east"});
    assert_eq!(pointers(&changed(&coordinator, &itself)), at("/hub_id"));
    let path = format!("/api/v1/stations/{}", added["id"].as_str().unwrap());
    let etag = coordinator.get(&path).header("etag").to_owned();
    let alone = coordinator.patch(&path, Some(&etag), &json!({"hub_id": null, "themes": []}));
    assert_eq!(alone.status, 200, "{}", alone.text);
    assert_eq!(
        (&alone.json()["hub_id"], &alone.json()["themes"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(changed(&coordinator, &under).status, 200);
}

#[test]
fn what_its_templates_need_is_not_taken_from_it() {
    let served = served();
    let coordinator = served.coordinator();
    let (status, told) = places(&changed(
        &coordinator,
        &json!({"opening_hours": "Mo,We-Su 08:00-18:00"}),
    ));
    assert_eq!((status, told[0].0.as_str()), (422, "/opening_hours"));
    // The first Tuesday of the template's.
    assert!(
        told[0].1.contains("adviser-day") && told[0].1.contains("2026-01-06"),
        "{}",
        told[0].1
    );
    let whole = json!({"opening_hours": "Mo-Fr 09:00-12:00", "services": ["advice"]});
    assert_eq!(changed(&coordinator, &whole).status, 200);
    let set = served.store.write(|c| {
        c.batch_execute("UPDATE demand_templates SET service = 'advice'")
            .map_err(StoreError::from)
    });
    set.unwrap();
    let less = changed(&coordinator, &json!({"services": ["publicity"]}));
    assert_eq!(pointers(&less), (422, vec!["/services".to_owned()]));
}

fn closed(person: &Person, query: &str, closures: &Value) -> Answer {
    let etag = person.get(STATION).header("etag").to_owned();
    let path = format!("{STATION}/closures{query}");
    person.put_seen(&path, &etag, &json!({ "closures": closures }))
}

#[test]
fn a_station_is_closed_once_it_was_seen_who_is_expected() {
    let served = served();
    let coordinator = served.coordinator();
    let days = json!([{"first_date": "2026-12-07", "last_date": "2026-12-08", "note": "装修"}]);
    let refused = closed(&coordinator, "", &days);
    let problem = refused.json();
    assert_eq!(
        (refused.status, &problem["code"], &problem["appointments"]),
        (409, &json!("station-in-use"), &json!(0)),
        "{problem}"
    );
    assert_eq!(problem["duties"].as_array().unwrap().len(), 2, "both seats");
    assert_eq!(problem["duties"][0]["date"], "2026-12-08");
    let kept = closed(&coordinator, "?anyway=true", &days);
    assert_eq!(
        (kept.status, &kept.json()["closures"]),
        (200, &days),
        "{}",
        kept.text
    );
    assert_eq!(
        coordinator.get(&format!("{STATION}/closures")).json(),
        kept.json()
    );
    let duty = coordinator.get("/api/v1/duties/duty-2").json();
    assert_eq!(
        (
            &duty["called_off"],
            &duty["active"],
            &duty["people"][0]["state"]
        ),
        (&json!(true), &json!(false), &json!("withdrawn")),
        "{duty}"
    );
    // The trail says it of the station.
    let noted = coordinator.get(&format!("{STATION}/history")).json();
    assert_eq!(noted["items"][0]["after"]["closures"], days, "{noted}");
    // Nothing is opened there then.
    let opening = json!({
        "adviser_id": "gu", "station_id": "station-east", "starts_at": "2026-12-08T14:00", "ends_at": "2026-12-08T17:00",
        "slot_minutes": 30
    });
    let refused = coordinator.post("/api/v1/openings", &opening);
    assert_eq!(pointers(&refused), (422, vec!["/starts_at".to_owned()]));
    // Neither outside its hours.
    let hours = json!({"opening_hours": "Mo-Fr 08:00-12:00"});
    assert_eq!(changed(&coordinator, &hours).status, 200);
    let mut later = opening;
    later["starts_at"] = json!("2026-12-10T11:00");
    later["ends_at"] = json!("2026-12-10T12:30");
    let refused = coordinator.post("/api/v1/openings", &later);
    assert_eq!(pointers(&refused), (422, vec!["/starts_at".to_owned()]));
}

#[test]
fn closures_that_overlap_or_end_before_they_begin_are_told_and_the_etag_counts() {
    let served = served();
    let coordinator = served.coordinator();
    let odd = json!([
        {"first_date": "2027-02-01", "last_date": "2027-02-10"},
        {"first_date": "2027-02-10", "last_date": "2027-02-12"},
        {"first_date": "2027-03-02", "last_date": "2027-03-01"}
    ]);
    assert_eq!(
        pointers(&closed(&coordinator, "", &odd)),
        (
            422,
            vec![
                "/closures/1/first_date".to_owned(),
                "/closures/2/last_date".to_owned()
            ]
        )
    );
    let path = format!("{STATION}/closures");
    let body = json!({"closures": []});
    assert_eq!(coordinator.put_json(&path, &body).status, 428);
    assert_eq!(coordinator.put_seen(&path, "\"7\"", &body).status, 412);
    assert_eq!(
        served.coordinator().put_seen(&path, "\"1\"", &body).status,
        200
    );
    // A resident can still ask for what is open.
    assert_eq!(coordinator.post("/api/v1/requests", &request()).status, 201);
}
