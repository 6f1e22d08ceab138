//! Refuses a change that another site's page sends with our caller's cookie. Links of letters need no cookie and are let be.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use actix_web::middleware::Next;

use super::problem::Problem;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Middleware: lets safe methods pass, and others only from our own pages or from programs that are no browser.
pub async fn same_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // The page behind a link is opened by the token in its address, and its browser tells no origin.
    let by_token = request.path().starts_with("/l/");
    if request.method().is_safe() || by_token || ours(request.headers()) {
        next.call(request).await
    } else {
        Err(Problem::new(StatusCode::FORBIDDEN, "another-origin").into())
    }
}

/// Browsers say `Sec-Fetch-Site` over TLS and on the own machine, else `Origin`; what says neither is no browser and holds no
/// cookie that it did not ask for.
fn ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if let Some(site) = text(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(ORIGIN) else {
        return true;
    };
    let host = text(HOST).unwrap_or("");
    origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority == host)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn answer(headers: &[(&str, &str)]) -> bool {
        let request = headers
            .iter()
            .fold(TestRequest::post(), |r, header| r.insert_header(*header));
        ours(request.to_http_request().headers())
    }

    #[test]
    fn another_sites_page_is_refused() {
        assert!(!answer(&[("Sec-Fetch-Site", "cross-site")]));
        assert!(!answer(&[("Host", "a.org"), ("Origin", "https://b.org")]));
        assert!(!answer(&[("Host", "a.org"), ("Origin", "null")]));
    }

    #[test]
    fn our_page_and_a_program_are_let_in() {
        assert!(answer(&[
            ("Sec-Fetch-Site", "same-origin"),
            ("Origin", "null")
        ]));
        assert!(answer(&[("Host", "a.org:1"), ("Origin", "http://a.org:1")]));
        assert!(answer(&[]));
    }
}
