//! What is wrong is told with its cell and what would be right: each kind of mistake alone, and all at once.

use calamine::Data;
use zhiban::files::workbook::read;
use zhiban::texts::Lang;

use crate::book::{Book, lines};

/// What a change to the invented city's workbook makes wrong.
fn wrong(change: impl FnOnce(Book) -> Book) -> Vec<String> {
    change(Book::new()).wrong()
}

#[test]
fn an_unknown_code_is_told_with_the_one_that_was_likely_meant() {
    let found = wrong(|book| {
        book.set("People", 2, "Skills", "famly, debt")
            .set("People", 3, "District", "yd")
            .set("Stations", 4, "District", "XX")
            .set("Templates", 2, "Station", "YD99")
            .set("Templates", 3, "Pool", "Adviser")
            .set("Availability", 2, "Person", "A999")
            .set("People", 4, "Avoids", "YD01、YD77")
    });
    assert_eq!(
        found,
        [
            "Stations | 4 | District | XX | There is no “XX” in the sheet “Districts”. Right would be a code of the sheet “Districts”, such as YD.",
            "People | 2 | Skills | famly, debt | There is no “famly” in the sheet “Skills”. Right would be a code of the sheet “Skills”, such as family.",
            "People | 3 | District | yd | There is no “yd” in the sheet “Districts”. Right would be a code of the sheet “Districts”, such as YD.",
            "People | 4 | Avoids | YD01、YD77 | There is no “YD77” in the sheet “Stations”. Right would be a code of the sheet “Stations”, such as YD20.",
            "Availability | 2 | Person | A999 | There is no “A999” in the sheet “People”. Right would be a code of the sheet “People”, such as A050.",
            "Templates | 2 | Station | YD99 | There is no “YD99” in the sheet “Stations”. Right would be a code of the sheet “Stations”, such as YD20.",
            "Templates | 3 | Pool | Adviser | There is no “Adviser” in the sheet “Pools”. Right would be a code of the sheet “Pools”, such as adviser.",
        ]
    );
}

#[test]
fn a_station_needs_a_position_on_the_globe() {
    let found = wrong(|book| {
        book.set("Stations", 2, "Latitude", Data::Empty)
            .set("Stations", 2, "Longitude", Data::Empty)
            .set("Stations", 3, "Latitude", 103.3)
            .set("Stations", 4, "Longitude", "east")
            .set("People", 2, "Longitude", -180.5)
    });
    assert_eq!(
        found,
        [
            "Stations | 2 | Latitude |  | The cell is empty. Right would be a number from -90 to 90.",
            "Stations | 2 | Longitude |  | The cell is empty. Right would be a number from -180 to 180.",
            "Stations | 3 | Latitude | 103.3 | 103.3 is out of range. Right would be a number from -90 to 90.",
            "Stations | 4 | Longitude | east | “east” does not fit here. Right would be a number from -180 to 180.",
            "People | 2 | Longitude | -180.5 | -180.5 is out of range. Right would be a number from -180 to 180.",
        ]
    );
}

#[test]
fn a_window_ends_after_it_starts() {
    let found = wrong(|book| {
        book.set("Availability", 2, "From", "14:00")
            .set("Availability", 2, "To", "08:30")
            .set("TemplateOptions", 3, "From", "09:00")
            .set("TemplateOptions", 3, "To", "9:00")
            .set("Exceptions", 2, "From", "09:00")
            .set("Availability", 3, "To", "24:30")
    });
    assert_eq!(
        found,
        [
            "Availability | 2 | To | 08:30 | The end is not after the start 14:00. Right would be a time after 14:00.",
            "Availability | 3 | To | 24:30 | “24:30” does not fit here. Right would be a time from 00:00 to 24:00, such as 09:00.",
            "Exceptions | 2 | To |  | The cell is empty. Right would be both From and To, or neither.",
            "TemplateOptions | 3 | To | 9:00 | The end is not after the start 09:00. Right would be a time after 09:00.",
        ]
    );
}

#[test]
fn a_language_is_a_tag_and_a_level_one_of_seven() {
    let found = wrong(|book| {
        book.set("People", 2, "Language of letters", "中文")
            .set("People", 3, "Languages", "英语:B2")
            .set("People", 4, "Languages", "en:B3")
            .set("People", 5, "Languages", "en")
            .set("People", 6, "Languages", "en:B2, EN:C1")
            .set("LanguageCover", 2, "Language", "xq")
            .set("LanguageCover", 3, "Level", "fluent")
    });
    let languages = "Right would be language tags with a level A1, A2, B1, B2, C1, C2 or N, such as zh-Hans:N, en:B2/C1/C1.";
    assert_eq!(
        found,
        [
            "People | 2 | Language of letters | 中文 | “中文” does not fit here. Right would be a language tag, such as zh-Hans or en.".to_owned(),
            format!("People | 3 | Languages | 英语:B2 | “英语” does not fit here. {languages}"),
            format!("People | 4 | Languages | en:B3 | “B3” is no level. {languages}"),
            format!("People | 5 | Languages | en | “en” does not fit here. {languages}"),
            "People | 6 | Languages | en:B2, EN:C1 | “en” stands there twice. Right would be each only once.".to_owned(),
            "LanguageCover | 2 | Language | xq | “xq” does not fit here. Right would be a language tag, such as zh-Hans or en.".to_owned(),
            "LanguageCover | 3 | Level | fluent | “fluent” does not fit here. Right would be one of: A1, A2, B1, B2, C1, C2, N.".to_owned(),
        ]
    );
}

#[test]
fn what_must_be_unique_says_where_it_stands_already() {
    let mut book = Book::new();
    let licence = book.get("People", 2, "Licence");
    let holiday = book.get("Holidays", 2, "Date");
    let found = book
        .set("People", 9, "Licence", licence)
        .set("Holidays", 5, "Date", holiday)
        .set("Stations", 61, "Code", "YD05")
        .set("Skills", 13, "Code", "family")
        .set("People", 8, "Skills", "debt, debt")
        .set("LanguageCover", 3, "Language", "en")
        .wrong();
    let own = "Right would be one of its own.";
    let of: Vec<&str> = found
        .iter()
        .map(|line| line.as_str())
        .filter(|line| line.contains(own))
        .collect();
    assert_eq!(
        of,
        [
            format!("Stations | 61 | Code | YD05 | “YD05” stands in row 6 already. {own}"),
            format!("Skills | 13 | Code | family | “family” stands in row 5 already. {own}"),
            format!(
                "People | 9 | Licence | Y20260000 | “Y20260000” stands in row 2 already. {own}"
            ),
            format!("LanguageCover | 3 | Language | en | “en” stands in row 2 already. {own}"),
            format!(
                "Holidays | 5 | Date | 2025-01-01 | “2025-01-01” stands in row 2 already. {own}"
            ),
        ]
    );
    let twice = "People | 8 | Skills | debt, debt | “debt” stands there twice. Right would be each only once.";
    assert!(found.iter().any(|line| line == twice), "{found:#?}");
}

#[test]
fn duplicate_codes_of_any_sheet_are_told() {
    for (sheet, row) in [
        ("Districts", 3),
        ("Stations", 3),
        ("Pools", 3),
        ("Skills", 3),
        ("People", 3),
        ("Templates", 3),
    ] {
        let mut book = Book::new();
        let code = book.get(sheet, 2, "Code").to_string();
        let found = book.set(sheet, row, "Code", code.as_str()).wrong();
        let told = format!(
            "{sheet} | {row} | Code | {code} | “{code}” stands in row 2 already. Right would be one of its own."
        );
        assert!(found.contains(&told), "{found:#?}");
    }
    let mut book = Book::new();
    let (template, code) = (
        book.get("TemplateOptions", 2, "Template"),
        book.get("TemplateOptions", 2, "Code"),
    );
    let found = book
        .set("TemplateOptions", 3, "Template", template)
        .set("TemplateOptions", 3, "Code", code)
        .wrong();
    assert!(
        found[0].starts_with("TemplateOptions | 3 | Code | "),
        "{found:#?}"
    );
}

#[test]
fn a_person_has_a_pool() {
    assert_eq!(
        wrong(|book| book.set("People", 17, "Pool", Data::Empty)),
        [
            "People | 17 | Pool |  | The cell is empty. Right would be a code of the sheet “Pools”, such as adviser."
        ]
    );
}

#[test]
fn missing_sheets_are_all_named_at_once_with_what_is_wrong_in_the_others() {
    let found = wrong(|book| {
        book.without_sheet("Skills")
            .without_sheet("Exceptions")
            .set("People", 2, "Target", -1.0)
    });
    assert_eq!(
        found,
        [
            "Skills | - |  |  | This sheet is missing. Right would be a sheet of this name with the columns Code, Name, Name in English, Parent.",
            "People | 2 | Target | -1 | -1 is out of range. Right would be a whole number from 0 to 100.",
            "Exceptions | - |  |  | This sheet is missing. Right would be a sheet of this name with the columns Person, Kind, First date, Last date, From, To, Note.",
        ]
    );
}

#[test]
fn a_mistyped_column_is_missing_and_unknown_and_its_rows_are_not_told_one_by_one() {
    let found = wrong(|book| {
        book.rename("Stations", "Latitude", "Lattitude")
            .rename("Districts", "Name in English", "Code")
            .rename("Skills", "Name in English", "")
            .set("Pools", 1, "Interprets", "Interprets")
    });
    assert_eq!(
        found,
        [
            "Districts | 1 | Code | Code | This column is there twice. Right would be each only once.",
            "Districts | 1 | Name in English |  | This column is missing in the first row. Right would be this name in the first row.",
            "Stations | 1 | Lattitude | Lattitude | There is no such column. Right would be one of: Code, District, Name, Address, Latitude, Longitude, Hub, Rooms, Video, Step free, Phone, Time zone, Subdistrict, Opening hours, Themes, Services.",
            "Stations | 1 | Latitude |  | This column is missing in the first row. Right would be this name in the first row.",
            "Skills | 1 | Name in English |  | This column is missing in the first row. Right would be this name in the first row.",
            "Skills | 2 | C | Civil law | Something stands below a first row that is empty. Right would be a name in the first row, or nothing below it.",
        ]
    );
}

#[test]
fn codes_of_a_sheet_whose_codes_are_missing_are_not_called_unknown() {
    let found = wrong(|book| book.rename("Pools", "Code", "Kode"));
    assert!(
        found.iter().all(|line| line.starts_with("Pools | 1 | ")),
        "{found:#?}"
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn numbers_dates_and_words_that_are_none_are_told() {
    let found = wrong(|book| {
        book.set("Stations", 2, "Rooms", 1.5)
            .set("Stations", 3, "Rooms", -2.0)
            .set("Stations", 4, "Step free", "perhaps")
            .set("People", 2, "Max km", "NaN")
            .set("People", 3, "Target", "many")
            .set("People", 4, "Licence until", "2026-02-30")
            .set("People", 5, "Licence from", "01/02/2026")
            .set("People", 6, "E-mail", "a006 at example.org")
            .set("People", 7, "E-mail", Data::Empty)
            .set("Availability", 2, "Weekday", "Someday")
            .set("Availability", 3, "Every weeks", 0.0)
            .set("City", 2, "Time zone", "Beijing")
            .set("City", 2, "Country", "China")
            .set("Holidays", 2, "Date", 46_000.0)
            .set("Holidays", 3, "Kind", "maybe")
            .set("Districts", 2, "Code", "Y D")
    });
    let told: Vec<&str> = found
        .iter()
        .map(|line| line.rsplit_once(" | ").unwrap().0)
        .collect();
    for line in [
        "City | 2 | Time zone | Beijing",
        "City | 2 | Country | China",
        "Districts | 2 | Code | Y D",
        "Stations | 2 | Rooms | 1.5",
        "Stations | 3 | Rooms | -2",
        "Stations | 4 | Step free | perhaps",
        "People | 2 | Max km | NaN",
        "People | 3 | Target | many",
        "People | 4 | Licence until | 2026-02-30",
        "People | 5 | Licence from | 01/02/2026",
        "People | 6 | E-mail | a006 at example.org",
        "People | 7 | E-mail | ",
        "Availability | 2 | Weekday | Someday",
        "Availability | 3 | Every weeks | 0",
        "Holidays | 2 | Date | 46000",
        "Holidays | 3 | Kind | maybe",
    ] {
        assert!(told.contains(&line), "{line} is not told: {found:#?}");
    }
}

#[test]
fn a_rule_is_one_without_times_and_a_template_falls_somehow() {
    let mut book = Book::new();
    let first = book.get("Templates", 2, "Code");
    let found = book
        .keep("TemplateOptions", move |row| row[0] != first)
        .set("TemplateOptions", 2, "Rule", "some Tuesdays")
        .set("TemplateOptions", 3, "Rule", "FREQ=DAILY;BYHOUR=9")
        .wrong();
    let rule = "Right would be a rule without times, such as FREQ=WEEKLY;BYDAY=TU, or words such as every Tuesday, the second Saturday of each month.";
    assert_eq!(
        found,
        [
            "Templates | 2 | Code | YD01-day | No row of the sheet “TemplateOptions” says when it falls. Right would be at least one row there with the template YD01-day.".to_owned(),
            format!("TemplateOptions | 2 | Rule | some Tuesdays | “some Tuesdays” does not fit here. {rule}"),
            format!("TemplateOptions | 3 | Rule | FREQ=DAILY;BYHOUR=9 | “FREQ=DAILY;BYHOUR=9” does not fit here. {rule}"),
        ]
    );
}

#[test]
fn a_duty_falls_within_its_stations_hours_and_is_for_what_that_offers() {
    let mut book = Book::new();
    let template = book.get("TemplateOptions", 2, "Template");
    assert_eq!(template.to_string(), "YD01-day");
    let option = book.get("TemplateOptions", 2, "Code").to_string();
    let found = book
        .set("Stations", 2, "Opening hours", "Mo-Fr 20:00-21:00")
        .set("Stations", 2, "Services", "publicity")
        .set("Stations", 3, "Opening hours", "周一至周五")
        .set("Stations", 4, "Themes", "rural, cities")
        .keep("TemplateOptions", move |row| {
            !row[0].to_string().starts_with("YD01-")
                || (row[0] == template && row[1].to_string() == option)
        })
        .keep("Templates", |row| {
            let code = row[0].to_string();
            !code.starts_with("YD01-") || code == "YD01-day"
        })
        .set("Templates", 2, "Service", "advice")
        .wrong();
    let told = |start: &str| found.iter().any(|line| line.starts_with(start));
    for start in [
        "Stations | 3 | Opening hours | 周一至周五 | “周一至周五” does not fit here. Right would be opening hours such as Mo-Fr 09:00-12:00",
        "Stations | 4 | Themes | rural, cities | “cities” does not fit here.",
        "Templates | 2 | Service | advice | The station “YD01” does not offer “advice”. Right would be one of: publicity.",
        "TemplateOptions | 2 | From | ",
    ] {
        assert!(told(start), "{start} is not told: {found:#?}");
    }
    let last = found.last().unwrap();
    assert!(
        last.contains("The station “YD01” is not open then: first on 20"),
        "{last}"
    );
    assert!(
        last.ends_with(
            "Right would be a time within Mo-Fr 20:00-21:00, or other hours in the station’s row."
        ),
        "{last}"
    );
    assert_eq!(found.len(), 4, "{found:#?}");
}

#[test]
fn a_hub_is_a_station_that_is_under_none() {
    let found = wrong(|book| {
        book.set("Stations", 3, "Hub", "YD01")
            .set("Stations", 4, "Hub", "YD02")
            .set("Stations", 5, "Hub", "YD04")
            .set("Stations", 6, "Hub", "ZZ01")
    });
    assert_eq!(
        found,
        [
            "Stations | 4 | Hub | YD02 | “YD02” is itself under “YD01”. Right would be a station that has no hub itself.",
            "Stations | 5 | Hub | YD04 | It names itself. Right would be a station that has no hub itself.",
            "Stations | 6 | Hub | ZZ01 | There is no “ZZ01” in the sheet “Stations”. Right would be a code of the sheet “Stations”, such as YD20.",
        ]
    );
}

#[test]
fn topics_do_not_lie_above_each_other_in_a_circle() {
    let found = wrong(|book| {
        book.set("Skills", 2, "Parent", "debt")
            .set("Skills", 3, "Parent", "work")
    });
    assert_eq!(
        found,
        [
            "Skills | 2 | Parent | debt | The topics above it lead back to it. Right would be a topic that is not below this one, or nothing.",
            "Skills | 3 | Parent | work | It names itself. Right would be a topic that is not below this one, or nothing.",
            "Skills | 6 | Parent | civil | The topics above it lead back to it. Right would be a topic that is not below this one, or nothing.",
        ]
    );
}

#[test]
fn cells_that_exclude_each_other_are_told() {
    let found = wrong(|book| {
        book.set("Templates", 2, "Min", 3.0)
            .set("Templates", 2, "Ideal", 2.0)
            .set("Templates", 2, "Skills", "debt")
            .set("Templates", 2, "Any skills", "debt, family")
            .set("Templates", 2, "Supervised by", "adviser")
            .set("Templates", 2, "Last date", "2020-01-01")
            .set("Pools", 4, "Supervised by", "student")
            .set("People", 2, "Avoids", "YD03")
            .set("People", 2, "Prefers", "YD02, YD03")
            .set("People", 3, "Licence", Data::Empty)
            .set("Exceptions", 2, "Last date", "2026-01-01")
            .set("City", 3, "Code", "another")
    });
    let told: Vec<&str> = found
        .iter()
        .map(|line| line.split("Right would").next().unwrap())
        .collect();
    for line in [
        "City | 3 | Code | another | This is a second city. ",
        "Pools | 4 | Supervised by | student | A pool does not supervise itself. ",
        "People | 2 | Prefers | YD02, YD03 | “YD03” stands under “Avoids” too. ",
        "People | 3 | Licence |  | There are dates or an issuer, but no number. ",
        "Templates | 2 | Min | 3 | 3 people at least are more than the ideal of 2. ",
        "Templates | 2 | Any skills | debt, family | “debt” stands under “Skills” too. ",
        "Templates | 2 | Supervised by | adviser | A pool does not supervise itself. ",
    ] {
        assert!(told.contains(&line), "{line} is not told: {found:#?}");
    }
    let last = |sheet: &str| {
        told.iter()
            .any(|line| line.starts_with(sheet) && line.contains("lies before the first"))
    };
    assert!(
        last("Templates | 2 | Last date | 2020-01-01")
            && last("Exceptions | 2 | Last date | 2026-01-01"),
        "{found:#?}"
    );
}

#[test]
fn what_the_spreadsheet_program_has_spoilt_is_told() {
    let mut book = Book::new();
    let date = book.get("Holidays", 2, "Date");
    let found = book
        .set("Stations", 2, "Address", date)
        .set("Stations", 3, "Phone", 123_456_789_012_345_680.0)
        .set("Stations", 4, "Name", Data::Empty)
        .wrong();
    assert_eq!(
        found,
        [
            "Stations | 2 | Address | 2025-01-01 | The spreadsheet program has made a date or time of it. Format the cell as text and type it again.",
            "Stations | 3 | Phone | 123456789012345680 | The spreadsheet program has made a number of it and lost digits. Format the cell as text and type it again.",
            "Stations | 4 | Name |  | The cell is empty. Right would be a text.",
        ]
    );
}

#[test]
fn the_sheet_of_the_city_has_a_row() {
    assert_eq!(
        wrong(|book| book.empty("City")),
        ["City | - |  |  | The sheet has no row. Right would be exactly one row."]
    );
}

#[test]
fn a_file_that_is_no_workbook_is_told_as_such() {
    let told = |bytes: &[u8]| lines(&read(bytes).unwrap_err());
    let none = [
        "- | This is neither an Excel workbook (.xlsx) nor a list as CSV that can be recognised. Right would be a workbook saved as .xlsx, without a password, or a CSV file whose first row has the names of the columns of one list.",
    ];
    for bytes in [
        &b""[..],
        b"kind,weight\r\nYD,x\r\n",
        b"%PDF-1.7",
        b"PK",
        b"PK\x03\x04 not a zip",
    ] {
        let lines = told(bytes);
        let ends: Vec<&str> = lines
            .iter()
            .map(|line| line.strip_prefix(" | ").unwrap())
            .collect();
        assert_eq!(ends.len(), 1);
        assert!(ends[0].ends_with(&none[0][4..]), "{ends:?}");
    }
    let old = told(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]);
    assert!(
        old[0].contains("This is an old Excel file (.xls) or has a password."),
        "{old:?}"
    );
}

#[test]
fn a_sheet_full_of_the_same_mistake_is_not_listed_without_end() {
    let mut book = Book::new();
    for row in 2..12_002 {
        book = book.set("Holidays", row, "Date", "someday");
    }
    let found = book.wrong();
    assert_eq!(found.len(), 10_001);
    assert!(found[10_000].contains("There are"), "{}", found[10_000]);
}

#[test]
fn every_problem_is_said_in_every_language() {
    let problems = Book::new()
        .set("People", 2, "Skills", "famly")
        .set("Templates", 2, "Min", 300.0)
        .read()
        .unwrap_err();
    let chinese = Lang::nearest("zh-Hans").unwrap();
    let said: Vec<String> = problems.iter().map(|p| p.text(chinese)).collect();
    assert_eq!(
        said,
        [
            "“Skills”表里没有“famly”。应为“Skills”表中的代码，例如 family。",
            "300 超出范围。应为 0 到 100 的整数。",
        ]
    );
}

#[test]
fn a_video_session_needs_a_station_with_video_and_a_break_appointments() {
    let found = wrong(|book| {
        book.set("Stations", 3, "Video", "no")
            .set("Stations", 4, "Video", Data::Empty)
            .set("Stations", 5, "Video", "yes")
            .set("Templates", 2, "Station", "YD02")
            .set("Templates", 2, "By video", "yes")
            .set("Templates", 3, "Station", "YD03")
            .set("Templates", 3, "By video", "是")
            .set("Templates", 4, "Station", "YD04")
            .set("Templates", 4, "By video", "yes")
            .set("Templates", 5, "Slot minutes", Data::Empty)
            .set("Templates", 5, "Break minutes", 15.0)
            .set("Templates", 6, "Slot minutes", 30.0)
            .set("Templates", 6, "Break minutes", 3.0)
    });
    let video = "Right would be no here, or yes under “Video” in the station’s row.";
    assert_eq!(
        found,
        [
            format!("Templates | 2 | By video | yes | The station “YD02” has no video. {video}"),
            format!("Templates | 3 | By video | 是 | The station “YD03” has no video. {video}"),
            "Templates | 5 | Break minutes | 15 | There is a break, but no appointments. Right would be “Slot minutes” filled too, or no break.".to_owned(),
            "Templates | 6 | Break minutes | 3 | 3 is out of range. Right would be a whole number from 5 to 480.".to_owned(),
        ]
    );
}

#[test]
fn what_stations_have_is_not_guessed_where_the_column_is_missing() {
    let found = wrong(|book| {
        book.rename("Stations", "Video", "Vidio")
            .set("Templates", 2, "By video", "yes")
    });
    assert!(
        found.iter().all(|line| line.starts_with("Stations | 1 | ")),
        "{found:#?}"
    );
}

#[test]
fn services_are_words_and_a_template_asks_for_what_its_pool_gives() {
    let found = wrong(|book| {
        book.set("Pools", 2, "Services", "advice，法治宣传")
            .set("Pools", 3, "Services", "law")
            .set("Templates", 2, "Service", "representation")
            .set("Templates", 3, "Service", "anything")
            .set("People", 2, "Approval until", "2027-01-01")
    });
    let words = "advice, drafting, representation, mediation, mediation-support, publicity, interpreting, counselling, observation";
    assert_eq!(
        found,
        [
            format!("Pools | 3 | Services | law | “law” does not fit here. Right would be some of these with commas between them: {words}."),
            "People | 2 | Approval |  | There are dates or an issuer, but no number. Right would be the number, or nothing in the others.".to_owned(),
            "Templates | 2 | Service | representation | The pool “adviser” does not give “representation”. Right would be one of: advice, publicity.".to_owned(),
            format!("Templates | 3 | Service | anything | “anything” does not fit here. Right would be one of: {words}."),
        ]
    );
}
