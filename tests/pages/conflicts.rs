//! The first page lists appointments that may be in conflict of interest, for who books in their district only.

use serde_json::json;

use crate::served::slots::{request, with_slots};

#[test]
fn who_books_sees_who_may_be_in_conflict_and_has_them_found_another_time() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let mut new = request();
    new["opponents"] = json!(["Acme"]);
    let taken = coordinator.post("/api/v1/requests", &new).json();
    let id = taken["id"].as_str().unwrap();
    let offers = coordinator
        .get(&format!("/api/v1/requests/{id}/offers"))
        .json();
    let offer = json!({"offer_id": offers["items"][0]["id"]});
    let booked = coordinator.post_once("/api/v1/appointments", "k", &offer);
    assert_eq!(booked.status, 201, "{}", booked.text);
    let first_page = |email: &str| served.signed_in(email).get("/?lang=en").text;
    assert!(!first_page("clerk@example.org").contains("conflict of interest"));
    let declared = coordinator.put_json("/api/v1/people/gu/clients", &json!({"names": ["Acme"]}));
    assert_eq!(declared.status, 200, "{}", declared.text);
    let (code, page) = (
        taken["code"].as_str().unwrap(),
        first_page("clerk@example.org"),
    );
    assert!(
        page.contains("conflict of interest") && page.contains(code),
        "{page}"
    );
    assert!(!page.contains("林小满") && !page.contains("Acme"), "{page}");
    for email in ["west@example.org", "evaluator@example.org"] {
        assert!(!first_page(email).contains(code), "{email}");
    }
    let path = format!("/conflicts/{}", booked.json()["id"].as_str().unwrap());
    let press = |email: &str| served.signed_in(email).form(&path, &[("revision", "1")]);
    assert_eq!(press("west@example.org").status, 404);
    assert_eq!(press("evaluator@example.org").status, 403);
    // Pressed twice, it is done once.
    for _ in 0..2 {
        let pressed = press("clerk@example.org");
        assert_eq!((pressed.status, pressed.header("location")), (303, "/"));
    }
    assert!(!first_page("clerk@example.org").contains(code));
    let state = coordinator.get(&format!("/api/v1/requests/{id}")).json();
    assert_ne!(state["state"], "booked", "{state}");
}
