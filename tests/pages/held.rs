//! The first page lists what is held for residents whom nobody may write to, for who books in their district only.

use serde_json::{Value, json};

use crate::resident::{Resident, values};
use crate::served::slots::{request, with_slots};

#[test]
fn who_books_sees_what_is_held_for_residents_whom_nobody_may_write_to() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let first_page = |email: &str| served.signed_in(email).get("/?lang=en").text;
    let mut new = request();
    new["contact"]["safe_to_contact"] = json!(false);
    let taken = clerk.post("/api/v1/requests", &new).json();
    let code = taken["code"].as_str().unwrap();
    assert!(!first_page("clerk@example.org").contains("nobody may write to"));
    let job = served
        .coordinator()
        .post("/api/v1/matchings", &json!({"city_id": "city"}));
    let place = job.header("location").to_owned();
    let began = std::time::Instant::now();
    loop {
        let row: Value = served.coordinator().get(&place).json();
        if row["state"] == "done" {
            let result = &row["result"];
            assert_eq!(
                (&result["offered"], &result["untold"], &result["in_person"]),
                (&json!(1), &json!(0), &json!(1))
            );
            break;
        }
        assert!(began.elapsed().as_secs() < 60, "{row}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let page = first_page("clerk@example.org");
    assert!(
        page.contains("nobody may write to") && page.contains(code),
        "{page}"
    );
    assert!(!page.contains("林小满"), "{page}");
    for email in ["west@example.org", "evaluator@example.org"] {
        assert!(!first_page(email).contains(code), "{email}");
    }
    // They take it on their page, and are promised no letter.
    let resident = Resident::at(&served, &taken);
    let offer = values(&resident.page(), "offer").remove(0);
    let booked = resident.pressed(&[("answer", "take"), ("offer", &offer)]);
    assert!(booked.contains("we send no letter"), "{booked}");
    assert!(!booked.contains("We send you a letter"), "{booked}");
    assert!(!first_page("clerk@example.org").contains(code));
}
