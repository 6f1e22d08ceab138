//! The main job from beginning to end, as its people do it: over HTTP, with a real SMTP server, letters read as a mail program
//! reads them. One test, since each step rests on the one before.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../served/mod.rs"]
mod served;
#[path = "../smtp/mod.rs"]
mod smtp;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use serde_json::{Value, json};
use zhiban::demo;
use zhiban::domain::calendar::Month;
use zhiban::files::workbook;
use zhiban::store::schema::jobs;
use zhiban::store::{StoreError, messages, rosters};
use zhiban_solver::matching::certificate::{CERTIFICATE_FORMAT, Certificate};

use served::{Person, Served};
use smtp::{Letter, Received, Smtp, read_calendars};

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(90), "no {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Starts a job and waits until it has ended well. Gives its result.
fn job(person: &Person, path: &str, body: &Value) -> Value {
    let started = person.post(path, body);
    assert_eq!(started.status, 202, "{path}: {}", started.text);
    let place = started.header("location").to_owned();
    let ended = until("end of a job", || {
        let row = person.get(&place).json();
        let state = row["state"].as_str().unwrap().to_owned();
        (!["queued", "running"].contains(&state.as_str())).then_some(row)
    });
    assert_eq!(
        (&ended["state"], &ended["error"]),
        (&json!("done"), &json!("")),
        "{path}"
    );
    ended["result"].clone()
}

fn items(person: &Person, path: &str) -> Vec<Value> {
    let page = person.get(&format!("/api/v1/{path}"));
    assert_eq!(page.status, 200, "{path}: {}", page.text);
    page.json()["items"].as_array().unwrap().clone()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} in {value}"))
}

/// A letter's link on this service, without its address.
fn path(served: &Served, letter: &Letter) -> String {
    let link = letter.link();
    assert!(
        letter.html_links().contains(&link),
        "both alternatives lead to the same page"
    );
    link.strip_prefix(&served.base)
        .expect("our own address")
        .to_owned()
}

/// Steps 1 and 2: a workbook is imported, the month of each district set up, and all of them generated together.
fn generated(served: &Served, admin: &Person) -> (String, Vec<Value>) {
    let month = Month::parse("2026-12").unwrap();
    let bytes = workbook::write(&demo::city(1, month)).unwrap();
    let imported = admin.post_text("/api/v1/imports", SHEET, &bytes);
    assert_eq!(imported.status, 200, "{}", imported.text);
    let city = text(&imported.json(), "city_id").to_owned();
    let districts = items(admin, "districts");
    let own: Vec<&Value> = districts.iter().filter(|d| d["city_id"] == *city).collect();
    assert_eq!(own.len(), 3);
    let set_up = |district: &&Value| {
        let body = json!({"district_id": district["id"], "month": "2026-12"});
        let answer = admin.post("/api/v1/rosters", &body);
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["id"].clone()
    };
    let ids: Vec<Value> = own.iter().map(set_up).collect();
    job(admin, "/api/v1/generations", &json!({ "rosters": ids }));
    let roster = admin
        .get(&format!("/api/v1/rosters/{}", ids[0].as_str().unwrap()))
        .json();
    assert_eq!(roster["state"], "proposed", "{roster}");
    let page = admin.get(&format!("/districts/{}/months/2026-12", text(own[0], "id")));
    assert!(
        page.status == 200 && page.text.contains("待发布"),
        "{}",
        page.text
    );
    assert!(served.anybody().get("/").status == 200);
    (city, ids)
}

/// Step 3: published; every letter arrives, whole, in its receiver's language.
fn letters(admin: &Person, smtp: &Smtp, rosters: &[Value]) -> Vec<Received> {
    let mut expected = 0;
    for roster in rosters {
        let path = format!("/api/v1/rosters/{}/publication", roster.as_str().unwrap());
        let result = job(admin, &path, &json!({}));
        expected += usize::try_from(result["letters"].as_u64().unwrap()).unwrap();
    }
    let all = until("letters", || {
        let all = smtp.received();
        (all.len() >= expected).then_some(all)
    });
    assert!(
        all.len() == expected && expected > 80,
        "{} of {expected}",
        all.len()
    );
    let mut ids = BTreeSet::new();
    let mut languages = BTreeSet::new();
    let mut calendars = Vec::new();
    for received in &all {
        let letter = received.letter();
        assert_eq!(letter.to, received.to);
        if letter.language == "zh-Hans" {
            assert!(letter.subject.contains("值班"), "{}", letter.subject);
        }
        assert!(letter.text.contains("法律之家") && letter.html.contains("法律之家"));
        languages.insert(letter.language.clone());
        calendars.extend(letter.calendars.clone());
        assert!(ids.insert(letter.message_id), "a letter came twice");
    }
    assert_eq!(
        languages,
        BTreeSet::from(["en".to_owned(), "zh-Hans".to_owned()])
    );
    let events = read_calendars(&calendars);
    let uids: BTreeSet<&str> = events.iter().map(|e| e.uid.as_str()).collect();
    assert_eq!(uids.len(), events.len(), "each duty is an event of its own");
    assert!(
        events
            .iter()
            .all(|e| e.method == "REQUEST" && e.starts < e.ends)
    );
    all
}

/// Step 4: three confirm, one declines, and somebody else is asked; nobody else hears of it.
fn answered(served: &Served, smtp: &Smtp, admin: &Person, rosters: &[Value], all: &[Received]) {
    let anybody = served.anybody();
    for received in &all[..3] {
        let path = path(served, &received.letter());
        let shown = anybody.get(&path);
        assert_eq!(shown.status, 200);
        assert!(shown.header("cache-control").contains("no-store"));
        assert_eq!(
            anybody.form(&path, &[("answer", "confirm_all")]).status,
            200
        );
    }
    until("thanks", || all_done(served).then_some(()));
    let confirmed = states(admin, rosters);
    assert!(
        confirmed.get("confirmed").is_some_and(|n| *n >= 3),
        "{confirmed:?}"
    );
    for received in &all[3..] {
        let path = path(served, &received.letter());
        let Some(assignment) = first_seat(&anybody.get(&path).text) else {
            continue;
        };
        let known: BTreeSet<String> = smtp
            .received()
            .iter()
            .map(|r| r.letter().message_id)
            .collect();
        let decline = [("answer", "decline"), ("assignment", assignment.as_str())];
        assert_eq!(anybody.form(&path, &decline).status, 200);
        until("an end of the search", || all_done(served).then_some(()));
        let mut new = smtp.received();
        new.retain(|r| !known.contains(&r.letter().message_id));
        assert_eq!(
            new.iter().filter(|r| r.to == received.to).count(),
            1,
            "thanked once"
        );
        let asked: Vec<&Received> = new.iter().filter(|r| r.to != received.to).collect();
        assert!(asked.len() <= 1, "others were disturbed");
        if let [asked] = asked[..] {
            let path = self::path(served, &asked.letter());
            let seat = first_seat(&anybody.get(&path).text).expect("the seat that fell free");
            let confirm = [("answer", "confirm"), ("assignment", seat.as_str())];
            assert_eq!(anybody.form(&path, &confirm).status, 200);
            let then = states(admin, rosters);
            assert_eq!(then.get("replaced"), Some(&1), "{then:?}");
            return;
        }
    }
    panic!("nobody could be replaced");
}

/// Whether every search for somebody else has ended and every letter has left. A job may be left that looks at the outbox later.
fn all_done(served: &Served) -> bool {
    let read = served.store.read(|c| {
        let searches = jobs::table
            .filter(jobs::kind.eq("find_replacement"))
            .filter(jobs::state.eq_any(["queued", "running"]))
            .count()
            .get_result::<i64>(c)?;
        Ok::<_, StoreError>((searches, messages::count_by_state(c)?))
    });
    let (searches, letters) = read.unwrap();
    searches == 0 && letters.iter().all(|(state, _)| state == "sent")
}

/// The first seat that a page of a person's duties can decline.
fn first_seat(page: &str) -> Option<String> {
    first_value(page, "assignment")
}

/// What the first field of a page with this name holds.
fn first_value(page: &str, name: &str) -> Option<String> {
    let page = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
    let value = page.select(&field).next()?.value().attr("value")?;
    Some(value.to_owned())
}

/// How many seats are in each state.
fn states(admin: &Person, rosters: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for roster in rosters {
        let mut after = String::new();
        loop {
            let id = roster.as_str().unwrap();
            let page = admin
                .get(&format!("/api/v1/rosters/{id}/duties?limit=200{after}"))
                .json();
            for duty in page["items"].as_array().unwrap() {
                for seat in duty["people"].as_array().unwrap() {
                    *counts.entry(text(seat, "state").to_owned()).or_default() += 1;
                }
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
    }
    counts
}

/// Step 5: residents ask, are matched by the integer program, and read when and with whom.
fn matched(served: &Served, smtp: &Smtp, admin: &Person, city: &str) {
    let districts = items(admin, "districts");
    let ids: BTreeMap<&str, &Value> = districts
        .iter()
        .map(|d| (text(d, "code"), &d["id"]))
        .collect();
    let skills = items(admin, "skills?limit=200");
    let topics: BTreeMap<&str, &Value> =
        skills.iter().map(|s| (text(s, "code"), &s["id"])).collect();
    let month = Month::parse("2026-12").unwrap();
    let mut pages = BTreeMap::new();
    for resident in demo::residents(1, month, &demo::city(1, month)) {
        let languages: BTreeMap<String, &str> = resident
            .languages
            .iter()
            .map(|(tag, level)| (tag.to_string(), level.as_str()))
            .collect();
        let body = json!({
            "district_id": ids[resident.district.as_str()], "skill_id": topics[resident.skill.as_str()],
            "locale": resident.locale.as_str(), "lat": resident.place.0, "lon": resident.place.1,
            "contact": {"name": resident.contact.name, "email": resident.contact.email},
            "in_person": true, "urgency": resident.urgency, "languages": languages,
        });
        let taken = admin.post("/api/v1/requests", &body);
        assert_eq!(taken.status, 201, "{}", taken.text);
        let link = text(&taken.json(), "link").to_owned();
        pages.insert(resident.contact.email, link);
    }
    let result = job(admin, "/api/v1/matchings", &json!({"city_id": city}));
    let count = usize::try_from(result["offered"].as_u64().unwrap()).unwrap();
    assert!(count >= 20, "{result}");
    let prices = served
        .store
        .read(|c| rosters::certificate(c, text(&result, "solve")))
        .expect("read");
    let prices: Certificate = serde_json::from_str(&prices.expect("kept")).expect("a certificate");
    assert_eq!(prices.format, CERTIFICATE_FORMAT);
    let letters = until("letters to residents", || {
        let mut all = smtp.received();
        all.retain(|r| pages.contains_key(&r.to[0]));
        (all.len() >= count).then_some(all)
    });
    assert_eq!(letters.len(), count);
    // Each takes what they were offered, by the button of the page that the letter leads to.
    for letter in &letters {
        let page = path(served, &letter.letter());
        let anybody = served.anybody();
        let shown = anybody.get(&page);
        let offer = first_value(&shown.text, "offer").expect("an offer");
        let taken = anybody.form(&page, &[("answer", "take"), ("offer", &offer)]);
        assert_eq!(taken.status, 200, "{}", taken.text);
    }
    let letters = until("letters that confirm", || {
        let mut all = smtp.received();
        all.retain(|r| pages.contains_key(&r.to[0]));
        (all.len() >= 2 * count).then(|| all.split_off(count))
    });
    let appointments = items(admin, "appointments?limit=200");
    assert_eq!(appointments.len(), count);
    assert!(
        appointments.iter().any(|a| a["interpreter"].is_string()),
        "no pair"
    );
    let letter = letters[0].letter();
    let events = read_calendars(&letter.calendars);
    assert_eq!((events.len(), events[0].method.as_str()), (1, "REQUEST"));
    // The letter's page and the one that the resident was given first show the same appointment.
    let first = pages[&letters[0].to[0]].strip_prefix(&served.base).unwrap();
    for page in [path(served, &letter).as_str(), first] {
        let shown = served.anybody().get(page);
        let code = appointments
            .iter()
            .find(|a| shown.text.contains(text(a, "code")));
        assert!(shown.status == 200 && code.is_some(), "{}", shown.text);
    }
}

#[test]
fn the_main_job_from_a_workbook_to_a_matched_resident() {
    let smtp = Smtp::start();
    let served = Served::with_city_and(&[
        ("ZHIBAN__MAIL__SERVER", &smtp.url()),
        ("ZHIBAN__MAIL__ADDRESS", "duty@legal.test"),
        ("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "8"),
        ("ZHIBAN__JOBS__POLL_MILLISECONDS", "50"),
    ]);
    let admin = served.administrator();
    let (city, rosters) = generated(&served, &admin);
    let all = letters(&admin, &smtp, &rosters);
    answered(&served, &smtp, &admin, &rosters, &all);
    matched(&served, &smtp, &admin, &city);
    // Step 6: the first page shows the month, and where the API is described.
    let start = admin.get("/");
    assert!(
        start.text.contains("2026年12月") && start.text.contains("/api/docs/"),
        "{}",
        start.text
    );
    assert_eq!(admin.get("/api/docs/").status, 200);
}
