//! What the resources of kept data share: which districts a caller means, and one row found, added or changed in the caller's
//! name.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::IntoParams;

use super::idempotency::{OptionalKey, keyed_hash};
use super::page::{Page, PageQuery};
use super::revision::with_etag;
use crate::actions::keep;
use crate::actions::once::OnceKey;
use crate::domain::access::Deed;
use crate::service::Service;
use crate::store::kept::{Cut, Kept};
use crate::store::{Connection, StoreError};
use crate::web::blocking;
use crate::web::caller::Caller;
use crate::web::problem::Problem;

/// Which page of a list, and of which district.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Only this district's; without it, those of every district that the caller sees.
    pub district: Option<String>,
    /// Most items of the page: 1 to 200, 50 when nothing is said.
    pub limit: Option<u16>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl ListQuery {
    /// The page alone.
    #[must_use]
    pub fn page(&self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            after: self.after.clone(),
        }
    }
}

/// The rows of a page and one more, which says that there is a next page.
pub(super) fn cut(page: &PageQuery) -> Result<(usize, Cut), Problem> {
    let limit = page.limit()?;
    let most = i64::try_from(limit + 1).map_err(Problem::unknown)?;
    let after = page.after.clone().unwrap_or_default();
    Ok((limit, Cut { after, most }))
}

/// Reads the rows of districts that a page asks for.
pub(super) type ReadCut<R> = fn(&mut Connection, &[String], &Cut) -> Result<Vec<R>, StoreError>;

/// A page of rows that lie in districts.
pub(super) async fn list<R: Kept + Send + 'static, B>(
    service: &Service,
    caller: &Caller,
    deed: Deed,
    query: &ListQuery,
    read: ReadCut<R>,
) -> Result<Page<B>, Problem>
where
    B: From<R>,
{
    let (limit, cut) = cut(&query.page())?;
    let districts = districts(service, caller, deed, query).await?;
    let rows = blocking::read(service, move |c| read(c, &districts, &cut)).await?;
    Ok(Page::of(rows, limit, |row| row.id().to_owned(), B::from))
}

/// Ids of the districts that a list is of, in which the deed is the caller's.
pub(super) async fn districts(
    service: &Service,
    caller: &Caller,
    deed: Deed,
    query: &ListQuery,
) -> Result<Vec<String>, Problem> {
    if let Some(id) = &query.district {
        return Ok(vec![caller.district(service, deed, id).await?.id]);
    }
    let seen = caller.districts(service, deed).await?;
    Ok(seen.into_iter().map(|(_, district)| district.id).collect())
}

/// The row with this id, where the deed is the caller's in the district it lies in.
pub(super) async fn find<R: Kept + Send + 'static>(
    service: &Service,
    caller: &Caller,
    deed: Deed,
    id: &str,
) -> Result<R, Problem> {
    let id = id.to_owned();
    let found = blocking::read(service, move |c| {
        let Some(row) = R::find(c, &id)? else {
            return Ok(None);
        };
        let district = row.district_id(c)?;
        Ok::<_, StoreError>(district.map(|district| (row, district)))
    });
    let (row, district) = found.await?.ok_or_else(Problem::not_found)?;
    caller.district(service, deed, &district).await?;
    Ok(row)
}

/// One row as an answer with its ETag.
pub(super) fn answer<R: Kept, B: From<R> + Serialize>(
    status: StatusCode,
    mut row: R,
) -> HttpResponse {
    let revision = *row.revision();
    with_etag(status, revision, &B::from(row))
}

/// What a row says but for its id.
fn fingerprint<R: Kept>(service: &Service, row: &R) -> String {
    let mut said = serde_json::to_value(row).unwrap_or_default();
    if let Some(columns) = said.as_object_mut() {
        columns.remove("id");
    }
    keyed_hash(service, &format!("{} {said}", R::NAME))
}

/// What was sent under the same key before, as it is now; none where there is no key, or nothing yet.
pub(super) async fn added_before<R, B>(
    service: &Service,
    caller: &Caller,
    row: &R,
    key: &OptionalKey,
) -> Result<Option<HttpResponse>, Problem>
where
    R: Kept + Send + 'static,
    B: From<R> + Serialize,
{
    let Some(key) = once_key(service, row, key) else {
        return Ok(None);
    };
    let context = caller.context(service);
    let there = blocking::run(service, move |service| {
        keep::there_already::<R>(&service.store, &context, &key)
    });
    let there = there.await?;
    Ok(there.map(|row| answer::<R, B>(StatusCode::CREATED, row)))
}

fn once_key<R: Kept>(service: &Service, row: &R, key: &OptionalKey) -> Option<OnceKey> {
    let key = key.0.clone()?;
    let fingerprint = fingerprint(service, row);
    Some(OnceKey { key, fingerprint })
}

/// Adds a row in the caller's name; what is sent twice under one key is added once.
pub(super) async fn add<R, B>(
    service: &Service,
    caller: &Caller,
    row: R,
    key: OptionalKey,
) -> Result<HttpResponse, Problem>
where
    R: Kept + Send + 'static,
    B: From<R> + Serialize,
{
    let context = caller.context(service);
    let key = once_key(service, &row, &key);
    let added = blocking::run(service, move |service| {
        keep::add(&service.store, &context, &row, key.as_ref())
    });
    Ok(answer::<R, B>(StatusCode::CREATED, added.await?))
}

/// Changes a row in the caller's name, if it still has the revision `seen`.
pub(super) async fn change<R, B>(
    service: &Service,
    caller: &Caller,
    row: &R,
    seen: i32,
    edit: impl Fn(&mut R) + Send + 'static,
) -> Result<HttpResponse, Problem>
where
    R: Kept + Send + 'static,
    B: From<R> + Serialize,
{
    let context = caller.context(service);
    let id = row.id().to_owned();
    let changed = blocking::run(service, move |service| {
        keep::change(&service.store, &context, &id, seen, edit)
    });
    Ok(answer::<R, B>(StatusCode::OK, changed.await?))
}

/// Something that was said, be it null: for fields that null clears (RFC 7396).
pub(super) fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Deserialize::deserialize(from).map(Some)
}

/// Puts what a change says over what was there.
pub(super) fn set<T: Clone>(there: &mut T, said: &Option<T>) {
    if let Some(value) = said {
        there.clone_from(value);
    }
}
