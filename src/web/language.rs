//! The language of a request: `?lang=`, then the cookie a page's language switch has set, then `Accept-Language`.

use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::http::header::{AcceptLanguage, Header};
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;

use crate::texts::Lang;

const COOKIE: &str = "lang";

#[derive(Deserialize)]
struct Query {
    lang: Option<String>,
}

/// The language of a request, the default where it wants none for which there are texts.
#[must_use]
pub fn wanted(request: &HttpRequest) -> Lang {
    switched(request).unwrap_or_else(|| accepted(request))
}

/// The language that was chosen with a page's switch, now or before; what the browser wants does not count.
#[must_use]
pub fn switched(request: &HttpRequest) -> Option<Lang> {
    let kept = || Lang::nearest(request.cookie(COOKIE)?.value());
    chosen(request).or_else(kept)
}

/// The language chosen in the address, which the answer keeps in a cookie.
#[must_use]
pub fn chosen(request: &HttpRequest) -> Option<Lang> {
    let query = actix_web::web::Query::<Query>::from_query(request.query_string()).ok()?;
    Lang::nearest(query.into_inner().lang.as_deref()?)
}

/// A year's memory of the chosen language; it says nothing about the person.
#[must_use]
pub fn cookie(lang: Lang) -> Cookie<'static> {
    Cookie::build(COOKIE, lang.to_string())
        .path("/")
        .max_age(Duration::days(365))
        .same_site(SameSite::Lax)
        .http_only(true)
        .finish()
}

fn accepted(request: &HttpRequest) -> Lang {
    let tags: Vec<String> = AcceptLanguage::parse(request)
        .map(|header| header.ranked())
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect();
    Lang::choose(tags.iter().map(String::as_str))
}

impl FromRequest for Lang {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(wanted(request)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_address_wins_over_the_cookie_and_the_cookie_over_the_browser() {
        let browser =
            || TestRequest::default().insert_header(("Accept-Language", "de,en;q=0.5,zh;q=0.7"));
        let chinese = Lang::default();
        let english = Lang::nearest("en").unwrap();
        assert_eq!(wanted(&browser().to_http_request()), chinese);
        assert_eq!(
            wanted(&browser().cookie(cookie(english)).to_http_request()),
            english
        );
        let request = browser().cookie(cookie(english)).uri("/?lang=zh-CN");
        assert_eq!(wanted(&request.to_http_request()), chinese);
    }

    #[test]
    fn a_language_without_texts_falls_back_to_the_next_wish() {
        let request = TestRequest::default()
            .uri("/?lang=tlh")
            .insert_header(("Accept-Language", "en"));
        assert_eq!(wanted(&request.to_http_request()).to_string(), "en");
    }
}
