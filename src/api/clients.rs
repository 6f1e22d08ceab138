//! The clients that an adviser declares, so that nobody who is against one of them meets that adviser or their firm.

use actix_web::web::{Data, Json, Path};
use actix_web::{get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::problem::ProblemBody;
use crate::actions::declare_clients::declare_clients as declare;
use crate::actions::show_appointments::Shown;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::conflicts;
use crate::store::people::PersonRow;
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Whom an adviser acts for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClients {
    /// Names of people or firms: all of them, those declared before too. They are kept as keyed hashes only and cannot be read again.
    pub names: Vec<String>,
}

/// What is known of an adviser's clients.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientsBody {
    /// How many there are.
    pub count: i64,
}

/// What came of declaring clients.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeclaredBody {
    /// How many there are.
    pub count: usize,
    /// Ids of appointments to come with this adviser, or their firm, of residents who are against one of these, where the caller books.
    /// Two people may bear one name: look, and cancel what must not take place.
    pub conflicts: Vec<String>,
    /// How many more there are of other districts, where whoever books finds them on their first page.
    pub elsewhere: usize,
}

/// How many clients an adviser has declared.
#[utoipa::path(tag = "people", responses((status = 200, body = ClientsBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/people/{id}/clients")]
pub(super) async fn show_clients(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
) -> Result<Json<ClientsBody>, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let count = blocking::read(&service, move |c| conflicts::count_clients(c, &row.id)).await?;
    Ok(Json(ClientsBody { count }))
}

/// Declares an adviser's clients, in the place of those declared before.
#[utoipa::path(tag = "people", request_body = NewClients, responses((status = 200, body = DeclaredBody),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/people/{id}/clients")]
pub(super) async fn declare_clients(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    Body(new): Body<NewClients>,
) -> Result<Json<DeclaredBody>, Problem> {
    let row: PersonRow = kept::find(&service, &caller, Deed::Plan, &id).await?;
    let mut checks = Checks::default();
    let names = checks.names("names", &new.names, &service.names);
    checks.done()?;
    let context = caller.context(&service);
    let count = names.len();
    let booked = blocking::run(&service, move |service| {
        declare(&service.store, &context, &service.asking(), &row.id, &names)
    });
    let own = caller.districts(&service, Deed::Book).await?;
    let is_own = |shown: &Shown| own.iter().any(|(_, d)| d.id == shown.district_id);
    let (own, others): (Vec<_>, Vec<_>) = booked.await?.into_iter().partition(is_own);
    Ok(Json(DeclaredBody {
        count,
        conflicts: own.into_iter().map(|shown| shown.row.id).collect(),
        elsewhere: others.len(),
    }))
}
