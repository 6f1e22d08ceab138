//! A workbook as a city's setup, or everything that is wrong in it.

mod demand;
mod people;
mod places;

use super::codes::Codes;
use super::layout::{DISTRICTS, PEOPLE, POOLS, SHEETS, SKILLS, STATIONS, Sheet, TEMPLATES};
use super::open::open;
use super::problem::{Problems, WorkbookProblem};
use super::row::Row;
use super::table::Table;
use crate::domain::city::CitySetup;

/// Reads a workbook (.xlsx). Where anything is wrong, everything that is wrong is given, by sheet, row and column.
pub fn read(bytes: &[u8]) -> Result<CitySetup, Vec<WorkbookProblem>> {
    let problems = Problems::default();
    let setup = open(bytes, &problems).and_then(|mut sheets| {
        let tables = SHEETS.map(|sheet| {
            let at = sheets
                .iter()
                .position(|(there, _)| there.name == sheet.name);
            match at.map(|at| sheets.swap_remove(at)) {
                Some((sheet, grid)) => Table::new(sheet, grid, &problems),
                None => Table::missing(sheet),
            }
        });
        let book = Book {
            known: Known::of(&tables),
            tables,
            problems: &problems,
        };
        book.setup()
    });
    let found = problems.into_sorted();
    match setup {
        Some(setup) if found.is_empty() => Ok(setup),
        _ => Err(found),
    }
}

/// The tables of a workbook with the codes that they define.
struct Book<'a> {
    tables: [Table; SHEETS.len()],
    known: Known,
    problems: &'a Problems,
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
    fn of(tables: &[Table]) -> Self {
        let codes = |sheet| table(tables, sheet).codes("Code");
        Self {
            districts: codes(&DISTRICTS),
            stations: codes(&STATIONS),
            pools: codes(&POOLS),
            skills: codes(&SKILLS),
            people: codes(&PEOPLE),
            templates: codes(&TEMPLATES),
        }
    }
}

fn table<'t>(tables: &'t [Table], sheet: &Sheet) -> &'t Table {
    let mut tables = tables.iter();
    let found = tables.find(|table| table.sheet.name == sheet.name);
    found.expect("there is a table for each sheet of the layout")
}

impl Book<'_> {
    fn table(&self, sheet: &Sheet) -> &Table {
        table(&self.tables, sheet)
    }

    fn rows(&self, sheet: &Sheet) -> impl Iterator<Item = Row<'_>> {
        self.table(sheet).rows(self.problems)
    }

    /// The setup, with the rows that could be read; none where not even the city could.
    fn setup(&self) -> Option<CitySetup> {
        let city = self.city();
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
