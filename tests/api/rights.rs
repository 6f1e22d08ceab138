//! Who may do what where: a table of every operation that the service's own description names, asked by every role after things of each
//! district, of the city, and after one that does not exist. What it means is in `docs/decisions/0015-rights.md`.
//!
//! An operation that the table has not fails, so does an entry that no operation has. Rights count as passed where the answer is neither
//! 401, 403 nor 404, nor that for an id which does not exist: bodies are made so that most changes are refused for their content (409, 412,
//! 415, 422) only after that. What is hidden must be answered, to the byte, as what does not exist.

mod table;
mod things;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zhiban::domain::access::Deed;

use crate::served::{Answer, Person, Served};
use table::{Entry, Lies, Told, entries};
use things::{OFFERED_AGAIN, Who, execute, served};

/// Whether it is answered rightly that something does not exist. Whose deed it is nowhere may be told so before anything is looked for.
fn is_absent(entry: Entry, who: Who, answer: &Answer) -> bool {
    let status = match entry.lies {
        Lies::InDistrict(status) => status,
        _ => 404,
    };
    match told(answer, None) {
        Told::NotSignedIn => who == Who::Nobody,
        Told::NotAllowed => !who.may(entry.deed),
        _ => who != Who::Nobody && answer.status == status,
    }
}

fn code(answer: &Answer) -> String {
    let problem: Option<Value> = serde_json::from_str(&answer.text).ok();
    let code = problem.and_then(|problem| Some(problem["code"].as_str()?.to_owned()));
    code.unwrap_or_default()
}

/// What an answer says, beside that for an id which does not exist; ids in it are named alike before.
fn told(answer: &Answer, absent: Option<&(u16, String)>) -> Told {
    if absent.is_some_and(|(status, text)| (*status, text) == (answer.status, &answer.text)) {
        return Told::Hidden;
    }
    match (answer.status, code(answer).as_str()) {
        (401, "not-signed-in") => Told::NotSignedIn,
        (403, "not-allowed") => Told::NotAllowed,
        (status @ (401 | 403 | 404 | 500..), code) => Told::Otherwise(format!("{status} {code}")),
        _ => Told::Passed,
    }
}

/// The operations of the service's description, without the beginning that all share.
fn described(served: &Served) -> BTreeSet<String> {
    let description = served.anybody().get("/api/openapi.json").json();
    let paths = description["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, methods)| {
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        let methods = methods.as_object().unwrap().keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    operations.collect()
}

#[test]
fn every_operation_asks_for_its_rights() {
    let served = served();
    let described = described(&served);
    let listed: BTreeSet<String> = entries().map(Entry::name).collect();
    let unlisted: Vec<&String> = described.difference(&listed).collect();
    let gone: Vec<&String> = listed.difference(&described).collect();
    assert!(
        unlisted.is_empty() && gone.is_empty(),
        "not in the table: {unlisted:?}; in the table only: {gone:?}"
    );
    let everybody = Who::ALL.map(|who| (who, who.calls(&served)));
    let mut wrong = Vec::new();
    for entry in entries() {
        for (who, person) in &everybody {
            let absent = entry.ask(person, "none");
            if entry.places().len() > 1 && !is_absent(entry, *who, &absent) {
                let said = (absent.status, code(&absent));
                wrong.push(format!("{}, {who:?}, none: {said:?}", entry.name()));
            }
            for place in entry.places() {
                wrong.extend(is_wrong(&served, entry, (*who, person), (place, &absent)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Asks after something at a place, and says what is wrong with the answer.
fn is_wrong(
    served: &Served,
    entry: Entry,
    (who, person): (Who, &Person),
    (place, absent): (&str, &Answer),
) -> Option<String> {
    if (place == "none") != (entry.places().len() == 1) {
        return None;
    }
    if entry.path.starts_with("/offers") {
        execute(served, OFFERED_AGAIN);
    }
    let mut answer = entry.ask(person, place);
    answer.text = answer.text.replace(place, "none");
    let unnamed = (absent.status, absent.text.replace(place, "none"));
    let has_absent = place != "none" && !matches!(absent.status, 401 | 403);
    let told = told(&answer, has_absent.then_some(&unnamed));
    let expected = entry.expected(who, place);
    let name = entry.name();
    (told != expected)
        .then(|| format!("{name}, {who:?}, {place}: {told:?} instead of {expected:?}"))
}

#[test]
fn a_list_holds_what_is_of_the_own_districts_only() {
    let served = served();
    let lists = entries().filter(|entry| entry.more == "?district=$");
    let lists: Vec<(&str, Deed)> = lists
        .map(|entry| (entry.path, entry.deed))
        .chain([("/districts", Deed::Look)])
        .collect();
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Nobody) {
        let person = who.calls(&served);
        for (path, deed) in &lists {
            let answer = person.get(&format!("/api/v1{path}"));
            assert_eq!(answer.status, 200, "{path}, {who:?}: {}", answer.text);
            for place in ["east", "west"] {
                let is_there = answer.text.contains(place);
                let expected = who.sees(place) && who.may(*deed);
                assert_eq!(is_there, expected, "{path}, {who:?}: {}", answer.text);
            }
        }
    }
}

fn status(person: &Person, path: &str) -> u16 {
    person.get(&format!("/api/v1{path}")).status
}

#[test]
fn a_right_that_is_withdrawn_holds_no_more_from_the_next_request() {
    let served = served();
    let coordinator = Who::Coordinator.calls(&served);
    let change = |statement: &str| {
        let whose = "user_id = (SELECT id FROM users WHERE email = 'coordinator@example.org')";
        execute(&served, &format!("{statement} WHERE {whose}"));
    };
    let paths = [
        "/stations/station-east",
        "/people/person-east",
        "/people/person-east/clients",
    ];
    let seen = || paths.map(|path| status(&coordinator, path));
    assert_eq!(seen(), [200, 200, 200]);
    change("UPDATE roles SET role = 'clerk'");
    assert_eq!(seen(), [200, 200, 403]);
    change("UPDATE roles SET role = 'evaluator'");
    assert_eq!(seen(), [200, 403, 403]);
    change("UPDATE roles SET district_id = 'west'");
    assert_eq!(seen(), [404, 404, 404]);
    change("DELETE FROM roles");
    assert_eq!(seen(), [404, 404, 404]);
    assert_eq!(status(&coordinator, "/session"), 200);
    let cities = coordinator.get("/api/v1/cities").json();
    assert_eq!(cities["items"], json!([]));
    execute(
        &served,
        "UPDATE users SET state = 'blocked' WHERE email = 'coordinator@example.org'",
    );
    assert_eq!(status(&coordinator, "/session"), 401);
}

#[test]
fn what_moves_to_another_district_is_hidden_from_the_former_and_seen_by_the_new_at_once() {
    let served = served();
    let (east, west) = (
        Who::Coordinator.calls(&served),
        Who::CoordinatorOfWest.calls(&served),
    );
    // What moves, and what goes with it.
    let table = [
        (
            "UPDATE people SET district_id = 'west', code = 'moved' WHERE id = 'person-east'",
            &["/people/{}", "/people/{}/clients"][..],
            "person",
            "/slots",
        ),
        (
            "UPDATE stations SET district_id = 'west' WHERE id = 'station-east'",
            &["/stations/{}"],
            "station",
            "/demand-templates",
        ),
        (
            "UPDATE rosters SET district_id = 'west', month = '2027-01' WHERE id = 'roster-east'",
            &[
                "/rosters/{}",
                "/rosters/{}/duties",
                "/rosters/{}/versions/1",
            ],
            "roster",
            "/rosters",
        ),
    ];
    for (statement, paths, kind, list) in table {
        let own = |person: &Person| {
            let id = format!("{kind}-east");
            let each = paths.iter().map(|path| path.replace("{}", &id));
            each.map(|path| status(person, &path))
                .collect::<BTreeSet<u16>>()
        };
        let lists = |person: &Person| {
            let found = person.get(&format!("/api/v1{list}"));
            found.text.contains("east")
        };
        let seen = || ((own(&east), lists(&east)), (own(&west), lists(&west)));
        let (there, hidden) = (
            (BTreeSet::from([200]), true),
            (BTreeSet::from([404]), false),
        );
        assert_eq!(seen(), (there.clone(), hidden.clone()), "{kind}");
        execute(&served, statement);
        assert_eq!(seen(), (hidden, there), "{kind}");
    }
    for path in ["/duties/duty-east", "/jobs/job-east"] {
        assert_eq!((status(&east, path), status(&west, path)), (404, 200));
    }
}

#[test]
fn what_is_hidden_beside_the_own_is_answered_like_what_does_not_exist() {
    let served = served();
    let bodies = [
        (
            "/generations",
            "west",
            r#"{"rosters":["roster-east","roster-$"]}"#,
        ),
        (
            "/openings",
            "west",
            r#"{"adviser_id":"person-east","station_id":"station-$","starts_at":"odd","ends_at":"odd"}"#,
        ),
        (
            "/appointments",
            "west",
            r#"{"offer_id":"offer-east","instead_of":"appointment-$"}"#,
        ),
        (
            "/requests/request-east/questions",
            "west",
            r#"{"offer_id":"offer-$"}"#,
        ),
        // Residents are helped in the whole city: of that, all is there to be named.
        (
            "/requests",
            "far",
            r#"{"district_id":"east","skill_id":"labour","locale":"zh-Hans","contact":{"name":"x"},"languages":{},"station_id":"station-$"}"#,
        ),
        (
            "/requests",
            "far",
            r#"{"district_id":"east","skill_id":"labour","locale":"zh-Hans","contact":{"name":"x"},"languages":{},"exclude":["person-$"]}"#,
        ),
    ];
    for who in [Who::Clerk, Who::Coordinator] {
        let person = who.calls(&served);
        for (path, hidden, body) in bodies {
            let ask = |place: &str| {
                let body: Value = serde_json::from_str(&body.replace('$', place)).unwrap();
                let answer = person.post(&format!("/api/v1{path}"), &body);
                (answer.status, answer.text.replace(place, "none"))
            };
            let absent = ask("none");
            assert!(absent.0 >= 400, "{path}, {who:?}");
            assert_eq!(ask(hidden), absent, "{path}, {who:?}");
        }
    }
}

/// A generation of both districts' months.
const OF_BOTH: &str = "INSERT INTO jobs (id, kind, payload, state, attempt, max_attempts, run_after, worker, progress, result, error, created_at)
    VALUES ('job-both', 'generate_roster', '{\"rosters\":[\"roster-east\",\"roster-west\"]}', 'done', 1, 3, '2026-11-20 12:00:00', '', '{}', 'null',
        '', '2026-11-20 12:00:00')";

#[test]
fn a_job_of_several_districts_is_hidden_from_who_sees_only_one_of_them() {
    let served = served();
    execute(&served, OF_BOTH);
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Nobody) {
        let person = who.calls(&served);
        let seen = status(&person, "/jobs/job-both");
        let cancelled = person.post("/api/v1/jobs/job-both/cancel", &json!({}));
        let expected = match who {
            Who::Administrator => (200, 409),
            Who::Evaluator => (200, 403),
            _ => (404, 404),
        };
        assert_eq!((seen, cancelled.status), expected, "{who:?}");
    }
}

#[test]
fn a_key_that_was_used_before_tells_nothing_of_offers() {
    let served = served();
    let used = "INSERT INTO creations (actor, idempotency_key, fingerprint, subject, created_at)
        SELECT 'user:' || id, 'rights', 'offer-of-before', 'appointment-east', '2026-11-20 11:00:00' FROM users WHERE email = 'clerk@example.org'";
    execute(&served, used);
    let clerk = Who::Clerk.calls(&served);
    let book = |offer: &str| clerk.post("/api/v1/appointments", &json!({"offer_id": offer}));
    let again = book("offer-of-before");
    assert_eq!(
        (again.status, &again.json()["id"]),
        (201, &json!("appointment-east"))
    );
    for offer in ["offer-east", "offer-west", "offer-none"] {
        let refused = book(offer);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (422, "idempotency-key-reused"),
            "{offer}"
        );
    }
}
