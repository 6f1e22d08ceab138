//! Duties as a calendar that a calendar program reads by an unguessable address. For programs, so that there is no page.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType, ETAG, EntityTag, Header, IfNoneMatch};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, route};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::actions::show_feed::show_feed;
use crate::domain::capability::Token;
use crate::service::Service;
use crate::web::blocking;
use crate::web::language::chosen;
use crate::web::problem::Problem;

/// It is one person's, and asked for anew each time: most often the answer is that nothing has changed.
const CACHE: &str = "private, no-cache";

#[route("/feeds/{token}", method = "GET", method = "HEAD")]
pub(super) async fn show(
    request: HttpRequest,
    service: Data<Service>,
    token: Path<String>,
) -> Result<HttpResponse, Problem> {
    let text = token.strip_suffix(".ics");
    let token = text.and_then(Token::parse).ok_or_else(Problem::not_found)?;
    let now = service.clock.now().naive_utc();
    let wanted = chosen(&request);
    let feed = blocking::run(&service, move |service| {
        let head = service.post.letterhead();
        show_feed(&service.store, head, &token, now, wanted)
    })
    .await?;
    let tag = EntityTag::new_strong(HEXLOWER.encode(&Sha256::digest(feed.as_bytes())));
    let is_known = match IfNoneMatch::parse(&request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let answer = |status| {
        let mut answer = HttpResponseBuilder::new(status);
        answer
            .insert_header((CACHE_CONTROL, CACHE))
            .insert_header((ETAG, tag));
        answer
    };
    if is_known {
        return Ok(answer(StatusCode::NOT_MODIFIED).finish());
    }
    let mut answer = answer(StatusCode::OK);
    let kind = "text/calendar; charset=utf-8".parse();
    answer.insert_header(ContentType(kind.map_err(Problem::unknown)?));
    Ok(answer.body(feed))
}

/// The address of a feed.
pub(super) fn address(base_url: &str, token: &Token) -> String {
    format!("{base_url}/feeds/{}.ics", token.reveal())
}
