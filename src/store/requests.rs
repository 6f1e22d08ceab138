//! Residents' requests with what belongs to them: languages, times, advisers they exclude. Who they are is sealed.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{CHUNK, insert_all};
use super::kept::{Cut, Kept, Noted};
use super::schema::{
    districts, people, request_exclusions, request_languages, request_windows, requests,
};
use super::{Connection, StoreError, conflicts};
use crate::domain::appointment::RequestState;
use crate::domain::sealing::Reach;

/// A request.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = requests, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RequestRow {
    pub id: String,
    pub district_id: String,
    pub code: String,
    pub skill_id: String,
    pub locale: String,
    pub sealed: String,
    pub lat: f64,
    pub lon: f64,
    pub max_km: Option<f64>,
    pub in_person: bool,
    pub video: bool,
    pub urgency: i32,
    pub state: String,
    pub created_at: NaiveDateTime,
    pub revision: i32,
    pub word_by: NaiveDateTime,
    pub reach: String,
    pub follows_id: Option<String>,
    pub with_adviser_id: Option<String>,
    pub mediators: i32,
}

/// Without contact, home and topic: rows are printed into logs. What the audit trail withholds is said by `Noted`.
impl std::fmt::Debug for RequestRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestRow")
            .field("id", &self.id)
            .field("district_id", &self.district_id)
            .field("max_km", &self.max_km)
            .field("in_person", &self.in_person)
            .field("video", &self.video)
            .field("urgency", &self.urgency)
            .field("with_adviser_id", &self.with_adviser_id)
            .field("state", &self.state)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

impl RequestRow {
    /// Who is written to and telephoned.
    #[must_use]
    pub fn reach(&self) -> Reach {
        Reach::parse(&self.reach).expect("a CHECK of the table lets no other word in")
    }

    /// The state as the domain's word.
    #[must_use]
    pub fn state(&self) -> RequestState {
        RequestState::parse(&self.state).expect("a CHECK of the table lets no other word in")
    }
}

/// A language of a resident.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_languages)]
pub struct RequestLanguageRow {
    pub request_id: String,
    pub tag: String,
    pub level: String,
}

/// A time at which a resident can come, as UTC instants.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_windows)]
pub struct RequestWindowRow {
    pub id: String,
    pub request_id: String,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
}

/// An adviser whom a resident is never to meet.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_exclusions)]
pub struct ExclusionRow {
    pub request_id: String,
    pub person_id: String,
}

/// What belongs to a request.
#[derive(Debug, Clone, Default)]
pub struct RequestParts {
    pub languages: Vec<RequestLanguageRow>,
    pub windows: Vec<RequestWindowRow>,
    pub exclusions: Vec<ExclusionRow>,
    /// Ids of people in conflict with it: the other side is their client, or a colleague's. They are worked out, not kept.
    pub conflicts: BTreeSet<String>,
    /// The adviser whom the resident wants again, as long as they serve and may advise them: a wish that nobody can fulfil is none.
    pub with_adviser_id: Option<String>,
}

impl RequestParts {
    /// Whom the resident is never to meet, in whatever part: because they said so, or since it would be a conflict of interest.
    pub fn never(&self) -> impl Iterator<Item = &String> {
        let said = self.exclusions.iter().map(|e| &e.person_id);
        said.chain(&self.conflicts)
    }

    /// Whether that is so of this person.
    #[must_use]
    pub fn is_never(&self, person_id: &str) -> bool {
        self.never().any(|id| id == person_id)
    }
}

/// Inserts requests with what belongs to them.
pub fn insert(
    c: &mut Connection,
    rows: &[RequestRow],
    parts: &[RequestParts],
) -> Result<(), StoreError> {
    insert_all!(c, requests::table, rows);
    let languages: Vec<_> = parts.iter().flat_map(|p| &p.languages).cloned().collect();
    let windows: Vec<_> = parts.iter().flat_map(|p| &p.windows).cloned().collect();
    let exclusions: Vec<_> = parts.iter().flat_map(|p| &p.exclusions).cloned().collect();
    insert_all!(c, request_languages::table, languages);
    insert_all!(c, request_windows::table, windows);
    insert_all!(c, request_exclusions::table, exclusions);
    Ok(())
}

/// The request with this id.
pub fn find(c: &mut Connection, id: &str) -> Result<Option<RequestRow>, StoreError> {
    Ok(requests::table
        .find(id)
        .select(RequestRow::as_select())
        .first(c)
        .optional()?)
}

/// The requests with these ids, in no order.
pub fn find_all(c: &mut Connection, ids: &[String]) -> Result<Vec<RequestRow>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows = requests::table
            .filter(requests::id.eq_any(chunk))
            .select(RequestRow::as_select());
        found.extend(rows.load::<RequestRow>(c)?);
    }
    Ok(found)
}

/// The request, not over, that goes on from an appointment.
pub fn follow_up_of(
    c: &mut Connection,
    appointment_id: &str,
) -> Result<Option<RequestRow>, StoreError> {
    Ok(requests::table
        .filter(requests::follows_id.eq(appointment_id))
        .filter(requests::state.ne(RequestState::Closed.as_str()))
        .select(RequestRow::as_select())
        .first(c)
        .optional()?)
}

/// Those of some codes that are somebody's already.
pub fn taken_codes(c: &mut Connection, codes: &[String]) -> Result<HashSet<String>, StoreError> {
    let mut taken = HashSet::new();
    for chunk in codes.chunks(CHUNK) {
        let rows = requests::table
            .filter(requests::code.eq_any(chunk))
            .select(requests::code);
        taken.extend(rows.load::<String>(c)?);
    }
    Ok(taken)
}

/// A city's requests in a state, in the order they came.
pub fn in_state(
    c: &mut Connection,
    city_id: &str,
    state: RequestState,
) -> Result<Vec<RequestRow>, StoreError> {
    Ok(requests::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .filter(requests::state.eq(state.as_str()))
        .order((requests::created_at, requests::id))
        .select(RequestRow::as_select())
        .load(c)?)
}

/// A city's requests, whatever their state, in the order they came.
pub fn of_city(c: &mut Connection, city_id: &str) -> Result<Vec<RequestRow>, StoreError> {
    Ok(requests::table
        .inner_join(districts::table)
        .filter(districts::city_id.eq(city_id))
        .order((requests::created_at, requests::id))
        .select(RequestRow::as_select())
        .load(c)?)
}

/// What belongs to these requests, by request.
pub fn parts_of(
    c: &mut Connection,
    ids: &[String],
) -> Result<HashMap<String, RequestParts>, StoreError> {
    let mut of: HashMap<String, RequestParts> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let languages = request_languages::table
            .filter(request_languages::request_id.eq_any(chunk))
            .order((request_languages::request_id, request_languages::tag))
            .select(RequestLanguageRow::as_select());
        for row in languages.load::<RequestLanguageRow>(c)? {
            let parts = of.entry(row.request_id.clone()).or_default();
            parts.languages.push(row);
        }
        let windows = request_windows::table
            .filter(request_windows::request_id.eq_any(chunk))
            .order((request_windows::request_id, request_windows::starts_at))
            .select(RequestWindowRow::as_select());
        for row in windows.load::<RequestWindowRow>(c)? {
            let parts = of.entry(row.request_id.clone()).or_default();
            parts.windows.push(row);
        }
        let exclusions = request_exclusions::table
            .filter(request_exclusions::request_id.eq_any(chunk))
            .select(ExclusionRow::as_select());
        for row in exclusions.load::<ExclusionRow>(c)? {
            let parts = of.entry(row.request_id.clone()).or_default();
            parts.exclusions.push(row);
        }
        let wanted = requests::table
            .inner_join(people::table.on(requests::with_adviser_id.eq(people::id.nullable())))
            .filter(requests::id.eq_any(chunk))
            .filter(people::state.eq("active"))
            .select((requests::id, people::id));
        for (id, adviser_id) in wanted.load::<(String, String)>(c)? {
            of.entry(id).or_default().with_adviser_id = Some(adviser_id);
        }
    }
    for (id, people) in conflicts::of_requests(c, ids)? {
        of.entry(id).or_default().conflicts = people;
    }
    for parts in of.values_mut() {
        let wanted = parts.with_adviser_id.take();
        parts.with_adviser_id = wanted.filter(|id| !parts.is_never(id));
    }
    Ok(of)
}

/// Brings requests that are in one state to another. Gives how many were.
pub fn change_state(
    c: &mut Connection,
    ids: &[String],
    from: RequestState,
    to: RequestState,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    for chunk in ids.chunks(CHUNK) {
        let rows = requests::table
            .filter(requests::id.eq_any(chunk))
            .filter(requests::state.eq(from.as_str()));
        changed += diesel::update(rows)
            .set((
                requests::state.eq(to.as_str()),
                requests::revision.eq(requests::revision + 1),
            ))
            .execute(c)?;
    }
    Ok(changed)
}

/// Residents wait again, with a promise of word, whose requests are in another state.
pub fn wait_again(
    c: &mut Connection,
    ids: &[String],
    from: RequestState,
    word_by: NaiveDateTime,
) -> Result<(), StoreError> {
    change_state(c, ids, from, RequestState::Waiting)?;
    promise(c, ids, word_by)
}

/// Promises residents word again by an instant.
pub fn promise(
    c: &mut Connection,
    ids: &[String],
    word_by: NaiveDateTime,
) -> Result<(), StoreError> {
    for chunk in ids.chunks(CHUNK) {
        diesel::update(requests::table.filter(requests::id.eq_any(chunk)))
            .set(requests::word_by.eq(word_by))
            .execute(c)?;
    }
    Ok(())
}

/// Holds a request against whoever else wants to book for it, until the transaction ends. Gives its state, none where there is no such.
pub fn hold(c: &mut Connection, id: &str) -> Result<Option<RequestState>, StoreError> {
    let row = diesel::update(requests::table.find(id)).set(requests::state.eq(requests::state));
    row.execute(c)?;
    Ok(find(c, id)?.map(|row| row.state()))
}

/// The waiting lists of districts: the most urgent first, then whoever came first. `cut.after` is the id of one of them.
pub fn waiting(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<RequestRow>, StoreError> {
    let mut list = requests::table
        .filter(requests::district_id.eq_any(district_ids))
        .filter(requests::state.eq(RequestState::Waiting.as_str()))
        .into_boxed();
    if !cut.after.is_empty() {
        let Some(last) = find(c, &cut.after)? else {
            return Ok(Vec::new());
        };
        let later = requests::created_at.gt(last.created_at);
        let later = later.or(requests::created_at
            .eq(last.created_at)
            .and(requests::id.gt(last.id)));
        let less = requests::urgency.lt(last.urgency);
        list = list.filter(less.or(requests::urgency.eq(last.urgency).and(later)));
    }
    Ok(list
        .order((requests::urgency.desc(), requests::created_at, requests::id))
        .limit(cut.most)
        .select(RequestRow::as_select())
        .load(c)?)
}

/// Requests of districts, by id: by the time they came.
pub fn page(
    c: &mut Connection,
    district_ids: &[String],
    cut: &Cut,
) -> Result<Vec<RequestRow>, StoreError> {
    Ok(requests::table
        .filter(requests::district_id.eq_any(district_ids))
        .filter(requests::id.gt(&cut.after))
        .order(requests::id)
        .limit(cut.most)
        .select(RequestRow::as_select())
        .load(c)?)
}

impl Noted for RequestRow {
    const NAME: &'static str = "request";
    const WITHHELD: &'static [&'static str] =
        &["code", "skill_id", "locale", "sealed", "lat", "lon"];
    fn id(&self) -> &str {
        &self.id
    }
}

impl Kept for RequestRow {
    fn revision(&mut self) -> &mut i32 {
        &mut self.revision
    }
    fn find(c: &mut Connection, id: &str) -> Result<Option<Self>, StoreError> {
        find(c, id)
    }
    fn insert(&self, c: &mut Connection) -> Result<(), StoreError> {
        insert(c, std::slice::from_ref(self), &[])
    }
    fn replace(&self, c: &mut Connection, seen: i32) -> Result<bool, StoreError> {
        let target = requests::table
            .find(&self.id)
            .filter(requests::revision.eq(seen));
        Ok(diesel::update(target).set(self).execute(c)? == 1)
    }
    fn district_id(&self, _: &mut Connection) -> Result<Option<String>, StoreError> {
        Ok(Some(self.district_id.clone()))
    }
}
