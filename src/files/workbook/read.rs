//! A workbook as a city's setup, or everything that is wrong in it.

mod demand;
mod people;
mod places;

use std::collections::HashSet;

use super::codes::Codes;
use super::layout::{CITY, DISTRICTS, PEOPLE, POOLS, SKILLS, STATIONS, Sheet, TEMPLATES};
use super::open::{Opened, open};
use super::problem::{Problems, Right, WorkbookProblem, Wrong};
use super::row::Row;
use super::table::{Table, table};
use crate::domain::city::CitySetup;
use places::City;

/// What is kept already, where a file has some of the lists only.
#[derive(Debug, Clone, Copy)]
pub struct Present<'a> {
    /// Of the city, or of the one district.
    pub setup: &'a CitySetup,
    /// Code of the district whose file it is; none where it is the city's.
    pub district: Option<&'a str>,
}

/// Reads a workbook (.xlsx) with every list of a city. Where anything is wrong, everything that is wrong is given, by sheet, row and column.
pub fn read(bytes: &[u8]) -> Result<CitySetup, Vec<WorkbookProblem>> {
    open(bytes)?.setup(None)
}

impl Opened {
    /// What the file says: the rows of its lists. What belongs to a person or template and stands in a list that the file does not have is
    /// as it is kept: who is named in a list of times only, keeps everything else. Where nothing is kept, every list must be there.
    pub fn setup(&self, there: Option<Present<'_>>) -> Result<CitySetup, Vec<WorkbookProblem>> {
        let problems = self.problems.clone();
        if there.is_none() || self.lists().next().is_none() {
            self.tell_missing(&problems);
        }
        let book = Book {
            known: Known::of(&self.tables, there),
            tables: &self.tables,
            problems: &problems,
            there,
        };
        let setup = book.setup();
        let found = problems.into_sorted();
        match setup {
            Some(setup) if found.is_empty() => Ok(setup),
            _ => Err(found),
        }
    }

    fn tell_missing(&self, problems: &Problems) {
        let missing = self.tables.iter().filter(|table| !table.is_there());
        for sheet in missing.map(|table| table.sheet) {
            // One that is damaged, or whose name is mistyped, was told.
            if !problems.tell_of(sheet) {
                let columns = sheet.names();
                let (wrong, right) = (Wrong::NoSheet, Right::Sheet { columns });
                problems.say(WorkbookProblem::of_sheet(sheet.name, wrong, right));
            }
        }
    }
}

/// The tables of a workbook with the codes that they define.
struct Book<'a> {
    tables: &'a [Table],
    known: Known,
    problems: &'a Problems,
    there: Option<Present<'a>>,
}

/// The codes by which rows name each other.
struct Known {
    districts: Codes,
    stations: Codes,
    pools: Codes,
    skills: Codes,
    people: Codes,
    templates: Codes,
}

impl Known {
    /// Of what the file says and what is kept.
    fn of(tables: &[Table], there: Option<Present<'_>>) -> Self {
        let kept = there.map(|there| there.setup);
        let codes = |sheet, kept_codes: fn(&CitySetup) -> Vec<String>| {
            let table = table(tables, sheet);
            let named = table.codes("Code");
            match kept {
                Some(kept) if !table.is_there() => Codes::new(kept_codes(kept)),
                Some(kept) => named.with(kept_codes(kept)),
                None => named,
            }
        };
        Self {
            districts: codes(&DISTRICTS, |s| {
                s.districts.iter().map(|d| d.code.clone()).collect()
            }),
            stations: codes(&STATIONS, stations_there),
            pools: codes(&POOLS, |s| s.pools.iter().map(|p| p.code.clone()).collect()),
            skills: codes(&SKILLS, |s| {
                s.skills.iter().map(|k| k.code.clone()).collect()
            }),
            people: codes(&PEOPLE, |s| {
                let people = s.people.iter().map(|p| &p.code);
                let holders = s.templates.iter().filter_map(|t| t.holder.as_ref());
                people.chain(holders).cloned().collect()
            }),
            templates: codes(&TEMPLATES, |s| {
                s.templates.iter().map(|t| t.code.clone()).collect()
            }),
        }
    }
}

/// The stations that are kept, and those of other districts that are named there.
fn stations_there(setup: &CitySetup) -> Vec<String> {
    let own = setup.stations.iter().map(|station| &station.code);
    let hubs = setup.stations.iter().filter_map(|s| s.hub.as_ref());
    let wishes = setup.people.iter();
    let wishes = wishes.flat_map(|p| p.avoid.iter().chain(&p.prefers));
    own.chain(hubs).chain(wishes).cloned().collect()
}

impl Book<'_> {
    fn table(&self, sheet: &Sheet) -> &Table {
        table(self.tables, sheet)
    }

    fn rows(&self, sheet: &Sheet) -> impl Iterator<Item = Row<'_>> {
        self.table(sheet).rows(self.problems)
    }

    /// Whether the file has a list.
    fn has(&self, sheet: &Sheet) -> bool {
        self.table(sheet).is_there()
    }

    /// What is kept.
    fn kept(&self) -> Option<&CitySetup> {
        self.there.map(|there| there.setup)
    }

    /// The codes in a column of a sheet.
    fn named(&self, sheet: &Sheet, column: &str) -> HashSet<String> {
        let rows = self.rows(sheet);
        rows.filter_map(|row| row.quiet_code(column)).collect()
    }

    /// The district of a row.
    fn own_district(&self, row: &Row<'_>) -> Option<String> {
        let district = row.code_of("District", &self.known.districts);
        self.must_be_own(row, "District", district.as_ref());
        district
    }

    /// Tells of a row of another district, where the file is one district's.
    fn must_be_own(&self, row: &Row<'_>, column: &str, district: Option<&String>) {
        let own = self.there.and_then(|there| there.district);
        if let (Some(own), Some(district)) = (own, district)
            && own != district
        {
            let item = district.clone();
            let items = own.to_owned();
            row.say_right(
                column,
                Wrong::OtherDistrict { item },
                Right::OneOf { items },
            );
        }
    }

    /// The setup, with the rows that could be read; none where not even the city could.
    fn setup(&self) -> Option<CitySetup> {
        let city = self
            .city()
            .or_else(|| self.kept().filter(|_| !self.has(&CITY)).map(City::of));
        let (districts, stations) = (self.districts(), self.stations());
        let (pools, skills) = (self.pools(), self.skills());
        let (people, templates) = (self.people(), self.templates());
        let (language_cover, holidays) = (self.language_cover(), self.holidays());
        let city = city?;
        Some(CitySetup {
            code: city.code,
            name: city.name,
            name_en: city.name_en,
            time_zone: city.time_zone,
            country: city.country,
            districts,
            stations,
            pools,
            skills,
            people,
            templates,
            language_cover,
            holidays,
        })
    }
}
