//! The sheets of the workbook and their columns: what they are called, what a cell holds, how wide it is shown. Reading, writing
//! and the sheet that explains it all follow this table.

use super::rows::{self, Rows};
use super::words::{
    AWAY_EXTRA, HOME_OFFICE, LEVELS, OFF_WORK, SERVICES, SKIP_MOVE_KEEP, THEMES, WEEKDAYS, Words,
    YES_NO,
};
use crate::domain::city::CitySetup;

/// A sheet: one table of the city.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name, which the reports of an import use too.
    pub(super) name: &'static str,
    /// The columns by which a row is known to be the same; none where a row has no more than its cells.
    pub(super) key: &'static [&'static str],
    /// Its columns, in the order they are written in; they are read in any.
    pub(super) columns: &'static [Column],
    /// The rows of a city's setup.
    pub(super) rows: fn(&CitySetup) -> Rows<'_>,
}

/// A column of a sheet.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in the first row.
    pub(super) name: &'static str,
    /// What its cells hold.
    pub(super) kind: Kind,
    /// Whether a cell must be filled.
    pub(super) needed: bool,
    /// Characters that are shown.
    pub(super) width: u8,
    /// A cell as it could stand.
    pub(super) example: &'static str,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Free text, kept as it is.
    Text,
    /// The name of a row for other rows: short, without spaces and commas.
    Code,
    /// A code of this sheet.
    CodeOf(&'static str),
    /// Codes of this sheet with commas between them.
    CodesOf(&'static str),
    /// A whole number within bounds.
    Whole(u32, u32),
    /// A number within bounds.
    Number(f64, f64),
    /// A date.
    Date,
    /// A time of day, up to 24:00.
    Time,
    /// One of a few words.
    Word(&'static Words),
    /// Some of a few words with commas between them.
    SomeOf(&'static Words),
    /// A language tag.
    Language,
    /// Language tags with levels.
    Languages,
    /// The same, with how well each is understood and read behind it.
    KnownLanguages,
    /// An e-mail address.
    Email,
    /// An IANA time zone.
    TimeZone,
    /// An ISO 3166 country.
    Country,
    /// An RRULE of RFC 5545.
    Rule,
    /// OpenStreetMap's `opening_hours`.
    Hours,
}

/// A column that must be filled.
const fn needed(name: &'static str, kind: Kind, width: u8, example: &'static str) -> Column {
    Column {
        name,
        kind,
        needed: true,
        width,
        example,
    }
}

/// A column that may be left empty.
const fn free(name: &'static str, kind: Kind, width: u8, example: &'static str) -> Column {
    Column {
        name,
        kind,
        needed: false,
        width,
        example,
    }
}

const fn latitude() -> Column {
    needed("Latitude", Kind::Number(-90.0, 90.0), 11, "29.50123")
}

const fn longitude() -> Column {
    needed("Longitude", Kind::Number(-180.0, 180.0), 11, "103.30456")
}

/// A limit of turns; an empty cell is none.
const fn limit(name: &'static str, example: &'static str) -> Column {
    free(name, Kind::Whole(0, 1000), 13, example)
}

pub(super) const CITY: Sheet = Sheet {
    name: "City",
    key: &["Code"],
    rows: rows::cities,
    columns: &[
        needed("Code", Kind::Code, 14, "yunling"),
        needed("Name", Kind::Text, 16, "云岭市"),
        free("Name in English", Kind::Text, 20, "Yunling"),
        needed("Time zone", Kind::TimeZone, 18, "Asia/Shanghai"),
        needed("Country", Kind::Country, 10, "CN"),
    ],
};

pub(super) const DISTRICTS: Sheet = Sheet {
    name: "Districts",
    key: &["Code"],
    rows: rows::districts,
    columns: &[
        needed("Code", Kind::Code, 12, "YD"),
        needed("Name", Kind::Text, 16, "云东区"),
        free("Name in English", Kind::Text, 20, "Yundong"),
    ],
};

pub(super) const STATIONS: Sheet = Sheet {
    name: "Stations",
    key: &["Code"],
    rows: rows::stations,
    columns: &[
        needed("Code", Kind::Code, 12, "YD01"),
        needed("District", Kind::CodeOf("Districts"), 10, "YD"),
        needed("Name", Kind::Text, 26, "东湖社区法律之家"),
        free("Address", Kind::Text, 32, "云岭市云东区东湖社区8号"),
        latitude(),
        longitude(),
        free("Hub", Kind::CodeOf("Stations"), 10, "QS01"),
        needed("Rooms", Kind::Whole(0, 100), 8, "2"),
        free("Video", Kind::Word(YES_NO), 8, "yes"),
        free("Step free", Kind::Word(YES_NO), 10, "yes"),
        free("Phone", Kind::Text, 16, "0000-5510000"),
        free("Time zone", Kind::TimeZone, 18, "Asia/Shanghai"),
        free("Subdistrict", Kind::Text, 16, "东湖街道"),
        free(
            "Opening hours",
            Kind::Hours,
            34,
            "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00",
        ),
        free("Themes", Kind::SomeOf(THEMES), 24, "migrant-workers, youth"),
        free("Services", Kind::SomeOf(SERVICES), 34, "advice, publicity"),
    ],
};

pub(super) const POOLS: Sheet = Sheet {
    name: "Pools",
    key: &["Code"],
    rows: rows::pools,
    columns: &[
        needed("Code", Kind::Code, 14, "student"),
        needed("Name", Kind::Text, 16, "法学学生"),
        free("Name in English", Kind::Text, 20, "Law student"),
        free("May serve alone", Kind::Word(YES_NO), 16, "no"),
        free("Supervised by", Kind::CodeOf("Pools"), 15, "adviser"),
        free("Needs licence", Kind::Word(YES_NO), 14, "no"),
        free("Interprets", Kind::Word(YES_NO), 12, "no"),
        free("Mediates", Kind::Word(YES_NO), 12, "no"),
        free("Needs approval", Kind::Word(YES_NO), 15, "yes"),
        free("Services", Kind::SomeOf(SERVICES), 34, "advice, publicity"),
    ],
};

pub(super) const SKILLS: Sheet = Sheet {
    name: "Skills",
    key: &["Code"],
    rows: rows::skills,
    columns: &[
        needed("Code", Kind::Code, 16, "family"),
        needed("Name", Kind::Text, 18, "婚姻家庭"),
        free("Name in English", Kind::Text, 24, "Family"),
        free("Parent", Kind::CodeOf("Skills"), 14, "civil"),
    ],
};

pub(super) const PEOPLE: Sheet = Sheet {
    name: "People",
    key: &["Code"],
    rows: rows::people,
    columns: &[
        needed("Code", Kind::Code, 10, "A001"),
        needed("Name", Kind::Text, 18, "周明远"),
        needed("District", Kind::CodeOf("Districts"), 10, "YD"),
        free("Also districts", Kind::CodesOf("Districts"), 15, "NH, QS"),
        needed("Pool", Kind::CodeOf("Pools"), 13, "adviser"),
        free("Firm", Kind::Text, 20, "明德律师事务所"),
        needed("E-mail", Kind::Email, 24, "a001@example.org"),
        free("Phone", Kind::Text, 16, "000-55001234"),
        needed("Language of letters", Kind::Language, 20, "zh-Hans"),
        latitude(),
        longitude(),
        free("Max km", Kind::Number(0.0, 1000.0), 9, "15"),
        needed("Target", Kind::Whole(0, 100), 9, "5"),
        limit("Max a day", "1"),
        limit("Max a week", "3"),
        limit("Max a month", "8"),
        limit("Max stations", "4"),
        limit("Max in a row", "3"),
        limit("Max weekends", "2"),
        free("Skills", Kind::CodesOf("Skills"), 34, "family, debt"),
        free(
            "Languages",
            Kind::KnownLanguages,
            24,
            "zh-Hans:N, en:B2/C1/C1",
        ),
        free("Avoids", Kind::CodesOf("Stations"), 12, "YD07"),
        free("Prefers", Kind::CodesOf("Stations"), 12, "YD03, YD04"),
        free("Licence", Kind::Text, 18, "Y20260001"),
        free("Licence by", Kind::Text, 20, "云岭市司法局"),
        free("Licence from", Kind::Date, 13, "2024-07-01"),
        free("Licence until", Kind::Date, 13, "2027-06-30"),
        free("Approval", Kind::Text, 18, "2026-17"),
        free("Approval by", Kind::Text, 20, "云岭大学法学院"),
        free("Approval from", Kind::Date, 13, "2026-09-01"),
        free("Approval until", Kind::Date, 14, "2027-06-30"),
        free("Left", Kind::Word(YES_NO), 8, "no"),
        free("Practises since", Kind::Whole(1900, 2200), 15, "2015"),
        free("Position of", Kind::Word(HOME_OFFICE), 12, "office"),
    ],
};

pub(super) const AVAILABILITY: Sheet = Sheet {
    name: "Availability",
    key: &[],
    rows: rows::windows,
    columns: &[
        needed("Person", Kind::CodeOf("People"), 10, "A001"),
        needed("Weekday", Kind::Word(WEEKDAYS), 10, "Mon"),
        needed("From", Kind::Time, 8, "08:30"),
        needed("To", Kind::Time, 8, "12:30"),
        free("Every weeks", Kind::Whole(1, 52), 12, "1"),
        needed("First date", Kind::Date, 13, "2026-09-01"),
        free("Last date", Kind::Date, 13, "2027-01-31"),
    ],
};

pub(super) const EXCEPTIONS: Sheet = Sheet {
    name: "Exceptions",
    key: &[],
    rows: rows::exceptions,
    columns: &[
        needed("Person", Kind::CodeOf("People"), 10, "A001"),
        needed("Kind", Kind::Word(AWAY_EXTRA), 9, "away"),
        needed("First date", Kind::Date, 13, "2026-12-07"),
        free("Last date", Kind::Date, 13, "2026-12-11"),
        free("From", Kind::Time, 8, "14:00"),
        free("To", Kind::Time, 8, "18:00"),
        free("Note", Kind::Text, 24, "休假"),
    ],
};

pub(super) const TEMPLATES: Sheet = Sheet {
    name: "Templates",
    key: &["Code"],
    rows: rows::templates,
    columns: &[
        needed("Code", Kind::Code, 24, "YD01-day"),
        needed("Station", Kind::CodeOf("Stations"), 10, "YD01"),
        needed("Name", Kind::Text, 16, "法律顾问日"),
        free("Name in English", Kind::Text, 20, "Adviser day"),
        needed("Pool", Kind::CodeOf("Pools"), 13, "adviser"),
        free("Service", Kind::Word(SERVICES), 18, "advice"),
        needed("Min", Kind::Whole(0, 100), 7, "1"),
        needed("Ideal", Kind::Whole(1, 100), 7, "1"),
        needed("Weight", Kind::Whole(1, 1000), 8, "10"),
        free("Supervised by", Kind::CodeOf("Pools"), 14, "adviser"),
        free("Skills", Kind::CodesOf("Skills"), 18, "family"),
        free("Any skills", Kind::CodesOf("Skills"), 22, "family, labour"),
        free("Languages", Kind::Languages, 14, "en:B2"),
        needed("On holiday", Kind::Word(SKIP_MOVE_KEEP), 11, "move"),
        free("Series", Kind::Word(YES_NO), 8, "yes"),
        free("Holder", Kind::CodeOf("People"), 10, "A001"),
        needed("First date", Kind::Date, 13, "2026-09-01"),
        free("Last date", Kind::Date, 13, "2027-08-31"),
        free("Slot minutes", Kind::Whole(5, 480), 13, "30"),
        free("Break minutes", Kind::Whole(5, 480), 14, "15"),
        free("By video", Kind::Word(YES_NO), 10, "no"),
    ],
};

pub(super) const TEMPLATE_OPTIONS: Sheet = Sheet {
    name: "TemplateOptions",
    key: &["Template", "Code"],
    rows: rows::options,
    columns: &[
        needed("Template", Kind::CodeOf("Templates"), 24, "YD01-day"),
        needed("Code", Kind::Code, 10, "tue-am"),
        needed("Rule", Kind::Rule, 34, "FREQ=WEEKLY;BYDAY=TU"),
        needed("From", Kind::Time, 8, "09:00"),
        needed("To", Kind::Time, 8, "12:00"),
    ],
};

pub(super) const LANGUAGE_COVER: Sheet = Sheet {
    name: "LanguageCover",
    key: &["District", "Language", "Level"],
    rows: rows::cover,
    columns: &[
        needed("District", Kind::CodeOf("Districts"), 10, "YD"),
        needed("Language", Kind::Language, 11, "en"),
        needed("Level", Kind::Word(LEVELS), 8, "B2"),
        needed("Min", Kind::Whole(0, 100), 7, "2"),
        needed("Weight", Kind::Whole(0, 1000), 8, "1"),
    ],
};

pub(super) const HOLIDAYS: Sheet = Sheet {
    name: "Holidays",
    key: &["Date"],
    rows: rows::holidays,
    columns: &[
        needed("Date", Kind::Date, 13, "2026-10-01"),
        needed("Name", Kind::Text, 16, "国庆节"),
        free("Name in English", Kind::Text, 22, "National Day"),
        needed("Kind", Kind::Word(OFF_WORK), 8, "off"),
        free("Statutory", Kind::Word(YES_NO), 11, "yes"),
        free("Provisional", Kind::Word(YES_NO), 12, "no"),
    ],
};

/// Every sheet that is read, in the order they are written in.
pub(super) const SHEETS: [&Sheet; 12] = [
    &CITY,
    &DISTRICTS,
    &STATIONS,
    &POOLS,
    &SKILLS,
    &PEOPLE,
    &AVAILABILITY,
    &EXCEPTIONS,
    &TEMPLATES,
    &TEMPLATE_OPTIONS,
    &LANGUAGE_COVER,
    &HOLIDAYS,
];

impl Sheet {
    /// Where a column stands among the sheet's. The name is one of the code's own, which every reading of a sheet tries.
    pub(super) fn index(&self, column: &str) -> usize {
        let place = self.columns.iter().position(|c| c.name == column);
        place.unwrap_or_else(|| panic!("{} has no column {column}", self.name))
    }

    /// The names of all columns, with commas between them.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|c| c.name).collect();
        names.join(", ")
    }
}

/// The message that explains a sheet, or with a column, the column.
pub(super) fn message(sheet: &Sheet, column: Option<&Column>) -> String {
    let words = ["workbook", sheet.name]
        .into_iter()
        .chain(column.map(|c| c.name));
    let text = words.collect::<Vec<_>>().join("-");
    text.to_lowercase().replace(' ', "-")
}
