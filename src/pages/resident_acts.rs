//! What the buttons of a resident's page do: look for a time, take it, refuse it, move, cancel, withdraw, ask a person. Each answers with
//! the page as it is then; a further talk has a page of its own, to which its button leads.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};

use super::appointment::AppointmentPage;
use super::frame::Frame;
use super::html;
use super::link::{language, path};
use crate::actions::ask_person::{AskError, LONGEST, NewQuestion, ask_person, tidied};
use crate::actions::book_appointment::{BookError, Wanted, book_appointment, request_of};
use crate::actions::cancel_appointment::cancel_appointment;
use crate::actions::change_request::take_any_adviser;
use crate::actions::follow_up::follow_up_by_link;
use crate::actions::make_offers::{Offered, ShownOffer, held_offers, make_offers};
use crate::actions::open_link::{LinkError, Opened, open_link};
use crate::actions::refuse_offer::{RefuseError, refuse_offer};
use crate::actions::show_questions::{OwnQuestions, own_questions};
use crate::actions::show_result::{ResultView, Standing, show_result};
use crate::actions::withdraw_request::withdraw_request;
use crate::domain::capability::Token;
use crate::service::Service;
use crate::web::blocking;
use crate::web::problem::Problem;

/// What a resident presses.
#[derive(Debug)]
pub(super) enum Act {
    /// What is free now?
    Look,
    /// I take this time.
    Take {
        /// The offer.
        offer: String,
        /// The appointment that moves to it.
        instead_of: Option<String>,
    },
    /// Not this time.
    Refuse {
        /// The offer.
        offer: String,
        /// Whether the resident waits for another.
        wants_another: bool,
    },
    /// I cannot come.
    Cancel {
        /// The appointment that the page showed.
        appointment: String,
        /// Whether the resident waits for another.
        wants_another: bool,
    },
    /// I no longer need help.
    Withdraw,
    /// Anybody will do, not only whom I met before.
    AnyAdviser,
    /// I want to ask a person.
    Ask {
        /// What; may be empty.
        words: String,
        /// The offer it is about.
        offer: Option<String>,
    },
}

/// What a press did, or why it did nothing: messages; and what is free where somebody looked.
#[derive(Debug, Default)]
struct Done {
    message: Option<&'static str>,
    note: Option<&'static str>,
    found: Option<Offered>,
}

impl From<&'static str> for Done {
    fn from(message: &'static str) -> Self {
        Self {
            message: Some(message),
            ..Self::default()
        }
    }
}

/// The page behind a resident's link.
pub(super) async fn show(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
    subject: String,
) -> Result<HttpResponse, Problem> {
    let shown = blocking::run(service, move |service| view(service, &subject));
    page(request, token, shown.await?, &Done::default())
}

/// Does what was pressed, and shows the page as it is then.
pub(super) async fn act(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
    act: Act,
) -> Result<HttpResponse, Problem> {
    let opened = token.clone();
    let done = blocking::run(service, move |service| {
        let now = service.clock.now().naive_utc();
        let Opened::Appointment(subject) = open_link(&service.store, &opened, now)? else {
            return Err(LinkError::Wrong.into());
        };
        let before = show_result(&service.store, &subject, now)?;
        let done = press(service, &before, act)?;
        Ok::<_, Problem>((view(service, &subject)?, done))
    });
    let (shown, done) = done.await?;
    page(request, token, shown, &done)
}

/// Where the request stands, what is held for it, and what was asked.
type Shown = (ResultView, Vec<ShownOffer>, OwnQuestions);

fn view(service: &Service, subject: &str) -> Result<Shown, Problem> {
    let context = service.context("link");
    let view = show_result(&service.store, subject, context.now.naive_utc())?;
    let held = held_offers(&service.store, &context, &view.request_id)?;
    let (now, asking) = (context.instant(), service.asking());
    let asked = own_questions(&service.store, &asking, &view.request_id, now)?;
    Ok((view, held, asked))
}

fn page(
    request: &HttpRequest,
    token: &Token,
    (view, held, asked): Shown,
    done: &Done,
) -> Result<HttpResponse, Problem> {
    let lang = language(request, &view.locale);
    let frame = Frame::new(lang, path(token));
    let mut page = AppointmentPage::new(frame, &view).with_held(&held);
    if let Some(found) = &done.found {
        page = page.with_found(found);
    }
    page = page.with_asked(&asked);
    let text = |id: Option<&str>| id.map_or_else(String::new, |id| lang.text(id));
    (page.done, page.note) = (text(done.message), text(done.note));
    html(&page)
}

/// Asks for a further talk, and leads to its page.
pub(super) async fn follow_up(
    service: &Service,
    token: &Token,
    appointment: String,
    same_adviser: bool,
) -> Result<HttpResponse, Problem> {
    let opened = token.clone();
    let url = blocking::run(service, move |service| {
        let context = service.context("link");
        let now = context.now.naive_utc();
        let Opened::Appointment(subject) = open_link(&service.store, &opened, now)? else {
            return Err(LinkError::Wrong.into());
        };
        match show_result(&service.store, &subject, now)?.standing {
            Standing::Over(_, id) if id == appointment => {}
            _ => return Err(LinkError::Wrong.into()),
        }
        let asking = service.asking();
        let url = follow_up_by_link(
            &service.store,
            &context,
            &asking,
            &appointment,
            same_adviser,
        )?;
        Ok::<_, Problem>(url)
    });
    let mut answer = HttpResponse::SeeOther();
    Ok(answer.insert_header((LOCATION, url.await?)).finish())
}

fn press(service: &Service, view: &ResultView, act: Act) -> Result<Done, Problem> {
    let (store, context, asking) = (&service.store, service.context("link"), service.asking());
    let booked = match &view.standing {
        Standing::Booked(booked) => Some(booked),
        _ => None,
    };
    match act {
        Act::Look => look(service, view),
        Act::Take { offer, instead_of } => take(service, view, &offer, instead_of.as_deref()),
        Act::Refuse {
            offer,
            wants_another,
        } => {
            is_own(service, view, &offer)?;
            match refuse_offer(store, &context, &asking, &offer, wants_another) {
                Ok(()) if wants_another => Ok(Done::from("resident-done-refused")),
                Ok(()) => Ok(Done::from("resident-done-withdrawn")),
                // Pressed twice, or when its time was over: the page says how things are.
                Err(RefuseError::Gone) => Ok(Done::default()),
                Err(error) => Err(error.into()),
            }
        }
        Act::Cancel {
            appointment,
            wants_another,
        } => {
            // Pressed twice, or on a page that is older than a move: what is booked now stays.
            let Some(booked) = booked.filter(|booked| booked.id == appointment) else {
                return Ok(Done::default());
            };
            let (id, seen) = (&booked.id, booked.revision);
            cancel_appointment(store, &context, &asking, id, seen, wants_another)?;
            Ok(Done::from("resident-done-cancelled"))
        }
        Act::Withdraw => {
            withdraw_request(store, &context, &view.request_id)?;
            Ok(Done::from("resident-done-withdrawn"))
        }
        Act::AnyAdviser => {
            take_any_adviser(store, &context, &asking.promise, &view.request_id)?;
            match &view.standing {
                Standing::Closed | Standing::Over(..) => Ok(Done::default()),
                _ => Ok(Done {
                    message: Some("resident-done-any"),
                    ..look(service, view)?
                }),
            }
        }
        Act::Ask { words, offer } => ask(service, view, words, offer),
    }
}

fn ask(
    service: &Service,
    view: &ResultView,
    words: String,
    offer: Option<String>,
) -> Result<Done, Problem> {
    let note = |note| {
        Ok(Done {
            note: Some(note),
            ..Done::default()
        })
    };
    if tidied(&words).chars().count() > LONGEST {
        return note("ask-long");
    }
    if let Some(offer) = &offer {
        is_own(service, view, offer)?;
    }
    let new = NewQuestion {
        request_id: view.request_id.clone(),
        offer_id: offer,
        words,
    };
    let context = service.context("link");
    match ask_person(&service.store, &context, &service.asking(), &new) {
        Ok(_) => Ok(Done::from("ask-done")),
        Err(AskError::Full) => note("ask-full"),
        // Closed since the page was shown: it says how things are.
        Err(AskError::Closed) => Ok(Done::default()),
        Err(error) => Err(error.into()),
    }
}

fn look(service: &Service, view: &ResultView) -> Result<Done, Problem> {
    let (context, terms) = (service.context("link"), service.offer_terms());
    let (store, id) = (&service.store, &view.request_id);
    let found = make_offers(store, &context, &service.markets, &terms, id)?;
    Ok(Done {
        found: Some(found),
        ..Done::default()
    })
}

/// What is free in the place of what was wanted.
fn look_instead(service: &Service, view: &ResultView, note: &'static str) -> Result<Done, Problem> {
    Ok(Done {
        note: Some(note),
        ..look(service, view)?
    })
}

/// Books. Pressed twice, it is once; where somebody else was faster, the page shows what is free now.
fn take(
    service: &Service,
    view: &ResultView,
    offer: &str,
    instead_of: Option<&str>,
) -> Result<Done, Problem> {
    let wanted = Wanted {
        offer_id: offer,
        instead_of,
        key: offer,
    };
    let done = match (instead_of, view.is_told) {
        (None, true) => "resident-done-booked",
        (Some(_), true) => "resident-done-moved",
        (None, false) => "resident-done-booked-untold",
        (Some(_), false) => "resident-done-moved-untold",
    };
    is_own(service, view, offer)?;
    let context = service.context("link");
    match book_appointment(&service.store, &context, &service.asking(), wanted) {
        Ok(_) => Ok(Done::from(done)),
        Err(BookError::Taken { .. }) => look_instead(service, view, "resident-taken"),
        Err(BookError::Gone | BookError::InConflict) => {
            look_instead(service, view, "resident-gone")
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the offer is this resident's: no page of another's link names it. One that is gone is anybody's to hear of.
fn is_own(service: &Service, view: &ResultView, offer: &str) -> Result<(), Problem> {
    match request_of(&service.store, offer)? {
        Some(request_id) if request_id != view.request_id => Err(LinkError::Wrong.into()),
        _ => Ok(()),
    }
}
