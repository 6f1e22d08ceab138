//! People.

mod body;
mod own;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, post};

pub use body::{LanguageBody, NewPerson, PersonBody, PersonChange, QualificationBody};
use own::OwnSaid;

use super::body::Body;
use super::check::Checks;
use super::idempotency::OptionalKey;
use super::kept::{self, ListQuery};
use super::page::Page;
use super::problem::ProblemBody;
use super::revision::Seen;
use crate::actions::change_person::change_person as change;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::StoreError;
use crate::store::belongings::Belongings;
use crate::store::people::{PersonRow, find_pool};
use crate::store::whole_people::{self, WholePerson};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Checks a person as they would be, with what was said of what belongs to them.
async fn check(service: &Service, whole: &WholePerson, said: &OwnSaid) -> Result<(), Problem> {
    let (row, own) = (whole.row.clone(), said.clone());
    let (pool, there) = blocking::read(service, move |c| {
        let pool = find_pool(c, &row.pool_id)?;
        Ok::<_, StoreError>((pool, own.look_up(c, &row.id, &row.district_id)?))
    })
    .await?;
    let mut checks = Checks::default();
    check_row(&mut checks, &whole.row);
    let pool_id = &whole.row.pool_id;
    checks.known("pool_id", pool_id, pool.is_some());
    said.check(&mut checks, &whole.own, &there);
    checks.done()
}

fn check_row(checks: &mut Checks, row: &PersonRow) {
    checks.code("code", &row.code);
    checks.says("name", &row.name);
    checks.email("email", &row.email);
    checks.language("locale", &row.locale);
    checks.within("lat", row.lat, -90.0, 90.0);
    checks.within("lon", row.lon, -180.0, 180.0);
    checks.within("max_km", row.max_km.unwrap_or(0.0), 0.0, 1000.0);
    for (name, limit) in [
        ("max_day", row.max_day),
        ("max_week", row.max_week),
        ("max_month", row.max_month),
        ("max_stations", row.max_stations),
        ("max_run", row.max_run),
        ("max_weekends", row.max_weekends),
    ] {
        checks.within(name, limit.map_or(0.0, f64::from), 0.0, 1000.0);
    }
    checks.within("target", f64::from(row.target), 0.0, 100.0);
    checks.word("state", &row.state, &["active", "left"]);
    checks.word("position", &row.position, &["home", "office"]);
    if let Some(year) = row.practises_since {
        checks.within("practises_since", f64::from(year), 1900.0, 2200.0);
    }
}

/// The people whose contact the caller may see.
#[utoipa::path(tag = "people", params(ListQuery), responses((status = 200, body = Page<PersonBody>)))]
#[get("/people")]
pub(super) async fn list_people(
    caller: Caller,
    service: Data<Service>,
    query: Query<ListQuery>,
) -> Result<Json<Page<PersonBody>>, Problem> {
    let page = kept::list(
        &service,
        &caller,
        Deed::SeePeople,
        &query,
        whole_people::people,
    );
    Ok(Json(page.await?))
}

/// One person, with their ETag.
#[utoipa::path(tag = "people", responses((status = 200, body = PersonBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}")]
pub(super) async fn show_person(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let row: WholePerson = kept::find(&service, &caller, Deed::SeePeople, &id).await?;
    Ok(kept::answer::<_, PersonBody>(StatusCode::OK, row))
}

/// Adds a person to a district.
#[utoipa::path(tag = "people", request_body = NewPerson, params(("Idempotency-Key" = Option<String>, Header, description = "sent twice with one key, it is added once")),
    responses((status = 201, body = PersonBody),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/people")]
pub(super) async fn add_person(
    caller: Caller,
    service: Data<Service>,
    key: OptionalKey,
    Body(new): Body<NewPerson>,
) -> Result<HttpResponse, Problem> {
    let district = new.district_id.clone();
    caller.district(&service, Deed::Plan, &district).await?;
    let context = caller.context(&service);
    let said = new.own();
    let mut whole = WholePerson {
        row: new.row(context.new_id()),
        own: Belongings::default(),
    };
    said.apply(&whole.row.id, &mut whole.own, || context.new_id());
    // Sent twice, its licence is held already: by itself.
    if let Some(there) =
        kept::added_before::<_, PersonBody>(&service, &caller, &whole, &key).await?
    {
        return Ok(there);
    }
    check(&service, &whole, &said).await?;
    kept::add::<_, PersonBody>(&service, &caller, whole, key).await
}

/// Changes a person. Needs `If-Match` with their ETag.
#[utoipa::path(tag = "people", request_body = PersonChange,
    params(("If-Match" = String, Header, description = "the ETag that was read")),
    responses((status = 200, body = PersonBody),
    (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/people/{id}")]
pub(super) async fn change_person(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    seen: Seen,
    Body(said): Body<PersonChange>,
) -> Result<HttpResponse, Problem> {
    let there: WholePerson = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let context = caller.context(&service);
    let own = said.own();
    let edit = {
        let (context, own) = (context.clone(), own.clone());
        move |whole: &mut WholePerson| {
            said.apply(&mut whole.row);
            own.apply(&whole.row.id, &mut whole.own, || context.new_id());
        }
    };
    let mut then = there.clone();
    edit(&mut then);
    if then.row.district_id != there.row.district_id {
        let district = &then.row.district_id;
        caller.district(&service, Deed::Plan, district).await?;
    }
    check(&service, &then, &own).await?;
    let changed = blocking::run(&service, move |service| {
        change(&service.store, &context, &there.row.id, seen.0, edit)
    });
    let changed = changed.await?;
    Ok(kept::answer::<_, PersonBody>(StatusCode::OK, changed))
}
