//! A JSON body as a type, or a problem that points at the place which is wrong.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::http::{Method, StatusCode};
use actix_web::web;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::web::problem::{At, Problem};

/// Most bytes of a JSON body.
const LIMIT: usize = 1 << 20;

/// A JSON body read into `T`.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            let payload = payload.into_inner().map_err(|error| too_large(&error))?;
            read(&request, payload, LIMIT).await.map(Self)
        })
    }
}

/// A JSON body that may be left out: what its type says of nothing then.
#[derive(Debug)]
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for OptionalBody<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // Without a length or a kind there is no body (RFC 9110, 8.3 and 8.6), nor with a length of nothing, whatever its kind.
        let is_empty = match request.headers().get(CONTENT_LENGTH) {
            Some(length) => length.as_bytes() == b"0",
            None => request.content_type().is_empty(),
        };
        if is_empty {
            return Box::pin(async { Ok(Self(T::default())) });
        }
        let body = Body::<T>::from_request(request, payload);
        Box::pin(async move { body.await.map(|Body(said)| Self(said)) })
    }
}

/// Reads a JSON body of at most so many bytes.
pub async fn read<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: web::Payload,
    limit: usize,
) -> Result<T, Problem> {
    let kind = request.content_type();
    // A change is a merge patch (RFC 7396), whichever of the two it calls itself.
    let is_patch = request.method() == Method::PATCH && kind == "application/merge-patch+json";
    if kind != "application/json" && !is_patch {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(status, "not-json").with("kind", kind.to_owned()));
    }
    match payload.to_bytes_limited(limit).await {
        Ok(Ok(bytes)) => parse(&bytes),
        Ok(Err(error)) => Err(Problem::unreadable(At::Body(String::new()), &error)),
        Err(_) => Err(too_large(&"longer than the limit")),
    }
}

fn too_large(cause: &impl ToString) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").because(cause.to_string())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = read_from(&mut json)?;
    json.end()
        .map_err(|error| Problem::unreadable(At::Body(String::new()), &error))?;
    Ok(value)
}

/// Reads what is JSON already, such as one of many.
pub fn parse_value<T: DeserializeOwned>(value: &Value) -> Result<T, Problem> {
    read_from(value)
}

fn read_from<'de, T: DeserializeOwned>(
    json: impl Deserializer<'de, Error = serde_json::Error>,
) -> Result<T, Problem> {
    serde_path_to_error::deserialize(json)
        .map_err(|error| Problem::unreadable(At::Body(pointer(error.path())), error.inner()))
}

/// The path as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Person {
        #[allow(dead_code, reason = "only read")]
        languages: Vec<Spoken>,
    }

    #[derive(Debug, Deserialize)]
    struct Spoken {
        #[allow(dead_code, reason = "only read")]
        tag: String,
    }

    #[test]
    fn a_wrong_value_is_pointed_at() {
        let problem = parse::<Person>(br#"{"languages":[{"tag":"en"},{"tag":7}]}"#).unwrap_err();
        assert_eq!(problem.status, StatusCode::BAD_REQUEST);
        assert_eq!(problem.places[0].at, At::Body("/languages/1/tag".into()));
    }

    #[test]
    fn what_follows_the_value_is_refused() {
        assert!(parse::<Vec<u8>>(b"[1] [2]").is_err());
    }
}
