//! One's own calendar on the page of one's times: given, read again, taken back; what came of it, and which duties lie in its times. The address
//! is never shown again.

use std::collections::{BTreeMap, HashMap};

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use super::link::parse;
use super::own_times::{Pressed, broken, open, show};
use crate::actions::give_calendar::{end_own_calendar, give_own_calendar, read_own_again};
use crate::actions::show_calendar::OwnCalendar;
use crate::domain::calendar_address::{CalendarAddress, InnerHosts};
use crate::service::Service;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::problem::Problem;
use crate::web::refusals::wrong_address;

/// How many days with busy times are shown.
const DAYS: usize = 60;

/// The part of the page that is about one's own calendar.
#[derive(Debug, Clone, Default)]
pub struct CalendarPart {
    /// The machine where it is, in words; empty where none was given.
    pub host: String,
    /// Whether it was read, and when, in words.
    pub read: String,
    /// Why it could not be read, in words; empty where it could.
    pub failure: String,
    /// How many times there are, in words.
    pub count: String,
    /// The days with busy times, each with them, in words.
    pub busy: Vec<String>,
    /// Duties that lie in them.
    pub duties: Vec<String>,
    /// What is wrong with the address that was typed; empty where nothing is.
    pub wrong: String,
}

impl CalendarPart {
    /// The part of this calendar, after `wrong` was typed.
    #[must_use]
    pub fn new(lang: Lang, calendar: Option<&OwnCalendar>, wrong: Option<&str>) -> Self {
        let wrong = wrong.map_or_else(String::new, |id| lang.text(id));
        let Some(own) = calendar else {
            return Self {
                wrong,
                ..Self::default()
            };
        };
        let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
        for time in &own.busy {
            let span = lang.span(time.span.start.into(), time.span.end.into());
            days.entry(time.date).or_default().push(span);
        }
        let separator = lang.text("list-separator");
        let day = |(date, spans): (&NaiveDate, &Vec<String>)| {
            let arguments = [
                ("date", lang.long_date(*date).into()),
                ("times", spans.join(&separator).into()),
            ];
            lang.text_with("calendar-busy-day", &arguments)
        };
        Self {
            host: lang.text_with("calendar-host", &[("host", own.host.as_str().into())]),
            read: match own.read_at {
                Some(at) => when(lang, "calendar-read", at, own.zone),
                None if own.failure.is_some() => String::new(),
                None => lang.text("calendar-waiting"),
            },
            failure: own.failure.map_or_else(String::new, |why| {
                let why = lang.word("calendar-unread", why.as_str());
                let since = own.failing_since.unwrap_or(own.given_at);
                let since = when(lang, "calendar-since", since, own.zone);
                lang.text_with(
                    "calendar-failed",
                    &[("why", why.into()), ("since", since.into())],
                )
            }),
            count: lang.count("calendar-busy", own.busy.len()),
            busy: days.iter().take(DAYS).map(day).collect(),
            duties: own.duties.iter().map(|duty| broken(lang, duty)).collect(),
            wrong,
        }
    }
}

/// An instant in words, by the clock of a place.
fn when(lang: Lang, id: &str, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    let minute = i32::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
    let arguments = [
        ("date", lang.long_date(local.date()).into()),
        ("time", lang.time(minute).into()),
    ];
    lang.text_with(id, &arguments)
}

#[post("/l/{token}/calendar")]
pub(super) async fn post_calendar(
    request: HttpRequest,
    service: Data<Service>,
    token: Path<String>,
    fields: Form<HashMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let token = parse(&token)?;
    let own = open(&service, &token).await?;
    let inner = InnerHosts::new(&service.config.calendars.inner_hosts);
    let link = token.clone();
    let done = match fields.get("answer").map(String::as_str) {
        Some("end") => {
            let end = move |service: &Service| {
                end_own_calendar(&service.store, &service.context("link"), &link)
            };
            blocking::run(&service, end).await?;
            "calendar-ended"
        }
        Some("again") => {
            let again = move |service: &Service| {
                read_own_again(&service.store, &service.context("link"), &link)
            };
            blocking::run(&service, again).await?;
            "calendar-given"
        }
        _ => {
            let typed = fields.get("address").map_or("", String::as_str);
            let address = match CalendarAddress::parse(typed, &inner) {
                Ok(address) => address,
                Err(why) => {
                    let pressed = Pressed {
                        calendar_wrong: Some(wrong_address(why)),
                        ..Pressed::default()
                    };
                    return show(&request, &token, &own, pressed);
                }
            };
            let give = move |service: &Service| {
                let (context, sealer) = (service.context("link"), &service.sealer);
                give_own_calendar(&service.store, &context, sealer, &link, &address)
            };
            blocking::run(&service, give).await?;
            "calendar-given"
        }
    };
    let own = open(&service, &token).await?;
    let pressed = Pressed {
        done: Some(done),
        ..Pressed::default()
    };
    show(&request, &token, &own, pressed)
}
