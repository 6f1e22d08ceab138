//! Who signs in, and their roles.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::CHUNK;
use super::kept::Cut;
use super::schema::{roles, users};
use super::{Connection, StoreError};
use crate::domain::access::{Access, Grant, Role};

/// Somebody who signs in.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct UserRow {
    pub id: String,
    /// In lower case.
    pub email: String,
    pub name: String,
    /// A PHC string of argon2id.
    pub password_hash: String,
    pub locale: String,
    pub state: String,
    pub created_at: NaiveDateTime,
}

/// A role of a user.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = roles, treat_none_as_default_value = false)]
pub struct RoleRow {
    pub id: String,
    pub user_id: String,
    pub role: String,
    pub city_id: String,
    pub district_id: Option<String>,
}

impl UserRow {
    /// Whether the user may sign in and go on being signed in.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state == "active"
    }
}

impl std::fmt::Debug for UserRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UserRow({})", self.id)
    }
}

/// Inserts a user.
pub fn insert(c: &mut Connection, row: &UserRow) -> Result<(), StoreError> {
    diesel::insert_into(users::table).values(row).execute(c)?;
    Ok(())
}

/// Gives a user a role.
pub fn insert_role(c: &mut Connection, row: &RoleRow) -> Result<(), StoreError> {
    diesel::insert_into(roles::table).values(row).execute(c)?;
    Ok(())
}

/// The user with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<UserRow>, StoreError> {
    Ok(users::table
        .find(id)
        .select(UserRow::as_select())
        .first(c)
        .optional()?)
}

/// Ids and names of users.
pub fn names(c: &mut Connection, ids: &[String]) -> Result<Vec<(String, String)>, StoreError> {
    let mut found: Vec<(String, String)> = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let some = users::table.filter(users::id.eq_any(chunk));
        found.extend(some.select((users::id, users::name)).load(c)?);
    }
    Ok(found)
}

/// The user with this address, given in lower case.
pub fn find_by_email(c: &mut Connection, email: &str) -> Result<Option<UserRow>, StoreError> {
    Ok(users::table
        .filter(users::email.eq(email))
        .select(UserRow::as_select())
        .first(c)
        .optional()?)
}

/// Those who have a role in a district, or in its whole city, and may sign in; each once, by id.
pub fn with_role(
    c: &mut Connection,
    role: Role,
    city_id: &str,
    district_id: &str,
) -> Result<Vec<UserRow>, StoreError> {
    let there = roles::district_id.eq(district_id).assume_not_null();
    let having = roles::table
        .filter(roles::role.eq(role.as_str()))
        .filter(roles::city_id.eq(city_id))
        .filter(roles::district_id.is_null().or(there))
        .select(roles::user_id);
    Ok(users::table
        .filter(users::id.eq_any(having))
        .filter(users::state.eq("active"))
        .order(users::id)
        .select(UserRow::as_select())
        .load(c)?)
}

/// What a user was granted.
pub fn access(c: &mut Connection, user_id: &str) -> Result<Access, StoreError> {
    let rows = roles::table
        .filter(roles::user_id.eq(user_id))
        .select(RoleRow::as_select())
        .load(c)?;
    let grants = rows.into_iter().map(|row| Grant {
        role: Role::parse(&row.role).expect("a CHECK of the table lets no other word in"),
        city_id: row.city_id,
        district_id: row.district_id,
    });
    Ok(Access::new(grants.collect()))
}

/// Takes away every role of a user.
pub fn delete_roles(c: &mut Connection, user_id: &str) -> Result<(), StoreError> {
    diesel::delete(roles::table.filter(roles::user_id.eq(user_id))).execute(c)?;
    Ok(())
}

/// Gives a user another name, language and password, and lets them in again.
pub fn update(
    c: &mut Connection,
    id: &str,
    name: &str,
    locale: &str,
    password_hash: &str,
) -> Result<(), StoreError> {
    diesel::update(users::table.find(id))
        .set((
            users::name.eq(name),
            users::locale.eq(locale),
            users::password_hash.eq(password_hash),
            users::state.eq("active"),
        ))
        .execute(c)?;
    Ok(())
}

/// The roles of users in a city, by user.
pub fn roles_in(
    c: &mut Connection,
    user_ids: &[String],
    city_id: &str,
) -> Result<Vec<RoleRow>, StoreError> {
    Ok(roles::table
        .filter(roles::user_id.eq_any(user_ids))
        .filter(roles::city_id.eq(city_id))
        .order((roles::user_id, roles::role, roles::id))
        .select(RoleRow::as_select())
        .load(c)?)
}

/// A page of those who have a role in a city, by id.
pub fn of_city(c: &mut Connection, city_id: &str, cut: &Cut) -> Result<Vec<UserRow>, StoreError> {
    let there = roles::table
        .filter(roles::city_id.eq(city_id))
        .select(roles::user_id);
    Ok(users::table
        .filter(users::id.eq_any(there))
        .filter(users::id.gt(&cut.after))
        .order(users::id)
        .limit(cut.most)
        .select(UserRow::as_select())
        .load(c)?)
}

/// Takes away the roles of a user in a city.
pub fn delete_roles_in(c: &mut Connection, user_id: &str, city_id: &str) -> Result<(), StoreError> {
    let there = roles::table
        .filter(roles::user_id.eq(user_id))
        .filter(roles::city_id.eq(city_id));
    diesel::delete(there).execute(c)?;
    Ok(())
}

/// How many set a city up, may sign in, and have a password to do it with.
pub fn administrators(c: &mut Connection, city_id: &str) -> Result<i64, StoreError> {
    let administrator = Role::Administrator.as_str();
    Ok(roles::table
        .inner_join(users::table)
        .filter(roles::city_id.eq(city_id))
        .filter(roles::district_id.is_null())
        .filter(roles::role.eq(administrator))
        .filter(users::state.eq("active"))
        .filter(users::password_hash.ne(""))
        .count()
        .get_result(c)?)
}

/// Gives a user another password.
pub fn set_password(c: &mut Connection, id: &str, hash: &str) -> Result<(), StoreError> {
    diesel::update(users::table.find(id))
        .set(users::password_hash.eq(hash))
        .execute(c)?;
    Ok(())
}
