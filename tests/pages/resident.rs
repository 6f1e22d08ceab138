//! A resident's page and its buttons: look, take, move, refuse, cancel, leave. Each once, only for the resident whose link it is, and
//! never by looking.

use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::schema::{appointments, offers, requests};

use crate::served::slots::{take, with_slots, with_slots_and};
use crate::served::{Answer, Person, Served};

/// A resident at their page, in English.
pub(crate) struct Resident {
    person: Person,
    path: String,
    id: String,
}

impl Resident {
    pub(crate) fn new(served: &Served) -> Self {
        Self::at(served, &take(&served.coordinator()))
    }

    /// At the page of another link.
    pub(crate) fn at(served: &Served, taken: &Value) -> Self {
        let link = taken["link"].as_str().unwrap();
        Self {
            person: served.anybody(),
            path: link.strip_prefix(&served.base).unwrap().to_owned(),
            id: taken["id"].as_str().unwrap().to_owned(),
        }
    }

    pub(crate) fn page(&self) -> String {
        let page = self.person.get(&format!("{}?lang=en", self.path));
        assert_eq!(page.status, 200, "{}", page.text);
        page.text
    }

    pub(crate) fn press(&self, fields: &[(&str, &str)]) -> Answer {
        self.person.form(&format!("{}?lang=en", self.path), fields)
    }

    /// Presses, and gives the page.
    pub(crate) fn pressed(&self, fields: &[(&str, &str)]) -> String {
        let page = self.press(fields);
        assert_eq!(page.status, 200, "{}", page.text);
        page.text
    }
}

/// The values of the fields with a name on a page, each once.
pub(crate) fn values(page: &str, name: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    let mut all = Vec::new();
    for input in page.select(&field) {
        let value = input.value().attr("value").unwrap().to_owned();
        if !all.contains(&value) {
            all.push(value);
        }
    }
    all
}

fn states(served: &Served) -> (Vec<String>, Vec<String>) {
    let read = served.store.read(|c| {
        let own = requests::table.order(requests::id).select(requests::state);
        let booked = appointments::table
            .order(appointments::id)
            .select(appointments::state);
        Ok::<_, StoreError>((own.load(c)?, booked.load(c)?))
    });
    read.unwrap()
}

fn count_offers(served: &Served) -> i64 {
    let read = served
        .store
        .read(|c| Ok::<_, StoreError>(offers::table.count().get_result(c)?));
    read.unwrap()
}

#[test]
fn a_resident_looks_takes_moves_and_cancels_without_anybody_s_help() {
    let served = with_slots();
    let resident = Resident::new(&served);
    let page = resident.page();
    assert!(page.contains("You have word from us by"), "{page}");
    assert_eq!(count_offers(&served), 0, "looking holds nothing");
    let free = resident.pressed(&[("answer", "look")]);
    let held = values(&free, "offer");
    assert_eq!(held.len(), 2, "{free}");
    assert!(free.contains("We hold it for you until"), "{free}");
    // Read again, the same is there.
    assert_eq!(values(&resident.page(), "offer"), held);
    let take = [("answer", "take"), ("offer", held[0].as_str())];
    let booked = resident.pressed(&take);
    assert!(
        booked.contains("It is booked.") && booked.contains("20:50"),
        "{booked}"
    );
    // Pressed twice, it is once.
    let again = resident.pressed(&take);
    assert!(again.contains("Your appointment is booked"), "{again}");
    assert_eq!(states(&served).1, ["booked"]);
    let first = values(&again, "appointment").remove(0);
    let free = resident.pressed(&[("answer", "look")]);
    assert!(free.contains("You could come instead"), "{free}");
    let other = values(&free, "offer");
    let moved = resident.pressed(&[
        ("answer", "take"),
        ("offer", &other[0]),
        ("appointment", &first),
    ]);
    assert!(
        moved.contains("was moved") && moved.contains("22:30"),
        "{moved}"
    );
    // A page that is older than the move cancels nothing.
    resident.pressed(&[("answer", "cancel"), ("appointment", &first)]);
    assert_eq!(states(&served).0, ["booked"]);
    let second = values(&resident.page(), "appointment").remove(0);
    let cancelled = resident.pressed(&[("answer", "cancel"), ("appointment", &second)]);
    assert!(
        cancelled.contains("your appointment is cancelled"),
        "{cancelled}"
    );
    let (requests, mut appointments) = states(&served);
    appointments.sort();
    assert_eq!(requests, ["closed"]);
    assert_eq!(appointments, ["cancelled", "moved"]);
}

#[test]
fn a_link_names_nothing_of_another_resident_s() {
    let served = with_slots();
    let (own, other) = (Resident::new(&served), Resident::new(&served));
    let held = values(&own.pressed(&[("answer", "look")]), "offer");
    for answer in ["take", "refuse", "refuse_another"] {
        let refused = other.press(&[("answer", answer), ("offer", &held[0])]);
        assert_eq!(refused.status, 404, "{answer}: {}", refused.text);
    }
    own.pressed(&[("answer", "take"), ("offer", &held[0])]);
    let booked = values(&own.page(), "appointment").remove(0);
    other.pressed(&[("answer", "cancel"), ("appointment", &booked)]);
    assert_eq!(states(&served).1, ["booked"]);
    // What is on duties' pages does nothing here.
    let odd = other.press(&[("answer", "confirm_all")]);
    assert_eq!(odd.status, 404, "{}", odd.text);
    let unknown = other.press(&[("answer", "buy")]);
    assert_eq!(unknown.status, 422, "{}", unknown.text);
}

#[test]
fn who_comes_late_is_shown_what_is_free_now() {
    let served = with_slots_and(&[("ZHIBAN__MATCHING__HOLD_SECONDS", "0")]);
    let coordinator = served.coordinator();
    let (own, other) = (Resident::new(&served), Resident::new(&served));
    let seen = values(&own.pressed(&[("answer", "look")]), "offer");
    let offers = coordinator
        .get(&format!("/api/v1/requests/{}/offers", other.id))
        .json();
    let body = json!({"offer_id": offers["items"][0]["id"]});
    let booked = coordinator.post_once("/api/v1/appointments", "k", &body);
    assert_eq!(booked.status, 201, "{}", booked.text);
    let late = own.pressed(&[("answer", "take"), ("offer", &seen[0])]);
    assert!(late.contains("Somebody else was faster"), "{late}");
    assert!(
        late.contains("class=\"note\"") && !late.contains("class=\"done\""),
        "{late}"
    );
    let left = values(&late, "offer");
    assert_eq!(left.len(), 1, "{late}");
    let mut states = states(&served).0;
    states.sort();
    assert_eq!(states, ["booked", "waiting"]);
    // An offer that nobody knows any more leads there too.
    let gone = own.pressed(&[("answer", "take"), ("offer", "none")]);
    assert!(
        gone.contains("That time is no longer held for you."),
        "{gone}"
    );
}

#[test]
fn what_a_matching_found_is_taken_refused_or_given_up_on_the_page() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let resident = Resident::new(&served);
    let matched = |count: i64| {
        let job = coordinator.post("/api/v1/matchings", &json!({"city_id": "city"}));
        let place = job.header("location").to_owned();
        let began = std::time::Instant::now();
        loop {
            let row: Value = coordinator.get(&place).json();
            if row["state"] == "done" {
                assert_eq!(row["result"]["offered"], count, "{row}");
                return;
            }
            assert!(began.elapsed().as_secs() < 60, "{row}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    };
    matched(1);
    let page = resident.page();
    assert!(page.contains("We found a time for you"), "{page}");
    let offer = values(&page, "offer").remove(0);
    let again = resident.pressed(&[("answer", "refuse_another"), ("offer", &offer)]);
    assert!(again.contains("You are on the waiting list"), "{again}");
    let state = served.store.read(|c| {
        let own = offers::table.find(&offer).select(offers::state);
        Ok::<_, StoreError>(own.first::<String>(c)?)
    });
    assert_eq!(state.unwrap(), "refused");
    // Pressed twice, it is once, and the page says how things are.
    let twice = resident.press(&[("answer", "refuse_another"), ("offer", &offer)]);
    assert_eq!(twice.status, 200, "{}", twice.text);
    // The refusal has the list matched anew: another time comes, or is there already.
    let began = std::time::Instant::now();
    let second = loop {
        if let Some(second) = values(&resident.page(), "offer").pop() {
            break second;
        }
        assert!(began.elapsed().as_secs() < 60, "no other time");
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert_ne!(second, offer);
    let over = resident.pressed(&[("answer", "refuse"), ("offer", &second)]);
    assert!(over.contains("You need not do anything more"), "{over}");
    assert_eq!(states(&served).0, ["closed"]);
}

#[test]
fn who_needs_no_help_any_more_leaves_the_list_and_what_was_held_is_free() {
    let served = with_slots();
    let (own, other) = (Resident::new(&served), Resident::new(&served));
    assert_eq!(
        values(&own.pressed(&[("answer", "look")]), "offer").len(),
        2
    );
    let nothing = other.pressed(&[("answer", "look")]);
    assert!(nothing.contains("Nothing is free now"), "{nothing}");
    let left = own.pressed(&[("answer", "withdraw")]);
    assert!(left.contains("This request was withdrawn"), "{left}");
    assert_eq!(
        values(&other.pressed(&[("answer", "look")]), "offer").len(),
        2
    );
    // Twice is once, and a closed request is offered nothing.
    own.pressed(&[("answer", "withdraw")]);
    let closed = own.press(&[("answer", "look")]);
    assert_eq!(closed.status, 409, "{}", closed.text);
}

#[test]
fn whoever_was_helped_asks_for_a_further_talk_and_comes_to_its_page() {
    let served = with_slots();
    let resident = Resident::new(&served);
    let held = values(&resident.pressed(&[("answer", "look")]), "offer");
    resident.pressed(&[("answer", "take"), ("offer", &held[0])]);
    let appointment = values(&resident.page(), "appointment").remove(0);
    let further = [
        ("answer", "follow_up"),
        ("appointment", appointment.as_str()),
    ];
    // Before it took place there is nothing to go on from.
    assert_eq!(resident.press(&further).status, 404);
    let clerk = served.signed_in("clerk@example.org");
    let path = format!("/api/v1/appointments/{appointment}");
    let etag = clerk.get(&path).header("etag").to_owned();
    let came = clerk.patch(&path, Some(&etag), &json!({"state": "attended"}));
    assert_eq!(came.status, 200, "{}", came.text);
    let page = resident.page();
    assert!(page.contains("Do you need to talk once more?"), "{page}");
    assert_eq!(values(&page, "appointment"), [appointment.as_str()]);
    let leads_to = |answer: Answer| {
        assert_eq!(answer.status, 303, "{}", answer.text);
        let place = answer
            .header("location")
            .strip_prefix(&served.base)
            .unwrap()
            .to_owned();
        let page = resident.person.get(&format!("{place}?lang=en"));
        assert_eq!(page.status, 200, "{}", page.text);
        page.text
    };
    let first = leads_to(resident.press(&further));
    assert!(first.contains("You are on the waiting list"), "{first}");
    // Pressed twice, it is one, and its page is found again.
    let again = leads_to(resident.press(&further));
    assert!(again.contains("You are on the waiting list"), "{again}");
    let mut all = states(&served).0;
    all.sort();
    assert_eq!(all, ["closed", "waiting"]);
    // Another's page names nothing of it.
    let other = Resident::new(&served);
    assert_eq!(other.press(&further).status, 404);
}

#[test]
fn whom_word_could_harm_is_promised_none() {
    let served = with_slots();
    let mut new = crate::served::slots::request();
    new["contact"]["safe_to_contact"] = json!(false);
    let taken = served.coordinator().post("/api/v1/requests", &new).json();
    let path = taken["link"]
        .as_str()
        .unwrap()
        .strip_prefix(&served.base)
        .unwrap()
        .to_owned();
    let page = served.anybody().get(&format!("{path}?lang=en")).text;
    assert!(page.contains("we neither write nor call"), "{page}");
    assert!(
        !page.contains("You have word from us") && !page.contains("we will call"),
        "{page}"
    );
    assert!(!page.contains("by letter or by telephone"), "{page}");
}
