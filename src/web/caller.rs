//! Who calls: the signed-in user with what they were granted, from the session's cookie; or a program, from its token.

use std::future::Future;
use std::pin::Pin;

use actix_session::{Session, SessionExt};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::TimeDelta;
use secrecy::SecretString;

use super::attempts::Attempts;
use super::blocking;
use super::problem::Problem;
use crate::actions::Context;
use crate::actions::make_api_client::read_token;
use crate::actions::sign_in::{SignInError, sign_in};
use crate::domain::access::{Access, Deed, Place, Verdict};
use crate::service::Service;
use crate::store::StoreError;
use crate::store::api_clients;
use crate::store::places::{self, CityRow, DistrictRow};
use crate::store::users::{self, UserRow};

/// What a session knows: the user's id.
const USER: &str = "user";

/// How long the use of a token is not noted again.
const NOTED_FOR: TimeDelta = TimeDelta::hours(1);

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody who is signed in.
    User {
        /// Their id.
        id: String,
        /// The address they sign in with.
        email: String,
    },
    /// A program with a token.
    Client {
        /// Its id.
        id: String,
    },
}

/// Somebody who is signed in, or a program.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who it is.
    pub who: Who,
    /// As it is shown.
    pub name: String,
    /// What they may do.
    pub access: Access,
}

impl Caller {
    /// Lets a deed at a place pass, or refuses it: with 404 where the caller is not to know of the place.
    pub fn must(&self, deed: Deed, place: Place<'_>) -> Result<(), Problem> {
        pass(self.access.judge(deed, place))
    }

    /// The same for a deed that serves a whole city: it is of whoever does it in one of its districts.
    pub fn must_within(&self, deed: Deed, city_id: &str) -> Result<(), Problem> {
        pass(self.access.judge_within(deed, city_id))
    }

    /// The district with this id, where a deed there is the caller's. One that does not exist and one that is hidden are
    /// answered alike.
    pub async fn district(
        &self,
        service: &Service,
        deed: Deed,
        id: &str,
    ) -> Result<DistrictRow, Problem> {
        let id = id.to_owned();
        let found = blocking::read(service, move |c| places::find_district(c, &id)).await?;
        let district = found.ok_or_else(Problem::not_found)?;
        self.must(deed, place(&district))?;
        Ok(district)
    }

    /// Lets a deed pass that is the caller's in each of these districts. One that is hidden decides, also where in another the deed is not
    /// theirs: else the answer would tell that it is there.
    pub async fn must_in_each(
        &self,
        service: &Service,
        deed: Deed,
        ids: &[String],
    ) -> Result<(), Problem> {
        let mut passed = Ok(());
        for id in ids {
            match self.district(service, deed, id).await {
                Ok(_) => {}
                Err(problem) if problem.code == Problem::not_allowed().code => {
                    passed = Err(problem);
                }
                Err(problem) => return Err(problem),
            }
        }
        passed
    }

    /// The districts in which a deed is the caller's, by city and code, with their cities.
    pub async fn districts(
        &self,
        service: &Service,
        deed: Deed,
    ) -> Result<Vec<(CityRow, DistrictRow)>, Problem> {
        let caller = self.clone();
        blocking::read(service, move |c| {
            let mut seen = Vec::new();
            for city in places::all_cities(c)? {
                if !caller.access.cities().contains(&city.id) {
                    continue;
                }
                let districts = places::districts_of(c, &city.id)?.into_iter();
                let sees =
                    |d: &DistrictRow| caller.access.judge(deed, place(d)) == Verdict::Allowed;
                seen.extend(districts.filter(sees).map(|d| (city.clone(), d)));
            }
            Ok::<_, StoreError>(seen)
        })
        .await
    }

    /// What an action works with in the caller's name.
    #[must_use]
    pub fn context(&self, service: &Service) -> Context {
        service.context(match &self.who {
            Who::User { id, .. } => format!("user:{id}"),
            Who::Client { id } => format!("client:{id}"),
        })
    }

    /// The user's id; none of a program.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        match &self.who {
            Who::User { id, .. } => Some(id),
            Who::Client { .. } => None,
        }
    }
}

fn pass(verdict: Verdict) -> Result<(), Problem> {
    match verdict {
        Verdict::Allowed => Ok(()),
        Verdict::NotAllowed => Err(Problem::not_allowed()),
        Verdict::Hidden => Err(Problem::not_found()),
    }
}

/// A district as a place of deeds.
#[must_use]
pub fn place(district: &DistrictRow) -> Place<'_> {
    Place {
        city_id: &district.city_id,
        district_id: Some(&district.id),
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let session = request.get_session();
        let service = request.app_data::<web::Data<Service>>().cloned();
        let bearer = bearer(request);
        Box::pin(async move {
            let service = service.ok_or_else(|| Problem::unknown("no service in this app"))?;
            if let Some(token) = bearer {
                return client(&service, &token).await;
            }
            let id: Option<String> = session
                .get(USER)
                .map_err(|e| Problem::unknown(e.to_string()))?;
            let id = id.ok_or_else(Problem::not_signed_in)?;
            let found = blocking::read(&service, move |c| {
                let user = users::find(c, &id)?.filter(UserRow::is_active);
                let access = users::access(c, &id)?;
                Ok::<_, StoreError>(user.map(|user| (user, access)))
            });
            let (user, access) = found.await?.ok_or_else(Problem::not_signed_in)?;
            Ok(Self {
                who: Who::User {
                    id: user.id,
                    email: user.email,
                },
                name: user.name,
                access,
            })
        })
    }
}

/// What stands in the header of a program (RFC 6750); none where there is none, or a proxy's own kind.
fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.to_owned())
}

/// The program whose token it is. One that has ended is answered as one that never was.
async fn client(service: &Service, token: &str) -> Result<Caller, Problem> {
    let hash = read_token(token).ok_or_else(Problem::not_signed_in)?.hash();
    let now = service.clock.now().naive_utc();
    let found = blocking::read(service, move |c| api_clients::find_by_token(c, &hash));
    let row = found.await?.filter(|row| row.is_valid(now));
    let row = row.ok_or_else(Problem::not_signed_in)?;
    if row.last_used_at.is_none_or(|at| now - at >= NOTED_FOR) {
        let id = row.id.clone();
        let noted = blocking::run(service, move |service| {
            service.store.write(|c| api_clients::note_use(c, &id, now))
        });
        noted.await?;
    }
    Ok(Caller {
        access: row.access(),
        who: Who::Client { id: row.id },
        name: row.name,
    })
}

/// Signs in by e-mail and password: checks them, and gives the session a fresh key.
pub async fn enter(
    request: &HttpRequest,
    session: &Session,
    service: &Service,
    email: String,
    password: SecretString,
) -> Result<(), Problem> {
    let attempts = request
        .app_data::<web::Data<Attempts>>()
        .ok_or_else(|| Problem::unknown("no attempts in this app"))?;
    let account = format!("account {}", email.trim().to_lowercase());
    let peer = request
        .peer_addr()
        .map(|peer| format!("address {}", peer.ip()));
    let keys: Vec<String> = [Some(account.clone()), peer]
        .into_iter()
        .flatten()
        .collect();
    let now = service.clock.now();
    if let Some(seconds) = attempts.wait(&keys, now) {
        return Err(
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts")
                .with("seconds", i64::from(seconds))
                .header("Retry-After", seconds.to_string()),
        );
    }
    let checked = blocking::run(service, move |service| {
        match sign_in(&service.store, &email, &password) {
            Err(SignInError::Wrong) => Ok(None),
            other => other.map(Some),
        }
    });
    let Some(user) = checked.await? else {
        attempts.note(&keys, now);
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "wrong-password"));
    };
    attempts.forget(&account);
    session.renew();
    session
        .insert(USER, user.id)
        .map_err(|error| Problem::unknown(error.to_string()))
}
