//! "Ask a person" on a resident's page, and the pages of who answers.

use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::store::StoreError;
use zhiban::store::schema::{messages, questions};

use crate::resident::{Resident, values};
use crate::served::Served;
use crate::served::slots::with_slots;

const WORDS: &str = "Why <so> late?";

fn count(served: &Served) -> i64 {
    let read = served
        .store
        .read(|c| Ok::<_, StoreError>(questions::table.count().get_result(c)?));
    read.unwrap()
}

#[test]
fn a_resident_asks_and_reads_the_answer_on_the_own_page() {
    let served = with_slots();
    let resident = Resident::new(&served);
    let page = resident.page();
    assert!(
        page.contains("Ask a person") && page.contains("You have an answer by"),
        "{page}"
    );
    assert_eq!(count(&served), 0, "looking asks nothing");
    let ask = [("answer", "ask"), ("words", WORDS), ("offer", "")];
    for _ in 0..2 {
        let asked = resident.pressed(&ask);
        assert!(
            asked.contains("Your question is with a person now"),
            "{asked}"
        );
        assert!(
            asked.contains("You asked a person on") && asked.contains("Add to your question"),
            "{asked}"
        );
        assert_eq!(count(&served), 1);
    }
    // The clerk sees the number and the code, and the words on the question's own page.
    let clerk = served
        .signed_in("clerk@example.org")
        .with("accept-language", "en");
    let start = clerk.get("/").text;
    assert!(
        start.contains("A resident asks a person") && !start.contains("so late"),
        "{start}"
    );
    let link = start.split("href=\"/questions/").nth(1).unwrap();
    let path = format!("/questions/{}", link.split('"').next().unwrap());
    let question = clerk.get(&path);
    assert_eq!(question.status, 200, "{}", question.text);
    for words in [
        "Why &#60;so&#62; late?",
        "林小满",
        "555-0177",
        "It goes to the resident by letter",
    ] {
        assert!(question.text.contains(words), "{words}: {}", question.text);
    }
    let revision = values(&question.text, "revision").remove(0);
    let empty = clerk.form(&path, &[("revision", &revision), ("answer", " ")]);
    assert_eq!(empty.status, 422, "{}", empty.text);
    let answer = [
        ("revision", revision.as_str()),
        ("answer", "Nobody is free before."),
    ];
    for _ in 0..2 {
        let sent = clerk.form(&path, &answer);
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, path.as_str()),
            "{}",
            sent.text
        );
    }
    assert!(
        clerk
            .get(&path)
            .text
            .contains("This question has an answer")
    );
    assert!(!clerk.get("/").text.contains("asks a person"));
    let page = resident.page();
    assert!(
        page.contains("Nobody is free before.") && !page.contains("You asked a person on"),
        "{page}"
    );
    let letters = served.store.read(|c| {
        let own = messages::table.filter(messages::kind.eq("question_answered"));
        Ok::<_, StoreError>(own.count().get_result::<i64>(c)?)
    });
    assert_eq!(letters.unwrap(), 1);
}

#[test]
fn who_answers_an_older_question_than_there_is_now_is_told() {
    let served = with_slots();
    let resident = Resident::new(&served);
    resident.pressed(&[("answer", "ask"), ("words", "One thing")]);
    let clerk = served.signed_in("clerk@example.org");
    let id = clerk.get("/api/v1/questions").json()["items"][0]["id"].clone();
    let path = format!("/questions/{}", id.as_str().unwrap());
    let revision = values(&clerk.get(&path).text, "revision").remove(0);
    resident.pressed(&[("answer", "ask"), ("words", "Another")]);
    let late = clerk.form(&path, &[("revision", &revision), ("answer", "Yes.")]);
    assert_eq!(late.status, 412, "{}", late.text);
    let now = clerk.get(&path).text;
    assert!(
        now.contains("One thing") && now.contains("Another"),
        "{now}"
    );
}

#[test]
fn each_offer_and_each_nothing_can_be_asked_about_but_not_another_s() {
    let served = with_slots();
    let (own, other) = (Resident::new(&served), Resident::new(&served));
    let free = own.pressed(&[("answer", "look")]);
    let page = scraper::Html::parse_document(&free);
    let option = scraper::Selector::parse("select[name=offer] option").unwrap();
    let offers: Vec<&str> = page
        .select(&option)
        .filter_map(|o| o.value().attr("value"))
        .collect();
    let mut held = values(&free, "offer");
    held.insert(0, String::new());
    assert_eq!(offers, held);
    let foreign = other.press(&[("answer", "ask"), ("offer", offers[1])]);
    assert_eq!(foreign.status, 404, "{}", foreign.text);
    assert_eq!(count(&served), 0);
    own.pressed(&[("answer", "ask"), ("offer", offers[2])]);
    let about = served.store.read(|c| {
        let slot = questions::table.select(questions::slot_id);
        Ok::<_, StoreError>(slot.first::<Option<String>>(c)?)
    });
    assert_eq!(about.unwrap().as_deref(), Some("slot-2"));
    let nothing = other.pressed(&[("answer", "look")]);
    assert!(
        nothing.contains("Nothing is free now") && nothing.contains("Ask a person"),
        "{nothing}"
    );
    let long = "x".repeat(1001);
    let refused = other.pressed(&[("answer", "ask"), ("words", &long)]);
    assert!(refused.contains("at most 1000 characters"), "{refused}");
    assert_eq!(count(&served), 1);
    // A line end is one character, as the field counts it.
    let lines = "x\r\n".repeat(499);
    other.pressed(&[("answer", "ask"), ("words", &lines)]);
    assert_eq!(count(&served), 2);
    // What is over has nothing to ask about.
    let over = other.pressed(&[("answer", "withdraw")]);
    assert!(!over.contains("name=\"words\""), "{over}");
}

#[test]
fn only_who_books_sees_questions() {
    let served = with_slots();
    Resident::new(&served).pressed(&[("answer", "ask"), ("words", WORDS)]);
    let id = served.coordinator().get("/api/v1/questions").json()["items"][0]["id"].clone();
    let path = format!("/questions/{}", id.as_str().unwrap());
    for (who, status) in [("west@example.org", 404), ("evaluator@example.org", 403)] {
        let person = served.signed_in(who);
        assert!(!person.get("/").text.contains("/questions/"), "{who}");
        assert_eq!(person.get(&path).status, status, "{who}");
        let answer = [("revision", "1"), ("answer", "x")];
        assert_eq!(person.form(&path, &answer).status, status, "{who}");
    }
    assert_eq!(served.anybody().get(&path).status, 303);
}

#[test]
fn whom_word_could_harm_is_not_to_be_telephoned_about_their_question() {
    let served = with_slots();
    let clerk = served
        .signed_in("clerk@example.org")
        .with("accept-language", "en");
    let page_of = |proxy: Value| {
        let mut new = crate::served::slots::request();
        new["contact"]["safe_to_contact"] = json!(false);
        new["proxy"] = proxy;
        let taken = clerk.post("/api/v1/requests", &new);
        assert_eq!(taken.status, 201, "{}", taken.text);
        let id = taken.json()["id"].as_str().unwrap().to_owned();
        let asked = clerk.post(&format!("/api/v1/requests/{id}/questions"), &json!({}));
        let question = asked.json()["id"].as_str().unwrap().to_owned();
        clerk.get(&format!("/questions/{question}")).text
    };
    let alone = page_of(Value::Null);
    assert!(alone.contains("Do not telephone or write"), "{alone}");
    assert!(
        alone.contains("stands on the resident’s page only"),
        "{alone}"
    );
    for harm in ["tel:", "555-0177", "by letter", "please telephone"] {
        assert!(!alone.contains(harm), "{harm}: {alone}");
    }
    let proxy = page_of(json!({"relationship": "friend", "name": "林大川", "phone": "555-0188"}));
    assert!(
        proxy.contains("tel:555-0188") && proxy.contains("林大川"),
        "{proxy}"
    );
    assert!(
        proxy.contains("please telephone") && !proxy.contains("555-0177"),
        "{proxy}"
    );
    let written =
        page_of(json!({"relationship": "friend", "name": "林大川", "email": "da@example.org"}));
    assert!(
        written.contains("by letter to the person who asks"),
        "{written}"
    );
    assert!(!written.contains("tel:"), "{written}");
}
