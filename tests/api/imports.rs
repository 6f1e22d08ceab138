//! A workbook sent to the API: whose it may be, what comes of it, what is wrong in it.

use serde_json::json;
use zhiban::files::workbook::write;
use zhiban::store::places::{self, CityRow};

use crate::book::{Book, city};
use crate::served::{Answer, Person, Served};

const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn send(person: &Person, path: &str, bytes: &[u8]) -> Answer {
    person.post_text(path, KIND, bytes)
}

fn good() -> Vec<u8> {
    write(&city()).unwrap()
}

/// The codes of the cities that are kept.
fn cities(served: &Served) -> Vec<String> {
    let cities = served.store.read(places::all_cities).unwrap();
    cities.into_iter().map(|city| city.code).collect()
}

#[test]
fn a_new_city_is_imported_by_who_sets_up_another_and_again_without_a_change() {
    let served = Served::with_city();
    let person = served.administrator();
    let first = send(&person, "/api/v1/imports", &good());
    assert_eq!(first.status, 200, "{}", first.text);
    let body = first.json();
    assert_eq!(body["checked_only"], false);
    let stations = &body["sheets"][2];
    assert_eq!(
        *stations,
        json!({"sheet": "Stations", "new": 60, "changed": 0, "unchanged": 0})
    );

    // They are its administrator now: they see it, and may import it again.
    let districts = person.get("/api/v1/districts?limit=200").json();
    let city_id = &body["city_id"];
    let seen = districts["items"].as_array().unwrap().iter();
    assert_eq!(
        seen.filter(|d| d["city_id"] == *city_id).count(),
        3,
        "{districts}"
    );
    let again = send(&person, "/api/v1/imports", &good()).json();
    for sheet in again["sheets"].as_array().unwrap() {
        assert_eq!(
            (&sheet["new"], &sheet["changed"]),
            (&0.into(), &0.into()),
            "{sheet}"
        );
    }
    assert_eq!(again["city_id"], *city_id);
}

#[test]
fn a_workbook_with_mistakes_lists_every_cell_in_the_callers_language_and_imports_nothing() {
    let served = Served::with_city();
    let bytes = Book::new()
        .set("People", 2, "Skills", "famly")
        .set("Stations", 4, "Latitude", "")
        .without_sheet("Holidays")
        .bytes();
    let answer = send(&served.administrator(), "/api/v1/imports", &bytes);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body = answer.json();
    assert_eq!(body["code"], "workbook-wrong");
    assert_eq!(
        body["errors"],
        json!([
            {"sheet": "Stations", "row": 4, "column": "Latitude", "value": "", "detail": "单元格是空的。应为 -90 到 90 的数字。"},
            {"sheet": "People", "row": 2, "column": "Skills", "value": "famly", "detail": "“Skills”表里没有“famly”。应为“Skills”表中的代码，例如 family。"},
            {"sheet": "Holidays", "detail": "缺少这张工作表。应有一张这个名称的表，列为 Date, Name, Name in English, Kind, Statutory, Provisional。"},
        ])
    );
    let english = served.administrator().with("accept-language", "en");
    let body = send(&english, "/api/v1/imports", &bytes).json();
    assert_eq!(
        body["errors"][0]["detail"],
        "The cell is empty. Right would be a number from -90 to 90."
    );
    assert_eq!(cities(&served), ["yunzhou"]);
}

#[test]
fn checking_counts_and_keeps_nothing() {
    let served = Served::with_city();
    let person = served.administrator();
    let checked = send(&person, "/api/v1/imports?check=true", &good());
    assert_eq!(checked.status, 200, "{}", checked.text);
    let body = checked.json();
    assert_eq!(
        (&body["checked_only"], &body["city_id"]),
        (&true.into(), &serde_json::Value::Null)
    );
    assert_eq!(body["sheets"][5]["new"], 150);
    assert_eq!(cities(&served), ["yunzhou"]);
    assert_eq!(
        send(&person, "/api/v1/imports?check=true", b"none").status,
        422
    );
}

#[test]
fn only_who_sets_up_the_city_that_the_workbook_names_imports_it() {
    let served = Served::with_city();
    assert_eq!(
        send(&served.anybody(), "/api/v1/imports", &good()).status,
        401
    );
    let coordinator = send(&served.coordinator(), "/api/v1/imports", &good());
    assert_eq!(
        (coordinator.status, &coordinator.json()["code"]),
        (403, &"not-allowed".into())
    );
    let other = CityRow {
        id: "other".to_owned(),
        code: "yunling".to_owned(),
        name: "云岭市".to_owned(),
        name_en: "Yunling".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        country: "CN".to_owned(),
        revision: 1,
    };
    served
        .store
        .write(|c| places::insert_city(c, &other))
        .unwrap();
    let answer = send(&served.administrator(), "/api/v1/imports", &good());
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (403, &"city-not-yours".into())
    );
    let stations = served
        .store
        .read(|c| places::stations_of(c, "other"))
        .unwrap();
    assert!(stations.is_empty());
}

#[test]
fn a_licence_of_somebody_whom_the_workbook_does_not_name_is_not_taken_from_them() {
    let served = Served::with_city();
    let person = served.administrator();
    assert_eq!(send(&person, "/api/v1/imports", &good()).status, 200);
    let mut other = city();
    other.people.remove(0);
    other.people[0].licence.as_mut().unwrap().number = "Y20260000".to_owned();
    for template in &mut other.templates {
        template.holder = None;
    }
    let english = served.administrator().with("accept-language", "en");
    let answer = send(&english, "/api/v1/imports", &write(&other).unwrap());
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (422, &"licence-held".into())
    );
    let detail = answer.json()["detail"].to_string();
    assert!(
        detail.contains("The licence Y20260000 of person A002 is held by person A001"),
        "{detail}"
    );
}

#[test]
fn what_is_too_long_or_not_said_to_be_a_workbook_is_refused() {
    let served = Served::with_city();
    let person = served.administrator();
    let plain = person.post_text("/api/v1/imports", "text/plain", b"code");
    assert_eq!(
        (plain.status, &plain.json()["code"]),
        (415, &"not-xlsx".into())
    );
    let long = send(&person, "/api/v1/imports", &vec![b'P'; (20 << 20) + 1]);
    assert_eq!(
        (long.status, &long.json()["code"]),
        (413, &"too-large".into())
    );
}

#[test]
fn the_description_says_that_the_body_is_a_file() {
    let served = Served::start();
    let description = served.anybody().get("/api/openapi.json").json();
    let body = &description["paths"]["/api/v1/imports"]["post"]["requestBody"]["content"][KIND];
    assert_eq!(body["schema"]["format"], "binary", "{body}");
}

#[test]
fn a_city_s_workbook_is_given_to_its_administrator_and_changes_nothing() {
    let served = Served::with_city();
    let person = served.administrator();
    let imported = send(&person, "/api/v1/imports", &good()).json();
    let path = format!(
        "/api/v1/cities/{}/workbook",
        imported["city_id"].as_str().unwrap()
    );
    let bytes = person.get_bytes(&path);
    assert!(bytes.starts_with(b"PK"));
    let again = send(&person, "/api/v1/imports?check=true", &bytes);
    for sheet in again.json()["sheets"].as_array().unwrap() {
        assert_eq!(
            (&sheet["new"], &sheet["changed"]),
            (&json!(0), &json!(0)),
            "{sheet}"
        );
    }
    let coordinator = served.coordinator();
    assert_eq!(coordinator.get("/api/v1/cities/city/workbook").status, 403);
    for hidden in [path.as_str(), "/api/v1/cities/nowhere/workbook"] {
        assert_eq!(coordinator.get(hidden).status, 404, "{hidden}");
    }
}

#[test]
fn a_coordinator_imports_lists_of_the_own_district_and_sees_first_what_would_change() {
    let served = Served::with_city();
    let person = served.coordinator().with("accept-language", "en");
    let stations = person.get("/api/v1/districts/east/lists/stations");
    assert_eq!(stations.status, 200, "{}", stations.text);
    assert_eq!(stations.header("content-type"), "text/csv; charset=utf-8");
    let named = stations.header("content-disposition");
    assert_eq!(named, "attachment; filename=\"yunzhou-east-stations.csv\"");
    let code = stations
        .text
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let changed = stations
        .text
        .replacen(&format!("{code},east,"), &format!("{code},east,新名"), 1);
    let changed = changed.trim_start_matches('\u{FEFF}').as_bytes();
    let send = |path: &str, bytes: &[u8]| person.post_text(path, "text/csv", bytes);
    let checked = send("/api/v1/imports?check=true&district=east", changed);
    assert_eq!(checked.status, 200, "{}", checked.text);
    let body = checked.json();
    assert_eq!(
        body["sheets"],
        json!([{"sheet": "Stations", "new": 0, "changed": 1, "unchanged": 0}])
    );
    let row = &body["changes"][0]["rows"][0];
    assert_eq!(
        (&row["row"], &row["what"]),
        (&json!(code), &json!("changed")),
        "{body}"
    );
    assert_eq!(row["cells"][0]["column"], "Name");
    assert_eq!(row["cells"].as_array().unwrap().len(), 1, "{body}");
    let kept = person.get("/api/v1/districts/east/lists/stations");
    assert_eq!(kept.text, stations.text, "it was only checked");

    let done = send("/api/v1/imports?district=east", changed);
    assert_eq!(
        (done.status, &done.json()["changes"]),
        (200, &json!([])),
        "{}",
        done.text
    );
    let kept = person.get("/api/v1/districts/east/lists/Stations?encoding=gb18030");
    assert_eq!(kept.header("content-type"), "text/csv; charset=gb18030");

    // As the whole city's, as another district's, and for nowhere.
    for (path, status, code) in [
        ("/api/v1/imports", 403, "not-allowed"),
        ("/api/v1/imports?district=west", 404, "not-found"),
        ("/api/v1/imports?district=nowhere", 404, "not-found"),
        (
            "/api/v1/imports?city=city&district=nowhere",
            404,
            "not-found",
        ),
        ("/api/v1/imports?city=city", 403, "not-allowed"),
        ("/api/v1/imports?city=nowhere", 404, "not-found"),
    ] {
        let refused = send(path, changed);
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (status, &json!(code)),
            "{path}"
        );
    }
    let theirs = served
        .administrator()
        .get("/api/v1/districts/west/lists/stations");
    let refused = send("/api/v1/imports?district=east", theirs.text.as_bytes());
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(
        refused.json()["errors"][0]["detail"],
        "“west” is of another district, and this file is one district’s. Right would be one of: east."
    );
    let unknown = person.get("/api/v1/districts/east/lists/nothing");
    assert_eq!(unknown.status, 404);
    let odd = person.get("/api/v1/districts/east/lists/stations?format=pdf");
    assert_eq!(odd.status, 400);
}

#[test]
fn a_list_alone_belongs_to_the_one_city_that_is_set_up_or_the_one_that_is_named() {
    let served = Served::with_city();
    let person = served.administrator();
    let list = person.get("/api/v1/cities/city/lists/districts").text;
    let send = |path: &str| person.post_text(path, "text/csv", list.as_bytes());
    assert_eq!(send("/api/v1/imports").status, 200);
    assert_eq!(self::send(&person, "/api/v1/imports", &good()).status, 200);
    let which = send("/api/v1/imports");
    assert_eq!(
        (which.status, &which.json()["code"]),
        (422, &json!("import-which-city"))
    );
    assert_eq!(send("/api/v1/imports?city=city").status, 200);
    let other = self::send(&person, "/api/v1/imports?city=city", &good());
    assert_eq!(
        (other.status, &other.json()["code"]),
        (422, &json!("import-other-city"))
    );
    let none = person.post_text("/api/v1/imports", "text/plain", list.as_bytes());
    assert_eq!(none.status, 415);
}
