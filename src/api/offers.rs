//! What can be offered to a resident now, and booking it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zhiban_solver::matching::explain::Reason;

use super::appointments::{self, PersonName};
use super::body::Body;
use super::check::Checks;
use super::idempotency::IdempotencyKey;
use super::kept;
use super::problem::ProblemBody;
use super::revision::located;
use crate::actions::book_appointment::{
    BookError, Wanted, book_appointment as book, booked_for_key, request_of,
};
use crate::actions::make_offers::{Offered, ShownOffer, make_offers};
use crate::actions::refuse_offer::{RefuseError, refuse_offer as refuse};
use crate::domain::access::Deed;
use crate::domain::calendar::local;
use crate::service::Service;
use crate::store::requests::RequestRow;
use crate::texts::Lang;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::offer_words;
use crate::web::problem::Problem;

/// What a resident may take now.
#[derive(Debug, Serialize, ToSchema)]
pub struct OffersBody {
    /// The best, at most five; empty where nothing is free.
    pub items: Vec<OfferBody>,
    /// Where nothing is free: the resident is on the waiting list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingBody>,
    /// Where a resident asks a person about these, or about there being none: `POST` with their words.
    #[schema(example = "/api/v1/requests/{id}/questions")]
    pub ask_a_person: String,
}

/// A time that is held for the resident.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferBody {
    /// What `POST /appointments` names.
    pub id: String,
    /// Until when it is held. After that it may be gone, but can be tried for half an hour.
    pub holds_until: DateTime<Utc>,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it starts, in the station's zone; by video, in the city's.
    #[schema(example = "2026-12-02T09:00")]
    pub local_start: String,
    /// That zone.
    #[schema(example = "Asia/Shanghai")]
    pub time_zone: String,
    /// Where; null by video.
    pub station: Option<OfferedStation>,
    /// Kilometres from the resident to the station; null by video.
    pub km: Option<f64>,
    /// The adviser.
    pub adviser: PersonName,
    /// Who interprets; null where nobody needs to.
    pub interpreter: Option<PersonName>,
    /// The mediators who sit beside the adviser.
    pub mediators: Vec<PersonName>,
    /// Why this one, in the caller's language.
    pub why: String,
}

/// A station of an offer.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub struct OfferedStation {
    pub id: String,
    pub name: String,
    pub address: String,
}

/// Why nothing is free, and what to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingBody {
    /// `no_adviser`, `no_place`, `no_time`, `no_language`, `no_mediator` or `all_taken`.
    #[schema(value_type = String)]
    pub code: Reason,
    /// The same in the caller's language.
    pub reason: String,
    /// What the resident could change; each by itself gives an offer at once.
    pub wider: Vec<WiderBody>,
    /// By when they have word: a time, or why there is none yet. Null where they have an appointment.
    pub word_by: Option<DateTime<Utc>>,
    /// The same in a sentence, in the caller's language.
    pub promise: Option<String>,
}

/// Something that the resident could change.
#[derive(Debug, Serialize, ToSchema)]
pub struct WiderBody {
    /// `another_adviser`, `without_mediators`, `by_video`, `at_station`, `another_time`, `further` or `own_interpreter`.
    pub code: &'static str,
    /// The same in the caller's language.
    pub text: String,
}

/// An offer to book.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppointment {
    /// The offer.
    pub offer_id: String,
    /// The appointment of the same resident that is moved to it.
    #[serde(default)]
    pub instead_of: Option<String>,
}

impl NewAppointment {
    fn wanted<'a>(&'a self, key: &'a IdempotencyKey) -> Wanted<'a> {
        Wanted {
            offer_id: &self.offer_id,
            instead_of: self.instead_of.as_deref(),
            key: &key.0,
        }
    }
}

impl OfferBody {
    fn new(lang: Lang, offer: ShownOffer) -> Self {
        let why = offer_words::why(lang, &offer);
        let shown = offer.appointment;
        let (date, minute) = local(shown.zone, shown.starts_at);
        Self {
            id: offer.id,
            holds_until: offer.holds_until.and_utc(),
            starts_at: shown.starts_at.and_utc(),
            ends_at: shown.ends_at.and_utc(),
            local_start: format!("{date}T{:02}:{:02}", minute / 60, minute % 60),
            time_zone: shown.zone.to_string(),
            station: shown.station.map(|(name, address)| OfferedStation {
                id: shown.station_id.unwrap_or_default(),
                name,
                address,
            }),
            km: offer.why.km.map(|km| (km * 10.0).round() / 10.0),
            adviser: PersonName::new(shown.adviser),
            interpreter: shown.interpreter.map(PersonName::new),
            mediators: shown.mediators.into_iter().map(PersonName::new).collect(),
            why,
        }
    }
}

impl OffersBody {
    fn new(lang: Lang, offered: Offered, request_id: &str) -> Self {
        let ask_a_person = format!("/api/v1/requests/{request_id}/questions");
        match offered {
            Offered::These(all) => Self {
                ask_a_person,
                items: all.into_iter().map(|o| OfferBody::new(lang, o)).collect(),
                waiting: None,
            },
            Offered::Waiting {
                reason,
                of_one,
                wider,
                word_by,
            } => Self {
                ask_a_person,
                items: Vec::new(),
                waiting: Some(WaitingBody {
                    code: reason,
                    reason: offer_words::reason(lang, reason, of_one),
                    wider: wider
                        .into_iter()
                        .map(|change| WiderBody {
                            code: change.as_str(),
                            text: offer_words::wider(lang, change),
                        })
                        .collect(),
                    word_by: word_by.map(|(at, _)| at.and_utc()),
                    promise: word_by.map(|(at, zone)| offer_words::promise(lang, at, zone)),
                }),
            },
        }
    }
}

async fn offers(
    service: &Service,
    caller: &Caller,
    lang: Lang,
    request_id: String,
) -> Result<OffersBody, Problem> {
    let (context, id) = (caller.context(service), request_id.clone());
    let offered = blocking::run(service, move |service| {
        let (markets, terms) = (&service.markets, service.offer_terms());
        make_offers(&service.store, &context, markets, &terms, &id)
    });
    Ok(OffersBody::new(lang, offered.await?, &request_id))
}

/// The best that can be offered to a resident now, held for some minutes. Asked again meanwhile, the same; asked after that, what is
/// the best then. A resident who is offered nothing waits for the next matching. To one who has an appointment already, these are times
/// that it could be moved to.
#[utoipa::path(tag = "requests", responses((status = 200, body = OffersBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/requests/{id}/offers")]
pub(super) async fn show_offers(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    id: Path<String>,
) -> Result<Json<OffersBody>, Problem> {
    let row: RequestRow = kept::find(&service, &caller, Deed::Book, &id).await?;
    Ok(Json(offers(&service, &caller, lang, row.id).await?))
}

/// Whether the caller books for the resident of an offer. One that is gone is anybody's to hear of, and one that is hidden is answered alike.
async fn may_answer(service: &Service, caller: &Caller, offer_id: &str) -> Result<(), Problem> {
    let id = offer_id.to_owned();
    let request_id = blocking::run(service, move |s| request_of(&s.store, &id)).await?;
    if let Some(id) = request_id {
        let books = kept::find::<RequestRow>(service, caller, Deed::Book, &id).await;
        books.map_err(|problem| match problem.code {
            "not-found" => RefuseError::Gone.into(),
            _ => problem,
        })?;
    }
    Ok(())
}

/// An answer to an offer that the resident was written to about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferChange {
    /// `refused`.
    pub state: String,
    /// Whether the resident waits for another time. Without it their request is closed.
    #[serde(default)]
    pub wants_another: bool,
}

/// Refuses an offer that a matching made: it is for the next then, and this resident is not offered that time again.
#[utoipa::path(tag = "appointments", request_body = OfferChange, responses((status = 204),
    (status = 410, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/offers/{id}")]
pub(super) async fn refuse_offer(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    Body(said): Body<OfferChange>,
) -> Result<HttpResponse, Problem> {
    let mut checks = Checks::default();
    checks.word("state", &said.state, &["refused"]);
    checks.done()?;
    let id = id.into_inner();
    may_answer(&service, &caller, &id).await?;
    let context = caller.context(&service);
    blocking::run(&service, move |service| {
        let (store, asking) = (&service.store, service.asking());
        refuse(store, &context, &asking, &id, said.wants_another)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Books an offer, or moves an appointment to it. Sent twice with the same key, it is booked once and answered alike. Where somebody else has its time, the answer is
/// 409 with what is free now in `offers`.
#[utoipa::path(tag = "appointments", request_body = NewAppointment,
    params(("Idempotency-Key" = String, Header, description = "fresh for each booking, such as a UUID")),
    responses((status = 201, body = appointments::AppointmentBody),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    (status = 410, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/appointments")]
pub(super) async fn book_appointment(
    caller: Caller,
    service: Data<Service>,
    lang: Lang,
    key: IdempotencyKey,
    Body(new): Body<NewAppointment>,
) -> Result<HttpResponse, Problem> {
    let context = caller.context(&service);
    let (sent, named, by) = (key.clone(), new.clone(), context.clone());
    let before = blocking::run(&service, move |service| {
        booked_for_key(&service.store, &by, named.wanted(&sent))
    });
    // First, since what a key was used for before is the caller's own, and says nothing of the offer.
    if before.await?.is_none() {
        may_answer(&service, &caller, &new.offer_id).await?;
    }
    let booked = blocking::run(&service, move |service| {
        let asking = service.asking();
        match book(&service.store, &context, &asking, new.wanted(&key)) {
            Err(BookError::Taken { request_id }) => Ok(Err(request_id)),
            other => other.map(Ok),
        }
    });
    let id = match booked.await? {
        Ok(id) => id,
        Err(request_id) => {
            let problem = Problem::new(StatusCode::CONFLICT, "offer-taken");
            let instead = offers(&service, &caller, lang, request_id).await?;
            return Err(problem.member("offers", instead));
        }
    };
    let shown = appointments::find(&service, &caller, &id).await?;
    let answer = appointments::answer(StatusCode::CREATED, shown);
    located(answer, &format!("/api/v1/appointments/{id}"))
}
