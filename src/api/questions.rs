//! What residents ask a person: list, read, answer; and asking for a resident who comes or telephones. Words are shown only in a single
//! question, and only to who may book.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept::{self, ListQuery};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::{Seen, located, with_etag};
use crate::actions::answer_question::answer_question as answer;
use crate::actions::ask_person::{LONGEST, NewQuestion, ask_person, tidied};
use crate::actions::book_appointment::request_of;
use crate::actions::show_questions::{OpenedQuestion, opened_question};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::questions::{ListedQuestion, QuestionRow, page};
use crate::store::requests::RequestRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// A question.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionBody {
    /// Its id.
    pub id: String,
    /// The request of the resident who asks.
    pub request_id: String,
    /// The district whose request it is.
    pub district_id: String,
    /// What the resident names on the telephone.
    pub code: String,
    /// `open` or `answered`.
    pub state: String,
    /// Since when it waits, or waited.
    pub asked_at: DateTime<Utc>,
    /// By when the resident was promised an answer.
    pub answer_by: DateTime<Utc>,
    /// The bookable time that it is about; null where it is about none in particular.
    pub slot_id: Option<String>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// The user who answered it.
    pub answered_by: Option<String>,
    /// The ETag, as a number.
    pub revision: i32,
}

/// A question with what was said.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionDetail {
    /// The question.
    #[serde(flatten)]
    pub question: QuestionBody,
    /// What the resident asks; may be empty. What was added later follows after an empty line.
    pub words: String,
    /// The answer; empty while it is open.
    pub answer: String,
}

/// What a resident asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestionBody {
    /// In their words, at most 1000 characters; may be empty.
    #[serde(default)]
    pub words: String,
    /// The offer that it is about, where it is about one.
    pub offer_id: Option<String>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionChange {
    /// `answered`.
    pub state: String,
    /// What the resident is told, at most 1000 characters.
    pub answer: String,
}

impl QuestionBody {
    fn new(row: QuestionRow, code: String, district_id: String, service: &Service) -> Self {
        Self {
            answer_by: (row.asked_at + service.promise().word).and_utc(),
            id: row.id,
            request_id: row.request_id,
            district_id,
            code,
            state: row.state,
            asked_at: row.asked_at.and_utc(),
            slot_id: row.slot_id,
            answered_at: row.answered_at.map(|at| at.and_utc()),
            answered_by: row.answered_by,
            revision: row.revision,
        }
    }
}

/// Residents' questions in the districts in which the caller books: the open ones first, each by the time they were asked.
#[utoipa::path(tag = "requests", params(ListQuery), responses((status = 200, body = Page<QuestionBody>)))]
#[get("/questions")]
pub(super) async fn list_questions(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<QuestionBody>>, Problem> {
    let (limit, cut) = kept::cut(&query.page())?;
    let districts = kept::districts(&service, &caller, Deed::Book, &query).await?;
    let rows = blocking::read(&service, move |c| page(c, &districts, &cut)).await?;
    let key = |listed: &ListedQuestion| listed.question.list_key();
    Ok(Json(Page::of(rows, limit, key, |listed| {
        QuestionBody::new(listed.question, listed.code, listed.district_id, &service)
    })))
}

/// A question where the caller books, as an answer with its ETag.
async fn shown(
    service: &Service,
    caller: &Caller,
    id: &str,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let row: QuestionRow = kept::find(service, caller, Deed::Book, id).await?;
    let opened = blocking::run(service, move |service| {
        opened_question(&service.store, &service.asking(), &row.id)
    });
    let OpenedQuestion {
        row,
        request,
        words,
        answer,
        ..
    } = opened.await?;
    let revision = row.revision;
    let detail = QuestionDetail {
        question: QuestionBody::new(row, request.code, request.district_id, service),
        words,
        answer,
    };
    Ok(with_etag(status, revision, &detail))
}

/// One question with what was said, and its ETag.
#[utoipa::path(tag = "requests", responses((status = 200, body = QuestionDetail),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/questions/{id}")]
pub(super) async fn show_question(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    shown(&service, &caller, &id, StatusCode::OK).await
}

/// Answers a question: the answer goes to the resident by letter and stands on their page. Needs `If-Match` with its ETag.
#[utoipa::path(tag = "requests", request_body = QuestionChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = QuestionDetail),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 412, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/questions/{id}")]
pub(super) async fn answer_question(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<QuestionChange>,
) -> Result<HttpResponse, Problem> {
    let row: QuestionRow = kept::find(&service, &caller, Deed::Book, &id).await?;
    let words = tidied(&said.answer);
    let mut checks = Checks::default();
    checks.word("state", &said.state, &["answered"]);
    checks.says("answer", &words);
    checks.no_longer("answer", &words, LONGEST);
    checks.done()?;
    let context = caller.context(&service);
    blocking::run(&service, move |service| {
        let (store, asking) = (&service.store, service.asking());
        answer(store, &context, &asking, &row.id, seen.0, &words)
    })
    .await?;
    shown(&service, &caller, &id, StatusCode::OK).await
}

/// Asks a person for a resident. Where a question of theirs waits for an answer already, this is added to it, but not twice: a request has
/// one open question.
#[utoipa::path(tag = "requests", request_body = NewQuestionBody, responses((status = 201, body = QuestionDetail),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/requests/{id}/questions")]
pub(super) async fn add_question(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    Body(said): Body<NewQuestionBody>,
) -> Result<HttpResponse, Problem> {
    let row: RequestRow = kept::find(&service, &caller, Deed::Book, &id).await?;
    let mut checks = Checks::default();
    checks.no_longer("words", &tidied(&said.words), LONGEST);
    if let Some(offer) = said.offer_id.clone() {
        let named = offer.clone();
        let of = blocking::run(&service, move |s| request_of(&s.store, &offer)).await?;
        checks.known("offer_id", &named, of.as_ref() == Some(&row.id));
    }
    checks.done()?;
    let new = NewQuestion {
        request_id: row.id,
        offer_id: said.offer_id,
        words: said.words,
    };
    let context = caller.context(&service);
    let asked = blocking::run(&service, move |service| {
        ask_person(&service.store, &context, &service.asking(), &new)
    });
    let id = asked.await?;
    let answer = shown(&service, &caller, &id, StatusCode::CREATED).await?;
    located(answer, &format!("/api/v1/questions/{id}"))
}
