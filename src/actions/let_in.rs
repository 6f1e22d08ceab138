//! Gives people who sign in their roles in a city, and lets who is new choose a password by a letter.

use chrono::TimeDelta;
use thiserror::Error;

use super::Context;
use super::asking::Asking;
use super::queue_letters::{self, Receiver};
use crate::domain::access::{Grant, Role};
use crate::domain::capability::Purpose;
use crate::mail::LetterError;
use crate::mail::letters::ChoosePassword;
use crate::store::places::CityRow;
use crate::store::users::{self, RoleRow, UserRow};
use crate::store::{Connection, Store, StoreError, links};
use crate::texts::Lang;

/// How long a password can be chosen by a letter's link.
const TO_CHOOSE: TimeDelta = TimeDelta::days(7);

/// Somebody who is to sign in.
#[derive(Debug, Clone)]
pub struct Guest {
    /// E-mail address.
    pub email: String,
    /// As it is shown.
    pub name: String,
    /// BCP 47 tag of the language of letters.
    pub locale: String,
}

/// Why nobody was let in, or given other roles.
#[derive(Debug, Error)]
pub enum LetInError {
    /// They have roles in the city already.
    #[error("they have roles in the city already")]
    IsIn(String),
    /// They have no role in the city.
    #[error("they have no role in the city")]
    Gone,
    /// Nobody would be left who sets the city up.
    #[error("the city would have no administrator")]
    LastAdministrator,
    /// A letter could not be written.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets somebody in with roles in a city. Who has no password yet gets a letter; who signs in for another city keeps theirs, and their name.
pub fn let_in(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city: &CityRow,
    guest: &Guest,
    grants: &[Grant],
) -> Result<UserRow, LetInError> {
    let email = guest.email.trim().to_lowercase();
    store.write(|c| {
        let user = match users::find_by_email(c, &email)? {
            Some(user) => user,
            None => {
                let row = UserRow {
                    id: context.new_id(),
                    email: email.clone(),
                    name: guest.name.clone(),
                    password_hash: String::new(),
                    locale: guest.locale.clone(),
                    state: "active".to_owned(),
                    created_at: context.instant(),
                };
                users::insert(c, &row)?;
                row
            }
        };
        if !users::roles_in(c, std::slice::from_ref(&user.id), &city.id)?.is_empty() {
            return Err(LetInError::IsIn(user.id));
        }
        give(c, context, &user.id, city, grants)?;
        if user.password_hash.is_empty() {
            send(c, context, asking, city, &user)?;
        }
        Ok(user)
    })
}

/// Gives somebody other roles in a city, in the place of those they have there; none lets them out.
pub fn change_roles(
    store: &Store,
    context: &Context,
    city: &CityRow,
    user_id: &str,
    grants: &[Grant],
) -> Result<UserRow, LetInError> {
    store.write(|c| {
        let user = in_city(c, user_id, city)?;
        give(c, context, &user.id, city, grants)?;
        Ok(user)
    })
}

/// Sends somebody a letter by which they choose a password, in the place of the one they may have.
pub fn send_password_letter(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    city: &CityRow,
    user_id: &str,
) -> Result<(), LetInError> {
    store.write(|c| {
        let user = in_city(c, user_id, city)?;
        send(c, context, asking, city, &user)?;
        context.note(c, "send_password_letter", user_id, "", "")?;
        Ok(())
    })
}

fn in_city(c: &mut Connection, user_id: &str, city: &CityRow) -> Result<UserRow, LetInError> {
    let user = users::find(c, user_id)?.ok_or(LetInError::Gone)?;
    if users::roles_in(c, std::slice::from_ref(&user.id), &city.id)?.is_empty() {
        return Err(LetInError::Gone);
    }
    Ok(user)
}

/// Puts roles in the place of those in the city. Somebody who can sign in goes on setting it up.
fn give(
    c: &mut Connection,
    context: &Context,
    user_id: &str,
    city: &CityRow,
    grants: &[Grant],
) -> Result<(), LetInError> {
    let before = users::roles_in(c, &[user_id.to_owned()], &city.id)?;
    users::delete_roles_in(c, user_id, &city.id)?;
    let mut after = Vec::new();
    for grant in grants {
        let row = RoleRow {
            id: context.new_id(),
            user_id: user_id.to_owned(),
            role: grant.role.as_str().to_owned(),
            city_id: grant.city_id.clone(),
            district_id: grant.district_id.clone(),
        };
        users::insert_role(c, &row)?;
        after.push(row);
    }
    if users::administrators(c, &city.id)? == 0 {
        return Err(LetInError::LastAdministrator);
    }
    let [before, after] = [in_words(&before), in_words(&after)];
    context.note(c, "give_roles", user_id, &before, &after)?;
    Ok(())
}

fn in_words(roles: &[RoleRow]) -> String {
    let each = roles.iter().map(|row| match &row.district_id {
        Some(district) => format!("{} of district {district}", row.role),
        None => format!("{} of city {}", row.role, row.city_id),
    });
    each.collect::<Vec<_>>().join("; ")
}

fn send(
    c: &mut Connection,
    context: &Context,
    asking: &Asking<'_>,
    city: &CityRow,
    user: &UserRow,
) -> Result<(), LetInError> {
    let now = context.instant();
    let mut link = asking.link(context, Purpose::Password, &user.id, None, now);
    link.row.expires_at = now + TO_CHOOSE;
    let lang = Lang::choose([user.locale.as_str()]);
    let letter = ChoosePassword {
        city: lang.name(&city.name, &city.name_en).to_owned(),
        email: user.email.clone(),
        days: TO_CHOOSE.num_days(),
        link: link.url.clone(),
        is_new: user.password_hash.is_empty(),
    };
    let kind = "choose_password";
    let receiver = Receiver::User(user);
    let row = queue_letters::write(context, asking.head, kind, receiver, &letter)?;
    links::insert(c, &[link.row])?;
    Ok(queue_letters::queue(c, context, &[row])?)
}

/// What a role may be of: a city's administrator sets all of it up.
#[must_use]
pub fn may_be_of_a_district(role: Role) -> bool {
    role != Role::Administrator
}
