//! Extra openings over HTTP: what they open, what is refused with its place, who may, and how one time is taken back.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::slots::{take, with_slots_and};
use crate::served::{Answer, Person, Served};

/// The served month with slots: its adviser `gu` has a licence until the end of 2026, `fatou` interprets, and `wen` is a student. No job
/// is worked, so that states stay as they are.
fn served() -> Served {
    let served = with_slots_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    execute(
        &served,
        "INSERT INTO qualifications (id, person_id, kind, number, issued_by, valid_from, valid_until) VALUES ('licence', 'gu', 'licence', 'L-1', '', NULL, '2026-12-31');
        INSERT INTO pools (id, code, name, name_en, may_serve_alone, supervised_by, needs_licence, interprets, mediates) VALUES ('interpreter', 'interpreter', '翻译', 'Interpreter', TRUE, NULL, FALSE, TRUE, FALSE);
        INSERT INTO pools (id, code, name, name_en, may_serve_alone, supervised_by, needs_licence, interprets, mediates) VALUES ('student', 'student', '学生', 'Student', FALSE, 'adviser', FALSE, FALSE, FALSE);
        INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) SELECT 'fatou', district_id, 'interpreter', 'fatou', 'Fatou', 'fatou@example.org', phone, locale, lat, lon,
            max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm FROM people WHERE id = 'gu';
        INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) SELECT 'wen', district_id, 'student', 'wen', '文', 'wen@example.org', phone, locale, lat, lon,
            max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm FROM people WHERE id = 'gu';",
    );
    served
}

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// Three hours of `gu` on a Thursday afternoon, in half hours.
fn opening() -> Value {
    json!({
        "adviser_id": "gu", "station_id": "station-east", "starts_at": "2026-12-03T14:00", "ends_at": "2026-12-03T17:00",
        "slot_minutes": 30
    })
}

fn with(changes: Value) -> Value {
    let mut body = opening();
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn open(person: &Person, changes: Value) -> Answer {
    person.post("/api/v1/openings", &with(changes))
}

fn starts(slots: &Value) -> Vec<&str> {
    let slots = slots.as_array().unwrap().iter();
    slots.map(|s| s["starts_at"].as_str().unwrap()).collect()
}

fn list(person: &Person, path: &str) -> Vec<Value> {
    let answer = person.get(path);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["items"].as_array().unwrap().clone()
}

fn code(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.json()["code"].clone())
}

/// Where the one thing that is wrong with a body stands.
fn place(answer: &Answer) -> (u16, Value) {
    let problem = answer.json();
    let errors = problem["errors"].as_array();
    let errors = errors.unwrap_or_else(|| panic!("{problem}"));
    assert_eq!(errors.len(), 1, "{problem}");
    let said = errors[0]["detail"].as_str().unwrap_or_default();
    assert!(!said.contains("problem-place"), "{problem}");
    (answer.status, errors[0]["pointer"].clone())
}

#[test]
fn an_opening_is_cut_into_slots_with_a_break_and_offered_at_once() {
    let served = served();
    let clerk = served.signed_in("clerk@example.org");
    let resident = take(&clerk);
    let opened = open(&clerk, json!({"break_minutes": 15}));
    assert_eq!(opened.status, 201, "{}", opened.text);
    let slots = &opened.json()["slots"];
    let expected =
        ["06:00", "06:30", "07:00", "07:45", "08:15"].map(|t| format!("2026-12-03T{t}:00Z"));
    assert_eq!(starts(slots), expected);
    let first = &slots[0];
    assert_eq!(
        (
            &first["ends_at"],
            &first["station_id"],
            &first["duty_id"],
            &first["state"]
        ),
        (
            &json!("2026-12-03T06:30:00Z"),
            &json!("station-east"),
            &Value::Null,
            &json!("open")
        )
    );
    assert_eq!(opened.json()["shifts"], json!([]));
    let listed = list(&clerk, "/api/v1/slots?district=east&state=open");
    assert_eq!(listed.len(), 7, "with the two of the duty");
    assert!(listed.contains(first));
    assert_eq!(list(&clerk, "/api/v1/slots?state=booked"), [Value::Null; 0]);
    assert_eq!(list(&clerk, "/api/v1/slots?limit=3").len(), 3);
    let odd = clerk.get("/api/v1/slots?state=free");
    assert_eq!(
        (odd.status, &odd.json()["errors"][0]["parameter"]),
        (422, &json!("state"))
    );
    let path = format!(
        "/api/v1/requests/{}/offers",
        resident["id"].as_str().unwrap()
    );
    let offers = clerk.get(&path).json();
    assert!(
        starts(&offers["items"]).contains(&expected[0].as_str()),
        "{offers}"
    );
    let waiting = served.store.read(|c| {
        use diesel::prelude::*;
        use zhiban::store::schema::{audit, jobs};
        let jobs = jobs::table.filter(jobs::unique_key.eq("match:city"));
        let noted = audit::table.filter(audit::action.eq("add_opening"));
        let noted = noted.select(audit::subject).load::<String>(c)?;
        Ok::<_, StoreError>((jobs.count().get_result::<i64>(c)?, noted))
    });
    assert_eq!(waiting.unwrap(), (1, vec!["gu".to_owned()]));
}

#[test]
fn nobody_is_opened_where_they_can_be_booked_already_or_hold_a_duty() {
    let served = served();
    let coordinator = served.coordinator().with("accept-language", "en");
    assert_eq!(open(&coordinator, json!({})).status, 201);
    for (from, to) in [
        ("14:00", "17:00"),
        ("13:45", "14:15"),
        ("16:45", "19:00"),
        ("14:40", "14:50"),
        ("10:00", "20:00"),
    ] {
        let times = json!({
            "starts_at": format!("2026-12-03T{from}"), "ends_at": format!("2026-12-03T{to}"), "slot_minutes": 5
        });
        let refused = open(&coordinator, times);
        assert_eq!(code(&refused), (409, json!("bookable-already")), "{from}");
        let text = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(text.contains("from 2026-12-03 1"), "{text}");
    }
    assert_eq!(
        list(&coordinator, "/api/v1/slots").len(),
        8,
        "nothing is half done"
    );
    // What touches does not meet.
    let after = json!({"starts_at": "2026-12-03T17:00", "ends_at": "2026-12-03T17:30"});
    assert_eq!(open(&coordinator, after).status, 201);
    let on_duty = json!({"starts_at": "2026-12-08T11:00", "ends_at": "2026-12-08T12:00"});
    let refused = open(&coordinator, on_duty.clone());
    assert_eq!(code(&refused), (409, json!("person-on-duty")));
    let text = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        text.contains("from 2026-12-08 09:00 to 2026-12-08 11:30"),
        "{text}"
    );
    execute(
        &served,
        "UPDATE assignments SET state = 'declined' WHERE id = 'a2'",
    );
    assert_eq!(open(&coordinator, on_duty).status, 201);
}

#[test]
fn what_is_wrong_with_an_opening_is_told_with_its_place() {
    let served = served();
    let coordinator = served.coordinator();
    execute(&served, "INSERT INTO stations (id, district_id, code, name, address, lat, lon, time_zone, hub_id, rooms, video, step_free, phone, revision) SELECT 'berlin', district_id, 'berlin', name, address, lat, lon, 'Europe/Berlin', hub_id, rooms,
        video, step_free, phone, revision FROM stations WHERE id = 'station-east';
                INSERT INTO qualifications (id, person_id, kind, number, issued_by, valid_from, valid_until) VALUES ('later', 'gu', 'licence', 'L-2', '', '2027-03-01', NULL);
        UPDATE people SET state = 'left' WHERE id = 'amina'");
    let at = |from: &str, to: &str| json!({"starts_at": from, "ends_at": to});
    let berlin =
        |from: &str, to: &str| json!({"station_id": "berlin", "starts_at": from, "ends_at": to});
    let table = [
        (json!({"adviser_id": "nobody"}), "/adviser_id"),
        (json!({"adviser_id": "amina"}), "/adviser_id"),
        (json!({"adviser_id": "wen"}), "/adviser_id"),
        (json!({"station_id": "none"}), "/station_id"),
        (json!({"station_id": "station-west"}), "/station_id"),
        (json!({"starts_at": "2026-12-03 14:00"}), "/starts_at"),
        (json!({"starts_at": "2026-12-3T14:00"}), "/starts_at"),
        (json!({"ends_at": "2026-12-03T17:00:30"}), "/ends_at"),
        (json!({"ends_at": "2026-12-03T24:00"}), "/ends_at"),
        (json!({"slot_minutes": 4}), "/slot_minutes"),
        (json!({"slot_minutes": null}), "/slot_minutes"),
        (json!({"slot_minutes": 181}), "/slot_minutes"),
        (json!({"break_minutes": 0}), "/break_minutes"),
        (json!({"break_minutes": 170}), "/slot_minutes"),
        (
            json!({"slot_minutes": null, "break_minutes": 15}),
            "/break_minutes",
        ),
        (at("2026-12-03T14:00", "2026-12-03T14:00"), "/ends_at"),
        (at("2026-12-03T14:00", "2026-12-04T14:01"), "/ends_at"),
        (at("2026-12-03T23:15", "2026-12-04T00:30"), "/ends_at"),
        // The clock of the tests says noon UTC of 20 November: eight in the evening there.
        (at("2026-11-20T19:59", "2026-11-20T21:00"), "/starts_at"),
        (at("2062-12-03T14:00", "2062-12-03T17:00"), "/starts_at"),
        // A day between the two licences.
        (at("2027-02-03T14:00", "2027-02-03T17:00"), "/adviser_id"),
        (berlin("2027-03-28T02:30", "2027-03-28T04:00"), "/starts_at"),
        (berlin("2027-10-31T01:30", "2027-10-31T02:30"), "/ends_at"),
    ];
    let answered = table.clone().map(|(changes, _)| {
        let answer = open(&coordinator, changes.clone());
        let problem = answer.json();
        let told = problem["errors"].as_array().map(|all| {
            let told = all
                .iter()
                .map(|e| e["pointer"].as_str().unwrap().to_owned());
            told.collect::<Vec<_>>().join(" ")
        });
        assert!(!answer.text.contains("problem-place"), "{}", answer.text);
        (changes, answer.status, told.unwrap_or_default())
    });
    let expected = table.map(|(changes, pointer)| (changes, 422, pointer.to_owned()));
    assert_eq!(answered, expected);
    let all = open(
        &coordinator,
        json!({"adviser_id": "nobody", "starts_at": "soon", "slot_minutes": 1}),
    );
    assert_eq!(
        all.json()["errors"].as_array().unwrap().len(),
        3,
        "{}",
        all.text
    );
    assert_eq!(
        list(&coordinator, "/api/v1/slots").len(),
        2,
        "nothing was opened"
    );
    // Until midnight is within the day, and by video the city's clock holds.
    let late =
        json!({"station_id": null, "starts_at": "2026-12-03T23:00", "ends_at": "2026-12-04T00:00"});
    let opened = open(&coordinator, late);
    assert_eq!(
        (opened.status, &opened.json()["slots"][0]["station_id"]),
        (201, &Value::Null)
    );
    // Eight in the morning in Berlin.
    let opened = open(&coordinator, berlin("2027-03-29T08:00", "2027-03-29T09:00"));
    assert_eq!(
        starts(&opened.json()["slots"])[0],
        "2027-03-29T06:00:00Z",
        "{}",
        opened.text
    );
}

#[test]
fn whose_person_it_is_decides_who_may_open_see_and_take_back() {
    let served = served();
    let coordinator = served.coordinator();
    let stranger = served.signed_in("west@example.org");
    assert_eq!(
        place(&open(&stranger, json!({"station_id": null}))),
        (422, json!("/adviser_id"))
    );
    let evaluator = served.signed_in("evaluator@example.org");
    assert_eq!(open(&evaluator, json!({})).status, 403);
    assert_eq!(open(&served.anybody(), json!({})).status, 401);
    let opened = open(&coordinator, json!({})).json();
    let path = format!(
        "/api/v1/slots/{}",
        opened["slots"][0]["id"].as_str().unwrap()
    );
    assert_eq!(stranger.delete(&path).status, 404);
    assert_eq!(evaluator.delete(&path).status, 403);
    assert_eq!(list(&stranger, "/api/v1/slots"), [Value::Null; 0]);
    assert_eq!(stranger.get("/api/v1/slots?district=east").status, 404);
    assert_eq!(served.anybody().get("/api/v1/shifts").status, 401);
    // Who may book everywhere still sends nobody where they do not serve.
    let west = json!({"station_id": "station-west", "starts_at": "2026-12-04T14:00", "ends_at": "2026-12-04T17:00"});
    let administrator = served.administrator();
    assert_eq!(
        place(&open(&administrator, west.clone())),
        (422, json!("/station_id"))
    );
    // Who serves in both districts is opened at a station of either by who books in both.
    execute(
        &served,
        "INSERT INTO person_districts VALUES ('gu', 'west')",
    );
    assert_eq!(
        place(&open(&coordinator, west.clone())),
        (422, json!("/station_id"))
    );
    assert_eq!(open(&administrator, west).status, 201);
}

#[test]
fn one_time_of_an_opening_is_taken_back_and_can_be_opened_again() {
    let served = served();
    let clerk = served.signed_in("clerk@example.org");
    let opened = open(&clerk, json!({})).json();
    let path = |n: usize| {
        format!(
            "/api/v1/slots/{}",
            opened["slots"][n]["id"].as_str().unwrap()
        )
    };
    for _ in 0..2 {
        assert_eq!(clerk.delete(&path(0)).status, 204);
    }
    let withdrawn = list(&clerk, "/api/v1/slots?state=withdrawn");
    assert_eq!(starts(&json!(withdrawn)), ["2026-12-03T06:00:00Z"]);
    let again = json!({"ends_at": "2026-12-03T14:30"});
    assert_eq!(open(&clerk, again).status, 201);
    assert_eq!(
        code(&clerk.delete("/api/v1/slots/slot-1")),
        (409, json!("time-of-duty"))
    );
    assert_eq!(clerk.delete("/api/v1/slots/none").status, 404);
    // Somebody books the second half hour.
    let resident = take(&clerk);
    let offers = clerk.get(&format!(
        "/api/v1/requests/{}/offers",
        resident["id"].as_str().unwrap()
    ));
    let offers = offers.json();
    let wanted = offers["items"].as_array().unwrap().iter();
    let wanted = wanted
        .clone()
        .find(|o| o["starts_at"] == "2026-12-03T06:30:00Z");
    let wanted = wanted.unwrap_or_else(|| panic!("{offers}"));
    let booked = clerk.post_once(
        "/api/v1/appointments",
        "k1",
        &json!({"offer_id": wanted["id"]}),
    );
    assert_eq!(booked.status, 201, "{}", booked.text);
    assert_eq!(code(&clerk.delete(&path(1))), (409, json!("time-booked")));
    let appointment = format!(
        "/api/v1/appointments/{}",
        booked.json()["id"].as_str().unwrap()
    );
    let cancelled = clerk.patch(&appointment, Some("\"1\""), &json!({"state": "cancelled"}));
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    assert_eq!(clerk.delete(&path(1)).status, 204);
}

#[test]
fn an_interpreters_time_is_opened_as_one_shift() {
    let served = served();
    let clerk = served.signed_in("clerk@example.org");
    let french = json!({"adviser_id": "fatou", "station_id": null, "slot_minutes": null});
    let cut = json!({"adviser_id": "fatou"});
    assert_eq!(place(&open(&clerk, cut)), (422, json!("/slot_minutes")));
    let opened = open(&clerk, french.clone());
    assert_eq!(opened.status, 201, "{}", opened.text);
    let shift = &opened.json()["shifts"][0];
    assert_eq!(
        (&shift["starts_at"], &shift["ends_at"], &shift["station_id"]),
        (
            &json!("2026-12-03T06:00:00Z"),
            &json!("2026-12-03T09:00:00Z"),
            &Value::Null
        )
    );
    assert_eq!(
        code(&open(&clerk, french)),
        (409, json!("bookable-already"))
    );
    assert_eq!(
        list(&clerk, "/api/v1/shifts?state=open"),
        std::slice::from_ref(shift)
    );
    let path = format!("/api/v1/shifts/{}", shift["id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(clerk.delete(&path).status, 204);
    }
    assert_eq!(list(&clerk, "/api/v1/shifts?state=open"), [Value::Null; 0]);
    assert_eq!(clerk.get("/api/v1/shifts?state=booked").status, 422);
}

#[test]
fn a_template_is_by_video_only_while_its_station_has_video() {
    let served = served();
    let coordinator = served.coordinator();
    let (template, station) = (
        "/api/v1/demand-templates/template",
        "/api/v1/stations/station-east",
    );
    let change = |path: &str, body: Value| {
        let seen = coordinator.get(path).header("etag").to_owned();
        coordinator.patch(path, Some(&seen), &body)
    };
    let both = change(template, json!({"by_video": true, "break_minutes": 15})).json();
    assert_eq!(
        (&both["by_video"], &both["break_minutes"]),
        (&json!(true), &json!(15))
    );
    assert_eq!(
        place(&change(station, json!({"video": false}))),
        (422, json!("/video"))
    );
    // What is left out stays, null takes away.
    let kept = change(template, json!({"min": 1})).json();
    assert_eq!(
        (&kept["by_video"], &kept["break_minutes"]),
        (&json!(true), &json!(15))
    );
    let without = change(template, json!({"by_video": false, "break_minutes": null})).json();
    assert_eq!(
        (&without["by_video"], &without["break_minutes"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(change(station, json!({"video": false})).status, 200);
    assert_eq!(
        place(&change(template, json!({"by_video": true}))),
        (422, json!("/by_video"))
    );
    assert_eq!(
        place(&change(template, json!({"break_minutes": 4}))),
        (422, json!("/break_minutes"))
    );
    execute(&served, "UPDATE demand_templates SET slot_minutes = NULL");
    assert_eq!(
        place(&change(template, json!({"break_minutes": 15}))),
        (422, json!("/break_minutes"))
    );
}

#[test]
fn who_needs_an_approval_opens_time_only_while_it_is_valid() {
    let served = served();
    let coordinator = served.coordinator();
    execute(
        &served,
        "UPDATE pools SET needs_approval = TRUE WHERE id = 'interpreter'",
    );
    let mut shift = opening();
    shift["adviser_id"] = json!("fatou");
    shift["slot_minutes"] = Value::Null;
    let refused = coordinator.post("/api/v1/openings", &shift);
    let said = refused.json();
    assert_eq!(
        (refused.status, &said["errors"][0]["pointer"]),
        (422, &json!("/adviser_id")),
        "{said}"
    );
    assert!(refused.text.contains("没有单位或学校的有效批准"), "{said}");
    execute(
        &served,
        "INSERT INTO qualifications (id, person_id, kind, number, issued_by, valid_from, valid_until)
        VALUES ('approval', 'fatou', 'approval', '17', 'University', '2026-12-03', '2026-12-03')",
    );
    assert_eq!(coordinator.post("/api/v1/openings", &shift).status, 201);
    shift["starts_at"] = json!("2026-12-04T14:00");
    shift["ends_at"] = json!("2026-12-04T17:00");
    assert_eq!(coordinator.post("/api/v1/openings", &shift).status, 422);
}
