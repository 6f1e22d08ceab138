//! Conflicts of interest: whoever is against a client of an adviser's, or of their firm, is never offered that adviser, whichever was
//! said first; and no name of either is in the database.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::schema::{person_clients, request_opponents};

use crate::served::slots::{request, with_slots, with_slots_and};
use crate::served::{Answer, Person, Served};

fn against(person: &Person, names: &Value) -> Answer {
    let mut new = request();
    new["opponents"] = names.clone();
    person.post("/api/v1/requests", &new)
}

fn declare(person: &Person, adviser: &str, names: &Value) -> Answer {
    person.put_json(
        &format!("/api/v1/people/{adviser}/clients"),
        &json!({"names": names}),
    )
}

fn declared(person: &Person, adviser: &str, names: &Value) -> Value {
    let answer = declare(person, adviser, names);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn offers(person: &Person, taken: &Value) -> Value {
    let path = format!("/api/v1/requests/{}/offers", taken["id"].as_str().unwrap());
    person.get(&path).json()
}

fn count(offers: &Value) -> usize {
    offers["items"].as_array().unwrap().len()
}

/// No job is worked: a matching would hold a time for somebody between one look and the next.
fn unworked() -> Served {
    with_slots_and(&[("ZHIBAN__JOBS__WORKERS", "0")])
}

#[test]
fn who_is_against_a_client_meets_another_adviser_and_others_meet_this_one() {
    let served = unworked();
    let coordinator = served.coordinator();
    declared(&coordinator, "gu", &json!(["恒通物流 有限公司", "王小明"]));
    let taken = against(&coordinator, &json!(["恒通物流（有限公司）"])).json();
    assert_eq!(count(&offers(&coordinator, &taken)), 0);
    let other = against(&coordinator, &json!(["恒通物业有限公司"])).json();
    assert_eq!(count(&offers(&coordinator, &other)), 2);
    let known = coordinator.get("/api/v1/people/gu/clients").json();
    assert_eq!(known, json!({"count": 2}));
    // Declared anew, the list is what was said last.
    declared(&coordinator, "gu", &json!(["王小明"]));
    let again = against(&coordinator, &json!(["恒通物流有限公司"])).json();
    assert_eq!(
        count(&offers(&coordinator, &again)),
        0,
        "the other resident holds both"
    );
    assert_eq!(offers(&coordinator, &again)["waiting"]["code"], "all_taken");
}

#[test]
fn a_firm_s_client_is_every_colleague_s() {
    let served = unworked();
    let coordinator = served.coordinator();
    firm(&served, "gu", "Mingde & Co.");
    firm(&served, "bo", "mingde　co");
    declared(&coordinator, "bo", &json!(["Acme Ltd."]));
    let taken = against(&coordinator, &json!(["ACME LTD"])).json();
    let none = offers(&coordinator, &taken);
    assert_eq!(
        (count(&none), &none["waiting"]["code"]),
        (0, &json!("no_adviser"))
    );
    // Who has no firm is nobody's colleague.
    firm(&served, "gu", "");
    firm(&served, "bo", "");
    assert_eq!(count(&offers(&coordinator, &taken)), 2);
}

/// Writes somebody's firm, through the API for who is there already.
fn firm(served: &Served, id: &str, firm: &str) {
    let copy = format!(
        "INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) SELECT '{id}', district_id, pool_id, '{id}', '柏舟', 'bo@example.org', phone, locale, lat, lon, max_km, max_day, \
         max_week, max_month, max_stations, max_run, max_weekends, target, state, 1, '' FROM people WHERE id = 'gu' \
         AND NOT EXISTS (SELECT 1 FROM people WHERE id = '{id}')"
    );
    let written = served
        .store
        .write(|c| c.batch_execute(&copy).map_err(StoreError::from));
    written.unwrap();
    let path = format!("/api/v1/people/{id}");
    let coordinator = served.coordinator();
    let seen = coordinator.get(&path);
    let changed = coordinator.patch(&path, Some(seen.header("etag")), &json!({"firm": firm}));
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(changed.json()["firm"], firm);
}

#[test]
fn a_client_declared_after_the_offer_keeps_it_from_being_booked_and_what_is_booked_is_told() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let (early, late) = (
        against(&coordinator, &json!(["Acme"])).json(),
        against(&coordinator, &json!(["Acme"])).json(),
    );
    let best = |taken: &Value| json!({"offer_id": offers(&coordinator, taken)["items"][0]["id"]});
    let book = |key: &str, body: &Value| coordinator.post_once("/api/v1/appointments", key, body);
    let booked = book("a", &best(&early));
    assert_eq!(booked.status, 201, "{}", booked.text);
    let offered = best(&late);
    let told = declared(&coordinator, "gu", &json!(["acme"]));
    assert_eq!(
        told,
        json!({"count": 1, "conflicts": [booked.json()["id"]], "elsewhere": 0})
    );
    let path = format!(
        "/api/v1/appointments/{}",
        booked.json()["id"].as_str().unwrap()
    );
    assert_eq!(coordinator.get(&path).json()["in_conflict"], true);
    // Who was shown it is shown nothing of that adviser any more.
    assert_eq!(count(&offers(&coordinator, &late)), 0);
    let gone = book("b", &offered);
    assert_eq!(
        (gone.status, &gone.json()["code"]),
        (410, &json!("offer-gone"))
    );
}

#[test]
fn a_client_declared_while_an_offer_is_made_keeps_it_from_being_booked() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = against(&coordinator, &json!(["Acme"])).json();
    let body = json!({"offer_id": offers(&coordinator, &taken)["items"][0]["id"]});
    // As whoever declares at the same moment writes it, who does not see the offer yet.
    let meanwhile = "INSERT INTO person_clients SELECT 'gu', name_hash FROM request_opponents";
    let written = served
        .store
        .write(|c| c.batch_execute(meanwhile).map_err(StoreError::from));
    written.unwrap();
    let refused = coordinator.post_once("/api/v1/appointments", "k", &body);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (410, &json!("offer-gone"))
    );
    // Whatever is shown now, it is not the same again.
    assert_eq!(count(&offers(&coordinator, &taken)), 0);
}

#[test]
fn an_appointment_of_another_district_is_counted_and_not_named() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = against(&coordinator, &json!(["Acme"])).json();
    let offer = json!({"offer_id": offers(&coordinator, &taken)["items"][0]["id"]});
    let booked = coordinator.post_once("/api/v1/appointments", "k", &offer);
    assert_eq!(booked.json()["in_conflict"], false, "{}", booked.text);
    let moved = format!(
        "UPDATE requests SET district_id = 'west' WHERE id = '{}'",
        taken["id"].as_str().unwrap()
    );
    let written = served
        .store
        .write(|c| c.batch_execute(&moved).map_err(StoreError::from));
    written.unwrap();
    assert_eq!(
        declared(&coordinator, "gu", &json!(["Acme"])),
        json!({"count": 1, "conflicts": [], "elsewhere": 1})
    );
}

#[test]
fn names_are_kept_as_hashes_and_are_nobody_s_to_declare_but_who_plans() {
    let served = with_slots();
    let coordinator = served.coordinator();
    declared(&coordinator, "gu", &json!(["Acme"]));
    assert_eq!(against(&coordinator, &json!(["Acme"])).status, 201);
    let kept = served.store.read(|c| {
        let client: String = person_clients::table
            .select(person_clients::name_hash)
            .first(c)?;
        let opponent: String = request_opponents::table
            .select(request_opponents::name_hash)
            .first(c)?;
        Ok::<_, StoreError>((client, opponent))
    });
    let (client, opponent) = kept.unwrap();
    assert_eq!(client, opponent);
    assert_eq!(client.len(), 64);
    let wrong = declare(&coordinator, "gu", &json!(["Acme", " — "]));
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/names/1");
    let wrong = against(&coordinator, &json!([""]));
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/opponents/0");
    let clerk = served.signed_in("clerk@example.org");
    assert_eq!(declare(&clerk, "gu", &json!([])).status, 403);
    assert_eq!(declare(&coordinator, "nobody", &json!([])).status, 404);
    let audit = served.store.read(|c| {
        use zhiban::store::schema::audit;
        let all = audit::table.select((audit::before, audit::after));
        Ok::<_, StoreError>(all.load::<(String, String)>(c)?)
    });
    let all = format!("{:?}", audit.unwrap());
    assert!(!all.to_lowercase().contains("acme"), "{all}");
}
