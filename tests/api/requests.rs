//! Residents' requests and appointments over HTTP: what is taken, what is told to whom, what is refused with its place.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zhiban::domain::access::Role;

use crate::served::Person;
use crate::served::slots::{request, take, with_slots};

fn wait(person: &Person, job: &str) -> Value {
    let began = Instant::now();
    loop {
        let row = person.get(&format!("/api/v1/jobs/{job}"));
        assert_eq!(row.status, 200, "{}", row.text);
        let row = row.json();
        if !["queued", "running"].contains(&row["state"].as_str().unwrap()) {
            return row;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{row}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn matched(person: &Person) -> Value {
    let answer = person.post("/api/v1/matchings", &json!({"city_id": "city"}));
    assert_eq!(answer.status, 202, "{}", answer.text);
    let job = answer.json();
    let place = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), place);
    let done = wait(person, job["id"].as_str().unwrap());
    assert_eq!(
        (&done["state"], &done["error"]),
        (&json!("done"), &json!(""))
    );
    done
}

#[test]
fn a_request_is_taken_matched_and_marked_as_attended() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = take(&coordinator);
    assert_eq!(
        (&taken["state"], &taken["urgency"]),
        (&json!("waiting"), &json!(1))
    );
    assert_eq!(taken["code"].as_str().unwrap().len(), 6);
    // The resident's page is there at once, without signing in.
    let link = taken["link"].as_str().unwrap();
    let path = link.strip_prefix(&served.base).unwrap();
    let page = served.anybody().get(path);
    assert_eq!(page.status, 200);
    assert!(page.text.contains("正在为您安排"), "{}", page.text);
    let done = matched(&coordinator);
    assert_eq!(
        (&done["result"]["offered"], &done["result"]["untold"]),
        (&json!(1), &json!(0))
    );
    let page = served.anybody().get(path);
    assert!(
        page.text.contains("为您找到了一个时间") && page.text.contains("顾一鸣"),
        "{}",
        page.text
    );
    let place = format!("/api/v1/requests/{}", taken["id"].as_str().unwrap());
    let offers = coordinator.get(&format!("{place}/offers")).json();
    let offer = offers["items"][0]["id"].as_str().unwrap();
    let page = served
        .anybody()
        .form(path, &[("answer", "take"), ("offer", offer)]);
    assert!(
        page.text.contains("已为您约好") && page.text.contains("顾一鸣"),
        "{}",
        page.text
    );
    let all = coordinator.get("/api/v1/appointments").json();
    let own = &all["items"][0];
    assert_eq!(
        (
            &own["code"],
            &own["adviser"],
            &own["interpreter"],
            &own["starts_at"]
        ),
        (
            &taken["code"],
            &json!("顾一鸣"),
            &Value::Null,
            &json!("2026-11-20T12:50:00Z")
        )
    );
    let path = format!("/api/v1/appointments/{}", own["id"].as_str().unwrap());
    let attended = json!({"state": "attended"});
    assert_eq!(coordinator.patch(&path, None, &attended).status, 428);
    let early = coordinator.patch(&path, Some("\"1\""), &json!({"state": "missed"}));
    assert_eq!(
        (early.status, &early.json()["code"]),
        (409, &json!("appointment-not-begun"))
    );
    let odd = coordinator.patch(&path, Some("\"1\""), &json!({"state": "moved"}));
    assert_eq!(
        (odd.status, &odd.json()["errors"][0]["pointer"]),
        (422, &json!("/state"))
    );
    let marked = coordinator.patch(&path, Some("\"1\""), &attended);
    assert_eq!(
        (marked.status, &marked.json()["state"]),
        (200, &json!("attended"))
    );
    let twice = coordinator.patch(&path, Some("\"2\""), &attended);
    assert_eq!(
        (twice.status, &twice.json()["code"]),
        (409, &json!("appointment-over"))
    );
    let path = format!("/api/v1/requests/{}", taken["id"].as_str().unwrap());
    assert_eq!(coordinator.get(&path).json()["state"], "closed");
}

#[test]
fn who_a_resident_is_stands_in_no_list_and_is_no_matter_of_others() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = take(&coordinator);
    let path = format!("/api/v1/requests/{}", taken["id"].as_str().unwrap());
    let list = coordinator.get("/api/v1/requests").text;
    assert!(list.contains(taken["code"].as_str().unwrap()));
    assert!(
        !list.contains("林小满") && !list.contains("555-0177"),
        "{list}"
    );
    assert_eq!(coordinator.get(&path).json()["contact"]["name"], "林小满");
    served.let_in("west@example.org", Role::Coordinator, Some("west"));
    served.let_in("evaluator@example.org", Role::Evaluator, Some("east"));
    let west = served.signed_in("west@example.org");
    assert_eq!(west.get(&path).status, 404);
    assert_eq!(west.get("/api/v1/requests").json()["items"], json!([]));
    let evaluator = served.signed_in("evaluator@example.org");
    assert_eq!(evaluator.get(&path).status, 403);
    assert_eq!(evaluator.post("/api/v1/requests", &request()).status, 403);
    assert_eq!(
        evaluator
            .post("/api/v1/matchings", &json!({"city_id": "city"}))
            .status,
        403
    );
    assert_eq!(served.anybody().get(&path).status, 401);
}

#[test]
fn everything_wrong_with_a_request_is_told_at_once_with_its_place() {
    let served = with_slots();
    let mut wrong = request();
    wrong["skill_id"] = json!("astrology");
    wrong["locale"] = json!("klingonish");
    wrong["urgency"] = json!(4);
    wrong["in_person"] = json!(false);
    wrong["station_id"] = json!("nowhere");
    wrong["languages"] = json!({"zh-Hans": "Z9"});
    wrong["contact"]["name"] = json!(" ");
    wrong["exclude"] = json!(["nobody"]);
    wrong["windows"] =
        json!([{"starts_at": "2026-12-02T01:00:00Z", "ends_at": "2026-12-02T01:00:00Z"}]);
    let english = served.coordinator().with("accept-language", "en");
    let answer = english.post("/api/v1/requests", &wrong);
    assert_eq!(answer.status, 422);
    let problem = answer.json();
    let mut places: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "/contact/name",
            "/exclude",
            "/in_person",
            "/languages/zh-Hans",
            "/locale",
            "/skill_id",
            "/station_id",
            "/urgency",
            "/windows/0/ends_at"
        ]
    );
    let mut elsewhere = request();
    elsewhere["station_id"] = json!("nowhere");
    (elsewhere["lat"], elsewhere["lon"]) = (json!(30.0), json!(120.0));
    elsewhere["windows"] =
        json!([{"starts_at": "2026-12-02T01:00:00Z", "ends_at": "+262142-12-31T23:00:00Z"}]);
    let answer = english.post("/api/v1/requests", &elsewhere).json();
    let places: Vec<&str> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["/station_id", "/windows/0/ends_at"], "{answer}");
    let mut over = request();
    over["station_id"] = Value::Null;
    (over["lat"], over["lon"]) = (json!(48.2), json!(16.4));
    over["windows"] =
        json!([{"starts_at": "2026-11-02T01:00:00Z", "ends_at": "2026-11-02T02:00:00Z"}]);
    let answer = english.post("/api/v1/requests", &over).json();
    let said = |n: usize| {
        (
            &answer["errors"][n]["pointer"],
            &answer["errors"][n]["detail"],
        )
    };
    assert_eq!(said(0).0, "/lat", "{answer}");
    assert!(
        said(0).1.as_str().unwrap().contains("within 200 km"),
        "{answer}"
    );
    assert_eq!(said(1).0, "/windows/0/ends_at", "{answer}");
    assert!(
        said(1).1.as_str().unwrap().contains("is over already"),
        "{answer}"
    );
    let list = served.coordinator().get("/api/v1/requests").json();
    assert_eq!(list["items"], json!([]), "nothing was taken");
    // By video it does not matter where.
    (over["in_person"], over["video"], over["windows"]) = (json!(false), json!(true), json!([]));
    assert_eq!(english.post("/api/v1/requests", &over).status, 201);
}

#[test]
fn a_request_changes_and_closes_only_while_it_waits() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = take(&coordinator);
    let path = format!("/api/v1/requests/{}", taken["id"].as_str().unwrap());
    let urgent = coordinator.patch(&path, Some("\"1\""), &json!({"urgency": 3}));
    assert_eq!((urgent.status, &urgent.json()["urgency"]), (200, &json!(3)));
    let late = coordinator.patch(&path, Some("\"1\""), &json!({"urgency": 2}));
    assert_eq!(late.status, 412);
    let odd = coordinator.patch(&path, Some("\"2\""), &json!({"mediators": 3}));
    assert_eq!(
        (odd.status, &odd.json()["errors"][0]["pointer"]),
        (422, &json!("/mediators"))
    );
    let odd = coordinator.patch(&path, Some("\"2\""), &json!({"state": "booked"}));
    assert_eq!(
        (odd.status, &odd.json()["errors"][0]["pointer"]),
        (422, &json!("/state"))
    );
    // With a mediator there is no time, and what was shown without is free for others.
    let shown = |path: &str| coordinator.get(&format!("{path}/offers")).json()["items"].clone();
    let other = format!(
        "/api/v1/requests/{}",
        take(&coordinator)["id"].as_str().unwrap()
    );
    assert_eq!(shown(&path).as_array().unwrap().len(), 2);
    assert_eq!(shown(&other), json!([]));
    let panel = coordinator.patch(&path, Some("\"2\""), &json!({"mediators": 1}));
    assert_eq!((panel.status, &panel.json()["mediators"]), (200, &json!(1)));
    assert_eq!(shown(&path), json!([]));
    assert_eq!(shown(&other).as_array().unwrap().len(), 2);
    let closed = coordinator.patch(&other, Some("\"1\""), &json!({"state": "closed"}));
    assert_eq!(closed.status, 200, "{}", closed.text);
    let alone = coordinator.patch(&path, Some("\"3\""), &json!({"mediators": 0}));
    assert_eq!(alone.status, 200, "{}", alone.text);
    assert_eq!(shown(&path).as_array().unwrap().len(), 2, "free at once");
    let closed = coordinator.patch(&path, Some("\"4\""), &json!({"state": "closed"}));
    assert_eq!(
        (closed.status, &closed.json()["state"]),
        (200, &json!("closed"))
    );
    let link = taken["link"].as_str().unwrap();
    let page = served
        .anybody()
        .get(link.strip_prefix(&served.base).unwrap());
    assert!(page.text.contains("已经撤销"), "{}", page.text);
    let over = coordinator.patch(&path, Some("\"5\""), &json!({"urgency": 1}));
    assert_eq!(
        (over.status, &over.json()["code"]),
        (409, &json!("request-not-waiting"))
    );
    assert_eq!(matched(&coordinator)["result"]["offered"], 0);
}

#[test]
fn the_waiting_list_has_the_most_urgent_first_and_then_who_came_first() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let ask = |urgency: u8| {
        let mut new = request();
        new["urgency"] = json!(urgency);
        clerk.post("/api/v1/requests", &new).json()["id"].clone()
    };
    let came: Vec<Value> = [1, 3, 2, 3, 1].map(ask).to_vec();
    let list = clerk.get("/api/v1/waiting-list").json();
    let ids = |list: &Value| -> Vec<Value> {
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].clone()).collect()
    };
    let expected = [1, 3, 2, 0, 4].map(|n: usize| came[n].clone());
    // The served month has one who waits already.
    let own: Vec<Value> = ids(&list)
        .into_iter()
        .filter(|id| came.contains(id))
        .collect();
    assert_eq!(own, expected);
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = clerk
            .get(&format!("/api/v1/waiting-list?limit=2&after={after}"))
            .json();
        paged.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(paged, ids(&list));
    // Whoever has a time is not on it.
    let offers = clerk.get(&format!(
        "/api/v1/requests/{}/offers",
        came[1].as_str().unwrap()
    ));
    let body = json!({"offer_id": offers.json()["items"][0]["id"]});
    assert_eq!(
        clerk.post_once("/api/v1/appointments", "k", &body).status,
        201
    );
    assert!(!ids(&clerk.get("/api/v1/waiting-list").json()).contains(&came[1]));
    let west = served
        .signed_in("west@example.org")
        .get("/api/v1/waiting-list")
        .json();
    assert_eq!(ids(&west), Vec::<Value>::new());
}
