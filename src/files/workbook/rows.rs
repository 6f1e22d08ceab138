//! The cells of each thing's row, in the order of its sheet's columns.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::words::{AWAY_EXTRA, LEVELS, OFF_WORK, WEEKDAYS, Words, YES_NO};
use crate::domain::availability::clock;
use crate::domain::city::{
    CitySetup, District, ExceptionKind, Holiday, HolidayKind, KnownLanguage, LanguageCover, Person,
    Pool, Qualification, Skill, Station, Template,
};
use crate::domain::language::{Level, Tag};
use crate::domain::word_set::Listed;

/// The rows of a sheet, each with a cell for each column.
pub(super) type Rows<'a> = Box<dyn Iterator<Item = Vec<Cell<'a>>> + 'a>;

/// What is written in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    Date(NaiveDate),
    /// Minutes since midnight.
    Time(u16),
}

impl Cell<'_> {
    /// As it stands, for people and for files of text.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Time(minute) => Cow::Owned(clock(u32::from(*minute))),
        }
    }
}

pub(super) fn cities(setup: &CitySetup) -> Rows<'_> {
    let is_said = !setup.code.is_empty();
    Box::new(is_said.then(|| city(setup)).into_iter())
}

pub(super) fn districts(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.districts.iter().map(district))
}

pub(super) fn stations(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.stations.iter().map(station))
}

pub(super) fn pools(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.pools.iter().map(pool))
}

pub(super) fn skills(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.skills.iter().map(skill))
}

pub(super) fn people(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.people.iter().map(person))
}

pub(super) fn windows(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.people.iter().flat_map(windows_of))
}

pub(super) fn exceptions(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.people.iter().flat_map(exceptions_of))
}

pub(super) fn templates(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.templates.iter().map(template))
}

pub(super) fn options(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.templates.iter().flat_map(options_of))
}

pub(super) fn cover(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.language_cover.iter().map(cover_of))
}

pub(super) fn holidays(setup: &CitySetup) -> Rows<'_> {
    Box::new(setup.holidays.iter().map(holiday))
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn maybe(code: Option<&String>) -> Cell<'_> {
    code.map_or(Cell::Empty, |code| text(code))
}

fn list(items: impl Iterator<Item = String>) -> Cell<'static> {
    Cell::Text(Cow::Owned(items.collect::<Vec<_>>().join(", ")))
}

fn codes(codes: &[String]) -> Cell<'static> {
    list(codes.iter().cloned())
}

fn languages(all: &[(Tag, Level)]) -> Cell<'static> {
    list(
        all.iter()
            .map(|(tag, level)| format!("{tag}:{}", level.as_str())),
    )
}

/// `en:B2/C1/C1`, and no more than was said.
fn known_language(known: &KnownLanguage) -> String {
    let word = |level: Option<Level>| level.map_or("", Level::as_str);
    let said = [
        known.speaks.as_str(),
        word(known.understands),
        word(known.reads),
    ]
    .join("/");
    format!("{}:{}", known.tag, said.trim_end_matches('/'))
}

fn count(number: Option<u32>) -> Cell<'static> {
    number.map_or(Cell::Empty, |number| Cell::Number(f64::from(number)))
}

fn word(words: &'static Words, at: usize) -> Cell<'static> {
    words.get(at).map_or(Cell::Empty, |word| text(word.0))
}

fn yes_no(is: bool) -> Cell<'static> {
    word(YES_NO, usize::from(!is))
}

fn city(city: &CitySetup) -> Vec<Cell<'_>> {
    vec![
        text(&city.code),
        text(&city.name),
        text(&city.name_en),
        text(&city.time_zone),
        text(&city.country),
    ]
}

fn district(district: &District) -> Vec<Cell<'_>> {
    vec![
        text(&district.code),
        text(&district.name),
        text(&district.name_en),
    ]
}

fn station(station: &Station) -> Vec<Cell<'_>> {
    vec![
        text(&station.code),
        text(&station.district),
        text(&station.name),
        text(&station.address),
        Cell::Number(station.lat),
        Cell::Number(station.lon),
        maybe(station.hub.as_ref()),
        Cell::Number(f64::from(station.rooms)),
        yes_no(station.video),
        yes_no(station.step_free),
        text(&station.phone),
        maybe(station.time_zone.as_ref()),
        text(&station.subdistrict),
        text(&station.opening_hours),
        list(station.themes.words().into_iter()),
        list(station.services.words().into_iter()),
    ]
}

fn pool(pool: &Pool) -> Vec<Cell<'_>> {
    vec![
        text(&pool.code),
        text(&pool.name),
        text(&pool.name_en),
        yes_no(pool.may_serve_alone),
        maybe(pool.supervised_by.as_ref()),
        yes_no(pool.needs_licence),
        yes_no(pool.interprets),
        yes_no(pool.mediates),
        pool.needs_approval.map_or(Cell::Empty, yes_no),
        pool.services
            .as_ref()
            .map_or(Cell::Empty, |services| list(services.words().into_iter())),
    ]
}

fn skill(skill: &Skill) -> Vec<Cell<'_>> {
    vec![
        text(&skill.code),
        text(&skill.name),
        text(&skill.name_en),
        maybe(skill.parent.as_ref()),
    ]
}

fn person(person: &Person) -> Vec<Cell<'_>> {
    let limits = &person.limits;
    let mut cells = vec![
        text(&person.code),
        text(&person.name),
        text(&person.district),
        codes(&person.also_districts),
        text(&person.pool),
        text(&person.firm),
        text(&person.email),
        text(&person.phone),
        text(person.locale.as_str()),
        Cell::Number(person.lat),
        Cell::Number(person.lon),
        person.max_km.map_or(Cell::Empty, Cell::Number),
        count(Some(person.target)),
        count(limits.max_day),
        count(limits.max_week),
        count(limits.max_month),
        count(limits.max_stations),
        count(limits.max_run),
        count(limits.max_weekends),
        codes(&person.skills),
        list(person.languages.iter().map(known_language)),
        codes(&person.avoid),
        codes(&person.prefers),
    ];
    cells.extend(qualification(person.licence.as_ref()));
    cells.extend(qualification(person.approval.as_ref()));
    cells.extend([
        person.left.map_or(Cell::Empty, yes_no),
        count(person.practises_since.map(u32::from)),
        person.position.map_or(Cell::Empty, |of| text(of.as_str())),
    ]);
    cells
}

/// Number, by whom, from, until.
fn qualification(held: Option<&Qualification>) -> [Cell<'_>; 4] {
    let date = |date: Option<NaiveDate>| date.map_or(Cell::Empty, Cell::Date);
    [
        held.map_or(Cell::Empty, |held| text(&held.number)),
        held.map_or(Cell::Empty, |held| text(&held.issued_by)),
        date(held.and_then(|held| held.valid_from)),
        date(held.and_then(|held| held.valid_until)),
    ]
}

fn windows_of(person: &Person) -> impl Iterator<Item = Vec<Cell<'_>>> {
    person.weekly.iter().map(|window| {
        vec![
            text(&person.code),
            word(WEEKDAYS, usize::from(window.weekday.wrapping_sub(1))),
            Cell::Time(window.span.start),
            Cell::Time(window.span.end),
            Cell::Number(f64::from(window.interval_weeks)),
            Cell::Date(window.first_date),
            window.last_date.map_or(Cell::Empty, Cell::Date),
        ]
    })
}

fn exceptions_of(person: &Person) -> impl Iterator<Item = Vec<Cell<'_>>> {
    person.exceptions.iter().map(|exception| {
        let kind = match exception.kind {
            ExceptionKind::Away => 0,
            ExceptionKind::Extra => 1,
        };
        vec![
            text(&person.code),
            word(AWAY_EXTRA, kind),
            Cell::Date(exception.first_date),
            Cell::Date(exception.last_date),
            exception
                .span
                .map_or(Cell::Empty, |span| Cell::Time(span.start)),
            exception
                .span
                .map_or(Cell::Empty, |span| Cell::Time(span.end)),
            text(&exception.note),
        ]
    })
}

fn template(template: &Template) -> Vec<Cell<'_>> {
    vec![
        text(&template.code),
        text(&template.station),
        text(&template.name),
        text(&template.name_en),
        text(&template.pool),
        template
            .service
            .map_or(Cell::Empty, |service| text(service.as_str())),
        count(Some(template.min)),
        count(Some(template.ideal)),
        count(Some(template.weight)),
        maybe(template.supervised_by.as_ref()),
        codes(&template.skills),
        codes(&template.any_skills),
        languages(&template.languages),
        text(template.on_holiday.as_str()),
        yes_no(template.is_series),
        maybe(template.holder.as_ref()),
        Cell::Date(template.first_date),
        template.last_date.map_or(Cell::Empty, Cell::Date),
        count(template.slot_minutes.map(u32::from)),
        count(template.break_minutes.map(u32::from)),
        yes_no(template.by_video),
    ]
}

fn options_of(template: &Template) -> impl Iterator<Item = Vec<Cell<'_>>> {
    template.options.iter().map(|option| {
        vec![
            text(&template.code),
            text(&option.code),
            text(&option.rrule),
            Cell::Time(option.span.start),
            Cell::Time(option.span.end),
        ]
    })
}

fn cover_of(cover: &LanguageCover) -> Vec<Cell<'_>> {
    let level = Level::ALL.iter().position(|level| *level == cover.level);
    vec![
        text(&cover.district),
        text(cover.tag.as_str()),
        level.map_or(Cell::Empty, |level| word(LEVELS, level)),
        count(Some(cover.min)),
        count(Some(cover.weight)),
    ]
}

fn holiday(holiday: &Holiday) -> Vec<Cell<'_>> {
    let kind = match holiday.kind {
        HolidayKind::Off => 0,
        HolidayKind::Work => 1,
    };
    vec![
        Cell::Date(holiday.date),
        text(&holiday.name),
        text(&holiday.name_en),
        word(OFF_WORK, kind),
        yes_no(holiday.statutory),
        yes_no(holiday.provisional),
    ]
}
