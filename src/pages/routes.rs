//! The route table of the pages, and what a page answers when something is wrong.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use askama::Template;

use super::frame::Frame;
use super::notice::NoticePage;
use super::{
    assets, conflicts, downloads, feed, import, link, month_acts, month_grid, own_calendar,
    own_times, questions, sign_in, start, station_month,
};
use crate::texts::Lang;
use crate::web::language::{chosen, cookie, wanted};
use crate::web::problem::{At, Place, Problem};

/// Adds the pages to an app. It takes every path that nothing before it took.
pub fn configure(app: &mut ServiceConfig) {
    app.service(assets::style).service(assets::icon).service(
        web::scope("")
            .service(start::show_start_page)
            .service(sign_in::show_sign_in)
            .service(sign_in::post_sign_in)
            .service(sign_in::post_sign_out)
            .service(month_grid::show_month_page)
            .service(month_acts::post_set_up)
            .service(month_acts::post_generation)
            .service(month_acts::post_cancel)
            .service(month_acts::post_publication)
            .service(station_month::show_station_page)
            .service(questions::show_question_page)
            .service(questions::post_answer)
            .service(conflicts::post_other_time)
            .service(import::show_import)
            .service(import::post_import)
            .service(downloads::show_file)
            .service(downloads::show_example)
            .service(downloads::show_empty)
            .service(feed::show)
            .service(own_times::post_times)
            .service(own_calendar::post_calendar)
            .service(link::show_link)
            .service(link::post_link)
            .default_service(web::to(no_page))
            .wrap(from_fn(as_pages)),
    );
}

/// What answers where there is no page.
async fn no_page() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found())
}

/// Middleware of the pages: keeps a language chosen in the address, and answers what went wrong in plain words.
async fn as_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // The router wants the request for itself: what the answer needs of it is taken before.
    let asked = Asked {
        lang: wanted(request.request()),
        page: page_of(request.path()).to_owned(),
        path: request.path().to_owned(),
    };
    let chosen = chosen(request.request());
    let response = match next.call(request).await {
        Ok(response) => response,
        Err(error) => return Err(InternalError::from_response("", notice(&error, &asked)).into()),
    };
    let mut response = match response.response().error() {
        None => response.map_into_boxed_body(),
        Some(error) => {
            let answer = notice(error, &asked);
            response.into_response(answer)
        }
    };
    if let Some(lang) = chosen {
        response.response_mut().add_cookie(&cookie(lang))?;
    }
    Ok(response)
}

/// What is known of a request that went wrong.
struct Asked {
    lang: Lang,
    path: String,
    /// The page that it was sent from.
    page: String,
}

/// The page that leads to this path: the month's for its buttons, the first for setting one up, else the path's own.
fn page_of(path: &str) -> &str {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["", "districts", _, "months", _, _] => {
            path.rsplit_once('/').map_or(path, |(page, _)| page)
        }
        ["", "districts", _, "months"] | ["", "conflicts", _] => "/",
        _ => path,
    }
}

fn notice(error: &Error, asked: &Asked) -> HttpResponse {
    let made;
    let problem = match error.as_error::<Problem>() {
        Some(problem) => problem,
        None => {
            made = from_foreign(error);
            &made
        }
    };
    problem.log();
    // Who is not signed in is led to the door, and back to the page afterwards: what was pressed must be pressed again.
    if problem.code == "not-signed-in" {
        return HttpResponse::SeeOther()
            .insert_header((LOCATION, sign_in::address(&asked.page)))
            .finish();
    }
    let lang = asked.lang;
    let page = NoticePage {
        frame: Frame::new(lang, asked.page.as_str()),
        back: if asked.page == asked.path {
            String::new()
        } else {
            asked.page.clone()
        },
        title: problem.title(lang),
        detail: problem.detail(lang),
        places: problem.places.iter().map(|p| place(p, lang)).collect(),
    };
    let Ok(html) = page.render() else {
        return HttpResponse::InternalServerError().finish();
    };
    let mut response = problem.response().set_body(BoxBody::new(html));
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

fn place(place: &Place, lang: Lang) -> String {
    let said = place.said.text(lang);
    match &place.at {
        At::Body(pointer) if pointer.is_empty() => said,
        At::Body(name) | At::Query(name) => format!("{}: {said}", name.trim_start_matches('/')),
        At::Cell {
            sheet,
            row,
            column,
            value,
        } => {
            let row = row.map(|row| row.to_string()).unwrap_or_default();
            format!("{sheet} {row} {column} {value}: {said}")
        }
    }
}

fn from_foreign(error: &Error) -> Problem {
    let status = error.as_response_error().status_code();
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        status if status.is_client_error() => Problem::unreadable(At::Body(String::new()), error),
        _ => Problem::unknown(error.to_string()),
    }
}
