//! Files that hold some of a city's lists: what they leave out stays, what they say replaces what was there.

use zhiban::domain::city::{CitySetup, Template};
use zhiban::files::workbook::{
    Letters, List, Opened, Present, RowFate, WorkbookProblem, Wrong, compare, open, read, write,
    write_empty, write_list, write_text,
};

use crate::book::{Book, city, lines};

/// What a file says, where this city is kept.
fn said(bytes: &[u8], kept: &CitySetup) -> Result<CitySetup, Vec<WorkbookProblem>> {
    let district = None;
    let setup = kept;
    open(bytes)?.setup(Some(Present { setup, district }))
}

fn list(name: &str) -> List {
    List::parse(name).unwrap()
}

fn text(setup: &CitySetup, name: &str) -> String {
    let bytes = write_text(setup, list(name), Letters::Utf8);
    String::from_utf8(bytes).unwrap()
}

#[test]
fn each_list_alone_is_read_as_it_was_written_in_every_kind_of_file() {
    let kept = city();
    for list in List::all() {
        let files = [
            write_text(&kept, list, Letters::Utf8),
            write_text(&kept, list, Letters::Gb18030),
            write_list(&kept, list).unwrap(),
        ];
        for bytes in files {
            let name = list.name();
            let opened = open(&bytes).unwrap_or_else(|wrong| panic!("{name}: {:?}", lines(&wrong)));
            assert_eq!(opened.lists().collect::<Vec<_>>(), [name]);
            let read = said(&bytes, &kept).unwrap_or_else(|w| panic!("{name}: {:?}", lines(&w)));
            let found = compare(&kept, &with(&kept, &read), &read, &[name]);
            let left_out = |rows: &[_]| rows.is_empty();
            assert!(
                found.iter().all(|list| left_out(&list.rows)),
                "{name}: {found:?}"
            );
        }
    }
}

/// What is kept, with the rows that a file says in the place of those with their codes.
fn with(kept: &CitySetup, read: &CitySetup) -> CitySetup {
    let mut all = kept.clone();
    for person in &read.people {
        let old = all.people.iter_mut().find(|p| p.code == person.code);
        *old.unwrap() = person.clone();
    }
    for template in &read.templates {
        let old = all.templates.iter_mut().find(|t| t.code == template.code);
        *old.unwrap() = template.clone();
    }
    for station in &read.stations {
        let old = all.stations.iter_mut().find(|s| s.code == station.code);
        *old.unwrap() = station.clone();
    }
    all
}

#[test]
fn letters_and_separators_are_known_by_themselves() {
    let kept = city();
    let plain = text(&kept, "districts");
    let plain = plain.trim_start_matches('\u{FEFF}');
    let utf_16: Vec<u8> = format!("\u{FEFF}{plain}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let files = [
        plain.as_bytes().to_vec(),
        plain.replace(',', ";").into_bytes(),
        plain.replace(',', "\t").into_bytes(),
        plain.replace("\r\n", "\n").into_bytes(),
        plain.replace("\r\n", "\r").into_bytes(),
        utf_16,
    ];
    for bytes in files {
        let read = said(&bytes, &kept).unwrap_or_else(|wrong| panic!("{:?}", lines(&wrong)));
        assert_eq!(read.districts, kept.districts);
    }
}

#[test]
fn a_cell_that_a_spreadsheet_program_would_take_for_a_formula_is_text_and_comes_back() {
    let mut kept = city();
    for (district, name) in kept.districts.iter_mut().zip(["=1+1", "@x", "'=2"]) {
        district.name_en = name.to_owned();
    }
    kept.people[0].phone = "+86 000-5500".to_owned();
    let written = text(&kept, "districts");
    assert!(written.contains(",'=1+1\r\n"), "{written}");
    assert!(
        written.contains(",'@x\r\n") && written.contains(",''=2\r\n"),
        "{written}"
    );
    let read = said(written.as_bytes(), &kept).unwrap();
    assert_eq!(read.districts, kept.districts);
    let people = text(&kept, "people");
    assert!(people.contains(",'+86 000-5500,"), "{people}");
    assert_eq!(said(people.as_bytes(), &kept).unwrap().people, kept.people);
    // A workbook says itself what is text and what a formula.
    assert_eq!(read_districts(&write(&kept).unwrap()), kept.districts);
}

fn read_districts(bytes: &[u8]) -> Vec<zhiban::domain::city::District> {
    read(bytes).unwrap().districts
}

#[test]
fn what_is_wrong_in_a_file_of_text_is_told_by_the_row_of_the_spreadsheet_program() {
    let kept = city();
    let head = text(&kept, "stations");
    let head = head.lines().next().unwrap();
    let rows = format!(
        "{head}\r\n\r\nZZ01,YX,\"a\nb\",,29,103,,2,,,,,,,,\r\nZZ02,YD,c,,x,103,,1.5,,,1.38E+11,,,,,\r\n"
    );
    let wrong = said(rows.as_bytes(), &kept).unwrap_err();
    assert_eq!(
        lines(&wrong),
        [
            "Stations | 3 | District | YX | There is no “YX” in the sheet “Districts”. Right would be a code of the sheet “Districts”, such as YD.",
            "Stations | 4 | Latitude | x | “x” does not fit here. Right would be a number from -90 to 90.",
            "Stations | 4 | Rooms | 1.5 | “1.5” does not fit here. Right would be a whole number from 0 to 100.",
            "Stations | 4 | Phone | 1.38E+11 | The spreadsheet program has made a number of it and lost digits. Format the cell as text and type it again.",
        ]
    );
}

#[test]
fn a_list_of_times_changes_the_times_of_whom_it_names_and_nothing_else() {
    let kept = city();
    let (first, second) = (&kept.people[0], &kept.people[1]);
    assert!(!first.weekly.is_empty() && !second.weekly.is_empty());
    let rows = format!(
        "Person,Weekday,From,To,Every weeks,First date,Last date\n{},Mon,08:00,10:00,,2026-12-01,\n",
        first.code
    );
    let read = said(rows.as_bytes(), &kept).unwrap();
    let [only] = &read.people[..] else {
        panic!("{} people", read.people.len());
    };
    assert_eq!(only.weekly.len(), 1);
    let mut expected = first.clone();
    expected.weekly.clone_from(&only.weekly);
    assert_eq!(*only, expected, "everything else is kept");
    assert!(read.stations.is_empty() && read.templates.is_empty());

    let names = write_list(&kept, list("people")).unwrap();
    let read = said(&names, &kept).unwrap();
    assert_eq!(
        read.people, kept.people,
        "and times where only names are said"
    );
}

#[test]
fn options_alone_keep_their_templates_and_templates_alone_their_options() {
    let kept = city();
    let template = &kept.templates[0];
    let rows = format!(
        "Template,Code,Rule,From,To\n{},new,FREQ=WEEKLY;BYDAY=WE,09:00,10:00\n",
        template.code
    );
    let read = said(rows.as_bytes(), &kept).unwrap();
    let [only] = &read.templates[..] else {
        panic!("{} templates", read.templates.len());
    };
    let codes =
        |t: &Template| -> Vec<String> { t.options.iter().map(|o| o.code.clone()).collect() };
    assert_eq!(
        (codes(only), &only.name),
        (vec!["new".to_owned()], &template.name)
    );
    let alone = text(&kept, "templates");
    assert_eq!(
        said(alone.as_bytes(), &kept).unwrap().templates,
        kept.templates
    );
}

#[test]
fn a_template_alone_is_held_against_what_is_kept_of_its_station_and_pool() {
    let mut kept = city();
    let code = kept.templates[0].station.clone();
    let station = kept.stations.iter_mut().find(|s| s.code == code).unwrap();
    station.opening_hours = "Mo-Su 03:00-04:00".to_owned();
    let mut own = kept.clone();
    own.templates.truncate(1);
    let alone = text(&own, "templates");
    let wrong = said(alone.as_bytes(), &kept).unwrap_err();
    assert!(
        wrong
            .iter()
            .all(|w| w.column == "Station" && matches!(w.wrong, Wrong::OutsideHours { .. })),
        "{:?}",
        lines(&wrong)
    );
}

#[test]
fn a_new_template_without_options_is_told() {
    let kept = city();
    let mut own = kept.clone();
    own.templates.truncate(1);
    own.templates[0].code = "quite-new".to_owned();
    let alone = text(&own, "templates");
    let wrong = said(alone.as_bytes(), &kept).unwrap_err();
    assert!(
        matches!(wrong[0].wrong, Wrong::NoOption),
        "{:?}",
        lines(&wrong)
    );
}

#[test]
fn the_file_of_a_district_holds_no_row_of_another() {
    let whole = city();
    let mut kept = whole.clone();
    let own = &whole.districts[0].code;
    kept.stations.retain(|s| s.district == *own);
    kept.people.retain(|p| p.district == *own);
    let is_own = |t: &Template| kept.stations.iter().any(|s| s.code == t.station);
    kept.templates.retain(is_own);
    kept.language_cover.retain(|c| c.district == *own);
    let district = Some(own.as_str());
    fn present<'a>(setup: &'a CitySetup, district: Option<&'a str>) -> Option<Present<'a>> {
        Some(Present { setup, district })
    }
    let file = write(&kept).unwrap();
    let read = open(&file).unwrap().setup(present(&kept, district));
    let read = read.unwrap_or_else(|wrong| panic!("{:?}", lines(&wrong)));
    assert_eq!(read.people, kept.people);
    for name in ["stations", "people", "templates", "language-cover"] {
        let all = write_list(&whole, list(name)).unwrap();
        let wrong = open(&all)
            .unwrap()
            .setup(present(&kept, district))
            .unwrap_err();
        // What another district has is not known here at all.
        let told = |w: &WorkbookProblem| {
            matches!(w.wrong, Wrong::OtherDistrict { .. } | Wrong::Unknown { .. })
        };
        assert!(wrong.iter().any(told), "{name}: {:?}", lines(&wrong));
    }
    // A station of another district that somebody here likes is known, and is no place for a template of this one.
    let other = whole.stations.iter().find(|s| s.district != *own).unwrap();
    kept.people[0].prefers.push(other.code.clone());
    let mut mine = kept.clone();
    mine.templates[0].station.clone_from(&other.code);
    let file = write(&mine).unwrap();
    let wrong = open(&file)
        .unwrap()
        .setup(present(&kept, district))
        .unwrap_err();
    assert!(
        matches!(&wrong[..], [w] if w.column == "Station" && matches!(w.wrong, Wrong::OtherDistrict { .. })),
        "{:?}",
        lines(&wrong)
    );
}

#[test]
fn a_sheet_whose_name_is_mistyped_is_told_and_one_of_ones_own_is_left_alone() {
    let kept = city();
    let named = |name: &str| {
        let book = Book::new().rename_sheet("People", name);
        said(&book.bytes(), &kept).map(|setup| setup.people.len())
    };
    let wrong = named("Poeple").unwrap_err();
    assert_eq!(
        lines(&wrong),
        [
            "People | - |  |  | There is a sheet “Poeple”, which is none of the lists. If it is meant to be “People”, rename it; else give your own sheet a name that is less alike.",
        ]
    );
    assert!(named("Telephones").is_ok());
}

#[test]
fn a_formula_is_its_value_and_one_without_is_told() {
    let kept = city();
    let mut book = rust_xlsxwriter::Workbook::new();
    let paper = book.add_worksheet();
    paper.set_name("Districts").unwrap();
    for (at, name) in (0..).zip(["Code", "Name", "Name in English"]) {
        paper.write_string(0, at, name).unwrap();
    }
    paper.write_string(1, 0, "NEW").unwrap();
    let counted = rust_xlsxwriter::Formula::new("=1+1").set_result("新区");
    paper.write_formula(1, 1, counted).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(said(&bytes, &kept).unwrap().districts[0].name, "新区");
    let uncounted = crate::damaged::repacked(&bytes, "xl/worksheets/sheet1.xml", "<v>新区</v>", "");
    assert_eq!(
        lines(&said(&uncounted, &kept).unwrap_err()),
        [
            "Districts | 2 | Name |  | There is a formula here whose result is not in the file. Open the file in Excel or WPS and save it again, or type the result in place of the formula.",
        ]
    );
}

#[test]
fn an_empty_workbook_has_every_head_and_the_pools_that_come_with_the_installation() {
    let bytes = write_empty().unwrap();
    let opened: Opened = open(&bytes).unwrap();
    assert!(opened.is_whole() && opened.city().is_none());
    let wrong = lines(&opened.setup(None).unwrap_err());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("City | - |"), "{wrong:?}");
    let mut book = Book::of(&bytes);
    assert!(book.words("Pools").contains(&"interpreter".to_owned()));
    let filled = Book::of(&bytes)
        .set("City", 2, "Code", "new")
        .set("City", 2, "Name", "新市")
        .set("City", 2, "Time zone", "Asia/Shanghai")
        .set("City", 2, "Country", "CN");
    assert_eq!(filled.read().map(|city| city.code), Ok("new".to_owned()));
}

#[test]
fn rows_are_told_by_what_became_of_them() {
    let before = city();
    let mut named = before.clone();
    let gone = named.people[0].weekly.remove(0);
    named.people[1].phone = "other".to_owned();
    let left_out = named.stations.pop().unwrap();
    named.templates[0].options.retain(|o| o.code == "none");
    let mut after = named.clone();
    after.stations.push(left_out.clone());
    let lists: Vec<&str> = List::all().map(List::name).collect();
    let found = compare(&before, &after, &named, &lists);
    let of = |name: &str| &found.iter().find(|l| l.list == name).unwrap().rows;
    let phone = &of("People")[0];
    assert_eq!(
        (phone.row.as_str(), phone.fate),
        (before.people[1].code.as_str(), RowFate::Changed)
    );
    let [cell] = &phone.cells[..] else {
        panic!("{phone:?}");
    };
    assert_eq!((cell.column, cell.after.as_str()), ("Phone", "other"));
    assert_eq!(cell.before, before.people[1].phone);
    let window = &of("Availability")[0];
    assert_eq!(window.fate, RowFate::Gone);
    assert!(
        window.row.contains(&gone.first_date.to_string()),
        "{window:?}"
    );
    let station = &of("Stations")[0];
    assert_eq!(
        (&station.row, station.fate),
        (&left_out.code, RowFate::LeftOut)
    );
    assert!(
        of("TemplateOptions")
            .iter()
            .all(|row| row.fate == RowFate::Gone)
    );
    assert_eq!(found.len(), 4, "{found:?}");
}
