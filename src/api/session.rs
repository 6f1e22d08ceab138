//! Signing in and out, and who is signed in.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::problem::ProblemBody;
use crate::service::Service;
use crate::web::caller::{Caller, Who, enter};
use crate::web::problem::Problem;

/// E-mail and password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The address.
    pub email: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionBody {
    /// The user's id; null of a program.
    pub user_id: Option<String>,
    /// The program's id; null of a user.
    pub client_id: Option<String>,
    /// As it is shown.
    pub name: String,
    /// The user's address; null of a program.
    pub email: Option<String>,
}

/// Signs in and sets the session's cookie.
#[utoipa::path(tag = "session", request_body = Credentials, responses(
    (status = 204, description = "signed in; the cookie `zhiban` is set"),
    (status = 401, description = "e-mail or password is not right", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "too many attempts", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/session")]
pub(super) async fn open_session(
    request: HttpRequest,
    session: Session,
    service: web::Data<Service>,
    Body(credentials): Body<Credentials>,
) -> Result<HttpResponse, Problem> {
    let Credentials { email, password } = credentials;
    enter(&request, &session, &service, email, password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who is signed in, or which program calls.
#[utoipa::path(tag = "session", responses((status = 200, body = SessionBody),
    (status = 401, description = "nobody", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/session")]
pub(super) async fn show_session(caller: Caller) -> web::Json<SessionBody> {
    let name = caller.name;
    web::Json(match caller.who {
        Who::User { id, email } => SessionBody {
            user_id: Some(id),
            client_id: None,
            name,
            email: Some(email),
        },
        Who::Client { id } => SessionBody {
            user_id: None,
            client_id: Some(id),
            name,
            email: None,
        },
    })
}

/// Signs out.
#[utoipa::path(tag = "session", responses((status = 204, description = "signed out")))]
#[delete("/session")]
pub(super) async fn close_session(session: Session) -> HttpResponse {
    session.purge();
    HttpResponse::NoContent().finish()
}
