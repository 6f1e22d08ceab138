//! Somebody who signs in chooses a password, by the link of a letter. The link is used up by it.

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::Context;
use super::create_user::PASSWORD_LENGTH;
use super::open_link::{LinkError, valid};
use super::sign_in::hash_password;
use crate::domain::capability::{Purpose, Token};
use crate::store::links::{self, LinkRow};
use crate::store::users::{self, UserRow};
use crate::store::{Connection, Store, StoreError, sessions};

/// Why no password was chosen.
#[derive(Debug, Error)]
pub enum ChoosePasswordError {
    /// Too short.
    #[error("the password is shorter than {PASSWORD_LENGTH} characters")]
    Short,
    /// The link opens nothing.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the password's hash, and ends the user's sessions: who signed in with the one before does so no longer.
pub fn choose_password(
    store: &Store,
    context: &Context,
    token: &Token,
    password: &SecretString,
) -> Result<(), ChoosePasswordError> {
    if password.expose_secret().chars().count() < PASSWORD_LENGTH {
        return Err(ChoosePasswordError::Short);
    }
    // Hashed once, outside of the transaction that may be done again.
    let hash = hash_password(password, &*context.random);
    store.write(|c| {
        let link = valid(c, token, context.instant())?;
        let user = whose(c, &link)?;
        users::set_password(c, &user.id, &hash)?;
        links::mark_used(c, &link.id, context.instant())?;
        sessions::end_of_user(c, &user.id)?;
        context.note(c, "choose_password", &user.id, "", "")?;
        Ok(())
    })
}

/// Who may choose a password by a link that was not used yet.
pub(super) fn whose(c: &mut Connection, link: &LinkRow) -> Result<UserRow, LinkError> {
    if link.purpose() != Purpose::Password {
        return Err(LinkError::Wrong);
    }
    if link.used_at.is_some() {
        return Err(LinkError::Expired);
    }
    let user = users::find(c, &link.subject_id)?.filter(UserRow::is_active);
    user.ok_or(LinkError::Wrong)
}
