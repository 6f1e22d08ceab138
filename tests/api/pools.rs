//! Pools and topics: a city adds its own and changes what it brought; what came with the installation, who sets up every city.

use serde_json::{Value, json};

use crate::book::city;
use crate::served::{Person, Served};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn changed(person: &Person, path: &str, change: &Value) -> crate::served::Answer {
    let etag = person.get(path).header("etag").to_owned();
    person.patch(path, Some(&etag), change)
}

#[test]
fn a_city_adds_a_pool_of_its_own_and_changes_it() {
    let served = crate::served::slots::with_slots();
    let admin = served.administrator();
    let notary = json!({"city_id": "city", "code": "notary", "name": "公证员", "may_serve_alone": true, "needs_licence": true});
    let added = admin.post("/api/v1/pools", &notary);
    assert_eq!(added.status, 201, "{}", added.text);
    let pool = added.json();
    assert_eq!(
        (&pool["city_id"], &pool["interprets"]),
        (&json!("city"), &json!(false))
    );
    let path = format!("/api/v1/pools/{}", pool["id"].as_str().unwrap());
    let alone = changed(
        &admin,
        &path,
        &json!({"may_serve_alone": false, "supervised_by": "adviser"}),
    );
    assert_eq!(alone.status, 200, "{}", alone.text);
    let wrong = changed(&admin, &path, &json!({"supervised_by": "notary"}));
    assert_eq!(
        (wrong.status, &wrong.json()["errors"][0]["pointer"]),
        (422, &json!("/supervised_by"))
    );
    let nobody = changed(&admin, &path, &json!({"supervised_by": ""}));
    assert_eq!(
        nobody.json()["supervised_by"],
        Value::Null,
        "{}",
        nobody.text
    );
    assert_eq!(
        admin.post("/api/v1/pools", &notary).status,
        409,
        "the code is taken"
    );
    // Everybody reads it, nobody else changes it.
    let coordinator = served.coordinator();
    assert_eq!(coordinator.get(&path).status, 200);
    assert_eq!(
        changed(&coordinator, &path, &json!({"name": "x"})).status,
        403
    );
    let mut elsewhere = notary;
    elsewhere["city_id"] = json!("nowhere");
    assert_eq!(admin.post("/api/v1/pools", &elsewhere).status, 404);
}

#[test]
fn topics_have_two_levels() {
    let served = crate::served::slots::with_slots();
    let admin = served.administrator();
    let topic = |code: &str, parent: Value| {
        let new = json!({"city_id": "city", "code": code, "name": code, "parent_id": parent});
        admin.post("/api/v1/skills", &new)
    };
    let wages = topic("wages", json!("labour"));
    assert_eq!(wages.status, 201, "{}", wages.text);
    let wages = wages.json()["id"].as_str().unwrap().to_owned();
    let third = topic("overtime", json!(wages));
    assert_eq!(
        (third.status, &third.json()["errors"][0]["pointer"]),
        (422, &json!("/parent_id"))
    );
    let other = topic("other", Value::Null).json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // What has a topic below itself goes below none.
    let below = changed(
        &admin,
        "/api/v1/skills/labour",
        &json!({"parent_id": other}),
    );
    assert_eq!(below.status, 422, "{}", below.text);
    let path = format!("/api/v1/skills/{wages}");
    let above = changed(&admin, &path, &json!({"parent_id": "", "name_en": "Wages"}));
    assert_eq!(
        (above.status, &above.json()["parent_id"]),
        (200, &Value::Null)
    );
    assert_eq!(
        changed(&served.coordinator(), &path, &json!({"name": "x"})).status,
        403
    );
}

#[test]
fn what_came_with_the_installation_is_changed_by_who_sets_up_every_city() {
    let served = crate::served::slots::with_slots();
    let admin = served.administrator();
    // The adviser pool came before any city of the tests brought it; they set up the only city.
    let one = changed(
        &admin,
        "/api/v1/pools/adviser",
        &json!({"name_en": "Lawyer"}),
    );
    assert_eq!(one.status, 200, "{}", one.text);
    // Another city comes, brought by the command line: they set up one of two.
    let mut other = city();
    let id =
        zhiban::actions::import_city::import_city(&served.store, &crate::served::context(), &other);
    let id = id.unwrap().city_id;
    let both = changed(
        &admin,
        "/api/v1/pools/adviser",
        &json!({"name_en": "Adviser"}),
    );
    assert_eq!(both.status, 403, "{}", both.text);
    // Nor may a workbook of one city change it for the other.
    let grant = format!(
        "INSERT INTO roles (id, user_id, role, city_id) SELECT 'own', user_id, role, '{id}' FROM roles WHERE role = 'administrator'"
    );
    execute(&served, &grant);
    execute(
        &served,
        "DELETE FROM roles WHERE role = 'administrator' AND city_id = 'city'",
    );
    let pool = other
        .pools
        .iter_mut()
        .find(|pool| pool.code == "adviser")
        .unwrap();
    pool.name = "另一个名字".to_owned();
    let bytes = zhiban::files::workbook::write(&other).unwrap();
    let refused = admin.post_text("/api/v1/imports", XLSX, &bytes);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (409, &json!("import-shared")),
        "{}",
        refused.text
    );
    assert!(refused.text.contains("adviser"), "{}", refused.text);
}

fn execute(served: &Served, statement: &str) {
    use diesel::connection::SimpleConnection;
    let written = served.store.write(|c| {
        c.batch_execute(statement)
            .map_err(zhiban::store::StoreError::from)
    });
    written.unwrap();
}

#[test]
fn a_pool_says_what_it_gives_and_templates_ask_for_nothing_else() {
    let served = crate::served::slots::with_slots();
    let admin = served.administrator();
    let police = json!({"city_id": "city", "code": "patrol", "name": "巡防队", "may_serve_alone": true, "needs_approval": true,
        "services": ["publicity", "mediation-support"]});
    let added = admin.post("/api/v1/pools", &police);
    assert_eq!(added.status, 201, "{}", added.text);
    let pool = added.json();
    // In one order, however they are named.
    assert_eq!(pool["services"], json!(["mediation-support", "publicity"]));
    assert_eq!(pool["needs_approval"], json!(true));
    let path = format!("/api/v1/pools/{}", pool["id"].as_str().unwrap());
    let wrong = changed(&admin, &path, &json!({"services": ["publicity", "law"]}));
    assert_eq!(
        (wrong.status, &wrong.json()["errors"][0]["pointer"]),
        (422, &json!("/services/1")),
        "{}",
        wrong.text
    );
    // The served month's template is of advisers, of whom nothing is said: everything is allowed, and then only advice.
    let template = "/api/v1/demand-templates/template";
    let coordinator = served.coordinator();
    let asks = |service: Value| changed(&coordinator, template, &json!({ "service": service }));
    assert_eq!(asks(json!("representation")).status, 200);
    assert_eq!(asks(json!("advice")).json()["service"], json!("advice"));
    let gives = |services: Value| {
        changed(
            &admin,
            "/api/v1/pools/adviser",
            &json!({ "services": services }),
        )
    };
    let refused = gives(json!(["representation"]));
    assert_eq!(
        (refused.status, &refused.json()["errors"][0]["pointer"]),
        (422, &json!("/services")),
        "{}",
        refused.text
    );
    assert!(refused.text.contains("adviser-day"), "{}", refused.text);
    assert_eq!(gives(json!(["advice"])).status, 200);
    let other = asks(json!("representation"));
    assert_eq!(
        (other.status, &other.json()["errors"][0]["pointer"]),
        (422, &json!("/service")),
        "{}",
        other.text
    );
    assert_eq!(asks(Value::Null).json()["service"], Value::Null);
}
