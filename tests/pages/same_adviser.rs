//! The page of who waits for the adviser whom they met before: it says so, and anybody else is one press away.

use serde_json::{Value, json};

use crate::resident::{Resident, values};
use crate::served::slots::{adviser_leaves, take, with_another, with_slots};
use crate::served::{Person, Served};

/// A resident who met the adviser and asks for them again.
fn again(served: &Served, clerk: &Person) -> Resident {
    let first = take(clerk);
    let id = first["id"].as_str().unwrap();
    let free: Value = clerk.get(&format!("/api/v1/requests/{id}/offers")).json();
    let body = json!({"offer_id": free["items"][0]["id"]});
    let booked = clerk.post_once("/api/v1/appointments", "first", &body);
    let path = format!(
        "/api/v1/appointments/{}",
        booked.json()["id"].as_str().unwrap()
    );
    let etag = clerk.get(&path).header("etag").to_owned();
    clerk.patch(&path, Some(&etag), &json!({"state": "attended"}));
    let taken = clerk.post(&format!("{path}/follow-up"), &json!({}));
    assert_eq!(taken.status, 201, "{}", taken.text);
    Resident::at(served, &taken.json())
}

#[test]
fn who_waits_for_one_adviser_presses_once_and_is_shown_anybody_s_times() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let resident = again(&served, &clerk);
    let page = resident.page();
    assert!(page.contains("You asked for 顾一鸣 again"), "{page}");
    // Somebody else holds what the adviser has left.
    Resident::at(&served, &take(&clerk)).pressed(&[("answer", "look")]);
    let none = resident.pressed(&[("answer", "look")]);
    assert!(none.contains("whom you want to meet again"), "{none}");
    assert!(!none.contains("Another adviser has time"), "{none}");
    with_another(&served);
    let helps = resident.pressed(&[("answer", "look")]);
    assert!(helps.contains("Another adviser has time"), "{helps}");
    // What a button does is not asked for by telephone.
    assert!(!helps.contains("by telephone or in an answer"), "{helps}");
    let any = resident.pressed(&[("answer", "any_adviser")]);
    assert!(any.contains("Noted: any adviser will do."), "{any}");
    assert_eq!(values(&any, "offer").len(), 1, "{any}");
    assert!(any.contains("柏舟"), "{any}");
    // Pressed twice it is once, and nobody is waited for any more.
    let twice = resident.pressed(&[("answer", "any_adviser")]);
    assert_eq!(values(&twice, "offer"), values(&any, "offer"));
    assert!(!twice.contains("You asked for"), "{twice}");
    let left = resident.pressed(&[("answer", "withdraw")]);
    assert!(left.contains("This request was withdrawn"), "{left}");
    let late = resident.pressed(&[("answer", "any_adviser")]);
    assert!(late.contains("This request was withdrawn"), "{late}");
}

#[test]
fn who_waits_for_somebody_who_left_is_told_so() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let resident = again(&served, &clerk);
    adviser_leaves(&served);
    let page = resident.page();
    assert!(page.contains("can no longer advise you"), "{page}");
    assert!(!page.contains("value=\"any_adviser\""), "{page}");
}
