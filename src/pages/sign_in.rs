//! The page where a coordinator signs in, and signing out.

use actix_session::Session;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use askama::Template;
use secrecy::SecretString;
use serde::Deserialize;

use super::frame::Frame;
use super::html;
use crate::service::Service;
use crate::texts::Lang;
use crate::web::caller::enter;
use crate::web::problem::Problem;

/// The page.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What stands around it.
    pub frame: Frame,
    /// What was typed before.
    pub email: String,
    /// Where to go afterwards; a path of ours.
    pub next: String,
    /// Why it did not work, in words; empty at first.
    pub wrong: String,
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct Next {
    next: Option<String>,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    email: String,
    password: SecretString,
    next: String,
}

/// The address of the page, to come back to `path` afterwards.
#[must_use]
pub fn address(path: &str) -> String {
    if path == "/" {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?next={path}")
    }
}

/// A path of this site, whatever was sent: `//elsewhere` would be another site.
fn ours(next: Option<&str>) -> String {
    next.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .unwrap_or("/")
        .to_owned()
}

#[get("/sign-in")]
pub(super) async fn show_sign_in(
    lang: Lang,
    query: web::Query<Next>,
) -> Result<HttpResponse, Problem> {
    let next = ours(query.next.as_deref());
    html(&SignInPage {
        frame: Frame::new(lang, address(&next)),
        email: String::new(),
        next,
        wrong: String::new(),
    })
}

#[post("/sign-in")]
pub(super) async fn post_sign_in(
    request: HttpRequest,
    session: Session,
    service: web::Data<Service>,
    lang: Lang,
    form: web::Form<Form>,
) -> Result<HttpResponse, Problem> {
    let Form {
        email,
        password,
        next,
    } = form.into_inner();
    let next = ours(Some(&next));
    let entered = enter(&request, &session, &service, email.clone(), password).await;
    match entered {
        Ok(()) => Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, next))
            .finish()),
        Err(problem) if problem.status.is_client_error() => {
            let page = SignInPage {
                frame: Frame::new(lang, address(&next)),
                email,
                next,
                wrong: problem.detail(lang),
            };
            let mut response = html(&page)?;
            *response.status_mut() = problem.status;
            Ok(response)
        }
        Err(problem) => Err(problem),
    }
}

#[post("/sign-out")]
pub(super) async fn post_sign_out(session: Session) -> HttpResponse {
    session.purge();
    HttpResponse::SeeOther()
        .insert_header((LOCATION, "/"))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site_after_signing_in() {
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
        ] {
            assert_eq!(ours(Some(elsewhere)), "/");
        }
        assert_eq!(ours(Some("/districts/1")), "/districts/1");
    }
}
