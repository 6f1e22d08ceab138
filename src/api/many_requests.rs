//! Many requests at once, such as those of a hot line's day: all are taken or, where anything is wrong, none, with every place that is.

use std::collections::HashSet;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::body::{parse_value, read};
use super::check::Checks;
use super::idempotency::{IdempotencyKey, keyed_hash};
use super::new_request::{Known, NewRequestBody};
use super::problem::ProblemBody;
use crate::actions::once::OnceKey;
use crate::actions::take_batch::{take_batch, taken_before};
use crate::actions::take_request::{NewRequest, Taken};
use crate::domain::access::Deed;
use crate::service::Service;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Most requests at once.
const MOST: u32 = 10_000;

/// Most bytes of them.
const LIMIT: usize = 20 << 20;

/// Requests to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequests {
    /// At most 10,000.
    #[schema(value_type = Vec<NewRequestBody>)]
    pub items: Vec<Value>,
}

/// Requests that were taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenRequests {
    /// In the order they were sent in.
    pub items: Vec<TakenRequest>,
}

/// A request that was taken with others.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenRequest {
    /// Its id.
    pub id: String,
    /// What the resident names on the telephone.
    pub code: String,
    /// The resident's page. It is told only here and in letters.
    pub link: String,
}

impl From<Taken> for TakenRequest {
    fn from(taken: Taken) -> Self {
        Self {
            id: taken.row.id,
            code: taken.row.code,
            link: taken.url,
        }
    }
}

/// Takes up to 10,000 requests: all of them or, where anything in them is wrong, none, with every place that is wrong under `errors`. Sent
/// twice with the same key, they are taken once; the answer names the same requests, with fresh links beside which the first still open.
#[utoipa::path(tag = "requests", request_body = NewRequests,
    params(("Idempotency-Key" = String, Header, description = "fresh for each batch, such as a UUID")),
    responses((status = 201, body = TakenRequests),
    (status = 400, body = ProblemBody, content_type = "application/problem+json"),
    (status = 413, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/requests/batch")]
pub(super) async fn take_requests(
    caller: Caller,
    service: Data<Service>,
    key: IdempotencyKey,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    // Before a large body is read.
    if !caller.access.anywhere(Deed::Book) {
        return Err(Problem::not_allowed());
    }
    let new: NewRequests = read(&request, body, LIMIT).await?;
    let mut checks = Checks::default();
    checks.within(
        "items",
        f64::from(count(new.items.len())),
        1.0,
        f64::from(MOST),
    );
    checks.done()?;
    let booked = caller.districts(&service, Deed::Book).await?;
    let booked: HashSet<String> = booked
        .into_iter()
        .map(|(_, district)| district.id)
        .collect();
    let context = caller.context(&service);
    let taken = blocking::run(&service, move |service| {
        let (store, asking) = (&service.store, service.asking());
        let key = OnceKey {
            fingerprint: keyed_hash(service, &Value::from(new.items.as_slice()).to_string()),
            key: key.0,
        };
        // Before they are checked: what was right when it was sent first may be over now.
        if let Some(taken) = taken_before(store, &context, &asking, &key)? {
            return Ok(taken);
        }
        let new = checked(service, &booked, new.items)?;
        take_batch(store, &context, &asking, &key, &new).map_err(Problem::from)
    });
    let items = taken.await?.into_iter().map(TakenRequest::from).collect();
    Ok(HttpResponse::Created().json(TakenRequests { items }))
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

/// The requests, where nothing in them is wrong; else everything that is, in their order.
fn checked(
    service: &Service,
    booked: &HashSet<String>,
    items: Vec<Value>,
) -> Result<Vec<NewRequest>, Problem> {
    let bodies: Vec<Result<NewRequestBody, Problem>> = items.iter().map(parse_value).collect();
    let readable: Vec<&NewRequestBody> = bodies
        .iter()
        .filter_map(|body| body.as_ref().ok())
        .collect();
    let mut known = service.store.read(|c| Known::load(c, &readable))?;
    known.keep_districts(booked);
    let (now, mut checks) = (service.clock.now(), Checks::default());
    let mut new = Vec::with_capacity(bodies.len());
    for (n, body) in bodies.into_iter().enumerate() {
        checks.look_below(&format!("items/{n}"));
        match body {
            Err(problem) => checks.take_in(problem),
            Ok(body) => {
                new.extend(body.check(&mut checks, &known, now, &service.names));
            }
        }
    }
    checks.done()?;
    Ok(new)
}
