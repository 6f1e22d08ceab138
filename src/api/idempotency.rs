//! The header `Idempotency-Key`: what is sent twice with it is made once.

use std::future::{Ready, ready};

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::service::Service;
use crate::web::problem::Problem;

/// Longest key.
const LONGEST: usize = 200;

/// A key that must be there.
#[derive(Clone)]
pub(super) struct IdempotencyKey(pub(super) String);

/// A key that may be left out, where what is made twice is seen and refused by its code.
#[derive(Clone)]
pub(super) struct OptionalKey(pub(super) Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        ready(key(request).and_then(|key| key.map(Self).ok_or_else(missing)))
    }
}

impl FromRequest for OptionalKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        ready(key(request).map(Self))
    }
}

/// The key of a request; one that is empty or too long is none that could be meant.
fn key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(value) = request.headers().get("Idempotency-Key") else {
        return Ok(None);
    };
    let key = value.to_str().ok().map(str::trim);
    let key = key.filter(|key| !key.is_empty() && key.len() <= LONGEST);
    key.map(|key| Some(key.to_owned())).ok_or_else(missing)
}

/// What was sent, as a keyed hash: from a plain one it could be guessed who somebody is.
pub(super) fn keyed_hash(service: &Service, said: &str) -> String {
    let digest = Sha256::digest(said);
    let hash = service.names.hash(&HEXLOWER.encode(&digest));
    hash.map_or_else(String::new, |hash| hash.as_str().to_owned())
}

fn missing() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "idempotency-key-missing")
}
