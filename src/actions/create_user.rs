//! Lets somebody sign in, with roles. Done again for the same e-mail, it gives another password and other roles.

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::Context;
use super::sign_in::hash_password;
use crate::domain::access::Grant;
use crate::domain::email::is_address;
use crate::store::users::{self, RoleRow, UserRow};
use crate::store::{Connection, Store, StoreError};

/// Fewest characters of a password.
pub const PASSWORD_LENGTH: usize = 10;

/// Who is to sign in.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// E-mail address.
    pub email: String,
    /// As it is shown.
    pub name: String,
    /// The password in the clear; only its hash is kept.
    pub password: SecretString,
    /// BCP 47 tag of the language of letters.
    pub locale: String,
    /// The roles.
    pub grants: Vec<Grant>,
}

/// Why a user is not made.
#[derive(Debug, Error)]
pub enum CreateUserError {
    /// Not an address.
    #[error("{0:?} is no e-mail address; right would be name@example.org")]
    Email(String),
    /// Too short.
    #[error("the password is shorter than {PASSWORD_LENGTH} characters")]
    ShortPassword,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes or changes a user. Gives the id.
pub fn create_user(
    store: &Store,
    context: &Context,
    new: &NewUser,
) -> Result<String, CreateUserError> {
    let email = new.email.trim().to_lowercase();
    if !is_address(&email) {
        return Err(CreateUserError::Email(new.email.clone()));
    }
    if new.password.expose_secret().chars().count() < PASSWORD_LENGTH {
        return Err(CreateUserError::ShortPassword);
    }
    // Hashed once, outside of the transaction that may be done again.
    let password_hash = hash_password(&new.password, &*context.random);
    store.write(|c| {
        let (id, action) = match users::find_by_email(c, &email)? {
            Some(user) => {
                users::update(c, &user.id, &new.name, &new.locale, &password_hash)?;
                users::delete_roles(c, &user.id)?;
                (user.id, "change_user")
            }
            None => {
                let row = UserRow {
                    id: context.new_id(),
                    email: email.clone(),
                    name: new.name.clone(),
                    password_hash: password_hash.clone(),
                    locale: new.locale.clone(),
                    state: "active".to_owned(),
                    created_at: context.instant(),
                };
                users::insert(c, &row)?;
                (row.id, "create_user")
            }
        };
        for grant in &new.grants {
            let row = RoleRow {
                id: context.new_id(),
                user_id: id.clone(),
                role: grant.role.as_str().to_owned(),
                city_id: grant.city_id.clone(),
                district_id: grant.district_id.clone(),
            };
            users::insert_role(c, &row)?;
        }
        note(c, context, action, &id, &new.grants)?;
        Ok(id)
    })
}

/// Notes who was given which roles; not their name or address.
fn note(
    c: &mut Connection,
    context: &Context,
    action: &str,
    id: &str,
    grants: &[Grant],
) -> Result<(), StoreError> {
    let roles = grants.iter().map(|grant| {
        let place = match &grant.district_id {
            Some(district) => format!("district {district}"),
            None => format!("city {}", grant.city_id),
        };
        format!("{} of {place}", grant.role.as_str())
    });
    let roles = roles.collect::<Vec<_>>().join("; ");
    context.note(c, action, id, "", &roles)
}
