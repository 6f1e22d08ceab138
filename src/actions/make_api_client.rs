//! Lets a program call the API in a city's name: makes its token, of which only the hash is kept.

use chrono::{DateTime, Utc};

use super::Context;
use crate::domain::access::Scopes;
use crate::domain::capability::Token;
use crate::store::api_clients::{self, ApiClientRow};
use crate::store::{Store, StoreError};

/// What a token begins with, by which programs that look for lost secrets know it.
pub const PREFIX: &str = "zhiban_";

/// A program that is to call.
#[derive(Debug, Clone)]
pub struct NewApiClient {
    /// Id of the city.
    pub city_id: String,
    /// Id of the district; none is the whole city.
    pub district_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When its token ends.
    pub expires_at: DateTime<Utc>,
}

/// Makes a client. Gives it with its token, which cannot be shown again.
pub fn make_api_client(
    store: &Store,
    context: &Context,
    new: &NewApiClient,
) -> Result<(ApiClientRow, String), StoreError> {
    let token = context.new_token();
    let row = ApiClientRow {
        id: context.new_id(),
        city_id: new.city_id.clone(),
        district_id: new.district_id.clone(),
        name: new.name.clone(),
        scopes: new.scopes.to_string(),
        token_hash: token.hash(),
        created_at: context.instant(),
        expires_at: new.expires_at.naive_utc(),
        revoked_at: None,
        last_used_at: None,
    };
    let place = match &row.district_id {
        Some(district) => format!("district {district}"),
        None => format!("city {}", row.city_id),
    };
    let after = format!(
        "{} in {place} until {}",
        row.scopes,
        new.expires_at.date_naive()
    );
    store.write(|c| {
        api_clients::insert(c, &row)?;
        context.note(c, "make_api_client", &row.id, "", &after)
    })?;
    Ok((row, format!("{PREFIX}{}", token.reveal())))
}

/// The token in a header's text; none where it cannot be one.
#[must_use]
pub fn read_token(text: &str) -> Option<Token> {
    Token::parse(text.trim().strip_prefix(PREFIX)?)
}
