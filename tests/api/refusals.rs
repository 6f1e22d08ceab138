//! What a month refuses over HTTP, and to whom: each with a status, a code, and words that say what to do.

use chrono::TimeDelta;
use serde_json::json;
use zhiban::domain::job::JobKind;
use zhiban::store::jobs;

use crate::rosters::set_up;
use crate::served::{Answer, Person, Served, context, month};

/// A service that works no job, so that states stay as they are written.
fn still(roster_state: &str) -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    let seats = if roster_state == "published" {
        "asked"
    } else {
        "proposed"
    };
    month::write(&served, roster_state, seats);
    served
}

fn is(answer: &Answer, status: u16, code: &str) {
    let problem = answer.json();
    assert_eq!(
        (answer.status, problem["code"].as_str()),
        (status, Some(code)),
        "{problem}"
    );
    for text in ["title", "detail"] {
        let said = problem[text].as_str().unwrap();
        assert!(!said.is_empty() && !said.contains("problem-"), "{said}");
    }
}

fn generate(person: &Person, rosters: &[&str]) -> Answer {
    person.post("/api/v1/generations", &json!({"rosters": rosters}))
}

fn publish(person: &Person, roster: &str) -> Answer {
    person.post(&format!("/api/v1/rosters/{roster}/publication"), &json!({}))
}

#[test]
fn a_month_is_set_up_once_and_must_be_one() {
    let served = still("draft");
    let coordinator = served.coordinator();
    let set_up = |month: &str| {
        coordinator.post(
            "/api/v1/rosters",
            &json!({"district_id": "east", "month": month}),
        )
    };
    let twice = set_up(month::MONTH);
    is(&twice, 409, "month-set-up-already");
    assert_eq!(twice.header("location"), "/api/v1/rosters/roster");
    assert!(twice.text.contains("roster"), "{}", twice.text);
    for none in ["2026-13", "2026-1", "December", ""] {
        let answer = set_up(none);
        is(&answer, 422, "invalid");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/month");
    }
    assert_eq!(set_up("2027-01").status, 201);
    let elsewhere = json!({"district_id": "west", "month": "2027-01"});
    is(
        &coordinator.post("/api/v1/rosters", &elsewhere),
        404,
        "not-found",
    );
}

#[test]
fn a_template_that_cannot_be_used_is_named() {
    let served = still("draft");
    let broken = |c: &mut zhiban::store::Connection| {
        use diesel::connection::SimpleConnection;
        let sql = "UPDATE template_options SET rrule = 'FREQ=SOMETIMES'";
        Ok::<_, zhiban::store::StoreError>(c.batch_execute(sql)?)
    };
    served.store.write(broken).unwrap();
    let new = json!({"district_id": "east", "month": "2027-01"});
    let answer = served.coordinator().post("/api/v1/rosters", &new);
    is(&answer, 422, "template-recurrence");
    assert!(answer.text.contains("adviser-day"), "{}", answer.text);
}

#[test]
fn a_month_that_was_never_set_up_is_neither_generated_nor_published() {
    let served = still("draft");
    let coordinator = served.coordinator();
    is(&generate(&coordinator, &["none"]), 404, "roster-not-found");
    is(
        &generate(&coordinator, &["roster", "none"]),
        404,
        "roster-not-found",
    );
    is(&publish(&coordinator, "none"), 404, "roster-not-found");
    is(&coordinator.get("/api/v1/rosters/none"), 404, "not-found");
    let empty = generate(&coordinator, &[]);
    is(&empty, 422, "invalid");
    assert_eq!(empty.json()["errors"][0]["pointer"], "/rosters");
}

#[test]
fn a_draft_is_not_published_and_a_published_month_is_neither_generated_nor_published_again() {
    let draft = still("draft");
    is(
        &publish(&draft.coordinator(), "roster"),
        409,
        "roster-not-proposed",
    );
    let published = still("published");
    let coordinator = published.coordinator();
    is(&publish(&coordinator, "roster"), 409, "roster-published");
    is(
        &generate(&coordinator, &["roster"]),
        409,
        "roster-published",
    );
    let duty = "/api/v1/duties/duty-1";
    is(
        &coordinator.put(&format!("{duty}/pins/amina")),
        409,
        "roster-published",
    );
    is(
        &coordinator.put(&format!("{duty}/bans/gu")),
        409,
        "roster-published",
    );
    is(
        &coordinator.delete(&format!("{duty}/bans/gu")),
        409,
        "roster-published",
    );
    let change = coordinator.patch(duty, Some("\"1\""), &json!({"min": 1}));
    is(&change, 409, "roster-published");
}

#[test]
fn a_roster_that_is_being_solved_is_not_published() {
    let served = still("solving");
    is(
        &publish(&served.coordinator(), "roster"),
        409,
        "roster-solving",
    );
    is(
        &generate(&served.coordinator(), &["roster"]),
        409,
        "roster-solving",
    );
}

#[test]
fn publishing_twice_is_one_job() {
    let served = still("proposed");
    let coordinator = served.coordinator();
    let (first, second) = (
        publish(&coordinator, "roster"),
        publish(&coordinator, "roster"),
    );
    assert_eq!((first.status, second.status), (202, 202));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(first.json()["kind"], "publish_roster");
    let now = context().instant();
    let (kinds, until) = ([JobKind::PublishRoster], now + TimeDelta::hours(1));
    let lease = |c: &mut _| jobs::lease(c, &kinds, "test", now, until);
    served.store.write(lease).unwrap().expect("the job");
    let third = publish(&coordinator, "roster");
    assert_eq!(first.header("location"), third.header("location"));
    assert_eq!(third.json()["state"], "running");
}

#[test]
fn months_of_different_months_are_not_generated_together() {
    let served = still("draft");
    let coordinator = served.coordinator();
    let new = json!({"district_id": "east", "month": "2027-01"});
    let other = coordinator.post("/api/v1/rosters", &new).json()["id"].clone();
    let mixed = generate(&coordinator, &["roster", other.as_str().unwrap()]);
    is(&mixed, 422, "rosters-mixed");
    let state = coordinator.get("/api/v1/rosters/roster").json()["state"].clone();
    assert_eq!(state, "draft", "none of them is taken");
}

#[test]
fn a_word_on_a_pair_is_given_once_and_only_on_who_serves_here() {
    let served = still("proposed");
    let coordinator = served.coordinator();
    let duty = "/api/v1/duties/duty-1";
    let (pin, ban) = (format!("{duty}/pins/gu"), format!("{duty}/bans/gu"));
    let revision = || {
        coordinator
            .get("/api/v1/rosters/roster")
            .header("etag")
            .to_owned()
    };
    assert_eq!(coordinator.put(&pin).status, 204);
    let once = revision();
    assert_eq!(coordinator.put(&pin).status, 204);
    assert_eq!(revision(), once, "said twice changes nothing");
    is(&coordinator.put(&ban), 409, "pinned-already");
    for _ in 0..2 {
        assert_eq!(coordinator.delete(&pin).status, 204);
    }
    assert_eq!(coordinator.put(&ban).status, 204);
    is(&coordinator.put(&pin), 409, "banned-already");
    is(
        &coordinator.put(&format!("{duty}/pins/nobody")),
        422,
        "person-not-of-district",
    );
    is(
        &coordinator.put("/api/v1/duties/none/pins/gu"),
        404,
        "not-found",
    );
}

#[test]
fn what_a_duty_needs_is_changed_by_who_has_seen_it() {
    let served = still("proposed");
    let coordinator = served.coordinator();
    let duty = "/api/v1/duties/duty-3";
    let change = json!({"min": 2, "ideal": 2, "weight": 7});
    is(
        &coordinator.patch(duty, None, &change),
        428,
        "if-match-missing",
    );
    let wrong = coordinator.patch(duty, Some("\"1\""), &json!({"min": 3, "weight": 0}));
    is(&wrong, 422, "invalid");
    assert_eq!(
        wrong.json()["errors"].as_array().unwrap().len(),
        2,
        "{}",
        wrong.text
    );
    let changed = coordinator.patch(duty, Some("\"1\""), &change);
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""));
    assert_eq!(
        (&changed.json()["min"], &changed.json()["weight"]),
        (&json!(2), &json!(7))
    );
    is(
        &coordinator.patch(duty, Some("\"1\""), &change),
        412,
        "changed-meanwhile",
    );
    assert_eq!(
        changed.json()["gap"],
        json!({"missing": 1, "reason": "nobody_free"})
    );
}

#[test]
fn another_district_s_coordinator_finds_nothing_and_an_evaluator_may_not() {
    let served = still("proposed");
    let publication = publish(&served.coordinator(), "roster");
    let job = publication.header("location").to_owned();
    let stranger = served.signed_in("west@example.org");
    let evaluator = served.signed_in("evaluator@example.org");
    let clerk = served.signed_in("clerk@example.org");
    for path in [
        "/api/v1/rosters/roster",
        "/api/v1/rosters/roster/duties",
        "/api/v1/rosters/roster/versions",
        "/api/v1/duties/duty-1",
        "/api/v1/rosters?district=east",
        job.as_str(),
    ] {
        is(&stranger.get(path), 404, "not-found");
        assert_eq!(clerk.get(path).status, 200, "{path}");
        is(&served.anybody().get(path), 401, "not-signed-in");
    }
    let new = json!({"district_id": "east", "month": "2027-01"});
    let deeds: [&dyn Fn(&Person) -> Answer; 8] = [
        &|who| who.post("/api/v1/rosters", &new),
        &|who| generate(who, &["roster"]),
        &|who| publish(who, "roster"),
        &|who| who.put("/api/v1/duties/duty-1/pins/gu"),
        &|who| who.delete("/api/v1/duties/duty-1/bans/gu"),
        &|who| who.patch("/api/v1/duties/duty-1", Some("\"1\""), &json!({"min": 1})),
        &|who| who.post("/api/v1/assignments/a1/replacement", &json!({})),
        &|who| who.post(&format!("{job}/cancel"), &json!({})),
    ];
    for deed in deeds {
        assert_eq!(deed(&stranger).status, 404, "{}", deed(&stranger).text);
        is(&deed(&evaluator), 403, "not-allowed");
        is(&deed(&clerk), 403, "not-allowed");
    }
    assert_eq!(
        evaluator.get("/api/v1/rosters/roster").status,
        200,
        "figures are theirs to read"
    );
    for people in ["/api/v1/rosters/roster/duties", "/api/v1/duties/duty-1"] {
        is(&evaluator.get(people), 403, "not-allowed");
    }
}

#[test]
fn a_job_is_followed_by_who_sees_its_district_or_city() {
    let served = still("published");
    let jobs = [
        month::write_job_of(&served, "publish_roster", r#"{"roster":"roster"}"#),
        month::write_job_of(&served, "find_replacement", r#"{"assignment":"a1"}"#),
    ];
    for id in jobs {
        let path = format!("/api/v1/jobs/{id}");
        assert_eq!(served.coordinator().get(&path).json()["id"], id.as_str());
        is(
            &served.signed_in("west@example.org").get(&path),
            404,
            "not-found",
        );
    }
    let id = month::write_job_of(&served, "match_waiting_list", r#"{"city":"city"}"#);
    let path = format!("/api/v1/jobs/{id}");
    for email in ["coordinator@example.org", "west@example.org"] {
        assert_eq!(served.signed_in(email).get(&path).status, 200);
    }
    let mail = month::write_job_of(&served, "deliver_mail", "{}");
    let path = format!("/api/v1/jobs/{mail}");
    is(&served.coordinator().get(&path), 404, "not-found");
    assert_eq!(served.administrator().get(&path).status, 200);
}

#[test]
fn duties_of_options_that_were_not_chosen_are_listed_where_they_are_asked_for() {
    let served = still("proposed");
    let hide = |c: &mut zhiban::store::Connection| {
        use diesel::connection::SimpleConnection;
        let sql = "UPDATE duties SET active = false WHERE id = 'duty-3'";
        Ok::<_, zhiban::store::StoreError>(c.batch_execute(sql)?)
    };
    served.store.write(hide).unwrap();
    let coordinator = served.coordinator();
    let count = |query: &str| {
        let page = coordinator
            .get(&format!("/api/v1/rosters/roster/duties{query}"))
            .json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!((count(""), count("?all=true")), (2, 3));
    let hidden = coordinator.get("/api/v1/duties/duty-3").json();
    assert_eq!(
        (&hidden["active"], &hidden["coverage"]),
        (&json!(false), &json!(null))
    );
}

#[test]
fn a_month_set_up_over_http_holds_what_its_templates_ask_for() {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write_kept(&served);
    let coordinator = served.coordinator();
    let roster = coordinator.get(&set_up(&coordinator)).json();
    assert_eq!(
        roster["counts"],
        json!({"duties": 5, "covered": 0, "below_ideal": 0, "uncovered": 5})
    );
}
