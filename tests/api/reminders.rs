//! A question that has no answer when one was promised: those who can answer are reminded, once.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use serde_json::json;
use zhiban::store::StoreError;
use zhiban::store::schema::{audit, jobs, messages};

use crate::served::slots::{take, with_slots};
use crate::served::{Person, Served};

/// A question of a resident's; gives its path.
fn asked(clerk: &Person) -> String {
    let id = take(clerk)["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/requests/{id}/questions");
    let asked = clerk.post(&path, &json!({"words": "为什么要等？"}));
    assert_eq!(asked.status, 201, "{}", asked.text);
    format!("/api/v1/questions/{}", asked.json()["id"].as_str().unwrap())
}

/// Lets the reminder come due, and gives what the job came to.
fn reminded(served: &Served) -> String {
    let now = served.service().clock.now().naive_utc();
    let own = jobs::table.filter(jobs::kind.eq("remind_question"));
    let due = served.store.write(|c| {
        let changed = diesel::update(own)
            .set(jobs::run_after.eq(now))
            .execute(c)?;
        Ok::<_, StoreError>(changed)
    });
    assert_eq!(due.unwrap(), 1);
    let began = Instant::now();
    loop {
        let read = served.store.read(|c| {
            let own = own.select((jobs::state, jobs::result));
            Ok::<_, StoreError>(own.first::<(String, String)>(c)?)
        });
        let (state, result) = read.unwrap();
        if state == "done" {
            return result;
        }
        assert!(began.elapsed().as_secs() < 60, "{state}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Whom the reminder went to.
fn told(served: &Served) -> Vec<String> {
    let read = served.store.read(|c| {
        let own = messages::table.filter(messages::kind.eq("question_overdue"));
        let own = own.order(messages::recipient).select(messages::recipient);
        Ok::<_, StoreError>(own.load(c)?)
    });
    read.unwrap()
}

#[test]
fn clerks_and_coordinators_are_reminded_once_when_the_answer_is_due() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let path = asked(&clerk);
    let question = clerk.get(&path).json();
    let planned = served.store.read(|c| {
        let own = jobs::table.filter(jobs::kind.eq("remind_question"));
        Ok::<_, StoreError>(
            own.select(jobs::run_after)
                .load::<chrono::NaiveDateTime>(c)?,
        )
    });
    let planned: Vec<String> = planned
        .unwrap()
        .iter()
        .map(|at| at.and_utc().to_rfc3339()[..19].to_owned())
        .collect();
    assert_eq!(planned, [&question["answer_by"].as_str().unwrap()[..19]]);
    assert_eq!(reminded(&served), r#"{"reminded":2}"#);
    let both = ["clerk@example.org", "coordinator@example.org"];
    assert_eq!(told(&served), both);
    // What is added goes with what was asked.
    let id = question["request_id"].as_str().unwrap();
    let more = clerk.post(
        &format!("/api/v1/requests/{id}/questions"),
        &json!({"words": "还在等"}),
    );
    assert_eq!(more.status, 201, "{}", more.text);
    assert_eq!(told(&served), both);
    let read = served.store.read(|c| {
        let own = audit::table.filter(audit::action.eq("remind_question"));
        let jobs = jobs::table.filter(jobs::kind.eq("remind_question"));
        Ok::<_, StoreError>((
            own.count().get_result::<i64>(c)?,
            jobs.count().get_result::<i64>(c)?,
        ))
    });
    assert_eq!(read.unwrap(), (1, 1));
}

#[test]
fn of_an_answered_question_nobody_is_reminded() {
    let served = with_slots();
    let clerk = served.signed_in("clerk@example.org");
    let path = asked(&clerk);
    let etag = clerk.get(&path).header("etag").to_owned();
    let answer = json!({"state": "answered", "answer": "因为现在没有空的时间。"});
    assert_eq!(clerk.patch(&path, Some(&etag), &answer).status, 200);
    assert_eq!(reminded(&served), r#"{"reminded":0}"#);
    assert!(told(&served).is_empty());
}
