//! Signs somebody in by e-mail and password. Sessions and how often one may try are the web's matter.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::Randomness;
use crate::store::users::{self, UserRow};
use crate::store::{Store, StoreError};

/// Bytes of a password's salt.
const SALT_BYTES: usize = 16;

/// Why nobody is signed in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// No such user, another password, or blocked: which of them is not told.
    #[error("e-mail or password is not right")]
    Wrong,
    /// What is kept as the password's hash is none.
    #[error("the password of a user is not kept as a hash")]
    NoHash,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives the user with this e-mail and password. Takes as long for an address that nobody has as for a wrong password.
pub fn sign_in(
    store: &Store,
    email: &str,
    password: &SecretString,
) -> Result<UserRow, SignInError> {
    let email = email.trim().to_lowercase();
    let user = store.read(|c| users::find_by_email(c, &email))?;
    // Who was let in and has chosen no password yet has none that is right.
    let has_password = |user: &UserRow| user.is_active() && !user.password_hash.is_empty();
    let Some(user) = user.filter(has_password) else {
        drop(hash(password, &[0; SALT_BYTES]));
        return Err(SignInError::Wrong);
    };
    let kept = PasswordHash::new(&user.password_hash).map_err(|_| SignInError::NoHash)?;
    Argon2::default()
        .verify_password(password.expose_secret().as_bytes(), &kept)
        .map_err(|_| SignInError::Wrong)?;
    Ok(user)
}

/// The hash of a password as it is kept: argon2id in a PHC string, with a fresh salt.
#[must_use]
pub fn hash_password(password: &SecretString, random: &dyn Randomness) -> String {
    let mut salt = [0; SALT_BYTES];
    random.fill(&mut salt);
    hash(password, &salt)
}

fn hash(password: &SecretString, salt: &[u8; SALT_BYTES]) -> String {
    let hash: argon2::password_hash::phc::PasswordHash = Argon2::default()
        .hash_password_with_salt(password.expose_secret().as_bytes(), salt)
        .expect("the default cost and a salt of 16 bytes are within argon2's limits");
    hash.to_string()
}
