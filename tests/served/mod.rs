//! A running service for tests: a database and a port of its own, an invented city, users who can sign in.
#![allow(dead_code, reason = "not every test binary uses all of it")]

pub(crate) mod month;
pub(crate) mod slots;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::Body;
use ureq::http::Response;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::actions::{Context, SystemRandomness};
use zhiban::app::{App, World};
use zhiban::config::Config;
use zhiban::domain::access::{Grant, Role};
use zhiban::service::{Clock, Service};
use zhiban::store::places::{CityRow, DistrictRow, StationRow};
use zhiban::store::{Store, StoreError, StoreOptions, places};

pub(crate) const PASSWORD: &str = "a long enough password";

/// A clock that is noon UTC of 20 November 2026 when it is first looked at, and goes on at the real pace: what waits comes due.
#[derive(Debug)]
pub(crate) struct NovemberClock;

impl Clock for NovemberClock {
    fn now(&self) -> DateTime<Utc> {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        let noon: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
        // The start first: it may be made only now.
        let start = *START;
        noon + start.elapsed()
    }
}

pub(crate) struct Served {
    pub(crate) app: Option<App>,
    pub(crate) store: Store,
    pub(crate) base: String,
    _folder: tempfile::TempDir,
}

/// An answer, read whole. What is no text, such as a workbook, is there only to be told from a refusal.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    fn read(mut response: Response<Body>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: String::from_utf8_lossy(&response.body_mut().read_to_vec().unwrap()).into_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

/// Somebody who calls, with the cookies they were given.
pub(crate) struct Person {
    agent: Agent,
    base: String,
    headers: Vec<(String, String)>,
}

impl Served {
    /// Starts the service on an empty database.
    pub(crate) fn start() -> Self {
        Self::with_settings(&[])
    }

    /// Starts it with settings of its own.
    pub(crate) fn with_settings(own: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name).display().to_string();
        let url = format!("sqlite://{}", file("zhiban.db"));
        let mut settings = HashMap::from(
            [
                (
                    "ZHIBAN__SOLVER__PROGRAM",
                    env!("CARGO_BIN_EXE_zhiban").to_owned(),
                ),
                ("ZHIBAN__SERVER__PORT", "0".to_owned()),
                ("ZHIBAN__SERVER__SECRET_FILE", file("secret.key")),
                ("ZHIBAN__MAIL__FOLDER", file("mail")),
                ("ZHIBAN__DATABASE__URL", url.clone()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        settings.extend(
            own.iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned())),
        );
        let config = Config::load(None, settings).unwrap();
        let store = Store::open(&url, &StoreOptions::default()).unwrap();
        store.migrate().unwrap();
        let world = World {
            clock: Arc::new(NovemberClock),
            random: Arc::new(SystemRandomness),
        };
        let app = App::build(config, store.clone(), &world).unwrap();
        Self {
            base: format!("http://{}", app.address),
            app: Some(app),
            store,
            _folder: folder,
        }
    }

    /// Starts it with a city of two districts, a station in each, and a coordinator of the first who can sign in.
    pub(crate) fn with_city() -> Self {
        Self::with_city_and(&[])
    }

    /// The same, with settings of its own.
    pub(crate) fn with_city_and(own: &[(&str, &str)]) -> Self {
        let served = Self::with_settings(own);
        served
            .store
            .write(|c| {
                places::insert_city(c, &city())?;
                places::insert_districts(c, &[district("east"), district("west")])?;
                places::insert_stations(c, &[station("east"), station("west")])?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        served.let_in("coordinator@example.org", Role::Coordinator, Some("east"));
        served.let_in("west@example.org", Role::Coordinator, Some("west"));
        served.let_in("clerk@example.org", Role::Clerk, Some("east"));
        served.let_in("evaluator@example.org", Role::Evaluator, None);
        served.let_in("admin@example.org", Role::Administrator, None);
        served
    }

    /// The running service's parts.
    pub(crate) fn service(&self) -> &Service {
        &self.app.as_ref().unwrap().service
    }

    pub(crate) fn let_in(&self, email: &str, role: Role, district: Option<&str>) {
        self.let_into("city", email, role, district);
    }

    /// Makes somebody who can sign in, with a role in a city or a district of it.
    pub(crate) fn let_into(&self, city: &str, email: &str, role: Role, district: Option<&str>) {
        let new = NewUser {
            email: email.to_owned(),
            name: "周协调".to_owned(),
            password: SecretString::from(PASSWORD),
            locale: "zh-Hans".to_owned(),
            grants: vec![Grant {
                role,
                city_id: city.to_owned(),
                district_id: district.map(str::to_owned),
            }],
        };
        create_user(&self.store, &context(), &new).unwrap();
    }

    /// Somebody who has not signed in and wants no language in particular.
    pub(crate) fn anybody(&self) -> Person {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // What is packed has no body to be unpacked where only its head is asked for.
            .accept_encoding(ureq::config::AutoHeaderValue::None)
            .build();
        Person {
            agent: config.new_agent(),
            base: self.base.clone(),
            headers: Vec::new(),
        }
    }

    /// The coordinator of the district `east`, signed in.
    pub(crate) fn coordinator(&self) -> Person {
        self.signed_in("coordinator@example.org")
    }

    /// The administrator of the city, signed in.
    pub(crate) fn administrator(&self) -> Person {
        self.signed_in("admin@example.org")
    }

    /// Somebody who was let in, signed in.
    pub(crate) fn signed_in(&self, email: &str) -> Person {
        let person = self.anybody();
        let answer = person.post(
            "/api/v1/session",
            &json!({"email": email, "password": PASSWORD}),
        );
        assert_eq!(answer.status, 204, "{}", answer.text);
        person
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.stop().unwrap();
        }
    }
}

impl Person {
    /// The same, with a header on every request.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base));
        Answer::read(self.dress(request).call().unwrap())
    }

    /// The body of an answer that is no text.
    pub(crate) fn get_bytes(&self, path: &str) -> Vec<u8> {
        let request = self.agent.get(format!("{}{path}", self.base));
        let mut answer = self.dress(request).call().unwrap();
        answer.body_mut().read_to_vec().unwrap()
    }

    pub(crate) fn head(&self, path: &str) -> Answer {
        let request = self.agent.head(format!("{}{path}", self.base));
        Answer::read(self.dress(request).call().unwrap())
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        let request = self.agent.delete(format!("{}{path}", self.base));
        Answer::read(self.dress(request).call().unwrap())
    }

    pub(crate) fn put(&self, path: &str) -> Answer {
        let request = self.agent.put(format!("{}{path}", self.base));
        Answer::read(self.dress(request).send_empty().unwrap())
    }

    pub(crate) fn put_json(&self, path: &str, body: &Value) -> Answer {
        let request = self.agent.put(format!("{}{path}", self.base));
        Answer::read(self.dress(request).send_json(body).unwrap())
    }

    pub(crate) fn put_seen(&self, path: &str, etag: &str, body: &Value) -> Answer {
        let request = self.agent.put(format!("{}{path}", self.base));
        let request = self.dress(request).header("if-match", etag);
        Answer::read(request.send_json(body).unwrap())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        Answer::read(self.dress(request).send_json(body).unwrap())
    }

    /// A post without a body.
    pub(crate) fn post_bare(&self, path: &str) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        Answer::read(self.dress(request).send_empty().unwrap())
    }

    /// A post that is done once, however often it is sent with the same key.
    pub(crate) fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        let request = self.dress(request).header("idempotency-key", key);
        Answer::read(request.send_json(body).unwrap())
    }

    pub(crate) fn post_text(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        let request = self.dress(request).header("content-type", kind);
        Answer::read(request.send(body).unwrap())
    }

    pub(crate) fn patch(&self, path: &str, etag: Option<&str>, body: &Value) -> Answer {
        let request = self.agent.patch(format!("{}{path}", self.base));
        let request = self.dress(request);
        let request = match etag {
            Some(etag) => request.header("if-match", etag),
            None => request,
        };
        Answer::read(request.send_json(body).unwrap())
    }

    /// The same with a body that calls itself a merge patch.
    pub(crate) fn merge_patch(&self, path: &str, etag: &str, body: &Value) -> Answer {
        let request = self.agent.patch(format!("{}{path}", self.base));
        let request = self.dress(request).header("if-match", etag);
        let request = request.header("content-type", "application/merge-patch+json");
        Answer::read(request.send(body.to_string()).unwrap())
    }

    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        let fields = fields.iter().copied();
        Answer::read(self.dress(request).send_form(fields).unwrap())
    }

    fn dress<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        self.headers.iter().fold(request, |request, (name, value)| {
            request.header(name, value)
        })
    }
}

pub(crate) fn context() -> Context {
    Context {
        now: NovemberClock.now(),
        random: Arc::new(SystemRandomness),
        actor: "command".to_owned(),
    }
}

fn city() -> CityRow {
    CityRow {
        id: "city".to_owned(),
        code: "yunzhou".to_owned(),
        name: "云州市".to_owned(),
        name_en: "Yunzhou".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        country: "CN".to_owned(),
        revision: 1,
    }
}

fn district(code: &str) -> DistrictRow {
    DistrictRow {
        id: code.to_owned(),
        city_id: "city".to_owned(),
        code: code.to_owned(),
        name: format!("{code}区"),
        name_en: code.to_owned(),
        revision: 1,
        times_due_day: None,
    }
}

fn station(district: &str) -> StationRow {
    StationRow {
        id: format!("station-{district}"),
        district_id: district.to_owned(),
        code: format!("{district}-1"),
        name: format!("{district}法律之家"),
        address: "长青路 1 号".to_owned(),
        lat: 30.0,
        lon: 120.0,
        time_zone: "Asia/Shanghai".to_owned(),
        hub_id: None,
        rooms: 1,
        video: true,
        step_free: true,
        phone: "555-0100".to_owned(),
        revision: 1,
        subdistrict: String::new(),
        opening_hours: String::new(),
        themes: String::new(),
        services: String::new(),
    }
}
