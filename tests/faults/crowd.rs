//! Residents who want few times, and clients that book for them at two servers on one database. No tests here.

use std::sync::Barrier;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use secrecy::SecretString;
use serde_json::{Value, json};
use ureq::Agent;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::domain::access::{Grant, Role};
use zhiban::store::schema::{appointments, claims, slots};
use zhiban::store::{Store, StoreError};

use crate::place::{Place, context};
use crate::server::Server;

const PASSWORD: &str = "a long enough password";

/// What is to be had and who wants it: nobody else wants the same.
pub(crate) struct Wanted {
    /// The times, each of an adviser of its own, a quarter of an hour after each other.
    pub(crate) slots: Vec<String>,
    /// The residents.
    pub(crate) requests: Vec<String>,
}

/// What to write of a [`Wanted`].
pub(crate) struct Group {
    /// How many advisers with one time each.
    pub(crate) times: usize,
    /// How many residents.
    pub(crate) residents: usize,
    /// Whether the residents need the one interpreter there is.
    pub(crate) interpreted: bool,
    /// Whether there is besides, three hours later, a time for each resident with somebody who speaks their language.
    pub(crate) later: bool,
}

/// Writes what a group has and wants. The topic is its own, and so is the language where it needs an interpreter. Numbers rise: a server
/// looks at its market anew when there are times with later ids.
pub(crate) fn write(place: &Place, number: usize, group: &Group) -> Wanted {
    let mut sql = String::new();
    let wanted = write_group(&format!("{number:03}"), group, &mut sql);
    let written = place
        .store
        .write(|c| c.batch_execute(&sql).map_err(StoreError::from));
    written.unwrap();
    wanted
}

fn write_group(n: &str, group: &Group, sql: &mut String) -> Wanted {
    let day = context().now.date_naive() + TimeDelta::days(7);
    let person = |id: &str, tags: &[&str], sql: &mut String| {
        sql.push_str(&format!(
            "INSERT INTO people (id, district_id, pool_id, code, name, email, phone, locale, lat, lon, max_km, max_day, max_week, max_month, max_stations, max_run, max_weekends, target, state, revision, firm) VALUES ('{id}', (SELECT MIN(id) FROM districts), (SELECT MIN(id) FROM pools), '{id}', '{id}',
                '{id}@example.org', '', 'zh-Hans', 29.5, 103.3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 4, 'active', 1, '');"
        ));
        for tag in tags {
            sql.push_str(&format!(
                "INSERT INTO person_languages (person_id, tag, level) VALUES ('{id}', '{tag}', 'N');"
            ));
        }
    };
    let language = if group.interpreted {
        format!("x-{n}")
    } else {
        "zh-Hans".to_owned()
    };
    let slots = (0..group.times).map(|at| format!("slot-{n}-{at}"));
    let wanted = Wanted {
        slots: slots.collect(),
        requests: (0..group.residents)
            .map(|r| format!("request-{n}-{r}"))
            .collect(),
    };
    sql.push_str(&format!(
        "INSERT INTO skills (id, code, name, name_en, parent_id) VALUES ('t{n}', 't{n}', 't{n}', 't{n}', NULL);"
    ));
    let mut time = |slot: &str, tag: &str, at: usize| {
        let adviser = format!("adviser-of-{slot}");
        person(&adviser, &[tag], sql);
        let (from, to) = quarter(at);
        sql.push_str(&format!(
            "INSERT INTO person_skills VALUES ('{adviser}', 't{n}');
             INSERT INTO slots VALUES ('{slot}', NULL, '{adviser}', NULL, '{from}', '{to}', 'open');"
        ));
    };
    for (at, slot) in wanted.slots.iter().enumerate() {
        time(slot, "zh-Hans", at);
    }
    if group.later {
        for r in 0..group.residents {
            time(&format!("slot-{n}-later-{r}"), &language, LATER);
        }
    }
    if group.interpreted {
        let interpreter = format!("interpreter-{n}");
        person(&interpreter, &["zh-Hans", &language], sql);
        sql.push_str(&format!(
            "INSERT INTO shifts VALUES ('shift-{n}', NULL, '{interpreter}', NULL, '{day} 01:00:00', '{day} 04:00:00', 'open');"
        ));
    }
    for (r, id) in wanted.requests.iter().enumerate() {
        sql.push_str(&format!(
            "INSERT INTO requests (id, district_id, code, skill_id, locale, sealed, lat, lon, max_km, in_person, video, urgency, state, created_at, revision, word_by, reach, follows_id, with_adviser_id, mediators) VALUES ('{id}', (SELECT MIN(id) FROM districts), '{id}', 't{n}', 'en', '', 29.5, 103.3,
                NULL, TRUE, TRUE, 2, 'waiting', '2026-11-01 00:00:00', 1, '2030-01-01 00:00:00', 'resident', NULL, NULL, 0);
             INSERT INTO request_languages VALUES ('{id}', '{language}', 'N');"
        ));
        // One time each, so that they want different ones, which overlap.
        for at in [r % group.times, LATER] {
            let (from, to) = quarter(at);
            sql.push_str(&format!(
                "INSERT INTO request_windows VALUES ('{id}-{at}', '{id}', '{from}', '{to}');"
            ));
        }
    }
    wanted
}

/// The quarter, counted from the first, at which the later times begin.
const LATER: usize = 12;

/// Half an hour from a quarter of next week on.
fn quarter(at: usize) -> (NaiveDateTime, NaiveDateTime) {
    let day = context().now.date_naive() + TimeDelta::days(7);
    let first = day.and_hms_opt(2, 0, 0).expect("a time of day");
    let from = first + TimeDelta::minutes(15) * i32::try_from(at).unwrap();
    (from, from + TimeDelta::minutes(30))
}

/// Two servers on one database, and somebody who is signed in at each.
pub(crate) struct Crowd {
    servers: [Server; 2],
    agents: [Agent; 2],
}

impl Crowd {
    /// Starts the servers. What residents are shown is not kept from others: everybody may try to have it.
    pub(crate) fn start(place: &mut Place) -> Self {
        place.set("ZHIBAN__MATCHING__HOLD_SECONDS", "0");
        place.set("ZHIBAN__SERVER__WORKERS", "2");
        may_book(place);
        let servers = [Server::start(place), Server::start(place)];
        let agents = servers.each_ref().map(signed_in);
        Self { servers, agents }
    }

    /// The client with this number.
    pub(crate) fn client(&self, n: usize) -> Client<'_> {
        Client {
            agent: &self.agents[n % 2],
            base: &self.servers[n % 2].base,
        }
    }

    /// So many clients, each on a thread of its own; what they answer, in their order. Each is given its number.
    pub(crate) fn together<T: Send>(
        &self,
        many: usize,
        each: impl Fn(usize, Client<'_>, &Barrier) -> T + Sync,
    ) -> Vec<T> {
        let (start, each) = (&Barrier::new(many), &each);
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..many)
                .map(|n| scope.spawn(move || each(n, self.client(n), start)))
                .collect();
            clients.into_iter().map(|c| c.join().unwrap()).collect()
        })
    }
}

/// Somebody who books for residents.
pub(crate) struct Client<'a> {
    agent: &'a Agent,
    base: &'a str,
}

impl Client<'_> {
    /// The offers to a resident.
    pub(crate) fn offers(&self, request: &str) -> Vec<Value> {
        let url = format!("{}/api/v1/requests/{request}/offers", self.base);
        let (status, offers) = read(self.agent.get(url).call().unwrap());
        assert_eq!(status, 200, "{offers}");
        offers["items"].as_array().unwrap().clone()
    }

    /// Status and answer of a booking.
    pub(crate) fn book(&self, key: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}/api/v1/appointments", self.base);
        let sent = self.agent.post(url).header("Idempotency-Key", key);
        read(sent.send_json(body).unwrap())
    }

    /// Cancels an appointment; its resident wants another time.
    pub(crate) fn cancel(&self, appointment: &Value) {
        let id = appointment["id"].as_str().unwrap();
        let sent = self
            .agent
            .patch(format!("{}/api/v1/appointments/{id}", self.base))
            .header("If-Match", format!("\"{}\"", appointment["revision"]));
        let body = json!({"state": "cancelled", "wants_another": true});
        let (status, answer) = read(sent.send_json(&body).unwrap());
        assert_eq!(status, 200, "{answer}");
    }
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

/// How many of these slots are booked.
pub(crate) fn sold(store: &Store, ids: &[String]) -> usize {
    let count = store.read(|c| -> Result<i64, StoreError> {
        let own = slots::table
            .filter(slots::id.eq_any(ids))
            .filter(slots::state.eq("booked"));
        Ok(own.count().get_result(c)?)
    });
    usize::try_from(count.unwrap()).unwrap()
}

/// How many appointments are booked, and how many minutes are claimed.
pub(crate) fn booked_and_claimed(store: &Store) -> (usize, usize) {
    let counts = store.read(|c| -> Result<(i64, i64), StoreError> {
        let booked = appointments::table.filter(appointments::state.eq("booked"));
        Ok((
            booked.count().get_result(c)?,
            claims::table.count().get_result(c)?,
        ))
    });
    let (booked, claimed) = counts.unwrap();
    (
        usize::try_from(booked).unwrap(),
        usize::try_from(claimed).unwrap(),
    )
}
