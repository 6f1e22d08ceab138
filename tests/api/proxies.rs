//! Somebody asks for a resident: what must be said, what is kept, and who is to telephone whom.

use serde_json::{Value, json};

use crate::served::Person;
use crate::served::slots::{request, with_slots};

fn helped(safe: Option<bool>) -> Value {
    let mut new = request();
    new["contact"]["safe_to_contact"] = json!(safe);
    new["proxy"] = json!({"relationship": "relative", "name": "林大川", "phone": "555-0188"});
    new
}

fn pointers(person: &Person, new: &Value) -> Vec<Value> {
    let answer = person.post("/api/v1/requests", new);
    assert_eq!(answer.status, 422, "{}", answer.text);
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors
        .into_iter()
        .map(|error| error["pointer"].clone())
        .collect()
}

#[test]
fn whoever_asks_for_somebody_says_who_they_are_and_whether_word_is_safe() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    assert_eq!(
        pointers(&clerk, &helped(None)),
        ["/contact/safe_to_contact"]
    );
    let mut wrong = helped(Some(true));
    wrong["proxy"] = json!({"relationship": "cousin", "name": " "});
    assert_eq!(
        pointers(&clerk, &wrong),
        ["/proxy/relationship", "/proxy/name", "/proxy/phone"]
    );
    let taken = clerk.post("/api/v1/requests", &helped(Some(false)));
    assert_eq!(taken.status, 201, "{}", taken.text);
    assert_eq!(taken.json()["reach"], "proxy");
    let id = taken.json()["id"].as_str().unwrap().to_owned();
    let read = clerk.get(&format!("/api/v1/requests/{id}")).json();
    assert_eq!(read["contact"]["safe_to_contact"], false);
    assert_eq!(
        read["proxy"],
        json!({"relationship": "relative", "name": "林大川", "email": "", "phone": "555-0188"})
    );
    // Lists say who is reached, and nothing of who that is.
    let list = clerk.get("/api/v1/requests").text;
    assert!(
        list.contains("\"reach\":\"proxy\"") && !list.contains("林大川"),
        "{list}"
    );
}

#[test]
fn a_proxy_who_is_reached_where_the_resident_must_not_be_is_refused() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let mut same = helped(Some(false));
    same["proxy"]["phone"] = json!("+86 555 0178");
    same["proxy"]["email"] = json!("Lin@Example.org");
    assert_eq!(pointers(&clerk, &same), ["/proxy/email"]);
    same["contact"]["phone"] = json!("021-555 0177");
    same["proxy"]["phone"] = json!("0086 21 5550177");
    assert_eq!(pointers(&clerk, &same), ["/proxy/email", "/proxy/phone"]);
    let told = clerk.post("/api/v1/requests", &same).json();
    let detail = told["errors"][1]["detail"].as_str().unwrap();
    assert!(detail.contains("/contact/phone"), "{told}");
    let batch = json!({"items": [request(), same]});
    let told = clerk
        .post_once("/api/v1/requests/batch", "k", &batch)
        .json();
    assert_eq!(told["errors"][0]["pointer"], "/items/1/proxy/email");
    let detail = told["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("/items/1/contact/email"), "{told}");
    // Where word is safe for the resident, one household may share a telephone.
    same["contact"]["safe_to_contact"] = json!(true);
    assert_eq!(clerk.post("/api/v1/requests", &same).status, 201);
}

#[test]
fn nobody_is_asked_to_telephone_a_resident_whom_it_could_harm() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let booked = |new: &Value, key: &str| {
        let taken = clerk.post("/api/v1/requests", new).json();
        let offers = clerk.get(&format!(
            "/api/v1/requests/{}/offers",
            taken["id"].as_str().unwrap()
        ));
        let body = json!({"offer_id": offers.json()["items"][0]["id"]});
        let booked = clerk.post_once("/api/v1/appointments", key, &body);
        assert_eq!(booked.status, 201, "{}", booked.text);
        booked.json()
    };
    let mut alone = request();
    alone["contact"]["safe_to_contact"] = json!(false);
    assert_eq!(booked(&alone, "a")["to_telephone"], false);
    // Whoever asks for somebody and left no address is telephoned.
    assert_eq!(booked(&helped(Some(false)), "b")["to_telephone"], true);
}
