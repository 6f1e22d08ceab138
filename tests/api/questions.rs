//! A resident asks a person: it is sealed, once, reaches who can answer, and the answer reaches the resident.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use mail_parser::MessageParser;
use serde_json::{Value, json};
use zhiban::store::schema::{audit, messages, questions};
use zhiban::store::{StoreError, messages as letters};

use crate::served::slots::{request, take, with_slots};
use crate::served::{Answer, Person, Served};

const WORDS: &str = "为什么这么晚？";

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

fn ask(person: &Person, request: &Value, body: &Value) -> Answer {
    let id = request["id"].as_str().unwrap();
    person.post(&format!("/api/v1/requests/{id}/questions"), body)
}

/// Asks, and gives the question.
fn asked(person: &Person, request: &Value, words: &str) -> Value {
    let answer = ask(person, request, &json!({"words": words}));
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

fn path(question: &Value) -> String {
    format!("/api/v1/questions/{}", question["id"].as_str().unwrap())
}

/// Whom letters of a kind went to, and what they said.
fn letters_of(served: &Served, kind: &str) -> Vec<(String, String)> {
    let read = served.store.read(|c| {
        let rows = messages::table
            .filter(messages::kind.eq(kind))
            .order(messages::recipient)
            .select((messages::recipient, messages::subject, messages::rendered));
        Ok::<_, StoreError>(rows.load::<(String, String, String)>(c)?)
    });
    let text = |(recipient, subject, rendered): (String, String, String)| {
        let message = MessageParser::new().parse(rendered.as_bytes());
        let body = message.and_then(|m| Some(m.body_text(0)?.into_owned()));
        (
            recipient,
            format!("{subject}\n{}", body.unwrap_or_default()),
        )
    };
    read.unwrap().into_iter().map(text).collect()
}

#[test]
fn a_question_is_sealed_and_reaches_the_clerk_without_its_words() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let taken = take(&coordinator);
    let offers = coordinator.get(&format!(
        "/api/v1/requests/{}/offers",
        taken["id"].as_str().unwrap()
    ));
    let place = offers.json()["ask_a_person"].as_str().unwrap().to_owned();
    let offer = &offers.json()["items"][0]["id"];
    let answer = coordinator.post(&place, &json!({"words": WORDS, "offer_id": offer}));
    assert_eq!(answer.status, 201, "{}", answer.text);
    let question = answer.json();
    assert_eq!(answer.header("location"), path(&question));
    assert_eq!(
        (
            &question["state"],
            &question["code"],
            &question["words"],
            &question["slot_id"]
        ),
        (
            &json!("open"),
            &taken["code"],
            &json!(WORDS),
            &json!("slot-1")
        )
    );
    let read = served.store.read(|c| {
        let sealed: String = questions::table.select(questions::sealed).first(c)?;
        let notes = audit::table.select((audit::action, audit::before, audit::after));
        Ok::<_, StoreError>((sealed, notes.load::<(String, String, String)>(c)?))
    });
    let (sealed, notes) = read.unwrap();
    assert!(!sealed.contains(WORDS));
    assert!(notes.contains(&("ask_person".to_owned(), String::new(), "open".to_owned())));
    assert!(!format!("{notes:?}").contains(WORDS));
    let list = coordinator.get("/api/v1/questions");
    assert!(!list.text.contains(WORDS), "{}", list.text);
    assert_eq!(list.json()["items"][0]["id"], question["id"]);
    assert_eq!(coordinator.get(&path(&question)).json()["words"], WORDS);
    let told = letters_of(&served, "question_asked");
    let [(to, text)] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(to, "clerk@example.org");
    assert!(text.contains(taken["code"].as_str().unwrap()), "{text}");
    assert!(
        text.contains(&format!("{}/#questions", served.base)),
        "{text}"
    );
    assert!(!text.contains(WORDS) && !text.contains("林小满"), "{text}");
    assert_eq!(question["asked_at"].as_str().unwrap()[..10], *"2026-11-20");
    assert_eq!(question["answer_by"].as_str().unwrap()[..10], *"2026-11-21");
}

#[test]
fn where_there_is_no_clerk_the_coordinators_are_written_to_and_else_who_administers() {
    for (gone, to) in [
        (
            "DELETE FROM roles WHERE role = 'clerk';",
            "coordinator@example.org",
        ),
        (
            "UPDATE users SET state = 'blocked' WHERE email = 'clerk@example.org';",
            "coordinator@example.org",
        ),
        (
            "DELETE FROM roles WHERE role = 'clerk' OR district_id = 'east';",
            "admin@example.org",
        ),
    ] {
        let served = with_slots();
        execute(&served, gone);
        let administrator = served.administrator();
        asked(&administrator, &take(&administrator), "");
        let told = letters_of(&served, "question_asked");
        assert_eq!(told.len(), 1, "{gone}: {told:?}");
        assert_eq!(told[0].0, to, "{gone}");
    }
}

#[test]
fn a_request_has_one_open_question_to_which_more_is_added_but_not_twice() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let taken = take(&clerk);
    let first = asked(&clerk, &taken, WORDS);
    for again in [WORDS, "", " 为什么这么晚？\r\n"] {
        assert_eq!(asked(&clerk, &taken, again), first, "{again}");
    }
    let more = asked(&clerk, &taken, "为什么");
    assert_eq!(
        (&more["id"], &more["words"], &more["revision"]),
        (
            &first["id"],
            &json!(format!("{WORDS}\n\n为什么")),
            &json!(2)
        )
    );
    assert_eq!(letters_of(&served, "question_asked").len(), 1);
    // Who answers what they read before that is told that there is more.
    let answer = json!({"state": "answered", "answer": "因为。"});
    assert_eq!(
        clerk.patch(&path(&first), Some("\"1\""), &answer).status,
        412
    );
    assert_eq!(clerk.get(&path(&first)).json()["state"], "open");
    let long = ask(&clerk, &taken, &json!({"words": "长".repeat(1001)}));
    assert_eq!(
        (long.status, &long.json()["errors"][0]["pointer"]),
        (422, &json!("/words"))
    );
    for n in 1..=3 {
        asked(&clerk, &taken, &n.to_string().repeat(1000));
    }
    let full = ask(&clerk, &taken, &json!({"words": "4".repeat(1000)}));
    assert_eq!(
        (full.status, &full.json()["code"]),
        (409, &json!("question-full"))
    );
}

#[test]
fn an_answer_reaches_the_resident_once() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let taken = take(&clerk);
    let question = asked(&clerk, &taken, WORDS);
    let answer = json!({"state": "answered", "answer": "因为\r\n没有更早的时间。"});
    assert_eq!(clerk.patch(&path(&question), None, &answer).status, 428);
    for (wrong, place) in [
        (json!({"state": "open", "answer": "x"}), "/state"),
        (json!({"state": "answered", "answer": " "}), "/answer"),
        (
            json!({"state": "answered", "answer": "x".repeat(1001)}),
            "/answer",
        ),
    ] {
        let refused = clerk.patch(&path(&question), Some("\"1\""), &wrong);
        assert_eq!(
            (refused.status, &refused.json()["errors"][0]["pointer"]),
            (422, &json!(place))
        );
    }
    let answered = clerk.patch(&path(&question), Some("\"1\""), &answer);
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.header("etag"), "\"2\"");
    let said = answered.json();
    assert_eq!(
        (&said["state"], &said["answer"]),
        (&json!("answered"), &json!("因为\n没有更早的时间。"))
    );
    assert!(
        said["answered_by"].is_string() && said["answered_at"].is_string(),
        "{said}"
    );
    let twice = clerk.patch(&path(&question), Some("\"2\""), &answer);
    assert_eq!(
        (twice.status, &twice.json()["code"]),
        (409, &json!("question-answered"))
    );
    assert_eq!(letters_of(&served, "question_answered").len(), 1);
    let read = served.store.read(|c| {
        let sealed: String = questions::table.select(questions::sealed_answer).first(c)?;
        let notes: Vec<(String, String)> =
            audit::table.select((audit::action, audit::after)).load(c)?;
        Ok::<_, StoreError>((sealed, notes))
    });
    let (sealed, notes) = read.unwrap();
    assert!(!sealed.contains("没有更早") && !format!("{notes:?}").contains("没有更早"));
    assert!(notes.contains(&("answer_question".to_owned(), "answered".to_owned())));
    // Asked again, it is another question, and stands before what is answered.
    let second = asked(&clerk, &taken, WORDS);
    assert_ne!(second["id"], question["id"]);
    let first = clerk.get("/api/v1/questions?limit=1").json();
    assert_eq!(first["items"][0]["id"], second["id"]);
    let next = first["next"].as_str().unwrap();
    let rest = clerk
        .get(&format!("/api/v1/questions?limit=1&after={next}"))
        .json();
    assert_eq!(
        (&rest["items"][0]["id"], &rest["next"]),
        (&question["id"], &Value::Null)
    );
}

#[test]
fn an_answer_to_who_has_no_address_waits_for_the_telephone() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let mut without = request();
    without["contact"]["email"] = json!("");
    let taken = clerk.post("/api/v1/requests", &without).json();
    let question = asked(&clerk, &taken, "");
    let parked = || {
        let id = taken["id"].as_str().unwrap().to_owned();
        served.store.read(|c| letters::parked_of(c, &[id])).unwrap()
    };
    assert_eq!(parked(), Vec::<String>::new());
    let answer = json!({"state": "answered", "answer": "好"});
    assert_eq!(
        clerk.patch(&path(&question), Some("\"1\""), &answer).status,
        200
    );
    assert_eq!(parked(), [taken["id"].as_str().unwrap()]);
}

#[test]
fn a_question_is_no_matter_of_others_and_names_only_the_own_offers() {
    let served = with_slots();
    let coordinator = served.coordinator();
    let (own, other) = (take(&coordinator), take(&coordinator));
    let question = asked(&coordinator, &own, WORDS);
    for (who, status) in [("west@example.org", 404), ("evaluator@example.org", 403)] {
        let person = served.signed_in(who);
        assert_eq!(person.get(&path(&question)).status, status, "{who}");
        assert_eq!(ask(&person, &own, &json!({})).status, status, "{who}");
        let answer = json!({"state": "answered", "answer": "x"});
        assert_eq!(
            person
                .patch(&path(&question), Some("\"1\""), &answer)
                .status,
            status,
            "{who}"
        );
        assert_eq!(
            person.get("/api/v1/questions").json()["items"],
            json!([]),
            "{who}"
        );
    }
    assert_eq!(served.anybody().get(&path(&question)).status, 401);
    let id = own["id"].as_str().unwrap();
    let offers = coordinator
        .get(&format!("/api/v1/requests/{id}/offers"))
        .json();
    for offer in [&offers["items"][0]["id"], &json!("none")] {
        let foreign = ask(&coordinator, &other, &json!({"offer_id": offer}));
        assert_eq!(
            (foreign.status, &foreign.json()["errors"][0]["pointer"]),
            (422, &json!("/offer_id"))
        );
    }
    execute(&served, "UPDATE requests SET state = 'closed';");
    let closed = ask(&coordinator, &other, &json!({}));
    assert_eq!(
        (closed.status, &closed.json()["code"]),
        (409, &json!("request-closed"))
    );
}
