//! A row's revision as its ETag, and `If-Match` as the revision a change is meant for.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, IF_MATCH, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use crate::web::problem::Problem;

/// The revision that the caller has seen: from `If-Match`, without which a change is refused with 428.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen(pub i32);

impl FromRequest for Seen {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || Problem::new(StatusCode::PRECONDITION_REQUIRED, "if-match-missing");
        let seen = match request.headers().get(IF_MATCH) {
            None => Err(missing()),
            Some(value) => value
                .to_str()
                .ok()
                .and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"'))
                .and_then(|number| number.parse().ok())
                .map(Self)
                .ok_or_else(changed),
        };
        ready(seen)
    }
}

/// 412: the row is not what the caller has seen.
#[must_use]
pub fn changed() -> Problem {
    Problem::new(StatusCode::PRECONDITION_FAILED, "changed-meanwhile")
}

/// An answer with the revision as its ETag.
#[must_use]
pub fn with_etag(status: StatusCode, revision: i32, body: &impl Serialize) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((ETAG, format!("\"{revision}\"")))
        .json(body)
}

/// An answer that says where what was made stands.
pub fn located(mut answer: HttpResponse, place: &str) -> Result<HttpResponse, Problem> {
    let place = place.parse().map_err(Problem::unknown)?;
    answer.headers_mut().insert(LOCATION, place);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(header: Option<&str>) -> Result<i32, u16> {
        let request = header.map_or_else(TestRequest::default, |value| {
            TestRequest::default().insert_header((IF_MATCH, value))
        });
        let request = request.to_http_request();
        let found = Seen::from_request(&request, &mut Payload::None).into_inner();
        found
            .map(|seen| seen.0)
            .map_err(|problem| problem.status.as_u16())
    }

    #[test]
    fn a_change_without_if_match_is_asked_to_bring_it() {
        assert_eq!(seen(None), Err(428));
    }

    #[test]
    fn an_etag_of_ours_is_read_and_another_cannot_match() {
        assert_eq!(seen(Some("\"3\"")), Ok(3));
        assert_eq!(seen(Some("W/\"3\"")), Err(412));
        assert_eq!(seen(Some("\"abc\"")), Err(412));
    }
}
