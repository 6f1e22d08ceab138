//! The headers every answer carries: what a browser may load, frame and tell others.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;

/// Pages: our own stylesheet and pictures, forms to ourselves, no script, no frame.
const PAGES: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                     base-uri 'none'; frame-ancestors 'none'";
/// The vendored API documentation: its own scripts and the styles it sets on elements.
const DOCUMENTATION: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                             img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Middleware: adds the headers that the answer does not set itself.
pub async fn security(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let path = request.path();
    let policy = if path.starts_with("/api/docs") {
        DOCUMENTATION
    } else {
        PAGES
    };
    let by_token = path.starts_with("/l/") || path.starts_with("/feeds/");
    let asset = path.starts_with("/assets/") || path.starts_with("/api/docs");
    let mut response = next.call(request).await?;
    let mut add = |name: HeaderName, value: &'static str| {
        if !response.headers().contains_key(&name) {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
    };
    add(CONTENT_SECURITY_POLICY, policy);
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // The address of a link's page is its key: it is told to nobody, ourselves included.
    add(
        REFERRER_POLICY,
        if by_token {
            "no-referrer"
        } else {
            "same-origin"
        },
    );
    if !asset {
        add(CACHE_CONTROL, "no-store");
    }
    Ok(response)
}
