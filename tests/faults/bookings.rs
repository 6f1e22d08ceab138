//! Many residents for few times: two servers on one database, fifty clients for each of a hundred times, some of which need the same
//! interpreter. Whoever comes first has it, and nobody else.

use std::sync::Barrier;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use secrecy::SecretString;
use serde_json::{Value, json};
use ureq::Agent;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::domain::access::{Grant, Role};
use zhiban::store::StoreError;
use zhiban::store::schema::{appointments, claims, slots};

use crate::place::{Place, context};
use crate::prepared::Stage;
use crate::server::Server;

/// Times that are alone: one adviser's.
const ALONE: usize = 60;

/// Pairs of times for which there is one interpreter.
const PAIRS: usize = 20;

/// Residents for each time.
const CLIENTS: usize = 50;

const PASSWORD: &str = "a long enough password";

/// Some times of which one can be booked, with the requests that want one of them.
struct Wanted {
    slots: Vec<String>,
    requests: Vec<String>,
}

/// Advisers, each with a topic and one time next week; where two stand together they speak no language of the residents, and there
/// is one interpreter for both.
fn write(place: &Place) -> Vec<Wanted> {
    let all = (0..ALONE + PAIRS).map(|group| {
        let advisers = if group < ALONE { 1 } else { 2 };
        let slot = |n: usize| format!("slot-{group}-{n}");
        Wanted {
            slots: (0..advisers).map(slot).collect(),
            requests: (0..advisers * CLIENTS)
                .map(|n| format!("request-{group}-{n}"))
                .collect(),
        }
    });
    let all: Vec<Wanted> = all.collect();
    let day = context().now.date_naive() + chrono::TimeDelta::days(7);
    let mut sql = String::new();
    let person = |id: &str, tag: &str, sql: &mut String| {
        sql.push_str(&format!(
            "INSERT INTO people VALUES ('{id}', (SELECT MIN(id) FROM districts), (SELECT MIN(id) FROM pools), '{id}', '{id}',
                '{id}@example.org', '', 'zh-Hans', 29.5, 103.3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 'active', 1);
             INSERT INTO person_languages VALUES ('{id}', '{tag}', 'N');"
        ));
    };
    for (group, wanted) in all.iter().enumerate() {
        let language = if group < ALONE { "zh-Hans" } else { "fr" };
        sql.push_str(&format!(
            "INSERT INTO skills VALUES ('t{group}', 't{group}', 't{group}', 't{group}', NULL);"
        ));
        for slot in &wanted.slots {
            let adviser = format!("adviser-of-{slot}");
            person(&adviser, "zh-Hans", &mut sql);
            sql.push_str(&format!(
                "INSERT INTO person_skills VALUES ('{adviser}', 't{group}');
                 INSERT INTO slots VALUES ('{slot}', NULL, '{adviser}', NULL, '{day} 02:00:00', '{day} 02:30:00', 'open');"
            ));
        }
        if wanted.slots.len() > 1 {
            let interpreter = format!("interpreter-{group}");
            person(&interpreter, "zh-Hans", &mut sql);
            // Each pair has a language of its own, so that nobody else can help.
            sql.push_str(&format!(
                "INSERT INTO person_languages VALUES ('{interpreter}', 'x-{group}', 'N');
                 INSERT INTO shifts VALUES ('shift-{group}', NULL, '{interpreter}', NULL, '{day} 01:00:00', '{day} 04:00:00', 'open');"
            ));
        }
        let spoken = if wanted.slots.len() > 1 {
            format!("x-{group}")
        } else {
            language.to_owned()
        };
        for id in &wanted.requests {
            sql.push_str(&format!(
                "INSERT INTO requests VALUES ('{id}', (SELECT MIN(id) FROM districts), '{id}', 't{group}', 'en', '', 29.5, 103.3,
                    NULL, TRUE, TRUE, 2, 'waiting', '2026-11-01 00:00:00', 1);
                 INSERT INTO request_languages VALUES ('{id}', '{spoken}', 'N');"
            ));
        }
    }
    let written = place
        .store
        .write(|c| c.batch_execute(&sql).map_err(StoreError::from));
    written.unwrap();
    all
}

/// Somebody who is signed in, at one of the servers.
fn signed_in(server: &Server) -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).build();
    let agent: Agent = config.new_agent();
    let body = json!({"email": "clerk@example.org", "password": PASSWORD});
    let answer = agent
        .post(format!("{}/api/v1/session", server.base))
        .send_json(&body);
    assert_eq!(answer.unwrap().status().as_u16(), 204);
    agent
}

fn may_book(place: &Place) {
    let city = place.store.read(|c| -> Result<String, StoreError> {
        use zhiban::store::schema::cities;
        Ok(cities::table.select(cities::id).first(c)?)
    });
    let new = NewUser {
        email: "clerk@example.org".to_owned(),
        name: "周协调".to_owned(),
        password: SecretString::from(PASSWORD),
        locale: "zh-Hans".to_owned(),
        grants: vec![Grant {
            role: Role::Administrator,
            city_id: city.unwrap(),
            district_id: None,
        }],
    };
    create_user(&place.store, &context(), &new).unwrap();
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> (u16, Value) {
    let text = answer.body_mut().read_to_string().unwrap();
    let body = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
    (answer.status().as_u16(), body)
}

/// The client with this number: sees what is offered, and takes one of it when everybody has seen it.
fn client(
    n: usize,
    agent: &Agent,
    server: &Server,
    request: &str,
    start: &Barrier,
) -> (u16, Value) {
    let seen = agent
        .get(format!("{}/api/v1/requests/{request}/offers", server.base))
        .call();
    let (status, offers) = read(seen.unwrap());
    assert_eq!(status, 200, "{offers}");
    let items = offers["items"].as_array().unwrap();
    assert!(!items.is_empty(), "{request}: {offers}");
    let offer = &items[n / 2 % items.len()]["id"];
    start.wait();
    let taken = agent
        .post(format!("{}/api/v1/appointments", server.base))
        .header("Idempotency-Key", request)
        .send_json(json!({"offer_id": offer}));
    read(taken.unwrap())
}

/// How many of these slots are booked.
fn sold(place: &Place, ids: &[String]) -> i64 {
    let count = place.store.read(|c| -> Result<i64, StoreError> {
        let own = slots::table
            .filter(slots::id.eq_any(ids))
            .filter(slots::state.eq("booked"));
        Ok(own.count().get_result(c)?)
    });
    count.unwrap()
}

fn fifty_for_each_of_a_hundred(mut place: Place) {
    // Nobody is kept from seeing what others see.
    place.set("ZHIBAN__MATCHING__HOLD_SECONDS", "0");
    place.set("ZHIBAN__SERVER__WORKERS", "2");
    may_book(&place);
    let all = write(&place);
    let servers = [Server::start(&place), Server::start(&place)];
    let agents = servers.each_ref().map(signed_in);
    for wanted in &all {
        let start = Barrier::new(wanted.requests.len());
        let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
            let clients: Vec<_> = wanted
                .requests
                .iter()
                .enumerate()
                .map(|(n, request)| {
                    let (agent, server, start) = (&agents[n % 2], &servers[n % 2], &start);
                    scope.spawn(move || client(n, agent, server, request, start))
                })
                .collect();
            clients.into_iter().map(|c| c.join().unwrap()).collect()
        });
        let won = answers.iter().filter(|(status, _)| *status == 201).count();
        assert_eq!(won, 1, "{:?}: {answers:?}", wanted.slots);
        for (status, body) in answers.iter().filter(|(status, _)| *status != 201) {
            assert_eq!(
                (*status, &body["code"]),
                (409, &json!("offer-taken")),
                "{body}"
            );
            assert_eq!(body["offers"]["waiting"]["code"], "all_taken", "{body}");
        }
        assert_eq!(sold(&place, &wanted.slots), 1, "{:?}", wanted.slots);
    }
    let booked = ALONE + PAIRS;
    let (rows, minutes) = place
        .store
        .read(|c| -> Result<(i64, i64), StoreError> {
            let rows = appointments::table.count().get_result(c)?;
            Ok((rows, claims::table.count().get_result(c)?))
        })
        .unwrap();
    let people = booked + PAIRS;
    assert_eq!((rows, minutes), (booked as i64, 30 * people as i64));
}

#[test]
fn of_fifty_who_want_the_same_time_at_two_servers_one_has_it() {
    fifty_for_each_of_a_hundred(Place::new(Stage::SetUp));
}

#[test]
fn of_fifty_who_want_the_same_time_one_has_it_on_postgresql_too() {
    fifty_for_each_of_a_hundred(Place::on_postgres());
}
