//! Whether somebody came to their duty: marked once it has begun, by who books there; and what it comes to in their account.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::served::slots::with_slots;
use crate::served::{Answer, Person, Served};

const PATH: &str = "/api/v1/assignments/a1";

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

fn mark(person: &Person, state: &str) -> Answer {
    let etag = person.get(PATH).header("etag").to_owned();
    person.patch(PATH, Some(&etag), &json!({ "state": state }))
}

#[test]
fn who_came_is_marked_once_the_duty_has_begun_and_can_be_marked_again() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let coordinator = served.coordinator();
    let early = mark(&coordinator, "served");
    assert_eq!(
        (early.status, &early.json()["code"]),
        (409, &json!("duty-not-begun")),
        "{}",
        early.text
    );
    // The clock of the tests says noon UTC of 20 November.
    execute(
        &served,
        "UPDATE duties SET starts_at = '2026-11-20 11:59:00' WHERE id = (SELECT duty_id FROM assignments WHERE id = 'a1')",
    );
    for (state, revision) in [("absent", 2), ("served", 3), ("served", 3)] {
        let marked = mark(&coordinator, state);
        assert_eq!(marked.status, 200, "{}", marked.text);
        let body = marked.json();
        assert_eq!(
            (&body["state"], &body["revision"]),
            (&json!(state), &json!(revision)),
            "{body}"
        );
    }
    let stale = clerk.patch(PATH, Some("\"1\""), &json!({"state": "absent"}));
    assert_eq!(stale.status, 412, "{}", stale.text);
    let odd = mark(&coordinator, "late");
    assert_eq!(
        (odd.status, &odd.json()["errors"][0]["pointer"]),
        (422, &json!("/state"))
    );
    execute(
        &served,
        "UPDATE assignments SET state = 'declined' WHERE id = 'a1'",
    );
    let given_up = mark(&coordinator, "served");
    assert_eq!(
        (given_up.status, &given_up.json()["code"]),
        (409, &json!("seat-given-up"))
    );
}

#[test]
fn an_account_says_what_is_owed_and_what_the_next_month_is_planned_with() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let path = "/api/v1/people/gu/account";
    let none = coordinator.get(path).json();
    assert_eq!(
        none,
        json!({"balance": 0, "target": 2, "due": 2, "months": []})
    );
    execute(
        &served,
        "INSERT INTO person_months (person_id, month, target, held) VALUES ('gu', '2026-10', 2, 1), ('gu', '2026-11', 2, 1),
        ('gu', '2025-11', 2, 0), ('gu', '2025-12', 2, 3)",
    );
    let account = coordinator.get(path).json();
    let months: Vec<&Value> = account["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["month"])
        .collect();
    assert_eq!(
        months,
        ["2026-11", "2026-10", "2025-12"],
        "what is older than a year is forgotten"
    );
    assert_eq!(
        (&account["balance"], &account["due"]),
        (&json!(1), &json!(3)),
        "{account}"
    );
}
