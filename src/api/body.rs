//! A JSON body as a type, or a problem that points at the place which is wrong.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
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
        let kind = request.content_type().to_owned();
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            if kind != "application/json" {
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Problem::new(status, "not-json").with("kind", kind));
            }
            let bytes = bytes.await.map_err(|error| too_large(&error))?;
            if bytes.len() > LIMIT {
                return Err(too_large(&"longer than the limit"));
            }
            parse(&bytes).map(Self)
        })
    }
}

fn too_large(cause: &impl ToString) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").because(cause.to_string())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| Problem::unreadable(At::Body(pointer(error.path())), error.inner()))?;
    json.end()
        .map_err(|error| Problem::unreadable(At::Body(String::new()), &error))?;
    Ok(value)
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
