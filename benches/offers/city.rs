//! A city of the exchange format's generator, written into a database as if it had been kept and published.

use std::path::Path;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Asia::Shanghai;
use diesel::connection::SimpleConnection;
use secrecy::SecretString;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::actions::{Context, Randomness, SystemRandomness};
use zhiban::config::secret_key::SecretKey;
use zhiban::domain::access::{Grant, Role};
use zhiban::domain::sealing::{Contact, NONCE_BYTES, Sealer};
use zhiban::service::{Clock, SystemClock};
use zhiban::store::belongings::{Belongings, PersonLanguageRow, PersonSkillRow, insert_belongings};
use zhiban::store::people::{PersonRow, SkillRow, insert_people, insert_skills};
use zhiban::store::places::{
    CityRow, DistrictRow, StationRow, insert_city, insert_districts, insert_stations,
};
use zhiban::store::requests::{
    self, RequestLanguageRow, RequestParts, RequestRow, RequestWindowRow,
};
use zhiban::store::slots::{self, ShiftRow, SlotRow};
use zhiban::store::{Connection, Store, StoreError};
use zhiban_solver::calendar::Moment;
use zhiban_solver::language::Languages;
use zhiban_solver::matching::document::{Document, Mode, Request};

use crate::drawn::drawn;

const GENERATOR: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/solver/tests/exchange/gen_match.py"
);

pub const CLERK: &str = "clerk@example.org";
pub const PASSWORD: &str = "a long enough password";
pub const DISTRICT: &str = "district";

/// Fills an empty database with the city, so many of its residents and a clerk. Gives the ids of their requests.
pub fn fill(store: &Store, folder: &Path, residents: usize) -> Vec<String> {
    let mut document = Document::from_json(&drawn(GENERATOR, "city", 1)).unwrap();
    document.requests.truncate(residents);
    let key = SecretKey::read_or_make(&folder.join("secret.key"), |bytes| {
        SystemRandomness.fill(bytes)
    });
    let sealer = Sealer::new(key.unwrap().sealing());
    store.write(|c| places(c, &document)).unwrap();
    store.write(|c| people(c, &document)).unwrap();
    store.write(|c| times(c, &document)).unwrap();
    store.write(|c| ask(c, &document, &sealer)).unwrap();
    let new = NewUser {
        email: CLERK.to_owned(),
        name: "周协调".to_owned(),
        password: SecretString::from(PASSWORD),
        locale: "zh-Hans".to_owned(),
        grants: vec![Grant {
            role: Role::Clerk,
            city_id: "city".to_owned(),
            district_id: None,
        }],
    };
    let context = Context {
        now: SystemClock.now(),
        random: Arc::new(SystemRandomness),
        actor: "bench".to_owned(),
    };
    create_user(store, &context, &new).unwrap();
    // As after some days of service.
    store
        .write(|c| c.batch_execute("ANALYZE").map_err(StoreError::from))
        .unwrap();
    let open = document.slots.len();
    eprintln!(
        "{} stations, {open} open times, {} advisers, {} interpreters, {} residents",
        document.stations.len(),
        document.advisers.len(),
        document.interpreters.len(),
        document.requests.len()
    );
    document.requests.into_iter().map(|r| r.id).collect()
}

fn instant(moment: Moment) -> NaiveDateTime {
    let local = moment.date.and_time(chrono::NaiveTime::MIN)
        + chrono::TimeDelta::minutes(i64::from(moment.minute.get()));
    Shanghai
        .from_local_datetime(&local)
        .single()
        .unwrap()
        .naive_utc()
}

fn places(c: &mut Connection, document: &Document) -> Result<(), StoreError> {
    let name = || "云州".to_owned();
    insert_city(
        c,
        &CityRow {
            id: "city".to_owned(),
            code: "yunzhou".to_owned(),
            name: name(),
            name_en: "Yunzhou".to_owned(),
            time_zone: document.time_zone.clone(),
            country: "CN".to_owned(),
            revision: 1,
        },
    )?;
    insert_districts(
        c,
        &[DistrictRow {
            id: DISTRICT.to_owned(),
            city_id: "city".to_owned(),
            code: "east".to_owned(),
            name: name(),
            name_en: "East".to_owned(),
            revision: 1,
            times_due_day: None,
        }],
    )?;
    let station = |s: &zhiban_solver::matching::document::Station| StationRow {
        id: s.id.clone(),
        district_id: DISTRICT.to_owned(),
        code: s.id.clone(),
        name: format!("法律之家 {}", s.id),
        address: "长青路 1 号".to_owned(),
        lat: s.lat,
        lon: s.lon,
        time_zone: document.time_zone.clone(),
        hub_id: None,
        rooms: 2,
        video: true,
        step_free: true,
        phone: String::new(),
        revision: 1,
        subdistrict: String::new(),
        opening_hours: String::new(),
        themes: String::new(),
        services: String::new(),
    };
    let stations: Vec<StationRow> = document.stations.iter().map(station).collect();
    insert_stations(c, &stations)
}

fn people(c: &mut Connection, document: &Document) -> Result<(), StoreError> {
    let pool = "INSERT INTO pools (id, code, name, name_en, may_serve_alone, supervised_by, needs_licence, interprets, mediates) VALUES ('pool', 'pool', '律师', 'Lawyers', TRUE, NULL, FALSE, FALSE, FALSE)";
    c.batch_execute(pool).map_err(StoreError::from)?;
    let mut skills: Vec<&String> = document.advisers.iter().flat_map(|a| &a.skills).collect();
    skills.extend(document.requests.iter().map(|r| &r.skill));
    skills.sort();
    skills.dedup();
    let skill = |id: &&String| SkillRow {
        id: (*id).clone(),
        code: (*id).clone(),
        name: (*id).clone(),
        name_en: (*id).clone(),
        parent_id: None,
        city_id: None,
        revision: 1,
    };
    insert_skills(c, &skills.iter().map(skill).collect::<Vec<_>>())?;
    let advisers = document
        .advisers
        .iter()
        .map(|a| (&a.id, &a.languages, a.skills.as_slice()));
    let interpreters = document
        .interpreters
        .iter()
        .map(|n| (&n.id, &n.languages, &[][..]));
    let all: Vec<_> = advisers.chain(interpreters).collect();
    let rows: Vec<PersonRow> = all.iter().map(|(id, ..)| person(id)).collect();
    insert_people(c, &rows)?;
    let own: Vec<Belongings> = all
        .iter()
        .map(|(id, languages, skills)| belongings(id, languages, skills))
        .collect();
    insert_belongings(c, &own)
}

fn person(id: &str) -> PersonRow {
    PersonRow {
        id: id.to_owned(),
        district_id: DISTRICT.to_owned(),
        pool_id: "pool".to_owned(),
        code: id.to_owned(),
        name: format!("人 {id}"),
        email: format!("{id}@example.org"),
        phone: String::new(),
        locale: "zh-Hans".to_owned(),
        lat: 29.5,
        lon: 103.0,
        max_km: None,
        max_day: None,
        max_week: None,
        max_month: None,
        max_stations: None,
        max_run: None,
        max_weekends: None,
        target: 4,
        state: "active".to_owned(),
        revision: 1,
        firm: String::new(),
        practises_since: None,
        position: "home".to_owned(),
    }
}

fn belongings(id: &str, languages: &Languages, skills: &[String]) -> Belongings {
    let person_id = || id.to_owned();
    Belongings {
        languages: languages
            .iter()
            .map(|(tag, level)| PersonLanguageRow {
                person_id: person_id(),
                tag: tag.clone(),
                level: format!("{level:?}"),
                understands: None,
                reads: None,
            })
            .collect(),
        skills: skills
            .iter()
            .map(|skill| PersonSkillRow {
                person_id: person_id(),
                skill_id: skill.clone(),
            })
            .collect(),
        ..Belongings::default()
    }
}

fn times(c: &mut Connection, document: &Document) -> Result<(), StoreError> {
    let slot = |s: &zhiban_solver::matching::document::Slot| SlotRow {
        id: s.id.clone(),
        duty_id: None,
        adviser_id: s.adviser.clone(),
        station_id: s.station.clone(),
        starts_at: instant(s.start),
        ends_at: instant(s.end),
        state: "open".to_owned(),
    };
    let shift = |s: &zhiban_solver::matching::document::Shift| ShiftRow {
        id: s.id.clone(),
        duty_id: None,
        interpreter_id: s.interpreter.clone(),
        station_id: s.station.clone(),
        starts_at: instant(s.start),
        ends_at: instant(s.end),
        state: "open".to_owned(),
    };
    let open: Vec<SlotRow> = document.slots.iter().map(slot).collect();
    let helping: Vec<ShiftRow> = document.shifts.iter().map(shift).collect();
    slots::insert(c, &open, &helping)
}

fn ask(c: &mut Connection, document: &Document, sealer: &Sealer) -> Result<(), StoreError> {
    for (n, request) in document.requests.iter().enumerate() {
        let row = RequestRow {
            id: request.id.clone(),
            district_id: DISTRICT.to_owned(),
            code: format!("R{n}"),
            skill_id: request.skill.clone(),
            locale: "zh-Hans".to_owned(),
            sealed: sealer.seal(&contact(n), &request.id, [n as u8; NONCE_BYTES]),
            lat: request.lat,
            lon: request.lon,
            max_km: request.max_km,
            in_person: request.modes.contains(&Mode::InPerson),
            video: request.modes.contains(&Mode::Video),
            urgency: request.urgency as i32,
            state: "waiting".to_owned(),
            created_at: instant(document.now),
            word_by: instant(document.now),
            reach: "resident".to_owned(),
            follows_id: None,
            with_adviser_id: None,
            mediators: 0,
            revision: 1,
        };
        requests::insert(c, &[row], &[parts(request)])?;
    }
    Ok(())
}

fn contact(n: usize) -> Contact {
    Contact {
        name: format!("居民 {n}"),
        email: format!("resident-{n}@example.org"),
        phone: String::new(),
        case_text: String::new(),
        is_safe: true,
        proxy: None,
    }
}

fn parts(request: &Request) -> RequestParts {
    let request_id = || request.id.clone();
    let language = |(tag, level): (&String, _)| RequestLanguageRow {
        request_id: request_id(),
        tag: tag.clone(),
        level: format!("{level:?}"),
    };
    let windows = request
        .windows
        .iter()
        .enumerate()
        .map(|(n, w)| RequestWindowRow {
            id: format!("{}-{n}", request.id),
            request_id: request_id(),
            starts_at: instant(w.start),
            ends_at: instant(w.end),
        });
    RequestParts {
        languages: request.languages.iter().map(language).collect(),
        windows: windows.collect(),
        exclusions: Vec::new(),
        conflicts: std::collections::BTreeSet::new(),
        with_adviser_id: None,
    }
}
