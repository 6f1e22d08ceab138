//! Calendars of duties over the API: a station's and a person's, made and ended by whoever plans there.

use serde_json::json;

use crate::served::{Served, month};

#[test]
fn a_coordinator_makes_a_station_s_calendar_and_ends_it() {
    let served = Served::with_city();
    month::write(&served, "published", "confirmed");
    let coordinator = served.coordinator();
    let made = coordinator.post("/api/v1/stations/station-east/feed", &json!({}));
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.header("cache-control"), "no-store");
    let url = made.json()["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&served.base).expect("ours");
    let feed = served.anybody().get(path);
    assert_eq!(feed.status, 200, "{}", feed.text);
    let text = feed.text.replace("\r\n ", "");
    assert!(
        text.contains("顾一鸣") && text.contains("Amina Okafor"),
        "{text}"
    );
    assert!(
        !text.contains("gu@") && text.contains("STATUS:CONFIRMED"),
        "{text}"
    );
    let history = coordinator
        .get("/api/v1/stations/station-east/history")
        .text;
    let token = path.trim_start_matches("/feeds/").trim_end_matches(".ics");
    assert!(
        history.contains("make_feed") && !history.contains(token),
        "{history}"
    );
    for _ in 0..2 {
        assert_eq!(
            coordinator
                .delete("/api/v1/stations/station-east/feed")
                .status,
            204
        );
        assert_eq!(served.anybody().get(path).status, 404);
    }
}

#[test]
fn a_person_s_calendar_is_made_for_them_and_ended_and_none_is_made_for_who_has_left() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let coordinator = served.coordinator();
    let made = coordinator.post("/api/v1/people/gu/feed", &json!({}));
    let url = made.json()["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&served.base).expect("ours");
    assert!(
        served
            .anybody()
            .get(path)
            .text
            .contains("UID:a1@example.org")
    );
    let person = coordinator.get("/api/v1/people/gu");
    let left = coordinator.patch(
        "/api/v1/people/gu",
        Some(person.header("etag")),
        &json!({"state": "left"}),
    );
    assert_eq!(left.status, 200, "{}", left.text);
    assert_eq!(served.anybody().get(path).status, 404);
    assert_eq!(
        coordinator
            .post("/api/v1/people/gu/feed", &json!({}))
            .status,
        404
    );
    assert_eq!(coordinator.delete("/api/v1/people/gu/feed").status, 204);
}
