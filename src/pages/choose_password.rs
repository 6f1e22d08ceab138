//! The page of a letter by which somebody who signs in chooses a password.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use secrecy::SecretString;

use super::frame::Frame;
use super::html;
use super::link::{language, path};
use crate::actions::choose_password::{ChoosePasswordError, choose_password};
use crate::actions::create_user::PASSWORD_LENGTH;
use crate::actions::open_link::{Opened, open_link};
use crate::domain::capability::Token;
use crate::service::Service;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::problem::Problem;

/// The page.
#[derive(Debug, Template)]
#[template(path = "choose_password.html")]
pub struct ChoosePasswordPage {
    /// What stands around it.
    pub frame: Frame,
    /// The link's own path, to which the form posts.
    pub action: String,
    /// The address it is for.
    pub email: String,
    /// Fewest characters.
    pub least: i64,
    /// Why it was not kept, in words; empty at first.
    pub wrong: String,
}

impl ChoosePasswordPage {
    /// The page for an address.
    #[must_use]
    pub fn new(lang: Lang, action: String, email: String, wrong: String) -> Self {
        Self {
            frame: Frame::new(lang, action.clone()),
            action,
            email,
            least: i64::try_from(PASSWORD_LENGTH).unwrap_or(i64::MAX),
            wrong,
        }
    }
}

pub(super) fn show(
    request: &HttpRequest,
    token: &Token,
    (email, locale): (String, String),
) -> Result<HttpResponse, Problem> {
    let lang = language(request, &locale);
    html(&ChoosePasswordPage::new(
        lang,
        path(token),
        email,
        String::new(),
    ))
}

/// Keeps the password and leads to where one signs in with it.
pub(super) async fn choose(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
    password: SecretString,
) -> Result<HttpResponse, Problem> {
    let given = token.clone();
    let chosen = blocking::run(service, move |service| {
        let context = service.context("link");
        choose_password(&service.store, &context, &given, &password)
    });
    match chosen.await {
        Ok(()) => Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, "/sign-in"))
            .finish()),
        Err(problem) if problem.code == "password-short" => {
            let now = service.clock.now().naive_utc();
            let opened = token.clone();
            let opened = blocking::run(service, move |service| {
                open_link(&service.store, &opened, now)
            });
            let Opened::Password(email, locale) = opened.await? else {
                return Err(problem);
            };
            let lang = language(request, &locale);
            let wrong = problem.detail(lang);
            let page = ChoosePasswordPage::new(lang, path(token), email, wrong);
            let mut response = html(&page)?;
            *response.status_mut() = problem.status;
            Ok(response)
        }
        Err(problem) => Err(problem),
    }
}

impl From<ChoosePasswordError> for Problem {
    fn from(error: ChoosePasswordError) -> Self {
        match error {
            ChoosePasswordError::Short => {
                let least = i64::try_from(PASSWORD_LENGTH).unwrap_or(i64::MAX);
                let status = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
                Self::new(status, "password-short").with("least", least)
            }
            ChoosePasswordError::Link(error) => error.into(),
            ChoosePasswordError::Store(error) => error.into(),
        }
    }
}
