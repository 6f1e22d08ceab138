//! Who signs in to a city, and with which roles. Passwords are chosen by a letter's link, never set by others.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::check::Checks;
use super::kept;
use super::page::{Page, PageQuery};
use super::problem::ProblemBody;
use crate::actions::let_in::{
    Guest, LetInError, change_roles, let_in, may_be_of_a_district, send_password_letter,
};
use crate::domain::access::{Deed, Grant, Place, Role};
use crate::service::Service;
use crate::store::places::{self, CityRow};
use crate::store::users::{self, RoleRow, UserRow};
use crate::store::{Connection, StoreError};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Most roles of one person in a city.
const MOST_ROLES: usize = 50;

/// Somebody who is to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUserBody {
    /// Their address; the letter by which they choose a password goes there.
    #[schema(example = "coordinator@example.org")]
    pub email: String,
    /// As it is shown. Who signs in for another city already keeps theirs.
    pub name: String,
    /// BCP 47 tag of the language of their letters.
    #[schema(example = "zh-Hans")]
    pub locale: String,
    /// At least one.
    pub roles: Vec<RoleBody>,
}

/// What somebody is to be in the city.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoles {
    /// In the place of those they have; none lets them out.
    pub roles: Vec<RoleBody>,
}

/// What somebody is, and where.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    /// `administrator`, `coordinator`, `clerk` or `evaluator`.
    #[schema(example = "coordinator")]
    pub role: String,
    /// Id of the district; null is the whole city. An administrator is one of the whole city.
    pub district_id: Option<String>,
}

/// Somebody who signs in.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs, reason = "as in what lets them in")]
pub struct UserBody {
    pub id: String,
    pub email: String,
    pub name: String,
    pub locale: String,
    /// `active`, or `blocked` by who runs the installation.
    pub state: String,
    /// Whether they have chosen a password.
    pub has_password: bool,
    /// Their roles in this city.
    pub roles: Vec<RoleBody>,
}

impl UserBody {
    fn new(row: UserRow, roles: &[RoleRow]) -> Self {
        let own = roles.iter().filter(|role| role.user_id == row.id);
        let role = |role: &RoleRow| RoleBody {
            role: role.role.clone(),
            district_id: role.district_id.clone(),
        };
        Self {
            roles: own.map(role).collect(),
            has_password: !row.password_hash.is_empty(),
            id: row.id,
            email: row.email,
            name: row.name,
            locale: row.locale,
            state: row.state,
        }
    }
}

impl From<LetInError> for Problem {
    fn from(error: LetInError) -> Self {
        match error {
            LetInError::IsIn(id) => {
                Self::new(StatusCode::CONFLICT, "user-exists").member("user_id", id)
            }
            LetInError::Gone => Self::not_found(),
            LetInError::LastAdministrator => Self::new(StatusCode::CONFLICT, "last-administrator"),
            LetInError::Letter(error) => Self::unknown(error),
            LetInError::Store(error) => error.into(),
        }
    }
}

/// Those who sign in with a role in a city. For its administrator.
#[utoipa::path(tag = "session", params(PageQuery), responses((status = 200, body = Page<UserBody>),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/cities/{id}/users")]
pub(super) async fn list_users(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    page: Query<PageQuery>,
) -> Result<Json<Page<UserBody>>, Problem> {
    let id = id.into_inner();
    caller.must(Deed::SetUp, Place::of_city(&id))?;
    let (limit, cut) = kept::cut(&page)?;
    let (rows, roles) = blocking::read(&service, move |c| {
        let rows = users::of_city(c, &id, &cut)?;
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let roles = users::roles_in(c, &ids, &id)?;
        Ok::<_, StoreError>((rows, roles))
    })
    .await?;
    let key = |row: &UserRow| row.id.clone();
    Ok(Json(Page::of(rows, limit, key, |row| {
        UserBody::new(row, &roles)
    })))
}

/// Lets somebody sign in, with roles in a city. Who has no password yet gets a letter by which they choose one within seven days; who signs in
/// for another city keeps theirs. For the administrator of the city.
#[utoipa::path(tag = "session", request_body = NewUserBody, responses((status = 201, body = UserBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "they have roles there already", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/cities/{id}/users")]
pub(super) async fn add_user(
    caller: Caller,
    service: Data<Service>,
    id: Path<String>,
    Body(new): Body<NewUserBody>,
) -> Result<HttpResponse, Problem> {
    let city = city(&service, &caller, &id).await?;
    must_be_a_person(&caller)?;
    let mut checks = Checks::default();
    checks.email("email", new.email.trim());
    checks.says("name", &new.name);
    checks.no_longer("name", &new.name, 100);
    checks.language("locale", &new.locale);
    checks.given("roles", !new.roles.is_empty());
    let grants = grants(&service, &city, &new.roles, &mut checks).await?;
    checks.done()?;
    let guest = Guest {
        email: new.email,
        name: new.name.trim().to_owned(),
        locale: new.locale,
    };
    let context = caller.context(&service);
    let body = blocking::run(&service, move |service| {
        let (store, asking) = (&service.store, service.asking());
        let user = let_in(store, &context, &asking, &city, &guest, &grants)?;
        Ok::<_, Problem>(store.read(|c| body(c, user, &city))?)
    });
    Ok(HttpResponse::build(StatusCode::CREATED).json(body.await?))
}

/// Somebody who signs in with a role in a city. For its administrator.
#[utoipa::path(tag = "session", responses((status = 200, body = UserBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[get("/cities/{id}/users/{user}")]
pub(super) async fn show_user(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<Json<UserBody>, Problem> {
    let (id, user) = path.into_inner();
    let city = city(&service, &caller, &id).await?;
    let found = blocking::read(&service, move |c| {
        let Some(row) = users::find(c, &user)? else {
            return Ok(None);
        };
        body(c, row, &city).map(Some)
    });
    let found = found.await?.filter(|user| !user.roles.is_empty());
    Ok(Json(found.ok_or_else(Problem::not_found)?))
}

/// Gives somebody other roles in a city, in the place of those they have there; none lets them out. It holds from the next request. Somebody must
/// go on setting the city up. For its administrator.
#[utoipa::path(tag = "session", request_body = NewRoles, responses((status = 200, body = UserBody),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "the city would have no administrator", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
#[put("/cities/{id}/users/{user}/roles")]
pub(super) async fn say_roles(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
    Body(new): Body<NewRoles>,
) -> Result<Json<UserBody>, Problem> {
    let (id, user) = path.into_inner();
    let city = city(&service, &caller, &id).await?;
    must_be_a_person(&caller)?;
    let mut checks = Checks::default();
    let grants = grants(&service, &city, &new.roles, &mut checks).await?;
    checks.done()?;
    let context = caller.context(&service);
    let body = blocking::run(&service, move |service| {
        let store = &service.store;
        let user = change_roles(store, &context, &city, &user, &grants)?;
        Ok::<_, Problem>(store.read(|c| body(c, user, &city))?)
    });
    Ok(Json(body.await?))
}

/// Sends somebody a letter by which they choose a new password within seven days; the one they have holds until then. For the administrator of
/// the city.
#[utoipa::path(tag = "session", responses((status = 202, description = "the letter is on its way"),
    (status = 403, body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
#[post("/cities/{id}/users/{user}/password-letter")]
pub(super) async fn send_password(
    caller: Caller,
    service: Data<Service>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, user) = path.into_inner();
    let city = city(&service, &caller, &id).await?;
    must_be_a_person(&caller)?;
    let context = caller.context(&service);
    let sent = blocking::run(&service, move |service| {
        let asking = service.asking();
        send_password_letter(&service.store, &context, &asking, &city, &user)
    });
    sent.await?;
    Ok(HttpResponse::Accepted().finish())
}

/// A program lets nobody in.
fn must_be_a_person(caller: &Caller) -> Result<(), Problem> {
    match caller.user_id() {
        Some(_) => Ok(()),
        None => Err(Problem::not_allowed()),
    }
}

/// The city, where the caller sets it up.
async fn city(service: &Service, caller: &Caller, id: &str) -> Result<CityRow, Problem> {
    caller.must(Deed::SetUp, Place::of_city(id))?;
    let id = id.to_owned();
    let found = blocking::read(service, move |c| places::find_city(c, &id));
    found.await?.ok_or_else(Problem::not_found)
}

/// The roles that a body names; what is wrong with them is noted.
async fn grants(
    service: &Service,
    city: &CityRow,
    roles: &[RoleBody],
    checks: &mut Checks,
) -> Result<Vec<Grant>, Problem> {
    checks.at_most("roles", roles.len(), MOST_ROLES);
    let id = city.id.clone();
    let districts = blocking::read(service, move |c| places::districts_of(c, &id)).await?;
    let words = Role::ALL.map(Role::as_str);
    let mut grants = Vec::new();
    for (n, said) in roles.iter().enumerate() {
        let at = |name: &str| format!("roles/{n}/{name}");
        checks.word(&at("role"), &said.role, &words);
        if let Some(district) = &said.district_id {
            let is_there = districts.iter().any(|d| d.id == *district);
            checks.known(&at("district_id"), district, is_there);
        }
        let Some(role) = Role::parse(&said.role) else {
            continue;
        };
        if said.district_id.is_some() && !may_be_of_a_district(role) {
            checks.wrong_with(&at("district_id"), "problem-place-whole-city");
        }
        grants.push(Grant {
            role,
            city_id: city.id.clone(),
            district_id: said.district_id.clone(),
        });
    }
    Ok(grants)
}

fn body(c: &mut Connection, user: UserRow, city: &CityRow) -> Result<UserBody, StoreError> {
    let roles = users::roles_in(c, std::slice::from_ref(&user.id), &city.id)?;
    Ok(UserBody::new(user, &roles))
}
