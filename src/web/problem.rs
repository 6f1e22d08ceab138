//! An error as HTTP says it: a status, a stable code, a text for people in their language, the cause for the log only.
//! Which error of ours becomes which problem stands in `refusals`; JSON is written by `api`, HTML by `pages`.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::texts::{Lang, Value};

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// An error on its way to the caller. The texts are the messages `problem-<code>` and `problem-<code>-detail`.
#[derive(Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// Stable, for programs.
    pub code: &'static str,
    /// Arguments of the detail.
    pub arguments: Vec<(&'static str, Value<'static>)>,
    /// The places that are wrong, all at once.
    pub places: Vec<Place>,
    /// Members of the answer besides those of every problem, such as what may be had instead.
    pub more: Box<serde_json::Map<String, serde_json::Value>>,
    /// Headers that belong to it, such as `Retry-After` or `Allow`.
    pub headers: Vec<(&'static str, String)>,
    /// For the log.
    pub cause: Option<Cause>,
}

/// One place of the input that is wrong.
#[derive(Debug, Clone)]
pub struct Place {
    /// Where.
    pub at: At,
    /// What is wrong there and what would be right.
    pub said: Said,
}

/// A place in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// A JSON pointer (RFC 6901) into the body, such as `/email`.
    Body(String),
    /// The name of a query parameter.
    Query(String),
    /// A cell of a workbook; row 1 is the head. Without row and column, the sheet; without sheet, the file.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// Row as the spreadsheet program counts, from 1.
        row: Option<u32>,
        /// Name of the column.
        column: String,
        /// What stands there.
        value: String,
    },
}

/// What is said about a place.
#[derive(Debug, Clone)]
pub enum Said {
    /// A message with arguments.
    Message(&'static str, Vec<(&'static str, Value<'static>)>),
    /// Messages that follow each other.
    Messages(Vec<(&'static str, Vec<(&'static str, Value<'static>)>)>),
    /// A text that is in the caller's language already, or comes from a parser.
    Plain(String),
}

impl Problem {
    /// A problem without arguments, places or cause.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            arguments: Vec::new(),
            places: Vec::new(),
            more: Box::default(),
            headers: Vec::new(),
            cause: None,
        }
    }

    /// With an argument of the detail.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// With a place that is wrong.
    #[must_use]
    pub fn at(mut self, at: At, said: Said) -> Self {
        self.places.push(Place { at, said });
        self
    }

    /// With a member of the answer besides those of every problem.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl serde::Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or_default();
        self.more.insert(name.to_owned(), value);
        self
    }

    /// With a header of the answer.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With what caused it, for the log.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// 500: says nothing of the inside; the cause is in the log.
    #[must_use]
    pub fn unknown(cause: impl Into<Cause>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "unknown").because(cause)
    }

    /// 503: the database is busy, try again.
    #[must_use]
    pub fn busy(seconds: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
            .with("seconds", i64::from(seconds))
            .header("Retry-After", seconds.to_string())
    }

    /// 404: there is no such thing, or not for this caller.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    /// 401: nobody is signed in.
    #[must_use]
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in")
    }

    /// 403: the caller's role does not allow it.
    #[must_use]
    pub fn not_allowed() -> Self {
        Self::new(StatusCode::FORBIDDEN, "not-allowed")
    }

    /// 422: the input was understood but is wrong; add places with [`Self::at`].
    #[must_use]
    pub fn invalid() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid")
    }

    /// 400: the input could not be read.
    #[must_use]
    pub fn unreadable(at: At, why: &impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable").at(at, Said::Plain(why.to_string()))
    }

    /// The few words that name it.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        lang.text(&format!("problem-{}", self.code))
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn detail(&self, lang: Lang) -> String {
        lang.text_with(&format!("problem-{}-detail", self.code), &self.arguments)
    }

    /// The status line and headers of the answer, without body.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        for (name, value) in &self.headers {
            response.insert_header((*name, value.as_str()));
        }
        response.insert_header(("Cache-Control", "no-store"));
        response.finish()
    }

    /// Writes it to the log: what is not the caller's fault as an error with its causes, the rest for the curious.
    pub fn log(&self) {
        let mut causes = Vec::new();
        let mut next: Option<&(dyn std::error::Error + 'static)> =
            self.cause.as_deref().map(|cause| cause as _);
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        let cause = causes.join(": ");
        if self.status.is_server_error() {
            tracing::error!(code = self.code, cause, "answered with a problem");
        } else {
            tracing::debug!(code = self.code, cause, "answered with a problem");
        }
    }
}

impl Said {
    /// The text in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Message(id, arguments) => lang.text_with(id, arguments),
            Self::Messages(messages) => {
                let said = messages
                    .iter()
                    .map(|(id, arguments)| lang.text_with(id, arguments));
                let said: Vec<String> = said.collect();
                said.join(&lang.text("sentence-joint"))
            }
            Self::Plain(text) => text.clone(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Only the head: the body is written by the scope the route stands in, which knows the language and the kind.
    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}
