//! What residents ask a person, for whoever answers: the list on the first page, and a page for each question with the form for the
//! answer. What a resident said is opened on its own page only.

use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::frame::Frame;
use super::html;
use crate::actions::answer_question::{QuestionError, answer_question};
use crate::actions::ask_person::{LONGEST, tidied};
use crate::actions::show_questions::{OpenedQuestion, open_questions, opened_question};
use crate::domain::access::Deed;
use crate::domain::sealing::Reach;
use crate::service::Service;
use crate::store::places::{CityRow, DistrictRow};
use crate::store::questions::ListedQuestion;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::check::Checks;
use crate::web::offer_words::moment;
use crate::web::problem::Problem;

/// Most questions that the first page lists; their number is said.
const MOST: i64 = 50;

/// The open questions of the districts in which somebody books.
#[derive(Debug)]
pub struct QuestionList {
    /// Their number in words.
    pub title: String,
    /// The oldest.
    pub items: Vec<QuestionItem>,
}

/// An open question of the list.
#[derive(Debug)]
pub struct QuestionItem {
    /// What the resident names on the telephone.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Since when it waits.
    pub since: String,
    /// Whether the time is over by which an answer was promised.
    pub is_late: bool,
}

/// The page of a question.
#[derive(Template)]
#[template(path = "question.html")]
pub struct QuestionPage {
    /// What stands around it.
    pub frame: Frame,
    /// What the resident names on the telephone.
    pub code: String,
    /// Who asks.
    pub name: String,
    /// Who asks for them, and is written to and telephoned in their place; empty where nobody is.
    pub proxy: String,
    /// The telephone of whoever may be called; may be empty.
    pub phone: String,
    /// The language of their letters.
    pub language: String,
    /// Since when it waits, and by when an answer was promised.
    pub since: String,
    /// The time that it is about; empty where it is about none.
    pub about: String,
    /// What they ask; may be empty.
    pub words: String,
    /// The answer; empty while it is open.
    pub answer: String,
    /// The way in which the answer reaches them.
    pub way: Way,
    /// Most characters of an answer.
    pub longest: usize,
    /// The revision that the answer is to.
    pub revision: i32,
}

/// The way in which an answer reaches a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By letter.
    Letter,
    /// Somebody must telephone.
    Telephone,
    /// On their page only: word could harm them.
    Page,
}

/// An answer.
#[derive(Deserialize)]
pub(super) struct Answered {
    revision: i32,
    answer: String,
}

/// The open questions of districts in which the caller books; none where there is no such district.
pub(super) async fn list(
    service: &Service,
    lang: Lang,
    own: &[(CityRow, DistrictRow)],
) -> Result<Option<QuestionList>, Problem> {
    if own.is_empty() {
        return Ok(None);
    }
    let ids: Vec<String> = own
        .iter()
        .map(|(_, district)| district.id.clone())
        .collect();
    let found = blocking::run(service, move |service| {
        open_questions(&service.store, &ids, MOST)
    });
    let (count, rows) = found.await?;
    let (now, word) = (service.clock.now().naive_utc(), service.promise().word);
    let item = |row: ListedQuestion| {
        let there = own
            .iter()
            .find(|(_, district)| district.id == row.district_id);
        let zone = there.and_then(|(city, _)| city.time_zone.parse().ok());
        let asked_at = row.question.asked_at;
        QuestionItem {
            href: path(&row.question.id),
            since: moment(lang, asked_at, zone.unwrap_or_default()),
            is_late: asked_at + word <= now,
            code: row.code,
        }
    };
    Ok(Some(QuestionList {
        title: lang.count("questions-title", count),
        items: rows.into_iter().map(item).collect(),
    }))
}

fn path(id: &str) -> String {
    format!("/questions/{id}")
}

/// The question of a page, where the caller books.
async fn find(service: &Service, caller: &Caller, id: String) -> Result<OpenedQuestion, Problem> {
    let found = blocking::run(service, move |service| {
        opened_question(&service.store, &service.asking(), &id)
    });
    let question = found.await?;
    let district = &question.request.district_id;
    caller.district(service, Deed::Book, district).await?;
    Ok(question)
}

#[get("/questions/{id}")]
pub(super) async fn show_question_page(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    lang: Lang,
) -> Result<HttpResponse, Problem> {
    let question = find(&service, &caller, id.into_inner()).await?;
    let frame = Frame::new(lang, path(&question.row.id)).signed_in(caller.name);
    html(&QuestionPage::new(frame, question))
}

#[post("/questions/{id}")]
pub(super) async fn post_answer(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    form: Form<Answered>,
) -> Result<HttpResponse, Problem> {
    let question = find(&service, &caller, id.into_inner()).await?;
    let words = tidied(&form.answer);
    let mut checks = Checks::default();
    checks.says("answer", &words);
    checks.no_longer("answer", &words, LONGEST);
    checks.done()?;
    let (context, id, seen) = (caller.context(&service), question.row.id, form.revision);
    let page = path(&id);
    blocking::run(&service, move |service| {
        let (store, asking) = (&service.store, service.asking());
        match answer_question(store, &context, &asking, &id, seen, &words) {
            // Pressed twice, or when somebody else had answered: the page says how things are.
            Err(QuestionError::Answered) => Ok(()),
            other => other,
        }
    })
    .await?;
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, page))
        .finish())
}

impl QuestionPage {
    /// The page of a question.
    #[must_use]
    pub fn new(frame: Frame, question: OpenedQuestion) -> Self {
        let lang = frame.lang;
        let say = |at: NaiveDateTime| moment(lang, at, question.zone);
        let since = [
            ("since", say(question.row.asked_at).into()),
            ("until", say(question.answer_by).into()),
        ];
        let to = question.contact.addressee();
        let proxy = to.filter(|_| question.request.reach() == Reach::Proxy);
        Self {
            way: match to {
                None => Way::Page,
                Some(to) if to.email.trim().is_empty() => Way::Telephone,
                Some(_) => Way::Letter,
            },
            proxy: proxy.map_or_else(String::new, |to| to.name.to_owned()),
            phone: to.map_or_else(String::new, |to| to.phone.to_owned()),
            since: lang.text_with("question-since", &since),
            about: question
                .slot
                .as_ref()
                .map_or_else(String::new, |slot| say(slot.starts_at)),
            code: question.request.code,
            name: question.contact.name,
            language: lang.word("language", &question.request.locale),
            words: question.words,
            answer: question.answer,
            longest: LONGEST,
            revision: question.row.revision,
            frame,
        }
    }
}
