//! Programs that call the API in a city's name.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::kept::Cut;
use super::schema::api_clients;
use super::{Connection, StoreError};
use crate::domain::access::{Access, Scopes};

/// A program.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_clients, treat_none_as_default_value = false)]
pub struct ApiClientRow {
    pub id: String,
    pub city_id: String,
    pub district_id: Option<String>,
    pub name: String,
    /// Deeds with spaces between them.
    pub scopes: String,
    pub token_hash: String,
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub revoked_at: Option<NaiveDateTime>,
    /// To the hour.
    pub last_used_at: Option<NaiveDateTime>,
}

impl ApiClientRow {
    /// What it may do.
    #[must_use]
    pub fn scopes(&self) -> Scopes {
        Scopes::parse(&self.scopes).unwrap_or_default()
    }

    /// The same, with where.
    #[must_use]
    pub fn access(&self) -> Access {
        let district = self.district_id.clone();
        Access::of_scopes(&self.scopes(), self.city_id.clone(), district)
    }

    /// Whether its token opens something at an instant.
    #[must_use]
    pub fn is_valid(&self, now: NaiveDateTime) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

impl std::fmt::Debug for ApiClientRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiClientRow({})", self.id)
    }
}

/// Inserts one.
pub fn insert(c: &mut Connection, row: &ApiClientRow) -> Result<(), StoreError> {
    diesel::insert_into(api_clients::table)
        .values(row)
        .execute(c)?;
    Ok(())
}

/// The one with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<ApiClientRow>, StoreError> {
    Ok(api_clients::table
        .find(id)
        .select(ApiClientRow::as_select())
        .first(c)
        .optional()?)
}

/// The one whose token has this hash.
pub fn find_by_token(c: &mut Connection, hash: &str) -> Result<Option<ApiClientRow>, StoreError> {
    Ok(api_clients::table
        .filter(api_clients::token_hash.eq(hash))
        .select(ApiClientRow::as_select())
        .first(c)
        .optional()?)
}

/// A page of those of a city, by id.
pub fn of_city(
    c: &mut Connection,
    city_id: &str,
    cut: &Cut,
) -> Result<Vec<ApiClientRow>, StoreError> {
    Ok(api_clients::table
        .filter(api_clients::city_id.eq(city_id))
        .filter(api_clients::id.gt(&cut.after))
        .order(api_clients::id)
        .limit(cut.most)
        .select(ApiClientRow::as_select())
        .load(c)?)
}

/// Ids and names of programs.
pub fn names(c: &mut Connection, ids: &[String]) -> Result<Vec<(String, String)>, StoreError> {
    Ok(api_clients::table
        .filter(api_clients::id.eq_any(ids))
        .select((api_clients::id, api_clients::name))
        .load(c)?)
}

/// Notes that a token is not taken any more. Whether it was until now.
pub fn revoke(c: &mut Connection, id: &str, now: NaiveDateTime) -> Result<bool, StoreError> {
    let valid = api_clients::table
        .find(id)
        .filter(api_clients::revoked_at.is_null());
    let revoked = diesel::update(valid).set(api_clients::revoked_at.eq(now));
    Ok(revoked.execute(c)? == 1)
}

/// Notes when a token was used.
pub fn note_use(c: &mut Connection, id: &str, now: NaiveDateTime) -> Result<(), StoreError> {
    diesel::update(api_clients::table.find(id))
        .set(api_clients::last_used_at.eq(now))
        .execute(c)?;
    Ok(())
}
