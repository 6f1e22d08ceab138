//! Who signs in, and as what: let in by a letter by which they choose a password, given other roles, let out.

use diesel::prelude::*;
use mail_parser::MessageParser;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::schema::messages;

use crate::served::{Answer, Person, Served};

const USERS: &str = "/api/v1/cities/city/users";
const FORM: &str = "application/x-www-form-urlencoded";
const GUEST: &str = "new@example.org";

fn code(answer: &Answer) -> (u16, Value) {
    (answer.status, answer.json()["code"].clone())
}

fn let_in(person: &Person, email: &str, role: &str, district: Option<&str>) -> Answer {
    let roles = json!([{"role": role, "district_id": district}]);
    let body = json!({"email": email, "name": "新协调员", "locale": "en", "roles": roles});
    person.post(USERS, &body)
}

/// The paths of the links by which somebody chooses a password, in the order of their letters.
fn links(served: &Served) -> Vec<String> {
    let read = served.store.read(|c| {
        let rows = messages::table
            .filter(messages::kind.eq("choose_password"))
            .order((messages::queued_at, messages::id))
            .select(messages::rendered);
        Ok::<_, StoreError>(rows.load::<String>(c)?)
    });
    let link = |rendered: String| {
        let message = MessageParser::new().parse(rendered.as_bytes()).unwrap();
        let text = message.body_text(0).unwrap();
        let at = text.find("/l/").expect("a link");
        text[at..].split_whitespace().next().unwrap().to_owned()
    };
    read.unwrap().into_iter().map(link).collect()
}

fn choose(served: &Served, link: &str, password: &str) -> Answer {
    let form = format!("answer=password&password={password}");
    served.anybody().post_text(link, FORM, form.as_bytes())
}

fn sign_in(served: &Served, email: &str, password: &str) -> (Person, u16) {
    let person = served.anybody();
    let body = json!({"email": email, "password": password});
    let status = person.post("/api/v1/session", &body).status;
    (person, status)
}

#[test]
fn somebody_is_let_in_and_chooses_a_password_once() {
    let served = Served::with_city();
    let admin = served.administrator();
    let made = let_in(&admin, " New@Example.org ", "coordinator", Some("east"));
    assert_eq!(made.status, 201, "{}", made.text);
    let user = made.json();
    assert_eq!(
        (&user["email"], &user["has_password"]),
        (&json!(GUEST), &json!(false))
    );
    assert_eq!(
        user["roles"],
        json!([{"role": "coordinator", "district_id": "east"}])
    );
    for password in ["", "a long enough password"] {
        assert_eq!(sign_in(&served, GUEST, password).1, 401, "{password:?}");
    }
    let [link] = &links(&served)[..] else {
        panic!("one letter");
    };
    // Whoever follows the link only looks.
    for _ in 0..2 {
        assert_eq!(served.anybody().head(link).status, 200);
        let page = served.anybody().get(link);
        assert!(
            page.text.contains(GUEST) && page.text.contains("Choose a password"),
            "{}",
            page.text
        );
    }
    let short = choose(&served, link, "too-short");
    assert_eq!(short.status, 422);
    assert!(
        short.text.contains("at least 10 characters"),
        "{}",
        short.text
    );
    let chosen = choose(&served, link, "quite-a-long-one");
    assert_eq!(
        (chosen.status, chosen.header("location")),
        (303, "/sign-in")
    );
    for used in [
        choose(&served, link, "another-long-one"),
        served.anybody().get(link),
    ] {
        assert_eq!(used.status, 410, "{}", used.text);
    }
    assert_eq!(sign_in(&served, GUEST, "another-long-one").1, 401);
    let (person, status) = sign_in(&served, GUEST, "quite-a-long-one");
    assert_eq!(status, 204);
    let districts = person.get("/api/v1/districts").json();
    assert_eq!(
        districts["items"].as_array().unwrap().len(),
        1,
        "{districts}"
    );
    let path = format!("{USERS}/{}", user["id"].as_str().unwrap());
    let seen = admin.get(&path).json();
    assert_eq!(seen["has_password"], true);
    let list = admin.get(USERS).json();
    assert!(list["items"].as_array().unwrap().contains(&seen), "{list}");
    assert!(!list.to_string().contains("argon2"), "{list}");
}

#[test]
fn a_new_password_ends_what_was_opened_with_the_one_before() {
    let served = Served::with_city();
    let admin = served.administrator();
    let signed_in = served.coordinator();
    let list = admin.get(USERS).json();
    let mut users = list["items"].as_array().unwrap().iter();
    let user = users
        .find(|u| u["email"] == "coordinator@example.org")
        .unwrap();
    let path = format!("{USERS}/{}/password-letter", user["id"].as_str().unwrap());
    assert_eq!(admin.post(&path, &json!({})).status, 202);
    let link = links(&served).pop().unwrap();
    assert_eq!(
        signed_in.get("/api/v1/session").status,
        200,
        "until one is chosen"
    );
    assert_eq!(choose(&served, &link, "quite-a-long-one").status, 303);
    assert_eq!(signed_in.get("/api/v1/session").status, 401);
    assert_eq!(admin.get("/api/v1/session").status, 200, "others stay");
    assert_eq!(
        sign_in(&served, "coordinator@example.org", "quite-a-long-one").1,
        204
    );
    let nobody = admin.post(&format!("{USERS}/nobody/password-letter"), &json!({}));
    assert_eq!(nobody.status, 404);
}

#[test]
fn roles_change_at_once_and_somebody_goes_on_setting_the_city_up() {
    let served = Served::with_city();
    let admin = served.administrator();
    let signed_in = served.coordinator();
    let list = admin.get(USERS).json();
    let id = |email: &str| {
        let mut users = list["items"].as_array().unwrap().iter();
        let user = users.find(|u| u["email"] == email).unwrap();
        format!("{USERS}/{}/roles", user["id"].as_str().unwrap())
    };
    assert_eq!(signed_in.get("/api/v1/districts/east").status, 200);
    let west = json!({"roles": [{"role": "coordinator", "district_id": "west"}, {"role": "evaluator", "district_id": null}]});
    let path = id("coordinator@example.org");
    let changed = admin.put_json(&path, &west);
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(changed.json()["roles"], west["roles"]);
    assert_eq!(signed_in.get("/api/v1/people?district=east").status, 403);
    assert_eq!(signed_in.get("/api/v1/people?district=west").status, 200);
    let out = admin.put_json(&path, &json!({"roles": []}));
    assert_eq!((out.status, &out.json()["roles"]), (200, &json!([])));
    assert_eq!(signed_in.get("/api/v1/districts/west").status, 404);
    assert_eq!(
        admin.put_json(&path, &west).status,
        404,
        "they are let in anew"
    );

    let own = id("admin@example.org");
    let last = admin.put_json(
        &own,
        &json!({"roles": [{"role": "coordinator", "district_id": null}]}),
    );
    assert_eq!(code(&last), (409, json!("last-administrator")));
    assert_eq!(admin.get(USERS).status, 200, "nothing has changed");
    let second = let_in(&admin, GUEST, "administrator", None);
    assert_eq!(second.status, 201, "{}", second.text);
    // One who has chosen no password sets nothing up yet.
    let still = admin.put_json(&own, &json!({"roles": []}));
    assert_eq!(code(&still), (409, json!("last-administrator")));
    assert_eq!(
        choose(&served, &links(&served)[0], "quite-a-long-one").status,
        303
    );
    assert_eq!(admin.put_json(&own, &json!({"roles": []})).status, 200);
    assert_eq!(admin.get(USERS).status, 404);
}

#[test]
fn what_is_wrong_with_a_new_user_is_told_at_once() {
    let served = Served::with_city();
    let admin = served.administrator();
    let roles = json!([
        {"role": "ruler", "district_id": null},
        {"role": "clerk", "district_id": "nowhere"},
        {"role": "administrator", "district_id": "east"},
    ]);
    let body = json!({"email": "none", "name": "", "locale": "x", "roles": roles});
    let refused = admin.post(USERS, &body);
    assert_eq!(refused.status, 422, "{}", refused.text);
    let answer = refused.json();
    let wrong = answer["errors"].as_array().unwrap().iter();
    let pointers: Vec<&str> = wrong.map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(
        pointers,
        [
            "/email",
            "/name",
            "/locale",
            "/roles/0/role",
            "/roles/1/district_id",
            "/roles/2/district_id"
        ]
    );
    let again = let_in(&admin, "coordinator@example.org", "clerk", None);
    assert_eq!(code(&again), (409, json!("user-exists")));
    assert!(again.json()["user_id"].is_string());
    assert!(links(&served).is_empty(), "nobody was written to");
}

#[test]
fn who_signs_in_for_another_city_keeps_their_name_and_password_and_a_program_lets_nobody_in() {
    let served = Served::with_city();
    let admin = served.administrator();
    let path = "/api/v1/cities/city/api-clients";
    let body = json!({"name": "x", "scopes": ["set-up"], "expires_at": "2026-12-20T12:00:00Z"});
    let token = admin.post(path, &body).json()["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let program = served
        .anybody()
        .with("authorization", &format!("Bearer {token}"));
    assert_eq!(code(&program.get(USERS)), (200, Value::Null));
    assert_eq!(
        code(&let_in(&program, GUEST, "clerk", None)),
        (403, json!("not-allowed"))
    );

    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let city = zhiban::files::workbook::write(&crate::book::city()).unwrap();
    let brought = admin.post_text("/api/v1/imports", kind, &city).json();
    let there = format!(
        "/api/v1/cities/{}/users",
        brought["city_id"].as_str().unwrap()
    );
    let roles = json!([{"role": "clerk", "district_id": null}]);
    let body = json!({"email": "coordinator@example.org", "name": "别的名字", "locale": "en", "roles": roles});
    let made = admin.post(&there, &body);
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["name"], "周协调");
    assert!(links(&served).is_empty());
    let person = served.coordinator();
    assert_eq!(
        person.get("/api/v1/cities").json()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
