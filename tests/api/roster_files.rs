//! Rosters as workbooks, read back as a spreadsheet program reads them.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use zhiban::store::StoreError;

use crate::rosters::{duties, generate, large, quick, set_up};
use crate::served::month::{self, MONTH};
use crate::served::{Person, Served};

/// Rows above those of people and stations.
const HEADS: usize = 4;

/// A sheet with its cells as texts.
struct Sheet {
    name: String,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// What stands in the first row with this code, below this head.
    fn cell(&self, code: &str, head: &str) -> &str {
        let column = self.rows[2].iter().position(|cell| cell == head);
        let column = column.unwrap_or_else(|| panic!("no {head} in {:?}", self.rows[2]));
        let row = self.rows[HEADS..].iter().find(|row| row[1] == code);
        &row.unwrap_or_else(|| panic!("no {code}"))[column]
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

/// Reads a workbook. Nothing in it is a formula.
fn read(bytes: &[u8]) -> Vec<Sheet> {
    assert!(
        bytes.starts_with(b"PK"),
        "{}",
        String::from_utf8_lossy(bytes)
    );
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
    let sheets = book.worksheets().into_iter();
    let rows = |range: calamine::Range<Data>| {
        let rows = range.rows().map(|row| row.iter().map(text).collect());
        rows.collect()
    };
    sheets
        .map(|(name, range)| Sheet {
            name,
            rows: rows(range),
        })
        .collect()
}

fn names(sheets: &[Sheet]) -> Vec<&str> {
    sheets.iter().map(|sheet| sheet.name.as_str()).collect()
}

fn execute(served: &Served, statements: &str) {
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
}

/// A published month in which the first person is called like a formula, and a day is a holiday.
fn published() -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write(&served, "published", "asked");
    execute(
        &served,
        "UPDATE people SET name = '=1+1' WHERE id = 'gu';
         UPDATE assignments SET state = 'confirmed' WHERE id = 'a3';
         INSERT INTO holidays (country, date, name, name_en, kind, statutory, provisional)
             VALUES ('CN', '2026-12-08', '长青节', 'Evergreen Day', 'off', FALSE, FALSE),
             ('CN', '2026-12-12', '长青节', 'Evergreen Day', 'work', FALSE, FALSE);",
    );
    served
}

fn english(person: Person) -> Person {
    person.with("accept-language", "en")
}

#[test]
fn a_district_s_month_has_a_row_a_person_and_a_row_a_station() {
    let served = published();
    let coordinator = english(served.coordinator());
    let path = "/api/v1/rosters/roster/workbook";
    let answer = coordinator.get(path);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        answer.header("content-disposition"),
        format!("attachment; filename=\"east-{MONTH}.xlsx\"")
    );
    let sheets = read(&coordinator.get_bytes(path));
    assert_eq!(names(&sheets), ["east People", "east Stations"]);
    let [people, stations] = &sheets[..] else {
        panic!()
    };
    assert_eq!(
        people.rows[0][0],
        "east · December 2026 · People · Published · Version 1"
    );
    assert_eq!(
        people.rows[1][0],
        "○ not asked yet    ? no answer yet    ✓ will come    ● served    ✕ Uncovered"
    );
    assert_eq!(
        people.rows[2][..5],
        ["Name", "Code", "Pool", "Turns", "Tue 1 Dec"]
    );
    assert_eq!(people.rows[2].len(), 4 + 31);
    assert_eq!(people.cell("gu", "Name"), "=1+1");
    assert_eq!(people.cell("gu", "Pool"), "Adviser");
    assert_eq!(people.cell("gu", "Turns"), "2");
    assert_eq!(people.cell("gu", "Tue 1 Dec"), "? east-1\n09:00–11:30");
    assert_eq!(people.cell("amina", "Turns"), "1");
    assert_eq!(people.cell("amina", "Tue 8 Dec"), "✓ east-1\n09:00–11:30");
    assert_eq!(people.cell("amina", "Tue 1 Dec"), "");

    assert_eq!(
        stations.cell("east-1", "Tue 8 Dec"),
        "09:00–11:30\n✓ Amina Okafor\n? =1+1"
    );
    assert_eq!(
        stations.cell("east-1", "Tue 15 Dec"),
        "09:00–11:30\n✕ 1 missing"
    );
    let kinds = &stations.rows[3];
    let kind = |day: usize| kinds[1 + day].as_str();
    assert_eq!(
        [kind(1), kind(5), kind(8), kind(12)],
        [
            "",
            "weekend",
            "Evergreen Day (public holiday)",
            "Evergreen Day (make-up working day)"
        ]
    );
    let again = coordinator.get_bytes(path);
    assert_eq!(again, coordinator.get_bytes(path));
}

#[test]
fn each_sheet_is_frozen_below_its_heads_and_printed_across_one_page_with_them() {
    let served = published();
    let bytes = served
        .coordinator()
        .get_bytes("/api/v1/rosters/roster/workbook");
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        let mut part = parts.by_name(name).unwrap();
        part.read_to_string(&mut text).unwrap();
        text
    };
    for sheet in ["sheet1", "sheet2"] {
        let said = part(&format!("xl/worksheets/{sheet}.xml"));
        for wanted in [
            "<pane xSplit=\"2\" ySplit=\"4\" topLeftCell=\"C5\"",
            "state=\"frozen\"",
            "orientation=\"landscape\"",
            "<pageSetUpPr fitToPage=\"1\"/>",
            "fitToHeight=\"0\"",
        ] {
            assert!(said.contains(wanted), "{sheet}: {wanted}");
        }
    }
    let titles = part("xl/workbook.xml");
    assert_eq!(titles.matches("_xlnm.Print_Titles").count(), 2);
    assert!(titles.contains("'east区 站点'!$3:$4"), "{titles}");
}

#[test]
fn a_book_is_written_in_the_language_that_is_asked_for() {
    let served = published();
    let path = "/api/v1/rosters/roster/workbook";
    let sheets = read(&served.coordinator().get_bytes(path));
    assert_eq!(names(&sheets), ["east区 人员", "east区 站点"]);
    assert_eq!(
        sheets[0].cell("gu", "12月1日 周二"),
        "? east-1\n09:00–11:30"
    );
    assert_eq!(
        sheets[1].cell("east-1", "12月15日 周二"),
        "09:00–11:30\n✕ 缺 1 人"
    );
    let english = served.coordinator().get_bytes(&format!("{path}?lang=en"));
    assert_eq!(read(&english)[0].name, "east People");
}

#[test]
fn who_declined_is_not_in_the_book_and_is_missing_in_it() {
    let served = published();
    execute(
        &served,
        "UPDATE assignments SET state = 'declined' WHERE id = 'a1'",
    );
    let coordinator = english(served.coordinator());
    let sheets = read(&coordinator.get_bytes("/api/v1/rosters/roster/workbook"));
    assert_eq!(sheets[0].cell("gu", "Turns"), "1");
    assert_eq!(sheets[0].cell("gu", "Tue 1 Dec"), "");
    assert_eq!(
        sheets[1].cell("east-1", "Tue 1 Dec"),
        "09:00–11:30\n✕ 1 missing"
    );
}

#[test]
fn a_city_s_month_has_the_districts_that_the_caller_sees_and_says_which_have_no_roster() {
    let served = published();
    let path = format!("/api/v1/cities/city/rosters/{MONTH}/workbook");
    let whole = english(served.administrator());
    let sheets = read(&whole.get_bytes(&path));
    assert_eq!(names(&sheets), ["east People", "east Stations", "west"]);
    assert_eq!(
        sheets[2].rows[1][0],
        "This month has not been set up in this district."
    );
    assert_eq!(
        whole.get(&path).header("content-disposition"),
        format!("attachment; filename=\"yunzhou-{MONTH}.xlsx\"")
    );
    let own = english(served.coordinator());
    let sheets = read(&own.get_bytes(&path));
    assert_eq!(names(&sheets), ["east People", "east Stations"]);
    let west = served.signed_in("west@example.org").get(&path);
    assert_eq!(
        (west.status, &west.json()["code"]),
        (404, &json!("month-not-set-up"))
    );
    let evaluator = served.signed_in("evaluator@example.org");
    assert_eq!(evaluator.get(&path).status, 403);
    for path in ["city/rosters/odd", "nowhere/rosters/2026-12"] {
        let answer = whole.get(&format!("/api/v1/cities/{path}/workbook"));
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn a_month_that_nobody_generated_has_no_book() {
    let served = quick();
    let coordinator = served.coordinator();
    let roster = set_up(&coordinator);
    let city = format!("/api/v1/cities/city/rosters/{MONTH}/workbook");
    for path in [format!("{roster}/workbook"), city] {
        let refused = coordinator.get(&path);
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (409, &json!("roster-not-generated")),
            "{path}"
        );
    }
    let west = served.signed_in("west@example.org");
    assert_eq!(west.get(&format!("{roster}/workbook")).status, 404);
}

/// Station, date, hours and person: what a seat says.
type Seat = (String, String, String, String);

/// Seats of a people's sheet.
fn of_people(sheet: &Sheet) -> Vec<Seat> {
    let mut seats = Vec::new();
    for row in &sheet.rows[HEADS..] {
        for (day, cell) in (1..).zip(&row[4..]) {
            let lines: Vec<&str> = cell.lines().collect();
            for turn in lines.chunks(2) {
                let station = turn[0].strip_prefix("○ ").unwrap();
                seats.push(seat(station, day, turn[1], &row[0]));
            }
        }
    }
    seats.sort();
    seats
}

/// Seats of a stations' sheet.
fn of_stations(sheet: &Sheet) -> Vec<Seat> {
    let mut seats = Vec::new();
    for row in &sheet.rows[HEADS..] {
        for (day, cell) in (1..).zip(&row[2..]) {
            let mut hours = "";
            for line in cell.lines() {
                match line.strip_prefix("○ ") {
                    Some(name) => seats.push(seat(&row[1], day, hours, name)),
                    None => hours = line,
                }
            }
        }
    }
    seats.sort();
    seats
}

fn seat(station: &str, day: u32, hours: &str, name: &str) -> Seat {
    let date = format!("{MONTH}-{day:02}");
    (station.to_owned(), date, hours.to_owned(), name.to_owned())
}

/// Seats as the list of duties has them.
fn of_duties(duties: &[Value]) -> Vec<Seat> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut seats = Vec::new();
    for duty in duties {
        let hours = format!("{}–{}", text(&duty["start"]), text(&duty["end"]));
        for person in duty["people"].as_array().unwrap() {
            seats.push((
                text(&duty["station"]["code"]),
                text(&duty["date"]),
                hours.clone(),
                text(&person["name"]),
            ));
        }
    }
    seats.sort();
    seats
}

#[test]
fn every_duty_that_is_held_stands_once_among_people_and_once_among_stations() {
    let (served, district) = large("3");
    let planner = served.signed_in("planner@example.org");
    let new = json!({"district_id": district, "month": MONTH});
    let made = planner.post("/api/v1/rosters", &new);
    let roster = made.header("location").to_owned();
    assert_eq!(generate(&planner, &roster)["state"], "done");
    let sheets = read(&planner.get_bytes(&format!("{roster}/workbook")));
    let duties = duties(&planner, &roster);
    let expected = of_duties(&duties);
    assert!(expected.len() > 100, "{}", expected.len());
    assert_eq!(of_people(&sheets[0]), expected);
    assert_eq!(of_stations(&sheets[1]), expected);
    let turns: f64 = sheets[0].rows[HEADS..]
        .iter()
        .map(|row| row[3].parse::<f64>().unwrap())
        .sum();
    assert_eq!(turns, expected.len() as f64);
    let uncovered = planner.get(&roster).json()["counts"]["uncovered"].clone();
    let cells = sheets[1].rows[HEADS..].iter().flatten();
    let said: usize = cells.map(|cell| cell.matches('✕').count()).sum();
    assert_eq!(json!(said), uncovered);
}
