//! Licences and approvals: what must be held to serve, until when, and who was told that it ends.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::dialect::{ROWS, insert_all};
use super::people::{PersonRow, PoolRow};
use super::schema::{districts, expiry_notices, people, pools, qualifications};
use super::{Connection, StoreError};
use crate::domain::qualification::QualificationKind;

/// A licence or approval.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable, Insertable, Serialize,
)]
#[diesel(table_name = qualifications, treat_none_as_default_value = false)]
pub struct QualificationRow {
    #[serde(skip)]
    pub id: String,
    #[serde(skip)]
    pub person_id: String,
    pub kind: String,
    pub number: String,
    pub issued_by: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
}

impl QualificationRow {
    /// Whether it is valid on a date.
    #[must_use]
    pub fn is_valid(&self, date: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= date)
            && self.valid_until.is_none_or(|to| date <= to)
    }
}

impl PoolRow {
    /// What its people must hold to serve.
    pub fn asks_for(&self) -> impl Iterator<Item = QualificationKind> {
        QualificationKind::ALL
            .into_iter()
            .filter(|kind| match kind {
                QualificationKind::Licence => self.needs_licence,
                QualificationKind::Approval => self.needs_approval,
            })
    }

    /// What it asks for on a date, and is not among what somebody holds; none where they may serve.
    #[must_use]
    pub fn lacks(&self, held: &[QualificationRow], date: NaiveDate) -> Option<QualificationKind> {
        self.asks_for().find(|kind| {
            let valid = |row: &QualificationRow| row.kind == kind.as_str() && row.is_valid(date);
            !held.iter().any(valid)
        })
    }
}

/// Of several of one kind, the one that ends last: what stands for all of them where there is place for one.
#[must_use]
pub fn last(held: &[QualificationRow], kind: QualificationKind) -> Option<&QualificationRow> {
    let own = held.iter().filter(|row| row.kind == kind.as_str());
    own.max_by_key(|row| (row.valid_until.unwrap_or(NaiveDate::MAX), &row.number))
}

/// What somebody holds.
pub fn of_person(c: &mut Connection, person_id: &str) -> Result<Vec<QualificationRow>, StoreError> {
    Ok(qualifications::table
        .filter(qualifications::person_id.eq(person_id))
        .order((
            qualifications::kind,
            qualifications::valid_until,
            qualifications::number,
            qualifications::id,
        ))
        .select(QualificationRow::as_select())
        .load(c)?)
}

/// What these people hold, by their ids.
fn of_people(
    c: &mut Connection,
    ids: &[&String],
) -> Result<HashMap<String, Vec<QualificationRow>>, StoreError> {
    let mut all: HashMap<String, Vec<QualificationRow>> = HashMap::new();
    for chunk in ids.chunks(ROWS) {
        let rows: Vec<QualificationRow> = qualifications::table
            .filter(qualifications::person_id.eq_any(chunk.iter().copied()))
            .select(QualificationRow::as_select())
            .load(c)?;
        for row in rows {
            all.entry(row.person_id.clone()).or_default().push(row);
        }
    }
    Ok(all)
}

/// Who holds licences with these numbers: number, the person's id and code.
pub fn licence_holders(
    c: &mut Connection,
    numbers: &[&str],
) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut holders = Vec::new();
    for chunk in numbers.chunks(ROWS) {
        let some: Vec<(String, String, String)> = qualifications::table
            .inner_join(people::table)
            .filter(qualifications::kind.eq("licence"))
            .filter(qualifications::number.eq_any(chunk))
            .order(qualifications::number)
            .select((qualifications::number, people::id, people::code))
            .load(c)?;
        holders.extend(some);
    }
    Ok(holders)
}

/// What ends for somebody who serves and must hold it.
#[derive(Debug, Clone)]
pub struct Ending {
    pub person: PersonRow,
    pub pool: PoolRow,
    pub held: QualificationRow,
    /// When it ends.
    pub until: NaiveDate,
}

/// What ends between two dates in these districts, and is asked of whoever holds it, by date and person. Not what another of its kind
/// follows without a day between: that was renewed.
pub fn ending(
    c: &mut Connection,
    district_ids: &[String],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Ending>, StoreError> {
    let rows: Vec<(QualificationRow, PersonRow, PoolRow)> = qualifications::table
        .inner_join(people::table.inner_join(pools::table))
        .filter(people::district_id.eq_any(district_ids))
        .filter(people::state.eq("active"))
        .filter(qualifications::valid_until.between(first, last))
        .order((
            qualifications::valid_until,
            people::code,
            people::id,
            qualifications::kind,
        ))
        .select((
            QualificationRow::as_select(),
            PersonRow::as_select(),
            PoolRow::as_select(),
        ))
        .load(c)?;
    let ids: Vec<&String> = rows.iter().map(|(_, person, _)| &person.id).collect();
    let all = of_people(c, &ids)?;
    let ending = rows.into_iter().filter_map(|(held, person, pool)| {
        let until = held.valid_until?;
        let is_asked = pool.asks_for().any(|kind| kind.as_str() == held.kind);
        let after = until.succ_opt()?;
        let follows = |other: &QualificationRow| other.kind == held.kind && other.is_valid(after);
        let is_last = !all.get(&person.id)?.iter().any(follows);
        (is_asked && is_last).then_some(Ending {
            person,
            pool,
            held,
            until,
        })
    });
    Ok(ending.collect())
}

/// That the coordinator was told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = expiry_notices)]
pub struct ExpiryNoticeRow {
    pub person_id: String,
    pub kind: String,
    pub valid_until: NaiveDate,
    pub days: i32,
}

/// What was told of a city's people about what ends on a date or later.
pub fn told(
    c: &mut Connection,
    city_id: &str,
    from: NaiveDate,
) -> Result<HashSet<ExpiryNoticeRow>, StoreError> {
    let rows: Vec<ExpiryNoticeRow> = expiry_notices::table
        .inner_join(people::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(expiry_notices::valid_until.ge(from))
        .select(ExpiryNoticeRow::as_select())
        .load(c)?;
    Ok(rows.into_iter().collect())
}

/// Keeps what was told.
pub fn note_told(c: &mut Connection, rows: &[ExpiryNoticeRow]) -> Result<(), StoreError> {
    insert_all!(c, expiry_notices::table, rows);
    Ok(())
}
