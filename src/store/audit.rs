//! The audit trail: who changed what, when; and the seals that make a chain of it (`domain::trail`).

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dialect::{hold_seals, insert_all};
use super::kept::Cut;
use super::schema::{audit, audit_seals};
use super::{Connection, StoreError};
use crate::domain::trail::{Entry, seal as seal_of};

/// A change: who did what to what, when. `before` and `after` are texts without residents' personal fields.
#[derive(Debug, Insertable)]
#[diesel(table_name = audit)]
#[allow(missing_docs, reason = "a row's fields are the columns of `schema`")]
pub struct ChangeRow<'a> {
    pub id: String,
    pub at: NaiveDateTime,
    pub actor: &'a str,
    pub action: &'a str,
    pub subject: &'a str,
    pub before: &'a str,
    pub after: &'a str,
}

/// A change that was noted. Without a seal as long as its transaction lasts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = audit)]
#[allow(missing_docs, reason = "a row's fields are the columns of `schema`")]
pub struct NotedRow {
    pub id: String,
    pub at: NaiveDateTime,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub before: String,
    pub after: String,
    pub seal: Option<i64>,
}

impl NotedRow {
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: &self.id,
            at: self.at,
            actor: &self.actor,
            action: &self.action,
            subject: &self.subject,
            before: &self.before,
            after: &self.after,
        }
    }
}

/// A seal: its number, counted from 1, and the hash.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_seals)]
#[allow(missing_docs, reason = "a row's fields are the columns of `schema`")]
pub struct SealRow {
    pub number: i64,
    pub hash: String,
}

/// A seal with what it should be over.
#[derive(Debug)]
pub struct Sealed {
    /// The seal.
    pub row: SealRow,
    /// What was noted under it.
    pub noted: Vec<NotedRow>,
}

impl Sealed {
    /// The hash that it should have after the seal before.
    #[must_use]
    pub fn hash_after(&self, before: &str) -> String {
        hash(before, &self.noted)
    }
}

fn hash(before: &str, noted: &[NotedRow]) -> String {
    let entries: Vec<Entry<'_>> = noted.iter().map(NotedRow::entry).collect();
    seal_of(before, &entries)
}

/// Notes changes.
pub fn note(c: &mut Connection, rows: &[ChangeRow<'_>]) -> Result<(), StoreError> {
    insert_all!(c, audit::table, rows);
    Ok(())
}

/// Seals what a transaction has noted, if anything: the last that it does, since others wait here until it is over.
pub(super) fn seal(c: &mut Connection) -> Result<(), StoreError> {
    if count_unsealed(c)? == 0 {
        return Ok(());
    }
    hold_seals(c)?;
    let last = last_seal(c)?;
    let (number, before) = last.map_or((0, String::new()), |last| (last.number, last.hash));
    // What was noted before there were seals is sealed by the first.
    let noted: Vec<NotedRow> = audit::table
        .filter(audit::seal.is_null())
        .select(NotedRow::as_select())
        .load(c)?;
    let row = SealRow {
        number: number + 1,
        hash: hash(&before, &noted),
    };
    diesel::insert_into(audit_seals::table)
        .values(&row)
        .execute(c)?;
    diesel::update(audit::table.filter(audit::seal.is_null()))
        .set(audit::seal.eq(row.number))
        .execute(c)?;
    Ok(())
}

/// The last seal; none where nothing was noted ever.
pub fn last_seal(c: &mut Connection) -> Result<Option<SealRow>, StoreError> {
    Ok(audit_seals::table
        .order(audit_seals::number.desc())
        .select(SealRow::as_select())
        .first(c)
        .optional()?)
}

/// How many changes have no seal.
pub fn count_unsealed(c: &mut Connection) -> Result<i64, StoreError> {
    let unsealed = audit::table.filter(audit::seal.is_null());
    Ok(unsealed.count().get_result(c)?)
}

/// Seals after a number in their order, at most so many, with what was noted under each.
pub fn seals(c: &mut Connection, after: i64, most: i64) -> Result<Vec<Sealed>, StoreError> {
    let rows: Vec<SealRow> = audit_seals::table
        .filter(audit_seals::number.gt(after))
        .order(audit_seals::number)
        .limit(most)
        .select(SealRow::as_select())
        .load(c)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(Vec::new());
    };
    let noted: Vec<NotedRow> = audit::table
        .filter(audit::seal.between(first.number, last.number))
        .select(NotedRow::as_select())
        .load(c)?;
    let mut under: BTreeMap<Option<i64>, Vec<NotedRow>> = BTreeMap::new();
    for row in noted {
        under.entry(row.seal).or_default().push(row);
    }
    let sealed = rows.into_iter().map(|row| Sealed {
        noted: under.remove(&Some(row.number)).unwrap_or_default(),
        row,
    });
    Ok(sealed.collect())
}

/// What was noted of a subject: the latest first. `cut.after` is the id of one of them.
pub fn of_subject(
    c: &mut Connection,
    subject: &str,
    cut: &Cut,
) -> Result<Vec<NotedRow>, StoreError> {
    let mut own = audit::table.filter(audit::subject.eq(subject)).into_boxed();
    if !cut.after.is_empty() {
        let last: Option<Option<i64>> = audit::table
            .find(&cut.after)
            .select(audit::seal)
            .first(c)
            .optional()?;
        let Some(Some(seal)) = last else {
            return Ok(Vec::new());
        };
        let same = audit::seal.eq(seal).and(audit::id.lt(&cut.after));
        own = own.filter(audit::seal.lt(seal).or(same));
    }
    // Seals are in the order in which transactions ended, whatever the clocks said.
    Ok(own
        .order((audit::seal.desc(), audit::id.desc()))
        .limit(cut.most)
        .select(NotedRow::as_select())
        .load(c)?)
}
