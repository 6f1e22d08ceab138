//! The page behind a letter's link. A GET or HEAD only shows, since mail scanners follow links; a POST acts, and twice is once.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse, post, route};
use secrecy::SecretString;
use serde::Deserialize;

use super::choose_password;
use super::feed;
use super::frame::Frame;
use super::html;
use super::own_month::OwnMonthPage;
use super::own_times;
use super::rating;
use super::resident_acts::{self, Act};
use crate::actions::answer_duties::{Answer, answer_duties};
use crate::actions::make_feed::{FeedError, end_own_feed, make_own_feed};
use crate::actions::open_link::{LinkError, Opened, OwnDuties, open_link};
use crate::domain::capability::Token;
use crate::service::Service;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::language::switched;
use crate::web::problem::{At, Problem, Said};

/// What a button sends.
#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    answer: String,
    #[serde(default)]
    assignment: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    offer: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    appointment: String,
    #[serde(default)]
    helped: String,
    #[serde(default)]
    understood: String,
    password: Option<SecretString>,
}

/// What a button means, by whose page it is on.
enum Meant {
    Duties(Answer),
    Feed {
        makes: bool,
    },
    Resident(Act),
    FollowUp {
        appointment: String,
        same_adviser: bool,
    },
    Rating([String; 2]),
    Password(SecretString),
}

impl Pressed {
    fn meant(self) -> Result<Meant, Problem> {
        let Self {
            answer,
            assignment,
            reason,
            offer,
            words,
            appointment,
            helped,
            understood,
            password,
        } = self;
        let wants_another = answer.ends_with("_another");
        let duties = |answer| Ok(Meant::Duties(answer));
        let resident = |act| Ok(Meant::Resident(act));
        match answer.as_str() {
            "confirm_all" => duties(Answer::ConfirmAll),
            "confirm" => duties(Answer::Confirm { assignment }),
            "decline" => duties(Answer::Decline { assignment, reason }),
            "make_feed" => Ok(Meant::Feed { makes: true }),
            "end_feed" => Ok(Meant::Feed { makes: false }),
            "look" => resident(Act::Look),
            "take" => resident(Act::Take {
                offer,
                instead_of: Some(appointment).filter(|id| !id.is_empty()),
            }),
            "refuse" | "refuse_another" => resident(Act::Refuse {
                offer,
                wants_another,
            }),
            "cancel" | "cancel_another" => resident(Act::Cancel {
                appointment,
                wants_another,
            }),
            "withdraw" => resident(Act::Withdraw),
            "any_adviser" => resident(Act::AnyAdviser),
            "follow_up" | "follow_up_another" => Ok(Meant::FollowUp {
                appointment,
                same_adviser: !wants_another,
            }),
            "ask" => resident(Act::Ask {
                words,
                offer: Some(offer).filter(|id| !id.is_empty()),
            }),
            "rate" => Ok(Meant::Rating([helped, understood])),
            "password" => Ok(Meant::Password(
                password.unwrap_or_else(|| String::new().into()),
            )),
            _ => Err(Problem::invalid().at(
                At::Body("/answer".to_owned()),
                Said::Message("problem-place-unknown", vec![("value", answer.into())]),
            )),
        }
    }
}

#[route("/l/{token:.*}", method = "GET", method = "HEAD")]
pub(super) async fn show_link(
    request: HttpRequest,
    service: Data<Service>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    show(&request, &service, &parse(&token)?, None).await
}

#[post("/l/{token:.*}")]
pub(super) async fn post_link(
    request: HttpRequest,
    service: Data<Service>,
    token: Path<String>,
    pressed: Form<Pressed>,
) -> Result<HttpResponse, Problem> {
    let token = parse(&token)?;
    let answer = match pressed.into_inner().meant()? {
        Meant::Duties(answer) => answer,
        Meant::Feed { makes: true } => return make_feed(&request, &service, &token).await,
        Meant::Feed { makes: false } => {
            let link = token.clone();
            blocking::run(&service, move |service| {
                end_own_feed(&service.store, &service.context("link"), &link)
            })
            .await?;
            return show(&request, &service, &token, Some("feed-ended")).await;
        }
        Meant::FollowUp {
            appointment,
            same_adviser,
        } => return resident_acts::follow_up(&service, &token, appointment, same_adviser).await,
        Meant::Resident(act) => return resident_acts::act(&request, &service, &token, act).await,
        Meant::Rating([helped, understood]) => {
            let said = [helped.as_str(), understood.as_str()];
            return rating::rate(&request, &service, &token, said).await;
        }
        Meant::Password(password) => {
            return choose_password::choose(&request, &service, &token, password).await;
        }
    };
    let done = match answer {
        Answer::ConfirmAll => "own-done-all-confirmed",
        Answer::Confirm { .. } => "own-done-confirmed",
        Answer::Decline { .. } => "own-done-declined",
    };
    let taken = token.clone();
    blocking::run(&service, move |service| {
        let context = service.context("link");
        answer_duties(&service.store, &context, &service.asking(), &taken, &answer)
    })
    .await?;
    show(&request, &service, &token, Some(done)).await
}

/// A token that was cut short is told so, like one that nobody was sent.
pub(super) fn parse(token: &str) -> Result<Token, Problem> {
    Token::parse(token).ok_or_else(|| LinkError::Wrong.into())
}

async fn show(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
    done: Option<&'static str>,
) -> Result<HttpResponse, Problem> {
    let now = service.clock.now().naive_utc();
    let opened = token.clone();
    let opened = blocking::run(service, move |service| {
        open_link(&service.store, &opened, now)
    });
    match opened.await? {
        Opened::Duties(own) => html(&duties(request, token, &own, done)),
        Opened::Appointment(subject) => resident_acts::show(request, service, token, subject).await,
        Opened::Rating => rating::show(request, service, token).await,
        Opened::Password(email, locale) => choose_password::show(request, token, (email, locale)),
        Opened::Times(own) => own_times::show(request, token, &own, own_times::Pressed::default()),
    }
}

fn duties(
    request: &HttpRequest,
    token: &Token,
    own: &OwnDuties,
    done: Option<&'static str>,
) -> OwnMonthPage {
    let lang = language(request, &own.locale);
    let path = path(token);
    let done = done.map_or_else(String::new, |id| lang.text(id));
    OwnMonthPage::new(Frame::new(lang, path.as_str()), own, done, path)
}

/// Makes the calendar of one's duties, and shows its address: this once.
async fn make_feed(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
) -> Result<HttpResponse, Problem> {
    let now = service.clock.now().naive_utc();
    let link = token.clone();
    let made = blocking::run(service, move |service| {
        let made = make_own_feed(&service.store, &service.context("link"), &link)?;
        Ok::<_, FeedError>((made, open_link(&service.store, &link, now)?))
    });
    let (made, Opened::Duties(own)) = made.await? else {
        return Err(LinkError::Wrong.into());
    };
    let address = feed::address(&service.base_url, &made);
    html(&duties(request, token, &own, None).with_feed(address))
}

/// The language of the letter, unless the person chose another one here.
pub(super) fn language(request: &HttpRequest, locale: &str) -> Lang {
    switched(request)
        .or_else(|| Lang::nearest(locale))
        .unwrap_or_default()
}

pub(super) fn path(token: &Token) -> String {
    format!("/l/{}", token.reveal())
}
