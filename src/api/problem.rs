//! Problems as the API answers them: `application/problem+json` (RFC 9457) in the caller's language, whatever went wrong.

use std::collections::HashMap;

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{InternalError, PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{OpenApi, PathItem};

use crate::texts::Lang;
use crate::web::language::wanted;
use crate::web::problem::{At, Place, Problem};

/// The body of an answer that is a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A name for the kind of problem; the same as `code`, as a URN.
    #[serde(rename = "type")]
    pub kind: String,
    /// A few words, in the caller's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable, for programs.
    pub code: &'static str,
    /// What is wrong and what to do, in the caller's language.
    pub detail: String,
    /// Every place that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemPlace>,
    /// What belongs to this kind of problem.
    #[serde(flatten)]
    #[schema(ignore)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// One place that is wrong: a pointer into the body, a query parameter, or a cell of a workbook.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ProblemPlace {
    /// JSON pointer (RFC 6901) into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of a query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Name of a sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row of the sheet, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Name of the column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong and what would be right.
    pub detail: String,
}

impl ProblemBody {
    fn new(problem: &Problem, lang: Lang) -> Self {
        Self {
            kind: format!("urn:zhiban:problem:{}", problem.code),
            title: problem.title(lang),
            status: problem.status.as_u16(),
            code: problem.code,
            detail: problem.detail(lang),
            errors: problem
                .places
                .iter()
                .map(|place| ProblemPlace::new(place, lang))
                .collect(),
            more: *problem.more.clone(),
        }
    }
}

impl ProblemPlace {
    fn new(place: &Place, lang: Lang) -> Self {
        let found = Self {
            detail: place.said.text(lang),
            ..Self::default()
        };
        match place.at.clone() {
            At::Body(pointer) => Self {
                pointer: Some(pointer),
                ..found
            },
            At::Query(name) => Self {
                parameter: Some(name),
                ..found
            },
            At::Cell {
                sheet,
                row,
                column,
                value,
            } => Self {
                // Without sheet it is the file, without column the sheet.
                sheet: Some(sheet).filter(|sheet| !sheet.is_empty()),
                row,
                value: Some(value).filter(|_| !column.is_empty()),
                column: Some(column).filter(|column| !column.is_empty()),
                ..found
            },
        }
    }
}

/// Middleware of everything below `/api`: writes the body of a problem, and makes one of whatever else went wrong.
pub async fn problem_json(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // The router wants the request for itself: what the answer needs of it is taken before.
    let lang = wanted(request.request());
    let response = match next.call(request).await {
        Ok(response) => response,
        // Only a layer around the routes answers without a response; it keeps no request to go with one.
        Err(error) => return Err(InternalError::from_response("", write(&error, lang)).into()),
    };
    let Some(error) = response.response().error() else {
        return Ok(response.map_into_boxed_body());
    };
    let answer = write(error, lang);
    Ok(response.into_response(answer))
}

fn write(error: &Error, lang: Lang) -> HttpResponse {
    let made;
    let problem = match error.as_error::<Problem>() {
        Some(problem) => problem,
        None => {
            made = from_foreign(error);
            &made
        }
    };
    problem.log();
    let body = ProblemBody::new(problem, lang);
    let text = serde_json::to_string(&body).expect("a struct of strings and numbers is JSON");
    let mut response = problem.response().set_body(BoxBody::new(text));
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

/// An error of the framework that has no problem of its own.
fn from_foreign(error: &Error) -> Problem {
    let status = error.as_response_error().status_code();
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(status, "too-large"),
        status if status.is_client_error() => Problem::unreadable(At::Body(String::new()), error),
        _ => Problem::unknown(error.to_string()),
    }
}

/// What answers for a query that cannot be read.
pub fn bad_query(error: QueryPayloadError, _: &HttpRequest) -> Error {
    Problem::unreadable(At::Query(String::new()), &error).into()
}

/// What answers for a path whose parameters cannot be read: there is no such thing.
pub fn bad_path(error: PathError, _: &HttpRequest) -> Error {
    Problem::not_found().because(error.to_string()).into()
}

/// The methods that each path pattern below `/api` knows, for 405.
#[derive(Debug, Clone, Default)]
pub struct KnownMethods(HashMap<String, Vec<&'static str>>);

impl KnownMethods {
    /// The methods of every path of a description.
    #[must_use]
    pub fn of(description: &OpenApi) -> Self {
        let methods = |path: &PathItem| {
            [
                ("GET", path.get.is_some()),
                ("POST", path.post.is_some()),
                ("PATCH", path.patch.is_some()),
                ("PUT", path.put.is_some()),
                ("DELETE", path.delete.is_some()),
            ]
            .into_iter()
            .filter_map(|(method, known)| known.then_some(method))
            .collect()
        };
        let paths = description.paths.paths.iter();
        Self(
            paths
                .map(|(pattern, path)| (pattern.clone(), methods(path)))
                .collect(),
        )
    }
}

/// What answers where no route does: 405 with `Allow` if the path is known by another method, else 404.
pub async fn no_route(
    request: HttpRequest,
    known: web::Data<KnownMethods>,
) -> Result<HttpResponse, Error> {
    let pattern = request.match_pattern().unwrap_or_default();
    let Some(methods) = known.0.get(&pattern) else {
        return Err(Problem::not_found().into());
    };
    let methods = methods.join(", ");
    Err(
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
            .with("allowed", methods.clone())
            .header("Allow", methods)
            .into(),
    )
}
