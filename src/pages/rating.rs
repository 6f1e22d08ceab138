//! The page of a letter after a visit: two questions with five answers each, in words. Showing it changes nothing.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::frame::Frame;
use super::html;
use super::link::{language, path};
use crate::actions::rate_visit::{RatingView, rate_visit, show_rating};
use crate::domain::capability::Token;
use crate::domain::rating::{ANSWERS, Rating};
use crate::service::Service;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::problem::Problem;

/// The page.
#[derive(Debug, Template)]
#[template(path = "rating.html")]
pub struct RatingPage {
    /// What stands around it.
    pub frame: Frame,
    /// The link's own path, to which the form posts.
    pub action: String,
    /// The questions.
    pub questions: Vec<Question>,
    /// Where the resident stands with it.
    pub step: Step,
}

/// Where a resident stands with the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Asked for the first time.
    Asked,
    /// Pressed without an answer to both.
    Missing,
    /// Has just answered.
    Thanked,
    /// Comes back after an answer.
    Again,
}

/// A question.
#[derive(Debug)]
pub struct Question {
    /// The name of its field.
    pub name: &'static str,
    /// In words.
    pub text: String,
    /// The answers, the best first.
    pub answers: Vec<Choice>,
}

/// An answer.
#[derive(Debug)]
pub struct Choice {
    /// 1 to 5.
    pub value: i32,
    /// In words.
    pub text: String,
    /// Whether it was chosen before.
    pub chosen: bool,
}

impl RatingPage {
    /// The page with what was chosen of both questions so far.
    #[must_use]
    pub fn new(frame: Frame, chosen: [Option<i32>; 2], step: Step) -> Self {
        let lang = frame.lang;
        let questions = ["helped", "understood"].into_iter().zip(chosen);
        Self {
            action: frame.path.clone(),
            questions: questions
                .map(|(name, chosen)| Question::new(lang, name, chosen))
                .collect(),
            step,
            frame,
        }
    }

    /// Whether the questions stand open, and not behind "change my answer".
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.step, Step::Asked | Step::Missing)
    }
}

impl Question {
    fn new(lang: Lang, name: &'static str, chosen: Option<i32>) -> Self {
        let choice = |value: i32| Choice {
            value,
            text: lang.word(&format!("rating-{name}"), &value.to_string()),
            chosen: chosen == Some(value),
        };
        Self {
            name,
            text: lang.word("rating", name),
            answers: ANSWERS.rev().map(choice).collect(),
        }
    }
}

/// Shows the questions, with what the resident said before.
pub(super) async fn show(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
) -> Result<HttpResponse, Problem> {
    let view = view(service, token).await?;
    let step = match view.said {
        None => Step::Asked,
        Some(_) => Step::Again,
    };
    page(request, token, &view, step)
}

/// Keeps the answers and says thanks; without an answer to both, asks for the other.
pub(super) async fn rate(
    request: &HttpRequest,
    service: &Service,
    token: &Token,
    [helped, understood]: [&str; 2],
) -> Result<HttpResponse, Problem> {
    let parse = |text: &str| text.parse().ok().filter(|n| ANSWERS.contains(n));
    let chosen: [Option<i32>; 2] = [parse(helped), parse(understood)];
    let both = chosen[0].zip(chosen[1]);
    let Some(rating) = both.and_then(|(a, b)| Rating::new(a, b)) else {
        let view = view(service, token).await?;
        let frame = Frame::new(language(request, &view.locale), path(token));
        let mut answer = html(&RatingPage::new(frame, chosen, Step::Missing))?;
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(answer);
    };
    let used = token.clone();
    blocking::run(service, move |service| {
        rate_visit(&service.store, &service.context("link"), &used, rating)
    })
    .await?;
    page(request, token, &view(service, token).await?, Step::Thanked)
}

async fn view(service: &Service, token: &Token) -> Result<RatingView, Problem> {
    let (token, now) = (token.clone(), service.clock.now().naive_utc());
    blocking::run(service, move |service| {
        show_rating(&service.store, &token, now)
    })
    .await
}

fn page(
    request: &HttpRequest,
    token: &Token,
    view: &RatingView,
    step: Step,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::new(language(request, &view.locale), path(token));
    let said = view.said;
    let chosen = [said.map(Rating::helped), said.map(Rating::understood)];
    html(&RatingPage::new(frame, chosen, step))
}
