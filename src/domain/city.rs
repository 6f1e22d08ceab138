//! A city as it is set up from a workbook: everything kept before the first roster, with codes instead of ids.
//!
//! `files` reads a workbook into this, `actions/import_city` writes it to the database.

use chrono::NaiveDate;

use crate::domain::language::{Level, Tag};
use crate::domain::legal_service::{LegalService, LegalServices};
use crate::domain::on_holiday::OnHoliday;
use crate::domain::theme::Themes;

/// Everything a workbook says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CitySetup {
    /// Code of the city, unique in the installation.
    pub code: String,
    /// Name in the city's own language.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// IANA time zone.
    pub time_zone: String,
    /// ISO 3166 country whose holidays hold.
    pub country: String,
    /// Its districts.
    pub districts: Vec<District>,
    /// Its stations.
    pub stations: Vec<Station>,
    /// Kinds of people.
    pub pools: Vec<Pool>,
    /// Legal topics.
    pub skills: Vec<Skill>,
    /// Advisers and volunteers.
    pub people: Vec<Person>,
    /// What stations need.
    pub templates: Vec<Template>,
    /// Languages each district wants to hear every week.
    pub language_cover: Vec<LanguageCover>,
    /// Public holidays and make-up working days.
    pub holidays: Vec<Holiday>,
}

/// A district.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in the table `districts`")]
pub struct District {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// A station; `district` and `hub` are codes, positions are WGS 84 degrees.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in the table `stations`")]
pub struct Station {
    pub code: String,
    pub district: String,
    pub name: String,
    pub address: String,
    pub lat: f64,
    pub lon: f64,
    /// None is the city's.
    pub time_zone: Option<String>,
    pub hub: Option<String>,
    pub rooms: u16,
    pub video: bool,
    pub step_free: bool,
    pub phone: String,
    pub subdistrict: String,
    /// As `domain::opening_hours` reads them; empty where nothing is said.
    pub opening_hours: String,
    pub themes: Themes,
    /// What it offers; without any, nothing is said.
    pub services: LegalServices,
}

/// A pool; `supervised_by` is the code of the pool that must be present, `interprets` whether its people stand between a resident
/// and an adviser who share no language, `mediates` whether they sit beside an adviser in a panel.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in the table `pools`")]
pub struct Pool {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub may_serve_alone: bool,
    pub supervised_by: Option<String>,
    pub needs_licence: bool,
    pub interprets: bool,
    pub mediates: bool,
    /// None leaves it as it is.
    pub needs_approval: Option<bool>,
    /// What its people may give; none leaves it as it is.
    pub services: Option<LegalServices>,
}

/// A legal topic; `parent` is the code of the topic above it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in the table `skills`")]
pub struct Skill {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub parent: Option<String>,
}

/// Most turns of duty and the like; none is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "as in the roster exchange format")]
pub struct Limits {
    pub max_day: Option<u32>,
    pub max_week: Option<u32>,
    pub max_month: Option<u32>,
    pub max_stations: Option<u32>,
    pub max_run: Option<u32>,
    pub max_weekends: Option<u32>,
}

/// An adviser or volunteer; districts, stations, pool and skills are codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Code, unique in the city.
    pub code: String,
    /// Home district.
    pub district: String,
    /// Other districts where the person may serve.
    pub also_districts: Vec<String>,
    /// The pool.
    pub pool: String,
    /// Name as it is shown.
    pub name: String,
    /// The law firm; empty where there is none.
    pub firm: String,
    /// Where letters go.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// The language of letters.
    pub locale: Tag,
    /// Home or office, WGS 84 degrees.
    pub lat: f64,
    /// Home or office, WGS 84 degrees.
    pub lon: f64,
    /// How far the person travels, kilometres.
    pub max_km: Option<f64>,
    /// Most turns of duty.
    pub limits: Limits,
    /// Turns a month the person should serve.
    pub target: u32,
    /// Legal topics.
    pub skills: Vec<String>,
    /// Languages, with how well each is known.
    pub languages: Vec<KnownLanguage>,
    /// The year since which they practise.
    pub practises_since: Option<u16>,
    /// What the position is of; none leaves it as it is.
    pub position: Option<PositionOf>,
    /// Stations never to be sent to.
    pub avoid: Vec<String>,
    /// Stations liked best.
    pub prefers: Vec<String>,
    /// The licence of their profession.
    pub licence: Option<Qualification>,
    /// That their employer or university approves of their service.
    pub approval: Option<Qualification>,
    /// Weekly windows.
    pub weekly: Vec<WeeklyWindow>,
    /// Away and extra times.
    pub exceptions: Vec<Exception>,
    /// Whether they serve no more; none leaves it as it is.
    pub left: Option<bool>,
}

/// A language that somebody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLanguage {
    /// Which.
    pub tag: Tag,
    /// How well they speak it.
    pub speaks: Level,
    /// How well they understand it; none is as they speak it.
    pub understands: Option<Level>,
    /// How well they read it; none where nothing was said.
    pub reads: Option<Level>,
}

impl KnownLanguage {
    /// A language of which only is said how well it is spoken.
    #[must_use]
    pub fn spoken(tag: Tag, speaks: Level) -> Self {
        Self {
            tag,
            speaks,
            understands: None,
            reads: None,
        }
    }
}

/// What a person's position is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionOf {
    /// Their home.
    Home,
    /// Their office.
    Office,
}

impl PositionOf {
    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Office => "office",
        }
    }
}

/// A licence or approval with its validity; the number of a licence is unique in the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the table `qualifications`")]
pub struct Qualification {
    pub number: String,
    pub issued_by: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
}

/// A span of local minutes since midnight, start before end, end at most 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First minute.
    pub start: u16,
    /// Minute after the last.
    pub end: u16,
}

/// When a person can serve, every `interval_weeks` weeks from the week of `first_date`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyWindow {
    /// 1 (Monday) to 7.
    pub weekday: u8,
    /// The time of day.
    pub span: Span,
    /// 1 every week, 2 every other week.
    pub interval_weeks: u16,
    /// First date it holds; its week is the first of the interval.
    pub first_date: NaiveDate,
    /// Last date it holds; none is open.
    pub last_date: Option<NaiveDate>,
}

/// Whether an exception takes time away or adds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionKind {
    /// Not there.
    Away,
    /// There besides the weekly windows.
    Extra,
}

impl ExceptionKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Away, Self::Extra];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Extra => "extra",
        }
    }

    /// The kind of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// A date or range at which the weekly windows do not say it all; without span, the whole day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the table `availability_exceptions`")]
pub struct Exception {
    pub kind: ExceptionKind,
    pub first_date: NaiveDate,
    pub last_date: NaiveDate,
    pub span: Option<Span>,
    pub note: String,
}

/// What a station needs, as a recurrence; station, pool, skills and holder are codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Code, unique in the city.
    pub code: String,
    /// The station.
    pub station: String,
    /// What it is called.
    pub name: String,
    /// What it is called in English.
    pub name_en: String,
    /// The pool asked for.
    pub pool: String,
    /// What is given there; none is whatever the pool may give.
    pub service: Option<LegalService>,
    /// People it needs at least.
    pub min: u32,
    /// People it would like.
    pub ideal: u32,
    /// How much it weighs against others, at least 1.
    pub weight: u32,
    /// Pool that must be present.
    pub supervised_by: Option<String>,
    /// Skills, all of which are asked for.
    pub skills: Vec<String>,
    /// Skills, one of which is asked for.
    pub any_skills: Vec<String>,
    /// Languages asked for.
    pub languages: Vec<(Tag, Level)>,
    /// Public holidays.
    pub on_holiday: OnHoliday,
    /// Whether one face is wanted and one of the options is chosen.
    pub is_series: bool,
    /// The adviser who has it already.
    pub holder: Option<String>,
    /// First date it holds.
    pub first_date: NaiveDate,
    /// Last date it holds.
    pub last_date: Option<NaiveDate>,
    /// Length of a resident's appointment in minutes; none where residents cannot book.
    pub slot_minutes: Option<u16>,
    /// Minutes without appointments in the middle of a turn; none where there is no break.
    pub break_minutes: Option<u16>,
    /// Whether its people sit at the station and meet residents by video; the station has video then.
    pub by_video: bool,
    /// The ways it can fall, at least one.
    pub options: Vec<TemplateOption>,
}

/// One way a template can fall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateOption {
    /// Code, unique in its template, such as `tue-am`.
    pub code: String,
    /// RFC 5545 RRULE without DTSTART, such as `FREQ=WEEKLY;BYDAY=TU`; counted from the template's first date.
    pub rrule: String,
    /// Time of day.
    pub span: Span,
}

/// Turns of duty a week that must be held by a speaker in a district.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the roster exchange format")]
pub struct LanguageCover {
    pub district: String,
    pub tag: Tag,
    pub level: Level,
    pub min: u32,
    pub weight: u32,
}

/// Whether a listed date is free or worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolidayKind {
    /// No work.
    Off,
    /// A weekend day that is worked (make-up working day, 调休).
    Work,
}

/// An exception to the ordinary week.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the table `holidays`")]
pub struct Holiday {
    pub date: NaiveDate,
    pub name: String,
    pub name_en: String,
    pub kind: HolidayKind,
    pub statutory: bool,
    /// Whether the year's calendar is not published yet.
    pub provisional: bool,
}
