//! One's own times: when somebody can serve every week, and the days on which that does not hold. Opened by a link: see `link`.

use std::collections::HashMap;

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse, post};
use askama::Template;

use super::frame::Frame;
use super::html;
use super::link::{language, parse, path};
use super::own_calendar::CalendarPart;
use super::times_form::{TimesForm, WrongRow};
use crate::actions::change_availability::{AvailabilityError, BrokenDuty, WhereBroken};
use crate::actions::keep::KeepError;
use crate::actions::open_link::{LinkError, Opened, open_link};
use crate::actions::say_times::{OwnTimes, Said, SayError, say_times};
use crate::domain::capability::Token;
use crate::service::Service;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::problem::Problem;

/// The page.
#[derive(Debug, Template)]
#[template(path = "own_times.html")]
pub struct OwnTimesPage {
    /// What stands around it.
    pub frame: Frame,
    /// The person.
    pub person: String,
    /// `2026年12月`.
    pub month: String,
    /// Whether they have said it for that month.
    pub has_said: bool,
    /// What the last press did, in words; empty at first.
    pub done: String,
    /// What is wrong in what was typed.
    pub wrong: Vec<String>,
    /// Duties that it would break.
    pub broken: Vec<String>,
    /// Where the form is sent.
    pub action: String,
    /// The person's revision that is shown.
    pub revision: i32,
    /// The rows.
    pub form: TimesForm,
    /// The weekdays: 1 to 7 with their names.
    pub weekdays: Vec<(String, String)>,
    /// How often: 1 to 4 weeks with their names.
    pub intervals: Vec<(String, String)>,
    /// `away` and `extra` with their names.
    pub kinds: Vec<(String, String)>,
    /// Their own calendar.
    pub calendar: CalendarPart,
    /// Where what is said of it is sent.
    pub calendar_action: String,
}

/// What the last press came to.
#[derive(Debug, Clone, Default)]
pub struct Pressed {
    /// What was done, as the id of a message.
    pub done: Option<&'static str>,
    /// What was typed, where it was not kept.
    pub typed: Option<TimesForm>,
    /// The rows that are wrong.
    pub wrong: Vec<WrongRow>,
    /// The duties that it would break.
    pub broken: Vec<BrokenDuty>,
    /// What is wrong with the address of their calendar, as the id of a message.
    pub calendar_wrong: Option<&'static str>,
}

impl OwnTimesPage {
    /// The page of these times; `action` is the link's own path.
    #[must_use]
    pub fn new(frame: Frame, own: &OwnTimes, pressed: Pressed, action: &str) -> Self {
        let lang = frame.lang;
        let wrong = pressed.wrong.iter().map(|(row, message)| {
            let row = i64::try_from(*row).unwrap_or(i64::MAX);
            lang.text_with(message, &[("row", row.into())])
        });
        let named = |from: u32, to: u32, name: &dyn Fn(u32) -> String| {
            let each = from..=to;
            each.map(|n| (n.to_string(), name(n))).collect()
        };
        let number = |n: u32| i64::from(n).into();
        let away_extra = ["away", "extra"];
        Self {
            person: own.person.clone(),
            month: lang.month(&own.month),
            has_said: own.has_said,
            done: pressed.done.map_or_else(String::new, |id| lang.text(id)),
            wrong: wrong.collect(),
            broken: pressed.broken.iter().map(|d| broken(lang, d)).collect(),
            calendar: CalendarPart::new(lang, own.calendar.as_ref(), pressed.calendar_wrong),
            calendar_action: format!("{action}/calendar"),
            action: format!("{action}/times"),
            revision: own.revision,
            form: pressed
                .typed
                .unwrap_or_else(|| TimesForm::of(&own.times, own.today)),
            weekdays: named(1, 7, &|n| {
                lang.text_with("times-weekday", &[("weekday", number(n))])
            }),
            intervals: named(1, 4, &|n| {
                lang.text_with("times-every", &[("weeks", number(n))])
            }),
            kinds: away_extra
                .map(|kind| (kind.to_owned(), lang.word("times-kind", kind)))
                .to_vec(),
            frame,
        }
    }
}

pub(super) fn broken(lang: Lang, duty: &BrokenDuty) -> String {
    let arguments = [
        ("date", lang.long_date(duty.date).into()),
        (
            "time",
            lang.span(duty.span.start.into(), duty.span.end.into())
                .into(),
        ),
        ("station", duty.station.as_str().into()),
    ];
    lang.text_with("times-broken-duty", &arguments)
}

/// Shows the page.
pub(super) fn show(
    request: &HttpRequest,
    token: &Token,
    own: &OwnTimes,
    pressed: Pressed,
) -> Result<HttpResponse, Problem> {
    let path = path(token);
    let frame = Frame::new(language(request, &own.locale), path.as_str());
    html(&OwnTimesPage::new(frame, own, pressed, &path))
}

#[post("/l/{token}/times")]
pub(super) async fn post_times(
    request: HttpRequest,
    service: Data<Service>,
    token: Path<String>,
    fields: Form<HashMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let token = parse(&token)?;
    let own = open(&service, &token).await?;
    let (said, typed) = match fields.get("answer").map(String::as_str) {
        Some("right") => (Said::Right, None),
        _ => {
            let typed = TimesForm::typed(&fields);
            let times = match typed.times(&own.times, own.today) {
                Ok(times) => times,
                Err(wrong) => {
                    let pressed = Pressed {
                        typed: Some(typed),
                        wrong,
                        ..Pressed::default()
                    };
                    return show(&request, &token, &own, pressed);
                }
            };
            let seen = fields.get("revision").and_then(|text| text.parse().ok());
            let said = Said::Times {
                times,
                seen: seen.unwrap_or_default(),
                broken: WhereBroken::anyway(fields.contains_key("anyway")),
            };
            (said, Some(typed))
        }
    };
    let taken = token.clone();
    let outcome = blocking::run(&service, move |service| {
        let context = service.context("link");
        Ok::<_, Problem>(say_times(&service.store, &context, &taken, &said))
    });
    let pressed = pressed(outcome.await?, typed)?;
    let own = open(&service, &token).await?;
    show(&request, &token, &own, pressed)
}

/// What came of it, as the page says it.
fn pressed(outcome: Result<(), SayError>, typed: Option<TimesForm>) -> Result<Pressed, Problem> {
    match outcome {
        Ok(()) => Ok(Pressed {
            done: Some("times-done"),
            ..Pressed::default()
        }),
        Err(SayError::Availability(AvailabilityError::Breaks(broken))) => Ok(Pressed {
            typed,
            broken,
            ..Pressed::default()
        }),
        // What is there now is shown; what was typed is put beside it by whoever typed it.
        Err(SayError::Availability(AvailabilityError::Keep(KeepError::Changed))) => Ok(Pressed {
            done: Some("times-changed-meanwhile"),
            ..Pressed::default()
        }),
        Err(SayError::Link(error)) => Err(error.into()),
        Err(SayError::Availability(error)) => Err(error.into()),
        Err(SayError::Store(error)) => Err(error.into()),
    }
}

pub(super) async fn open(service: &Service, token: &Token) -> Result<OwnTimes, Problem> {
    let now = service.clock.now().naive_utc();
    let opened = token.clone();
    let opened = blocking::run(service, move |service| {
        open_link(&service.store, &opened, now)
    });
    match opened.await? {
        Opened::Times(own) => Ok(*own),
        _ => Err(LinkError::Wrong.into()),
    }
}
