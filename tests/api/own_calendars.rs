//! People's own calendars over the API: read from a server of the test's, whatever it answers, and told without their addresses.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::served::{Person, Served, month};

const PATH: &str = "/api/v1/people/gu/calendar";

/// A server of calendars, which notes the requests it gets.
struct Calendars {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

fn calendar(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\n{lines}END:VCALENDAR\r\n")
}

fn event(uid: &str) -> String {
    calendar(&format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Dentist\r\nDTSTART:20261208T010000Z\r\nDTEND:20261208T030000Z\r\nEND:VEVENT\r\n"
    ))
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Status and headers, then the body.
fn answer(path: &str, request: &str) -> (String, Vec<u8>) {
    let moved = |to: &str| (format!("302 Found\r\nLocation: {to}"), Vec::new());
    match path {
        "/mine.ics?key=secret" if request.contains("if-none-match: \"1\"") => {
            ("304 Not Modified\r\nETag: \"1\"".to_owned(), Vec::new())
        }
        "/mine.ics?key=secret" => (
            "200 OK\r\nETag: \"1\"".to_owned(),
            event("other@example.com").into_bytes(),
        ),
        "/led" => moved("/mine.ics?key=secret"),
        "/packed" => (
            "200 OK\r\nContent-Encoding: gzip".to_owned(),
            packed(event("other@example.com").as_bytes()),
        ),
        "/private" => ("403 Forbidden".to_owned(), Vec::new()),
        "/broken" => ("500 Oh".to_owned(), Vec::new()),
        "/unasked" => ("304 Not Modified".to_owned(), Vec::new()),
        "/page" => (
            "200 OK".to_owned(),
            b"<!DOCTYPE html><title>Sign in</title>".to_vec(),
        ),
        "/inner" => moved("https://169.254.169.254/latest/meta-data/"),
        "/name" => moved("https://localhost/calendar"),
        "/plain" => moved("http://localhost/calendar"),
        "/file" => moved("file:///etc/passwd"),
        "/loop" => moved("/loop"),
        "/large" => ("200 OK".to_owned(), vec![b'\n'; (2 << 20) + 1]),
        "/bomb" => (
            "200 OK\r\nContent-Encoding: gzip".to_owned(),
            packed(&vec![b'\n'; 64 << 20]),
        ),
        _ => ("404 Not Found".to_owned(), Vec::new()),
    }
}

fn serve(mut stream: TcpStream, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut request = String::new();
    let mut lines = BufReader::new(stream.try_clone()?);
    while lines.read_line(&mut request)? > 2 {}
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(request.clone());
    match path.as_str() {
        "/silent" => std::thread::sleep(Duration::from_secs(30)),
        "/drip" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")?;
            for _ in 0..30 {
                stream.write_all(b"B")?;
                std::thread::sleep(Duration::from_secs(1));
            }
        }
        path => {
            let (head, body) = answer(path, &request.to_lowercase());
            write!(
                stream,
                "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            )?;
            stream.write_all(&body)?;
        }
    }
    Ok(())
}

impl Calendars {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                std::thread::spawn(move || serve(stream, &noted));
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A service that may read it.
    fn served(&self) -> Served {
        let settings = [
            ("ZHIBAN__CALENDARS__INNER_HOSTS", self.address.as_str()),
            ("ZHIBAN__JOBS__POLL_MILLISECONDS", "20"),
        ];
        let served = Served::with_city_and(&settings);
        month::write(&served, "published", "asked");
        served
    }
}

/// Gives an address, and waits until it was tried.
fn give(coordinator: &Person, url: &str) -> Value {
    assert_eq!(coordinator.delete(PATH).status, 204);
    give_again(coordinator, url)
}

fn give_again(coordinator: &Person, url: &str) -> Value {
    let before = coordinator.get(PATH).json()["tried_at"].clone();
    let given = coordinator.put_json(PATH, &json!({"url": url}));
    assert_eq!(given.status, 200, "{}", given.text);
    let begun = Instant::now();
    loop {
        let now = coordinator.get(PATH).json();
        if now["tried_at"] != before && now["tried_at"] != Value::Null {
            return now;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "it was not tried: {now}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_calendar_is_read_at_once_and_its_address_told_to_nobody() {
    let calendars = Calendars::open();
    let served = calendars.served();
    let coordinator = served.coordinator();
    let none = coordinator.get(PATH);
    assert_eq!(
        (none.status, &none.json()["host"]),
        (200, &Value::Null),
        "{}",
        none.text
    );
    let url = calendars.url("/mine.ics?key=secret");
    let read = give(&coordinator, &url);
    assert_eq!(read["host"], "127.0.0.1");
    assert_eq!(
        read["busy"],
        json!([{"date": "2026-12-08", "from": "09:00", "to": "11:00"}]),
        "{read}"
    );
    assert_eq!(read["failure"], Value::Null);
    assert!(read["read_at"].is_string(), "{read}");
    // The second time its server says that nothing has changed.
    let again = give_again(&coordinator, &url);
    assert_eq!(again["busy"], read["busy"], "{again}");
    let asked = calendars.asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(
        asked[1].to_lowercase().contains("if-none-match: \"1\""),
        "{asked:?}"
    );
    let history = coordinator.get("/api/v1/people/gu/history").text;
    assert!(
        history.contains("give_calendar") && history.contains("read_calendar"),
        "{history}"
    );
    for told in [
        history,
        again.to_string(),
        coordinator.get("/api/v1/people/gu").text,
    ] {
        assert!(
            !told.contains("secret") && !told.contains("Dentist"),
            "{told}"
        );
    }
    let month = coordinator
        .get("/api/v1/districts/east/busy-duties?month=2026-12")
        .json();
    let clashes: Vec<&str> = month
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["person_id"].as_str().unwrap())
        .collect();
    let own = again["duties"].as_array().unwrap().len();
    assert_eq!((clashes.len(), own), (1, 1), "{month} {again}");
    assert_eq!(
        (clashes[0], &month[0]["state"]),
        ("gu", &json!("asked")),
        "{month}"
    );
    assert_eq!(coordinator.delete(PATH).status, 204);
    let gone = coordinator.get(PATH).json();
    assert_eq!(
        (&gone["host"], &gone["busy"]),
        (&Value::Null, &json!([])),
        "{gone}"
    );
}

#[test]
fn whatever_its_server_answers_is_told_in_a_word() {
    let calendars = Calendars::open();
    let served = calendars.served();
    let coordinator = served.coordinator();
    for path in ["/led", "/packed"] {
        let read = give(&coordinator, &calendars.url(path));
        assert_eq!(
            (&read["failure"], read["busy"].as_array().map(Vec::len)),
            (&Value::Null, Some(1)),
            "{path}: {read}"
        );
    }
    let expected = HashMap::from([
        ("/nowhere", "not-found"),
        ("/private", "refused"),
        ("/broken", "server"),
        ("/unasked", "server"),
        ("/page", "not-a-calendar"),
        ("/inner", "inner"),
        ("/name", "inner"),
        ("/plain", "not-secure"),
        ("/file", "not-secure"),
        ("/loop", "redirects"),
        ("/large", "too-large"),
        ("/bomb", "too-large"),
        ("/silent", "too-slow"),
        ("/drip", "too-slow"),
    ]);
    for (path, code) in expected {
        let begun = Instant::now();
        let failed = give(&coordinator, &calendars.url(path));
        assert_eq!(failed["failure"]["code"], code, "{path}: {failed}");
        assert!(
            failed["failure"]["text"]
                .as_str()
                .is_some_and(|text| text != code),
            "{path}: {failed}"
        );
        assert!(
            begun.elapsed() < Duration::from_secs(14),
            "{path}: {:?}",
            begun.elapsed()
        );
    }
    let asked = calendars.asked.lock().unwrap().clone();
    let around = asked
        .iter()
        .filter(|request| request.starts_with("GET /loop"));
    assert_eq!(around.count(), 4, "three leads, and no more");
}

#[test]
fn an_address_that_is_not_read_is_told_what_is_wrong() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let coordinator = served.coordinator();
    for (url, says) in [
        ("calendar", "Right would be"),
        ("http://calendar.example.org/", "must begin with https://"),
        (
            "https://me:secret@calendar.example.org/",
            "with a name or a password",
        ),
        ("https://127.0.0.1/", "closed network"),
        ("https://[::1]/", "closed network"),
    ] {
        let wrong = served
            .coordinator()
            .with("accept-language", "en")
            .put_json(PATH, &json!({"url": url}));
        assert_eq!(
            (wrong.status, &wrong.json()["errors"][0]["pointer"]),
            (422, &json!("/url")),
            "{}",
            wrong.text
        );
        assert!(
            wrong.text.contains(says) && !wrong.text.contains("secret@"),
            "{}",
            wrong.text
        );
    }
    assert_eq!(coordinator.get(PATH).json()["host"], Value::Null);
    let person = coordinator.get("/api/v1/people/gu");
    coordinator.patch(
        "/api/v1/people/gu",
        Some(person.header("etag")),
        &json!({"state": "left"}),
    );
    let left = coordinator.put_json(PATH, &json!({"url": "https://calendar.example.org/"}));
    assert_eq!(left.status, 404, "{}", left.text);
}
