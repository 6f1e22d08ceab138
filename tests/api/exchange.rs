//! A month in the solver's exchange format, as the running service gives it: another program checks it from the two files alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use zhiban::domain::access::Role;
use zhiban::store::places;

use crate::rosters::{duties, generate, large, quick, set_up};
use crate::served::{Person, month};

/// Has `check_roster.py` check an answer against its instance. Gives its exit status and what it said.
///
/// Without a Python the test fails: a check that is skipped would count as passed.
fn check(instance: &Value, answer: &Value) -> (i32, String) {
    let python = std::env::var_os("PYTHON").expect(
        "PYTHON names no Python; right would be the one of target/venv, as tests/smtp/mod.rs tells",
    );
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, document: &Value| {
        let file = folder.path().join(name);
        fs::write(&file, document.to_string()).unwrap();
        file
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let done = Command::new(python)
        .arg(root.join("solver/tests/exchange/check_roster.py"))
        .arg(written("instance.json", instance))
        .arg(written("answer.json", answer))
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.code().unwrap(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn documents(person: &Person, roster: &str) -> (Value, Value) {
    let get = |what: &str| {
        let answer = person.get(&format!("{roster}/{what}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    };
    (get("instance"), get("answer"))
}

/// The same answer in which one duty is held by somebody of another pool.
fn with_a_wrong_person(instance: &Value, answer: &Value) -> Value {
    let mut wrong = answer.clone();
    let seat = &mut wrong["assignments"][0];
    let list = |what: &str| instance[what].as_array().unwrap();
    let duty = list("duties").iter().find(|d| d["id"] == seat["duty"]);
    let pool = &duty.unwrap()["pool"];
    let other = list("people").iter().find(|p| p["pool"] != *pool);
    seat["person"] = other.unwrap()["id"].clone();
    wrong
}

#[test]
fn a_generated_month_of_each_district_is_checked_by_another_program_from_its_two_files() {
    let (served, district) = large("4");
    let city = served
        .store
        .read(|c| places::find_district(c, &district))
        .unwrap()
        .unwrap()
        .city_id;
    served.let_into(&city, "whole@example.org", Role::Administrator, None);
    let planner = served.signed_in("whole@example.org");
    let districts = served
        .store
        .read(|c| places::districts_of(c, &city))
        .unwrap();
    let mut promised = 0;
    for district in &districts[..2] {
        let new = json!({"district_id": district.id, "month": month::MONTH});
        let made = planner.post("/api/v1/rosters", &new);
        let roster = made.header("location").to_owned();
        assert_eq!(generate(&planner, &roster)["state"], "done");
        let (instance, answer) = documents(&planner, &roster);
        promised += instance["pins"].as_array().unwrap().len();
        let held: usize = duties(&planner, &roster)
            .iter()
            .map(|duty| duty["people"].as_array().unwrap().len())
            .sum();
        let pins = instance["pins"].as_array().unwrap().len();
        let given = answer["assignments"].as_array().unwrap().len();
        assert_eq!(given, held + pins, "{}", district.code);

        let (status, said) = check(&instance, &answer);
        assert_eq!(status, 0, "{said}");
        assert!(said.contains("\"figures_agree\": true"), "{said}");
        let wrong = with_a_wrong_person(&instance, &answer);
        let (status, said) = check(&instance, &wrong);
        assert!(status == 1 && said.contains("rule 3"), "{said}");
        let mut wrong = answer.clone();
        wrong["assignments"].as_array_mut().unwrap().pop();
        let (status, said) = check(&instance, &wrong);
        assert!(status == 1 && said.contains("figures:"), "{said}");
    }
    assert!(
        promised > 0,
        "nobody of the second district serves in the first"
    );
}

#[test]
fn there_are_ids_and_no_names_in_the_files() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    generate(&coordinator, &roster);
    let (instance, answer) = documents(&coordinator, &roster);
    let both = format!("{instance}{answer}");
    for told in [
        "顾一鸣",
        "Amina Okafor",
        "example.org",
        "555-0123",
        "法律之家",
    ] {
        assert!(!both.contains(told), "{told}");
    }
    assert_eq!(answer["status"], "feasible");
    assert_eq!(answer.get("bound"), None);
}

#[test]
fn a_pin_that_was_given_since_is_a_rule_that_the_roster_breaks() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    let duty = duties(&coordinator, &roster)[0]["id"].clone();
    let path = format!("/api/v1/duties/{}", duty.as_str().unwrap());
    assert_eq!(coordinator.put(&format!("{path}/bans/gu")).status, 204);
    generate(&coordinator, &roster);
    assert_eq!(coordinator.delete(&format!("{path}/bans/gu")).status, 204);
    assert_eq!(coordinator.put(&format!("{path}/pins/gu")).status, 204);
    let (instance, answer) = documents(&coordinator, &roster);
    let (status, said) = check(&instance, &answer);
    assert!(status == 1 && said.contains("rule 9"), "{said}");
}

#[test]
fn a_month_that_nobody_generated_has_an_instance_and_no_answer() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    assert_eq!(coordinator.get(&format!("{roster}/instance")).status, 200);
    let refused = coordinator.get(&format!("{roster}/answer"));
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (409, &json!("roster-not-generated"))
    );
    let clerk = served.signed_in("clerk@example.org");
    for what in ["instance", "answer"] {
        assert_eq!(clerk.get(&format!("{roster}/{what}")).status, 403, "{what}");
        let nowhere = coordinator.get(&format!("/api/v1/rosters/nowhere/{what}"));
        assert_eq!(nowhere.status, 404, "{what}");
    }
}
