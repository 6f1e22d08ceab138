//! What people type without breaking anything: spaces, full-width signs, Chinese words, dates as text.

use calamine::Data;

use crate::book::{Book, city};

#[test]
fn spaces_around_and_signs_of_full_width_are_understood() {
    let mut people = city().people;
    let skills = people[0].skills.join("、");
    let read = Book::new()
        .set("People", 2, "Code", " Ａ００１　")
        .set("People", 2, "Skills", skills.as_str())
        .set("People", 2, "Languages", "ｚｈ－Ｈａｎｓ：Ｎ； en（c1）")
        .set("People", 2, "Target", "１２")
        .set("People", 2, "E-mail", "ａ００１＠ｅｘａｍｐｌｅ．ｏｒｇ")
        .set("Stations", 2, "Latitude", "２９．５")
        .set(
            "TemplateOptions",
            2,
            "Rule",
            "ＦＲＥＱ＝ＷＥＥＫＬＹ；ＢＹＤＡＹ＝ＴＵ",
        )
        .read()
        .unwrap();
    let person = &read.people[0];
    assert_eq!(person.code, "A001");
    assert_eq!(person.skills, people.remove(0).skills);
    let spoken: Vec<String> = person
        .languages
        .iter()
        .map(|known| format!("{} {}", known.tag, known.speaks.as_str()))
        .collect();
    assert_eq!(spoken, ["zh-Hans N", "en C1"]);
    assert_eq!(
        (person.target, person.email.as_str()),
        (12, "a001@example.org")
    );
    assert_eq!(read.stations[0].lat, 29.5);
    assert_eq!(read.templates[0].options[0].rrule, "FREQ=WEEKLY;BYDAY=TU");
}

#[test]
fn dates_and_times_may_be_typed_as_text() {
    for (date, from, to) in [
        ("2026-12-01", "9:00", "12:00"),
        ("2026/12/1", "09：00", "12:00:00"),
        ("2026年12月1日", "9点", "12点00分"),
        ("２０２６．１２．０１", "9时", "12时"),
        ("20261201", "09:00", "12:00"),
    ] {
        let read = Book::new()
            .set("Availability", 2, "First date", date)
            .set("Availability", 2, "From", from)
            .set("Availability", 2, "To", to)
            .read()
            .unwrap();
        let window = &read.people[0].weekly[0];
        assert_eq!(window.first_date.to_string(), "2026-12-01", "{date}");
        assert_eq!(
            (window.span.start, window.span.end),
            (540, 720),
            "{from} {to}"
        );
    }
    let read = Book::new()
        .set("Holidays", 2, "Date", 20_250_102.0)
        .read()
        .unwrap();
    assert_eq!(read.holidays[0].date.to_string(), "2025-01-02");
}

#[test]
fn words_may_be_chinese_and_of_any_capitals() {
    let read = Book::new()
        .set("Availability", 2, "Weekday", "星期天")
        .set("Stations", 2, "Video", "是")
        .set("Stations", 3, "Video", Data::Bool(true))
        .set("Stations", 4, "Video", "")
        .set("Stations", 5, "Video", "NO")
        .set("Holidays", 2, "Kind", "休")
        .set("Templates", 2, "On holiday", "顺延")
        .set("LanguageCover", 2, "Level", "母语")
        .read()
        .unwrap();
    assert_eq!(read.people[0].weekly[0].weekday, 7);
    let video: Vec<bool> = read.stations[..4].iter().map(|s| s.video).collect();
    assert_eq!(video, [true, true, false, false]);
    assert_eq!(read.language_cover[0].level.as_str(), "N");
}

#[test]
fn empty_rows_are_skipped_and_columns_stand_in_any_order() {
    let mut book = Book::new();
    let (code, name) = (
        book.get("Districts", 2, "Code"),
        book.get("Districts", 2, "Name"),
    );
    let book = book
        .insert_empty_row("Stations", 5)
        .insert_empty_row("People", 2)
        .set("People", 2, "Name", "  　")
        .set("Districts", 2, "Code", name)
        .set("Districts", 2, "Name", code)
        .set("Districts", 3, "Code", "南湖区")
        .set("Districts", 3, "Name", "NH")
        .set("Districts", 4, "Code", "青山县")
        .set("Districts", 4, "Name", "QS")
        .rename("Districts", "Code", "*")
        .rename("Districts", "Name", "CODE")
        .rename("Districts", "*", " name");
    assert_eq!(book.read(), Ok(city()));
}

#[test]
fn sheets_are_known_whatever_their_capitals_and_own_sheets_are_left_alone() {
    let book = Book::new()
        .rename_sheet("LanguageCover", "language cover")
        .rename_sheet("People", "PEOPLE")
        .rename_sheet("Read me", "备注");
    assert_eq!(book.read(), Ok(city()));
}

#[test]
fn a_number_where_a_text_belongs_is_its_digits() {
    let read = Book::new()
        .set("People", 2, "Licence", 20_260_777.0)
        .set("Stations", 2, "Phone", 5_550_100.0)
        .read()
        .unwrap();
    let licence = read.people[0].licence.as_ref().unwrap();
    assert_eq!(licence.number, "20260777");
    assert_eq!(read.stations[0].phone, "5550100");
}

#[test]
fn what_may_be_empty_is_nothing_or_what_is_usual() {
    let read = Book::new()
        .set("Availability", 2, "Every weeks", Data::Empty)
        .set("People", 2, "Max a day", Data::Empty)
        .set("People", 2, "Licence until", Data::Empty)
        .read()
        .unwrap();
    assert_eq!(read.people[0].weekly[0].interval_weeks, 1);
    assert_eq!(read.people[0].limits.max_day, None);
    assert_eq!(read.people[0].licence.as_ref().unwrap().valid_until, None);
}
