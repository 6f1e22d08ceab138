//! The page that takes a workbook: the form, what came of it, what is wrong in which cell.

use scraper::{Html, Selector};
use zhiban::domain::access::Role;
use zhiban::files::workbook::{open, read, write};
use zhiban::store::places;

use crate::book::{Book, city};
use crate::served::{Answer, Person, Served};

/// Sends the form as a browser does, by one of its buttons.
fn send(person: &Person, file: &[u8], button: &str) -> Answer {
    send_for(person, "", file, button)
}

/// The same for a city or district.
fn send_for(person: &Person, place: &str, file: &[u8], button: &str) -> Answer {
    let mut body = Vec::new();
    for (head, content) in [
        (
            "name=\"workbook\"; filename=\"城市.xlsx\"\r\ncontent-type: application/octet-stream",
            file,
        ),
        ("name=\"place\"", place.as_bytes()),
        ("name=\"how\"", button.as_bytes()),
    ] {
        body.extend(format!("--limit\r\ncontent-disposition: form-data; {head}\r\n\r\n").bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--limit--\r\n");
    person.post_text("/import", "multipart/form-data; boundary=limit", &body)
}

fn cells(answer: &Answer, selector: &str) -> Vec<String> {
    let page = Html::parse_document(&answer.text);
    let selector = Selector::parse(selector).unwrap();
    let found = page.select(&selector);
    found
        .map(|element| element.text().collect::<String>().trim().to_owned())
        .collect()
}

#[test]
fn an_administrator_chooses_a_file_and_sees_what_was_new_and_then_that_nothing_changed() {
    let served = Served::with_city();
    let person = served.administrator().with("accept-language", "en");
    let form = person.get("/import");
    assert_eq!(form.status, 200);
    assert_eq!(
        cells(&form, "form.upload input[type=file][required]").len(),
        1
    );
    let good = write(&city()).unwrap();
    let checked = send(&person, &good, "check");
    assert!(
        cells(&checked, ".done")[0].contains("Nothing was imported"),
        "{}",
        checked.text
    );
    let done = send(&person, &good, "import");
    assert_eq!(done.status, 200);
    assert_eq!(cells(&done, ".done"), ["Imported."]);
    assert_eq!(
        cells(&done, ".counts tr:nth-child(3) > *"),
        ["Stations", "60", "0", "0"]
    );
    let again = send(&person, &good, "import");
    assert!(cells(&again, ".done")[0].contains("nothing has changed"));
}

#[test]
fn every_wrong_cell_is_a_line_with_its_place_and_nothing_is_imported() {
    let served = Served::with_city();
    let bytes = Book::new()
        .set("People", 2, "Name", "<script>alert(1)</script>")
        .set("People", 2, "Skills", "famly<b>")
        .set("Stations", 4, "Latitude", "")
        .bytes();
    let person = served.administrator();
    let answer = send(&person, &bytes, "import");
    assert_eq!(answer.status, 422);
    assert_eq!(
        cells(&answer, ".cells tbody td"),
        [
            "Stations",
            "4",
            "Latitude",
            "",
            "单元格是空的。应为 -90 到 90 的数字。",
            "People",
            "2",
            "Skills",
            "famly<b>",
            "“Skills”表里没有“famly<b>”。应为“Skills”表中的代码，例如 family。",
        ]
    );
    assert!(!answer.text.contains("famly<b>"));
    assert_eq!(cells(&answer, "form.upload").len(), 1);
    let cities = served.store.read(places::all_cities).unwrap();
    assert_eq!(cities.len(), 1);
}

#[test]
fn who_plans_is_offered_it_for_the_own_district_and_who_does_not_is_not() {
    let served = Served::with_city();
    served.let_in("clerk@example.org", Role::Clerk, Some("east"));
    let clerk = served.signed_in("clerk@example.org");
    let links = |person: &Person| cells(&person.get("/"), "a[href='/import']").len();
    assert_eq!(
        [&served.administrator(), &served.coordinator(), &clerk].map(links),
        [1, 1, 0]
    );
    assert_eq!(clerk.get("/import").status, 403);
    assert_eq!(clerk.get("/import/empty.xlsx").status, 403);
    assert_eq!(send(&clerk, b"", "import").status, 403);
    assert_eq!(served.anybody().get("/import").status, 303);
    let places = |person: &Person| cells(&person.get("/import"), "#import-place option").len();
    // The file's own city, the city, two districts; and the one district.
    assert_eq!(
        [&served.administrator(), &served.coordinator()].map(places),
        [4, 1]
    );
    assert_eq!(send(&served.coordinator(), b"", "import").status, 403);
    let theirs = send_for(&served.coordinator(), "districts/west", b"", "import");
    assert_eq!(theirs.status, 404);
}

#[test]
fn a_coordinator_downloads_a_list_sees_what_a_change_of_it_would_do_and_imports_it() {
    let served = Served::with_city();
    let person = served.coordinator().with("accept-language", "en");
    let path = "/import/file?place=districts/east&list=Stations&kind=csv";
    let led = person.get(path);
    let to = "/api/v1/districts/east/lists/Stations?format=csv";
    assert_eq!((led.status, led.header("location")), (303, to));
    let odd = person.get("/import/file?place=//else.example&list=Stations&kind=csv");
    assert_eq!(odd.status, 404, "it leads nowhere else");
    let all = person.get("/import/file?place=districts/east&list=&kind=csv");
    assert_eq!(all.header("location"), "/api/v1/districts/east/workbook");
    let list = person.get(to).text;
    let code = list
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let list = list.replacen(&format!("{code},east,"), &format!("{code},east,<b>"), 1);
    let checked = send_for(&person, "districts/east", list.as_bytes(), "check");
    assert_eq!(checked.status, 200, "{}", checked.text);
    assert_eq!(cells(&checked, ".changes summary"), ["Stations: one row"]);
    let row = &cells(&checked, ".changes > ul > li")[0];
    assert!(
        row.starts_with(&code) && row.contains("changed") && row.contains("Name:"),
        "{row}"
    );
    assert!(!checked.text.contains("<b>"));
    let done = send_for(&person, "districts/east", list.as_bytes(), "import");
    assert_eq!(cells(&done, ".done"), ["Imported."]);
    assert!(cells(&done, ".changes").is_empty());
    let mistaken = list.replace(",east,", ",west,");
    let refused = send_for(&person, "districts/east", mistaken.as_bytes(), "import");
    assert_eq!(refused.status, 422);
    assert_eq!(
        cells(&refused, ".cells tbody tr").len(),
        1,
        "{}",
        refused.text
    );
}

#[test]
fn the_example_to_begin_with_is_a_workbook_that_can_be_imported() {
    let served = Served::with_city();
    let empty = served.administrator().get_bytes("/import/empty.xlsx");
    assert!(open(&empty).is_ok_and(|file| file.is_whole()));
    let answer = served.administrator().get_bytes("/import/example.xlsx");
    assert_eq!(
        read(&answer).map(|city| city.code),
        Ok("yunling".to_owned())
    );
}

#[test]
fn a_file_that_is_none_and_one_that_is_too_long_are_answered_in_words() {
    let served = Served::with_city();
    let person = served.administrator().with("accept-language", "en");
    let none = send(&person, b"", "import");
    assert_eq!(none.status, 422);
    assert!(
        cells(&none, ".cells tbody")[0].contains("This is neither an Excel workbook"),
        "{}",
        none.text
    );
    let long = send(&person, &vec![0; (20 << 20) + 1], "import");
    assert_eq!(long.status, 413);
    assert_eq!(cells(&long, "h1"), ["This is too large"]);
}
