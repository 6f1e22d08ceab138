//! The stylesheet and the icon, compiled in and sent with a hash, so that a browser asks only whether they changed.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, ETAG, EntityTag, HeaderName, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, get};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

struct Asset {
    kind: &'static str,
    bytes: &'static [u8],
    tag: LazyLock<String>,
}

static STYLE: Asset = Asset {
    kind: "text/css; charset=utf-8",
    bytes: include_bytes!("assets/zhiban.css"),
    tag: LazyLock::new(|| tag(include_bytes!("assets/zhiban.css"))),
};
static ICON: Asset = Asset {
    kind: "image/svg+xml",
    bytes: include_bytes!("assets/icon.svg"),
    tag: LazyLock::new(|| tag(include_bytes!("assets/icon.svg"))),
};

fn tag(bytes: &[u8]) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(bytes)[..12]);
    EntityTag::new_strong(hash).to_string()
}

fn send(asset: &Asset, request: &HttpRequest) -> HttpResponse {
    let known = |name: HeaderName| request.headers().get(name).map(|v| v.as_bytes().to_vec());
    let mut response = if known(IF_NONE_MATCH).as_deref() == Some(asset.tag.as_bytes()) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((ETAG, asset.tag.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .content_type(asset.kind);
    if known(IF_NONE_MATCH).as_deref() == Some(asset.tag.as_bytes()) {
        response.finish()
    } else {
        response.body(asset.bytes)
    }
}

#[get("/assets/zhiban.css")]
pub(super) async fn style(request: HttpRequest) -> HttpResponse {
    send(&STYLE, &request)
}

#[get("/assets/icon.svg")]
pub(super) async fn icon(request: HttpRequest) -> HttpResponse {
    send(&ICON, &request)
}
