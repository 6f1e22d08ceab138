//! People, with when they can serve.

use std::collections::{HashMap, HashSet};

use super::super::layout::{AVAILABILITY, EXCEPTIONS, PEOPLE, Sheet};
use super::super::problem::{Right, Wrong};
use super::super::row::{Row, Seen};
use super::Book;
use crate::domain::city::{
    Exception, ExceptionKind, Limits, Person, PositionOf, Qualification, Span, WeeklyWindow,
};
use crate::domain::email::is_address;

/// What no two people have both: their codes, and the numbers of their licences.
#[derive(Default)]
struct Own {
    codes: Seen<String>,
    licences: Seen<String>,
}

impl Book<'_> {
    /// The people whose rows could be read, each with the windows and exceptions that name them.
    pub(super) fn people(&self) -> Vec<Person> {
        let mut people = self.people_without_times();
        let places = people.iter().enumerate();
        let at: HashMap<String, usize> = places.map(|(at, p)| (p.code.clone(), at)).collect();
        for row in self.rows(&AVAILABILITY) {
            let code = row.code_of("Person", &self.known.people);
            if let (Some(code), Some(window)) = (code, window(&row))
                && let Some(&at) = at.get(&code)
            {
                people[at].weekly.push(window);
            }
        }
        for row in self.rows(&EXCEPTIONS) {
            let code = row.code_of("Person", &self.known.people);
            if let (Some(code), Some(exception)) = (code, exception(&row))
                && let Some(&at) = at.get(&code)
            {
                people[at].exceptions.push(exception);
            }
        }
        people
    }

    /// The people of the file, or those that are kept and that it names. Their times are those that are kept where the file does not say them:
    /// in a list that it does not have, or of somebody whom only another list names.
    fn people_without_times(&self) -> Vec<Person> {
        let kept = || self.kept().into_iter().flat_map(|kept| &kept.people);
        let by_code: HashMap<&str, &Person> = kept().map(|p| (p.code.as_str(), p)).collect();
        let weekly = self.named(&AVAILABILITY, "Person");
        let exceptions = self.named(&EXCEPTIONS, "Person");
        let is_list = self.has(&PEOPLE);
        let mut people: Vec<Person> = if is_list {
            let mut own = Own::default();
            let person = |row: Row<'_>| self.person(&row, &mut own);
            self.rows(&PEOPLE).filter_map(person).collect()
        } else {
            let is_named = |p: &&Person| weekly.contains(&p.code) || exceptions.contains(&p.code);
            kept().filter(is_named).cloned().collect()
        };
        let says = |sheet: &Sheet, named: &HashSet<String>, code: &str| {
            self.has(sheet) && (is_list || named.contains(code))
        };
        for person in &mut people {
            let old = by_code.get(person.code.as_str());
            person.weekly.clear();
            person.exceptions.clear();
            if let Some(old) = old.filter(|_| !says(&AVAILABILITY, &weekly, &person.code)) {
                person.weekly.clone_from(&old.weekly);
            }
            if let Some(old) = old.filter(|_| !says(&EXCEPTIONS, &exceptions, &person.code)) {
                person.exceptions.clone_from(&old.exceptions);
            }
        }
        people
    }

    fn person(&self, row: &Row<'_>, own: &mut Own) -> Option<Person> {
        let code = row.own_code("Code", &mut own.codes);
        let name = row.needed_text("Name");
        let district = self.own_district(row);
        let also_districts = row.codes_of("Also districts", &self.known.districts);
        let pool = row.code_of("Pool", &self.known.pools);
        let firm = row.free_text("Firm");
        let email = row.checked("E-mail", is_address);
        let phone = row.free_text("Phone");
        let locale = row.language("Language of letters");
        let (lat, lon) = (row.number("Latitude"), row.number("Longitude"));
        let max_km = row.number("Max km");
        let target = row.whole("Target");
        let limits = limits(row);
        let skills = row.codes_of("Skills", &self.known.skills);
        let languages = row.known_languages("Languages");
        let avoid = row.codes_of("Avoids", &self.known.stations);
        let prefers = row.codes_of("Prefers", &self.known.stations);
        if let Some(item) = prefers.iter().find(|station| avoid.contains(station)) {
            let item = item.clone();
            let wrong = Wrong::InBoth {
                item,
                other: "Avoids",
            };
            row.say_right("Prefers", wrong, Right::OnlyOne);
        }
        let licence = qualification(row, &LICENCE);
        if let Some(Qualification { number, .. }) = &licence {
            row.is_first("Licence", number.clone(), number, &mut own.licences);
        }
        Some(Person {
            code: code?,
            district: district?,
            also_districts,
            pool: pool?,
            name: name?,
            firm,
            email: email?,
            phone,
            locale: locale?,
            lat: lat?,
            lon: lon?,
            max_km,
            limits,
            target: target?,
            skills,
            languages,
            avoid,
            prefers,
            licence,
            approval: qualification(row, &APPROVAL),
            left: row.word("Left").map(|word| word == 0),
            practises_since: row.small("Practises since"),
            position: row.word("Position of").map(|word| match word {
                0 => PositionOf::Home,
                _ => PositionOf::Office,
            }),
            weekly: Vec::new(),
            exceptions: Vec::new(),
        })
    }
}

fn limits(row: &Row<'_>) -> Limits {
    Limits {
        max_day: row.whole("Max a day"),
        max_week: row.whole("Max a week"),
        max_month: row.whole("Max a month"),
        max_stations: row.whole("Max stations"),
        max_run: row.whole("Max in a row"),
        max_weekends: row.whole("Max weekends"),
    }
}

/// The columns of a licence or approval: number, by whom, from, until.
type Columns = [&'static str; 4];

const LICENCE: Columns = ["Licence", "Licence by", "Licence from", "Licence until"];
const APPROVAL: Columns = ["Approval", "Approval by", "Approval from", "Approval until"];

fn qualification(row: &Row<'_>, [number, by, from, until]: &Columns) -> Option<Qualification> {
    let held = row.checked(number, |_| true);
    let issued_by = row.free_text(by);
    let valid_from = row.date(from);
    let valid_until = row.last_date(until, valid_from);
    let says_more = !issued_by.is_empty() || valid_from.is_some() || valid_until.is_some();
    if row.is_empty(number) && says_more {
        row.say_right(number, Wrong::WithoutNumber, Right::NumberOrNothing);
    }
    Some(Qualification {
        number: held?,
        issued_by,
        valid_from,
        valid_until,
    })
}

fn window(row: &Row<'_>) -> Option<WeeklyWindow> {
    let weekday = row
        .word("Weekday")
        .and_then(|day| u8::try_from(day + 1).ok());
    let span = row.span();
    let interval_weeks = row.small("Every weeks").unwrap_or(1);
    let first_date = row.date("First date");
    let last_date = row.last_date("Last date", first_date);
    Some(WeeklyWindow {
        weekday: weekday?,
        span: span?,
        interval_weeks,
        first_date: first_date?,
        last_date,
    })
}

/// An exception; without a last date it is of one day.
fn exception(row: &Row<'_>) -> Option<Exception> {
    let kind = row.word("Kind");
    let first_date = row.date("First date");
    let last_date = row.last_date("Last date", first_date);
    let span = part_of_day(row);
    let note = row.free_text("Note");
    let first_date = first_date?;
    Some(Exception {
        kind: match kind? {
            0 => ExceptionKind::Away,
            _ => ExceptionKind::Extra,
        },
        first_date,
        last_date: last_date.unwrap_or(first_date),
        span,
        note,
    })
}

/// The times of an exception; none is the whole day.
fn part_of_day(row: &Row<'_>) -> Option<Span> {
    match (row.is_empty("From"), row.is_empty("To")) {
        (false, false) => return row.span(),
        (false, true) => row.say_right("To", Wrong::Empty, Right::BothTimes),
        (true, false) => row.say_right("From", Wrong::Empty, Right::BothTimes),
        (true, true) => {}
    }
    None
}
