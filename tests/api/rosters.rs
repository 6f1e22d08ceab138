//! The coordinator's way through a month over HTTP: set up, generate, pin, generate again, publish.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zhiban::actions::import_city::import_city;
use zhiban::demo;
use zhiban::domain::access::Role;
use zhiban::domain::calendar::Month;
use zhiban::store::{StoreError, people, places};

use crate::served::{Person, Served, context, month};

/// A service whose solves are short and whose queue is looked at often.
pub(crate) fn quick() -> Served {
    let served = Served::with_city_and(&[
        ("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "5"),
        ("ZHIBAN__JOBS__POLL_MILLISECONDS", "20"),
    ]);
    month::write_kept(&served);
    served
}

/// Sets the month of the district `east` up. Gives its address.
pub(crate) fn set_up(coordinator: &Person) -> String {
    let new = json!({"district_id": "east", "month": month::MONTH});
    let answer = coordinator.post("/api/v1/rosters", &new);
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.header("location").to_owned()
}

pub(crate) fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// Asks until the job has ended, and gives what it said last.
pub(crate) fn wait(person: &Person, job: &str) -> Value {
    let began = Instant::now();
    loop {
        let said = person.get(job).json();
        if !matches!(said["state"].as_str(), Some("queued" | "running")) {
            return said;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{said}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// Generates a roster and waits for it.
pub(crate) fn generate(coordinator: &Person, roster: &str) -> Value {
    let answer = coordinator.post("/api/v1/generations", &json!({"rosters": [id(roster)]}));
    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["kind"], "generate_roster");
    wait(coordinator, answer.header("location"))
}

pub(crate) fn duties(person: &Person, roster: &str) -> Vec<Value> {
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = person
            .get(&format!("{roster}/duties?limit=2{after}"))
            .json();
        seen.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return seen,
        }
    }
}

/// Ids of who holds a seat of a duty.
fn holders(duty: &Value) -> Vec<&str> {
    let people = duty["people"].as_array().unwrap();
    people
        .iter()
        .map(|seat| seat["person_id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_month_goes_from_set_up_over_a_pin_to_a_version_that_never_changes() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    let draft = coordinator.get(&roster);
    assert_eq!(draft.header("etag"), "\"1\"");
    assert_eq!(
        (&draft.json()["state"], &draft.json()["proof"]),
        (&json!("draft"), &Value::Null)
    );
    let listed = coordinator.get("/api/v1/rosters?district=east").json();
    assert_eq!(listed["items"][0]["id"], id(&roster));

    // One duty is to have one person, so that the solver must choose.
    let tuesdays = duties(&coordinator, &roster);
    let days: Vec<&str> = tuesdays
        .iter()
        .map(|d| d["date"].as_str().unwrap())
        .collect();
    assert_eq!(days.len(), 5, "{days:?}");
    let path = format!("/api/v1/duties/{}", tuesdays[0]["id"].as_str().unwrap());
    let seen = coordinator.get(&path);
    let one = coordinator.patch(&path, Some(seen.header("etag")), &json!({"ideal": 1}));
    assert_eq!((one.status, &one.json()["ideal"]), (200, &json!(1)));

    assert_eq!(generate(&coordinator, &roster)["state"], "done");
    let proposed = coordinator.get(&roster).json();
    assert_eq!(proposed["state"], "proposed");
    assert_eq!(proposed["counts"]["uncovered"], 0, "{proposed}");
    assert_eq!(
        (&proposed["proof"]["optimal"], &proposed["proof"]["gap"]),
        (&json!(true), &json!(0.0))
    );
    let duty = coordinator.get(&path).json();
    assert_eq!(
        (&duty["start"], &duty["time_zone"]),
        (&json!("09:00"), &json!("Asia/Shanghai"))
    );
    assert_eq!(duty["coverage"], "proposed");
    let other = match holders(&duty).as_slice() {
        ["gu"] => "amina",
        ["amina"] => "gu",
        held => panic!("{held:?}"),
    };

    // The other one is pinned to it, and stays there whatever is generated.
    assert_eq!(coordinator.put(&format!("{path}/pins/{other}")).status, 204);
    let publication = format!("{roster}/publication");
    let early = coordinator.post(&publication, &json!({}));
    assert_eq!(
        (early.status, &early.json()["code"]),
        (409, &json!("roster-outdated"))
    );
    for _ in 0..2 {
        assert_eq!(generate(&coordinator, &roster)["state"], "done");
        let duty = coordinator.get(&path).json();
        assert_eq!(holders(&duty), [other]);
        assert_eq!(
            (&duty["people"][0]["pinned"], &duty["pins"]),
            (&json!(true), &json!([other]))
        );
    }

    let pressed = coordinator.post(&publication, &json!({}));
    assert_eq!(pressed.status, 202, "{}", pressed.text);
    let ended = wait(&coordinator, pressed.header("location"));
    assert_eq!(
        (&ended["state"], &ended["result"]["letters"]),
        (&json!("done"), &json!(2))
    );
    let published = coordinator.get(&roster).json();
    assert_eq!(
        (&published["state"], &published["version"]),
        (&json!("published"), &json!(1))
    );
    let versions = coordinator.get(&format!("{roster}/versions")).json();
    assert_eq!(versions["items"].as_array().unwrap().len(), 1);
    let version = coordinator.get(&format!("{roster}/versions/1")).json();
    let said = version["snapshot"]["duties"].as_array().unwrap();
    assert_eq!(said.len(), 5);
    let pinned = said.iter().find(|d| d["duty"] == duty["id"]).unwrap();
    assert_eq!(pinned["people"], json!([other]));
    assert_eq!(coordinator.get(&format!("{roster}/versions/2")).status, 404);
}

#[test]
fn a_ban_holds_in_the_next_generation_until_it_is_taken_back() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    let id = duties(&coordinator, &roster)[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/duties/{id}");
    let ban = format!("{path}/bans/gu");
    assert_eq!(coordinator.put(&ban).status, 204);
    generate(&coordinator, &roster);
    let duty = coordinator.get(&path).json();
    assert_eq!(holders(&duty), ["amina"]);
    assert_eq!(
        (&duty["coverage"], &duty["bans"]),
        (&json!("below-ideal"), &json!(["gu"]))
    );
    assert_eq!(coordinator.delete(&ban).status, 204);
    generate(&coordinator, &roster);
    let duty = coordinator.get(&path).json();
    assert_eq!(holders(&duty), ["amina", "gu"]);
}

#[test]
fn a_generation_that_cannot_keep_a_pin_says_which_and_lets_the_month_go() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    let id = duties(&coordinator, &roster)[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let pin = format!("/api/v1/duties/{id}/pins/gu");
    assert_eq!(coordinator.put(&pin).status, 204);
    let person = coordinator.get("/api/v1/people/gu");
    let left = json!({"state": "left"});
    let left = coordinator.patch("/api/v1/people/gu", Some(person.header("etag")), &left);
    assert_eq!(left.status, 200);
    let job = generate(&coordinator, &roster);
    assert_eq!(job["state"], "failed", "{job}");
    assert_eq!(
        job["result"]["conflict"],
        json!([{"duty": id, "person": "gu"}])
    );
    assert_eq!(job["result"]["because"], json!(["pool"]));
    assert_eq!(coordinator.get(&roster).json()["state"], "draft");
    assert_eq!(coordinator.delete(&pin).status, 204);
    assert_eq!(generate(&coordinator, &roster)["state"], "done");
}

/// The invented city of the demo, which is not solved in a moment.
pub(crate) fn large(limit: &str) -> (Served, String) {
    let served = Served::with_settings(&[
        ("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", limit),
        ("ZHIBAN__JOBS__POLL_MILLISECONDS", "20"),
    ]);
    let december = Month::parse(month::MONTH).unwrap();
    let imported = import_city(&served.store, &context(), &demo::city(1, december)).unwrap();
    let city = imported.city_id;
    let districts = served
        .store
        .read(|c| places::districts_of(c, &city))
        .unwrap();
    let district = districts[0].id.clone();
    served.let_into(
        &city,
        "planner@example.org",
        Role::Coordinator,
        Some(&district),
    );
    (served, district)
}

#[test]
fn a_running_generation_tells_how_far_it_is_refuses_what_would_disturb_it_and_is_cancelled() {
    let (served, district) = large("60");
    let coordinator = served.signed_in("planner@example.org");
    let new = json!({"district_id": district, "month": month::MONTH});
    let made = coordinator.post("/api/v1/rosters", &new);
    let roster = made.header("location").to_owned();
    let duty = duties(&coordinator, &roster)[0].clone();
    let person = served
        .store
        .read(|c| {
            let district = places::find_district(c, &district)?.unwrap();
            Ok::<_, StoreError>(people::people_of(c, &district.city_id)?.remove(0).id)
        })
        .unwrap();
    let ids = json!({"rosters": [id(&roster)]});
    let started = coordinator.post("/api/v1/generations", &ids);
    let job = started.header("location").to_owned();
    let began = Instant::now();
    let told = loop {
        let said = coordinator.get(&job).json();
        if said["progress"]["incumbent"].is_number() {
            break said;
        }
        assert_eq!(said["finished_at"], Value::Null, "{said}");
        assert!(began.elapsed() < Duration::from_secs(30), "{said}");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(told["state"], "running");
    assert!(
        told["progress"]["seconds"].as_f64().unwrap() >= 0.0,
        "{told}"
    );

    let path = format!("/api/v1/duties/{}", duty["id"].as_str().unwrap());
    let refused = [
        coordinator.post("/api/v1/generations", &ids),
        coordinator.post(&format!("{roster}/publication"), &json!({})),
        coordinator.put(&format!("{path}/pins/{person}")),
        coordinator.put(&format!("{path}/bans/{person}")),
        coordinator.delete(&format!("{path}/pins/{person}")),
        coordinator.patch(&path, Some("\"1\""), &json!({"min": 1})),
    ];
    for answer in refused {
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (409, &json!("roster-solving"))
        );
    }
    assert_eq!(
        coordinator
            .post(&format!("{job}/cancel"), &json!({}))
            .status,
        204
    );
    assert_eq!(coordinator.get(&roster).json()["state"], "draft");
    let again = coordinator.post("/api/v1/generations", &ids);
    assert_eq!(
        again.status, 202,
        "what was cancelled can be started again at once"
    );
    assert_eq!(
        coordinator.get(&roster).json()["job_id"],
        id(again.header("location"))
    );
    std::thread::sleep(Duration::from_millis(1200));
    let state = coordinator.get(&roster).json()["state"].clone();
    assert_eq!(
        state, "solving",
        "the end of the cancelled one does not disturb the new one"
    );
    let cancel = format!("{}/cancel", again.header("location"));
    assert_eq!(coordinator.post(&cancel, &json!({})).status, 204);
}

#[test]
fn two_months_are_listed_page_by_page() {
    let served = quick();
    let coordinator = served.coordinator();
    for month in ["2026-12", "2027-01", "2027-02"] {
        let new = json!({"district_id": "east", "month": month});
        assert_eq!(coordinator.post("/api/v1/rosters", &new).status, 201);
    }
    let first = coordinator.get("/api/v1/rosters?limit=2").json();
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let after = first["next"].as_str().unwrap();
    let last = coordinator
        .get(&format!("/api/v1/rosters?limit=2&after={after}"))
        .json();
    assert_eq!(
        (last["items"].as_array().unwrap().len(), &last["next"]),
        (1, &Value::Null)
    );
    let nowhere = served
        .signed_in("west@example.org")
        .get("/api/v1/rosters")
        .json();
    assert_eq!(nowhere["items"], json!([]));
}
